"""Days and ages as a nurse would say them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from headwaters.web.layout.clock import clock_bar
from headwaters.web.layout.dates import age_in_words, corrected_age_in_words, pregnancy_in_words, written

BORN = date(2026, 5, 28)


def test_a_date_is_written_out() -> None:
    assert written(date(2026, 3, 4)) == "Wed, March 4, 2026"


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2026, 5, 29), "1 day"),
        (date(2026, 6, 10), "13 days"),
        (date(2026, 6, 11), "2 weeks"),
        (date(2026, 8, 20), "12 weeks"),
        (date(2026, 8, 27), "2 months"),
        (date(2027, 3, 4), "9 months"),
        (date(2029, 5, 27), "35 months"),
        (date(2029, 5, 28), "3 years"),
    ],
)
def test_ages_are_weeks_to_twelve_weeks_then_months(day: date, age: str) -> None:
    assert age_in_words(BORN, day) == age


def test_a_child_born_eight_weeks_early_has_a_corrected_age_until_two() -> None:
    due = BORN + timedelta(weeks=8)
    assert corrected_age_in_words(BORN, due, date(2027, 3, 4)) == "7 months"
    assert corrected_age_in_words(BORN, due, date(2028, 6, 1)) is None


def test_a_child_born_two_weeks_before_the_due_date_is_not_early() -> None:
    assert corrected_age_in_words(BORN, BORN + timedelta(weeks=2), date(2027, 3, 4)) is None


def test_weeks_of_pregnancy_are_counted_as_clinics_do() -> None:
    assert pregnancy_in_words(date(2027, 5, 6), date(2027, 3, 4)) == "31 weeks pregnant"


def test_a_clock_past_its_day_shows_the_promise_and_the_time_over() -> None:
    bar = clock_bar(date(2027, 2, 5), date(2027, 2, 10), date(2027, 3, 4))
    assert bar.late
    assert bar.tick < bar.dot
    assert bar.over == pytest.approx(bar.dot - bar.tick, abs=0.02)


def test_a_clock_in_time_shows_how_much_is_gone() -> None:
    bar = clock_bar(date(2027, 2, 10), date(2027, 3, 22), date(2027, 3, 4))
    assert not bar.late
    assert bar.dot < bar.tick
    assert bar.gone < bar.band
