"""The board as values: cards in lanes by age, hand-offs as passages with their clocks, one card opened."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Element, Role, Stage
from headwaters.domain.blueprint.handoff import Clock, Handoff
from headwaters.web.blueprint.ages import Ages
from headwaters.web.blueprint.checks import broken_parts, clock_words
from headwaters.web.blueprint.plain import Plain, duration_in_words
from headwaters.web.child.entries import LANES
from headwaters.web.child.page import lane_titles
from headwaters.web.layout.words import agency_name, text

EDGES_DAYS = (-280 + 13 * 7, -280 + 28 * 7, 0, 42, 183, 365, 548, 731)
"""Last days of the columns, from birth (ux.md 2.6): 13 and 28 weeks of pregnancy, birth, 6 weeks, 6, 12, 18, 24 months."""


def column_titles() -> tuple[str, ...]:
    return (
        _("Before 13 weeks"), _("13–27 weeks"), _("28 weeks to birth"), _("Birth to 6 weeks"), _("6 weeks to 6 months"),
        _("6–12 months"), _("12–18 months"), _("18–24 months"), _("After 24 months"),
    )  # fmt: skip


def column_of(day: int | None) -> int:
    """The column of a day from birth; what hangs on no age stands in the column of birth."""
    if day is None:
        return 3
    return next((place for place, edge in enumerate(EDGES_DAYS) if day < edge), len(EDGES_DAYS))


@dataclass(frozen=True, slots=True)
class Card:
    """One element in one column. `sub` names its touchpoints there; `passages` counts the hand-offs that begin there."""

    element: str
    title: str
    sub: str
    proposed: bool
    leaf: str
    passages: int
    here: bool
    href: str


@dataclass(frozen=True, slots=True)
class Lane:
    id: str
    title: str
    cells: tuple[tuple[Card, ...], ...]


@dataclass(frozen=True, slots=True)
class Clocked:
    words: str
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A hand-off as an arrow: from one owner to the other, its clocks, the way back, and what is broken."""

    id: str
    title: str
    from_: str
    to: str
    clocks: tuple[Clocked, ...]
    back: bool
    broken: tuple[str, ...]
    catch: str
    next_route: str


def lanes_of(blueprint: Blueprint, opened: str | None, only: str | None = None) -> tuple[Lane, ...]:
    """All lanes in their fixed order, or `only` one of them."""
    ages = Ages(blueprint)
    cells: dict[str, list[list[Card]]] = {lane: [[] for _column in column_titles()] for lane in LANES}
    for element in blueprint.elements.values():
        by_column: dict[int, list[str]] = {}
        handed: dict[int, int] = {}
        for touchpoint in element.touchpoints:
            column = column_of(ages.typical_day(element, touchpoint))
            by_column.setdefault(column, []).append(text(touchpoint.title, touchpoint.id.replace("_", " ")))
            handed[column] = handed.get(column, 0) + (touchpoint.handoff is not None)
        for column, names in by_column.items():
            card = Card(
                element.id, text(element.title), _sub(element, names), element.stage is Stage.PROPOSED,
                _leaf(blueprint, element), handed[column], element.id == opened,
                f"?lane={only}&element={element.id}" if only else f"?element={element.id}",
            )  # fmt: skip
            cells[lane_for(element)][column].append(card)
    titles = lane_titles()
    return tuple(
        Lane(lane, titles[lane], tuple(tuple(cell) for cell in cells[lane])) for lane in LANES if only in (None, lane)
    )


def lane_for(element: Element) -> str:
    if element.lane in LANES:
        return element.lane
    return "parents_health" if element.recipient is Role.BIRTHING_PARENT else "checkups_and_shots"


def _sub(element: Element, names: list[str]) -> str:
    if len(element.touchpoints) == 1 and len(names) == 1 and not element.touchpoints[0].repeat:
        return ""
    if len(names) > 3:
        return ngettext("%(n)d step", "%(n)d steps", len(names)) % {"n": len(names)}
    return ", ".join(names)


def _leaf(blueprint: Blueprint, element: Element) -> str:
    if not element.protective_factors:
        return ""
    return text(blueprint.protective_factors.get(element.protective_factors[0]))


def passages_of(blueprint: Blueprint) -> tuple[Passage, ...]:
    """Broken ones first: they are what the board is opened for."""
    found = [_passage(blueprint, handoff) for handoff in blueprint.handoffs.values()]
    return tuple(sorted(found, key=lambda passage: not passage.broken))


def _passage(blueprint: Blueprint, handoff: Handoff) -> Passage:
    broken = tuple(check.what.split(":")[0] for check in broken_parts(blueprint, handoff))
    clocks = [
        Clocked(
            _("%(step)s: %(length)s") % {"step": clock_words(clock), "length": duration_in_words(handoff.clocks[clock])}
        )
        for clock in Clock
        if clock in handoff.clocks
    ]
    clocks.extend(Clocked(words, bad=True) for words in broken)
    if handoff.next_route is not None:
        route = Plain(blueprint).reached(handoff.next_route, None)
    else:
        route = _("none: %(why)s") % {"why": (handoff.no_next_route or _("no reason given")).replace("_", " ")}
    return Passage(
        id=handoff.id,
        title=text(handoff.title) or _("%(from)s to %(to)s") % {
            "from": agency_name(blueprint, handoff.from_), "to": agency_name(blueprint, handoff.to)},
        from_=agency_name(blueprint, handoff.from_),
        to=agency_name(blueprint, handoff.to),
        clocks=tuple(clocks),
        back=bool(handoff.way_back),
        broken=broken,
        catch=agency_name(blueprint, handoff.catch),
        next_route=route,
    )  # fmt: skip
