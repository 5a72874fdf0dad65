"""Whose move an ask is and until when, how far it came, and where a family goes after a no: read off the hand-off's own tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.handoff import Clock, Handoff, HandoffState
from headwaters.domain.blueprint.matcher import EventMatcher, Matcher, Step, StepMatcher
from headwaters.domain.blueprint.moves import MOVES, NOBODY, OWNER_CATCH, OWNER_FROM
from headwaters.domain.calendar import BusinessCalendar
from headwaters.domain.days import add
from headwaters.domain.referral import RECEIVED_BY_FAMILY, Standing, Taken


def mover(standing: Standing) -> str:
    """Whose move it is, as the hand-off's table says: `from`, `to`, `catch`, or empty where nothing more is owed."""
    return NOBODY if standing.closed else MOVES[standing.step].owner


@dataclass(frozen=True, slots=True)
class Running:
    """How the clock stands. `mover`: an agency or a role; empty where nothing more is owed. `last_day`: None where no clock runs.
    `caught`: the clock has run out, so that the move is the catch's."""

    mover: str
    clock: Clock | None
    last_day: date | None
    caught: bool


def running(standing: Standing, handoff: Handoff, calendar: BusinessCalendar, *, as_of: date) -> Running:
    """Whose move it is on a day, and until when. A clock's last day is in time."""
    owner = mover(standing)
    if owner == NOBODY:
        return Running("", None, None, False)
    clock = MOVES[standing.step].clock
    last = _last_day(standing.taken, standing.step, handoff, calendar)
    caught = owner == OWNER_CATCH or (last is not None and last < as_of)
    agency = handoff.from_ if owner == OWNER_FROM else handoff.to
    return Running(handoff.catch if caught else agency, clock, last, caught)


def _last_day(taken: Sequence[Taken], step: HandoffState, handoff: Handoff, calendar: BusinessCalendar) -> date | None:
    """As evaluation counts it: from the last of the first kind of step that is there. A draft's clock began with what called for
    the ask, which a referral alone does not know."""
    move = MOVES[step]
    length = handoff.clocks.get(move.clock) if move.clock is not None else None
    if length is None or not taken:
        return None
    for wanted in move.counts_from:
        days = [one.day for one in taken if one.step is wanted]
        if days:
            return add(max(days), length, calendar)
    return add(max(one.day for one in taken), length, calendar)


class Climbed(StrEnum):
    """How far one ask came: the five steps of an agency's crack row."""

    ASKED = "asked"
    ANSWERED = "answered"
    REACHED = "reached"
    BEGAN = "began"
    TOLD_BACK = "told_back"


def climbed(standing: Standing) -> frozenset[Climbed]:
    steps = {one.step for one in standing.taken}
    found = {Climbed.ASKED} if steps else set()
    if steps - {HandoffState.SENT, HandoffState.RECEIVED}:
        found.add(Climbed.ANSWERED)
    if standing.contacted is not None:
        found.add(Climbed.REACHED)
    if steps & RECEIVED_BY_FAMILY or (HandoffState.DROPPED in steps and HandoffState.BEGUN in steps):
        found.add(Climbed.BEGAN)
    if HandoffState.TOLD in steps:
        found.add(Climbed.TOLD_BACK)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class NextRoute:
    """Where a family goes after a no: an element of the blueprint, or nowhere with the reason the blueprint gives."""

    element: str = ""
    touchpoint: str = ""
    why_none: str = ""


def next_route(handoff: Handoff) -> NextRoute:
    """What the blueprint says comes after a no. The directory's other agencies are `practice.referrals`' to add."""
    if handoff.next_route is None:
        return NextRoute(why_none=handoff.no_next_route or "")
    element, _, touchpoint = handoff.next_route.partition(".")
    return NextRoute(element, touchpoint)


_ASKING = (Step.SENT, Step.RECEIVED)


def services_of(blueprint: Blueprint, handoff: str) -> tuple[str, ...]:
    """The kinds of event by which the blueprint knows that what a hand-off asks for has happened: `housing_help`, `ifsp_meeting`.

    A hand-off's steps say that something began; that the family was reached is said by the event itself. Touchpoints that the
    ask alone reaches are not among them.
    """
    found: dict[str, None] = {}
    for element in blueprint.elements.values():
        for touchpoint in element.touchpoints:
            if touchpoint.handoff == handoff and not _is_the_ask(touchpoint.done_by):
                kinds = [one.kinds for one in touchpoint.done_by if isinstance(one, EventMatcher)]
                found.update(dict.fromkeys(kind for some in kinds for kind in some))
    return tuple(found)


def _is_the_ask(done_by: Sequence[Matcher]) -> bool:
    return any(isinstance(one, StepMatcher) and set(one.steps) & set(_ASKING) for one in done_by)
