"""Durations and moments as designers write them, into values and back into words (language part 2)."""

from __future__ import annotations

import re
from datetime import date

from headwaters.domain.blueprint.misread import Misread
from headwaters.domain.blueprint.window import (
    Duration,
    Earliest,
    Latest,
    Moment,
    Never,
    Offset,
    OnDay,
)

_UNITS = {
    "day": Duration(days=1),
    "week": Duration(days=7),
    "month": Duration(months=1),
    "year": Duration(months=12),
    "business day": Duration(business_days=1),
}
_LONGEST = 40_000
"""No number in a duration is larger: about a century of days."""

_TERM = re.compile(r"\s*([+-]?)\s*(\d{1,9})(\.\d+)?\s*([a-z]+(?:\s+[a-z]+)?)?", re.ASCII)
_ANCHOR = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*", re.ASCII)
_END_OF_MONTH = re.compile(r",\s*end\s+of\s+month\s*\Z")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


def read_duration(text: str) -> Duration:
    """`14 days`, `2 months + 14 days`, `3 business days`.

    raises  Misread  a unit is missing or unknown, or this is not a length of time at all
    """
    if text.strip().startswith("-"):
        raise Misread(f"`{text}` is less than nothing.", "Write a length of time such as `14 days`.", "duration")
    duration, rest = _read_terms(text, first_needs_sign=False)
    if rest.strip():
        raise Misread(f"`{text}` is not a length of time.", _DURATION_REMEDY, "duration")
    if duration.months < 0 or duration.business_days < 0 or (duration.months == 0 and duration.days < 0):
        raise Misread(f"`{text}` is less than nothing.", "Write a length of time such as `14 days`.", "duration")
    return duration


_DURATION_REMEDY = "Write it like `14 days`, `2 months + 14 days` or `3 business days`."


def _read_terms(text: str, *, first_needs_sign: bool) -> tuple[Duration, str]:
    """The sum at the start of `text`, and what is left after it."""
    total, position, needs_sign, found = Duration(), 0, first_needs_sign, False
    while match := _TERM.match(text, position):
        sign, number, fraction, unit = match.groups()
        if needs_sign and not sign:
            break
        step = _unit(text, number, fraction, unit).times(int(number))
        total = total + (-step if sign == "-" else step)
        position, needs_sign, found = match.end(), True, True
    if not found and not first_needs_sign:
        raise Misread(f"`{text}` is not a length of time.", _DURATION_REMEDY, "duration")
    return total, text[position:]


def _unit(text: str, number: str, fraction: str | None, unit: str | None) -> Duration:
    if fraction is not None:
        raise Misread(
            f"`{text}` counts in fractions.", "Use whole numbers of a smaller unit, such as `10 days`.", "fraction"
        )
    if int(number) > _LONGEST:
        raise Misread(f"`{text}` is longer than a century.", "Check the number.", "duration")
    if unit is None:
        raise Misread(f"`{text.strip()}` has no unit.", f"Write `{number} days` or `{number} weeks`.", "unit_missing")
    word = " ".join(unit.split()).removesuffix("s")
    if word not in _UNITS:
        raise Misread(
            f"`{unit}` is not a unit of time.", "Units are day, week, month, year and business day.", "unit_unknown"
        )
    return _UNITS[word]


def read_moment(text: str) -> Moment:
    """`birth + 3 years - 1 day`, `discharge, end of month`, `14 days` (from the touchpoint's `from`), `2026-01-01`, `never`.

    raises  Misread  the text is no moment, or a unit is missing
    """
    text = text.strip()
    if text == "never":
        return Never()
    if re.match(r"\d{3,}[-/.]", text) or _ISO.match(text):
        return OnDay(read_day(text))
    end_of_month = _END_OF_MONTH.search(text)
    body = text[: end_of_month.start()].rstrip() if end_of_month else text
    anchor = _ANCHOR.match(body)
    name, rest = (anchor.group(), body[anchor.end() :]) if anchor else ("from", body)
    plus, left = _read_terms(rest, first_needs_sign=anchor is not None)
    if left.strip() or not body:
        raise Misread(
            f"`{text}` is not a moment.",
            "Write an anchor and a length of time, such as `birth + 14 days`, or a day such as 2026-01-31, or `never`.",
            "moment",
        )
    return Offset(name, plus, end_of_month is not None)


def read_day(text: str) -> date:
    """An ISO date.

    raises  Misread  there is no such day
    """
    if _ISO.match(text.strip()):
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            raise Misread(f"There is no day {text}.", "Check the month and the day.", "day") from None
    raise Misread(f"`{text}` is not a day.", "Write it as year-month-day: 2026-01-31.", "day")


def word_duration(duration: Duration, *, weeks_from_days: int = 21) -> str:
    """A duration in the words it would be written in: `2 months + 14 days`; `0 days` for none.

    weeks_from_days  from how many days on whole weeks are said as weeks (14 days are a deadline, every 2 weeks a rhythm)
    """
    terms = [*_months(duration.months), *_days(duration.days, weeks_from_days)]
    if duration.business_days:
        terms.append((duration.business_days, "business day"))
    if not terms:
        return "0 days"
    first, *rest = [(_counted(abs(n), unit), n < 0) for n, unit in terms]
    worded = ("-" if first[1] else "") + first[0]
    return worded + "".join(f" {'-' if negative else '+'} {text}" for text, negative in rest)


def _months(months: int) -> list[tuple[int, str]]:
    if months == 0:
        return []
    return [(months // 12, "year")] if (months % 12 == 0 and abs(months) > 12) or months == 12 else [(months, "month")]


def _days(days: int, weeks_from_days: int) -> list[tuple[int, str]]:
    if days == 0:
        return []
    return [(days // 7, "week")] if days % 7 == 0 and abs(days) >= weeks_from_days else [(days, "day")]


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def word_moment(moment: Moment) -> str:
    """A moment in the words it would be written in."""
    match moment:
        case Never():
            return "never"
        case OnDay(day):
            return day.isoformat()
        case Latest(moments):
            return f"the latest of ({'; '.join(map(word_moment, moments))})"
        case Earliest(moments):
            return f"the earliest of ({'; '.join(map(word_moment, moments))})"
        case Offset(anchor, plus, end_of_month):
            return _word_offset(anchor, plus) + (", end of month" if end_of_month else "")


def _word_offset(anchor: str, plus: Duration) -> str:
    if anchor == "from":
        return word_duration(plus)
    if plus == Duration():
        return anchor
    worded = word_duration(plus)
    return f"{anchor} - {worded[1:]}" if worded.startswith("-") else f"{anchor} + {worded}"
