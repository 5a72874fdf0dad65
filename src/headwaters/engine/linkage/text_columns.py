"""Columns of text out of the caller's own database connection, without an object for each cell.

SQLite joins a column into one text four times as quickly as it hands out its cells; here it is cut apart again. What a
query reads so, it reads in the caller's transaction: rows that are not committed yet too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Rows = npt.NDArray[np.int64]
Texts = pa.StringArray
_SEPARATOR = 30
"""ASCII's record separator. Where a text holds one itself, the cells are read one by one."""
NO_DAY = 0


def read_texts(cursor: Any, columns: Sequence[str], rest: str, values: Sequence[Any] = ()) -> list[pa.StringArray]:
    """The columns of a query, in the order of its rows.

    cursor   of the caller's connection; `%s` stands for a value
    columns  SQL expressions that give a text, never none
    rest     where they are read from: what follows FROM
    """
    joined = ", ".join(f"CAST(group_concat({column}, char({_SEPARATOR})) AS BLOB)" for column in columns)
    if cursor.db.vendor == "sqlite":
        cursor.execute(f"SELECT COUNT(*), {joined} FROM {rest}", list(values))
        rows, *texts = cursor.fetchone()
        arrays = [_cut(bytes(text or b""), rows) for text in texts]
        found = [array for array in arrays if array is not None]
        if len(found) == len(arrays):
            return found
    cursor.execute(f"SELECT {', '.join(columns)} FROM {rest}", list(values))
    cells = cursor.fetchall()
    return [pa.array([str(row[place]) for row in cells], pa.string()) for place in range(len(columns))]


def _cut(joined: bytes, rows: int) -> pa.StringArray | None:
    """One text for each row; None where there are not as many as rows."""
    if not rows:
        return pa.array([], pa.string())
    letters = np.frombuffer(joined, np.uint8)
    ends = np.flatnonzero(letters == _SEPARATOR)
    if len(ends) != rows - 1:
        return None
    offsets = np.zeros(rows + 1, np.int32)
    offsets[1:-1] = ends - np.arange(rows - 1)
    offsets[-1] = len(letters) - len(ends)
    kept = letters[letters != _SEPARATOR]
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(kept))


def numbers(texts: pa.StringArray) -> Rows:
    """Whole numbers as they are written."""
    found: Rows = pc.cast(texts, pa.int64()).to_numpy(zero_copy_only=False).astype(np.int64, copy=False)
    return found


def codes(texts: pa.Array) -> tuple[Rows, list[Any]]:
    """Each text as the place where it stands among the different ones."""
    encoded = texts.dictionary_encode()
    places: Rows = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return places, encoded.dictionary.to_pylist()


def days(texts: pa.StringArray) -> Rows:
    """Days counted as `date.toordinal` counts them; `NO_DAY` for an empty text."""
    places, written = codes(texts)
    found = [date.fromisoformat(one[:10]).toordinal() if one else NO_DAY for one in written]
    return np.array(found, np.int64)[places] if found else np.zeros(0, np.int64)


class Places:
    """Where each of many different numbers stands."""

    def __init__(self, among: Rows) -> None:
        self._order = np.argsort(among)
        self._sorted = among[self._order]

    def of(self, wanted: Rows) -> Rows:
        """The place of each, -1 where it is not there."""
        if not len(self._sorted):
            return np.full(len(wanted), -1, np.int64)
        place = np.minimum(np.searchsorted(self._sorted, wanted), len(self._sorted) - 1)
        found: Rows = np.where(self._sorted[place] == wanted, self._order[place], -1)
        return found
