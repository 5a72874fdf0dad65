"""Opening hours as lines that people read: `Mon-Fri 08:30-17:00`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORDS = dict(zip(DAYS, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
MOST_LINES = 12


def hours_in_words(schedules: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Lines for a place's or service's schedules: days with the same hours together, then what was said in words alone."""
    by_hours: dict[str, list[str]] = {}
    other: dict[str, None] = {}
    for one in schedules:
        opens, closes = one.get("opens_at", "")[:5], one.get("closes_at", "")[:5]
        days = [day for day in one.get("byday", "").upper().split(",") if day[-2:] in _WORDS]
        if days and (opens or closes):
            by_hours.setdefault(f"{opens or '?'}-{closes or '?'}", []).extend(day[-2:] for day in days)
        elif said := one.get("description") or one.get("notes") or _holiday(one):
            other[said] = None
    lines = [f"{_stretches(days)} {hours}" for hours, days in by_hours.items()]
    return (*lines, *other)[:MOST_LINES]


def _holiday(one: Mapping[str, str]) -> str:
    first, last = one.get("valid_from", ""), one.get("valid_to", "")
    return f"{first} - {last}" if first and last and first != last else first


def _stretches(days: Sequence[str]) -> str:
    """`Mon-Wed, Fri`: neighbouring days as one."""
    numbers = sorted({DAYS.index(day) for day in days})
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    named = [(_WORDS[DAYS[run[0]]], _WORDS[DAYS[run[-1]]]) for run in found]
    return ", ".join(first if first == last else f"{first}-{last}" for first, last in named)
