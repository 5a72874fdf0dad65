"""Making a snapshot from the records, and keeping it up with them. What is there stays as it is until the last step."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from headwaters.engine.warehouse.database import Database
from headwaters.engine.warehouse.recorded_tables import (
    TOLD_EVENTS,
    TOLD_FACTS,
    Watermark,
    links,
    news,
    told_events,
    told_facts,
    told_families,
    told_people,
    watermark,
)
from headwaters.engine.warehouse.snapshot import Snapshot
from headwaters.engine.warehouse.snapshot_events import EventRows
from headwaters.engine.warehouse.snapshot_facts import FactRows
from headwaters.engine.warehouse.snapshot_families import families, numbers, seating
from headwaters.engine.warehouse.snapshot_files import (
    LOCK,
    MAKING,
    LayerWriter,
    Manifest,
    changed_file,
    clear_leftovers,
    make_folder_safe,
    write_ids,
)
from headwaters.engine.warehouse.snapshot_seats import Seats
from headwaters.engine.warehouse.snapshot_sorting import Shelves
from headwaters.engine.warehouse.snapshot_tables import (
    SnapshotTables,
    event_rows,
    fact_rows,
    taken,
    with_rows,
    without_rows,
)
from headwaters.engine.warehouse.snapshot_vocabulary import SaidOrder, Sayings, Vocabulary
from headwaters.engine.warehouse.snapshot_words import known

STORIES_IN_A_PART = 4_000
OVERLAYS = 12
"""More than these are merged with the base: each is a look more for every reader."""
STATES_TOLD_OF = 60
"""Of so many updates it is remembered which stories they changed."""

Told = TypeVar("Told", EventRows, FactRows)


@dataclass(frozen=True, slots=True)
class Shape:
    """How big things may grow: stories in a part, overlays, and stories in all overlays as a share of the base and at most."""

    part: int = STORIES_IN_A_PART
    overlays: int = OVERLAYS
    share: float = 0.1
    at_most: int = 40_000
    at_least: int = 200

    def is_heavy(self, base: int, above: int, overlays: int) -> bool:
        return overlays > self.overlays or above > min(self.at_most, max(self.at_least, self.share * base))


def update(folder: Path, database: Database, *, lineage: str, shape: Shape | None = None) -> Snapshot:
    """Bring the snapshot in a folder up to the records: make it, add an overlay, or leave it as it is.

    lineage   a text that no snapshot was ever called by: the name of this one, if it is made anew
    raises    OSError  the disk is full or was taken away; the snapshot is as it was
    """
    folder.mkdir(parents=True, exist_ok=True)
    shape = shape or Shape()
    with _alone(folder):
        held = Snapshot.open(folder)
        clear_leftovers(folder, held.manifest if held else None)
        now = watermark(database)
        if held is None or not now.is_after(held.manifest.watermark):
            return _rebuild(folder, database, now, lineage, shape)
        if now == held.manifest.watermark:
            return held
        changed = news(database, held.manifest.watermark)
        return _add(held, database, now, changed, shape)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One update at a time; another one waits."""
    with (folder / LOCK).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _rebuild(folder: Path, database: Database, now: Watermark, lineage: str, shape: Shape) -> Snapshot:
    vocabulary = Vocabulary()
    with _making(folder, f"base-{lineage}-0") as layer:
        for tables in tables_of(database, None, layer.folder, vocabulary, shape.part):
            layer.add(tables)
        layer.finish(vocabulary, (0, 0, 0), ())
    name = layer.folder.name.removeprefix(MAKING)
    manifest = Manifest(lineage, 0, (name,), now, layer.written["stories"], {name: dict(layer.written)})
    return _named(Snapshot(folder, manifest))


def _add(held: Snapshot, database: Database, now: Watermark, changed: Set[str], shape: Shape) -> Snapshot:
    """The state after: the same layers if nothing changed, one more, or all merged into one."""
    before, folder = held.manifest, held.folder
    if not changed:
        return _named(held.at(replace(before, watermark=now)))
    number = before.number + 1
    name = f"overlay-{before.lineage}-{number}"
    since = known(held.vocabulary)
    with _making(folder, name) as layer:
        found: set[str] = set()
        for tables in tables_of(database, sorted(changed), layer.folder, held.vocabulary, shape.part):
            layer.add(tables)
            found.update(tables.story_ids.to_pylist())
        layer.finish(held.vocabulary, since, changed - found)
    write_ids(folder, changed_file(number), changed)
    after = held.at(
        replace(
            before,
            number=number,
            layers=(*before.layers, name),
            watermark=now,
            rows={**before.rows, name: dict(layer.written)},
            changed=(*before.changed, number)[-STATES_TOLD_OF:],
        )
    )
    after = _merged_if_heavy(after, shape)
    return _named(after.at(replace(after.manifest, stories=after.count())))


