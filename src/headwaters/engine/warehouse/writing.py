"""What is handed to whoever writes tables to the records, and what it says when it cannot go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Addition:
    """Rows to add to one table. `or_ignore`: a row whose primary key is there already is left out."""

    table: str
    rows: pa.Table
    or_ignore: bool = False


def addition(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, or_ignore: bool = False) -> Addition:
    """Rows that were made one by one, as columns: days as year-month-day, yes and no as 1 and 0, as the records keep them."""
    import pyarrow as pa

    arrays = [_column(values) for values in zip(*rows, strict=True)]
    return Addition(table, pa.table(arrays, names=list(columns)), or_ignore)


def _column(values: tuple[Any, ...]) -> pa.Array:
    import pyarrow as pa

    kind = next((type(value) for value in values if value is not None), None)
    if kind is None:
        return pa.nulls(len(values), pa.string())
    if issubclass(kind, date):
        return pa.array([None if day is None else day.isoformat() for day in values], pa.string())
    if kind is bool:
        return pa.array([None if value is None else int(value) for value in values], pa.int64())
    return pa.array(values)


class WriterStopped(OSError):
    """The process that writes has ended; its text says why."""
