"""A chart of one measure: its middle, its limits, its breaks, and what is said of it."""

from __future__ import annotations

from datetime import date

import pytest

from headwaters.domain.charts.chart import Break, LimitsOf, Rules, Stage, Verdict, chart
from headwaters.domain.charts.series import Point, share


def months(values: list[float], of: float | None = None) -> list[Point]:
    days = [date(2024 + place // 12, place % 12 + 1, 1) for place in range(len(values))]
    if of is None:
        return [Point(day, value) for day, value in zip(days, values, strict=True)]
    return [Point(day, value / of, value, of) for day, value in zip(days, values, strict=True)]


TO_AND_FRO = [50.0, 55, 48, 57, 51, 53, 49, 56, 50, 54]


def test_nothing_is_said_of_few_points() -> None:
    now = chart(months([1.0, 9, 1])).now
    assert (now.verdict, now.stage, now.limits_of, now.centre) == (Verdict.TOO_FEW, Stage.TOO_FEW, None, 1.0)


def test_of_no_points_either() -> None:
    assert (chart([]).now.verdict, chart([]).now.centre) == (Verdict.TOO_FEW, None)


def test_what_goes_to_and_fro_has_no_signal() -> None:
    assert chart(months(TO_AND_FRO)).now.verdict is Verdict.NO_SIGNAL


def test_a_shift_is_told_with_the_day_it_began() -> None:
    now = chart(months([*TO_AND_FRO, *[one + 20 for one in TO_AND_FRO]])).now
    assert (now.verdict, now.since) == (Verdict.ABOVE, date(2024, 11, 1))


def test_the_same_points_by_the_other_rules() -> None:
    now = chart(months([*TO_AND_FRO, *[one - 20 for one in TO_AND_FRO]]), rules=Rules.NHS).now
    assert now.verdict is Verdict.MIXED
    assert now.centre == pytest.approx(42.3)


def test_limits_are_early_from_twelve_points_and_settled_from_twenty() -> None:
    stages = [chart(months((TO_AND_FRO * 3)[:many]), rules=Rules.NHS).now.stage for many in (11, 12, 19, 20)]
    assert stages == [Stage.TOO_FEW, Stage.EARLY, Stage.EARLY, Stage.SETTLED]


def test_shares_of_many_have_limits_of_their_own() -> None:
    assert chart(months(TO_AND_FRO + TO_AND_FRO, of=100)).now.limits_of is LimitsOf.SHARE
    assert chart(months([one / 10 for one in TO_AND_FRO * 2], of=10)).now.limits_of is LimitsOf.INDIVIDUAL


def test_a_month_that_is_not_over_is_shown_and_judged_by_no_rule() -> None:
    points = [*months(TO_AND_FRO), Point(date(2024, 11, 1), 9000.0, complete=False)]
    now = chart(points).now
    assert now.centre == 52.0
    assert now.points[-1].point.value == 9000.0
    assert now.points[-1].lower is None


def test_limits_set_anew_begin_another_stretch_with_its_reason() -> None:
    points = months([*TO_AND_FRO, *[one + 20 for one in TO_AND_FRO]])
    held = chart(points, breaks=[Break(date(2024, 11, 1), "referral form in two languages")])
    assert [phase.verdict for phase in held.phases] == [Verdict.NO_SIGNAL, Verdict.NO_SIGNAL]
    assert [phase.centre for phase in held.phases] == [52.0, 72.0]
    assert held.now.because == "referral form in two languages"


def test_a_break_before_the_first_point_is_refused() -> None:
    with pytest.raises(ValueError, match="before and after"):
        chart(months(TO_AND_FRO), breaks=[Break(date(2020, 1, 1), "why")])


def test_two_points_of_one_day_are_refused() -> None:
    with pytest.raises(ValueError, match="one day"):
        chart([Point(date(2024, 1, 1), 1), Point(date(2024, 1, 1), 2)])


def test_a_share_of_nobody_is_no_point() -> None:
    assert share(date(2024, 1, 1), 0, 0) is None
    assert share(date(2024, 1, 1), 0, 5) == Point(date(2024, 1, 1), 0.0, 0, 5)


def test_the_order_in_which_points_are_given_changes_nothing() -> None:
    points = months([*TO_AND_FRO, *[one + 20 for one in TO_AND_FRO]])
    assert chart(points[::-1]) == chart(points)
