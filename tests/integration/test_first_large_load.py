"""A first large load does without indexes until it ends; whoever finds them missing builds them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

from loading import environment, package
from test_load_of_large_files import loaded

KILLED = """
import os, sys
from pathlib import Path
from headwaters.server.start import open_data
open_data(Path(sys.argv[1]))
from headwaters.practice.records.indexes import take_away
take_away()
os._exit(9)
"""
OPENED = (
    "import sys; from pathlib import Path; from headwaters.server.start import open_data; open_data(Path(sys.argv[1]))"
)


def python(code: str, data: Path) -> int:
    return subprocess.run([sys.executable, "-c", code, str(data)], env=environment(), check=False).returncode


def indexes(data: Path) -> set[str]:
    with sqlite3.connect(data / "records.sqlite3") as records:
        return {
            sql for (sql,) in records.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        }


def test_a_first_load_ends_with_every_index(tmp_path: Path) -> None:
    assert python(OPENED, tmp_path / "empty") == 0
    folder = package(tmp_path / "clinic", people="person\n" + "".join(f"K{n}\n" for n in range(500)))
    assert loaded(tmp_path / "data", folder).returncode == 0
    assert indexes(tmp_path / "data") == indexes(tmp_path / "empty") != set()


def test_indexes_that_a_killed_load_left_out_are_built_when_the_records_are_opened(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert python(OPENED, data) == 0
    before = indexes(data)
    assert python(KILLED, data) == 9
    assert indexes(data) < before
    assert python(OPENED, data) == 0
    assert indexes(data) == before
