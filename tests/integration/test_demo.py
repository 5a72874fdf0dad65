"""`headwaters demo`: files of invented families, loaded through the door that everybody uses, held against the truth."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

RUN = """
import sys, typer
from headwaters.cli.demo import demo
from headwaters.domain.problems import HeadwatersError
try:
    typer.run(demo)
except HeadwatersError as refusal:  # as the command line does
    sys.exit(str(refusal))
"""
BIRTHS = 24
"""A year; about fifty children and twenty pregnancies."""


def demo(data: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, because a data folder is opened once per process."""
    environment = {
        key: value for key, value in os.environ.items() if key not in ("HEADWATERS_DATA", "DJANGO_SETTINGS_MODULE")
    }
    return subprocess.run(
        [sys.executable, "-c", RUN, "--births", str(BIRTHS), "--data", str(data), *more],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    data = tmp_path_factory.mktemp("demo") / "data"
    return data, demo(data, "--seed", "7")


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def files_of(folder: Path) -> dict[str, str]:
    """What was made, without what was found out about it afterwards."""
    return {name: digest for name, digest in hashes(folder).items() if name != "truth-report.json"}


def test_it_ends_well_and_says_what_to_do_next(made: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _, done = made
    assert done.returncode == 0, done.stderr
    assert "headwaters serve --data" in done.stdout
    assert "invented" in done.stdout


def test_the_folder_knows_that_its_families_are_invented_and_which_day_it_speaks_of(
    made: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    data, _ = made
    held = json.loads((data / "installation.json").read_text())
    assert held["synthetic"] is True
    assert (held["as_of"], held["seed"], held["births"]) == ("2026-06-30", 7, BIRTHS)


def test_every_row_is_accounted_for_and_only_the_unreadable_ones_are_set_aside(
    made: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, done = made
    line = next(line for line in done.stdout.splitlines() if "rows read:" in line)
    read, loaded, kept, unchanged, aside, planted = [
        int("".join(c for c in part if c.isdigit())) for part in _numbers(line)[:6]
    ]
    assert read == loaded + kept + unchanged + aside
    assert aside == planted
    assert loaded > 5000


def _numbers(line: str) -> list[str]:
    return [word for word in line.replace("(", " ").split() if word[0].isdigit()]


def test_both_doors_are_used(made: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    data, _ = made
    assert (data / "agency-files" / "births" / "people.csv").is_file()
    assert (data / "agency-files" / "clinic_columbia" / "Immunization.ndjson").is_file()


def test_the_truth_stands_outside_every_package(made: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    data, _ = made
    assert {str(path.relative_to(data)) for path in data.rglob("truth*")} == {
        "agency-files/truth.csv",
        "agency-files/truth-report.json",
    }
    with (data / "agency-files" / "truth.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 300
    assert {"source", "person", "element", "touchpoint", "crack", "since", "because"} <= set(rows[0])


def test_headwaters_names_nearly_all_planted_cracks_rightly(
    made: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    data, _ = made
    report = json.loads((data / "agency-files" / "truth-report.json").read_text())
    assert sum(report["named_rightly"].values()) >= 0.85 * sum(report["planted"].values())
    suspicious = [row for row in report["named_where_nothing_was_planted"] if row["why"].startswith("it was done")]
    assert sum(row["rows"] for row in suspicious) <= 0.02 * sum(report["planted"].values())


def test_the_files_are_the_same_byte_for_byte_when_made_again(
    made: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    data, _ = made
    again = tmp_path / "again"
    assert demo(again, "--seed", "7", "--files-only").returncode == 0
    assert files_of(again / "agency-files") == files_of(data / "agency-files")


def test_made_again_in_the_same_folder_it_changes_nothing(made: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    data, _ = made
    done = demo(data, "--seed", "7", "--no-check")
    assert done.returncode == 0, done.stderr
    assert " 0 loaded" in done.stdout


def test_a_folder_with_real_records_is_never_written_into(tmp_path: Path) -> None:
    (tmp_path / "records.sqlite3").write_bytes(b"")
    done = demo(tmp_path)
    assert done.returncode == 2
    assert "not a demonstration" in done.stderr
    assert not (tmp_path / "agency-files").exists()


def test_another_demonstration_does_not_mix_with_the_one_that_is_there(
    made: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    data, _ = made
    before = hashes(data / "agency-files")
    done = demo(data, "--seed", "8")
    assert done.returncode == 2
    assert "another demonstration (24 births a year in the whole state, seed 7" in done.stderr
    assert hashes(data / "agency-files") == before


def test_somebody_elses_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "agency-files" / "births").mkdir(parents=True)
    (tmp_path / "agency-files" / "births" / "source.csv").write_text("source,agency\nours,wic\n")
    done = demo(tmp_path, "--files-only")
    assert done.returncode != 0
    assert "holds something that the demonstration did not write" in done.stderr
    assert (tmp_path / "agency-files" / "births" / "source.csv").read_text().endswith("ours,wic\n")


def test_too_many_births_are_refused_in_words(tmp_path: Path) -> None:
    done = demo(tmp_path, "--births", "60000")
    assert done.returncode == 2
    assert "50000" in done.stderr


def test_a_run_that_was_stopped_half_way_is_begun_again(
    made: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    left = tmp_path / "again" / "agency-files"
    (left / ".being-made").mkdir(parents=True)
    (left / ".being-made" / "0000000").write_bytes(b"half of something")
    (left / "READ-ME-FIRST.txt").write_text("Synthetic demonstration data.")
    assert demo(tmp_path / "again", "--seed", "7", "--files-only").returncode == 0
    assert files_of(left) == files_of(made[0] / "agency-files")
