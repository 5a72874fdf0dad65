"""A chart of one measure over time: cut where somebody set its limits anew, each part with its middle, its limits and its verdict.

Runs are judged from ten useful points on, as their authors say; how many points limits need is Headwaters' own choice (`WORDS_ONLY`,
`SETTLED`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from statistics import median

from headwaters.domain.charts.limits import Limits, individual_limits, share_limits
from headwaters.domain.charts.nhs_rules import Cause, causes_of
from headwaters.domain.charts.runs import Runs, runs_of
from headwaters.domain.charts.series import Point, is_share

WORDS_ONLY = 12
"""Fewer points than this get a middle and no limits, and with the NHS rules no verdict."""
SETTLED = 20
"""From here on limits are drawn solid; before, as early ones."""
BIG_ENOUGH = 50
"""A share's own limits are used where at least this many were counted at every point; below, single values' limits."""


class Rules(StrEnum):
    ANHOEJ = "anhoej"
    NHS = "nhs"


class Stage(StrEnum):
    TOO_FEW = "too_few"
    EARLY = "early"
    SETTLED = "settled"


class LimitsOf(StrEnum):
    INDIVIDUAL = "xmr"
    SHARE = "p"


class Verdict(StrEnum):
    TOO_FEW = "too_few"
    NO_SIGNAL = "no_signal"
    ABOVE = "above"
    BELOW = "below"
    MIXED = "mixed"
    """Something is not chance, and it has no one direction: too few crossings alone, or points out on both sides."""


@dataclass(frozen=True, slots=True)
class Break:
    """From this day on the process is another one, and its limits are set anew. `because`: why, in words."""

    day: date
    because: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One point. `causes`: why it is not chance, by the rules of the chart; empty where nothing speaks against chance."""

    point: Point
    lower: float | None
    upper: float | None
    causes: frozenset[Cause]


@dataclass(frozen=True, slots=True)
class Phase:
    """The points between two breaks. `since`: the day from which a signal holds, where it has one."""

    because: str
    points: tuple[Judged, ...]
    centre: float | None
    runs: Runs
    stage: Stage
    limits_of: LimitsOf | None
    verdict: Verdict
    since: date | None


@dataclass(frozen=True, slots=True)
class Chart:
    rules: Rules
    phases: tuple[Phase, ...]

    @property
    def now(self) -> Phase:
        """The phase that the latest point stands in."""
        return self.phases[-1]


def chart(
    points: Sequence[Point], *, rules: Rules = Rules.ANHOEJ, breaks: Sequence[Break] = (), with_trend: bool = False
) -> Chart:
    """Judge a line of points, in the order of their days.

    raises  ValueError  two points of one day, or a break before which nothing stands
    """
    held = sorted(points, key=lambda one: one.day)
    if any(before.day == after.day for before, after in pairwise(held)):
        raise ValueError("Two points are of one day.")
    cuts = sorted(breaks, key=lambda one: one.day)
    edges = [date.min, *(cut.day for cut in cuts), date.max]
    parts = [[one for one in held if first <= one.day < after] for first, after in pairwise(edges)]
    if not all(parts) and cuts:
        raise ValueError("A break needs points before and after it.")
    words = ["", *(cut.because for cut in cuts)]
    return Chart(
        rules, tuple(_phase(part, because, rules, with_trend) for part, because in zip(parts, words, strict=True))
    )


def _phase(points: Sequence[Point], because: str, rules: Rules, with_trend: bool) -> Phase:
    told = [one for one in points if one.complete]
    values = [one.value for one in told]
    limits = _limits(told)
    shown = limits if len(told) >= WORDS_ONLY else None
    centre = _centre(values, limits, rules)
    runs = runs_of(values, centre) if centre is not None else runs_of((), 0.0)
    causes = _causes(values, shown, rules, with_trend)
    verdict, since = _verdict(told, runs, causes, centre, rules)
    places = {id(one): place for place, one in enumerate(told)}
    return Phase(
        because, tuple(_judged(one, places.get(id(one)), shown, causes) for one in points), centre, runs,
        _stage(len(told)), _limits_of(told) if shown is not None else None, verdict, since,
    )  # fmt: skip


def _judged(point: Point, place: int | None, limits: Limits | None, causes: Sequence[frozenset[Cause]]) -> Judged:
    if place is None:
        return Judged(point, None, None, frozenset())
    if limits is None:
        return Judged(point, None, None, causes[place])
    return Judged(point, limits.lower[place], limits.upper[place], causes[place])


def _limits(points: Sequence[Point]) -> Limits | None:
    if len(points) < 2:
        return None
    if _limits_of(points) is LimitsOf.SHARE:
        return share_limits([one.numerator or 0.0 for one in points], [one.denominator or 0.0 for one in points])
    return individual_limits([one.value for one in points])


def _limits_of(points: Sequence[Point]) -> LimitsOf:
    big = is_share(points) and all((one.denominator or 0) >= BIG_ENOUGH for one in points)
    return LimitsOf.SHARE if big else LimitsOf.INDIVIDUAL


def _centre(values: Sequence[float], limits: Limits | None, rules: Rules) -> float | None:
    """The median for runs, which one wild value does not move; the mean for limits, which are built about it."""
    if not values:
        return None
    if rules is Rules.ANHOEJ or limits is None:
        return float(median(values))
    return limits.centre


def _causes(values: Sequence[float], limits: Limits | None, rules: Rules, with_trend: bool) -> list[frozenset[Cause]]:
    if rules is Rules.NHS and limits is not None:
        return causes_of(values, limits, with_trend=with_trend)
    return [frozenset()] * len(values)


def _stage(points: int) -> Stage:
    if points < WORDS_ONLY:
        return Stage.TOO_FEW
    return Stage.EARLY if points < SETTLED else Stage.SETTLED


def _verdict(
    points: Sequence[Point], runs: Runs, causes: Sequence[frozenset[Cause]], centre: float | None, rules: Rules
) -> tuple[Verdict, date | None]:
    if rules is Rules.ANHOEJ:
        return _by_runs(points, runs)
    if len(points) < WORDS_ONLY or centre is None:
        return Verdict.TOO_FEW, None
    flagged = [one for one, found in zip(points, causes, strict=True) if found]
    if not flagged:
        return Verdict.NO_SIGNAL, None
    above = {one.value > centre for one in flagged}
    if len(above) > 1:
        return Verdict.MIXED, flagged[0].day
    return (Verdict.ABOVE if above == {True} else Verdict.BELOW), flagged[0].day


def _by_runs(points: Sequence[Point], runs: Runs) -> tuple[Verdict, date | None]:
    if runs.longest_allowed is None:
        return Verdict.TOO_FEW, None
    if runs.shift and runs.began is not None:
        return (Verdict.ABOVE if runs.above else Verdict.BELOW), points[runs.began].day
    if runs.few_crossings:
        return Verdict.MIXED, None
    return Verdict.NO_SIGNAL, None
