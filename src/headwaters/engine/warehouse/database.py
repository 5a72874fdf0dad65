"""Records out of the system of record as Arrow, without an object for each cell where the database allows it.

Two readers, one shape: `sqlite_file` reads a SQLite file through ADBC; `cursor_rows` reads whatever a DB-API cursor reads,
PostgreSQL among them, slower. Queries are plain SQL that both understand.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import adbc_driver_sqlite.dbapi
import pyarrow as pa

ROWS_AT_ONCE = 500_000
"""About 100 MB of statements."""


class Database(Protocol):
    """Reads queries, all of them as of one moment."""

    def read(self, sql: str, schema: pa.Schema) -> Iterator[pa.Table]:
        """The rows of a query, some at a time, with the columns of `schema`, in its order."""
        ...


def whole(database: Database, sql: str, schema: pa.Schema) -> pa.Table:
    """All rows of a query at once."""
    return pa.concat_tables([schema.empty_table(), *database.read(sql, schema)])


@contextmanager
def sqlite_file(path: Path) -> Iterator[Database]:
    """A SQLite file, as it stands now until the end of the block.

    No other SQLite library of this process may have the file open meanwhile: closing it here would drop that one's locks.
    """
    with adbc_driver_sqlite.dbapi.connect(str(path)) as connection:
        yield _SqliteFile(connection)


class _SqliteFile:
    def __init__(self, connection: Any) -> None:
        self._connection = connection  # not autocommit: the first query opens the transaction that all read in

    def read(self, sql: str, schema: pa.Schema) -> Iterator[pa.Table]:
        with self._connection.cursor() as cursor:
            cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(ROWS_AT_ONCE)})
            # SQLite's columns have no types. The driver takes them from the first rows, so the first row shows them all.
            cursor.execute(f"SELECT {', '.join(_sample(one.type) for one in schema)} UNION ALL {sql}")
            first = 1
            for batch in cursor.fetch_record_batch():
                columns = [
                    _cast(column, one.type) for column, one in zip(batch.slice(first).columns, schema, strict=True)
                ]
                yield pa.table(columns, schema=schema)
                first = 0


def _sample(kind: pa.DataType) -> str:
    if pa.types.is_floating(kind):
        return "0.5"
    return "0" if pa.types.is_integer(kind) or pa.types.is_boolean(kind) else "''"


def _cast(column: pa.Array, kind: pa.DataType) -> pa.Array:
    return column if column.type == kind else column.cast(kind)


def cursor_rows(cursor: Any) -> Database:
    """Whatever this DB-API cursor reads; in a transaction of the caller's, where all queries are to be of one moment."""
    return _CursorRows(cursor)


class _CursorRows:
    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def read(self, sql: str, schema: pa.Schema) -> Iterator[pa.Table]:
        self._cursor.execute(sql)
        while rows := self._cursor.fetchmany(ROWS_AT_ONCE):
            columns = zip(*rows, strict=True)
            yield pa.table(
                [_array(values, one.type) for values, one in zip(columns, schema, strict=True)], schema=schema
            )


def _array(values: tuple[Any, ...], kind: pa.DataType) -> pa.Array:
    if pa.types.is_date(kind) and any(isinstance(value, str) for value in values):
        return pa.array(values, pa.string()).cast(kind)
    if pa.types.is_boolean(kind):
        return pa.array([None if value is None else bool(value) for value in values], kind)
    return pa.array(values, kind)
