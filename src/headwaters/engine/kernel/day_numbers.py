"""`domain.days` and `domain.calendar` once more on plain numbers, so that they can be compiled.

The calendar arithmetic is the well-known one of days in 400-year eras that begin on 1 March (Howard Hinnant, "chrono-compatible
low-level date algorithms").
"""

from __future__ import annotations

from headwaters.engine.evaluation.marks import LAST_KNOWN
from headwaters.engine.kernel.compiled import Ints, compiled
from headwaters.engine.kernel.layout import (
    AGE_DAYS,
    AGE_MONTHS,
    AGE_WEEKS,
    AGE_YEARS,
    H_DISPLACED,
    H_HOLIDAYS,
    H_NHOLIDAYS,
)

FIRST_DAY = 1
ERA_DAYS = 146097
TO_MARCH = 305
"""Day number 1 is the 306th day of the year that began on 1 March."""


@compiled
def civil(number: int) -> tuple[int, int, int]:
    """(year, month, day of the month) of a day number."""
    z = number + TO_MARCH
    era = z // ERA_DAYS
    doe = z - era * ERA_DAYS
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    shifted = (5 * doy + 2) // 153
    day = doy - (153 * shifted + 2) // 5 + 1
    month = shifted + 3 if shifted < 10 else shifted - 9
    year = yoe + era * 400
    return (year + 1 if month <= 2 else year), month, day


@compiled
def number_of(year: int, month: int, day: int) -> int:
    """The day number of a date."""
    y = year - 1 if month <= 2 else year
    era = y // 400
    yoe = y - era * 400
    shifted = month - 3 if month > 2 else month + 9
    doy = (153 * shifted + 2) // 5 + day - 1
    return era * ERA_DAYS + yoe * 365 + yoe // 4 - yoe // 100 + doy - TO_MARCH


@compiled
def month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month == 4 or month == 6 or month == 9 or month == 11 else 31


@compiled
def plus_months(number: int, months: int) -> int:
    year, month, day = civil(number)
    total = year * 12 + month - 1 + months
    year = total // 12
    month = total - year * 12 + 1
    if year < 1:
        return FIRST_DAY
    if year > 9999:
        return LAST_KNOWN
    return number_of(year, month, min(day, month_length(year, month)))


@compiled
def ranked(p: Ints, start: int, length: int, wanted: int) -> int:
    """How many of a sorted table's numbers are at most the wanted one."""
    low, high = 0, length
    while low < high:
        middle = (low + high) // 2
        if p[start + middle] <= wanted:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def weekdays_through(number: int) -> int:
    weeks = number // 7
    return weeks * 5 + min(number - weeks * 7, 5)


@compiled
def plus_business_days(p: Ints, number: int, n: int) -> int:
    through = number if n > 0 else number - 1
    holidays = p[H_NHOLIDAYS]
    rank = weekdays_through(through) - ranked(p, p[H_HOLIDAYS], holidays, through) + n + (0 if n > 0 else 1)
    rank += ranked(p, p[H_DISPLACED], holidays, rank)
    weeks = (rank - 1) // 5
    return weeks * 7 + (rank - 1 - weeks * 5) + 1


@compiled
def plus(p: Ints, number: int, months: int, days: int, business_days: int) -> int:
    """A day after adding a duration, as language part 2 adds."""
    if months != 0:
        number = plus_months(number, months)
    number += days
    if business_days != 0:
        number = plus_business_days(p, number, business_days)
    return min(max(number, FIRST_DAY), LAST_KNOWN)


@compiled
def shifted(p: Ints, at: int, number: int) -> int:
    """A day after the duration that stands in p from `at` on: months, days, business days, to the end of its month."""
    number = plus(p, number, p[at], p[at + 1], p[at + 2])
    if p[at + 3]:
        year, month, day = civil(number)
        number += month_length(year, month) - day
    return number


@compiled
def age_on(birth: int, number: int, unit: int) -> int:
    if number < birth:
        return -1
    if unit == AGE_DAYS:
        return number - birth
    if unit == AGE_WEEKS:
        return (number - birth) // 7
    year, month, _ = civil(birth)
    other_year, other_month, _ = civil(number)
    months = (other_year - year) * 12 + other_month - month
    if plus_months(birth, months) > number:
        months -= 1
    return months if unit == AGE_MONTHS else months // 12


@compiled
def day_of_age(birth: int, age: int, unit: int) -> int:
    """First day on which that age is completed."""
    if unit == AGE_DAYS:
        return birth + age
    if unit == AGE_WEEKS:
        return birth + 7 * age
    return plus_months(birth, age * (12 if unit == AGE_YEARS else 1))
