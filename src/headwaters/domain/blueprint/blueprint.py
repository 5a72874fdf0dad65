"""A blueprint: one Child Success Model, whole and resolved (language part 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from headwaters.domain.blueprint.condition import Condition
from headwaters.domain.blueprint.element import Element, Role, Text
from headwaters.domain.blueprint.handoff import Handoff
from headwaters.domain.blueprint.matcher import Matcher, Requirement
from headwaters.domain.blueprint.window import Duration, Moment, SpanRule


@dataclass(frozen=True, slots=True)
class Source:
    key: str
    cite: str
    url: str | None = None
    edition: str | None = None
    seen: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    key: str
    title: Text
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class StaffRole:
    key: str
    title: Text
    minutes_per_week: float | None = None
    supervised_by: str | None = None


@dataclass(frozen=True, slots=True)
class Fund:
    key: str
    title: Text


class FactType(StrEnum):
    BOOLEAN = "boolean"
    NUMBER = "number"
    CODE = "code"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class FactRule:
    """A declared fact. `valid_for`: an older answer is unknown again. `sensitive`: the protected subject it belongs to."""

    key: str
    type: FactType
    of: Role = Role.CHILD
    unit: str | None = None
    choices: tuple[str, ...] = ()
    system: str | None = None
    valid_for: Duration | None = None
    ask: Text | None = None
    sensitive: str | None = None


class EventEnd(StrEnum):
    """How a kind's `end` is read: it happened, it is known in advance, or no end means still going on."""

    HAPPENED = "happened"
    PLANNED = "planned"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class EventRule:
    """A declared kind of event. `counts_if` empty: every status but `entered_in_error`. `columns`: name -> type."""

    key: str
    title: Text | None = None
    counts_if: tuple[str, ...] = ()
    end: EventEnd = EventEnd.HAPPENED
    columns: Mapping[str, FactType] = field(default_factory=dict)
    sensitive: str | None = None


@dataclass(frozen=True, slots=True)
class CodeList:
    """Codes by system, with the lists it names taken in: an event fits if any of its codings is in it."""

    key: str
    codes: frozenset[tuple[str, str]]
    """(system, code)"""


@dataclass(frozen=True, slots=True)
class FirstOrLast:
    """A named anchor: day of the first (or last) such event; else `otherwise`; None gives `pending`."""

    matchers: tuple[Matcher, ...]
    last: bool = False
    otherwise: Moment | None = None


AnchorRule = Moment | FirstOrLast


class EndsFor(StrEnum):
    CHILD = "child"
    BIRTHING_PARENT = "birthing_parent"
    CAREGIVER = "caregiver"
    HOUSEHOLD = "household"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Ending:
    """After such an event nothing more is owed to `of` (or, under `resumes`, it is owed again)."""

    matchers: tuple[Matcher, ...]
    why: str
    of: EndsFor = EndsFor.CHILD


@dataclass(frozen=True, slots=True)
class Membership:
    for_: Condition | None = None
    requires: Requirement | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A nested measure (language part 5), or a dose where `share_of` names `(element, touchpoint)`.

    `period` None with `calendar_year` True: the calendar year that holds `as_of`. `met`: `element` or `element.touchpoint`.
    """

    id: str
    title: Text | None = None
    calendar_year: bool = False
    period: SpanRule | None = None
    who: Membership = field(default_factory=Membership)
    out: Membership | None = None
    met: tuple[str, ...] = ()
    at_least: float | None = None
    share_of: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A Child Success Model. Maps keep the author's order."""

    id: str
    version: str
    language: int
    languages: tuple[str, ...]
    catch: str
    title: Text | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    agencies: Mapping[str, Agency] = field(default_factory=dict)
    roles: Mapping[str, StaffRole] = field(default_factory=dict)
    funds: Mapping[str, Fund] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    facts: Mapping[str, FactRule] = field(default_factory=dict)
    events: Mapping[str, EventRule] = field(default_factory=dict)
    codes: Mapping[str, CodeList] = field(default_factory=dict)
    anchors: Mapping[str, AnchorRule] = field(default_factory=dict)
    spans: Mapping[str, SpanRule] = field(default_factory=dict)
    ends: tuple[Ending, ...] = ()
    resumes: tuple[Ending, ...] = ()
    elements: Mapping[str, Element] = field(default_factory=dict)
    handoffs: Mapping[str, Handoff] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    protective_factors: Mapping[str, Text] = field(default_factory=dict)
    extends: tuple[str, str] | None = None
    """(blueprint id, version) of the parent this was made from."""
