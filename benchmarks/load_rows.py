"""How fast agencies' rows come in, and how fast families' stories are read back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from figure import Figure

CHILDREN = 4_000
VISITS = 15

RUN = """
import csv, json, sys, time
from datetime import date, datetime, timezone
from pathlib import Path
data, folder = Path(sys.argv[1]), Path(sys.argv[2])
from headwaters.server.start import open_data
open_data(data)
from headwaters.domain.consent import Purpose
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.families import queries
from headwaters.practice.records.actions import load
from headwaters.sources.source import deliveries, discover
by = Reader(LOCAL, "owner", Purpose.OPERATION, datetime.now(timezone.utc), "command")
grant_local_owner(on=date.today())

def timed(work):
    began = time.process_time()
    return work(), time.process_time() - began

found = deliveries(folder, discover())
door, path = found[0]
_, peer = timed(lambda: sum(1 for file in sorted(path.glob("*.csv")) for _ in csv.DictReader(file.open(encoding="utf-8"))))
read, reading = timed(lambda: sum(1 for _ in door.readings(path)))
first, loading = timed(lambda: load(found, received=date(2026, 5, 1)))
again, reloading = timed(lambda: load(found, received=date(2026, 6, 1)))
events, streaming = timed(lambda: sum(len(story.events) for story in queries.stories(by=by)))
print(json.dumps({"rows": first.read, "peer": peer, "reading": reading, "loading": loading, "reloading": reloading,
                  "events": events, "streaming": streaming}))
"""


def write_package(folder: Path) -> Path:
    """A register of births with visits: as many rows as a small county's clinics send in a year."""
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
    rows, peer = said["rows"], said["rows"] / said["peer"]
    note = f"{rows:,} rows of one source, SQLite; CPU time of one core"
    dict_reader = "csv.DictReader over the same files"
    return (
        Figure("CSV rows read and checked", rows / said["reading"], "rows/s", dict_reader, peer, more_is_better=True, note=note),
        Figure("CSV rows loaded, people linked, stories drawn", rows / said["loading"], "rows/s", dict_reader, peer,
               more_is_better=True, note=note),
        Figure("CSV rows loaded again, all unchanged", rows / said["reloading"], "rows/s", dict_reader, peer, more_is_better=True,
               note=note),
        Figure("Events streamed with their stories", said["events"] / said["streaming"], "events/s", more_is_better=True, note=note),
    )  # fmt: skip


if __name__ == "__main__":
    for figure in measure():
        print(f"{figure.name}: {figure.value:,.0f} {figure.unit} ({figure.note})")
