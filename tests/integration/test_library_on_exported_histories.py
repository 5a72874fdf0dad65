"""What `headwaters export` writes, evaluated by `import headwaters`, is what `headwaters evaluate` says; and the notebook runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from nbclient import NotebookClient

import headwaters

COMMAND = str(Path(sys.executable).with_name("headwaters"))
NOTEBOOK = Path(__file__).parents[2] / "docs" / "library" / "first-look.ipynb"
AS_OF = "2026-06-30"


def command(*words: str) -> str:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("HEADWATERS", "DJANGO"))}
    return subprocess.run([COMMAND, *words], check=True, capture_output=True, text=True, env=clean).stderr


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library") / "data"
    command("demo", "--births", "12", "--seed", "6", "--no-check", "--data", str(folder))
    return folder


@pytest.fixture(scope="module")
def histories(data: Path) -> Path:
    folder = data.parent / "histories"
    said = command("export", "--data", str(data), "--out", str(folder))
    assert "Every family in them is invented" in said
    return folder


@pytest.mark.parametrize("read", [pl.read_parquet, pd.read_parquet, pq.read_table])
def test_exported_histories_are_judged_alike_in_every_library(read, data: Path, histories: Path):  # type: ignore[no-untyped-def]
    out = data.parent / "status.parquet"
    if not out.exists():
        command("evaluate", "--data", str(data), "--as-of", AS_OF, "--out", str(out))
    frames = {file.stem: read(file) for file in sorted(histories.glob("*.parquet"))}
    judged = headwaters.evaluate(
        headwaters.read_blueprint("first-1000-days"), headwaters.Histories(**frames), as_of=AS_OF
    )
    assert judged.arrow.to_pylist() == pq.read_table(out).to_pylist()
    assert isinstance(judged.status, type(frames["episodes"]))


def test_the_notebook_runs_from_the_first_cell_to_the_last(histories: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HISTORIES", str(histories))
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), "the notebook is kept without results"
    done = NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    said = "".join(
        out.get("text", "") or out.get("data", {}).get("text/plain", "")
        for cell in done.cells
        for out in cell.get("outputs", [])
    )
    assert "the same rows from both libraries: True" in said
