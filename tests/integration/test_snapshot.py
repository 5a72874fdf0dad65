"""The snapshot of an installation: from agencies' tables through linkage to what evaluation reads, and who may have it made."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from loading import BY, FAMILY, PEOPLE, all_stories, command, environment, load_paths, package

from headwaters.domain.consent import Action
from headwaters.domain.history.history import Story
from headwaters.domain.problems import CannotWrite, NotPermitted
from headwaters.engine.kernel.batch import Batch
from headwaters.engine.warehouse import snapshot_files
from headwaters.engine.warehouse.snapshot import Snapshot, batches, seen_tables
from headwaters.engine.warehouse.statement_tables import raw_tables
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.models import AuditLine, GrantRow
from headwaters.practice.access.reader import Reader
from headwaters.practice.families.actions import redraw
from headwaters.practice.families.models import AssignmentRow, EventRow, FactRow, SeatRow
from headwaters.practice.snapshot import raw_everybody, update_snapshot

FACTS = "record,person,fact,value,from\nf1,K1,county,lane,2026-03-14\nf2,K2,county,withheld,2026-03-14\n"
ASSIGNMENTS = "person,blueprint,version,from,through\nK1,lane-illustration,0.1.0,2026-01-01,\n"


def in_words(found: list[Batch]) -> dict[str, Any]:
    """What batches say, whatever the numbers."""
    return {
        batch.story_ids[0].as_py(): (
            batch.person_ids.to_pylist(),
            batch.episode_ids.to_pylist(),
            batch.episode_pregnancy.tolist(),
            list(zip(batch.assignment_blueprint, batch.assignment_version, batch.assignment_from, strict=True)),
            [
                (batch.contents[said], batch.sources[source], record.as_py(), int(day), int(order), int(superseded))
                for said, source, record, day, order, superseded in zip(
                    batch.event_content, batch.event_source, batch.event_record, batch.event_day, batch.event_order,
                    batch.event_superseded, strict=True,
                )
            ],
            [(batch.facts_said[said], int(rank)) for said, rank in zip(batch.fact_said, batch.fact_rank, strict=True)],
        )
        for batch in found
    }  # fmt: skip


def as_read(stories: list[Story]) -> dict[str, Any]:
    return in_words(list(batches(seen_tables(raw_tables(stories)), stories_at_once=1)))


def as_kept(snapshot: Snapshot) -> dict[str, Any]:
    return in_words(list(batches(snapshot, stories_at_once=1)))


@pytest.mark.django_db(transaction=True)
def test_what_was_loaded_and_drawn_is_in_the_snapshot_and_news_are_added(tmp_path: Path) -> None:
    load_paths(package(tmp_path / "may", **FAMILY, facts=FACTS, assignments=ASSIGNMENTS))
    first = update_snapshot(tmp_path, by=owner())
    assert as_kept(first) == as_read(all_stories())
    assert (EventRow.objects.count(), FactRow.objects.count(), AssignmentRow.objects.count()) == (3, 2, 1)
    corrected = "record,person,kind,start\n2,K1,well_visit,2026-04-11\n9,K2,well_visit,2026-05-02\n"
    stranger = PEOPLE + "K3,Max,2026-04-01\n"
    load_paths(package(tmp_path / "june", people=stranger, events=corrected), received=date(2026, 6, 1))
    redraw()
    second = update_snapshot(tmp_path, by=BY)
    assert as_kept(second) == as_read(all_stories())
    assert len(second.manifest.layers) == 2
    changed = second.changed_since(first.state)
    assert changed == set(SeatRow.objects.values_list("story_id", flat=True)), "the family told of, and the new child"


@pytest.mark.django_db(transaction=True)
def test_histories_to_take_away_are_everybodys_and_need_the_right_to_rows(tmp_path: Path) -> None:
    load_paths(package(tmp_path / "may", **FAMILY, facts=FACTS, assignments=ASSIGNMENTS))
    (part,) = raw_everybody(by=owner())
    found = in_words(list(batches(seen_tables(part), stories_at_once=1)))
    assert found == as_read(all_stories())
    GrantRow.objects.filter(action=Action.EXPORT_ROWS).delete()
    with pytest.raises(NotPermitted):
        raw_everybody(by=BY)


def owner() -> Reader:
    grant_local_owner(on=date(2026, 1, 1))
    return BY


@pytest.mark.django_db(transaction=True)
def test_reading_everybody_into_a_snapshot_is_written_down_and_refused_without_a_grant(tmp_path: Path) -> None:
    load_paths(package(tmp_path / "may", **FAMILY))
    update_snapshot(tmp_path, by=owner())
    line = AuditLine.objects.latest("id")
    assert (line.detail, line.allowed, line.reader) == ("snapshot of everybody", True, BY.id)
    GrantRow.objects.all().delete()
    with pytest.raises(NotPermitted):
        update_snapshot(tmp_path / "elsewhere", by=BY)
    assert AuditLine.objects.latest("id").allowed is False
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_said_in_words_that_help(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_paths(package(tmp_path / "may", **FAMILY))

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshot_files, "open_new", full)
    with pytest.raises(CannotWrite, match=r"snapshot.*No space left on device.*Make room"):
        update_snapshot(tmp_path, by=owner())


MAKE = """
import json, sys
from datetime import datetime, timezone
from pathlib import Path
from headwaters.server.start import open_data
data = open_data(Path(sys.argv[1]))
from headwaters.domain.consent import Purpose
from headwaters.engine.warehouse.snapshot import batches, seen_tables
from headwaters.engine.warehouse.statement_tables import raw_tables
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.families import queries
from headwaters.practice.snapshot import update_snapshot
by = Reader(LOCAL, "owner", Purpose.OPERATION, datetime.now(timezone.utc), "command")
columns = ("event_day", "event_end", "event_recorded", "event_order", "fact_rank", "fact_from", "episode_birth")
def numbers(found):
    return [[getattr(batch, name).tolist() for name in columns] for batch in found]
kept = numbers(batches(update_snapshot(data, by=by)))
print(json.dumps([kept, numbers(batches(seen_tables(raw_tables(queries.stories(by=by)))))]))
"""


def test_the_file_of_an_installation_is_read_as_the_database_is(tmp_path: Path) -> None:
    folder = package(tmp_path / "may", **FAMILY, facts=FACTS, assignments=ASSIGNMENTS)
    loaded = command("--data", tmp_path / "data", folder)
    assert loaded.returncode == 0, loaded.stderr
    made = subprocess.run(
        [sys.executable, "-W", "error", "-c", MAKE, str(tmp_path / "data")],
        capture_output=True,
        text=True,
        env=environment(),
    )
    assert made.returncode == 0, made.stderr
    kept, read = json.loads(made.stdout)
    assert kept == read
    assert [len(column) for column in kept[0]] == [3, 3, 3, 3, 2, 2, 3]