def _merged_if_heavy(held: Snapshot, shape: Shape) -> Snapshot:
    base, *overlays = (len(layer.story_ids) + len(layer.gone) for layer in held.layers)
    if not shape.is_heavy(base, sum(overlays), len(overlays)):
        return held
    name = f"base-{held.manifest.lineage}-{held.manifest.number}"
    with _making(held.folder, name) as layer:
        for tables in held.parts():
            for start in range(0, len(tables.stories), shape.part):
                layer.add(taken(tables, np.arange(start, min(start + shape.part, len(tables.stories)))))
        layer.finish(held.vocabulary, (0, 0, 0), ())
    return held.at(replace(held.manifest, layers=(name,), rows={name: dict(layer.written)}))


def _named(held: Snapshot) -> Snapshot:
    """The one step that makes a state the current one."""
    held.manifest.write(held.folder)
    return held


@contextmanager
def _making(folder: Path, name: str) -> Iterator[LayerWriter]:
    """A layer under another name, which gets its own when it is whole and safe."""
    making = folder / f"{MAKING}{name}"
    try:
        with LayerWriter(making) as layer:
            yield layer
        make_folder_safe(making)
        making.rename(folder / name)
        make_folder_safe(folder)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)  # room again, where the disk was full
        raise


def tables_of(
    database: Database, stories: Sequence[str] | None, room: Path, vocabulary: Vocabulary, at_once: int
) -> Iterator[SnapshotTables]:
    """Whole stories from the records, in the order of their ids, so many at once.

    stories   those ids. None: all
    room      a folder for rows that wait for their part
    """
    story_ids, people = seating(told_people(database, stories))
    part_of = (numbers(people, "story") // at_once).astype(np.int32)
    persons = None if stories is None else people.column("person_id").combine_chunks().unique()
    seats = Seats(links(database, persons), people)
    known_as = None if stories is None else seats.known_as
    sayings = Sayings()
    with closing(Shelves(room, "events", part_of)) as events, closing(Shelves(room, "facts", part_of)) as facts:
        for table in told_events(database, known_as):
            whose = seats.of(table.column("known_as").combine_chunks())
            events.put(_seated(event_rows(table, whose.seat, sayings, vocabulary), whose.rows))
        for table in told_facts(database, known_as):
            whose = seats.of(table.column("known_as").combine_chunks())
            facts.put(_seated(fact_rows(table, whose.seat, vocabulary), whose.rows))
    del seats  # the parts need the room
    said, nothing = SaidOrder(sayings), _no_rows(vocabulary)
    first_seat = np.searchsorted(numbers(people, "story"), np.arange(0, len(story_ids), at_once))
    for part, seat in enumerate(first_seat.astype(np.int32)):
        ids = story_ids.slice(part * at_once, at_once).to_pylist()
        yield with_rows(
            without_rows(families(told_families(database, ids)), vocabulary),
            _local(EventRows, events.take(part), seat, nothing[0]),
            _local(FactRows, facts.take(part), seat, nothing[1]),
            said,
        )


def _seated(rows: Told, at: Any) -> Told:
    """These rows alone, or again; their seats stand already."""
    if at is None:
        return rows
    columns = {one.name: getattr(rows, one.name) for one in fields(rows) if one.name != "seat"}
    return replace(rows, **{name: _at(column, at) for name, column in columns.items()})


def _at(column: Any, rows: Any) -> Any:
    return column.take(pa.array(rows)) if isinstance(column, pa.Array) else column[rows]


def _local(kind: type[Told], columns: Any, first_seat: Any, nothing: Told) -> Told:
    if columns is None:
        return nothing
    return kind(**{**columns, "seat": columns["seat"] - first_seat})


def _no_rows(vocabulary: Vocabulary) -> tuple[EventRows, FactRows]:
    seat = np.zeros(0, np.int32)
    return (
        event_rows(TOLD_EVENTS.empty_table(), seat, Sayings(), vocabulary),
        fact_rows(TOLD_FACTS.empty_table(), seat, vocabulary),
    )
