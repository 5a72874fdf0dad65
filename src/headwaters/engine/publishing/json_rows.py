"""Rows of a table as JSON objects. Each word is written once, and then handed to all rows that have it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyarrow as pa

from headwaters.engine.publishing.coded import column


def json_rows(table: pa.Table, *, indent: int, depth: int) -> Iterator[str]:
    """The rows as `json.dumps(row, indent=indent)` writes them, `depth` levels down in an object. Days as 2026-06-30."""
    inside, outside = " " * indent * (depth + 1), " " * indent * depth
    lines = [f"{inside}{json.dumps(name)}: ".replace("%", "%%") + "%s" for name in table.column_names]
    form = outside + "{\n" + ",\n".join(lines) + "\n" + outside + "}"
    for row in zip(*(_texts(column(table, name)) for name in table.column_names), strict=True):
        yield form % row


def _texts(cells: pa.Array) -> Iterator[str]:
    words = cells if pa.types.is_dictionary(cells.type) else cells.dictionary_encode()
    written = [json.dumps(word, default=str) for word in words.dictionary.to_pylist()]
    return (written[code] if code is not None else "null" for code in words.indices.to_pylist())
