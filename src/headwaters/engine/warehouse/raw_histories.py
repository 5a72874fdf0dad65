"""All histories as tables, statement by statement, some whole stories at a time: what an analyst takes away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from headwaters.engine.warehouse.database import Database, whole
from headwaters.engine.warehouse.recorded_tables import NAMED, links, told_events, told_facts, told_families
from headwaters.engine.warehouse.snapshot_seats import Seats
from headwaters.engine.warehouse.statement_tables import EVENTS, FACTS, RawTables

STORIES_AT_ONCE = 4_000


def raw_histories(database: Database, *, stories_at_once: int = STORIES_AT_ONCE) -> Iterator[RawTables]:
    """Every version of every statement of everybody in a story, in the order of the stories' ids."""
    ids = whole(database, "SELECT DISTINCT story_id FROM families_seat", NAMED).column(0).to_pylist()
    ids.sort()
    for start in range(0, len(ids), stories_at_once):
        yield raw_stories(database, ids[start : start + stories_at_once])


def raw_stories(database: Database, stories: list[str]) -> RawTables:
    """The same of the stories with these ids."""
    told = told_families(database, stories)
    people = told.people.combine_chunks()
    seats = Seats(links(database, people.column("person_id").combine_chunks().unique()), people)
    events = [seats.named(table, people) for table in told_events(database, seats.known_as)]
    facts = [seats.named(table, people) for table in told_facts(database, seats.known_as)]
    return replace(
        told,
        events=pa.concat_tables([EVENTS.empty_table(), *events]),
        facts=pa.concat_tables([FACTS.empty_table(), *facts]),
    )
