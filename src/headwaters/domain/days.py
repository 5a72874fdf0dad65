"""Dates, ages and half-open spans: the only calendar arithmetic in the project (language part 2).

Each rule stands once, on *day numbers* (`date.toordinal`, so that evaluation compares plain integers), and is offered
on `date` beside it. Adding a duration: all months as one sum, the day of the month cut to the last there is; then days;
then business days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwaters.domain.blueprint.window import Duration
from headwaters.domain.calendar import WEEKDAYS, BusinessCalendar

FIRST_DAY = date.min.toordinal()
LAST_DAY = date.max.toordinal()
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_length(year: int, month: int) -> int:
    """Days in a month of the Gregorian calendar; `month` from 1."""
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _LENGTHS[month - 1]


def number_plus_months(number: int, months: int) -> int:
    """Day number `months` later (or earlier), the day of the month cut to the last day there is."""
    day = date.fromordinal(number)
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return FIRST_DAY if year < 1 else LAST_DAY
    nth = day.day
    return date(year, index + 1, nth if nth <= 28 else min(nth, month_length(year, index + 1))).toordinal()


def number_plus(number: int, plus: Duration, calendar: BusinessCalendar = WEEKDAYS) -> int:
    """Day number after adding a duration. Past the first or last day a calendar can write, that day."""
    if plus.months:
        number = number_plus_months(number, plus.months)
    number += plus.days
    if plus.business_days:
        number = calendar.after_number(number, plus.business_days)
    return min(max(number, FIRST_DAY), LAST_DAY)


def number_at_end_of_month(number: int) -> int:
    day = date.fromordinal(number)
    return number + month_length(day.year, day.month) - day.day


def plus_months(day: date, months: int) -> date:
    """29 February + 12 months is 28 February; 31 January + 1 month is the last of February."""
    return date.fromordinal(number_plus_months(day.toordinal(), months))


def add(day: date, plus: Duration, calendar: BusinessCalendar = WEEKDAYS) -> date:
    """`day` + a duration, as language part 2 adds."""
    return date.fromordinal(number_plus(day.toordinal(), plus, calendar))


def end_of_month(day: date) -> date:
    return date.fromordinal(number_at_end_of_month(day.toordinal()))


class AgeUnit(StrEnum):
    """What an age is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


def age_number(birth: int, number: int, unit: AgeUnit) -> int:
    """Whole units completed on a day, by the addition rule: the most that can be added to birth without passing the
    day. Before birth always -1."""
    if number < birth:
        return -1
    if unit is AgeUnit.DAYS:
        return number - birth
    if unit is AgeUnit.WEEKS:
        return (number - birth) // 7
    born, day = date.fromordinal(birth), date.fromordinal(number)
    months = (day.year - born.year) * 12 + day.month - born.month
    if number_plus_months(birth, months) > number:
        months -= 1
    if unit is AgeUnit.MONTHS:
        return months
    return months // 12


def number_at_age(birth: int, age: int, unit: AgeUnit) -> int:
    """First day on which that age (0 or more) is completed."""
    if unit is AgeUnit.DAYS:
        return birth + age
    if unit is AgeUnit.WEEKS:
        return birth + 7 * age
    return number_plus_months(birth, age * (12 if unit is AgeUnit.YEARS else 1))


def age_days(birth: date, day: date) -> int:
    return age_number(birth.toordinal(), day.toordinal(), AgeUnit.DAYS)


def age_weeks(birth: date, day: date) -> int:
    return age_number(birth.toordinal(), day.toordinal(), AgeUnit.WEEKS)


def age_months(birth: date, day: date) -> int:
    return age_number(birth.toordinal(), day.toordinal(), AgeUnit.MONTHS)


def age_years(birth: date, day: date) -> int:
    """Whole years completed; born on 29 February, one year is completed on 28 February."""
    return age_number(birth.toordinal(), day.toordinal(), AgeUnit.YEARS)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `start` up to, and without, `stop`. `Span.of` takes both days in, as people write it."""

    start: date
    stop: date

    @classmethod
    def of(cls, first: date, last: date) -> Span:
        """Both days belong to it; the one place where a day is added."""
        return cls(first, date.fromordinal(last.toordinal() + 1))

    @property
    def days(self) -> int:
        return max(0, (self.stop - self.start).days)

    def holds(self, day: date) -> bool:
        return self.start <= day < self.stop

    def meets(self, other: Span) -> bool:
        """At least one common day."""
        return max(self.start, other.start) < min(self.stop, other.stop)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The union as the fewest spans in order; seams without a day between them are closed."""
    union: list[Span] = []
    for span in sorted(span for span in spans if span.days):
        if union and span.start <= union[-1].stop:
            union[-1] = Span(union[-1].start, max(union[-1].stop, span.stop))
        else:
            union.append(span)
    return tuple(union)
