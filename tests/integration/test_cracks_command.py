"""`headwaters cracks` lists what the reference finds, whoever judged it and whether it was published or not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COMMAND = str(Path(sys.executable).with_name("headwaters"))
BEFORE = "2026-06-29"

BY_THE_REFERENCE = """
import json, sys
from pathlib import Path
from headwaters.cli.opening import open_for
from headwaters.domain.consent import Action, Purpose
here = open_for(Path(sys.argv[1]), purpose=Purpose.OPERATION)
from headwaters.engine.evaluation.reference import accountable
from headwaters.practice.judging import judge_everybody

def told(row):
    answers = accountable(here.models, row)
    return {
        "story": row.story_id, "recipient": row.recipient_id, "role": row.role.value,
        "element": row.element, "touchpoint": row.touchpoint, "status": row.status.value,
        "crack": row.crack.value, "missing": row.missing, "handoff": here.models.handoff_of(row),
        "handoff_state": row.handoff_state.value if row.handoff_state else None,
        "agency": answers.agency, "move": answers.move, "catch": answers.catch, "caught": answers.caught,
        "clock": row.handoff_clock.isoformat() if row.handoff_clock else None,
        "changes_on": row.changes_on.isoformat() if row.changes_on else None,
    }

judged = judge_everybody(here.models, by=here.reader, action=Action.EXPORT_ROWS, as_of=here.as_of)
print(json.dumps([told(row) for _, one in judged for row in one.rows if row.crack is not None]))
"""

BY = """
import json, sys
from pathlib import Path
from headwaters.cli.opening import open_for
from headwaters.domain.consent import Purpose
from headwaters.engine.publishing.engines import Engine
here = open_for(Path(sys.argv[1]), purpose=Purpose.OPERATION)
from headwaters.practice.cracks import Asked, everybodys_cracks

def engine():
    return Engine(sys.argv[2])

tables = everybodys_cracks(here.data, here.models, Asked(here.as_of), by=here.reader, engine=engine, watch=lambda parts: parts)
print(json.dumps([row for table in tables for row in table.to_pylist()], default=str))
"""


def told(*words: str) -> str:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("HEADWATERS", "DJANGO"))}
    return subprocess.run(words, check=True, capture_output=True, text=True, env=clean).stdout


def cracks(folder: Path, *more: str) -> dict[str, Any]:
    text = told(COMMAND, "cracks", "--json", "--data", str(folder), *more)
    held: dict[str, Any] = json.loads(text)
    assert text == json.dumps(held, indent=1) + "\n", "written as the standard library writes it"
    return held


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("cracks") / "data"
    told(COMMAND, "demo", "--births", "3", "--seed", "3", "--no-check", "--data", str(data))
    return data


@pytest.fixture(scope="module")
def expected(folder: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(told(sys.executable, "-c", BY_THE_REFERENCE, str(folder)))
    assert rows
    return rows


@pytest.fixture(scope="module")
def judged(folder: Path) -> dict[str, Any]:
    """While nothing is published."""
    return cracks(folder)


def test_cracks_are_those_of_the_reference_judged_published_and_over_a_night(
    folder: Path, expected: list[dict[str, Any]], judged: dict[str, Any]
) -> None:
    assert judged["cracks"] == expected

    told(COMMAND, "refresh", "--data", str(folder), "--as-of", BEFORE)
    assert cracks(folder) == judged, "another day is published: everybody is judged"
    told(COMMAND, "refresh", "--data", str(folder))
    published = folder / "published"
    assert (published / (published / "current").read_text().strip() / "replaced.parquet").exists(), (
        "a night over a base"
    )
    assert json.loads(told(sys.executable, "-c", BY, str(folder), "nobody is judged again")) == expected

    told(COMMAND, "refresh", "--data", str(folder), "--full")
    assert cracks(folder) == judged, "the same from what is published"


def test_counts_are_of_the_rows_and_an_element_is_part_of_them(
    folder: Path, expected: list[dict[str, Any]], judged: dict[str, Any]
) -> None:
    assert judged["total"] == len(expected) == sum(judged["by_crack"].values())
    for place in judged["by_place"]:
        rows = [row for row in expected if all(row[name] == place[name] for name in place if name != "rows")]
        assert len(rows) == place["rows"]
    element = expected[-1]["element"]
    assert cracks(folder, "--element", element)["cracks"] == [row for row in expected if row["element"] == element]
    assert cracks(folder, "--element", "nothing_of_that_name")["cracks"] == []


def test_the_kernel_s_cracks_are_the_reference_s(folder: Path, expected: list[dict[str, Any]], tmp_path: Path) -> None:
    for name in ("records.sqlite3", "installation.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    assert json.loads(told(sys.executable, "-c", BY, str(tmp_path), "kernel")) == expected
