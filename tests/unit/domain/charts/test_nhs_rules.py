"""The four rules of Making Data Count, on the examples that the NHS-R community tests its own software with (NHSRplotthedots 0.2.2)."""

from __future__ import annotations

import pytest

from headwaters.domain.charts.limits import individual_limits
from headwaters.domain.charts.nhs_rules import Cause, causes_of, one_side, trend, two_of_three


@pytest.mark.parametrize(
    ("sides", "found"),
    [
        ([], ""), ([1] * 6, "......"), ([*[1] * 6, -1], "......."), ([*[1] * 8, -1], "xxxxxxxx."), ([*[-1] * 8, 1], "xxxxxxxx."),
        ([-1, *[1] * 8, -1], ".xxxxxxxx."), ([*[1] * 6, 0, *[1] * 6], "............."),
    ],
)  # fmt: skip
def test_seven_on_one_side(sides: list[int], found: str) -> None:
    assert _drawn(one_side(sides)) == found


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([], ""), ([1, 2, 3, 4, 5, 6], "......"), ([1, 2, 3, 3, 4, 5, 6], "......."), ([1, 2, 3, 4, 5, 6, 7], "xxxxxxx"),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], ".xxxxxxx."), ([7, 6, 5, 4, 3, 2, 1], "xxxxxxx"), ([2, 7, 6, 5, 4, 3, 2, 1, 3], ".xxxxxxx."),
    ],
)  # fmt: skip
def test_seven_rising_or_falling(values: list[float], found: str) -> None:
    assert _drawn(trend(values)) == found


@pytest.mark.parametrize(
    ("near", "found"),
    [
        ([], ""), ([0, 0, 0], "..."), ([1, 0, 1], "x.x"), ([0, 1, 1], ".xx"), ([1, 1, 0], "xx."), ([0, 0, 1, 0, 1, 0, 0], "..x.x.."),
        ([0, 0, 1, 1, 0, 0, 0], "..xx..."), ([1, 0, 0, 1], "...."), ([1, 0, 0, 1, 1], "...xx"), ([1, -1, 1], "x.x"), ([1, -1, 0], "..."),
    ],
)  # fmt: skip
def test_two_of_three_near_one_limit(near: list[int], found: str) -> None:
    assert _drawn(two_of_three(near)) == found


def test_a_point_outside_is_told_and_the_rule_of_rising_points_only_where_asked_for() -> None:
    values = [1.0, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    found = causes_of(values, individual_limits(values))
    assert [place for place, one in enumerate(found) if one] == [4]
    assert found[4] == {Cause.OUTSIDE}
    rising = [5.0, 6, 5, 6, 1, 2, 3, 4, 5, 6, 7]
    assert not any(Cause.TREND in one for one in causes_of(rising, individual_limits(rising)))
    assert sum(Cause.TREND in one for one in causes_of(rising, individual_limits(rising), with_trend=True)) == 7


def _drawn(found: list[bool]) -> str:
    return "".join("x" if one else "." for one in found)
