"""Large files, written by a process of its own: killed at any moment, or out of disk, nothing stands half and the next run goes on."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from loading import environment, package
from test_load_command import known

LOAD = """
import resource, sys
from datetime import date
from pathlib import Path
from headwaters.server.start import open_data
data, folder, columns, most = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "columns", int(sys.argv[4])
open_data(data)
if most:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
from headwaters.domain.problems import HeadwatersError
from headwaters.practice.records.actions import load
from headwaters.sources.csv import CsvPackage
door = CsvPackage(columns_from=0, block_bytes=4_000)
try:
    report = load([(door, folder)], received=date(2026, 5, 1), columns=columns, process_from=0, packed_from=20)
except HeadwatersError as refusal:
    print(refusal, file=sys.stderr)
    sys.exit(1)
print(report.as_json())
"""


def loaded(data: Path, folder: Path, *, how: str = "columns", most: int = 0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _started(data, folder, how, most), capture_output=True, text=True, env=environment(), check=False
    )


def _started(data: Path, folder: Path, how: str = "columns", most: int = 0) -> list[str]:
    return [sys.executable, "-W", "error", "-c", LOAD, str(data), str(folder), how, str(most)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some families' visits, with rows that are corrected, doubled, wrong or about nobody."""
    days = [date(2026, 1 + n % 4, 1 + n % 28) for n in range(600)]
    people = "person,given_name,birth_date\n" + "".join(f"K{n},Ana,{days[n]}\n" for n in range(150)) + "K3,Eva,\n"
    visits = [f"{n},K{n % 150},well_visit,{day},cvx,110" for n, day in enumerate(days)]
    visits += [
        "7,K1,well_visit,2026-04-30,,",
        "x1,K2,well_visit,2026-02-30,,",
        "x2,nobody,well_visit,2026-02-03,,",
        visits[5],
    ]
    random.Random(7).shuffle(visits)
    events = "record,person,kind,start,system,code\n" + "\n".join(visits) + "\n"
    return package(tmp_path_factory.mktemp("large") / "clinic", people=people, events=events)


@pytest.fixture(scope="module")
def untouched(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    """What is known after every row was read one by one."""
    data = tmp_path_factory.mktemp("rows") / "data"
    assert loaded(data, folder, how="rows").returncode == 0
    return known(data)


def test_the_process_that_writes_leaves_what_one_row_after_another_leaves(
    tmp_path: Path, folder: Path, untouched: dict[str, list[tuple[object, ...]]]
) -> None:
    done = loaded(tmp_path / "data", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert known(tmp_path / "data") == untouched
    again = loaded(tmp_path / "data", folder)
    assert "'loaded': 0, 'kept': 0" in again.stdout
    assert known(tmp_path / "data") == untouched


def test_a_load_killed_at_any_moment_goes_on_where_it_stopped(
    tmp_path: Path, folder: Path, untouched: dict[str, list[tuple[object, ...]]]
) -> None:
    began = time.monotonic()
    assert loaded(tmp_path / "whole", folder).returncode == 0
    whole = time.monotonic() - began
    for _ in range(4):
        started = subprocess.Popen(_started(tmp_path / "data", folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())  # fmt: skip
        time.sleep(whole * random.uniform(0.3, 1.0))
        started.kill()
        started.wait()
    done = loaded(tmp_path / "data", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert known(tmp_path / "data") == untouched


@pytest.mark.parametrize("room", [20_000, 90_000])
def test_a_full_disk_is_said_in_words_and_the_next_load_goes_on(
    tmp_path: Path, folder: Path, untouched: dict[str, list[tuple[object, ...]]], room: int
) -> None:
    empty = package(tmp_path / "empty" / "clinic", people="person\n")
    assert loaded(tmp_path / "data", empty).returncode == 0
    done = loaded(
        tmp_path / "data", folder, most=room
    )  # what is written goes to the write-ahead log first, which begins empty
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "make room; then run the same load again" in done.stderr
    assert loaded(tmp_path / "data", folder).returncode == 0
    assert known(tmp_path / "data") == untouched
