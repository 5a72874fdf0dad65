"""Visits, shots, results, diagnoses, procedures, plans and medicines become events with day, code and status."""

from __future__ import annotations

from datetime import date

import pytest
from fhir_reading import CPT, CVX, ICD10CM, LOINC, SNOMED, about, coded, event_of, events_of, faults_of, statements_of

from headwaters.domain.history.history import ENTERED_IN_ERROR


def test_a_shot_is_an_immunization_with_its_cvx_code_on_the_day_it_was_given():
    shot = event_of(about("Immunization", subject="patient", status="completed", vaccineCode=coded(CVX, "110"),
                          occurrenceDateTime="2025-05-02T23:30:00-07:00"))  # fmt: skip
    assert (shot.kind, shot.start, shot.codings, shot.status) == (
        "immunization", date(2025, 5, 2), (("cvx", "110"),), "completed",
    )  # fmt: skip
    assert shot.local_id == "Patient/ana"


def test_a_dose_that_was_not_given_says_so_and_is_left_to_the_blueprint_not_to_count():
    shot = event_of(about("Immunization", subject="patient", status="not-done", occurrenceDateTime="2025-05-02"))
    assert shot.status == "not_done"


def test_a_record_entered_in_error_takes_itself_back_even_without_a_day():
    shot = event_of(about("Immunization", subject="patient", status="entered-in-error"))
    assert (shot.status, shot.start) == (ENTERED_IN_ERROR, None)


def test_the_day_is_the_record_s_own_calendar_day_and_not_the_one_in_greenwich():
    late = event_of(about("Encounter", status="finished", period={"start": "2025-03-01T23:59:59-08:00"}))
    assert late.start == date(2025, 3, 1)


def test_a_visit_can_be_matched_by_its_type_or_by_its_reason():
    visit = event_of(about("Encounter", status="finished", type=[coded(CPT, "99391")], reasonCode=[coded(ICD10CM, "Z00.129")],
                           period={"start": "2025-05-02", "end": "2025-05-02"}))  # fmt: skip
    assert visit.codings == (("cpt", "99391"), ("icd10cm", "Z00.129"))


def test_a_record_that_knows_only_the_month_is_kept_without_an_event():
    assert statements_of(about("Procedure", status="completed", performedDateTime="2025-05")) == ()


def test_a_measured_value_keeps_its_number_and_unit():
    lead = event_of(about("Observation", status="final", code=coded(LOINC, "5671-3"), effectiveDateTime="2026-03-09",
                          valueQuantity={"value": 3.6, "unit": "micrograms per deciliter", "code": "ug/dL"}))  # fmt: skip
    assert (lead.value, lead.unit, lead.codings) == (3.6, "ug/dL", (("loinc", "5671-3"),))


def test_less_than_a_limit_is_no_measured_number():
    lead = event_of(about("Observation", status="final", effectiveDateTime="2026-03-09",
                          valueQuantity={"value": 2, "comparator": "<", "code": "ug/dL"}))  # fmt: skip
    assert lead.value is None


def test_a_coded_answer_is_the_result():
    screen = event_of(about("Observation", status="final", effectiveDateTime="2026-03-09",
                            valueCodeableConcept=coded(LOINC, "LA28397-0", "Often true")))  # fmt: skip
    assert screen.result == "LA28397-0"


def test_each_component_is_an_event_of_its_own_with_its_own_record_number():
    pressure = events_of(about("Observation", status="final", code=coded(LOINC, "85354-9"), effectiveDateTime="2026-03-09",
        component=[{"code": coded(LOINC, "8480-6"), "valueQuantity": {"value": 120, "code": "mm[Hg]"}},
                   {"code": coded(LOINC, "8462-4"), "valueQuantity": {"value": 80, "code": "mm[Hg]"}}]))  # fmt: skip
    assert [(one.origin.record_id, one.value) for one in pressure] == [
        ("Observation/1", None), ("Observation/1#8480-6", 120.0), ("Observation/1#8462-4", 80.0),
    ]  # fmt: skip


