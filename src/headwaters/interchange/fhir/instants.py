"""FHIR's dates, dateTimes and instants as calendar days.

A day is the record's own calendar day: the first ten characters, whatever zone follows, because a family
remembers the day on the clinic's wall and not the one in Greenwich (language part 6). A month or a year alone is
no day: None, without fault. Source: HL7 FHIR R4, Data Types, Date/Time.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from headwaters.domain.problems import HeadwatersError
from headwaters.interchange.fhir.faults import Fault, Faults

_PARTIAL = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?\Z")
_WHOLE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})?)?\Z")


class _NoSuchDay(HeadwatersError):
    """A text that is neither a day nor an allowed part of one."""


@lru_cache(maxsize=65_536)
def _day(text: str) -> date | None:
    if not _WHOLE.match(text):
        if _PARTIAL.match(text):
            return None
        raise _NoSuchDay
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise _NoSuchDay from None


def day_of(text: object, field: str, faults: Faults) -> date | None:
    """The calendar day, or None where there is none or only a month or year; anything else is a fault."""
    if text is None:
        return None
    try:
        if isinstance(text, str):
            # a dateTime's day repeats far more often than its second does
            return _day(text if len(text) <= 10 or not _WHOLE.match(text) else text[:10])
        raise _NoSuchDay
    except _NoSuchDay:
        faults.append(
            Fault(
                field,
                f"`{field}` is not a possible date.",
                "Write it as YYYY-MM-DD, or YYYY-MM-DDThh:mm:ss with a zone; a day must exist in the calendar.",
                "impossible_date",
            )
        )
        return None


def span_of(period: object, field: str, faults: Faults) -> tuple[date | None, date | None]:
    """First and last day of a Period; an end before its start is a fault."""
    if not isinstance(period, dict):
        return None, None
    start = day_of(period.get("start"), f"{field}.start", faults)
    end = day_of(period.get("end"), f"{field}.end", faults)
    if start and end and end < start:
        faults.append(
            Fault(
                field, f"`{field}` ends before it starts.", "Check which of the two days is right.", "ends_before_start"
            )
        )
    return start, end


def seconds_of(instant: object) -> int:
    """Seconds since 1970 of an instant, to put corrections in order; 0 where there is none or it cannot be read."""
    if not isinstance(instant, str):
        return 0
    try:
        return max(0, int(datetime.fromisoformat(instant).timestamp()))
    except ValueError:
        return 0
