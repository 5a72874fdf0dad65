"""Putting rows in order by several columns, the costly ones only where the cheap ones leave a tie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Rows = npt.NDArray[np.int64]
Numbers = npt.NDArray[Any]
Key = Callable[[Rows], Numbers]
"""Numbers that put these rows in order."""


def ordered(first: Numbers, *further: Key) -> Rows:
    """The rows in the order of `first`; ties by the `further` keys, each asked only about the rows that are still tied."""
    order: Rows = np.argsort(first, kind="stable").astype(np.int64, copy=False)
    if len(order) < 2:
        return order
    new = np.empty(len(order), np.bool_)
    new[0] = True
    sorted_first = first[order]
    np.not_equal(sorted_first[1:], sorted_first[:-1], out=new[1:])
    for key in further:
        tied = ~new
        tied[:-1] |= tied[1:]
        places = np.flatnonzero(tied)
        if not len(places):
            break
        rows = order[places]
        values, run = key(rows), np.cumsum(new)[places]
        within = np.lexsort((values, run))
        order[places] = rows[within]
        values = values[within]
        new[places[1:]] |= values[1:] != values[:-1]
    return order


def by_text(texts: pa.Array) -> Key:
    """A key that puts rows in the order of their text, by code points."""
    return lambda rows: ranks(texts.take(pa.array(rows)))


def ranks(texts: pa.Array) -> Numbers:
    """The place of each text among the different ones, by code points."""
    coded = texts.dictionary_encode()
    place = np.empty(len(coded.dictionary), np.int64)
    place[pc.sort_indices(coded.dictionary).to_numpy()] = np.arange(len(coded.dictionary))
    found: Numbers = place[coded.indices.to_numpy()]
    return found


def dense(keys: Numbers) -> tuple[Numbers, int]:
    """Numbers from 0 on, alike where the keys are alike, and how many different ones there are."""
    coded = pa.array(keys).dictionary_encode()
    return coded.indices.to_numpy(), len(coded.dictionary)


def starts_of(keys: Numbers) -> Rows:
    """Where each run of like keys begins."""
    if not len(keys):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))


def firsts(owner: Numbers, owners: int) -> npt.NDArray[np.int32]:
    """Where the rows of each owner begin, one more at the end; `owner` is sorted and counts from 0."""
    found = np.zeros(owners + 1, np.int32)
    np.cumsum(np.bincount(owner, minlength=owners), out=found[1:])
    return found


def ranges(starts: Numbers, stops: Numbers) -> Rows:
    """All rows of these ranges, one range after another."""
    lengths = (stops - starts).astype(np.int64)
    offset = np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    return offset + np.arange(int(lengths.sum()))


def text_ranks(words: Sequence[str]) -> Numbers:
    """The place of each word among all, by code points."""
    place = np.empty(len(words), np.int64)
    place[sorted(range(len(words)), key=words.__getitem__)] = np.arange(len(words))
    return place
