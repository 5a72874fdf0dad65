"""Our own two evaluators over the bulk children: snapshot in, status Parquet out, all columns."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
from bulk_population import BLUEPRINT, observations, read_population

from headwaters.engine.evaluation.reference import Models, ObservationIndex, judge, prepare
from headwaters.engine.warehouse.parts import PartWriter
from headwaters.engine.warehouse.snapshot import batches
from headwaters.engine.warehouse.snapshot_tables import SnapshotTables, taken
from headwaters.engine.warehouse.status_table import STATUS, Asked, status_to_arrow
from headwaters.sources.shelf import Shelf
from peers.stories import stories

Thing = TypeVar("Thing")


def models() -> Models:
    return Models.of(prepare(Shelf().open_file(BLUEPRINT)))


@dataclass
class Stages:
    """CPU seconds of each stage, and the rows written. Nothing can be judged for less than reading and writing take alone."""

    reading: float = 0.0
    judging: float = 0.0
    writing: float = 0.0
    rows: int = 0

    def __str__(self) -> str:
        return (
            f"{self.rows:,} rows; CPU seconds: reading {self.reading:.2f}, judging {self.judging:.2f}, "
            f"writing {self.writing:.2f}"
        )

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        began = time.process_time()
        yield
        setattr(self, stage, getattr(self, stage) + time.process_time() - began)

    def each(self, stage: str, things: Iterable[Thing]) -> Iterator[Thing]:
        """Things as they come, with what it takes until they do."""
        waiting = iter(things)
        while True:
            with self.timed(stage):
                found = next(waiting, None)
            if found is None:
                return
            yield found


def kernel(tables: Iterable[SnapshotTables], out: Path, *, as_of: date) -> Stages:
    """Judge everybody with the kernel."""
    from headwaters.engine.kernel.judge import judge_batch  # type: ignore[import-untyped,unused-ignore]

    stages, judged_by, index = Stages(), models(), ObservationIndex(observations())
    cut = (batch for some in tables for batch in batches(some))
    with PartWriter(out, STATUS) as part:
        for batch in stages.each("reading", cut):
            with stages.timed("judging"):
                judged = judge_batch(judged_by, batch, index, as_of=as_of, passages=False)
            with stages.timed("writing"):
                part.add(judged.status)
    stages.rows = part.rows
    return stages


def reference(tables: Iterable[SnapshotTables], out: Path, *, as_of: date) -> int:
    """The same with the reference, story by story; returns the rows written."""
    judged_by, index = models(), ObservationIndex(observations())
    with PartWriter(out, STATUS) as part:
        for some in tables:
            rows = [row for story in stories(some) for row in judge(judged_by, story, index, as_of=as_of).rows]
            part.add(status_to_arrow(rows, Asked(as_of)))
    return part.rows


def few(folder: Path, children: int) -> SnapshotTables:
    """The first children of a population."""
    import numpy as np

    return taken(next(read_population(folder)), np.arange(children))


def rows_of(out: Path) -> pa.Table:
    """What was written, words as words."""
    import pyarrow.parquet as pq

    table = pq.read_table(out)
    return table.cast(pa.schema([_plain(field) for field in table.schema]))


def _plain(field: pa.Field) -> pa.Field:
    return pa.field(field.name, pa.string()) if pa.types.is_dictionary(field.type) else field.remove_metadata()
