"""Honest power: how large a change would have to be so that so few children could show it.

Two shares of independent groups of one size, normal approximation (Fleiss, Levin and Paik 2003, Statistical Methods for Rates and
Proportions, 3rd edition, chapter 4, without continuity correction), two-sided at 5 %, found four times in five.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

ALARM = 0.05
"""How often chance alone may look like a change, both ways taken together."""
POWER = 0.80
"""How often a change of this size would be found."""
CLOSE = 1e-9


def detectable_rise(share: float, births: int) -> float | None:
    """The smallest rise of a share, from one year to the next, that would be found; None where none is large enough.

    share   of the year before, from 0 to 1
    births  counted in each of both years
    """
    return _smallest(share, births, 1.0)


def detectable_fall(share: float, births: int) -> float | None:
    """The smallest fall that would be found, as a positive number; None where even a fall to nothing would not."""
    return _smallest(share, births, 0.0)


def _smallest(share: float, births: int, end: float) -> float | None:
    """By halving between no change and the largest there can be: power only grows with the distance."""
    if births <= 0 or not _found(share, end, births):
        return None
    low, high = 0.0, abs(end - share)
    way = 1 if end > share else -1
    while high - low > CLOSE:
        middle = (low + high) / 2
        if _found(share, share + way * middle, births):
            high = middle
        else:
            low = middle
    return high


def _found(before: float, after: float, births: int) -> bool:
    both = (before + after) / 2
    if before == after:
        return False
    z_alarm, z_power = NormalDist().inv_cdf(1 - ALARM / 2), NormalDist().inv_cdf(POWER)
    needed = z_alarm * sqrt(2 * both * (1 - both)) + z_power * sqrt(before * (1 - before) + after * (1 - after))
    return abs(after - before) >= needed / sqrt(births)
