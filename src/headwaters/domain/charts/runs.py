"""Runs analysis: whether a line lies on one side of its middle for too long, or crosses it too seldom, to be chance.

Anhoej and Olesen 2014, Run charts revisited, PLoS ONE 9(11) e113825: critical values that depend on how many points there are, so
that false alarms stay about as rare in long charts as in short ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import comb, log2

FEWEST = 10
"""Below ten useful points no critical value means anything (Anhoej and Olesen 2014)."""
RARE = 20
"""Crossings are too few when as few would come one time in twenty by chance."""


@dataclass(frozen=True, slots=True)
class Runs:
    """`useful`: points off the centre; those on it belong to no run. `began`: index of the first point of the longest run (the
    latest of several), None without a useful point; `above`: its side."""

    useful: int
    longest_run: int
    longest_allowed: int | None
    crossings: int
    fewest_allowed: int | None
    began: int | None
    above: bool

    @property
    def shift(self) -> bool:
        return self.longest_allowed is not None and self.longest_run > self.longest_allowed

    @property
    def few_crossings(self) -> bool:
        return self.fewest_allowed is not None and self.crossings < self.fewest_allowed


def runs_of(values: Sequence[float], centre: float) -> Runs:
    """Runs about a centre. Values on the centre are passed over: they neither end a run nor lengthen it."""
    sides = [(place, value > centre) for place, value in enumerate(values) if value != centre]
    runs = [list(run) for _side, run in groupby(sides, key=lambda one: one[1])]
    longest: list[tuple[int, bool]] = max(reversed(runs), key=len, default=[])
    enough = len(sides) >= FEWEST
    return Runs(
        useful=len(sides),
        longest_run=len(longest),
        longest_allowed=longest_allowed(len(sides)) if enough else None,
        crossings=sum(before[1] != after[1] for before, after in pairwise(sides)),
        fewest_allowed=fewest_crossings(len(sides)) if enough else None,
        began=longest[0][0] if longest else None,
        above=longest[0][1] if longest else False,
    )


def longest_allowed(useful: int) -> int:
    """The longest run that chance still explains: log2(n) + 3, rounded (Schilling 2012; Anhoej and Olesen 2014)."""
    return round(log2(useful) + 3)


def fewest_crossings(useful: int) -> int:
    """The fewest crossings that chance still explains: the lower 5% point of as many throws of a coin as there are gaps.

    In whole numbers, so that no rounding decides.
    """
    gaps = useful - 1
    ways = 0
    for crossings in range(gaps + 1):
        ways += comb(gaps, crossings)
        if ways * RARE >= 2**gaps:
            return crossings
    return gaps
