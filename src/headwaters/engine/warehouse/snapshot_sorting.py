"""Rows as they come out of the records, sorted into parts of whole stories on disk, so that memory holds one part at a time."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import fields
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from headwaters.engine.warehouse.ordering import Rows, starts_of
from headwaters.engine.warehouse.snapshot_files import open_new
from headwaters.engine.warehouse.snapshot_vocabulary import Ints


class Shelves:
    """One file of rows for each part. `part_of`: the part of each seat."""

    def __init__(self, folder: Path, name: str, part_of: Ints) -> None:
        self._folder = folder
        self._name = name
        self._part_of = part_of
        self._writers: dict[int, pa.ipc.RecordBatchStreamWriter] = {}
        self._files: dict[int, FileIO] = {}

    def put(self, rows: Any) -> None:
        """Rows in numbers (`EventRows`, `FactRows`), of any seats."""
        columns = {one.name: getattr(rows, one.name) for one in fields(rows)}
        part = self._part_of[columns["seat"]]
        if not len(part):
            return
        order = np.argsort(part, kind="stable")
        batch = pa.record_batch({name: _taken(column, order) for name, column in columns.items()})
        edges = starts_of(part[order])
        for start, stop in zip(edges.tolist(), [*edges[1:].tolist(), len(order)], strict=True):
            self._writer(int(part[order[start]]), batch.schema).write_batch(batch.slice(start, stop - start))

    def _writer(self, part: int, schema: pa.Schema) -> pa.ipc.RecordBatchStreamWriter:
        if part not in self._writers:
            self._files[part] = open_new(self._path(part))
            self._writers[part] = pa.ipc.new_stream(self._files[part], schema)
        return self._writers[part]

    def close(self) -> None:
        """Nothing more is put on the shelves."""
        with ExitStack() as opened:
            for part, file in self._files.items():
                opened.push(file)
                if part in self._writers:
                    opened.push(self._writers[part])

    def take(self, part: int) -> Mapping[str, Any] | None:
        """The rows of a part by column, taken off the shelf; None: there are none."""
        if part not in self._writers:
            return None
        path = self._path(part)
        with pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as reader:
            table = reader.read_all()
        path.unlink()
        return {name: _column(table, name) for name in table.column_names}

    def _path(self, part: int) -> Path:
        return self._folder / f"{self._name}-{part:06}.arrow"


def _taken(column: Any, order: Rows) -> pa.Array:
    return column.take(pa.array(order)) if isinstance(column, pa.Array) else pa.array(column[order])


def _column(table: pa.Table, name: str) -> Any:
    found = table.column(name).combine_chunks()
    return found if pa.types.is_string(found.type) else found.to_numpy(zero_copy_only=False)
