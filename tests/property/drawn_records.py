"""Drawn families in a system of record: a SQLite file with the installation's own tables, to which loads add."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from drawn_histories import BIRTH, History
from worlds import World

from headwaters.domain.history.history import (
    Assignment,
    Episode,
    EpisodeId,
    EpisodeKind,
    Event,
    Fact,
    PersonId,
    Story,
    StoryId,
)
from headwaters.domain.history.written import columns_text, written

OPEN = (
    "import sys; from pathlib import Path; from headwaters.server.start import open_data; open_data(Path(sys.argv[1]))"
)


def new_records(folder: Path) -> Path:
    """An installation's records without anything in them."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("HEADWATERS", "DJANGO"))}
    subprocess.run([sys.executable, "-c", OPEN, str(folder)], check=True, env=environment)
    return folder / "records.sqlite3"


def families_of(world: World) -> list[Story]:
    """The world's stories under names of their own; every second one shares a father with the one before."""
    return [renamed(number, history) for number, history in enumerate(world.histories)]


def renamed(number: int, history: History) -> Story:
    def name(person: str) -> PersonId:
        return PersonId(f"father{number // 2}" if person == "fa" else f"{person}{number}")

    def own(episode: str) -> EpisodeId:
        return EpisodeId(f"{episode}{number}")

    story = history.story
    return Story(
        StoryId(f"s{number * 7 % 10}{number}"),
        tuple(replace(one, episode_id=own(one.episode_id), person_id=name(one.person_id)) for one in story.episodes),
        tuple(replace(one, episode_id=own(one.episode_id), person_id=name(one.person_id)) for one in story.people),
        tuple(replace(one, person_id=name(one.person_id)) for one in story.assignments),
        tuple(
            replace(one, person_id=name(one.person_id), record_id=f"{number}-{one.record_id}") for one in story.events
        ),
        tuple(
            replace(one, person_id=name(one.person_id), record_id=f"{number}-{one.record_id}") for one in story.facts
        ),
    )


