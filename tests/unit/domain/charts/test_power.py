"""How large a change must be to be seen in few children."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwaters.domain.charts.power import detectable_fall, detectable_rise


@pytest.mark.parametrize(
    ("before", "after", "needed"), [(0.6, 0.7, 356), (0.5, 0.6, 388), (0.1, 0.2, 199), (0.4, 0.2, 82)]
)
def test_it_is_the_other_side_of_the_usual_question_of_how_many_are_needed(
    before: float, after: float, needed: int
) -> None:
    """Children in each group at 5 % and 80 %, two-sided, without continuity correction."""
    found = (detectable_rise if after > before else detectable_fall)(before, needed)
    assert found is not None
    assert found == pytest.approx(abs(after - before), abs=0.0015)


def test_three_hundred_births_show_nine_points_where_most_are_reached() -> None:
    found = detectable_rise(0.75, 312)
    assert found is not None
    assert round(100 * found) == 9


def test_a_handful_of_births_shows_nothing() -> None:
    assert detectable_rise(0.5, 5) is None
    assert detectable_fall(0.05, 20) is None
    assert detectable_rise(0.5, 0) is None


@given(st.floats(0.05, 0.9), st.integers(50, 50_000))
def test_twice_the_births_show_a_smaller_change(share: float, births: int) -> None:
    few, many = detectable_rise(share, births), detectable_rise(share, 2 * births)
    assert few is None or (many is not None and many < few)
