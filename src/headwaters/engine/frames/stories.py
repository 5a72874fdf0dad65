"""Statement tables as stories again, for the reference evaluator and for explanations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import Assignment, Episode, EpisodeKind, Event, Fact, Relation, Story, StoryId
from headwaters.domain.history.written import columns_back, read_back
from headwaters.engine.warehouse.statement_tables import RawTables

Row = dict[str, Any]


def stories_of(raw: RawTables) -> Iterator[Story]:
    """Every story of the tables, in the order of their ids."""
    episodes, relations = _by_story(raw.episodes), _by_story(raw.relations)
    assignments, events, facts = _by_story(raw.assignments), _by_story(raw.events), _by_story(raw.facts)
    for story_id in sorted(episodes):
        yield Story(
            StoryId(story_id),
            tuple(_episode(row) for row in episodes[story_id]),
            tuple(_relation(row) for row in relations[story_id]),
            tuple(_assignment(row) for row in assignments[story_id]),
            tuple(_event(row) for row in events[story_id]),
            tuple(_fact(row) for row in facts[story_id]),
        )


def _by_story(table: pa.Table) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in table.to_pylist():
        found[row.pop("story_id")].append(row)
    return found


def _episode(row: Row) -> Episode:
    return Episode(**{**row, "kind": EpisodeKind(row["kind"])})


def _relation(row: Row) -> Relation:
    return Relation(
        row["episode_id"], Role(row["role"]), row["person_id"], row["is_primary"], row["from_day"], row["through_day"]
    )


def _assignment(row: Row) -> Assignment:
    return Assignment(row["person_id"], row["blueprint"], row["version"], row["from_day"], row["through_day"])


def _event(row: Row) -> Event:
    return Event(**{**row, "columns": columns_back(row["columns"])})


def _fact(row: Row) -> Fact:
    told = {key: row[key] for key in ("person_id", "fact", "source", "record_id", "agency", "recorded", "revision", "status")
            if key in row}  # fmt: skip
    return Fact(
        **{"agency": "", **told},
        value=read_back(row["type"], row["value"]),
        from_=row["from_day"],
        through=row["through_day"],
    )
