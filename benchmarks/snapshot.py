"""How fast the records become the columnar snapshot, and how fast it is read as batches; how little an ordinary night costs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from figure import Figure

STORIES = 25_000
EVENTS, FACTS = 93, 27
"""Rows told of each story: of 75,000 stories 7 million events and 2 million facts, as of all Oregon."""
SOURCES, KINDS = 9, 60
PEOPLE = 3
"""In each story: a parent and two others, one of whom is a child; each known to three sources."""
NIGHT = 1_500
"""Stories that something new is told of in a night."""

RUN = """
import json, resource, sys, time
from datetime import datetime, timezone
from pathlib import Path
data = Path(sys.argv[1])
from headwaters.server.start import open_data
open_data(data)
from headwaters.domain.consent import Purpose
from headwaters.engine.warehouse.snapshot import batches
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.snapshot import update_snapshot
by = Reader(LOCAL, "owner", Purpose.OPERATION, datetime.now(timezone.utc), "command")

def timed(work):
    began = time.process_time()
    return work(), time.process_time() - began

def read():
    found = update_snapshot(data, by=by)
    return sum(len(batch.event_day) for batch in batches(found))

found, taken = timed(lambda: update_snapshot(data, by=by))
status = Path("/proc/self/status")  # Linux counts into ru_maxrss what a process was before it became this program
marks = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")] if status.exists() else []
memory = int(marks[0] if marks else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024
said = {"taken": taken, "memory": memory, "stories": found.stories}
if len(sys.argv) > 2:
    said["events"], said["reading"] = timed(read)
    said["size"] = sum(path.stat().st_size for path in (data / "snapshot").rglob("*") if path.is_file()) / 1e6
print(json.dumps(said))
"""

OPEN = """
import sys
from pathlib import Path
from headwaters.server.start import open_data
open_data(Path(sys.argv[1]))
from headwaters.practice.families.models import Drawn
Drawn.objects.update_or_create(pk=1, defaults={"stale": False, "times": 1})
"""

SCAN = """
import sys, time, duckdb
began = time.process_time()
duckdb.sql(f"SELECT sum(day), sum(content), count(*) FROM read_parquet('{sys.argv[1]}/snapshot/*/events.parquet')").fetchall()
print(time.process_time() - began)
"""


def write_records(data: Path, stories: int) -> None:
    """A made-up system of record, written straight into its tables: what agencies' files would have become."""
    import adbc_driver_sqlite.dbapi as adbc

    _python(OPEN, data)
    with adbc.connect(str(data / "records.sqlite3")) as connection:
        with connection.cursor() as cursor:
            for table, rows in _records(stories):
                cursor.adbc_ingest(table, rows, mode="append")
        connection.commit()


def add_a_night(data: Path, stories: int) -> None:
    """New statements of some families, as a load adds them."""
    import adbc_driver_sqlite.dbapi as adbc

    chosen = np.random.default_rng(5).choice(stories, min(NIGHT, stories), replace=False)
    with adbc.connect(str(data / "records.sqlite3")) as connection:
        with connection.cursor() as cursor:
            cursor.adbc_ingest("families_event", _events(np.random.default_rng(6), chosen, "N", 2), mode="append")
        connection.commit()


def _records(stories: int) -> Iterator[tuple[str, pa.Table]]:
    story = np.arange(stories)
    person = np.arange(stories * PEOPLE)
    alias = np.arange(stories * PEOPLE * 3)
    yield (
        "families_known_as",
        pa.table(
            {
                "id": alias,
                "source": _words("source", alias % SOURCES),
                "local_id": _words("L", alias),
                "person": _words("p", alias // 3),
            }
        ),
    )
    yield "families_seat", pa.table({"story_id": _words("s", person // PEOPLE), "person": _words("p", person)})
    for kind, nth in (("pregnancy", 0), ("child", 1)):
        birth = _days(18_000 + story % 900)
        yield "families_episode", pa.table(
            {"story_id": _words("s", story), "episode_id": _words(kind[0], story), "kind": [kind] * stories,
             "person": _words("p", story * PEOPLE + nth), "birth": birth, "due_date": birth}
        )  # fmt: skip
    for role, nth in (("birthing_parent", 0), ("child", 1), ("caregiver", 0), ("household", 2)):
        yield "families_member", pa.table(
            {"story_id": _words("s", story), "episode_id": _words("c", story), "role": [role] * stories,
             "person": _words("p", story * PEOPLE + nth), "is_primary": np.full(stories, 1), "authority": ["parent"] * stories}
        )  # fmt: skip
    rng = np.random.default_rng(7)
    for nth in range(0, EVENTS, 10):
        yield "families_event", _events(rng, story, f"E{nth}", min(10, EVENTS - nth))
    for nth in range(0, FACTS, 9):
        yield "families_fact", _facts(rng, story, f"F{nth}", min(9, FACTS - nth))


def _said(rng: np.random.Generator, story: np.ndarray, record: str, each: int) -> tuple[np.ndarray, dict[str, object]]:
    """One in seven records has two rows, one in thirty was corrected, and some of those were taken back."""
    whose = rng.permutation(np.repeat(story, each))
    size = len(whose)
    number = np.arange(size)
    number[rng.random(size) < 0.15] -= 1
    number = np.maximum(number, 0)
    whose = whose[number]
    revision = (rng.random(size) < 0.03).astype(np.int64)
    status = np.where(
        rng.random(size) < 0.004, "entered_in_error", np.where(rng.random(size) < 0.5, "completed", "final")
    )
    return number, {
        "known_as": (whose * PEOPLE + number % 2) * 3 + number % 3, "source": _words("source", number % SOURCES),
        "record_id": _words(record, number), "agency": _words("agency", number % SOURCES),
        "recorded": _days(18_100 + number % 900 + revision), "revision": revision, "status": pa.array(status),
        "file": pa.array(["events.csv"] * size), "line": np.arange(size),
    }  # fmt: skip


def _events(rng: np.random.Generator, story: np.ndarray, record: str, each: int) -> pa.Table:
    number, said = _said(rng, story, record, each)
    size, kind, start = len(number), number * 7 % KINDS, 18_000 + number * 13 % 1000
    return pa.table(
        {**said, "kind": _words("kind", kind), "start": _days(start), "end": _days(start + 30, absent=kind > 6),
         "system": pa.array(np.where(kind < 20, "CVX", None), pa.string(), from_pandas=True),
         "code": pa.array(np.where(kind < 20, (np.arange(size) * 11 % 90).astype(str), None), pa.string(), from_pandas=True),
         "result": pa.array(np.where(kind == 30, "at risk", None), pa.string(), from_pandas=True),
         "value": pa.array(np.round(rng.random(size) * 200, 1), mask=kind < 56), "columns": pa.array([""] * size)}
    )  # fmt: skip


def _facts(rng: np.random.Generator, story: np.ndarray, record: str, each: int) -> pa.Table:
    number, said = _said(rng, story, record, each)
    size = len(number)
    return pa.table(
        {**said, "fact": _words("fact", number % 15), "type": pa.array(["code"] * size),
         "value": _words("value", rng.integers(0, 40, size)), "from_day": _days(18_000 + rng.integers(0, 1000, size))}
    )  # fmt: skip


def _words(prefix: str, numbers: np.ndarray) -> pa.Array:
    return pa.array(np.char.add(prefix, numbers.astype(str)))


def _days(numbers: np.ndarray, absent: np.ndarray | None = None) -> pa.Array:
    return pa.array(numbers.astype(np.int32), pa.int32(), mask=absent).cast(pa.date32()).cast(pa.string())


def _python(code: str, *arguments: object) -> str:
    said = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=True,
        env={**os.environ, "HEADWATERS_DATA": ""},
    )  # fmt: skip
    return said.stdout


def measure(stories: int = STORIES) -> tuple[Figure, ...]:
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "data"
        write_records(data, stories)
        built = json.loads(_python(RUN, data))
        read = json.loads(_python(RUN, data, "read"))
        scan = float(_python(SCAN, data))
        add_a_night(data, stories)
        night = json.loads(_python(RUN, data))
    rows = stories * (EVENTS + FACTS)
    note = f"{stories:,} stories, {read['events']:,} events seen of {stories * EVENTS:,} rows; snapshot {read['size']:,.0f} MB"
    return (
        Figure("Snapshot made from the records", built["taken"], "CPU-s", goal=20 * stories / STORIES, note=note),
        Figure("Rows of records into the snapshot", rows / built["taken"], "rows/s", more_is_better=True, note=note),
        Figure("Memory while it is made", built["memory"], "MB", goal=1500, note=note),
        Figure("Snapshot read as batches", read["reading"], "CPU-s", "DuckDB's plain scan of two of its columns", scan,
               goal=2 * stories / STORIES, note=note),
        Figure("Memory while it is read", read["memory"], "MB", goal=1500, note=note),
        Figure(f"Snapshot after a night with news of {min(NIGHT, stories):,} stories", night["taken"], "CPU-s", "made anew",
               built["taken"], goal=built["taken"] / 10, note=note),
    )  # fmt: skip


if __name__ == "__main__":
    for figure in measure(int(sys.argv[1]) if len(sys.argv) > 1 else STORIES):
        print(f"{figure.name}: {figure.value:,.2f} {figure.unit} (peer {figure.peer}) ({figure.note})")
