"""Which versions of records are believed, and between which receipts (language part 7, steps 1 and 2)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from headwaters.engine.warehouse.ordering import Numbers, Rows, dense


class Believed(NamedTuple):
    """`rows` that count in a version which is believed from its receipt until, and without, `superseded` (0: to this day).
    Rows of one version have one number in `version`."""

    rows: Rows
    superseded: npt.NDArray[np.int32]
    version: Numbers
    is_alone: bool
    """Whether every version is a single row."""


def records(story: Numbers, source: Numbers, record: pa.Array) -> Numbers:
    """A number for each record of each story: (story, source, record id)."""
    names = record.dictionary_encode()
    sources = int(source.max(initial=0)) + 1
    key = (story.astype(np.int64) * sources + source) * max(1, len(names.dictionary)) + names.indices.to_numpy()
    return dense(key)[0]


def believed(record: Numbers, recorded: Numbers, revision: Numbers, error: npt.NDArray[np.bool_]) -> Believed:
    """Of each record and day of receipt the rows of the highest revision, unless one of them takes the record back.

    record   numbers from 0 on
    """
    retold = np.bincount(record)[record] > 1 if len(record) else np.zeros(0, np.bool_)
    alone = np.flatnonzero(~retold & ~error)
    told_once = Believed(alone, np.zeros(len(alone), np.int32), np.arange(len(alone)), True)
    if not retold.any():
        return told_once
    again = _versions(np.flatnonzero(retold), record, recorded, revision, error)
    return Believed(
        np.concatenate([alone, again.rows]),
        np.concatenate([told_once.superseded, again.superseded]),
        np.concatenate([told_once.version, again.version + len(alone)]),
        len(np.unique(again.version)) == len(again.version),
    )


def _versions(
    rows: Rows, record: Numbers, recorded: Numbers, revision: Numbers, error: npt.NDArray[np.bool_]
) -> Believed:
    rows = rows[np.lexsort((revision[rows], recorded[rows], record[rows]))]
    record, recorded, revision, error = record[rows], recorded[rows], revision[rows], error[rows]
    new = np.concatenate(([True], (record[1:] != record[:-1]) | (recorded[1:] != recorded[:-1])))
    version, starts = np.cumsum(new) - 1, np.flatnonzero(new)
    last = np.concatenate((starts[1:], [len(rows)])) - 1
    counts = revision == revision[last][version]
    taken_back = np.logical_or.reduceat(error & counts, starts)
    followed = np.concatenate((record[starts[1:]] == record[starts[:-1]], [False]))
    superseded = np.where(followed, np.concatenate((recorded[starts[1:]], [0])), 0).astype(np.int32)
    keep = counts & ~taken_back[version]
    return Believed(rows[keep], superseded[version[keep]], version[keep], False)
