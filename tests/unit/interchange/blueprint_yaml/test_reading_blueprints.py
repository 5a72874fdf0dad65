"""What a blueprint file means once read: defaults handed down, names resolved, lists gathered."""

from __future__ import annotations

import pytest
from blueprint_files import STARTER, WORKED, codes, sound

from headwaters.domain.blueprint.blueprint import Blueprint, FirstOrLast
from headwaters.domain.blueprint.condition import Compare, Comparison, InSpan, Literal, Name
from headwaters.domain.blueprint.element import ALWAYS, After, Element, Lapse, Phase, Touchpoint, Which
from headwaters.domain.blueprint.handoff import Clock
from headwaters.domain.blueprint.matcher import (
    AllOf,
    AnyOf,
    Count,
    EventMatcher,
    SpanRelation,
    Step,
    StepMatcher,
    Usually,
)
from headwaters.domain.blueprint.window import BIRTH, FROM, PERIOD, TRIGGER, Duration, Never, Offset
from headwaters.interchange.blueprint_yaml import BlueprintReading, asked_for, read_blueprint


@pytest.fixture(scope="module")
def worked() -> Blueprint:
    blueprint = read_blueprint(WORKED, file="worked-examples.yaml").blueprint
    assert blueprint is not None
    return blueprint


def touchpoint(blueprint: Blueprint, name: str) -> Touchpoint:
    element, _, id_ = name.partition(".")
    return next(t for t in blueprint.elements[element].touchpoints if t.id == id_)


def test_the_worked_examples_of_the_language_lack_only_texts_sources_and_reasons() -> None:
    reading = read_blueprint(WORKED, file="worked-examples.yaml")
    assert set(codes(reading)) == {"text_missing", "source_missing", "outcome_unhandled"}


def test_a_touchpoint_counts_from_birth_and_opens_then(worked: Blueprint) -> None:
    screen = touchpoint(worked, "hearing.screen")
    assert (screen.from_, screen.opens) == (BIRTH, FROM)
    assert screen.closes == Offset("birth", Duration(months=3))


def test_a_touchpoint_after_something_counts_from_that_day(worked: Blueprint) -> None:
    referral = touchpoint(worked, "early_intervention.referral")
    assert referral.after == After(Which.EACH, "developmental_screening", None, ("at risk",))
    assert (referral.from_, referral.opens) == (TRIGGER, FROM)
    assert referral.due_by == Offset("from", Duration(days=7))
    assert referral.closes == Never()


def test_from_wins_over_the_trigger_where_it_is_said(worked: Blueprint) -> None:
    assert touchpoint(worked, "hearing.diagnosis").from_ == BIRTH


def test_after_a_lapse(worked: Blueprint) -> None:
    assert touchpoint(worked, "hearing.notice").after == After(Which.ONLY, "hearing", "screen", (), Lapse.OVERDUE)
    assert touchpoint(worked, "hearing.notice").observed_by == ALWAYS


def test_due_by_is_closes_where_only_that_is_said(worked: Blueprint) -> None:
    a = touchpoint(worked, "shots_by_two.a")
    assert a.due_by == a.closes == Offset("second_birthday")
    assert a.opens == BIRTH


def test_business_days_are_their_own_unit(worked: Blueprint) -> None:
    received = touchpoint(worked, "early_intervention.received")
    assert received.due_by == Offset("from", Duration(business_days=3))
    assert received.done_by == (StepMatcher("screen_to_ei", (Step.RECEIVED,)),)


def test_an_elements_done_by_and_outcomes_are_handed_down(worked: Blueprint) -> None:
    m12 = touchpoint(worked, "lead.m12")
    assert m12.done_by == (EventMatcher(("lead_test",), where=worked_where(worked)),)
    assert m12.outcomes == (
        ("elevated", Compare(Name("value"), Comparison.GE, Literal(3.5))),
        ("below", Compare(Name("value"), Comparison.LT, Literal(3.5))),
    )


def worked_where(blueprint: Blueprint) -> object:
    (matcher,) = touchpoint(blueprint, "lead.m24").done_by
    assert isinstance(matcher, EventMatcher)
    return matcher.where


def test_a_repeat_in_phases_counts_from_another_touchpoint(worked: Blueprint) -> None:
    visit = touchpoint(worked, "home_visits.visit")
    third_birthday = Offset("birth", Duration(months=36))
    assert visit.repeat == (
        Phase(Duration(days=7), 26, Offset("enrol"), third_birthday),
        Phase(Duration(days=14), 50, None, third_birthday),
    )
    assert not visit.closes_given


def test_a_certification_renews_from_the_end_of_the_one_before(worked: Blueprint) -> None:
    renew = touchpoint(worked, "wic.renew_1")
    assert renew.from_ == Offset("first.end")
    assert renew.opens == Offset("first.end", Duration(days=-30))


def test_intervals(worked: Blueprint) -> None:
    assert touchpoint(worked, "shot_a.dose_4").interval == Duration(months=6)


def test_a_named_anchor_with_an_alternative(worked: Blueprint) -> None:
    expected = FirstOrLast((EventMatcher(("birth_discharge",)),), False, Offset("birth", Duration(days=2)))
    assert worked.anchors["discharge"] == expected


