"""The four rules of the NHS programme Making Data Count (NHS England 2019), point by point.

Offered beside runs analysis for teams trained on them. The rule of rising and falling points is off unless asked for: it finds
little, and raises false alarms (Davis and Woodall 1988).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from headwaters.domain.charts.limits import Limits

RUN = 7
TREND = 7


class Cause(StrEnum):
    """Why a point is not chance."""

    OUTSIDE = "outside"
    ONE_SIDE = "one_side"
    TREND = "trend"
    NEAR_LIMIT = "near_limit"


def sides_of(values: Sequence[float], centre: float) -> list[int]:
    """1 above, -1 below, 0 on the centre."""
    return [(value > centre) - (value < centre) for value in values]


def one_side(sides: Sequence[int]) -> list[bool]:
    """The points of every run of seven or more on one side; a point on the centre ends a run."""
    return _runs(sides, RUN)


def trend(values: Sequence[float]) -> list[bool]:
    """The points of every seven or more that each rise, or each fall; two equal neighbours end it."""
    steps = [(after > before) - (after < before) for before, after in pairwise(values)]
    found = [False] * len(values)
    for place, part in enumerate(_runs(steps, TREND - 1)):
        if part:
            found[place] = found[place + 1] = True
    return found


def two_of_three(near: Sequence[int]) -> list[bool]:
    """The points beyond two standard deviations on one side, where any three neighbours hold two of them.

    near  1 or -1 beyond two standard deviations above or below, else 0
    """
    found = [False] * len(near)
    for first in range(len(near) - 2):
        window = range(first, first + 3)
        for side in (1, -1):
            held = [place for place in window if near[place] == side]
            if len(held) >= 2:
                for place in held:
                    found[place] = True
    return found


def causes_of(values: Sequence[float], limits: Limits, *, with_trend: bool = False) -> list[frozenset[Cause]]:
    """Which rules each point is part of; empty: nothing but chance."""
    outside = [not limits.lower[place] <= value <= limits.upper[place] for place, value in enumerate(values)]
    near = [_beyond(value, *limits.near(place)) for place, value in enumerate(values)]
    held = {
        Cause.OUTSIDE: outside,
        Cause.ONE_SIDE: one_side(sides_of(values, limits.centre)),
        Cause.NEAR_LIMIT: two_of_three(near),
    }
    if with_trend:
        held[Cause.TREND] = trend(values)
    return [frozenset(cause for cause, found in held.items() if found[place]) for place in range(len(values))]


def _beyond(value: float, lower: float, upper: float) -> int:
    return (value > upper) - (value < lower)


def _runs(sides: Sequence[int], least: int) -> list[bool]:
    """The places of every unbroken run of one side, not 0, that is long enough."""
    found = [False] * len(sides)
    first = 0
    for place in range(1, len(sides) + 1):
        if place < len(sides) and sides[place] == sides[first]:
            continue
        if sides[first] != 0 and place - first >= least:
            found[first:place] = [True] * (place - first)
        first = place
    return found