class Records:
    """What was told and drawn so far: in a database, and as the stories that it then holds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.families: dict[str, Story] = {}
        self.events: list[Event] = []
        self.facts: list[Fact] = []
        self.assignments: list[Assignment] = []
        self.draws = 0

    @classmethod
    def copy(cls, empty: Path, path: Path) -> Records:
        shutil.copy(empty, path)
        return cls(path)

    def stories(self) -> list[Story]:
        """As they are read back: with everything said of everybody in them."""
        return [self._whole(story) for _, story in sorted(self.families.items())]

    def _whole(self, story: Story) -> Story:
        people = {one.person_id for one in (*story.episodes, *story.people)}
        return replace(
            story,
            assignments=tuple(one for one in self.assignments if one.person_id in people),
            events=tuple(one for one in self.events if one.person_id in people),
            facts=tuple(one for one in self.facts if one.person_id in people),
        )

    def tell(self, events: Iterable[Event], facts: Iterable[Fact], assignments: Iterable[Assignment] = ()) -> None:
        """New statements, in one transaction."""
        with closing(sqlite3.connect(self.path)) as held, held:
            for event in events:
                self.events.append(event)
                _insert(held, "event", _said(held, event, len(self.events)) | _event(event))
            for fact in facts:
                self.facts.append(fact)
                _insert(held, "fact", _said(held, fact, len(self.facts)) | _fact(fact))
            for one in assignments:
                self.assignments.append(one)
                number = len(self.assignments)
                for revision, blueprint in ((0, "earlier"), (1, one.blueprint)):
                    _insert(held, "assignment", _assignment(held, replace(one, blueprint=blueprint), number, revision))

    def draw(self, stories: Iterable[Story], gone: Iterable[str] = ()) -> None:
        """The stories as they are drawn now; those not named stay as they were."""
        self.draws += 1
        with closing(sqlite3.connect(self.path)) as held, held:
            _insert(
                held, "drawn", {"id": 1, "stale": 0, "times": self.draws, "horizon": "", **_drawn_to()}, "OR REPLACE"
            )
            for name in gone:
                self._forget(held, name, is_gone=True)
            for story in stories:
                self._forget(held, story.story_id, is_gone=False)
                self.families[story.story_id] = story
                _put(held, story)

    def _forget(self, held: sqlite3.Connection, name: str, *, is_gone: bool) -> None:
        self.families.pop(name, None)
        for table in ("episode", "member", "seat"):
            held.execute(f"DELETE FROM families_{table} WHERE story_id = ?", (name,))
        _insert(held, "drawn_story", {"story_id": name, "drawn": self.draws, "gone": int(is_gone)}, "OR REPLACE")


def _drawn_to() -> dict[str, int]:
    return dict.fromkeys(("people_to", "relations_to", "pregnancies_to", "events_to"), 0)


def _insert(held: sqlite3.Connection, table: str, row: dict[str, Any], how: str = "") -> None:
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join("?" * len(row))
    values = [value.isoformat() if hasattr(value, "isoformat") else value for value in row.values()]
    held.execute(f"INSERT {how} INTO families_{table} ({names}) VALUES ({places})", values)


def _known_as(held: sqlite3.Connection, person: str, which: int) -> int:
    """Everybody is known by two numbers."""
    number = sum(ord(letter) * 131**place for place, letter in enumerate(f"{person}/{which % 2}")) % 2**40
    _insert(
        held, "known_as", {"id": number, "source": f"s{which % 2}", "local_id": person, "person": person}, "OR IGNORE"
    )
    return number


def _said(held: sqlite3.Connection, one: Event | Fact, number: int) -> dict[str, Any]:
    return {
        "known_as": _known_as(held, one.person_id, number), "source": one.source, "record_id": one.record_id,
        "agency": one.agency, "recorded": one.recorded, "revision": one.revision, "status": one.status, "file": "f", "line": number,
    }  # fmt: skip


def _event(one: Event) -> dict[str, Any]:
    return {
        "kind": one.kind, "start": one.start, "end": one.end, "system": one.system, "code": one.code, "result": one.result,
        "value": one.value, "unit": one.unit, "handoff": one.handoff, "step": one.step, "columns": columns_text(one.columns),
    }  # fmt: skip


def _fact(one: Fact) -> dict[str, Any]:
    type_, value = written(one.value)
    return {"fact": one.fact, "type": type_, "value": value, "from_day": one.from_, "through_day": one.through}


def _assignment(held: sqlite3.Connection, one: Assignment, number: int, revision: int) -> dict[str, Any]:
    return {
        "known_as": _known_as(held, one.person_id, 0), "source": "pilot", "record_id": f"a{number}", "agency": "pilot",
        "recorded": BIRTH, "revision": revision, "status": None, "file": "f", "line": number, "blueprint": one.blueprint,
        "version": one.version, "from_day": one.from_, "through_day": one.through,
    }  # fmt: skip


def _put(held: sqlite3.Connection, story: Story) -> None:
    for one in story.episodes:
        days = {"birth": one.birth, "due_date": one.due_date, "first_seen": one.first_seen, "ended": one.ended}
        row = {
            "story_id": story.story_id,
            "episode_id": one.episode_id,
            "kind": one.kind.value,
            "person": one.person_id,
        }
        _insert(held, "episode", {**row, **days, "ended_why": one.ended_why})
    for tie in story.people:
        row = {
            "story_id": story.story_id,
            "episode_id": tie.episode_id,
            "role": tie.role.value,
            "person": tie.person_id,
        }
        days = {"from_day": tie.from_, "through_day": tie.through}
        _insert(held, "member", {**row, **days, "is_primary": int(tie.primary), "authority": tie.authority})
    for person in sorted({one.person_id for one in (*story.episodes, *story.people)}):
        _insert(held, "seat", {"story_id": story.story_id, "person": person})


def load(rng: Random, records: Records, families: list[Story]) -> None:
    """Something new: statements of some families, a family drawn otherwise, a new one, or one that is no more."""
    for _ in range(rng.randint(1, 3)):
        what = rng.choice(("told", "told", "told", "drawn", "new", "gone", "moved"))
        story = rng.choice(families)
        there = story.story_id in records.families
        if what == "new" or not there:
            records.draw([story])
        elif what == "gone" and len(records.families) > 1:
            records.draw([], gone=[story.story_id])
        elif what == "drawn":
            records.draw([redrawn(rng, records.families[story.story_id])])
        elif what == "moved":
            records.tell((), (), [Assignment(story.episodes[0].person_id, "pilot", from_=rng.choice([None, BIRTH]))])
        else:
            events = rng.sample(story.events, min(len(story.events), rng.randint(0, 4)))
            facts = rng.sample(story.facts, min(len(story.facts), rng.randint(0, 2)))
            records.tell([later(rng, one) for one in events], [later(rng, one) for one in facts])


def redrawn(rng: Random, story: Story) -> Story:
    if rng.random() < 0.5:
        return replace(story, people=story.people[: rng.randint(0, len(story.people))])
    due = BIRTH + timedelta(days=rng.randint(-20, 20))
    more = Episode(
        EpisodeId(f"more{rng.randint(0, 999)}"), EpisodeKind.PREGNANCY, story.episodes[0].person_id, due_date=due
    )
    return replace(story, episodes=(*story.episodes, more))


def later(rng: Random, one: Any) -> Any:
    return replace(one, recorded=one.recorded + timedelta(days=rng.choice([0, 3])), revision=rng.choice([0, 1, 2]))
