"""Seeded chance: every draw of the simulation, so that the same seed gives the same families, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import blake2b
from math import sqrt
from struct import Struct
from typing import NamedTuple, TypeVar

T = TypeVar("T")

_DRAWS = Struct("<16I")
"""One digest of 64 bytes is sixteen draws of 32 bits each."""
_POSSIBLE = 2.0**-32


class Spread(NamedTuple):
    """Days (or any number) between `low` and `high`, most often near `usual`: a triangular distribution."""

    low: float
    usual: float
    high: float


class Chance:
    """Draws for one subject of one family. Each has its own seed text, so adding a subject never moves another's draws,
    and family 17 is the same whether 50 or 100,000 families are made.

    The draws are digests (BLAKE2b) of the seed text and a running number: a family has about a hundred subjects of a few draws
    each, and a generator with a large state of its own would spend more on being seeded than on drawing.
    """

    __slots__ = ("_draws", "_seed", "_turn")

    def __init__(self, *seed: object) -> None:
        self._seed = ":".join(map(str, seed)).encode()
        self._turn = 0
        self._draws: list[int] = list(_DRAWS.unpack(blake2b(self._seed).digest()))

    def point(self) -> float:
        """From 0 (possible) to 1 (not possible), all alike."""
        if not self._draws:
            self._turn += 1
            self._draws = list(_DRAWS.unpack(blake2b(b"%d:%s" % (self._turn, self._seed)).digest()))
        return self._draws.pop() * _POSSIBLE

    def happens(self, share: float) -> bool:
        return self.point() < share

    def days(self, spread: Spread) -> int:
        return round(self._within(spread))

    def later(self, day: date, spread: Spread) -> date:
        return day + timedelta(days=self.days(spread))

    def number(self, spread: Spread, digits: int) -> float:
        return round(self._within(spread), digits)

    def _within(self, spread: Spread) -> float:
        """Triangular: the share of draws below `usual` is where it stands between `low` and `high`."""
        low, usual, high = spread
        point, width = self.point(), high - low
        if not width:
            return low
        turn = (usual - low) / width
        if point < turn:
            return low + width * sqrt(point * turn)
        return high - width * sqrt((1 - point) * (1 - turn))

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both possible, all alike."""
        return low + int(self.point() * (high - low + 1))

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[int(self.point() * len(choices))]

    def by_share(self, shares: Mapping[str, float]) -> str:
        """A key, with odds in proportion to its share; the shares need not add up to one, but there must be one."""
        point, key = self.point() * sum(shares.values()), ""
        for key, share in shares.items():
            point -= share
            if point < 0:
                return key
        return key
