"""How fast people of many sources are linked and their stories drawn: everybody at first, and then one night's news."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from figure import Figure

FAMILIES = 12_000
SOURCES = 28
TOLD_BY = 9
"""So many sources tell of each family: about 18 rows of people, as in the state's files."""
NIGHT = 60
"""Families told of anew in one night: one in 200."""
STATE_PEOPLE = 1_784_000
"""Rows of people in the files of the whole state (`headwaters demo --births 38000`), which are to be drawn in 15 CPU-seconds."""
STATE_SECONDS = 15

RUN = """
import json, sys, time
import numpy as np
from datetime import date, timedelta
from pathlib import Path
data, families, sources, told_by, night = Path(sys.argv[1]), *map(int, sys.argv[2:])
from headwaters.server.start import open_data
open_data(data)
from django.db import transaction
from headwaters.domain.blueprint.element import Role
from headwaters.domain.records.statement import EventStatement, Origin, PersonStatement, PregnancyStatement, RelationStatement
from headwaters.engine.linkage.everybody import link_people
from headwaters.engine.linkage.shared_identifiers import Known, join
from headwaters.practice.families.actions import redraw, take_down
from headwaters.practice.families.everybody_said import everybodys_register
from headwaters.practice.families.models import DrawnStory, PersonRow
from headwaters.practice.families.statements import Told

RECEIVED = date(2026, 5, 1)

def told(family, *, again=False):
    "What the sources say of one family: a mother, a child, in some a father; one in a hundred under a wrong number."
    born = date(2023, 1, 1) + timedelta(days=family * 7 % 1000)
    for place in range(told_by):
        source = f"source {(family + 3 * place) % sources:02}"
        mother, child = f"M{family:06}", f"C{family:06}"
        number = f"{family - 1 if family % 100 == 7 and place == 2 else family:06}"
        origin = lambda record: Origin(source, "agency", record, f"{source}/rows.csv", family + 2)
        name = "Ana" if again else "Anna"
        yield PersonStatement(origin(mother), mother, (("medicaid", f"A{number}"), (source, mother)), name, birth=date(1996, 2, 1))
        yield PersonStatement(origin(child), child, (("medicaid", f"B{number}"), (source, child)), birth=born)
        if place < 7:
            yield RelationStatement(origin(f"{mother}/{child}"), mother, Role.BIRTHING_PARENT, child)
        if place < 2:
            yield PregnancyStatement(origin(f"P{family}"), mother, f"P{family}", due_date=born + timedelta(days=4 * place),
                                     children=(child,) if place else ())
        yield EventStatement(origin(f"E{family}"), child, "visit", born + timedelta(days=30))

def take(numbers, received, revision, **more):
    with transaction.atomic():
        take_down(Told(one, received, revision) for family in numbers for one in told(family, **more))

def timed(work):
    began = time.process_time()
    return work(), time.process_time() - began

for start in range(0, families, 500):
    take(range(start, min(start + 500, families)), RECEIVED, 0)
stories, whole = timed(redraw)
known = [Known(one.origin.source, one.local_id, one.identifiers, one.birth) for family in range(families)
         for one in told(family) if isinstance(one, PersonStatement)]
plain, joining = timed(lambda: join(known))
def over_columns():
    register = everybodys_register()
    return register.people, link_people(register.people)
(people, columns), linking = timed(over_columns)
who = [columns.persons[one] for one in columns.who]
assert dict(zip(people.aliases(np.arange(len(people))), who)) == plain.person_of and columns.kept_apart == plain.kept_apart
take(range(0, families, families // night), RECEIVED + timedelta(days=1), 0, again=True)
take(range(families, families + night // 4), RECEIVED + timedelta(days=1), 0)
after, nightly = timed(redraw)
again, everybody = timed(lambda: redraw(always=True))
assert after == again and not DrawnStory.objects.filter(drawn=3).exists()
print(json.dumps({"people": PersonRow.objects.count(), "stories": after, "whole": whole, "nightly": nightly,
                  "everybody": everybody, "joining": joining, "linking": linking, "known": len(known),
                  "changed": DrawnStory.objects.filter(drawn=2).count()}))
"""


def measure() -> tuple[Figure, ...]:
    with tempfile.TemporaryDirectory() as place:
        done = subprocess.run(
            [sys.executable, "-c", RUN, str(Path(place) / "data"), *map(str, (FAMILIES, SOURCES, TOLD_BY, NIGHT))],
            capture_output=True, text=True, check=True, env={**os.environ, "HEADWATERS_DATA": ""},
        )  # fmt: skip
    said = json.loads(done.stdout)
    people, known = said["people"], said["known"]
    note = f"{people:,} rows of people of {SOURCES} sources, {said['stories']:,} stories, SQLite; CPU time of one core"
    return (
        Figure("Rows of people linked and drawn, everybody for the first time", people / said["whole"], "rows/s",
               goal=STATE_PEOPLE / STATE_SECONDS, more_is_better=True, note=note),
        Figure("Reading from the records and linking, over columns", known / said["linking"], "rows/s", "the plain rule, a person at a time and already read",
               known / said["joining"], more_is_better=True, note="the same persons, asserted"),
        Figure("Drawing after a night with one family in 160 told of", said["nightly"], "s", "drawing everybody again",
               said["everybody"], goal=said["everybody"] / 10, note=f"{said['changed']:,} stories otherwise than before"),
    )  # fmt: skip


if __name__ == "__main__":
    for figure in measure():
        peer = f", {figure.ratio:.2f} times {figure.peer_name} ({figure.peer:,.3g})" if figure.ratio else ""
        print(f"{figure.name}: {figure.value:,.3g} {figure.unit}{peer} ({figure.note})")
