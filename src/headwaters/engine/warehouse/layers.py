"""Reading what was published: a run is a base and overlays, and whoever reads sees one table.

A run's folder holds its own rows and `layers.json`, which names the layers that it is read with, oldest first. An overlay
holds whole stories. Each story is read from the newest layer that has it, so that a night writes only what changed.
A table of a layer is the file NAME.parquet, or a folder NAME of parts.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import duckdb
import pyarrow as pa

from headwaters.engine.warehouse.status_table import WORD, field_of

FILE = "layers.json"
STORIES = pa.schema(
    [
        field_of("story_id", WORD, "the story; opaque"),
        field_of("rows", pa.int32(), "its rows in `status`; 0: it shows none, or is no longer told"),
        field_of("wakes_on", pa.date32(), "first day on which one of its rows may be another with nothing new", nullable=True),
        field_of("area", WORD, "its county, where only one was ever told", nullable=True),
        field_of("moved_on", pa.date32(), "the last day up to the run's on which its county may have become another", nullable=True),
        field_of("mixed", pa.bool_(), "whether more than one blueprint or version judged it"),
    ]
)  # fmt: skip
"""One row for each story of a layer: what a later night needs to know to leave it alone."""

SUMMED = frozenset({"reach", "ladders"})
"""Tables that name no story: an overlay holds the change against the run before it, and readers add all layers up."""

REPLACED = "replaced"
"""The table that an overlay's run adds: (story_id, layer), the newest layer of each story that is not read from the base."""


@dataclass(frozen=True, slots=True)
class Layers:
    """`names`: folders beside each other, oldest first; empty: the folder itself, without overlays."""

    folder: Path
    names: tuple[str, ...] = ()
    as_of: date | None = None
    known_by: date | None = None

    @classmethod
    def read(cls, folder: Path) -> Layers:
        """A folder without the file is one layer: what a test or an analyst put together by hand."""
        path = folder / FILE
        if not path.exists():
            return cls(folder)
        held = json.loads(path.read_text(encoding="utf-8"))
        days = [None if held[name] is None else date.fromisoformat(held[name]) for name in ("as_of", "known_by")]
        return cls(folder, tuple(held["layers"]), *days)

    def write(self, path: Path) -> None:
        held = {"layers": self.names, "as_of": self.as_of, "known_by": self.known_by}
        path.write_text(json.dumps(held, default=str, indent=1) + "\n", encoding="utf-8")

    @property
    def folders(self) -> tuple[Path, ...]:
        """The last is this one, whatever it is called while it is being made."""
        return (*(self.folder.parent / name for name in self.names[:-1]), self.folder)

    def sql(self, table: str) -> str:
        """A query for the whole table.

        raises  FileNotFoundError  no layer has it
        """
        base, *overlays = (files_of(folder, table) for folder in self.folders)
        if table in SUMMED:
            every = [file for files in (base, *overlays) for file in files]
            return _from(every, "") if every else self._no(table)
        parts = [_from(base, "story_id not in (select story_id from {replaced})" if overlays else "")] if base else []
        for number, files in enumerate(overlays, start=1):
            if files:
                parts.append(_from(files, f"story_id in (select story_id from {{replaced}} where layer = {number})"))
        if not parts:
            return self._no(table)
        query = "\nunion all by name\n".join(parts)
        if overlays:
            query = query.format(replaced=f"read_parquet({_list(files_of(self.folder, REPLACED))})")
        return self._with_day(query) if table == "status" and self.as_of is not None else query

    def _no(self, table: str) -> NoReturn:
        raise FileNotFoundError(f"{self.folder} holds no table `{table}`")

    def _with_day(self, query: str) -> str:
        known = f"date '{self.known_by}'" if self.known_by else "null::date"
        return f"select *, date '{self.as_of}' as as_of, {known} as known_by from ({query})"


def files_of(folder: Path, table: str) -> tuple[Path, ...]:
    """The files of one table in one layer, in the order of their rows."""
    single = folder / f"{table}.parquet"
    return (single,) if single.exists() else tuple(sorted((folder / table).glob("*.parquet")))


def _from(files: Sequence[Path], where: str) -> str:
    return f"select * from read_parquet({_list(files)})" + (f" where {where}" if where else "")


def _list(files: Sequence[Path]) -> str:
    return "[" + ", ".join("'" + str(file).replace("'", "''") + "'" for file in files) + "]"


MEMORY = "1GB"
"""The most that queries of this process may take together; by itself DuckDB would take four fifths of the machine."""
THREADS = 4
"""Each holds blocks of its own, so that a machine with many would need memory for many."""

_opening = threading.Lock()
_shared: list[duckdb.DuckDBPyConnection] = []
_spilled: list[TemporaryDirectory[str]] = []
"""Where a query goes that needs more: a folder that only this user reads, removed when the process ends."""


def cursor() -> duckdb.DuckDBPyConnection:
    """A connection of its own to the one in-memory database of this process: opening another takes a hundred times longer."""
    with _opening:
        if not _shared:
            _spilled.append(TemporaryDirectory(prefix="headwaters-"))
            threads = min(THREADS, os.cpu_count() or 1)
            _shared.append(
                duckdb.connect(config={"memory_limit": MEMORY, "threads": threads, "temp_directory": _spilled[0].name})
            )
        return _shared[0].cursor()


@contextmanager
def read_published(folder: Path, *tables: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with a view for each of the tables, by its name.

    raises  FileNotFoundError  the run has no such table
    """
    layers = Layers.read(folder)
    con = cursor()
    try:
        for table in tables:
            con.execute(f"create temp view {table} as {layers.sql(table)}")
        yield con
    finally:
        con.close()
