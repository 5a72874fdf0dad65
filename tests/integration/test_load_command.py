"""`headwaters load` in a process of its own: exit codes, reports, and being killed at any moment."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from loading import EVENTS, FAMILY, PEOPLE, command, environment, package, started

from headwaters.engine.intake.packs import read_said, read_versions

TABLES = {
    "records_record": "source, record_type, record_id, file, line, recorded, revision, fate, verbatim",
    "records_set_aside": "source, record_type, record_id, file, line, verbatim",
    "families_event": "source, record_id, kind, start, agency, recorded, revision, status, known_as",
    "families_person": "source, record_id, birth, recorded, revision, known_as",
    "families_known_as": "source, local_id, person",
    "families_episode": "story_id, episode_id, kind, person, birth",
    "families_member": "story_id, episode_id, role, person",
    "families_seat": "story_id, person",
}
"""What an installation knows, without the numbers of batches and rows."""


def known(data: Path) -> dict[str, list[tuple[object, ...]]]:
    database = sqlite3.connect(data / "records.sqlite3")
    try:
        rows: dict[str, list[tuple[object, ...]]] = {
            table: list(database.execute(f"SELECT {columns} FROM {table}")) for table, columns in TABLES.items()
        }
        rows["records_record"] += packed(database)
        return {table: sorted(some, key=repr) for table, some in rows.items()}
    finally:
        database.close()


def packed(database: sqlite3.Connection) -> list[tuple[object, ...]]:
    """The records that lie in packs, in the columns of the others."""
    found: list[tuple[object, ...]] = []
    asked = "SELECT source, record_type, file, rows, versions, said FROM records_pack"
    for source, record_type, file, count, versions, said in database.execute(asked):
        held = {name: column.tolist() for name, column in read_versions(versions).items()}
        for row, (record_id, verbatim) in enumerate(read_said(said, range(count))):
            recorded = (date(1970, 1, 1) + timedelta(days=held["recorded"][row])).isoformat()
            fate = "kept" if held["kept"][row] else "loaded"
            found.append(
                (
                    source,
                    record_type,
                    record_id,
                    file,
                    held["line"][row],
                    recorded,
                    held["revision"][row],
                    fate,
                    verbatim,
                )
            )
    return found


def test_a_good_package_gives_exit_code_0_a_table_and_a_report(tmp_path: Path) -> None:
    folder = package(tmp_path / "clinic", **FAMILY)
    done = command("--data", tmp_path / "data", folder, "--received", "2026-05-01", "--report", tmp_path / "r.json")
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0)
    assert "1 families' stories." in done.stdout
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert {key: report[key] for key in ("read", "loaded", "kept", "unchanged", "set_aside")} == {
        "read": 7, "loaded": 7, "kept": 0, "unchanged": 0, "set_aside": 0,
    }  # fmt: skip
    assert report["received"] == "2026-05-01"
    assert [one["file"] for one in report["files"]] == [
        "clinic/people.csv",
        "clinic/pregnancies.csv",
        "clinic/events.csv",
    ]


def test_set_aside_rows_give_exit_code_1_and_the_file_to_mend(tmp_path: Path) -> None:
    folder = package(tmp_path / "clinic", people=PEOPLE + "K9,Zephyrina,2026-02-30\n", events=EVENTS)
    done = command("--data", tmp_path / "data", folder)
    assert done.returncode == 1
    assert "clinic/people.csv:5" in done.stderr
    assert "set-aside/clinic/people.csv" in done.stdout
    assert "Zephyrina" not in done.stdout + done.stderr
    mended = tmp_path / "data" / "set-aside" / "clinic" / "people.csv"
    mended.write_text(mended.read_text(encoding="utf-8-sig").replace("2026-02-30", "2026-02-28"), encoding="utf-8")
    again = command("--data", tmp_path / "data", tmp_path / "data" / "set-aside")
    assert again.returncode == 0
    assert "1 rows that had been set aside are mended." in again.stdout


@pytest.mark.parametrize("make", ["nothing", "text", "zip", "folder"])
def test_what_cannot_be_read_gives_exit_code_3_and_what_can_be_is_loaded(tmp_path: Path, make: str) -> None:
    bad = tmp_path / {"nothing": "gone", "text": "letter.docx", "zip": "p.zip", "folder": "empty"}[make]
    if make == "folder":
        bad.mkdir()
    elif make != "nothing":
        bad.write_bytes(b"not what it is called")
    done = command("--data", tmp_path / "data", bad, package(tmp_path / "clinic", **FAMILY))
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert bad.name in done.stderr
    assert "1 families' stories." in done.stdout


def test_a_dry_run_makes_no_data_folder(tmp_path: Path) -> None:
    done = command("--data", tmp_path / "data", package(tmp_path / "clinic", **FAMILY), "--dry-run")
    assert done.returncode == 0
    assert "a dry run" in done.stdout
    assert not (tmp_path / "data").exists()


def test_the_template_is_written_and_loads_once_it_is_filled_in(tmp_path: Path) -> None:
    done = command("--data", tmp_path / "data", "--template", tmp_path / "mine")
    assert done.returncode == 0
    assert (tmp_path / "mine" / "people.csv").is_file()
    with (tmp_path / "mine" / "people.csv").open("a", encoding="utf-8") as file:
        file.write("K1,Ana,Example,2026-03-14\n")
    done = command("--data", tmp_path / "data", tmp_path / "mine")
    assert done.returncode == 1, "a row with too few cells is set aside"


def test_wrong_usage_gives_exit_code_2(tmp_path: Path) -> None:
    assert command("--data", tmp_path / "data").returncode == 2
    assert command("--data", tmp_path / "data", tmp_path, "--received", "yesterday").returncode == 2


def test_a_load_that_is_killed_at_any_moment_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    """Killed at drawn moments until it gets through, then compared with a load that nobody touched."""
    folder = _many(tmp_path / "clinic", children=6_000)
    whole = command("--data", tmp_path / "whole", folder, "--received", "2026-05-01")
    assert whole.returncode == 1, whole.stderr
    draw, killed = random.Random(20260501), 0
    while True:
        process = subprocess.Popen(
            started("--data", tmp_path / "broken", folder, "--received", "2026-05-01"),
            env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        if killed < 5:
            _kill_while_it_works(process, rows_first=draw.randrange(0, 25_000), then=draw.random() * 0.2)
            killed += 1
            continue
        _, said = process.communicate()
        assert process.returncode == 1, said
        break
    assert known(tmp_path / "broken") == known(tmp_path / "whole")
    again = command("--data", tmp_path / "broken", folder, "--received", "2026-06-01", "--report", tmp_path / "r.json")
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (report["loaded"], report["set_aside"]) == (0, 1), again.stderr
    assert known(tmp_path / "broken") == known(tmp_path / "whole")


def _kill_while_it_works(process: subprocess.Popen[str], *, rows_first: int, then: float) -> None:
    """Wait until the load says that it has read so many rows, and a drawn moment more; then kill it."""
    assert process.stderr is not None
    for line in process.stderr:
        if _rows(line) >= rows_first:
            break
    time.sleep(then)
    process.kill()
    process.stderr.close()
    process.wait()


def _rows(line: str) -> int:
    words = line.replace(",", "").split()
    return int(words[-3]) if line.rstrip().endswith("rows read") else -1


def _many(folder: Path, *, children: int) -> Path:
    people = ["person,given_name,birth_date", *(f"K{n},Child,2026-03-{1 + n % 28:02}" for n in range(children))]
    visits = [f"{n}-{v},K{n},well_visit,2026-04-{1 + (n + v) % 28:02}" for n in range(children) for v in range(3)]
    events = ["record,person,kind,start", *visits, "bad,K1,well_visit,2026-02-30"]
    return package(folder, people="\n".join(people) + "\n", events="\n".join(events) + "\n")
