"""The columnar snapshot of all histories, read as batches of whole stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwaters.engine.kernel.batch import Batch
from headwaters.engine.warehouse.snapshot_tables import SnapshotTables, batch_of, seen_tables, taken

STORIES_AT_ONCE = 4_000
"""Bounds memory: about 300,000 events."""

__all__ = ["STORIES_AT_ONCE", "SnapshotTables", "batches", "seen_tables"]


def batches(
    tables: SnapshotTables, *, stories_at_once: int = STORIES_AT_ONCE, only: Iterable[str] | None = None
) -> Iterator[Batch]:
    """All stories in the order of their ids, cut between two stories; `only`: those ids. Ids that there are not are passed
    over."""
    for some in cut(tables, stories_at_once, None if only is None else pa.array(sorted(set(only)), pa.string())):
        yield batch_of(some)


def cut(tables: SnapshotTables, stories_at_once: int, only: pa.Array | None) -> Iterator[SnapshotTables]:
    rows = np.arange(len(tables.stories))
    if only is not None:
        rows = np.flatnonzero(pc.is_in(tables.story_ids, value_set=only).to_numpy(zero_copy_only=False))
    for start in range(0, len(rows), stories_at_once):
        yield taken(tables, rows[start : start + stories_at_once])
