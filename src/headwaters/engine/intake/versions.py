"""Versions of records, found by their keys among millions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from headwaters.engine.intake.cells import Numbers


@dataclass(slots=True)
class Versions:
    """What packs hold of one kind of record, pack after pack.

    packs   the number of each pack; first: the place of each pack's first row
    """

    packs: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    rows: int = 0
    _parts: list[Mapping[str, Numbers]] = field(default_factory=list)
    _runs: list[tuple[Numbers, Numbers]] = field(default_factory=list)

    def add(self, pack: int, columns: Mapping[str, Numbers]) -> None:
        """One more pack, in the columns of `packs.VERSIONS`."""
        keys = columns["key"]
        order = np.argsort(keys)
        self._runs.append((keys[order], order + self.rows))
        self.packs.append(pack)
        self.first.append(self.rows)
        self._parts.append(columns)
        self.rows += len(keys)
        while len(self._runs) > 1 and len(self._runs[-2][0]) <= 2 * len(self._runs[-1][0]):
            self._runs.append(_merged(self._runs.pop(), self._runs.pop()))

    def find(self, keys: Numbers | Sequence[int]) -> Numbers:
        """The places of all versions of these keys, in the order in which they came."""
        asked = np.unique(np.asarray(keys, np.int64))
        found = [_among(held, places, asked) for held, places in self._runs]
        return np.sort(np.concatenate([np.empty(0, np.int64), *found]))

    def columns(self, places: Numbers) -> dict[str, Numbers]:
        """What these versions say, and the number of each one's `pack` and its `row` there. `places`: in their order."""
        part = np.searchsorted(np.array(self.first, np.int64), places, side="right") - 1
        row = places - np.array(self.first, np.int64)[part] if len(places) else places
        said: dict[str, Numbers] = {"pack": np.array(self.packs, np.int64)[part] if len(places) else places, "row": row}
        numbers, begins = np.unique(part, return_index=True)
        pieces = list(zip(numbers.tolist(), np.split(row, begins[1:]), strict=True)) if len(places) else []
        for name in ("key", "content", "recorded", "revision", "kept", "line"):
            said[name] = np.concatenate([
                np.empty(0, np.bool_ if name == "kept" else np.int64),
                *(self._parts[number][name][rows] for number, rows in pieces),
            ])  # fmt: skip
        return said


def _among(held: Numbers, places: Numbers, asked: Numbers) -> Numbers:
    low, high = np.searchsorted(held, asked), np.searchsorted(held, asked, side="right")
    times = high - low
    each = np.repeat(low, times) + np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    found: Numbers = places[each]
    return found


def _merged(last: tuple[Numbers, Numbers], before: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    keys = np.concatenate([before[0], last[0]])
    order = np.argsort(keys, kind="stable")
    return keys[order], np.concatenate([before[1], last[1]])[order]
