"""The snapshot on disk is the records, after any loads, by small steps or at once; and whatever stops a step, it is before or after."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from errno import ENOSPC
from io import FileIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from batch_reading import in_place, told_in
from drawn_records import Records, families_of, later, load, new_records
from hypothesis import given, settings
from worlds import World, world_of, worlds

from headwaters.engine.warehouse import snapshot_files, snapshot_sorting
from headwaters.engine.warehouse.database import sqlite_file
from headwaters.engine.warehouse.raw_histories import raw_histories
from headwaters.engine.warehouse.snapshot import Snapshot, batches, seen_tables
from headwaters.engine.warehouse.snapshot_build import Shape, update
from headwaters.engine.warehouse.statement_tables import raw_tables

SMALL = Shape(part=2, overlays=3, share=0.5, at_least=3)
"""So small that every few steps cross an edge between parts, and merge."""


@pytest.fixture(scope="session")
def empty_records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_records(tmp_path_factory.mktemp("empty"))


@pytest.fixture
def place() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(folder)


def kept_up(folder: Path, records: Records, *, lineage: str = "one", shape: Shape = SMALL) -> Snapshot:
    with sqlite_file(records.path) as database:
        return update(folder, database, lineage=lineage, shape=shape)


def held(snapshot: Snapshot, stories_at_once: int = 3) -> dict[str, tuple[object, ...]]:
    found = list(batches(snapshot, stories_at_once=stories_at_once))
    assert not [wrong for batch in found for wrong in in_place(batch)]
    ids = [one for batch in found for one in batch.story_ids.to_pylist()]
    assert ids == sorted(set(ids))
    assert snapshot.stories == len(ids)
    return told_in(found)


def as_told(records: Records) -> dict[str, tuple[object, ...]]:
    return told_in(batches(seen_tables(raw_tables(records.stories()))))


def begun(place: Path, empty: Path, world: World) -> tuple[Records, Random]:
    """Records with some of the families, and some of what is told of them."""
    rng = Random(world.seed)
    records = Records.copy(empty, place / "records.sqlite3")
    families = families_of(world)
    records.draw(families[: rng.randint(1, len(families))])
    for story in families:
        records.tell(story.events[::2], story.facts[::2], story.assignments)
    return records, rng


@settings(max_examples=settings.default.max_examples // 8)
@given(world=worlds(families=7))
def test_after_any_loads_the_snapshot_holds_what_a_new_one_would(world: World, empty_records: Path):
    with TemporaryDirectory() as folder:
        place = Path(folder)
        records, rng = begun(place, empty_records, world)
        states: list[tuple[str, dict[str, tuple[object, ...]]]] = []
        for _ in range(5):
            snapshot = kept_up(place / "snapshot", records)
            now = held(snapshot)
            assert now == as_told(records)
            assert held(Snapshot.open(place / "snapshot") or snapshot, 1) == now
            for state, before in states:
                changed = snapshot.changed_since(state)
                assert changed is not None
                assert {name for name in now.keys() | before.keys() if now.get(name) != before.get(name)} <= changed
            states.append((snapshot.state, now))
            load(rng, records, families_of(world))
        assert held(kept_up(place / "other", records)) == as_told(records)


@settings(max_examples=settings.default.max_examples // 10)
@given(world=worlds(families=7))
def test_of_a_kept_up_snapshot_only_the_stories_asked_for_come(world: World, empty_records: Path):
    with TemporaryDirectory() as folder:
        place = Path(folder)
        records, rng = begun(place, empty_records, world)
        kept_up(place / "snapshot", records)
        load(rng, records, families_of(world))
        snapshot = kept_up(place / "snapshot", records)
        everything = held(snapshot)
        wanted = [name for name in everything if rng.random() < 0.4]
        found = list(batches(snapshot, only=[*wanted, "nobody"], stories_at_once=2))
        assert not [wrong for batch in found for wrong in in_place(batch)]
        assert told_in(found) == {name: everything[name] for name in wanted}


def test_nothing_new_writes_nothing_and_keeps_the_state(place: Path, empty_records: Path):
    records, _ = begun(place, empty_records, world_of(Random(3), families=4))
    first = kept_up(place / "snapshot", records)
    files = {path: path.stat().st_mtime_ns for path in (place / "snapshot").rglob("*.*")}
    again = kept_up(place / "snapshot", records, lineage="two")
    assert again.state == first.state
    assert again.changed_since(first.state) == set()
    assert {path: path.stat().st_mtime_ns for path in (place / "snapshot").rglob("*.*")} == files


def test_a_snapshot_of_another_format_or_of_other_records_is_made_anew(
    place: Path, empty_records: Path, monkeypatch: pytest.MonkeyPatch
):
    records, _ = begun(place, empty_records, world_of(Random(4), families=4))
    first = kept_up(place / "snapshot", records)
    monkeypatch.setattr(snapshot_files, "FORMAT", snapshot_files.FORMAT + 1)
    assert Snapshot.open(place / "snapshot") is None
    monkeypatch.undo()
    fewer = Records.copy(empty_records, place / "fewer.sqlite3")
    fewer.draw(records.stories()[:1])
    second = kept_up(place / "snapshot", fewer, lineage="two")
    assert held(second) == as_told(fewer)
    assert second.changed_since(first.state) is None
    kept_up(place / "snapshot", fewer)
    assert not [path for path in (place / "snapshot").iterdir() if "one" in path.name], (
        "the next run clears the first away"
    )


def test_records_without_a_story_make_an_empty_snapshot_that_can_grow(place: Path, empty_records: Path):
    records = Records.copy(empty_records, place / "records.sqlite3")
    assert held(kept_up(place / "snapshot", records)) == {}
    records.draw(families_of(world_of(Random(5), families=3)))
    grown = kept_up(place / "snapshot", records)
    assert held(grown) == as_told(records)
    assert len(grown.manifest.layers) == 2


class FullDisk:
    """Opens files of which the `allowed`th write, or making safe, finds the disk full."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, allowed: int) -> None:
        self.allowed = allowed
        self.was_full = False
        for name, target in (("open_new", snapshot_files), ("make_safe", snapshot_files)):
            monkeypatch.setattr(target, name, self._guarded(getattr(target, name)))
        monkeypatch.setattr(snapshot_sorting, "open_new", self._guarded(snapshot_sorting.open_new))

    def spend(self) -> None:
        self.allowed -= 1
        if self.allowed < 0:
            self.was_full = True
            raise OSError(ENOSPC, "No space left on device")

    def _guarded(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(first: Any) -> Any:
            self.spend()
            return GuardedFile(first, "wb", self) if isinstance(first, Path) else real(first)

        return guarded


class GuardedFile(FileIO):
    def __init__(self, path: Path, mode: str, disk: FullDisk) -> None:
        super().__init__(path, mode)
        self._disk = disk

    def write(self, some: Any) -> int:
        self._disk.spend()
        return super().write(some)


@pytest.mark.parametrize("shape", [SMALL, Shape(part=2, overlays=0)], ids=["overlay", "merge"])
def test_a_disk_full_at_any_write_leaves_the_snapshot_as_it_was(
    place: Path, empty_records: Path, monkeypatch: pytest.MonkeyPatch, shape: Shape
):
    records, rng = begun(place, empty_records, world_of(Random(11), families=4))
    before = held(kept_up(place / "snapshot", records))
    state = kept_up(place / "snapshot", records).state
    for story in list(records.families.values())[:2]:
        records.tell([later(rng, event) for event in story.events], story.facts)
    rng = Random(1)
    allowed = 0
    while True:
        with monkeypatch.context() as patch:
            disk = FullDisk(patch, allowed)
            with contextlib.suppress(OSError):
                kept_up(place / "snapshot", records, shape=shape)
        if not disk.was_full:
            break
        left = Snapshot.open(place / "snapshot")
        assert left is not None
        assert left.state == state
        if allowed % 3 == 0:
            assert held(left) == before
        allowed += rng.randint(3, 8)
    assert allowed > 20, "the disk was never full"
    assert held(Snapshot.open(place / "snapshot") or left) == as_told(records)


def test_a_disk_full_at_the_first_making_leaves_nothing_that_is_read(
    place: Path, empty_records: Path, monkeypatch: pytest.MonkeyPatch
):
    records, _ = begun(place, empty_records, world_of(Random(12), families=3))
    for allowed in (0, 3, 9, 20, 40):
        with monkeypatch.context() as patch:
            FullDisk(patch, allowed)
            with pytest.raises(OSError, match="No space left"):
                kept_up(place / "snapshot", records)
        assert Snapshot.open(place / "snapshot") is None
    assert held(kept_up(place / "snapshot", records)) == as_told(records)


UPDATE = """
import sys
from pathlib import Path
from headwaters.engine.warehouse.database import sqlite_file
from headwaters.engine.warehouse.snapshot_build import Shape, update
for turn in range(1000):
    print(turn, flush=True)
    with sqlite_file(Path(sys.argv[1])) as database:
        update(Path(sys.argv[2]), database, lineage=f"turn{turn}", shape=Shape(part=1, overlays=turn % 2, at_least=1))
    sys.stdin.readline()
"""


def test_killed_at_any_moment_the_snapshot_is_as_before_or_as_after_and_the_next_run_goes_on(
    place: Path, empty_records: Path
):
    records, rng = begun(place, empty_records, world_of(Random(13), families=5))
    folder = place / "snapshot"
    before = held(kept_up(folder, records))
    seen: Counter[str] = Counter()
    for _ in range(5):
        for story in rng.sample(sorted(records.families.values(), key=lambda one: one.story_id), 2):
            records.tell([later(rng, event) for event in story.events], story.facts)
        after = as_told(records)
        with subprocess.Popen(
            [sys.executable, "-c", UPDATE, str(records.path), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(rng.random() * 0.08)
            process.kill()
        left = Snapshot.open(folder)
        assert left is not None
        found = held(left)
        assert found in (before, after)
        seen["after" if found == after else "before"] += 1
        before = held(kept_up(folder, records))
        assert before == after
    assert sum(seen.values()) == 5


def test_histories_taken_away_statement_by_statement_say_the_same(place: Path, empty_records: Path):
    records, rng = begun(place, empty_records, world_of(Random(14), families=6))
    load(rng, records, families_of(world_of(Random(14), families=6)))
    with sqlite_file(records.path) as database:
        parts = list(raw_histories(database, stories_at_once=2))
    assert sum(len(part.events) for part in parts) == sum(len(story.events) for story in records.stories())
    assert told_in(batch for part in parts for batch in batches(seen_tables(part))) == as_told(records)
