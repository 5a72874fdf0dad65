"""Statements as they stand in the records, as Arrow tables: what the snapshot is made from.

Every version of every record is there; which of them counts is found out in `snapshot_events` and `snapshot_facts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from headwaters.domain.history.history import Event, Fact, Story
from headwaters.domain.history.written import columns_text, written

TEXT, DAY = pa.string(), pa.date32()

PEOPLE = pa.schema([("story_id", TEXT), ("person_id", TEXT)])
"""Each person of a story once."""

EPISODES = pa.schema(
    [
        ("story_id", TEXT),
        ("episode_id", TEXT),
        ("kind", TEXT),
        ("person_id", TEXT),
        ("birth", DAY),
        ("due_date", DAY),
        ("first_seen", DAY),
        ("ended", DAY),
        ("ended_why", TEXT),
    ]
)

RELATIONS = pa.schema(
    [
        ("story_id", TEXT),
        ("episode_id", TEXT),
        ("role", TEXT),
        ("person_id", TEXT),
        ("is_primary", pa.bool_()),
        ("from_day", DAY),
        ("through_day", DAY),
    ]
)

ASSIGNMENTS = pa.schema(
    [
        ("story_id", TEXT),
        ("person_id", TEXT),
        ("blueprint", TEXT),
        ("version", TEXT),
        ("from_day", DAY),
        ("through_day", DAY),
    ]
)
"""Those of the versions that count, as `Story.assignments` holds them."""

EVENT_SAYS = (
    "kind",
    "agency",
    "status",
    "result",
    "value",
    "unit",
    "handoff",
    "step",
    "system",
    "code",
    "columns",
)
"""What a row of an event says beside its days and its record's name."""

EVENT_WORDS = pa.schema([(name, pa.float64() if name == "value" else TEXT) for name in EVENT_SAYS])

RECORD = pa.schema([("source", TEXT), ("record_id", TEXT), ("recorded", DAY), ("revision", pa.int64())])
"""Which version of which record a row belongs to."""

EVENTS = pa.schema(
    [("story_id", TEXT), ("person_id", TEXT), *RECORD, ("start", DAY), ("end", DAY), *EVENT_WORDS],
)
"""One row per coding. `columns` is the text that `columns_text` gives."""

FACT_SAYS = ("fact", "type", "value")
FACT_WORDS = pa.schema([(name, TEXT) for name in (*FACT_SAYS, "status")])

FACTS = pa.schema(
    [("story_id", TEXT), ("person_id", TEXT), *RECORD, ("from_day", DAY), ("through_day", DAY), *FACT_WORDS],
)
"""`type` and `value` as `written` gives them."""


@dataclass(frozen=True, slots=True)
class RawTables:
    """Some whole stories with every version of everything said of everybody in them. The order of rows means nothing."""

    people: pa.Table
    episodes: pa.Table
    relations: pa.Table
    assignments: pa.Table
    events: pa.Table
    facts: pa.Table


def raw_tables(stories: Iterable[Story]) -> RawTables:
    """Stories that are in memory as tables.

    raises  ValueError  two stories have one id
    """
    told = list(stories)
    if len({story.story_id for story in told}) < len(told):
        raise ValueError("Two stories have the same id. Rename one: a table of stories tells them apart by it.")
    return RawTables(
        people=_table(PEOPLE, ((story.story_id, person) for story in told for person in _everybody(story))),
        episodes=_table(EPISODES, (row for story in told for row in _episodes(story))),
        relations=_table(RELATIONS, (row for story in told for row in _relations(story))),
        assignments=_table(ASSIGNMENTS, (row for story in told for row in _assignments(story))),
        events=_table(EVENTS, ((story.story_id, *_event(event)) for story in told for event in story.events)),
        facts=_table(FACTS, ((story.story_id, *_fact(fact)) for story in told for fact in story.facts)),
    )


def _table(schema: pa.Schema, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def _everybody(story: Story) -> list[str]:
    found = {one.person_id for one in story.episodes} | {one.person_id for one in story.people}
    found |= {one.person_id for one in story.assignments} | {one.person_id for one in story.events}
    return sorted(found | {one.person_id for one in story.facts})


def _episodes(story: Story) -> Iterator[tuple[Any, ...]]:
    for one in story.episodes:
        days = (one.birth, one.due_date, one.first_seen, one.ended)
        yield story.story_id, one.episode_id, one.kind.value, one.person_id, *days, one.ended_why


def _relations(story: Story) -> Iterator[tuple[Any, ...]]:
    for one in story.people:
        yield (
            story.story_id, one.episode_id, one.role.value, one.person_id, one.primary, one.from_, one.through,
        )  # fmt: skip


def _assignments(story: Story) -> Iterator[tuple[Any, ...]]:
    for one in story.assignments:
        yield story.story_id, one.person_id, one.blueprint, one.version, one.from_, one.through


def _event(one: Event) -> tuple[Any, ...]:
    return (
        one.person_id, one.source, one.record_id, one.recorded, one.revision, one.start, one.end, one.kind, one.agency,
        one.status, one.result, one.value, one.unit, one.handoff, one.step, one.system, one.code,
        columns_text(one.columns),
    )  # fmt: skip


def _fact(one: Fact) -> tuple[Any, ...]:
    told = (one.person_id, one.source, one.record_id, one.recorded, one.revision, one.from_, one.through)
    return (*told, one.fact, *written(one.value), one.status)
