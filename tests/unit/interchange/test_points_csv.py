"""Points of a chart from CSV files as people keep them."""

from __future__ import annotations

from datetime import date

from headwaters.domain.charts.series import Point
from headwaters.interchange.points_csv import read_points


def test_values_are_read_in_the_order_of_their_days() -> None:
    told = read_points("Date,Value\n2026-02-01,0.5\n2026-01-01,0.25\n", file="m.csv")
    assert told.points == (Point(date(2026, 1, 1), 0.25), Point(date(2026, 2, 1), 0.5))
    assert not told.problems


def test_counts_of_a_denominator_become_shares() -> None:
    for text in ("date,value,denominator\n2026-01-01,5,20\n", "date,numerator,denominator\n2026-01-01,5,20\n"):
        assert read_points(text, file="m.csv").points == (Point(date(2026, 1, 1), 0.25, 5, 20),)


def test_shares_beside_a_denominator_stay_shares() -> None:
    told = read_points("date,value,denominator\n2026-01-01,0.25,20\n2026-02-01,1,20\n", file="m.csv")
    assert [(one.value, one.numerator) for one in told.points] == [(0.25, 5.0), (1.0, 20.0)]


def test_wrong_rows_are_told_with_their_line_and_the_others_stand() -> None:
    text = "date,numerator,denominator\n2026-01-01,5,20\nyesterday,5,20\n2026-03-01,many,20\n2026-04-01,21,20\n\n2026-05-01,1,0\n"
    told = read_points(text, file="m.csv")
    assert [one.day for one in told.points] == [date(2026, 1, 1)]
    assert [(one.where.line, one.code) for one in told.problems] == [
        (3, "day"),
        (4, "number"),
        (5, "share"),
        (7, "share"),
    ]


def test_a_column_that_is_missing_is_named() -> None:
    for text, name in (
        ("day,value\n", "date"),
        ("date,count\n", "value"),
        ("date,numerator\n", "denominator"),
        ("", "date"),
    ):
        assert [one.where.field for one in read_points(text, file="m.csv").problems] == [name]


def test_a_day_that_stands_twice_is_told() -> None:
    told = read_points("date,value\n2026-01-01,1\n2026-01-01,2\n", file="m.csv")
    assert [one.value for one in told.points] == [1.0]
    assert [one.code for one in told.problems] == ["twice"]


def test_a_period_that_is_not_over_is_marked() -> None:
    told = read_points("\ufeffdate,value,complete\n2026-01-01,1,\n2026-02-01,2,no\n", file="m.csv")
    assert [one.complete for one in told.points] == [True, False]
