"""Many records in one piece: what finds a record and tells its versions apart, and apart from it what the rows said, word for word.

A pack is two Arrow streams, compressed: ten million rows written so take a tenth of the room and of the time that a row
of a table each would take. Nothing in a pack is ever changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from headwaters.engine.intake.block import Block
from headwaters.engine.intake.cells import Numbers
from headwaters.engine.intake.verbatim import verbatims

VERSIONS = pa.schema(
    [
        ("key", pa.int64()),
        ("content", pa.int64()),
        ("recorded", pa.int32()),
        ("revision", pa.int64()),
        ("kept", pa.bool_()),
        ("line", pa.int64()),
    ]
)
"""Of each row: its digests, when it was recorded (days since 1970-01-01), its revision, whether it was kept without effect, its line."""
RECORD_ID, VERBATIM, CELL = "record_id", "verbatim", "cell "
"""The columns of what the rows said: the record's id, and either the row as it stood or `CELL` and a column's name for each column."""
_WRITTEN = pa.ipc.IpcWriteOptions(compression="zstd")


Pack = pa.Table
"""One row of the table of packs."""


def pack_of_block(block: Block, *, kept: Sequence[bool], received: date) -> pa.Table:
    """All rows of a block as one row of the table of packs: source, record_type, file, rows, versions, said.

    kept  of each pattern, whether its rows have no effect
    """
    days = block.days["recorded"].or_else(received).numbers
    versions = (block.keys, block.contents, days, block.revision(), block.of_patterns(kept), block.lines)
    cells = {f"{CELL}{name}": column for name, column in block.columns.items() if column.null_count < len(column)}
    if block.layout.whole:
        cells = {VERBATIM: block.verbatim()}
    said = pa.table({RECORD_ID: block.record_ids, **cells})
    return _pack(block.words.source, block.layout.table.name, block.words.file, versions, said)


def pack_of_rows(
    source: str, record_type: str, file: str, rows: Sequence[tuple[int, int, date, int, bool, int, str, str]]
) -> pa.Table:
    """The same of rows that were read one by one: (key, content, recorded, revision, kept, line, record id, as it stood)."""
    keys, contents, days, revisions, kept, lines, ids, verbatim = zip(*rows, strict=True)
    numbers = [day.toordinal() - 719_163 for day in days]
    said = pa.table({RECORD_ID: pa.array(ids, pa.string()), VERBATIM: pa.array(verbatim, pa.string())})
    return _pack(source, record_type, file, (keys, contents, numbers, revisions, kept, lines), said)


def _pack(source: str, record_type: str, file: str, versions: Sequence[Any], said: pa.Table) -> pa.Table:
    arrays = [pa.array(column, field.type) for column, field in zip(versions, VERSIONS, strict=True)]
    return pa.table({
        "source": [source],
        "record_type": [record_type],
        "file": [file],
        "rows": [said.num_rows],
        "versions": pa.array([_stream(pa.table(arrays, schema=VERSIONS))], pa.binary()),
        "said": pa.array([_stream(said)], pa.binary()),
    })  # fmt: skip


def _stream(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema, options=_WRITTEN) as stream:
        stream.write_table(rows)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def read_versions(stream: bytes) -> Mapping[str, Numbers]:
    """The columns of `VERSIONS`."""
    table = pa.ipc.open_stream(stream).read_all()
    return {name: table.column(name).combine_chunks().to_numpy(zero_copy_only=False) for name in VERSIONS.names}


def read_said(stream: bytes, places: Sequence[int]) -> list[tuple[str, str]]:
    """The record's id of these rows of a pack, and each as it stood."""
    rows = pa.ipc.open_stream(stream).read_all().take(pa.array(places, pa.int64())).combine_chunks()
    ids = rows.column(RECORD_ID).to_pylist()
    if VERBATIM in rows.column_names:
        return list(zip(ids, rows.column(VERBATIM).to_pylist(), strict=True))
    cells = {
        name.removeprefix(CELL): rows.column(name).combine_chunks() for name in rows.column_names if name != RECORD_ID
    }
    return list(zip(ids, verbatims(cells).to_pylist(), strict=True))
