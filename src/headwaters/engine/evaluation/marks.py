"""Days as plain numbers, and the marks that stand where there is no known day (language part 2).

A known day is its `date.toordinal`. The marks are numbers above every day, so that `pending` and `never` compare as
later than every day without a special case. An *edge* is the first day on which something may be different, with what
is seen held fixed; `FOREVER` says there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from headwaters.domain.blueprint.window import Day, Mark

LAST_KNOWN = date.max.toordinal()
NEVER = LAST_KNOWN + 1
PENDING = LAST_KNOWN + 2
UNKNOWN = LAST_KNOWN + 3
FOREVER = LAST_KNOWN + 4

_WORDS = {NEVER: Mark.NEVER, PENDING: Mark.PENDING, UNKNOWN: Mark.UNKNOWN}


@lru_cache(maxsize=65536)
def as_day(number: int) -> Day:
    """A known day as a date, or its mark. Remembered, since a family's days are few and its rows many."""
    return date.fromordinal(number) if number <= LAST_KNOWN else _WORDS[number]


@lru_cache(maxsize=65536)
def as_date(number: int) -> date | None:
    """A known day as a date; None for a mark."""
    return date.fromordinal(number) if number <= LAST_KNOWN else None


def earliest(values: Sequence[int]) -> int:
    """`unknown` before all; a pending or never moment is ignored if another one is known."""
    if UNKNOWN in values:
        return UNKNOWN
    first = min(values)
    return PENDING if first == NEVER and PENDING in values else first


def latest(values: Sequence[int]) -> int:
    """`unknown` before all, then `never`, then `pending`, then the last known day."""
    for mark in (UNKNOWN, NEVER, PENDING):
        if mark in values:
            return mark
    return max(values)
