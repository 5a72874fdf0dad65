"""A snapshot's tables: some whole stories in numbers, and what is done with them: cut, put together, made a batch.

Rows stand by story, then person, kind and day. `story`, `person`, `episode` and `pregnancy` are rows of their tables, so
that a cut between two stories only moves where the numbers begin. Nothing here needs a file: whoever holds the tables of
whole stories, on whatever machine, can make a batch of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.engine.kernel.batch import Batch
from headwaters.engine.warehouse.ordering import Rows, firsts, ranges
from headwaters.engine.warehouse.snapshot_events import EVENTS, EventRows, seen_events
from headwaters.engine.warehouse.snapshot_facts import FACTS, FactRows, seen_facts
from headwaters.engine.warehouse.snapshot_families import (
    ASSIGNMENTS,
    EPISODES,
    PEOPLE,
    RELATIONS,
    STORIES,
    Families,
    days,
    families,
    numbers,
    seats_of,
)
from headwaters.engine.warehouse.snapshot_vocabulary import Ints, SaidOrder, Sayings, Vocabulary
from headwaters.engine.warehouse.statement_tables import RawTables

SCHEMAS = {
    "stories": STORIES,
    "people": PEOPLE,
    "episodes": EPISODES,
    "relations": RELATIONS,
    "assignments": ASSIGNMENTS,
    "events": EVENTS,
    "facts": FACTS,
}
OF_STORIES = ("people", "episodes", "relations", "assignments")
POINTS_TO = {
    "people": {"story": "stories"},
    "episodes": {"story": "stories", "person": "people", "pregnancy": "episodes"},
    "relations": {"story": "stories", "person": "people", "episode": "episodes"},
    "assignments": {"story": "stories", "person": "people"},
    "events": {"person": "people"},
    "facts": {"person": "people"},
}
"""Columns that are rows of another table."""


@dataclass(frozen=True)
class SnapshotTables:
    """Whole stories, in the order of their ids. Numbers count within these tables; see `SCHEMAS` for the columns.
    `vocabulary` says what contents, facts and sources mean."""

    stories: pa.Table
    people: pa.Table
    episodes: pa.Table
    relations: pa.Table
    assignments: pa.Table
    events: pa.Table
    facts: pa.Table
    vocabulary: Vocabulary

    def table(self, name: str) -> pa.Table:
        found: pa.Table = getattr(self, name)
        return found

    @property
    def story_ids(self) -> pa.Array:
        return self.stories.column("story_id").combine_chunks()

    @cached_property
    def first_of_person(self) -> Ints:
        """Where the events of each person begin, one more at the end."""
        return firsts(numbers(self.events, "person"), len(self.people))

    @cached_property
    def first(self) -> Mapping[str, Ints]:
        """Where the rows of each story begin in each table, one more at the end."""
        found = {name: firsts(numbers(self.table(name), "story"), len(self.stories)) for name in OF_STORIES}
        found["events"] = self.first_of_person[found["people"]]
        found["facts"] = firsts(numbers(self.facts, "person"), len(self.people))[found["people"]]
        return found


NAMES = tuple(SCHEMAS)


def seen_tables(raw: RawTables, vocabulary: Vocabulary | None = None) -> SnapshotTables:
    """What evaluation sees of these stories, whatever day it is asked about.

    vocabulary   what numbers mean already; it grows. None: a new one
    """
    vocabulary = vocabulary or Vocabulary()
    drawn = families(raw)
    sayings = Sayings()
    events = event_rows(raw.events, seats_of(raw.events, drawn.seats), sayings, vocabulary)
    facts = fact_rows(raw.facts, seats_of(raw.facts, drawn.seats), vocabulary)
    return with_rows(without_rows(drawn, vocabulary), events, facts, SaidOrder(sayings))


def event_rows(table: pa.Table, seat: Ints, sayings: Sayings, vocabulary: Vocabulary) -> EventRows:
    """Rows of events as they were told (columns of `statement_tables.EVENTS`) in numbers."""
    return EventRows(
        seat,
        vocabulary.code_sources(_column(table, "source")),
        _column(table, "record_id"),
        days(table, "recorded"),
        _column(table, "revision").to_numpy(),
        days(table, "start"),
        days(table, "end"),
        sayings.code(table),
    )


def fact_rows(table: pa.Table, seat: Ints, vocabulary: Vocabulary) -> FactRows:
    """Rows of facts as they were told (columns of `statement_tables.FACTS`) in numbers."""
    status = _column(table, "status")
    return FactRows(
        seat,
        vocabulary.code_sources(_column(table, "source")),
        _column(table, "record_id"),
        days(table, "recorded"),
        _column(table, "revision").to_numpy(),
        days(table, "from_day"),
        days(table, "through_day"),
        vocabulary.code_facts(table),
        status.is_valid().to_numpy(zero_copy_only=False)
        & (status.fill_null("").to_numpy(zero_copy_only=False) == ENTERED_IN_ERROR),
    )


def without_rows(drawn: Families, vocabulary: Vocabulary) -> SnapshotTables:
    """Stories of which nothing is told yet."""
    return SnapshotTables(
        drawn.stories,
        drawn.people,
        drawn.episodes,
        drawn.relations,
        drawn.assignments,
        EVENTS.empty_table(),
        FACTS.empty_table(),
        vocabulary,
    )


def with_rows(tables: SnapshotTables, events: EventRows, facts: FactRows, said: SaidOrder) -> SnapshotTables:
    """The same stories with everything told of the people in them."""
    story_of = numbers(tables.people, "story")
    seen = seen_events(events, story_of, said, tables.vocabulary)
    return replace(tables, events=seen, facts=seen_facts(facts, story_of, tables.vocabulary))


def _column(table: pa.Table, name: str) -> pa.Array:
    return table.column(name).combine_chunks()


def taken(tables: SnapshotTables, stories: Rows) -> SnapshotTables:
    """These stories, in this order; neighbours are cut out without a copy.

    stories   rows of the stories, each at most once
    """
    together = len(stories) > 0 and int(stories[-1]) - int(stories[0]) == len(stories) - 1 and is_rising(stories)
    rows = {name: _rows(first, stories, together) for name, first in tables.first.items()} | {"stories": stories}
    found = {name: _taken(tables.table(name), rows[name], together) for name in NAMES}
    renumbered = {name: _renumbered(name, found[name], rows, tables, together) for name in NAMES}
    return SnapshotTables(**renumbered, vocabulary=tables.vocabulary)


def is_rising(rows: Rows) -> bool:
    return bool((rows[1:] > rows[:-1]).all())


def _rows(first: Ints, stories: Rows, together: bool) -> Rows:
    if together:
        return np.arange(first[stories[0]], first[stories[-1] + 1])
    return ranges(first[stories].astype(np.int64), first[stories + 1].astype(np.int64))


def _taken(table: pa.Table, rows: Rows, together: bool) -> pa.Table:
    if together:
        return table.slice(int(rows[0]) if len(rows) else 0, len(rows))
    return table.take(pa.array(rows))


def _renumbered(
    name: str, table: pa.Table, rows: Mapping[str, Rows], tables: SnapshotTables, together: bool
) -> pa.Table:
    for column, other in POINTS_TO.get(name, {}).items():
        held = numbers(table, column)
        if together:
            offset = np.int32(rows[other][0] if len(rows[other]) else 0)
            new = np.where(held < 0, held, held - offset) if offset else held
        else:
            place = np.full(len(tables.table(other)) + 1, -1, np.int32)
            place[rows[other]] = np.arange(len(rows[other]), dtype=np.int32)
            new = place[held]  # -1, no pregnancy, finds the last place, which holds -1
        table = _with_column(table, column, new)
    return table


def _with_column(table: pa.Table, column: str, values: Ints) -> pa.Table:
    place = table.schema.get_field_index(column)
    return table.set_column(place, table.schema.field(column), pa.array(values))


def merged(several: Sequence[SnapshotTables]) -> SnapshotTables:
    """Tables of different stories, with one vocabulary, put together in the order of the stories' ids."""
    if len(several) == 1:
        return several[0]
    offsets = dict.fromkeys(NAMES, 0)
    parts: dict[str, list[pa.Table]] = {name: [] for name in NAMES}
    for tables in several:
        for name in NAMES:
            parts[name].append(moved(name, tables.table(name), offsets))
        for name in NAMES:
            offsets[name] += len(tables.table(name))
    found = {name: pa.concat_tables(tables) for name, tables in parts.items()}
    together = SnapshotTables(**found, vocabulary=several[0].vocabulary)
    return taken(together, pc.sort_indices(together.story_ids).to_numpy().astype(np.int64))


