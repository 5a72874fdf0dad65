"""An explanation names rule, facts, events, clock and owner, and what would change the row."""

from datetime import date

import pytest
import test_stated_results as stated
from telling import EVERYTHING_OBSERVED, MOTHER, day, event, fact, observed, plan_of, step, story

from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.explanation import ChangeKind, Explanation, Refusal
from headwaters.domain.history.history import Story
from headwaters.domain.problems import NotFound
from headwaters.domain.wording import explain_in_words
from headwaters.engine.evaluation.reference import ObservationIndex, Plan, explain


def why(plan: Plan, told: Story, name: str, as_of: str, index: ObservationIndex = EVERYTHING_OBSERVED) -> Explanation:
    element, _, touchpoint = name.partition(".")
    return explain(plan, told, index, element=element, touchpoint=touchpoint, as_of=day(as_of))[0]


def test_a_reached_touchpoint_names_its_event_and_the_ones_refused_with_why() -> None:
    told = story(
        event("well_visit", "03-02"),
        event("well_visit", "03-05"),
        event("well_visit", "03-05", source="claims", record="again"),
        event("well_visit", "03-10"),
        event("well_visit", "03-20"),
    )
    explained = why(stated.TestWellChild.PLAN, told, "well_child.d3", "04-01")
    assert explained.matched is not None
    assert explained.matched.start == day("03-05")
    assert [one.why for one in explained.considered] == [
        Refusal.BEFORE_IT_OPENED,
        Refusal.SAME_DAY_AS_ANOTHER,
        Refusal.AN_EARLIER_ONE_COUNTS,
        Refusal.AFTER_IT_CLOSED,
    ]


def test_an_event_that_reaches_another_touchpoint_is_said_to() -> None:
    told = story(event("immunization", "04-12", system="cvx", code="1"))
    explained = why(stated.TestLeastAgesAndIntervals.PLAN, told, "shot_a.dose_2", "06-01")
    assert explained.considered[0].why in (Refusal.BEFORE_IT_OPENED, Refusal.TAKEN_BY_ANOTHER)
    taken = why(stated.TestLead.PLAN, story(event("lead_test", "2025-03-08")), "lead.m12", "2025-03-10")
    assert taken.considered[0].why is Refusal.CONDITION_NOT_MET


def test_an_unknown_fact_is_named_and_would_change_it() -> None:
    explained = why(stated.TestLead.PLAN, story(), "lead.m12", "2025-03-10")
    assert [(one.name, one.value) for one in explained.need.names] == [("coverage", None)]
    assert (ChangeKind.FACT, "coverage") in [(one.kind, one.name) for one in explained.would_change]


def test_a_fact_stands_with_who_said_it() -> None:
    told = story(fact("coverage", "private", "2024-06-01", agency="medicaid"))
    name = why(stated.TestLead.PLAN, told, "lead.m12", "2025-03-10").need.names[0]
    assert name.fact is not None
    assert (name.value, name.fact.agency, name.fact.from_) == ("private", "medicaid", day("06-01"))


def test_a_silent_hand_off_names_steps_clock_owner_and_next_step() -> None:
    told = story(*stated.TestScreeningToEarlyIntervention.REFERRED)
    explained = why(plan_of(stated.DEVELOPMENT), told, "early_intervention.first_plan@m9", "12-20")
    assert explained.handoff is not None
    assert [one.step for one in explained.handoff.steps] == [Step.SENT]
    assert (explained.handoff.clock, explained.handoff.late) == (day("12-10"), True)
    owner = explained.accountable
    assert (owner.agency, owner.move, owner.caught) == ("early_intervention", "navigator", True)
    news = next(one for one in explained.would_change if one.kind is ChangeKind.STEP)
    assert (news.agency, Step.ACCEPTED in news.steps) == ("early_intervention", True)
    assert explained.trigger is not None
    assert [one.touchpoint for one in explained.trigger.referred] == ["received@m9"]


def test_a_silence_names_the_spans_that_made_it_count() -> None:
    index = ObservationIndex([observed("postpartum_visit", "2024-01-01", "2024-05-01")])
    explained = why(stated.TestPostpartumVisit.PLAN, story(), "postpartum.visit", "06-10", index)
    assert explained.observed is not None
    assert (explained.observed.sight, len(explained.observed.spans)) == ("not_yet", 1)
    assert explained.observed.through == day("05-24")


def test_what_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound, match="vaccines"):
        explain(stated.TestLead.PLAN, story(), EVERYTHING_OBSERVED, element="vaccines", as_of=date(2025, 1, 1))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("as_of", ["03-01", "04-01", "12-20", "2025-03-10", "2027-03-01"])
def test_every_row_can_be_said_in_words(language: str, as_of: str) -> None:
    told = story(
        *stated.TestScreeningToEarlyIntervention.REFERRED,
        step("screen_to_ei", "received", "12-06"),
        fact("consent_ei", "withheld", "03-01"),
        event("fc_declined", "03-20"),
        event("prenatal_visit", "02-01", person=MOTHER),
        event("hv_enrolment", "04-01"),
    )
    for plan in (plan_of(stated.DEVELOPMENT), *(kept for kept in _plans())):
        for element in plan.blueprint.elements:
            for explained in explain(plan, told, EVERYTHING_OBSERVED, element=element, as_of=day(as_of)):
                said = explain_in_words(explained, plan.blueprint, language)
                assert said
                assert all("{" not in sentence for passage in said for sentence in passage.sentences)


def _plans() -> list[Plan]:
    classes = (stated.TestPrenatalVisits, stated.TestFamilyConnects, stated.TestHomeVisits, stated.TestShotsByTwo)
    return [one.PLAN for one in classes]
