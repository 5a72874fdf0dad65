"""Runs analysis against what its authors published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwaters.domain.charts.runs import fewest_crossings, longest_allowed, runs_of

PRINTED = {23: (8, 7), 24: (8, 8), 43: (8, 16)}
"""Useful points: longest run that chance explains, fewest crossings, as the authors' own software prints them for its examples
(Anhoej, pbcharts, README 2025: six hospitals with 23 and 24 months, another line with 43)."""


@pytest.mark.parametrize("useful", PRINTED)
def test_critical_values_are_those_printed_by_the_authors(useful: int) -> None:
    assert (longest_allowed(useful), fewest_crossings(useful)) == PRINTED[useful]


@pytest.mark.parametrize("useful", range(10, 101))
def test_fewer_crossings_would_come_less_than_one_time_in_twenty(useful: int) -> None:
    """`qbinom(0.05, n - 1, 0.5)` in the authors' words, worked out another way."""
    gaps, chance, below = useful - 1, 0.5 ** (useful - 1), 0.0
    for crossings in range(fewest_crossings(useful)):
        below += chance
        chance *= (gaps - crossings) / (crossings + 1)
    assert below < 0.05 <= below + chance


def test_a_line_that_moved_to_the_other_side_for_good_is_a_shift_from_where_it_moved() -> None:
    values = [3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8]
    found = runs_of(values, 6)
    assert (found.shift, found.few_crossings) == (True, True)
    assert (found.longest_run, found.began, found.above, found.crossings) == (12, 12, True, 1)


def test_a_line_that_goes_to_and_fro_is_chance() -> None:
    found = runs_of([1, 2, 1, 1, 2, 2, 1, 2, 1, 2, 2, 1, 1, 2, 1, 2], 1.5)
    assert not found.shift
    assert not found.few_crossings


def test_values_on_the_middle_neither_end_a_run_nor_lengthen_it() -> None:
    found = runs_of([1, 1, 5, 1, 1, 5, 1, 9, 9, 5], 5)
    assert (found.useful, found.longest_run, found.crossings) == (7, 5, 1)


def test_below_ten_useful_points_nothing_is_judged() -> None:
    found = runs_of([9] * 9, 5)
    assert (found.longest_allowed, found.fewest_allowed) == (None, None)
    assert not found.shift
    assert not found.few_crossings


def test_a_line_that_lies_on_its_middle_has_no_runs() -> None:
    found = runs_of([5.0] * 20, 5)
    assert (found.useful, found.longest_run, found.began) == (0, 0, None)


@given(st.lists(st.integers(0, 9), max_size=40))
def test_turning_the_chart_upside_down_changes_no_signal(values: list[int]) -> None:
    found, turned = runs_of(values, 4.5), runs_of([9 - one for one in values], 4.5)
    assert (found.shift, found.few_crossings, found.longest_run) == (
        turned.shift,
        turned.few_crossings,
        turned.longest_run,
    )