def condition(**more):
    return about("Condition", code=coded(SNOMED, "195662009"), onsetDateTime="2025-05-02", **more)


@pytest.mark.parametrize(
    ("verified", "status"),
    [
        ("confirmed", "active"),
        ("refuted", ENTERED_IN_ERROR),
        ("entered-in-error", ENTERED_IN_ERROR),
        ("provisional", "provisional"),
    ],
)
def test_a_diagnosis_counts_as_far_as_it_stands(verified, status):
    said = event_of(condition(clinicalStatus=coded("c", "active"), verificationStatus=coded("v", verified)))
    assert said.status == status


def test_a_diagnosis_runs_from_onset_to_the_day_it_was_over():
    said = event_of(condition(abatementDateTime="2025-06-01"))
    assert (said.start, said.end) == (date(2025, 5, 2), date(2025, 6, 1))


def test_a_diagnosis_without_onset_counts_from_the_day_it_was_written_down():
    resource = condition(recordedDate="2025-05-04")
    del resource["onsetDateTime"]
    assert event_of(resource).start == date(2025, 5, 4)


@pytest.mark.parametrize(
    ("resource", "kind"),
    [
        (about("Procedure", status="completed", performedPeriod={"start": "2025-05-02"}), "procedure"),
        (about("ServiceRequest", status="active", authoredOn="2025-05-02"), "service_request"),
        (about("CarePlan", status="active", period={"start": "2025-05-02"}), "care_plan"),
        (about("MedicationRequest", status="active", authoredOn="2025-05-02"), "medication"),
        (about("MedicationStatement", status="active", effectiveDateTime="2025-05-02"), "medication"),
        (about("MedicationDispense", status="completed", whenHandedOver="2025-05-02"), "medication"),
        (about("EpisodeOfCare", subject="patient", status="active", period={"start": "2025-05-02"}), "episode_of_care"),
        (about("QuestionnaireResponse", status="completed", authored="2025-05-02"), "questionnaire_response"),
    ],
)
def test_every_family_of_resources_has_its_kind_of_event(resource, kind):
    event = event_of(resource)
    assert (event.kind, event.start) == (kind, date(2025, 5, 2))


def test_every_other_resource_is_kept_and_states_nothing():
    assert statements_of({"resourceType": "Practitioner", "id": "1", "name": [{"family": "Demo"}]}) == ()


def test_a_record_about_a_group_or_a_device_states_nothing_about_a_person():
    assert statements_of({**about("Observation", status="final"), "subject": {"reference": "Device/7"}}) == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"subject": None}, "subject"),
        ({"effectiveDateTime": "2025-02-30"}, "effectiveDateTime"),
        ({"effectiveDateTime": "yesterday"}, "effectiveDateTime"),
        ({"effectiveDateTime": 20250230}, "effectiveDateTime"),
        ({"subject": {"reference": "urn:uuid:nobody"}}, "subject"),
        ({"code": "5671-3"}, "code"),
        ({"valueQuantity": [3.6]}, "valueQuantity"),
    ],
)
def test_what_is_wrong_is_named_by_its_field_and_without_its_content(wrong, field):
    lead = about("Observation", status="final", code=coded(LOINC, "5671-3"), effectiveDateTime="2025-05-02")
    (fault,) = faults_of({name: value for name, value in {**lead, **wrong}.items() if value is not None})
    assert fault.field == field
    assert fault.remedy
    assert "5671" not in fault.what
    assert "2025-02-30" not in fault.what


def test_all_that_is_wrong_is_told_at_once():
    faults = faults_of({"resourceType": "Encounter", "id": "1", "period": {"start": "2025-13-01", "end": "2025-02-31"}})
    assert [fault.field for fault in faults] == ["subject", "period.start", "period.end"]


def test_a_period_that_ends_before_it_starts_is_set_aside():
    (fault,) = faults_of(about("Encounter", status="finished", period={"start": "2025-05-02", "end": "2025-05-01"}))
    assert fault.code == "ends_before_start"
