"""Tasks become steps of a hand-off; Coverage becomes an event, and a fact where it says plainly which kind it is."""

from __future__ import annotations

from datetime import date

import pytest
from fhir_reading import about, coded, events_of, statements_of

from headwaters.domain.records.statement import FactStatement
from headwaters.interchange.fhir.sheet import Surroundings

SDOH = "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"
AROUND = Surroundings(
    requests={"ServiceRequest/food": ((SDOH, "food-insecurity"),)}, handoffs={("local", "ei"): "screen_to_ei"}
)


def referral(status, **more):
    return about("Task", subject="for", status=status, focus={"reference": "ServiceRequest/food"}, authoredOn="2026-03-02",
                 lastModified="2026-03-09", **more)  # fmt: skip


def steps_of(resource):
    return [
        (event.handoff, event.step, event.start) for event in events_of(resource, AROUND) if event.kind == "handoff"
    ]


@pytest.mark.parametrize(
    ("status", "step"),
    [("received", "received"), ("accepted", "accepted"), ("in-progress", "begun"), ("completed", "done"),
     ("rejected", "not_eligible"), ("failed", "dropped"), ("cancelled", "dropped")],
)  # fmt: skip
def test_a_task_s_status_is_a_step_of_the_hand_off_on_the_day_it_was_changed(status, step):
    assert steps_of(referral(status)) == [
        ("needs_to_food", "sent", date(2026, 3, 2)), ("needs_to_food", step, date(2026, 3, 9)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "step"),
    [("Program at capacity, wait list", "full"), ("Unable to contact family", "not_reached"),
     ("Family declined", "declined"), ("Does not meet eligibility", "not_eligible")],
)  # fmt: skip
def test_a_reason_says_more_than_rejected(why, step):
    assert steps_of(referral("rejected", statusReason={"text": why}))[-1][1] == step


def test_a_draft_has_not_been_sent():
    assert steps_of(referral("draft")) == []


def test_on_hold_without_a_reason_changes_nothing():
    assert [step for _, step, _ in steps_of(referral("on-hold"))] == ["sent"]


def test_a_completed_task_that_brings_something_back_has_told_it():
    done = referral("completed", output=[{"type": {"text": "procedure"}, "valueReference": {"reference": "Procedure/1"}}],
                    executionPeriod={"start": "2026-03-05", "end": "2026-03-08"})  # fmt: skip
    assert [(step, day) for _, step, day in steps_of(done)] == [
        ("sent", date(2026, 3, 2)), ("done", date(2026, 3, 8)), ("told", date(2026, 3, 9)),
    ]  # fmt: skip


def test_each_step_is_a_record_of_its_own_so_that_the_next_version_of_the_task_adds_to_it():
    parts = [event.origin.record_id for event in events_of(referral("accepted"), AROUND)]
    assert parts == ["Task/1", "Task/1#sent", "Task/1#accepted"]


def test_a_task_entered_in_error_takes_every_step_back():
    events = events_of(referral("entered-in-error"), AROUND)
    assert {event.status for event in events} == {"entered_in_error"}
    assert {"Task/1#sent", "Task/1#accepted", "Task/1#done"} <= {event.origin.record_id for event in events}


def test_a_county_can_say_which_code_means_which_hand_off():
    assert steps_of({**referral("accepted"), "focus": None, "code": coded("local", "ei")})[-1][:2] == (
        "screen_to_ei",
        "accepted",
    )


def test_a_task_that_is_no_known_referral_is_only_a_task():
    events = events_of({**referral("accepted"), "focus": {"reference": "ServiceRequest/other"}}, AROUND)
    assert [event.kind for event in events] == ["task"]


def coverage(**more):
    return about(
        "Coverage", subject="beneficiary", status="active", period={"start": "2025-03-01", "end": "2026-03-31"}, **more
    )


def facts_in(resource):
    return {said.fact: said.value for said in statements_of(resource) if isinstance(said, FactStatement)}


@pytest.mark.parametrize(
    ("more", "choice"),
    [
        ({"payor": [{"display": "Oregon Health Plan"}]}, "ohp"),
        ({"class": [{"type": {}, "value": "x", "name": "OHP Plus"}]}, "ohp"),
        ({"type": coded("https://nahdo.org/sopt", "512")}, "private"),
        ({"type": coded("http://terminology.hl7.org/CodeSystem/coverage-selfpay", "pay")}, "none"),
    ],
)
def test_coverage_is_a_fact_where_it_says_plainly_which(more, choice):
    assert facts_in(coverage(**more)) == {"coverage": choice, "parent_coverage": choice}


@pytest.mark.parametrize(
    "more", [{"type": coded("https://nahdo.org/sopt", "2")}, {"payor": [{"display": "Medicaid"}]}, {}]
)
def test_medicaid_somewhere_is_not_oregon_s_plan(more):
    assert facts_in(coverage(**more)) == {}


def test_the_oregon_health_plan_is_an_enrolment_with_its_planned_end():
    enrolled = next(event for event in events_of(coverage(payor=[{"display": "OHP"}])) if event.kind == "ohp_enrolled")
    assert (enrolled.start, enrolled.end) == (date(2025, 3, 1), date(2026, 3, 31))


def test_a_cancelled_coverage_states_no_fact():
    assert facts_in({**coverage(payor=[{"display": "OHP"}]), "status": "cancelled"}) == {}
