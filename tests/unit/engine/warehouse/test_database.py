"""Reading the system of record as Arrow: the same rows and types through either reader, whatever stands in the first rows."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from headwaters.engine.warehouse import database as door
from headwaters.engine.warehouse.database import Database, cursor_rows, sqlite_file, whole

SHAPE = pa.schema(
    [("id", pa.int64()), ("name", pa.string()), ("day", pa.date32()), ("value", pa.float64()), ("yes", pa.bool_())]
)
QUERY = 'SELECT id, name, "end", value, yes FROM told WHERE id > 0'
ROWS = [
    *((number, None, None, None, None) for number in range(1, 2000)),
    (2000, "Ana", "2026-03-14", 3.0, 1),
    (2**62, "", "0001-01-01", 0.5, 0),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "told.sqlite3")) as held, held:
        held.execute('CREATE TABLE told (id bigint, name varchar, "end" date, value real, yes bool)')
        held.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?)", ROWS)
    return tmp_path / "told.sqlite3"


@pytest.fixture(params=["file", "cursor"])
def database(path: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    if request.param == "file":
        with sqlite_file(path) as found:
            yield found
    else:
        with closing(sqlite3.connect(path)) as held:
            yield cursor_rows(held.cursor())


def test_columns_that_begin_empty_keep_their_types(database: Database) -> None:
    found = whole(database, QUERY, SHAPE)
    assert found.schema == SHAPE
    assert len(found) == len(ROWS)
    assert found.slice(0, 1).to_pylist() == [{"id": 1, "name": None, "day": None, "value": None, "yes": None}]
    assert found.slice(1999).to_pylist() == [
        {"id": 2000, "name": "Ana", "day": date(2026, 3, 14), "value": 3.0, "yes": True},
        {"id": 2**62, "name": "", "day": date(1, 1, 1), "value": 0.5, "yes": False},
    ]


def test_no_rows_are_a_table_without_rows(database: Database) -> None:
    assert whole(database, QUERY + " AND id < 0", SHAPE) == SHAPE.empty_table()


def test_rows_come_some_at_a_time(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "ROWS_AT_ONCE", 700)
    parts = list(database.read(QUERY, SHAPE))
    assert len(parts) > 2
    assert sum(len(part) for part in parts) == len(ROWS)


def test_a_file_is_read_as_it_stood_at_the_first_question(path: Path) -> None:
    with closing(sqlite3.connect(path)) as held:
        held.execute("PRAGMA journal_mode=WAL")
    with sqlite_file(path) as database:
        before = whole(database, QUERY, SHAPE)
        code = (
            "import sqlite3, sys; held = sqlite3.connect(sys.argv[1]); held.execute('DELETE FROM told'); held.commit()"
        )
        _elsewhere(code, path)
        assert whole(database, QUERY, SHAPE) == before
    with sqlite_file(path) as database:
        assert not len(whole(database, QUERY, SHAPE))


def _elsewhere(code: str, path: Path) -> None:
    """In a process of its own: two SQLite libraries in one process must not have one file open."""
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
