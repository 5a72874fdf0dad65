"""What can come of trying to reach somebody, and when to try again. Rules, without a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Element, Touchpoint
from headwaters.domain.blueprint.matcher import EventMatcher, Matcher

NAVIGATOR_CONTACT = "navigator_contact"
"""The kind of event of a talk with a family, where a blueprint has it."""


class Way(StrEnum):
    CALL = "call"
    TEXT = "text"
    VISIT = "visit"
    NUDGE = "nudge"
    """A call or message to the agency whose answer is awaited, not to the family."""


class Outcome(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    LEFT_WORD = "left_word"
    WRONG_NUMBER = "wrong_number"
    TEXT_SENT = "text_sent"
    VISIT_DONE = "visit_done"
    NOT_HOME = "not_home"


TALKED = frozenset({Outcome.REACHED, Outcome.VISIT_DONE})
"""Somebody of the family was spoken with; nothing else is a contact in the blueprint's sense."""

OFFERED: dict[Way, tuple[Outcome, ...]] = {
    Way.CALL: (Outcome.REACHED, Outcome.NO_ANSWER, Outcome.LEFT_WORD, Outcome.WRONG_NUMBER, Outcome.TEXT_SENT),
    Way.TEXT: (Outcome.TEXT_SENT, Outcome.REACHED, Outcome.WRONG_NUMBER),
    Way.VISIT: (Outcome.VISIT_DONE, Outcome.NOT_HOME, Outcome.REACHED),
    Way.NUDGE: (Outcome.REACHED, Outcome.LEFT_WORD, Outcome.NO_ANSWER, Outcome.WRONG_NUMBER),
}

DAYS_UNTIL_NEXT: dict[Outcome, int] = {
    Outcome.REACHED: 7, Outcome.VISIT_DONE: 14, Outcome.NO_ANSWER: 1, Outcome.LEFT_WORD: 3, Outcome.WRONG_NUMBER: 1,
    Outcome.TEXT_SENT: 2, Outcome.NOT_HOME: 2,
}  # fmt: skip
"""Our own judgement, shown before it is saved and changed with one tap; no published figure was found."""


class Said(StrEnum):
    """What a family said to the offer it was called about."""

    YES = "yes"
    NOT_NOW = "not_now"
    THINKING = "thinking"


@dataclass(frozen=True, slots=True)
class Sayable:
    """The kinds of events that an element has for what a family says; None: it has none."""

    offered: str | None
    yes: str | None
    not_now: str | None

    @property
    def any(self) -> bool:
        return bool(self.offered or self.yes or self.not_now)

    def kinds(self, said: Said) -> tuple[str, ...]:
        """What is to be entered for an answer: that it was offered, and the answer."""
        answered = {Said.YES: self.yes, Said.NOT_NOW: self.not_now, Said.THINKING: None}[said]
        return tuple(dict.fromkeys(kind for kind in (self.offered, answered) if kind))


def next_day(outcome: Outcome, on: date) -> date:
    """When to try again; never a Saturday or Sunday."""
    day = on + timedelta(days=DAYS_UNTIL_NEXT[outcome])
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day


def contact_kind(blueprint: Blueprint, element: str, touchpoint: Touchpoint | None) -> str | None:
    """The kind of event that a talk with the family is, as the blueprint has it: the general one; else the only one by which
    the touchpoint is done, where a talk by this role is what does it."""
    if NAVIGATOR_CONTACT in blueprint.events:
        return NAVIGATOR_CONTACT
    held = blueprint.elements.get(element)
    if held is None or touchpoint is None:
        return None
    kinds = event_kinds(touchpoint.done_by)
    return kinds[0] if len(kinds) == 1 and "contact" in kinds[0] else None


def sayable(element: Element, touchpoint: Touchpoint | None) -> Sayable:
    declined = (*(touchpoint.declined_by if touchpoint is not None else ()), *element.declined_by)
    return Sayable(_first(element.offered_by), _first(element.accepted_by), _first(declined))


def event_kinds(matchers: tuple[Matcher, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for one in matchers if isinstance(one, EventMatcher) for kind in one.kinds))


def _first(matchers: tuple[Matcher, ...]) -> str | None:
    kinds = event_kinds(matchers)
    return kinds[0] if kinds else None
