"""Packages written by tests, loaded into the test database or by the command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime, timezone
from pathlib import Path

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.consent import Purpose
from headwaters.domain.history.history import Story
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.families import queries
from headwaters.practice.records.actions import load
from headwaters.practice.records.report import LoadReport
from headwaters.sources.shelf import Shelf
from headwaters.sources.source import deliveries, discover

SMALL = Path(__file__).parent / "small_blueprint.yaml"
RECEIVED = date(2026, 5, 1)
BY = Reader(LOCAL, "owner", Purpose.OPERATION, datetime(2026, 5, 1, tzinfo=timezone.utc), "command")  # noqa: UP017

SOURCE = "source,agency\n{source},primary_care\n"
PEOPLE = "person,given_name,birth_date\nM1,Ana,1996-02-01\nK1,Ben,2026-03-14\nK2,Eva,2026-03-14\n"
PREGNANCIES = "pregnancy,person,due_date,children\nP1,M1,2026-03-20,K1;K2\n"
EVENTS = "record,person,kind,start\n1,K1,birth,2026-03-14\n2,K1,well_visit,2026-04-12\n3,K2,well_visit,2026-04-13\n"
FAMILY = {"people": PEOPLE, "pregnancies": PREGNANCIES, "events": EVENTS}


def small_blueprint() -> Blueprint:
    return Shelf().open_file(SMALL)


def package(folder: Path, source: str = "clinic", **tables: str) -> Path:
    """Write a package of these tables."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"source": SOURCE.format(source=source), **tables}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def load_paths(*paths: Path, received: date = RECEIVED, **more: object) -> LoadReport:
    """Load as the command does, into the database of the test; in groups of two rows, so that every test crosses their edge."""
    found = [one for path in paths for one in deliveries(path, discover())]
    more.setdefault("blueprint", small_blueprint())
    more.setdefault("group", 2)
    return load(found, received=received, **more)  # type: ignore[arg-type]


def all_stories() -> list[Story]:
    grant_local_owner(on=date(2026, 1, 1))
    return list(queries.stories(by=BY))


def told(story: Story) -> list[tuple[str, str, object]]:
    """A story's events as (record, kind, day), sorted: what a test compares."""
    return sorted((one.record_id, one.kind, one.start) for one in story.events)


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    """`headwaters load ...` in a process of its own, because a data folder is opened once per process."""
    return subprocess.run(started(*arguments), capture_output=True, text=True, env=environment(), check=False)


def started(*arguments: object) -> list[str]:
    code = "from headwaters.cli.main import main; main()"
    return [sys.executable, "-W", "error", "-c", code, "load", "--blueprint", str(SMALL), *map(str, arguments)]


def environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key not in ("HEADWATERS_DATA", "DJANGO_SETTINGS_MODULE")}
