"""Stories as the tables that `Histories` reads (language part 6): what an analyst takes along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from headwaters.domain.history.history import Event, Observation, Story
from headwaters.domain.history.written import written
from headwaters.engine.frames.histories import ASSIGNMENTS, EPISODES, EVENTS, FACTS, OBSERVATIONS, PEOPLE

Rows = list[dict[str, Any]]
STORIES_AT_ONCE = 2_000


def history_tables(
    stories: Iterable[Story], observations: Iterable[Observation], further: Sequence[str] = ()
) -> dict[str, pa.Table]:
    """The stories as `episodes`, `people`, `assignments`, `events`, `facts` and `observations`.

    further   columns of events that the blueprint declares beside their own
    """
    told = list(stories)
    event_columns = pa.schema([*EVENTS, *((name, pa.string()) for name in further)])
    return {
        "episodes": _table(EPISODES, [{"story_id": one.story_id, **_row(e)} for one in told for e in one.episodes]),
        "people": _table(PEOPLE, [_row(relation) for one in told for relation in one.people]),
        "assignments": _table(ASSIGNMENTS, [_row(assignment) for one in told for assignment in one.assignments]),
        "events": _table(event_columns, [_event(event) for one in told for event in one.events]),
        "facts": _table(FACTS, [{**_row(f), "value": written(f.value)[1]} for one in told for f in one.facts]),
        "observations": _table(OBSERVATIONS, [_row(one) for one in observations]),
    }


def write_history_tables(
    folder: Path, stories: Iterable[Story], observations: Sequence[Observation], further: Sequence[str] = ()
) -> dict[str, int]:
    """The same as one Parquet file each, written as the stories come. Returns the rows of each.

    A person of two stories stands in both; their events are written once for each.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, int] = {}
    with ExitStack() as files:
        writers: dict[str, pq.ParquetWriter] = {}
        for some in _groups(stories):
            for name, table in history_tables(some, observations if not writers else (), further).items():
                if name not in rows:
                    writers[name] = files.enter_context(
                        pq.ParquetWriter(folder / f"{name}.parquet", table.schema, compression="zstd")
                    )
                writers[name].write_table(table)
                rows[name] = rows.get(name, 0) + len(table)
    return rows


def _groups(stories: Iterable[Story]) -> Iterator[list[Story]]:
    """At least one group, so that even nobody's histories are six tables."""
    left = iter(stories)
    some = list(islice(left, STORIES_AT_ONCE))
    yield some
    while some := list(islice(left, STORIES_AT_ONCE)):
        yield some


def _table(schema: pa.Schema, rows: Rows) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema)


def _row(thing: Any) -> dict[str, Any]:
    return {"from" if name == "from_" else name: getattr(thing, name) for name in thing.__slots__}


def _event(event: Event) -> dict[str, Any]:
    return {**_row(event), **{name: written(value)[1] for name, value in event.columns.items()}}
