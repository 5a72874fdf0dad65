"""Problems, visits, dates, stays and procedures that speak of one pregnancy are put together; births and losses are found."""

from __future__ import annotations

from datetime import date

import pytest
from fhir_reading import CPT, ICD10CM, LOINC, SNOMED, about, coded, events_of, sheet_of, statements_of

from headwaters.domain.records.statement import PregnancyStatement
from headwaters.interchange.fhir.pregnancy import courses
from headwaters.interchange.fhir.sheet import Surroundings
from headwaters.interchange.fhir.signs import sign_of

PREGNANT = coded(SNOMED, "72892002")


def problem(number, since, until=None, code=PREGNANT):
    closed = {"abatementDateTime": until} if until else {}
    return {**about("Condition", code=code, onsetDateTime=since, **closed), "id": number}


def stay(number, day, reason=PREGNANT, **more):
    return {**about("Encounter", status="finished", period={"start": day, "end": day}, reasonCode=[reason],
                    **{"class": {"code": "IMP"}}, **more), "id": number}  # fmt: skip


def due(number, told_on, day, code="11778-8"):
    return {**about("Observation", status="final", code=coded(LOINC, code), effectiveDateTime=told_on, valueDateTime=day), "id": number}  # fmt: skip


def procedure(number, day, code, status="completed"):
    return {**about("Procedure", status=status, code=code, performedDateTime=day), "id": number}


def pregnancies(*resources):
    """(due date, birth) of every pregnancy found, in the order of their first signs, and which records speak of each."""
    found = courses(sign for resource in resources if (sign := sign_of(sheet_of(resource))) is not None)
    grouped = {}
    for record, course in sorted(found.items()):
        grouped.setdefault((course.pregnancy_id, course.due_date, course.birth), []).append(record)
    return grouped


def test_a_problem_alone_is_a_pregnancy_without_dates():
    assert pregnancies(problem("p", "2025-01-10")) == {("Condition/p", None, None): ["Condition/p"]}


LOST = coded(SNOMED, "19169002")
INDUCED = coded(ICD10CM, "Z33.2")


def bounds(*resources):
    """(first seen, lost) of every pregnancy found."""
    found = courses(sign for resource in resources if (sign := sign_of(sheet_of(resource))) is not None)
    return sorted({(course.first_seen, course.lost) for course in found.values()})


def test_a_pregnancy_is_bounded_by_its_first_sign_and_its_first_loss():
    signs = (problem("p", "2025-01-10"), problem("l", "2025-03-02", code=LOST), problem("m", "2025-03-09", code=LOST))
    assert bounds(*signs) == [(date(2025, 1, 10), date(2025, 3, 2))]
    assert bounds(*reversed(signs)) == bounds(*signs)


def test_a_pregnancy_that_goes_on_or_ended_in_a_birth_is_not_lost():
    assert bounds(problem("p", "2025-01-10", "2025-04-01")) == [(date(2025, 1, 10), None)]
    born = (problem("p", "2025-01-10"), procedure("b", "2025-08-20", coded(SNOMED, "177184002")))
    assert bounds(*born) == [(date(2025, 1, 10), None)]


@pytest.mark.parametrize("end", [LOST, INDUCED])
def test_every_record_of_a_lost_pregnancy_states_its_bounds_and_not_who_chose(end):
    resources = [problem("p", "2025-01-10"), problem("l", "2025-03-02", code=end)]
    around = Surroundings(courses=courses(sign_of(sheet_of(one)) for one in resources))
    for resource in resources:
        (told,) = (one for one in statements_of(resource, around) if isinstance(one, PregnancyStatement))
        assert (told.first_seen, told.ended, told.ended_why) == (date(2025, 1, 10), date(2025, 3, 2), "loss")


def test_a_due_date_a_visit_and_a_problem_are_one_pregnancy():
    visit = {
        **about("Encounter", status="finished", type=[coded(SNOMED, "424441002")], period={"start": "2025-01-20"}),
        "id": "v",
    }
    found = pregnancies(problem("p", "2025-01-10"), visit, due("d", "2025-01-20", "2025-08-30"))
    assert found == {("Condition/p", date(2025, 8, 30), None): ["Condition/p", "Encounter/v", "Observation/d"]}


def test_the_due_date_told_last_counts():
    ((_, day, _),) = pregnancies(due("a", "2025-01-20", "2025-08-30"), due("b", "2025-02-20", "2025-09-06"))
    assert day == date(2025, 9, 6)


def test_a_last_period_gives_a_due_date_280_days_later():
    ((_, day, _),) = pregnancies(due("a", "2025-01-20", "2024-11-23", code="8665-2"))
    assert day == date(2025, 8, 30)


@pytest.mark.parametrize(
    "code",
    [coded(CPT, "59400"), coded(SNOMED, "11466000"), coded("http://www.cms.gov/Medicare/Coding/ICD10", "10E0XZZ")],
)
def test_a_delivery_is_the_birth(code):
    ((_, _, birth),) = pregnancies(problem("p", "2025-01-10"), procedure("x", "2025-08-28", code))
    assert birth == date(2025, 8, 28)


