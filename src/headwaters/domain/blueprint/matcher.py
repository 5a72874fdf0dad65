"""Matchers and requirements: which events count, and what must add up (language part 2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from headwaters.domain.blueprint.condition import Condition
from headwaters.domain.blueprint.window import SpanRule


class SpanRelation(StrEnum):
    """How an event lies to a span; an event's days run from its start to its end, both included."""

    STARTS_IN = "starts_in"
    ENDS_IN = "ends_in"
    INSIDE = "inside"
    TOUCHES = "touches"


class Step(StrEnum):
    """The steps of a hand-off, in the order that breaks a tie on one day."""

    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    FULL = "full"
    NOT_REACHED = "not_reached"
    NOT_ELIGIBLE = "not_eligible"
    DECLINED = "declined"
    BEGUN = "begun"
    DROPPED = "dropped"
    DONE = "done"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class EventMatcher:
    """Events of one of `kinds`, with a coding in one of `lists` (empty: any), for which every further part is true.

    `counts_if` None: as the kind says. `within` None: no span of its own.
    """

    kinds: tuple[str, ...]
    lists: tuple[str, ...] = ()
    where: Condition | None = None
    counts_if: tuple[str, ...] | None = None
    within: SpanRule | None = None
    relation: SpanRelation = SpanRelation.STARTS_IN


@dataclass(frozen=True, slots=True)
class StepMatcher:
    """A step of a hand-off that concerns this touchpoint's instance."""

    handoff: str
    steps: tuple[Step, ...]


Matcher = EventMatcher | StepMatcher


@dataclass(frozen=True, slots=True)
class Usually:
    """`{usually: 3, or: {if_any: matchers, then: 4}}`: the largest that applies, judged on all events inside `within`."""

    usually: int
    if_any: tuple[Matcher, ...]
    then: int


@dataclass(frozen=True, slots=True)
class AfterFirst:
    """Only days strictly after the first such event count; without one the leaf fails."""

    matchers: tuple[Matcher, ...]
    within: SpanRule


@dataclass(frozen=True, slots=True)
class Count:
    """At least so many different days (or events) with a fitting event. Each matcher's own `within` replaces the leaf's."""

    matchers: tuple[Matcher, ...]
    within: SpanRule | None
    at_least: int | Usually = 1
    every_event: bool = False
    after: AfterFirst | None = None


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Requirement, ...]


Requirement = Count | AnyOf | AllOf
