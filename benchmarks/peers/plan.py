"""The benchmark blueprint as its peers use it: windows from birth by element, needs as conditions, chains apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Element
from headwaters.domain.blueprint.matcher import EventMatcher
from headwaters.domain.blueprint.window import Duration, Moment, Offset

Child = Mapping[str, Any]


class Step(NamedTuple):
    """A touchpoint with a window of its own; each end is (months, days) after birth."""

    touchpoint: str
    opens: Duration
    due_by: Duration
    closes: Duration


class Series(NamedTuple):
    """An element whose touchpoints are reached by the same events: a kind, and codes (empty: any)."""

    element: str
    kind: str
    codes: tuple[str, ...]
    steps: tuple[Step, ...]


class Need(NamedTuple):
    """A condition in SQL over the children's columns, and the same in Python: True, False, or None where it is not known."""

    sql: str
    holds: Callable[[Child], bool | None]


def _either(one: bool | None, other: bool | None) -> bool | None:
    return True if one or other else None if one is None or other is None else False


def _both(one: bool | None, other: bool | None) -> bool | None:
    return False if one is False or other is False else None if one is None or other is None else True


def _most(child: Child, usd: float) -> bool | None:
    return None if child["income_fpl"] is None else child["income_fpl"] <= usd


def _is(child: Child, fact: str, value: str) -> bool | None:
    return None if child[fact] is None else child[fact] == value


FIRST_AND_LOW = Need(
    "first_birth and income_fpl < 250",
    lambda c: _both(c["first_birth"], None if c["income_fpl"] is None else c["income_fpl"] < 250),
)
ON_OHP = Need("coverage = 'ohp'", lambda c: _is(c, "coverage", "ohp"))
NEEDS: Mapping[str, Need] = {
    "home_visits": Need("income_fpl <= 200 or first_birth", lambda c: _either(_most(c, 200), c["first_birth"])),
    "wic_enrolment": Need("income_fpl <= 185", lambda c: _most(c, 185)),
    "coverage_card": ON_OHP,
    "lead_test_1": ON_OHP,
    "lead_test_2": ON_OHP,
    "parent_group": FIRST_AND_LOW,
    "first_aid_class": FIRST_AND_LOW,
    "interpreter_visit": Need("language <> 'en'", lambda c: None if c["language"] is None else c["language"] != "en"),
    "placement_visit": Need("foster_care", lambda c: c["foster_care"]),
}
"""Of the elements that are not for everybody. Six different conditions."""

FOLLOW_UP = "_follow_up"
SCREENING = "_screening"
CHAIN_STEPS = ("referral", "received", "first_visit")


def series_of(blueprint: Blueprint) -> tuple[Series, ...]:
    """All elements but the follow-ups, in the order of the file."""
    return tuple(_series(blueprint, one) for one in blueprint.elements.values() if not one.id.endswith(FOLLOW_UP))


def chains_of(blueprint: Blueprint) -> tuple[str, ...]:
    """`development` of `development_screening` and `development_follow_up`."""
    return tuple(id_.removesuffix(FOLLOW_UP) for id_ in blueprint.elements if id_.endswith(FOLLOW_UP))


def _series(blueprint: Blueprint, element: Element) -> Series:
    matcher = element.touchpoints[0].done_by[0]
    assert isinstance(matcher, EventMatcher)
    codes = tuple(code for key in matcher.lists for _, code in blueprint.codes[key].codes)
    steps = tuple(
        Step(one.id, _from_birth(one.opens), _from_birth(one.due_by), _from_birth(one.closes))
        for one in element.touchpoints
    )
    return Series(element.id, matcher.kinds[0], codes, steps)


def _from_birth(moment: Moment) -> Duration:
    assert isinstance(moment, Offset)
    assert moment.anchor in ("birth", "from")
    return moment.plus
