"""A person's own data frames to Arrow and back: pandas, polars and Arrow are met through one library, narwhals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.compute as pc

from headwaters.domain.problems import InputUnreadable

Frame = Any
"""A pandas or polars data frame, or an Arrow table."""


Library = Literal["pandas", "polars", "pyarrow"]
LIBRARIES: tuple[Library, ...] = get_args(Library)


def library_of(frame: Frame, name: str) -> Library:
    """Which library a frame belongs to, so that answers come back as the same.

    raises  InputUnreadable  it is no eager data frame of these libraries
    """
    try:
        told = str(nw.from_native(frame, eager_only=True).implementation)
        return next(library for library in LIBRARIES if library == told)
    except (TypeError, StopIteration):
        raise InputUnreadable(
            f"`{name}` is a {type(frame).__name__}. Give a pandas or polars data frame, or an Arrow table"
            + (" (collect() the lazy one first)." if hasattr(frame, "collect") else ".")
        ) from None


def to_arrow(frame: Frame, schema: pa.Schema, *, name: str, needed: Sequence[str]) -> pa.Table:
    """The columns of `schema`, in its types; a column that is not there and not needed is empty throughout.

    Further columns are left out. Times of day are cut off; words may stand for days (`2026-03-14`).

    raises  InputUnreadable  a needed column is absent or has an empty cell, or a cell is not of its column's type: said
                             with frame, column, row (from 0) and what stands there
    """
    library_of(frame, name)
    told = nw.from_native(frame, eager_only=True).to_arrow()
    absent = [column for column in needed if column not in told.column_names]
    if absent:
        columns = ", ".join(f"`{column}`" for column in absent)
        raise InputUnreadable(
            f"`{name}` has no column {columns}. It has: {', '.join(told.column_names) or 'none'}. "
            f"Rename one of them, or add it."
        )
    arrays = [
        _column(told.column(field.name), field.type, f"{name}.{field.name}", needed=field.name in needed)
        if field.name in told.column_names
        else pa.nulls(told.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, names=schema.names)


def _column(values: pa.ChunkedArray, wanted: pa.DataType, name: str, *, needed: bool) -> pa.ChunkedArray:
    plain = _plain(values)
    if pa.types.is_date(wanted) and pa.types.is_string(plain.type):
        cast = _each(plain, lambda one: pc.cast(pc.strptime(one, "%Y-%m-%d", "s", error_is_null=True), wanted))
    else:
        cast = _each(plain, lambda one: _cast(one, wanted, name))
    row = first_false(pc.or_(pc.is_null(plain), pc.is_valid(cast)))
    if row is not None:
        raise InputUnreadable(f"`{name}`, row {row}: {plain[row].as_py()!r} is not {_words(wanted)}. Mend the cell.")
    if needed and cast.null_count:
        row = first_false(pc.is_valid(cast))
        raise InputUnreadable(
            f"`{name}`, row {row} is empty, and every row needs it. Fill it in, or leave the row out."
        )
    return cast


def first_false(which: pa.ChunkedArray) -> int | None:
    """The first row that is false; None where none is."""
    row = int(pc.index(which, False).as_py())
    return row if row >= 0 else None


def _plain(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Without the coding of its library: dictionaries decoded, long strings as strings, NaN as nothing."""
    if pa.types.is_dictionary(values.type):
        values = pa.chunked_array([chunk.dictionary_decode() for chunk in values.chunks], values.type.value_type)
    if pa.types.is_large_string(values.type) or pa.types.is_string_view(values.type):
        values = values.cast(pa.string())
    if pa.types.is_floating(values.type):
        values = _each(values, lambda one: pc.if_else(pc.is_nan(one), pa.scalar(None, one.type), one))
    return values


def _each(values: pa.ChunkedArray, change: Any) -> pa.ChunkedArray:
    chunks = [change(chunk) for chunk in values.chunks]
    return pa.chunked_array(chunks) if chunks else change(pa.chunked_array([pa.array([], values.type)]))


def _cast(values: pa.Array, wanted: pa.DataType, name: str) -> pa.Array:
    if pa.types.is_date(wanted) and pa.types.is_timestamp(values.type):
        return values.cast(pa.date32(), safe=False)
    if pa.types.is_string(wanted) and pa.types.is_date(values.type):
        return values.cast(wanted)
    try:
        return values.cast(wanted)
    except pa.ArrowInvalid:
        return _cast_one_by_one(values, wanted)
    except pa.ArrowNotImplementedError:
        raise InputUnreadable(
            f"`{name}` holds {values.type} where {_words(wanted)} is wanted. Convert the column."
        ) from None


def _cast_one_by_one(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    """The column has a cell that cannot be read: find out which, so that it can be named."""
    found: list[object] = []
    for value in values:
        try:
            found.append(value.cast(wanted).as_py())
        except pa.ArrowInvalid:
            found.append(None)
    return pa.array(found, wanted)


def _words(kind: pa.DataType) -> str:
    if pa.types.is_date(kind):
        return "a day (year-month-day)"
    if pa.types.is_boolean(kind):
        return "true or false"
    if pa.types.is_integer(kind):
        return "a whole number"
    return "a number" if pa.types.is_floating(kind) else "text"


def like(table: pa.Table, library: Library) -> Frame:
    """An Arrow table as a frame of that library. Words stay words: no codes are seen."""
    plain = pa.table(
        {
            name: column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
            for name, column in zip(table.column_names, table.columns, strict=True)
        }
    )
    return plain if library == "pyarrow" else nw.from_arrow(plain, backend=library).to_native()


def library_of_first(frames: Mapping[str, Frame]) -> Library:
    """The library of the first frame that is given."""
    return next(library_of(frame, name) for name, frame in frames.items() if frame is not None)
