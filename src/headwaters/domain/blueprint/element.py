"""Elements and touchpoints: what should reach somebody, and when (language part 3).

Values here are *resolved*: an element's defaults have been handed down to its touchpoints, bare durations have become
`Offset("from", ...)`, names of spans have become spans. What the author wrote, with comments, is the document's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from headwaters.domain.blueprint.condition import Condition
from headwaters.domain.blueprint.matcher import Matcher, Requirement
from headwaters.domain.blueprint.window import FROM, Duration, Moment, Never

Text = Mapping[str, str]
"""One text by language: `{"en": ..., "es": ...}`."""


class ElementKind(StrEnum):
    SERVICE = "service"
    SUPPORT = "support"
    INTERVENTION = "intervention"
    PROTECTIVE_FACTOR = "protective_factor"
    SCREENING = "screening"
    MILESTONE = "milestone"


class Role(StrEnum):
    """In what role somebody receives an element; also the roles of dated relations."""

    CHILD = "child"
    BIRTHING_PARENT = "birthing_parent"
    CAREGIVER = "caregiver"
    HOUSEHOLD = "household"


class Stage(StrEnum):
    PROPOSED = "proposed"
    STARTING = "starting"
    RUNNING = "running"


class Which(StrEnum):
    """Which touchpoint (or instance) of what it comes after: the one there is, each of them, the first or last reached."""

    ONLY = "only"
    EACH = "each"
    FIRST = "first"
    LAST = "last"


class Lapse(StrEnum):
    """`after X is ...`: what has to become of X."""

    OVERDUE = "overdue"
    MISSED = "missed"
    DECLINED = "declined"
    NOT_ELIGIBLE = "not_eligible"


@dataclass(frozen=True, slots=True)
class After:
    """`after: each developmental_screening == 'at risk'`. `outcomes` empty: whatever came of it. At most one of `outcomes`, `lapse`.

    `element` is always filled (the touchpoint's own element for a bare touchpoint id); `touchpoint` None: the whole element.
    """

    which: Which
    element: str
    touchpoint: str | None
    outcomes: tuple[str, ...] = ()
    lapse: Lapse | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """One run of a repeat: `times` slots, every so often. `from_` None: where the phase before ends (the first: the touchpoint's `from`)."""

    every: Duration
    times: int
    from_: Moment | None = None
    until: Moment | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    role: str
    minutes: float | None
    travel_minutes: float | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What it costs. `per`: touchpoint, child, child-year or family; `usd`, `low`, `high` in dollars of `year`; None is *asked for*."""

    per: str
    usd: float | None
    low: float | None = None
    high: float | None = None
    year: int | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class FundShare:
    fund: str
    share: float | None
    """0 to 1; None where it is not known how the cost is split."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Begun, then stopped: `when` it happens the rest is `declined` or `ended`, for the reason `why`."""

    when: Matcher
    as_declined: bool
    why: str


ALWAYS: tuple[str, ...] = ("always",)
"""`observed_by: always`: our own records, observed every day."""


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One scheduled occurrence, or with `repeat` a series of them (`id_1`, `id_2`, ...).

    `observed_by` empty: the kinds its matchers name. `interval` holds between this and the touchpoint before it.
    """

    id: str
    title: Text | None = None
    family_text: Text | None = None
    from_: Moment = FROM
    opens: Moment = FROM
    due_by: Moment = field(default_factory=Never)
    closes: Moment = field(default_factory=Never)
    after: After | None = None
    interval: Duration | None = None
    repeat: tuple[Phase, ...] = ()
    done_by: tuple[Matcher, ...] = ()
    requires: Requirement | None = None
    outcomes: tuple[tuple[str, Condition], ...] | None = None
    for_: Condition | None = None
    declined_by: tuple[Matcher, ...] = ()
    observed_by: tuple[str, ...] = ()
    handoff: str | None = None
    delivered_by: tuple[Delivery, ...] = ()
    cost: Cost | None = None
    source: str | None = None
    closes_given: bool = True
    """False in a `repeat` where `closes` was left out, so that each slot closes the day before the next opens."""


@dataclass(frozen=True, slots=True)
class Element:
    """What the blueprint wants to reach somebody. Order of `touchpoints` is the order of matching."""

    id: str
    title: Text
    family_text: Text
    touchpoints: tuple[Touchpoint, ...]
    kind: ElementKind = ElementKind.SERVICE
    recipient: Role = Role.CHILD
    why: Text | None = None
    domain: str | None = None
    lane: str | None = None
    for_: Condition | None = None
    unless: Condition | Requirement | None = None
    until: Moment | None = None
    stage: Stage = Stage.RUNNING
    starts_on: date | None = None
    place: str | None = None
    declined_by: tuple[Matcher, ...] = ()
    resumed_by: tuple[Matcher, ...] = ()
    stopped_by: tuple[Stop, ...] = ()
    no_action: Mapping[str, Text] = field(default_factory=dict)
    known_by: tuple[str, ...] = ()
    offered_by: tuple[Matcher, ...] = ()
    accepted_by: tuple[Matcher, ...] = ()
    delivered_by: tuple[Delivery, ...] = ()
    cost: Cost | None = None
    fund: tuple[FundShare, ...] = ()
    protective_factors: tuple[str, ...] = ()
    source: str | None = None
