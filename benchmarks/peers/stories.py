"""Snapshot tables told back as stories, as the reference reads them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter

import pyarrow as pa

from headwaters.domain.history.history import Episode, EpisodeId, EpisodeKind, Event, Fact, PersonId, Story, StoryId
from headwaters.engine.warehouse.snapshot_tables import SnapshotTables

TOLD_BY = "registry"
"""Who told the facts; the tables do not hold it, because nothing hangs on it where each fact is told once."""


def stories(tables: SnapshotTables) -> Iterator[Story]:
    """The children of these tables, one story each, in their order."""
    events = _by_person(tables.events)
    facts = _by_person(tables.facts)
    people = tables.people.column("person_id").to_pylist()
    for row, episode in enumerate(tables.episodes.to_pylist()):
        child = PersonId(people[episode["person"]])
        birth, due = date.fromordinal(episode["birth"]), date.fromordinal(episode["due_date"])
        yield Story(
            StoryId(tables.story_ids[row].as_py()),
            (Episode(EpisodeId(episode["episode_id"]), EpisodeKind.CHILD, child, birth, due, birth),),
            (),
            (),
            tuple(_event(one, child, tables) for one in events.get(row, ())),
            tuple(_fact(one, child, tables) for one in facts.get(row, ())),
        )


def _by_person(table: pa.Table) -> dict[int, list[dict[str, int]]]:
    return {person: list(rows) for person, rows in groupby(table.to_pylist(), key=itemgetter("person"))}


def _event(row: dict[str, int], child: PersonId, tables: SnapshotTables) -> Event:
    content = tables.vocabulary.contents[row["content"]]
    system, code = next(iter(content.codes), (None, None))
    return Event(
        child, tables.vocabulary.sources[row["source"]], str(row["record_id"]), content.kind, content.agency,
        date.fromordinal(row["recorded"]), start=date.fromordinal(row["day"]), system=system, code=code,
        result=content.result, handoff=content.handoff, step=content.step,
    )  # fmt: skip


def _fact(row: dict[str, int], child: PersonId, tables: SnapshotTables) -> Fact:
    said = tables.vocabulary.facts_said[row["said"]]
    day, recorded = date.fromordinal(row["from_day"]), date.fromordinal(row["recorded"])
    return Fact(child, said.fact, said.value, day, TOLD_BY, said.fact, TOLD_BY, recorded)
