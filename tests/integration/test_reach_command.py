"""Reach from the command line: suppressed, with its rule, method and denominator, and helpful where it cannot answer."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).with_name("headwaters"))


def run(*words: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("HEADWATERS", "DJANGO"))}
    return subprocess.run([COMMAND, *words], check=False, capture_output=True, text=True, env=clean)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    data = str(tmp_path_factory.mktemp("reach") / "data")
    for words in (("demo", "--births", "16", "--seed", "3", "--no-check"), ("refresh", "--engine", "reference")):
        made = run(*words, "--data", data)
        assert made.returncode == 0, made.stderr
    return data


def test_the_table_says_rule_method_denominator_and_what_is_hidden(folder: str) -> None:
    told = run("reach", "--by", "race", "--element", "well_child.m2", "--data", folder)
    assert told.returncode == 0, told.stderr
    for wanted in ("Method:", "Counting rule: One group each", "Denominator:", "register `births`", "Hidden:"):
        assert wanted in told.stdout


def test_no_number_from_one_to_ten_leaves_as_json_and_the_shown_ones_add_up(folder: str) -> None:
    told = json.loads(run("reach", "--by", "county", "--json", "--data", folder).stdout)
    assert told["suppression"] == {"hides_from": 1, "hides_through": 10}
    rows = [row for line in told["lines"] for row in (line["everybody"], *line["groups"])]
    need = ("reached", "reached_late", "missed", "overdue", "in_progress", "declined", "unobserved")
    beside = ("ask", "still_open", "ended", "not_needed", "before_unseen")
    whole = [row for row in rows if not row["hidden"]]
    assert whole
    assert any(row["hidden"] for row in rows)
    for row in rows:
        assert all(row[name] is None or row[name] == 0 or row[name] > 10 for name in ("need", "cohort", *need, *beside))
    for row in whole:
        assert row["need"] == sum(row[name] for name in need)
        assert row["cohort"] == row["need"] + sum(row[name] for name in beside)


def test_csv_goes_to_the_output_alone_and_says_hidden_where_it_is(folder: str) -> None:
    told = run("reach", "--by", "payer", "--csv", "--data", folder)
    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    assert {row["kind"] for row in rows} == {"payer"}
    assert any(row["reached"] == "hidden" for row in rows)
    assert "Counting rule" in told.stderr


def test_what_cannot_be_answered_says_what_to_do(folder: str) -> None:
    unknown = run("reach", "--element", "leed", "--data", folder)
    other_day = run("reach", "--as-of", "2026-01-01", "--data", folder)
    odd_quarter = run("reach", "--born-from", "2025-02-01", "--data", folder)
    assert (unknown.returncode, other_day.returncode, odd_quarter.returncode) == (2, 2, 2)
    assert "There is no element `leed`" in unknown.stderr
    assert "headwaters refresh" in other_day.stderr
    assert "by quarter, 2025-01-01 to 2025-03-31" in odd_quarter.stderr
