"""How fast agencies' rows come in, beside the floors under it, and how fast families' stories are read back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from figure import Figure

CHILDREN = 60_000
VISITS = 15
GOAL = 200_000
"""Rows a second in which a state's files are to come in, on two cores."""

RUN = """
import json, sqlite3, sys, tempfile, time
from datetime import date, datetime, timezone
from pathlib import Path
data, folder = Path(sys.argv[1]), Path(sys.argv[2])
from headwaters.server.start import open_data
open_data(data)
import pyarrow.csv
from headwaters.domain.consent import Purpose
from headwaters.engine.warehouse.writer import Writer
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.families import actions as families, queries
from headwaters.practice.records import actions
from headwaters.sources.source import deliveries, discover
by = Reader(LOCAL, "owner", Purpose.OPERATION, datetime.now(timezone.utc), "command")
grant_local_owner(on=date.today())

def timed(work):
    began = time.perf_counter()
    return work(), time.perf_counter() - began

sent = []
append = Writer.append
def kept(self, additions):
    if sum(one.rows.num_rows for frame in sent for one in frame) < 400_000:
        sent.append(additions)
    append(self, additions)
Writer.append = kept

found = deliveries(folder, discover())
door, path = found[0]
files = sorted(path.glob("*.csv"))
_, parsing = timed(lambda: sum(pyarrow.csv.read_csv(file).num_rows for file in files))
read, reading = timed(lambda: sum(1 for one in door.deliver(path)))
redraw, actions.families.redraw = actions.families.redraw, lambda: 0
first, loading = timed(lambda: actions.load(found, received=date(2026, 5, 1)))
again, reloading = timed(lambda: actions.load(found, received=date(2026, 6, 1)))
_, drawing = timed(redraw)
events, streaming = timed(lambda: sum(len(story.events) for story in queries.stories(by=by)))

def bare_insert(frames):
    with tempfile.TemporaryDirectory() as place:
        bare = sqlite3.connect(Path(place) / "bare.sqlite3", isolation_level=None)
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=NORMAL")
        for frame in frames:
            bare.execute("BEGIN")
            for table, names, rows in frame:
                bare.execute(f"CREATE TABLE IF NOT EXISTS {table} ({names})")
                bare.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * (names.count(',') + 1))})", rows)
            bare.execute("COMMIT")
        bare.close()

frames = [[(one.table, ", ".join(f'"{n}"' for n in one.rows.column_names), list(zip(*(c.to_pylist() for c in one.rows.columns))))
           for one in frame] for frame in sent]
sample = sum(frame[0].rows.num_rows for frame in sent)
_, inserting = timed(lambda: bare_insert(frames))
print(json.dumps({"rows": first.read, "parsing": parsing, "inserting": inserting, "sample": sample, "reading": reading,
                  "loading": loading, "reloading": reloading, "drawing": drawing, "events": events, "streaming": streaming}))
"""


def write_package(folder: Path) -> Path:
    """A register of births with visits: over a million rows of one source."""
    folder.mkdir(parents=True)
    (folder / "source.csv").write_text("source,agency\nclinic,primary_care\n", encoding="utf-8")
    people = ["person,given_name,birth_date,id_medicaid"]
    pregnancies = ["pregnancy,person,due_date,children"]
    events = ["record,person,kind,start,system,code,status,result,value,unit"]
    for n in range(CHILDREN):
        day = f"2025-{1 + n % 12:02}-{1 + n % 28:02}"
        people += [f"M{n},Parent,1996-02-01,MM{n}", f"K{n},Child,{day},KK{n}"]
        pregnancies.append(f"P{n},M{n},{day},K{n}")
        events += [
            f"{n}-{v},K{n},well_visit,2025-{1 + v % 12:02}-{1 + n % 28:02},cpt,9939{v % 5},completed,,,"
            for v in range(VISITS)
        ]
    for name, lines in (("people", people), ("pregnancies", pregnancies), ("events", events)):
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def measure() -> tuple[Figure, ...]:
    with tempfile.TemporaryDirectory() as place:
        folder = write_package(Path(place) / "clinic")
        done = subprocess.run(
            [sys.executable, "-c", RUN, str(Path(place) / "data"), str(folder)],
            capture_output=True, text=True, check=True, env={**os.environ, "HEADWATERS_DATA": ""},
        )  # fmt: skip
    said = json.loads(done.stdout)
    rows, parse = said["rows"], said["rows"] / said["parsing"]
    insert = said["sample"] / said["inserting"]
    note = f"{rows:,} rows of one source, SQLite; wall clock"
    parser, inserter = (
        "Arrow's bare CSV parser over the same files",
        "bare executemany of the same rows, without indexes",
    )
    linked = rows / (said["loading"] + said["drawing"])
    return (
        Figure("CSV rows read and checked", rows / said["reading"], "rows/s", parser, parse, more_is_better=True, note=note),
        Figure("CSV rows loaded", rows / said["loading"], "rows/s", inserter, insert, goal=GOAL, more_is_better=True, note=note),
        Figure("CSV rows loaded again, all unchanged", rows / said["reloading"], "rows/s", parser, parse, goal=GOAL,
               more_is_better=True, note=note),
        Figure("CSV rows loaded, people linked, stories drawn", linked, "rows/s", inserter, insert, more_is_better=True, note=note),
        Figure("Events streamed with their stories", said["events"] / said["streaming"], "events/s", more_is_better=True, note=note),
    )  # fmt: skip


if __name__ == "__main__":
    for figure in measure():
        print(f"{figure.name}: {figure.value:,.0f} {figure.unit} ({figure.note})")