def moved(name: str, table: pa.Table, offsets: Mapping[str, int]) -> pa.Table:
    """A table whose numbers count from these offsets on."""
    if not any(offsets.values()):
        return table
    for column, other in POINTS_TO.get(name, {}).items():
        held = numbers(table, column)
        table = _with_column(table, column, np.where(held < 0, held, held + np.int32(offsets[other])))
    return table


def batch_of(tables: SnapshotTables) -> Batch:
    """A batch of all these stories."""
    first, vocabulary = tables.first, tables.vocabulary
    episodes, relations, assignments = tables.episodes, tables.relations, tables.assignments
    events, facts = tables.events, tables.facts
    return Batch(
        story_ids=tables.story_ids,
        person_first=first["people"],
        episode_first=first["episodes"],
        relation_first=first["relations"],
        assignment_first=first["assignments"],
        fact_first=first["facts"],
        person_ids=_column(tables.people, "person_id"),
        event_first=tables.first_of_person,
        episode_ids=_column(episodes, "episode_id"),
        episode_kind=numbers(episodes, "kind"),
        episode_person=numbers(episodes, "person"),
        episode_birth=numbers(episodes, "birth"),
        episode_due_date=numbers(episodes, "due_date"),
        episode_first_seen=numbers(episodes, "first_seen"),
        episode_ended=numbers(episodes, "ended"),
        episode_ended_why=_words(episodes, "ended_why"),
        episode_pregnancy=numbers(episodes, "pregnancy"),
        relation_episode=numbers(relations, "episode"),
        relation_role=numbers(relations, "role"),
        relation_person=numbers(relations, "person"),
        relation_primary=_column(relations, "is_primary").to_numpy(zero_copy_only=False),
        relation_from=numbers(relations, "from_day"),
        relation_through=numbers(relations, "through_day"),
        assignment_person=numbers(assignments, "person"),
        assignment_blueprint=_words(assignments, "blueprint"),
        assignment_version=_words(assignments, "version"),
        assignment_from=numbers(assignments, "from_day"),
        assignment_through=numbers(assignments, "through_day"),
        event_day=numbers(events, "day"),
        event_end=numbers(events, "end"),
        event_content=numbers(events, "content"),
        event_recorded=numbers(events, "recorded"),
        event_superseded=numbers(events, "superseded"),
        event_order=numbers(events, "place"),
        event_source=numbers(events, "source"),
        event_record=_column(events, "record_id"),
        fact_person=numbers(facts, "person"),
        fact_said=numbers(facts, "said"),
        fact_from=numbers(facts, "from_day"),
        fact_through=numbers(facts, "through_day"),
        fact_recorded=numbers(facts, "recorded"),
        fact_superseded=numbers(facts, "superseded"),
        fact_rank=numbers(facts, "rank"),
        contents=vocabulary.contents,
        facts_said=vocabulary.facts_said,
        sources=vocabulary.sources,
    )


def _words(table: pa.Table, name: str) -> Sequence[Any]:
    found: list[Any] = table.column(name).to_pylist()
    return found
