"""Process limits: between them lies what the process does by itself. For single values (XmR) and for shares (p)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean

D2 = 1.128
"""Expected range of two values in standard deviations (Shewhart 1931; Montgomery 2019, appendix VI)."""
MOST_RANGE = 3.267
"""Moving ranges above this many mean moving ranges come from special causes and set no limits (Nelson 1982, D4 for pairs)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`lower` and `upper`: three standard deviations from the centre, one for each point."""

    centre: float
    lower: tuple[float, ...]
    upper: tuple[float, ...]

    def near(self, place: int) -> tuple[float, float]:
        """Two standard deviations from the centre: two thirds of the way to the limits."""
        return (
            self.centre - (self.centre - self.lower[place]) * 2 / 3,
            self.centre + (self.upper[place] - self.centre) * 2 / 3,
        )


def individual_limits(values: Sequence[float], *, screened: bool = True) -> Limits:
    """Limits of single values from how much neighbours differ (Wheeler 1993: mean and 2.66 mean moving ranges).

    values    at least two
    screened  ranges from special causes are left out once, so that one wild value does not hide the next; as spreadsheets of the
              NHS do it, without
    """
    ranges = [abs(after - before) for before, after in pairwise(values)]
    usual = fmean(ranges)
    if screened:
        usual = fmean([one for one in ranges if one <= MOST_RANGE * usual] or ranges)
    centre, wide = fmean(values), 3 * usual / D2
    many = len(values)
    return Limits(centre, (centre - wide,) * many, (centre + wide,) * many)


def share_limits(numerators: Sequence[float], denominators: Sequence[float]) -> Limits:
    """Limits of shares, each by its own denominator: narrower where more were counted; never below 0 or above 1."""
    centre = sum(numerators) / sum(denominators)
    wide = [3 * sqrt(centre * (1 - centre) / n) for n in denominators]
    return Limits(centre, tuple(max(0.0, centre - one) for one in wide), tuple(min(1.0, centre + one) for one in wide))
