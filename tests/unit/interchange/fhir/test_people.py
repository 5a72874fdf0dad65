"""Patient, RelatedPerson and Person become people, relations, facts and deaths."""

from __future__ import annotations

from datetime import date

import pytest
from fhir_reading import EXPORTED, coded, faults_of, statements_of

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.domain.records.statement import EventStatement, FactStatement, PersonStatement, RelationStatement

US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"


def patient(**more):
    return {"resourceType": "Patient", "id": "ana", "birthDate": "2025-03-01", **more}


def person_in(resource):
    return next(said for said in statements_of(resource) if isinstance(said, PersonStatement))


def facts_in(resource):
    return {said.fact: (said.value, said.from_) for said in statements_of(resource) if isinstance(said, FactStatement)}


def omb(name, *codes):
    parts = [{"url": "ombCategory", "valueCoding": {"code": code}} for code in codes]
    return {"url": US_CORE + name, "extension": parts}


def test_a_patient_is_a_person_with_name_birth_sex_and_local_id():
    ana = person_in(patient(gender="female", name=[{"use": "maiden", "family": "Old"}, {"use": "official", "family": "Demo", "given": ["Ana", "B"]}]))  # fmt: skip
    assert (ana.local_id, ana.given_name, ana.family_name, ana.birth, ana.sex) == (
        "Patient/ana", "Ana", "Demo", date(2025, 3, 1), "female",
    )  # fmt: skip


def test_a_birth_year_alone_is_an_unknown_birthday_and_no_mistake():
    assert person_in(patient(birthDate="2025")).birth is None


def test_identifiers_join_agencies_however_the_same_system_is_written():
    ana = person_in(patient(identifier=[
        {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "900-12-3456"},
        {"system": "urn:oid:2.16.840.1.113883.4.1", "value": "900123456"},
        {"system": "http://hospital.example/mrn", "value": "H-1"}]))  # fmt: skip
    assert ana.identifiers == (("ssn", "900123456"), ("http://hospital.example/mrn", "H-1"))


