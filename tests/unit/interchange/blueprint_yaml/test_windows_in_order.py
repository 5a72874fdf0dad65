"""Touchpoints that take the same visits stand in order of opening; windows can be met on every birthday."""

from __future__ import annotations

import pytest
from blueprint_files import codes, sound
from hypothesis import given
from hypothesis import strategies as st

M2 = "      m2: {opens: birth + 2 months, due_by: birth + 3 months, closes: birth + 4 months}\n"
M4 = "      m4: {opens: birth + 4 months, due_by: birth + 5 months, closes: birth + 6 months}\n"


@given(st.lists(st.integers(0, 400), min_size=1, max_size=12))
def test_whoever_opens_before_one_above_it_is_told(days: list[int]) -> None:
    lines = "".join(
        f"      t{n}: {{opens: birth + {day} days, due_by: birth + 900 days}}\n" for n, day in enumerate(days)
    )
    told = {problem.where.field.split(".")[3] for problem in sound((M2, lines), (M4, "")).problems}
    assert told == {f"t{n}" for n, day in enumerate(days) if any(above > day for above in days[:n])}


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("birth + 1 month", "birth + 30 days"),
        ("birth + 1 year", "birth + 365 days"),
        ("second_birthday", "birth + 23 months"),
    ],
)
def test_months_and_days_are_compared_on_real_days(above: str, below: str) -> None:
    lines = f"      a: {{opens: {above}, due_by: birth + 900 days}}\n      b: {{opens: {below}, due_by: birth + 900 days}}\n"
    assert codes(sound((M2, lines), (M4, ""))) == ["window_order"]


@pytest.mark.parametrize(
    "line",
    [
        "      m4: {opens: discharge, due_by: birth + 5 months}\n",  # another anchor: nothing can be said
        "      m4: {opens: birth + 1 month, due_by: birth + 5 months, done_by: [{event: letter}]}\n",  # other events
        '      m4: {opens: birth + 2 months, due_by: birth + 3 months, closes: "birth + 4 months, end of month"}\n',
    ],
)
def test_what_cannot_collide_is_not_told(line: str) -> None:
    assert sound((M4, line)).problems == ()


def test_a_window_through_the_end_of_its_month_can_always_be_met() -> None:
    line = '      m2: {opens: birth + 2 months, closes: "birth + 2 months, end of month"}\n'
    assert sound((M2, line)).problems == ()


def test_business_days_leave_out_weekends() -> None:
    """One business day after a Friday (1 March 2024) is three days later: a window of two days would close before."""
    line = "      m2: {opens: birth + 1 business day, closes: birth + 2 days}\n"
    (problem,) = sound((M2, line)).problems
    assert problem.what.endswith("So it is for some days to count from, such as 2024-03-01.")
