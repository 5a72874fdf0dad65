"""`headwaters audit` as its user runs it: the head is copied out, and whatever is done to the file afterwards is found with its place."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from loading import FAMILY, SMALL, command, environment, package


def audit(*arguments: object) -> subprocess.CompletedProcess[str]:
    return run("audit", *arguments)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    code = "from headwaters.cli.main import main; main()"
    started = [sys.executable, "-W", "error", "-c", code, *map(str, arguments)]
    return subprocess.run(started, capture_output=True, text=True, env=environment(), check=False)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two lines of the audit in minutes that are over."""
    folder = tmp_path_factory.mktemp("audited")
    data = folder / "data"
    assert command(package(folder / "clinic", **FAMILY), "--data", data).returncode == 0
    for _ in range(2):
        done = run("refresh", "--data", data, "--blueprint", SMALL, "--engine", "reference", "--as-of", "2026-06-30")
        assert done.returncode == 0, done.stderr
    with records(data) as held:
        held.execute("UPDATE access_audit SET at = datetime(at, '-1 hour') || '.000000' WHERE seal IS NULL")
        assert {row[0] for row in held.execute("SELECT action FROM access_audit")} >= {"load"}
        assert held.execute("SELECT count(*) FROM access_audit").fetchone()[0] >= 3
    return data


@pytest.fixture
def data(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "data"))


def records(data: Path) -> sqlite3.Connection:
    return sqlite3.connect(data / "records.sqlite3")


def test_the_head_is_copied_out_and_found_again(data: Path, tmp_path: Path) -> None:
    kept = tmp_path / "heads.txt"
    assert audit("head", "--data", data, "--out", kept).returncode == 0
    line = kept.read_text().strip()
    assert len(line.split(" ")[2]) == 64
    assert audit("head", "--data", data).stdout.strip() == line
    proved = audit("verify", "--data", data, "--head", line)
    assert proved.returncode == 0, proved.stderr
    assert "no break" in proved.stdout


def changed(held: sqlite3.Connection) -> None:
    held.execute(
        "UPDATE access_audit SET reader = 'nobody' WHERE id = (SELECT min(id) FROM access_audit WHERE seal = 1)"
    )


def deleted(held: sqlite3.Connection) -> None:
    held.execute("DELETE FROM access_audit WHERE id = (SELECT max(id) FROM access_audit WHERE seal = 1)")


def reordered(held: sqlite3.Connection) -> None:
    first, last = held.execute("SELECT min(id), max(id) FROM access_audit WHERE seal = 1").fetchone()
    assert first != last
    for old, new in ((first, -1), (last, first), (-1, last)):
        held.execute("UPDATE access_audit SET id = ? WHERE id = ?", (new, old))


@pytest.mark.parametrize("tamper", [changed, deleted, reordered])
def test_a_line_that_was_touched_is_found_with_its_place(
    data: Path, tamper: Callable[[sqlite3.Connection], None]
) -> None:
    assert audit("head", "--data", data).returncode == 0
    with records(data) as held:
        held.execute("PRAGMA foreign_keys = OFF")
        tamper(held)
    found = audit("verify", "--data", data)
    assert found.returncode == 1
    assert "broken at minute 1," in found.stderr


def test_a_chain_that_was_made_anew_lacks_the_head_that_was_kept(data: Path) -> None:
    head = audit("head", "--data", data).stdout.strip()
    with records(data) as held:
        held.execute("DELETE FROM access_seal")
        held.execute("UPDATE access_audit SET seal = NULL, reader = 'nobody'")
    assert audit("verify", "--data", data).returncode == 0
    found = audit("verify", "--data", data, "--head", head)
    assert found.returncode == 1
    assert "not in the chain" in found.stderr
