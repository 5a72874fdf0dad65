"""The address holds what is counted; what it may name is what was published, and what this reader may choose."""

from __future__ import annotations

from datetime import date

import pytest

from headwaters.domain.problems import NotFound
from headwaters.engine.measures.reach import Born, GroupKind, Line
from headwaters.practice.published.queries import ReachChoices
from headwaters.sources.shelf import Shelf
from headwaters.web.reach.asked import asked_of, pickers
from headwaters.web.reach.multiples import steps_of
from headwaters.web.reach.quarters import quarter_key, quarter_short, quarter_words
from headwaters.web.reach.steps import in_order, line_title, step_title

SHELF = Shelf()
BLUEPRINT = SHELF.open_file(SHELF.named("first-1000-days"))
SPRING = Born(date(2026, 4, 1), date(2026, 6, 30))
LINES = in_order(BLUEPRINT, [
    Line("well_child", "m9"), Line("early_intervention", "referral@m18"), Line("well_child", "d3"),
    Line("healthy_families", "visit_10"), Line("healthy_families", "visit_9"), Line("healthy_families", "visit", 40),
    Line("well_child", None, 2), Line("prenatal_first_contact"),
])  # fmt: skip


def choices(*, may_choose: bool = True) -> ReachChoices:
    return ReachChoices(LINES, tuple(GroupKind), (SPRING,), {"lane": ("lane",)}, may_choose)


def test_lines_stand_in_the_blueprint_s_order_and_a_series_by_its_numbers() -> None:
    assert [(line.element, line.touchpoint) for line in LINES if line.element in ("well_child", "healthy_families")] in (
        [("well_child", None), ("well_child", "d3"), ("well_child", "m9"),
         ("healthy_families", "visit"), ("healthy_families", "visit_9"), ("healthy_families", "visit_10")],
        [("healthy_families", "visit"), ("healthy_families", "visit_9"), ("healthy_families", "visit_10"),
         ("well_child", None), ("well_child", "d3"), ("well_child", "m9")],
    )  # fmt: skip


def test_steps_are_called_by_words_and_never_by_codes() -> None:
    said = {line.touchpoint: step_title(BLUEPRINT, line) for line in LINES if line.touchpoint is not None}
    assert said["m9"] == "9 months"
    assert said["visit_10"].endswith("number 10")
    assert said["visit"].endswith("all together")
    assert "after" in said["referral@m18"]
    assert not any("_" in words or "@" in words for words in said.values())


def test_an_element_of_one_step_is_called_by_its_own_name_and_several_by_the_step() -> None:
    assert line_title(BLUEPRINT, Line("prenatal_first_contact")) == "First prenatal visit"
    assert step_title(BLUEPRINT, Line("prenatal_first_contact")) == "First prenatal visit"
    assert step_title(BLUEPRINT, Line("well_child", None, 11)) == "All steps together"
    assert line_title(BLUEPRINT, Line("well_child", "m9")) == "Well-child visits: 9 months"


def test_who_chooses_nothing_sees_the_series_for_children_by_race() -> None:
    asked = asked_of({}, choices(), BLUEPRINT)
    assert (asked.line.element, asked.line.touchpoint, asked.kind) == ("well_child", None, GroupKind.RACE)


def test_a_step_of_another_element_means_the_element_as_a_whole() -> None:
    assert asked_of({"what": "well_child", "step": "visit_9"}, choices(), BLUEPRINT).line.touchpoint is None


def test_the_address_says_the_same_again() -> None:
    given = {"what": "well_child", "step": "m9", "by": "language", "born": "2026-Q2"}
    asked = asked_of(given, choices(), BLUEPRINT)
    assert asked.born == SPRING
    assert asked.query() == "what=well_child&step=m9&by=language&born=2026-Q2"


@pytest.mark.parametrize(
    "given", [{"what": "no_such"}, {"by": "shoe_size"}, {"born": "2026-Q5"}, {"place": "atlantis"}]
)  # fmt: skip
def test_what_was_not_published_is_not_found(given: dict[str, str]) -> None:
    with pytest.raises(NotFound, match="Reach page"):
        asked_of(given, choices(), BLUEPRINT)


def test_who_may_not_see_rows_is_offered_no_cohort_and_gets_none() -> None:
    held = choices(may_choose=False)
    assert "born" not in {one.name for one in pickers(BLUEPRINT, held, asked_of({}, held, BLUEPRINT))}
    with pytest.raises(NotFound):
        asked_of({"born": "2026-Q2"}, held, BLUEPRINT)


def test_nothing_counted_yet_is_said() -> None:
    with pytest.raises(NotFound, match="counted yet"):
        asked_of({}, ReachChoices((), tuple(GroupKind), (), {}, may_choose=True), BLUEPRINT)


def test_panels_show_steps_that_stand_alone_before_a_series() -> None:
    lines = [line for line in LINES if line.element == "well_child"]
    assert [line.touchpoint for line in steps_of(BLUEPRINT, lines, GroupKind.COUNTY)] == ["d3", "m9"]
    assert steps_of(BLUEPRINT, [Line("prenatal_first_contact")], GroupKind.COUNTY) == (Line("prenatal_first_contact"),)


def test_quarters_are_written_out() -> None:
    assert quarter_key(SPRING) == "2026-Q2"
    assert str(quarter_words(SPRING)) == "April to June 2026"
    assert str(quarter_short(SPRING)) == "Apr–Jun 2026"
    assert quarter_key(Born()) == ""
