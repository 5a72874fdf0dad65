"""Drawing that is broken off leaves the stories as they were, and the next load draws them."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from loading import EVENTS, FAMILY, PEOPLE, environment, package

LOAD = """
import os, signal, sys
from datetime import date
from pathlib import Path
from headwaters.server.start import open_data
data, folder, deadly = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
open_data(data)
from django.db import connection
from headwaters.practice.families import actions
from headwaters.practice.records.actions import load
from headwaters.sources.source import deliveries, discover
asked = 0

def count(execute, sql, params, many, context):
    global asked
    asked += 1
    if asked == deadly:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

drawing = actions.redraw

def watched(**more):
    with connection.execute_wrapper(count):
        return drawing(**more)

actions.redraw = watched
load(deliveries(folder, discover()), received=date(2026, 5, 1))
print(asked)
"""
DRAWN = ("episode", "member", "seat", "story_name", "identifier", "linkage_problem", "drawn_story", "named_child")


def load(data: Path, folder: Path, *, deadly: int = 0) -> subprocess.CompletedProcess[str]:
    """Load the folder in a process that kills itself at the statement `deadly` of the drawing; 0: at none."""
    arguments = [sys.executable, "-c", LOAD, str(data), str(folder), str(deadly)]
    return subprocess.run(arguments, capture_output=True, text=True, env=environment(), check=False)


def drawn(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that is drawn, and whose numbers are whose."""
    base = sqlite3.connect(data / "records.sqlite3")
    tables = {
        name: sorted(map(repr, (row[1:] for row in base.execute(f"SELECT * FROM families_{name}")))) for name in DRAWN
    }
    persons = base.execute("SELECT id, person FROM families_known_as WHERE person IS NOT NULL ORDER BY id").fetchall()
    base.close()
    return {**tables, "persons": persons}  # type: ignore[dict-item]


def is_stale(data: Path) -> bool:
    base = sqlite3.connect(data / "records.sqlite3")
    ((stale,),) = base.execute("SELECT stale FROM families_drawn").fetchall()
    base.close()
    return bool(stale)


@pytest.fixture
def night(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Data as of yesterday, today's folder, and the same data with today loaded undisturbed."""
    data, undisturbed = tmp_path / "data", tmp_path / "undisturbed"
    others = "".join(f"N{n},Other,2025-0{1 + n}-01\n" for n in range(8))
    assert load(data, package(tmp_path / "first", **{**FAMILY, "people": PEOPLE + others})).returncode == 0
    shutil.copytree(data, undisturbed)
    people = PEOPLE.replace("K2,Eva,2026-03-14", "K2,Eva,2026-03-15") + "K3,Zoe,2026-04-01\n"
    today = package(tmp_path / "second", people=people, events=EVENTS)
    return data, today, undisturbed


def test_a_drawing_that_is_killed_anywhere_leaves_the_stories_as_they_were_and_is_made_up_for(
    tmp_path: Path, night: tuple[Path, Path, Path]
) -> None:
    data, today, undisturbed = night
    before = drawn(data)
    done = load(undisturbed, today)
    after, asked = drawn(undisturbed), int(done.stdout)
    assert before != after
    for deadly in (*sorted(random.Random(27).sample(range(2, asked), 2)), asked - 1):
        copy = tmp_path / f"killed at {deadly}"
        shutil.copytree(data, copy)
        assert load(copy, today, deadly=deadly).returncode == -signal.SIGKILL
        assert drawn(copy) == before
        assert is_stale(copy)
        assert load(copy, today).returncode == 0
        assert drawn(copy) == after
        assert not is_stale(copy)
