"""Which families of a list something new is known of since the published run was judged: asked for each page, so it reads little."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

from django.db import connection
from django.db.models import Max

from headwaters.engine.warehouse.snapshot_files import Manifest as SnapshotManifest
from headwaters.engine.warehouse.snapshot_files import changed_file, read_ids
from headwaters.practice.families.models import Drawn, DrawnStory, EventRow, FactRow, KnownAs, SeatRow
from headwaters.practice.snapshot import FOLDER

FEW = 5_000
"""So few new statements are looked through one by one; of more (a load that was not published yet) those of the list are."""
STATEMENTS: tuple[type[EventRow | FactRow], ...] = (EventRow, FactRow)

Stamp = tuple[int, ...]
"""Another one whenever something more is known of a story."""


def stamps(data: Path, run_state: str, stories: Collection[str]) -> dict[str, Stamp]:
    """The stories of these of which more is known than when the run was judged, each with what tells its states apart.

    run_state  the state of the snapshot that the run judged
    """
    wanted = set(stories)
    snapshot = SnapshotManifest.read(data / FOLDER) if (data / FOLDER).is_dir() else None
    if snapshot is None:
        return _everything(wanted)
    changed = _changed_between(data, run_state, snapshot)
    if changed is None:
        return _everything(wanted)
    mark = snapshot.watermark
    found: dict[str, Stamp] = {}
    told = [
        _told(model, getattr(mark, name), wanted) for model, name in zip(STATEMENTS, ("event", "fact"), strict=True)
    ]
    drawn = _drawn_since(mark.drawn, wanted)
    for story in wanted & (changed | told[0].keys() | told[1].keys() | drawn.keys()):
        found[story] = (told[0].get(story, 0), told[1].get(story, 0), drawn.get(story, 0), snapshot.number)
    return found


def _everything(stories: Iterable[str]) -> dict[str, Stamp]:
    """Nothing is known of the run's state: all are judged again, until more is known."""
    ids = [model._default_manager.aggregate(last=Max("id"))["last"] or 0 for model in STATEMENTS]
    times = Drawn.objects.values_list("times", flat=True).first() or 0
    return dict.fromkeys(stories, (*ids, times))


def _changed_between(data: Path, run_state: str, snapshot: SnapshotManifest) -> set[str] | None:
    """As `Snapshot.changed_since`, without opening the layers."""
    lineage, _, number = run_state.rpartition("-")
    if lineage != snapshot.lineage or not number.isdigit():
        return None
    since = range(int(number) + 1, snapshot.number + 1)
    if not set(since) <= set(snapshot.changed):
        return None
    return {one for step in since for one in _ids(data / FOLDER / changed_file(step))}


@lru_cache(maxsize=64)
def _ids(file: Path) -> frozenset[str]:
    """What one update changed never changes."""
    return frozenset(read_ids(file))


def _told(model: type[EventRow | FactRow], since: int, stories: Collection[str]) -> dict[str, int]:
    """The last new statement of each of these stories."""
    last = model._default_manager.aggregate(last=Max("id"))["last"] or 0
    if last <= since:
        return {}
    rows = f"{model._meta.db_table} t JOIN {KnownAs._meta.db_table} k ON k.id = t.known_as JOIN {SeatRow._meta.db_table} s ON s.person = k.person"
    asked = f"SELECT s.story_id, MAX(t.id) FROM {rows} WHERE t.id > %s"
    if last - since <= FEW:
        found = _fetch(f"{asked} GROUP BY s.story_id", [since])
    else:
        places = ", ".join(["%s"] * len(stories))
        found = (
            _fetch(f"{asked} AND s.story_id IN ({places}) GROUP BY s.story_id", [since, *stories]) if stories else []
        )
    return {story: number for story, number in found if story in stories}


def _drawn_since(drawn: int, stories: Collection[str]) -> dict[str, int]:
    rows = DrawnStory.objects.filter(story_id__in=stories, drawn__gt=drawn)
    return dict(rows.values_list("story_id", "drawn"))


def _fetch(sql: str, values: list[int | str]) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[str, int]] = cursor.fetchall()
    return rows
