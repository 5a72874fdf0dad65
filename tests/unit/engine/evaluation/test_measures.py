"""Nested measures and doses: who counts, who is out, who met it, what is missing (language part 5)."""

import pytest
import test_stated_results as stated
from telling import EVERYTHING_OBSERVED, MOTHER, day, event, plan_of, story

from headwaters.domain.history.history import Story
from headwaters.domain.problems import NotFound
from headwaters.domain.status import Status
from headwaters.engine.evaluation.measures import Counted, Dose, count_measure
from headwaters.engine.evaluation.reference import Plan

UP_TO_DATE = plan_of("""
anchors: {second_birthday: birth + 2 years}
spans: {first_two_years: [birth, second_birthday]}
elements:
    shots_by_two:
      for: second_birthday in period
      opens: birth
      closes: second_birthday
      touchpoints:
        a: {requires: {count: {event: shot_a}, at_least: 2, within: first_two_years}}
        b: {requires: {count: {event: shot_b}, within: first_two_years}}
measures:
    up_to_date:
      period: calendar year
      who: {for: second_birthday in period, requires: {count: {event: encounter, relation: inside}, within: period}}
      out: {requires: {count: {event: hospice, relation: touches}, within: period}}
      met: {all: [shots_by_two]}
""")
SEEN = event("encounter", "2026-02-01", end="2026-02-02")


def counted(told: Story, as_of: str = "2026-12-31") -> Counted:
    (one,) = count_measure(UP_TO_DATE, told, EVERYTHING_OBSERVED, "up_to_date", as_of=day(as_of))
    assert isinstance(one, Counted)
    return one


def test_who_needs_both_the_birthday_and_the_encounter() -> None:
    assert counted(story()).who is False
    assert counted(story(SEEN)).who is True
    assert counted(story(SEEN), "2025-12-31").who is False


def test_an_encounter_that_leaves_the_period_is_not_inside() -> None:
    assert counted(story(event("encounter", "2026-12-31", end="2027-01-02")), "2026-12-31").who is True
    assert counted(story(event("encounter", "2025-12-31", end="2026-01-02"))).who is False


def test_what_is_missing_is_the_list_of_unreached_touchpoints() -> None:
    shots = (event("shot_a", "2024-06-01"), event("shot_a", "2024-08-01"))
    one = counted(story(SEEN, *shots))
    assert (one.met, one.missing) == (False, ("shots_by_two.b",))
    assert counted(story(SEEN, *shots, event("shot_b", "2024-06-01"))).met is True


def test_out_is_neither_met_nor_missing() -> None:
    one = counted(story(SEEN, event("hospice", "2025-12-01", end="2026-01-01")))
    assert (one.who, one.out, one.met, one.missing) == (True, True, False, ())
    assert counted(story(SEEN, event("hospice", "2025-12-01", end="2025-12-31"))).out is False


def dose(plan: Plan, told: Story, as_of: str) -> Dose:
    (one,) = count_measure(plan, told, EVERYTHING_OBSERVED, "dose", as_of=day(as_of))
    assert isinstance(one, Dose)
    return one


def test_the_dose_is_two_of_three_past_visits() -> None:
    told = story(stated.TestHomeVisits.ENROLLED, event("hv_visit", "04-02"), event("hv_visit", "04-15"))
    one = dose(stated.TestHomeVisits.PLAN, told, "2024-04-26")
    assert (one.reached, one.past, one.beside[Status.DUE]) == (2, 3, 1)


def test_without_a_past_visit_there_is_no_share() -> None:
    assert dose(stated.TestHomeVisits.PLAN, story(), "2024-04-26").share is None


def test_a_measure_of_the_parent_is_counted_once_per_pregnancy() -> None:
    plan = plan_of("""
elements:
    prenatal: {recipient: birthing_parent, touchpoints: {first: {from: pregnancy_start, due_by: birth, done_by: [{event: visit}]}}}
measures: {seen: {period: calendar year, met: {all: [prenatal]}}}
""")
    told = story(event("visit", "01-05", person=MOTHER), due="2024-03-03")
    (one,) = count_measure(plan, told, EVERYTHING_OBSERVED, "seen", as_of=day("04-01"))
    assert isinstance(one, Counted)
    assert (one.recipient_id, one.met) == (MOTHER, True)


def test_an_unknown_measure_is_not_found() -> None:
    with pytest.raises(NotFound, match="nothing_like_it"):
        count_measure(UP_TO_DATE, story(), EVERYTHING_OBSERVED, "nothing_like_it", as_of=day("04-01"))
