"""What becomes of the rows of a block: new, known already word for word, or in need of being settled one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwaters.engine.intake.cells import Mask, Numbers, codes_of

Version = tuple[int, int, str, int, int]
"""(key, content, recorded as year-month-day, revision, 1 if it was kept without effect) of a version that is known."""


@dataclass(frozen=True, slots=True)
class Latest:
    """Of each key, in their order: what its latest version says and whether that was kept without effect. `unsure`: two
    versions claim to be the latest."""

    keys: Numbers
    contents: Numbers
    kept: Mask
    unsure: Mask

    @staticmethod
    def none() -> Latest:
        return Latest(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.bool_), np.empty(0, np.bool_))

    @staticmethod
    def of(versions: Sequence[Version]) -> Latest:
        if not versions:
            return Latest.none()
        numbers = [np.array(column) for column in zip(*versions, strict=True)]
        keys, contents, revisions, kept = numbers[0], numbers[1], numbers[3], numbers[4].astype(np.bool_)
        recorded = numbers[2].astype("datetime64[D]")
        order = np.lexsort((revisions, recorded, keys))
        keys, contents, recorded, revisions, kept = (
            column[order] for column in (keys, contents, recorded, revisions, kept)
        )
        again = keys[1:] == keys[:-1]
        alike = again & (recorded[1:] == recorded[:-1]) & (revisions[1:] == revisions[:-1])
        last = np.append(~again, True)
        return Latest(keys[last], contents[last], kept[last], np.insert(alike, 0, False)[last])

    def find(self, keys: Numbers) -> tuple[Mask, Numbers]:
        """Which of these keys are known, and each one's place here."""
        if not len(self.keys):
            return np.zeros(len(keys), np.bool_), np.zeros(len(keys), np.int64)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return self.keys[place] == keys, place


@dataclass(slots=True)
class Met:
    """The records of one table that one delivery has brought so far.

    alone  keys of rows that are settled one by one; further rows of theirs have to follow them
    """

    alone: set[int] = field(default_factory=set)
    _runs: list[Latest] = field(default_factory=list)

    def add(self, keys: Numbers, contents: Numbers) -> None:
        order = np.argsort(keys)
        nothing = np.zeros(len(keys), np.bool_)
        self._runs.append(Latest(keys[order], contents[order], nothing, nothing))
        while len(self._runs) > 1 and len(self._runs[-2].keys) <= 2 * len(self._runs[-1].keys):
            last, before = self._runs.pop(), self._runs.pop()
            self.add(np.concatenate([before.keys, last.keys]), np.concatenate([before.contents, last.contents]))

    def among(self, keys: Sequence[int]) -> set[int]:
        """Those of these keys that were met."""
        asked = np.array(keys, np.int64)
        met = np.zeros(len(asked), np.bool_)
        for run in self._runs:
            met |= run.find(asked)[0]
        return set(asked[met].tolist())

    def compare(self, keys: Numbers, contents: Numbers) -> tuple[Mask, Mask]:
        """Which rows were met word for word, and which were met and said something else."""
        same, other = np.zeros(len(keys), np.bool_), np.zeros(len(keys), np.bool_)
        for run in self._runs:
            known, place = run.find(keys)
            if known.any():
                alike = known & (run.contents[place] == contents)
                same |= alike
                other |= known & ~alike
        return same, other


@dataclass(frozen=True, slots=True)
class Fates:
    """Places of rows in a block."""

    new: Numbers
    unchanged: Numbers
    alone: Numbers


def fates(
    keys: Numbers,
    contents: Numbers,
    *,
    alone: Mask,
    takes_effect: Mask,
    met: Met,
    latest: Latest,
    waiting: Iterable[int],
) -> Fates:
    """Settle each row that needs no second look; `met` learns of the rows.

    alone         rows that are settled one by one in any case
    takes_effect  rows that say something under the blueprint; one that was kept without effect before is loaded now
    latest        what was known before this delivery
    waiting       keys of which a row waits for repair
    """
    alone = alone | _twice(keys)
    settled_alone = met.alone.union(waiting, keys[alone].tolist())
    if settled_alone:
        alone |= np.isin(keys, np.fromiter(settled_alone, np.int64))
    same, other = met.compare(keys, contents)
    known, place = latest.find(keys)
    if known.any():
        as_before = known & (latest.contents[place] == contents) & ~latest.unsure[place]
        as_before &= ~(takes_effect & latest.kept[place])
        other |= known & ~as_before
        same |= as_before
    alone |= other
    new = ~alone & ~same
    met.alone.update(keys[alone].tolist())
    met.add(keys[new], contents[new])
    return Fates(np.flatnonzero(new), np.flatnonzero(same & ~alone), np.flatnonzero(alone))


def _twice(keys: Numbers) -> Mask:
    """Rows whose key stands twice in the block."""
    order = np.argsort(keys)
    again = keys[order][1:] == keys[order][:-1]
    mask = np.zeros(len(keys), np.bool_)
    mask[order[1:]] |= again
    mask[order[:-1]] |= again
    return mask


def where(column: pa.Array, holds: Callable[[str], bool]) -> Mask:
    """The rows whose cell holds a word of which this is true."""
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column)
    answers = np.array([*map(holds, column.dictionary.to_pylist()), False], np.bool_)
    held: Mask = answers[codes_of(column)]
    return held
