"""The blueprint board: columns by age, broken hand-offs, a card read aloud."""

from __future__ import annotations

from dataclasses import replace

import pytest
from invented_family import birth_plus, element, sample_blueprint, touchpoint

from headwaters.domain.blueprint.condition import And, Compare, Comparison, InList, Literal, Name
from headwaters.domain.blueprint.element import After, Phase, Which
from headwaters.domain.blueprint.window import Duration, Offset
from headwaters.web.blueprint.ages import Ages
from headwaters.web.blueprint.board import column_of, lanes_of, passages_of
from headwaters.web.blueprint.card import detail_of, flow_of
from headwaters.web.blueprint.checks import checks_of
from headwaters.web.blueprint.plain import Plain, duration_in_words
from headwaters.web.layout.marks import Mark


@pytest.mark.parametrize(
    ("day", "column"),
    [(-250, 0), (-150, 1), (-10, 2), (0, 3), (41, 3), (42, 4), (200, 5), (400, 6), (700, 7), (800, 8), (None, 3)],
)
def test_a_day_stands_in_the_column_of_its_age(day: int | None, column: int) -> None:
    assert column_of(day) == column


def test_a_chain_stands_after_what_it_waits_for() -> None:
    screen = element("screen", "Screen", "growing_and_learning", (
        touchpoint("m9", opens=birth_plus(8), due_by=birth_plus(10)),))  # fmt: skip
    chain = element("plan", "Plan", "growing_and_learning", (
        touchpoint("first", after=After(Which.EACH, "screen", None), opens=Offset("trigger"),
                   due_by=Offset("trigger", Duration(days=45))),))  # fmt: skip
    blueprint = sample_blueprint(elements={"screen": screen, "plan": chain})
    ages = Ages(blueprint)
    assert ages.typical_day(screen, screen.touchpoints[0]) < ages.typical_day(chain, chain.touchpoints[0])  # type: ignore[operator]


def test_a_circle_of_references_does_not_hang_the_board() -> None:
    first = element(
        "a", "A", "our_people", (touchpoint("x", after=After(Which.ONLY, "b", "y"), opens=Offset("trigger")),)
    )
    second = element(
        "b", "B", "our_people", (touchpoint("y", after=After(Which.ONLY, "a", "x"), opens=Offset("trigger")),)
    )
    blueprint = sample_blueprint(elements={"a": first, "b": second})
    assert Ages(blueprint).typical_day(first, first.touchpoints[0]) is None


def test_every_element_has_a_card_and_proposed_ones_are_marked() -> None:
    blueprint = sample_blueprint()
    cards = [card for lane in lanes_of(blueprint, None) for cell in lane.cells for card in cell]
    assert {card.element for card in cards} == set(blueprint.elements)
    assert [card.element for card in cards if card.proposed] == ["group"]


def test_a_hand_off_without_clock_or_way_back_is_a_broken_edge_and_stands_first() -> None:
    passages = passages_of(sample_blueprint())
    assert all(passage.broken for passage in passages)
    words = {word for passage in passages for word in passage.broken}
    assert {"No clock", "No way back"} <= words


def test_a_missing_owner_is_named() -> None:
    blueprint = sample_blueprint()
    lost = replace(blueprint.handoffs["screen_to_ei"], to="nobody_at_all")
    checks = checks_of(replace(blueprint, handoffs={"screen_to_ei": lost}))
    assert any(check.what.startswith("No owner") and "who answers" in check.detail for check in checks)


def test_whole_hand_offs_are_said_to_be_whole() -> None:
    assert checks_of(replace(sample_blueprint(), handoffs={}))[-1].mark is Mark.PROPOSED


def test_a_window_is_read_aloud() -> None:
    screen = element("screen", "Screen", "growing_and_learning", (
        touchpoint("m9", opens=birth_plus(8), due_by=birth_plus(10), closes=birth_plus(12)),))  # fmt: skip
    said = Plain(sample_blueprint()).window(screen, screen.touchpoints[0])
    assert said == "from 8 months after birth; in time until 10 months after birth; not after 1 year after birth"


def test_a_series_is_read_aloud() -> None:
    phases = (Phase(Duration(days=28), 5, Offset("pregnancy_start", Duration(days=56))), Phase(Duration(days=14), 4))
    visits = element("visits", "Visits", "parents_health", (touchpoint("visit", repeat=phases),))
    said = Plain(sample_blueprint()).window(visits, visits.touchpoints[0])
    assert (
        said
        == "every 4 weeks, up to 5 times, from 8 weeks after the start of pregnancy; then every 2 weeks, up to 4 times"
    )


def test_a_need_is_read_aloud() -> None:
    need = And(
        (Compare(Name("income_fpl"), Comparison.LE, Literal(185.0)), InList(Name("county"), ("lane", "hood_river")))
    )
    assert Plain(sample_blueprint()).condition(need) == "income is at most 185 and county is lane or hood river"


def test_business_days_are_said_to_be_business_days() -> None:
    assert duration_in_words(Duration(business_days=3)) == "3 business days"
    assert duration_in_words(Duration(months=24)) == "2 years"


def test_an_opened_card_says_for_whom_and_when() -> None:
    blueprint = sample_blueprint()
    detail = detail_of(blueprint, blueprint.elements["dev_screen"])
    assert detail.need == "Each child."
    assert detail.factors == ("We know how our child grows",)
    assert detail.steps[0].title == "9 months"


def test_a_chain_is_drawn_from_what_sets_it_off_to_where_a_family_goes_next() -> None:
    blueprint = sample_blueprint()
    flow = flow_of(blueprint, blueprint.elements["early_intervention"])
    assert [node.kind for node in flow] == ["step", "step", "route"]
    assert flow[-1].title == "“Nurse visit at home: visit”"
    assert flow[-1].clock == "if not eligible"
    assert flow_of(blueprint, blueprint.elements["well_child"]) == ()
