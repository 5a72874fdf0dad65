"""The blueprint's measures, counted from the command line, say what the status table says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

COMMAND = str(Path(sys.executable).with_name("headwaters"))


def headwaters(*words: str) -> str:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("HEADWATERS", "DJANGO"))}
    return subprocess.run([COMMAND, *words], check=True, capture_output=True, text=True, env=clean).stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("measures") / "data"
    headwaters("demo", "--births", "12", "--seed", "3", "--no-check", "--data", str(data))
    return data


@pytest.fixture(scope="module")
def counts(folder: Path) -> dict[str, dict[str, int]]:
    told: dict[str, dict[str, int]] = json.loads(headwaters("measures", "--json", "--data", str(folder)))["measures"]
    return told


def test_who_a_measure_is_about_falls_into_parts_that_add_up(counts: dict[str, dict[str, int]]) -> None:
    nested = [count for count in counts.values() if "who" in count]
    assert any(count["met"] for count in nested)
    for count in nested:
        parts = count["out"] + count["met"] + count["not_met"]
        assert parts <= count["who"] <= parts + count["undecided"]


def test_a_dose_is_what_the_status_table_holds(folder: Path, counts: dict[str, dict[str, int]], tmp_path: Path) -> None:
    """One function answers both: reached, of reached and missed, over all slots."""
    out = tmp_path / "status.parquet"
    headwaters("evaluate", "--data", str(folder), "--out", str(out))
    rows = [row for row in pq.read_table(out).to_pylist() if row["element"] == "prenatal_visits"]
    reached = sum(row["status"] in ("reached", "reached_late") for row in rows)
    missed = sum(row["status"] == "missed" for row in rows)
    assert reached > 0
    assert counts["prenatal_visits_kept"] == {"reached": reached, "past": reached + missed}


@pytest.fixture(scope="module")
def published(folder: Path, counts: dict[str, dict[str, int]]) -> Path:
    """What stands after `counts` were judged without it."""
    assert counts
    headwaters("refresh", "--data", str(folder))
    return folder / "published"


def test_what_is_published_and_what_is_judged_now_are_the_same_counts(
    folder: Path, published: Path, counts: dict[str, dict[str, int]]
) -> None:
    assert (published / "current").exists()
    assert json.loads(headwaters("measures", "--json", "--data", str(folder)))["measures"] == counts


def test_a_published_dose_is_read_and_not_judged_again(
    folder: Path, published: Path, counts: dict[str, dict[str, int]]
) -> None:
    """Without the rows of its element, the table holds no dose."""
    (part,) = (published / (published / "current").read_text().strip() / "status").glob("*.parquet")
    rows = pq.read_table(part)
    pq.write_table(rows.filter(pc.not_equal(rows["element"].cast("string"), "prenatal_visits")), part)
    told = json.loads(headwaters("measures", "--json", "--data", str(folder)))["measures"]
    assert told == counts | {"prenatal_visits_kept": {"reached": 0, "past": 0}}
