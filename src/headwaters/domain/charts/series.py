"""One measure over time: its points, as a count of a count where both are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Point:
    """One value. `numerator` of `denominator` where the value is a share; `complete` False: its period is not over, or not all
    have reported, so that it is drawn hollow and judged by no rule."""

    day: date
    value: float
    numerator: float | None = None
    denominator: float | None = None
    complete: bool = True


def share(day: date, numerator: float, denominator: float, *, complete: bool = True) -> Point | None:
    """A share as a point; None where there was nobody to count: no share, not zero."""
    return None if denominator == 0 else Point(day, numerator / denominator, numerator, denominator, complete)


def is_share(points: Sequence[Point]) -> bool:
    """Whether every point is a share whose denominator is known."""
    return bool(points) and all(one.denominator is not None and one.numerator is not None for one in points)
