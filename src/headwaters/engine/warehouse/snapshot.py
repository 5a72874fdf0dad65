"""The columnar snapshot of all histories, read as batches of whole stories: a base, and overlays that replace stories in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from headwaters.engine.kernel.batch import Batch
from headwaters.engine.warehouse.snapshot_files import Layer, Manifest, changed_file, read_ids, read_vocabulary
from headwaters.engine.warehouse.snapshot_tables import SnapshotTables, batch_of, merged, seen_tables, taken
from headwaters.engine.warehouse.snapshot_vocabulary import Vocabulary

STORIES_AT_ONCE = 4_000
"""Bounds memory: about 300,000 events."""

__all__ = ["STORIES_AT_ONCE", "Snapshot", "SnapshotTables", "batches", "seen_tables"]


@dataclass(frozen=True)
class Snapshot:
    """One state of the snapshot on disk. Overlays are held in memory, the base is read part by part."""

    folder: Path
    manifest: Manifest

    @classmethod
    def open(cls, folder: Path) -> Snapshot | None:
        """What is there; None where nothing is, or nothing of this format."""
        manifest = Manifest.read(folder)
        return None if manifest is None else cls(folder, manifest)

    def at(self, manifest: Manifest) -> Snapshot:
        """Another state in the same folder, whose numbers mean the same."""
        found = Snapshot(self.folder, manifest)
        found.__dict__["vocabulary"] = self.vocabulary
        return found

    @property
    def state(self) -> str:
        """Another text whenever anything that evaluation sees may differ."""
        return self.manifest.state

    @property
    def stories(self) -> int:
        return self.manifest.stories

    def changed_since(self, state: str) -> set[str] | None:
        """The stories that are new, changed or gone since an earlier state; None: that cannot be told, all may be."""
        lineage, _, number = state.rpartition("-")
        if lineage != self.manifest.lineage or not number.isdigit():
            return None
        since = range(int(number) + 1, self.manifest.number + 1)
        if not set(since) <= set(self.manifest.changed):
            return None
        return {one for step in since for one in read_ids(self.folder / changed_file(step))}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return read_vocabulary(self.folder / name for name in self.manifest.layers)

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        return tuple(Layer(self.folder / name, self.vocabulary) for name in self.manifest.layers)

    @cached_property
    def _replaced(self) -> pa.Array:
        """The stories that are not read from the base."""
        found = [one for layer in self.layers[1:] for one in (layer.story_ids, pa.array(layer.gone, pa.string()))]
        return pa.concat_arrays([pa.array([], pa.string()), *found])

    @cached_property
    def _upper(self) -> SnapshotTables | None:
        """The stories of all overlays, each from the newest that has it."""
        above = pa.array([], pa.string())
        found: list[SnapshotTables] = []
        for layer in reversed(self.layers[1:]):
            found += [_without(tables, above) for tables in layer.read_all()]
            above = pa.concat_arrays([above, layer.story_ids, pa.array(layer.gone, pa.string())])
        found = [tables for tables in found if len(tables.stories)]
        return merged(found) if found else None

    def count(self) -> int:
        """How many stories there are, by the layers themselves."""
        base = self.layers[0].story_ids
        above = 0 if self._upper is None else len(self._upper.stories)
        return int((~_is_in(base, self._replaced)).sum()) + above

    def parts(self, only: pa.Array | None = None) -> Iterator[SnapshotTables]:
        """All stories in the order of their ids, some at a time; `only`: those ids."""
        base, read_to = self.layers[0], 0
        for part in range(base.parts):
            ids = base.stories_of(part)
            last = part == base.parts - 1
            stop = self._upper_before(None if last else ids[-1].as_py())
            below = self._base_part(part, _wanted(ids, self._replaced, only))
            yield from _together([*below, *self._upper_part(read_to, stop, only)])
            read_to = stop
        if not base.parts:
            yield from self._upper_part(0, self._upper_before(None), only)

    def _base_part(self, part: int, wanted: npt.NDArray[np.int64]) -> Iterator[SnapshotTables]:
        if len(wanted):
            tables = self.layers[0].read(part)
            yield tables if len(wanted) == len(tables.stories) else taken(tables, wanted)

    def _upper_before(self, last: str | None) -> int:
        """How many stories of the overlays come up to this id (None: all)."""
        if self._upper is None:
            return 0
        if last is None:
            return len(self._upper.stories)
        return int(pc.sum(pc.less_equal(self._upper.story_ids, last)).as_py() or 0)

    def _upper_part(self, start: int, stop: int, only: pa.Array | None) -> Iterator[SnapshotTables]:
        if self._upper is not None and stop > start:
            rows = np.arange(start, stop)
            if only is not None:
                rows = rows[_is_in(self._upper.story_ids.slice(start, stop - start), only)]
            if len(rows):
                yield taken(self._upper, rows)


def _together(tables: list[SnapshotTables]) -> Iterator[SnapshotTables]:
    if tables:
        yield merged(tables)


def _without(tables: SnapshotTables, ids: pa.Array) -> SnapshotTables:
    kept = np.flatnonzero(~_is_in(tables.story_ids, ids))
    return tables if len(kept) == len(tables.stories) else taken(tables, kept)


def _wanted(ids: pa.Array, replaced: pa.Array, only: pa.Array | None) -> npt.NDArray[np.int64]:
    wanted = ~_is_in(ids, replaced) if len(replaced) else np.ones(len(ids), np.bool_)
    return np.flatnonzero(wanted if only is None else wanted & _is_in(ids, only))


def _is_in(ids: pa.Array, among: pa.Array) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = pc.is_in(ids, value_set=among).to_numpy(zero_copy_only=False)
    return found


def batches(
    tables: SnapshotTables | Snapshot, *, stories_at_once: int = STORIES_AT_ONCE, only: Iterable[str] | None = None
) -> Iterator[Batch]:
    """All stories in the order of their ids, at most so many at once; `only`: those ids. Ids that there are not are passed
    over."""
    ids = None if only is None else pa.array(sorted(set(only)), pa.string())
    parts = tables.parts(ids) if isinstance(tables, Snapshot) else _chosen(tables, ids)
    for part in parts:
        for start in range(0, len(part.stories), stories_at_once):
            stop = min(start + stories_at_once, len(part.stories))
            yield batch_of(part if stop - start == len(part.stories) else taken(part, np.arange(start, stop)))


def _chosen(tables: SnapshotTables, only: pa.Array | None) -> Iterator[SnapshotTables]:
    if only is None:
        yield tables
    else:
        rows = np.flatnonzero(_is_in(tables.story_ids, only))
        if len(rows):
            yield taken(tables, rows)