def test_requirements_with_alternatives_and_a_count_that_depends(worked: Blueprint) -> None:
    requirement = touchpoint(worked, "shots_by_two.a").requires
    assert isinstance(requirement, AnyOf)
    doses, reaction = requirement.parts
    assert isinstance(doses, Count)
    assert isinstance(doses.at_least, Usually)
    assert (doses.at_least.usually, doses.at_least.then) == (3, 4)
    assert isinstance(reaction, Count)
    assert reaction.within is not None
    assert reaction.within.name == "first_two_years"


def test_a_matchers_own_span_stands_beside_the_leafs(worked: Blueprint) -> None:
    requirement = touchpoint(worked, "shots_by_two.flu").requires
    assert isinstance(requirement, AnyOf)
    leaf, both = requirement.parts
    assert isinstance(leaf, Count)
    assert leaf.within is None
    assert all(isinstance(m, EventMatcher) and m.within is not None for m in leaf.matchers)
    assert isinstance(both, AllOf)


def test_an_exclusion_may_be_a_requirement(worked: Blueprint) -> None:
    unless = worked.elements["shots_by_two"].unless
    assert isinstance(unless, AnyOf)
    hospice = unless.parts[1]
    assert isinstance(hospice, Count)
    assert hospice.within == PERIOD
    (matcher,) = hospice.matchers
    assert isinstance(matcher, EventMatcher)
    assert matcher.relation is SpanRelation.TOUCHES


def test_a_condition_on_a_span(worked: Blueprint) -> None:
    assert worked.elements["shots_by_two"].for_ == InSpan(Name("second_birthday"), "period")


def test_a_handoff_with_its_clocks_and_routes(worked: Blueprint) -> None:
    handoff = worked.handoffs["screen_to_ei"]
    assert handoff.clocks[Clock.ANSWER] == Duration(business_days=3)
    assert handoff.next_route == "babies_first.intake"
    assert worked.handoffs["erdc_to_provider"].next_route is None
    assert worked.handoffs["erdc_to_provider"].no_next_route == "Whoever was approved is eligible everywhere."


def test_a_measure_of_nested_populations(worked: Blueprint) -> None:
    measure = worked.measures["up_to_date"]
    assert measure.calendar_year
    assert measure.met == ("shots_by_two",)
    assert measure.who.requires is not None
    assert measure.out is not None


def test_code_lists_take_in_the_lists_they_name() -> None:
    reading = sound(('{cvx: ["03", "94"]}', '{cvx: ["03"], lists: [more]}\n  more: {cvx: ["94"], cpt: ["90710"]}'))
    assert reading.blueprint is not None
    assert reading.blueprint.codes["vaccine"].codes == {("cvx", "03"), ("cvx", "94"), ("cpt", "90710")}


def test_a_number_nobody_knows_yet_is_null() -> None:
    reading = sound(("minutes: 30", "minutes: null"), ("usd: 120, low: 100, high: 150, year: 2026", "usd: null"))
    assert reading.problems == ()
    element = element_of(reading, "well_child")
    assert element.touchpoints[0].delivered_by[0].minutes is None
    assert element.cost is not None
    assert element.cost.usd is None


def element_of(reading: BlueprintReading, id_: str) -> Element:
    assert reading.blueprint is not None
    return reading.blueprint.elements[id_]


def test_deliveries_are_handed_down_and_costs_are_not() -> None:
    element = element_of(sound(), "well_child")
    assert element.touchpoints[1].delivered_by == element.delivered_by
    assert element.touchpoints[1].cost is None


def test_an_ending_may_concern_several_at_once() -> None:
    reading = sound(("of: all}", "of: [child, household]}"))
    assert reading.blueprint is not None
    assert [str(ending.of) for ending in reading.blueprint.ends] == ["child", "household"]


def test_a_text_in_a_touchpoints_own_words_wins_over_the_elements_default() -> None:
    reading = sound(("m9: {opens", "m9: {outcomes: {at risk: zone == 'low'}, opens"))
    outcomes = element_of(reading, "screening").touchpoints[0].outcomes
    assert outcomes == (("at risk", Compare(Name("zone"), Comparison.EQ, Literal("low"))),)


def test_the_starter_blueprint_is_sound() -> None:
    reading = read_blueprint(STARTER.read_text(encoding="utf-8"), file=STARTER.name)
    assert [str(problem) for problem in reading.problems] == []
    assert reading.blueprint is not None
    assert len(reading.blueprint.elements) >= 40


def test_numbers_nobody_knows_are_listed_as_asked_for() -> None:
    reading = sound(("minutes: 30", "minutes: null"), ("share: 0.5", "share: null"))
    assert [(subject, key) for _, subject, key in asked_for(reading)] == [
        ('element "well_child"', "minutes"),
        ('element "well_child"', "share"),
    ]
    assert asked_for(sound()) == ()


def test_an_outcome_may_ask_about_the_events_that_a_requirement_counts() -> None:
    reading = sound(
        ("by_two: {closes: second_birthday, requires: {count: {event: well_visit,",
         "by_two: {outcomes: {other: zone == 'high'}, closes: second_birthday, requires: {count: {event: screen,"),
    )  # fmt: skip
    assert codes(reading) == ["outcome_unhandled"]
