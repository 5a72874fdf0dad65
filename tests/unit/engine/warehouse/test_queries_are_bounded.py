"""Queries over what is published take a bounded share of the machine, and leave nothing that others could read."""

from __future__ import annotations

from pathlib import Path

import duckdb

from headwaters.engine.warehouse.layers import MEMORY, THREADS, cursor


def setting(con: duckdb.DuckDBPyConnection, name: str) -> str | int:
    row = con.execute(f"select current_setting('{name}')").fetchone()
    assert row is not None
    return row[0]  # type: ignore[no-any-return]


def test_memory_and_threads_do_not_grow_with_the_machine() -> None:
    with duckdb.connect(config={"memory_limit": MEMORY}) as plain:
        assert setting(cursor(), "memory_limit") == setting(plain, "memory_limit")
    assert int(setting(cursor(), "threads")) <= THREADS


def test_what_does_not_fit_goes_where_only_this_user_reads() -> None:
    folder = Path(str(setting(cursor(), "temp_directory")))
    assert folder.stat().st_mode & 0o077 == 0