def test_a_delivery_that_was_only_planned_is_no_birth():
    ((_, _, birth),) = pregnancies(
        problem("p", "2025-01-10"), procedure("x", "2025-08-28", coded(CPT, "59400"), "not-done")
    )
    assert birth is None


def test_a_pregnancy_closed_during_a_stay_for_it_after_20_weeks_ended_in_a_birth():
    ((_, _, birth),) = pregnancies(problem("p", "2025-01-10", "2025-08-28"), stay("s", "2025-08-28"))
    assert birth == date(2025, 8, 28)


@pytest.mark.parametrize(
    ("closed", "others"),
    [
        ("2025-08-28", []),  # nobody was in hospital
        ("2025-08-28", [stay("s", "2025-08-28", reason=coded(SNOMED, "195662009"))]),  # in hospital for something else
        ("2025-08-28", [stay("s", "2025-05-28")]),  # in hospital at another time
        ("2025-03-01", [stay("s", "2025-03-01")]),  # before 20 weeks
        (
            "2025-08-28",
            [stay("s", "2025-08-28"), problem("l", "2025-08-27", code=coded(ICD10CM, "Z37.1"))],
        ),  # stillborn
    ],
)
def test_a_closed_problem_alone_is_no_birth(closed, others):
    assert all(birth is None for _, _, birth in pregnancies(problem("p", "2025-01-10", closed), *others))


def test_a_stillbirth_is_delivered_and_is_no_birth_of_a_living_child():
    ((_, _, birth),) = pregnancies(problem("p", "2025-01-10"), procedure("x", "2025-08-28", coded(CPT, "59400")),
                                   problem("l", "2025-08-28", code=coded(ICD10CM, "Z37.1")))  # fmt: skip
    assert birth is None


def test_a_stay_alone_makes_no_pregnancy():
    assert pregnancies(stay("s", "2025-08-28")) == {}


def test_after_a_loss_a_new_sign_is_a_new_pregnancy_and_the_check_afterwards_is_not():
    found = pregnancies(problem("p", "2025-01-10"), problem("l", "2025-02-01", code=coded(SNOMED, "17369002")),
                        problem("check", "2025-02-20"), problem("next", "2025-05-20"))  # fmt: skip
    assert sorted(found.values()) == [["Condition/check", "Condition/l", "Condition/p"], ["Condition/next"]]


def test_two_births_are_two_pregnancies():
    found = pregnancies(problem("p", "2023-01-10"), procedure("x", "2023-08-28", coded(CPT, "59400")),
                        problem("q", "2025-01-10"), procedure("y", "2025-08-20", coded(CPT, "59510")))  # fmt: skip
    assert [birth for _, _, birth in found] == [date(2023, 8, 28), date(2025, 8, 20)]


def test_a_diagnosis_written_and_closed_at_every_visit_is_still_one_pregnancy():
    visits = [
        problem(f"v{month}", f"2025-0{month}-10", f"2025-0{month}-10", coded(ICD10CM, "Z34.02"))
        for month in range(1, 9)
    ]
    assert len(pregnancies(*visits)) == 1


def test_a_ruled_out_pregnancy_is_none():
    ruled_out = {**problem("p", "2025-01-10"), "verificationStatus": coded("v", "refuted")}
    assert pregnancies(ruled_out) == {}


def test_the_order_in_which_records_come_does_not_matter():
    records = [problem("p", "2025-01-10", "2025-08-28"), stay("s", "2025-08-28"), due("d", "2025-01-20", "2025-08-30")]
    assert pregnancies(*records) == pregnancies(*reversed(records))


def test_every_record_of_a_pregnancy_states_it_under_one_id():
    records = [problem("p", "2025-01-10"), procedure("x", "2025-08-28", coded(CPT, "59400"))]
    around = Surroundings(courses=courses(sign for one in records if (sign := sign_of(sheet_of(one)))))
    told = [said for one in records for said in statements_of(one, around) if isinstance(said, PregnancyStatement)]
    assert [(said.pregnancy_id, said.birth, said.local_id) for said in told] == [
        ("Condition/p", date(2025, 8, 28), "Patient/ana")
    ] * 2


@pytest.mark.parametrize(
    ("resource", "result"),
    [
        (problem("l", "2025-02-01", code=coded(SNOMED, "17369002")), "loss"),
        (problem("l", "2025-02-01", code=coded(ICD10CM, "O03.9")), "loss"),
        (procedure("l", "2025-02-01", coded(SNOMED, "714812005")), "induced"),
    ],
)
def test_a_loss_becomes_an_event_of_its_own_at_once(resource, result):
    loss = next(event for event in events_of(resource) if event.kind == "pregnancy_loss")
    assert (loss.start, loss.result) == (date(2025, 2, 1), result)
    assert loss.origin.record_id.endswith("/l#pregnancy_loss")


def test_a_loss_entered_in_error_is_taken_back_with_its_diagnosis():
    taken_back = {
        **problem("l", "2025-02-01", code=coded(SNOMED, "17369002")),
        "verificationStatus": coded("v", "entered-in-error"),
    }
    assert {event.status for event in events_of(taken_back)} == {"entered_in_error"}


def test_a_procedure_not_done_is_no_loss():
    assert [
        event.kind for event in events_of(procedure("l", "2025-02-01", coded(SNOMED, "714812005"), "not-done"))
    ] == ["procedure"]