@pytest.mark.parametrize(
    "shared",
    [
        {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-99-9999"},
        {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "unknown"},
        {
            "system": "http://plan.example",
            "value": "FAM-1",
            "type": coded("http://terminology.hl7.org/CodeSystem/v2-0203", "MB"),
        },
        {"value": "no system"},
        {"system": "http://no.value"},
    ],
)
def test_a_number_that_strangers_or_a_whole_family_share_joins_nobody(shared):
    assert person_in(patient(identifier=[shared])).identifiers == ()


def test_home_language_and_race_become_facts_from_birth_or_from_when_the_address_says():
    ana = patient(address=[{"use": "billing", "postalCode": "97301"},
                           {"district": "Hood River County", "state": "OR", "postalCode": "97031-1234", "period": {"start": "2025-06-01"}}],
                  communication=[{"language": coded("urn:ietf:bcp:47", "es-US")}],
                  extension=[omb("us-core-race", "2106-3"), omb("us-core-ethnicity", "2186-5")])  # fmt: skip
    assert facts_in(ana) == {
        "county": ("hood_river", date(2025, 6, 1)),
        "zip": ("97031", date(2025, 6, 1)),
        "language": ("es", date(2025, 3, 1)),
        "race": ("white", date(2025, 3, 1)),
    }


def test_a_county_of_another_state_is_not_taken_for_ours():
    assert facts_in(patient(address=[{"district": "Washington", "state": "KS"}]))["county"][0] == "washington_ks"


def test_several_races_with_none_named_first_leave_the_question_open():
    assert "race" not in facts_in(patient(extension=[omb("us-core-race", "2106-3", "2028-9")]))


def test_hispanic_or_latino_is_an_answer_to_the_same_question():
    hispanic = patient(extension=[omb("us-core-race", "2106-3"), omb("us-core-ethnicity", "2135-2")])
    assert facts_in(hispanic)["race"][0] == "hispanic_latino"


def deaths_in(resource):
    return [said for said in statements_of(resource) if isinstance(said, EventStatement) and said.kind == "death"]


def test_a_death_is_an_event_on_its_day():
    (death,) = deaths_in(patient(deceasedDateTime="2025-03-04T10:00:00-08:00"))
    assert (death.start, death.origin.record_id) == (date(2025, 3, 4), "Patient/ana#death")


def test_a_death_without_a_day_silences_from_the_day_the_record_was_changed_else_from_the_export():
    (changed,) = deaths_in(patient(deceasedBoolean=True, meta={"lastUpdated": "2025-04-01T00:00:00Z"}))
    (unchanged,) = deaths_in(patient(deceasedBoolean=True))
    assert (changed.start, unchanged.start) == (date(2025, 4, 1), EXPORTED)


def test_nobody_dies_of_deceased_false():
    assert deaths_in(patient(deceasedBoolean=False)) == []


@pytest.mark.parametrize(
    ("resource", "field"),
    [
        (patient(birthDate="2025-02-29"), "birthDate"),
        (patient(birthDate="2026-07-01"), "birthDate"),
        (patient(deceasedDateTime="2025-02-28"), "deceasedDateTime"),
    ],
)
def test_an_impossible_birth_or_death_is_set_aside_without_repeating_it(resource, field):
    (fault,) = faults_of(resource)
    assert fault.field == field
    assert "202" not in fault.what + fault.remedy


def related(*codes, **more):
    relationship = [coded("http://terminology.hl7.org/CodeSystem/v3-RoleCode", code) for code in codes]
    return {"resourceType": "RelatedPerson", "id": "eva", "active": True, "patient": {"reference": "Patient/ana"},
            "relationship": relationship, **more}  # fmt: skip


def relations_in(resource):
    return [(said.local_id, said.role, said.of_local_id, said.authority, said.status)
            for said in statements_of(resource) if isinstance(said, RelationStatement)]  # fmt: skip


def test_a_mother_is_the_birthing_parent_and_a_caregiver():
    assert relations_in(related("MTH")) == [
        ("RelatedPerson/eva", Role.BIRTHING_PARENT, "Patient/ana", "parent", None),
        ("RelatedPerson/eva", Role.CAREGIVER, "Patient/ana", "parent", None),
    ]


@pytest.mark.parametrize(
    ("code", "authority"), [("ADOPTM", "parent"), ("MTHFOST", "foster_carer"), ("GUARD", "legal_guardian")]
)
def test_adoptive_and_foster_parents_and_guardians_care_and_did_not_give_birth(code, authority):
    assert relations_in(related(code)) == [("RelatedPerson/eva", Role.CAREGIVER, "Patient/ana", authority, None)]


def test_a_parent_s_own_record_may_name_the_child():
    assert relations_in(related("CHILD")) == [("Patient/ana", Role.CAREGIVER, "RelatedPerson/eva", "parent", None)]


def test_an_emergency_contact_is_in_no_story():
    assert statements_of(related("NOK")) == ()


def test_a_relation_no_longer_in_use_is_taken_back_unless_it_says_when_it_ended():
    assert relations_in(related("FTH", active=False))[0][-1] == ENTERED_IN_ERROR
    assert relations_in(related("FTH", active=False, period={"end": "2025-09-01"}))[0][-1] is None


def test_everybody_whom_a_person_links_shares_an_identifier():
    linked = statements_of({"resourceType": "Person", "id": "p", "link": [
        {"target": {"reference": "Patient/ana"}}, {"target": {"reference": "RelatedPerson/a2"}}, {"target": {"reference": "Practitioner/x"}}]})  # fmt: skip
    assert [said.local_id for said in linked] == ["Patient/ana", "RelatedPerson/a2"]
    assert len({said.identifiers for said in linked}) == 1


def test_a_record_that_replaces_another_is_the_same_person():
    said = statements_of(patient(link=[{"type": "replaces", "other": {"reference": "Patient/old"}}]))
    joined = [one for one in said if isinstance(one, PersonStatement) and one.identifiers]
    assert {one.local_id for one in joined} == {"Patient/ana", "Patient/old"}
    assert len({one.identifiers for one in joined}) == 1
