"""What the snapshot reads from the system of record: the queries, and what comes of them as Arrow tables.

Table and column names are those of `practice.families.models`. Ids that are written into a query are whole numbers, or
names that Headwaters itself gave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.engine.warehouse.database import Database, whole
from headwaters.engine.warehouse.ordering import ordered, starts_of
from headwaters.engine.warehouse.snapshot_versions import records
from headwaters.engine.warehouse.statement_tables import (
    ASSIGNMENTS,
    EPISODES,
    EVENTS,
    FACTS,
    PEOPLE,
    RECORD,
    RELATIONS,
    RawTables,
)

IDS_AT_ONCE = 2_000
STATEMENTS = ("event", "fact", "assignment")
"""Tables `families_...` that are only ever added to and whose rows stories hold."""

KNOWN_AS = ("known_as", pa.int64())
LINKS = pa.schema([KNOWN_AS, ("person_id", pa.string())])
TOLD_EVENTS = pa.schema([KNOWN_AS, *EVENTS.remove(0).remove(0)])
TOLD_FACTS = pa.schema([KNOWN_AS, *FACTS.remove(0).remove(0)])
TOLD_ASSIGNMENTS = pa.schema([*ASSIGNMENTS, ("status", pa.string()), *RECORD, ("id", pa.int64())])
NUMBER = pa.schema([("number", pa.int64())])
NAMED = pa.schema([("name", pa.string())])

_EVENT = (
    'known_as, source, record_id, recorded, revision, start, "end", kind, agency, status, result, value, unit, handoff, '
    "step, system, code, columns"
)
_FACT = "known_as, source, record_id, recorded, revision, from_day, through_day, fact, type, value, status"
_ASSIGNED = (
    "SELECT s.story_id, s.person, a.blueprint, a.version, a.from_day, a.through_day, a.status, a.source, a.record_id, "
    "a.recorded, a.revision, a.id FROM families_seat s JOIN families_known_as k ON k.person = s.person "
    "JOIN families_assignment a ON a.known_as = k.id"
)
_EPISODE = (
    "SELECT story_id, episode_id, kind, person, birth, due_date, first_seen, ended, ended_why FROM families_episode"
)
_MEMBER = "SELECT story_id, episode_id, role, person, is_primary, from_day, through_day, id FROM families_member"


@dataclass(frozen=True, slots=True)
class Watermark:
    """How far the records had come: the last row of each statement table, and how often the stories had been drawn."""

    event: int
    fact: int
    assignment: int
    drawn: int

    def is_after(self, other: Watermark) -> bool:
        """Whether everything `other` knew may still be there: rows are only ever added."""
        return all(getattr(self, name) >= getattr(other, name) for name in (*STATEMENTS, "drawn"))


def watermark(database: Database) -> Watermark:
    last = {name: _number(database, f"SELECT COALESCE(MAX(id), 0) FROM families_{name}") for name in STATEMENTS}
    return Watermark(**last, drawn=_number(database, "SELECT COALESCE(MAX(times), 0) FROM families_drawn"))


def _number(database: Database, sql: str) -> int:
    found: int = whole(database, sql, NUMBER).column(0)[0].as_py()
    return found


def news(database: Database, since: Watermark) -> set[str]:
    """Stories of which something may be otherwise than at the watermark: those told of, and those drawn otherwise."""
    told = [
        f"SELECT DISTINCT s.story_id FROM families_{name} t JOIN families_known_as k ON k.id = t.known_as "
        f"JOIN families_seat s ON s.person = k.person WHERE t.id > {getattr(since, name)}"
        for name in STATEMENTS
    ]
    drawn = f"SELECT story_id FROM families_drawn_story WHERE drawn > {since.drawn}"
    return {name for sql in (*told, drawn) for name in whole(database, sql, NAMED).column(0).to_pylist()}


def told_people(database: Database, stories: Sequence[str] | None = None) -> pa.Table:
    """Everybody in these stories (None: in all)."""
    return _of_stories(database, "SELECT story_id, person FROM families_seat", "story_id", stories, PEOPLE)


def told_families(database: Database, stories: Sequence[str]) -> RawTables:
    """The stories with these ids, without events and facts."""
    return RawTables(
        people=told_people(database, stories),
        episodes=_of_stories(database, _EPISODE, "story_id", stories, EPISODES),
        relations=_relations(database, stories),
        assignments=counting(_of_stories(database, _ASSIGNED, "s.story_id", stories, TOLD_ASSIGNMENTS)),
        events=EVENTS.empty_table(),
        facts=FACTS.empty_table(),
    )


def _relations(database: Database, stories: Sequence[str]) -> pa.Table:
    """As they were told: by their ids."""
    found = _of_stories(database, _MEMBER, "story_id", stories, pa.schema([*RELATIONS, ("id", pa.int64())]))
    return found.sort_by("id").drop_columns("id")


def links(database: Database, people: pa.Array | None = None) -> pa.Table:
    """Under which numbers these people (None: everybody) are known."""
    sql = "SELECT id, person FROM families_known_as"
    if people is None:
        return whole(database, f"{sql} WHERE person IS NOT NULL", LINKS)
    return _of_names(database, sql, "person", people.to_pylist(), LINKS)


def told_events(database: Database, known_as: pa.Array | None = None) -> Iterator[pa.Table]:
    """Rows of events, some at a time; `known_as`: those said under these numbers. None: all."""
    yield from _told(database, f"SELECT {_EVENT} FROM families_event", known_as, TOLD_EVENTS)


def told_facts(database: Database, known_as: pa.Array | None = None) -> Iterator[pa.Table]:
    """Rows of facts, likewise."""
    yield from _told(database, f"SELECT {_FACT} FROM families_fact", known_as, TOLD_FACTS)


def _told(database: Database, sql: str, known_as: pa.Array | None, schema: pa.Schema) -> Iterator[pa.Table]:
    if known_as is None:
        yield from database.read(sql, schema)
        return
    for some in _some(known_as.to_pylist()):
        yield from database.read(f"{sql} WHERE known_as IN ({', '.join(map(str, map(int, some)))})", schema)


def counting(told: pa.Table) -> pa.Table:
    """Of each assignment's record the last version, unless that takes it back (`practice.families.latest`)."""
    if not len(told):
        return told.select(ASSIGNMENTS.names)
    story = told.column("story_id").combine_chunks().dictionary_encode().indices.to_numpy()
    source = told.column("source").combine_chunks().dictionary_encode().indices.to_numpy()
    record = records(story, source, told.column("record_id").combine_chunks())
    recorded = told.column("recorded").combine_chunks().cast(pa.int32()).to_numpy()
    revision = told.column("revision").to_numpy()
    row = told.column("id").to_numpy()
    order = ordered(record, lambda at: recorded[at], lambda at: revision[at], lambda at: row[at])
    last = [*(starts_of(record[order]) - 1)[1:], len(order) - 1]
    found = told.take(pa.array(order[last]))
    in_error = pc.fill_null(pc.equal(found.column("status"), ENTERED_IN_ERROR), False)
    return found.filter(pc.invert(in_error)).select(ASSIGNMENTS.names)


def _of_stories(
    database: Database, sql: str, column: str, stories: Sequence[str] | None, schema: pa.Schema
) -> pa.Table:
    return whole(database, sql, schema) if stories is None else _of_names(database, sql, column, stories, schema)


def _of_names(database: Database, sql: str, column: str, names: Sequence[str], schema: pa.Schema) -> pa.Table:
    parts = [
        whole(database, f"{sql} WHERE {column} IN ({', '.join(map(_quoted, some))})", schema) for some in _some(names)
    ]
    return pa.concat_tables([schema.empty_table(), *parts])


def _some(ids: Sequence[str] | Sequence[int]) -> Iterable[Sequence[str] | Sequence[int]]:
    return (ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE))


def _quoted(name: str | int) -> str:
    return "'" + str(name).replace("'", "''") + "'"
