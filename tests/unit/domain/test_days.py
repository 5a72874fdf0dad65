"""Adding durations, ages and spans: month ends, leap days, holidays."""

from datetime import date, timedelta

import pytest

from headwaters.domain import days
from headwaters.domain.blueprint.window import Duration
from headwaters.domain.calendar import BusinessCalendar
from headwaters.domain.days import Span

NEW_YEAR = BusinessCalendar([date(2024, 1, 1), date(2024, 1, 15), date(2024, 7, 4), date(2024, 7, 6)])


@pytest.mark.parametrize(
    ("day", "plus", "expected"),
    [
        (date(2024, 1, 31), Duration(months=1), date(2024, 2, 29)),
        (date(2023, 1, 31), Duration(months=1), date(2023, 2, 28)),
        (date(2024, 2, 29), Duration(months=12), date(2025, 2, 28)),
        (date(2024, 2, 29), Duration(months=48), date(2028, 2, 29)),
        (date(2024, 3, 31), Duration(months=-1), date(2024, 2, 29)),
        (date(2024, 1, 31), Duration(months=1, days=1), date(2024, 3, 1)),
        (date(2024, 3, 1), Duration(months=36, days=-1), date(2027, 2, 28)),
        (date(2024, 12, 15), Duration(months=1), date(2025, 1, 15)),
        (date(2024, 1, 15), Duration(months=-1), date(2023, 12, 15)),
        (date(1900, 1, 31), Duration(months=1), date(1900, 2, 28)),
    ],
)
def test_months_come_first_and_are_cut_to_the_last_day_there_is(day: date, plus: Duration, expected: date) -> None:
    assert days.add(day, plus) == expected


def test_months_and_years_are_one_sum_so_a_leap_day_is_cut_once() -> None:
    assert days.add(date(2024, 2, 29), Duration(months=12) + Duration(months=36)) == date(2028, 2, 29)


@pytest.mark.parametrize("start", [date(2023, 12, 25) + timedelta(n) for n in range(30)])
@pytest.mark.parametrize("n", [-8, -1, 1, 2, 5, 8])
def test_the_nth_business_day_is_found_as_by_counting_on_one_s_fingers(start: date, n: int) -> None:
    day, left = start, abs(n)
    while left:
        day += timedelta(1 if n > 0 else -1)
        left -= NEW_YEAR.is_business_day(day)
    assert NEW_YEAR.after(start, n) == day


def test_business_days_are_added_after_days() -> None:
    friday = date(2024, 3, 8)
    assert days.add(friday, Duration(days=1, business_days=1)) == date(2024, 3, 11)


def test_a_holiday_on_a_weekend_takes_no_business_day_away() -> None:
    assert NEW_YEAR.after(date(2024, 7, 5), 1) == date(2024, 7, 8)


def test_end_of_month_knows_leap_years() -> None:
    assert days.end_of_month(date(2024, 2, 3)) == date(2024, 2, 29)
    assert days.end_of_month(date(2023, 2, 28)) == date(2023, 2, 28)


def test_ages_are_whole_ones_completed_by_the_addition_rule() -> None:
    leap = date(2024, 2, 29)
    assert days.age_years(leap, date(2025, 2, 27)) == 0
    assert days.age_years(leap, date(2025, 2, 28)) == 1
    assert days.age_months(date(2024, 1, 31), date(2024, 2, 28)) == 0
    assert days.age_months(date(2024, 1, 31), date(2024, 2, 29)) == 1
    assert days.age_weeks(leap, date(2024, 3, 7)) == 1
    assert days.age_days(leap, leap) == 0


def test_before_birth_every_age_is_minus_one() -> None:
    birth = date(2024, 3, 1)
    for age in (days.age_days, days.age_weeks, days.age_months, days.age_years):
        assert age(birth, date(2023, 1, 1)) == -1


@pytest.mark.parametrize("unit", list(days.AgeUnit))
@pytest.mark.parametrize("birth", [date(2024, 2, 29), date(2024, 1, 31), date(2023, 8, 31)])
def test_the_first_day_of_an_age_is_where_it_is_first_completed(birth: date, unit: days.AgeUnit) -> None:
    number = birth.toordinal()
    for age in range(40):
        first = days.number_at_age(number, age, unit)
        assert days.age_number(number, first, unit) == age
        assert days.age_number(number, first - 1, unit) == age - 1


def test_days_past_the_calendar_stay_on_its_last_day() -> None:
    assert days.add(date(9999, 12, 1), Duration(months=2)) == date.max
    assert days.add(date(1, 1, 5), Duration(days=-40)) == date.min


def test_a_span_written_with_both_days_holds_both() -> None:
    span = Span.of(date(2024, 3, 1), date(2024, 3, 3))
    assert (span.days, span.holds(date(2024, 3, 3)), span.holds(date(2024, 3, 4))) == (3, True, False)


def test_spans_that_touch_are_joined_and_a_missing_day_keeps_them_apart() -> None:
    a, b, c = (Span.of(date(2024, 3, x), date(2024, 3, y)) for x, y in ((5, 9), (1, 4), (11, 12)))
    assert days.joined([a, b, c]) == (Span.of(date(2024, 3, 1), date(2024, 3, 9)), c)
