"""Durations, moments and spans: what a blueprint says about time (language part 2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Mark(StrEnum):
    """What a moment is when it is not a known day."""

    PENDING = "pending"
    NEVER = "never"
    UNKNOWN = "unknown"


Day = date | Mark
"""A known day or a mark."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time. Years are 12 months and weeks 7 days; the three parts are added in this order.

    Parts may be negative (`birth + 3 years - 1 day` is 36 months and -1 day).
    """

    months: int = 0
    days: int = 0
    business_days: int = 0

    def __add__(self, other: Duration) -> Duration:
        return Duration(self.months + other.months, self.days + other.days, self.business_days + other.business_days)

    def __neg__(self) -> Duration:
        return Duration(-self.months, -self.days, -self.business_days)

    def times(self, k: int) -> Duration:
        return Duration(self.months * k, self.days * k, self.business_days * k)


ZERO = Duration()


@dataclass(frozen=True, slots=True)
class Offset:
    """`ANCHOR + DURATION`, optionally cut to the end of its month.

    `anchor` is one of: `birth`, `due_date`, `pregnancy_start`, `corrected_birth`, `period_start`, `period_end`, `trigger`,
    `previous`, `previous.end`, `from` (the touchpoint's own `from`: what bare durations count from), a key of the blueprint's
    `anchors`, or a reached touchpoint: `X`, `element.X`, `X.end`, `element.X.end`. The parser leaves touchpoint
    references as written; `Anchor` lookup order is: built-in, named anchor, own element's touchpoint, `element.touchpoint`.
    """

    anchor: str
    plus: Duration = ZERO
    end_of_month: bool = False


@dataclass(frozen=True, slots=True)
class OnDay:
    """A fixed ISO date."""

    day: date


@dataclass(frozen=True, slots=True)
class Latest:
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Earliest:
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Never:
    """The word `never`: later than every day."""


Moment = Offset | OnDay | Latest | Earliest | Never

FROM = Offset("from")
BIRTH = Offset("birth")
TRIGGER = Offset("trigger")


@dataclass(frozen=True, slots=True)
class SpanRule:
    """Two moments; both days belong to it. `name` is its key under `spans`, `period` for the run's or measure's own."""

    start: Moment
    end: Moment
    name: str = field(default="", compare=False)


PERIOD = SpanRule(Offset("period_start"), Offset("period_end"), "period")
