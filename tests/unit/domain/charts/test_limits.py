"""Process limits against published examples."""

from __future__ import annotations

import pytest

from headwaters.domain.charts.limits import individual_limits, share_limits

ONE_WILD = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
"""The NHS-R community's own example of what leaving out wild ranges does (NHSRplotthedots 0.2.2, article on deviations)."""


def test_limits_of_single_values_are_those_published_with_wild_ranges_left_out() -> None:
    found = individual_limits(ONE_WILD)
    assert [round(one, 2) for one in (found.upper[0], found.centre, found.lower[0])] == [4.6, 1.94, -0.72]


def test_and_with_all_ranges_as_the_spreadsheet_does_it() -> None:
    found = individual_limits(ONE_WILD, screened=False)
    assert [round(one, 2) for one in (found.upper[0], found.centre, found.lower[0])] == [6.95, 1.94, -3.06]


def test_limits_of_shares_are_narrower_where_more_were_counted() -> None:
    found = share_limits([10, 40], [100, 400])
    assert found.centre == pytest.approx(0.1)
    assert found.upper[0] - 0.1 == pytest.approx(3 * (0.1 * 0.9 / 100) ** 0.5)
    assert found.upper[1] - 0.1 == pytest.approx((found.upper[0] - 0.1) / 2)


def test_limits_of_shares_stay_between_none_and_all() -> None:
    found = share_limits([1, 0, 49, 50], [50, 50, 50, 50])
    assert all(0 <= low <= found.centre <= high <= 1 for low, high in zip(found.lower, found.upper, strict=True))


def test_a_share_of_nobody_and_of_everybody_has_limits_of_no_width() -> None:
    assert share_limits([0, 0], [60, 60]).upper == (0.0, 0.0)


def test_two_thirds_of_the_way_to_the_limits_is_near_them() -> None:
    low, high = individual_limits([1, 2, 1, 2, 1, 2]).near(0)
    assert (low, high) == (pytest.approx(1.5 - 2 / 1.128), pytest.approx(1.5 + 2 / 1.128))
