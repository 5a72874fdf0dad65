"""`import headwaters` on data frames: whatever the library, the rows are those of the reference evaluator on the story itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import World, worlds

import headwaters
from headwaters.domain.history.history import Event, Observation, Story
from headwaters.domain.history.written import written
from headwaters.engine.evaluation.reference import evaluate
from headwaters.engine.frames import histories as frames
from headwaters.engine.warehouse.status_table import Asked, status_to_arrow

MADE = {"pandas": pa.Table.to_pandas, "polars": pl.from_arrow, "pyarrow": lambda table: table}
KINDS = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.Table}


def table(schema: pa.Schema, rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema)


def frames_of(story: Story, observations: tuple[Observation, ...], library: str) -> headwaters.Histories:
    """The story as its tables in part 6 of the language, in one library's frames."""
    further = sorted({name for event in story.events for name in event.columns})
    event_columns = pa.schema([*frames.EVENTS, *((name, pa.string()) for name in further)])
    tables = {
        "episodes": table(frames.EPISODES, [{"story_id": "s", **rows_of(one)} for one in story.episodes]),
        "people": table(frames.PEOPLE, [rows_of(one) for one in story.people]),
        "assignments": table(frames.ASSIGNMENTS, [rows_of(one) for one in story.assignments]),
        "events": table(event_columns, [event_row(one) for one in story.events]),
        "facts": table(frames.FACTS, [{**rows_of(one), "value": said(one.value)} for one in story.facts]),
        "observations": table(frames.OBSERVATIONS, [rows_of(one) for one in observations]),
    }
    return headwaters.Histories(**{name: MADE[library](one) for name, one in tables.items()})


def rows_of(thing: Any) -> dict[str, Any]:
    names = {"from_": "from"}
    return {names.get(name, name): getattr(thing, name) for name in thing.__slots__}


def event_row(event: Event) -> dict[str, Any]:
    return {**rows_of(event), **{name: said(value) for name, value in event.columns.items()}}


def said(value: Any) -> str:
    return written(value)[1]


def rows(status: Any) -> list[Mapping[str, Any]]:
    if isinstance(status, pd.DataFrame):
        return pa.Table.from_pandas(status, preserve_index=False).to_pylist()
    return status.to_dicts() if isinstance(status, pl.DataFrame) else status.to_pylist()


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
@settings(max_examples=8)
@given(world=worlds(), which=st.integers(0, 2))
def test_frames_of_every_library_are_judged_as_the_story_is(library: str, world: World, which: int):
    history = world.histories[which % len(world.histories)]
    story = history.story.__class__(**{**rows_of(history.story), "story_id": "s", "assignments": ()})
    judged = headwaters.evaluate(
        world.blueprint, frames_of(story, history.observations, library), as_of=history.as_of, known_by=history.known_by,
        engine="reference", strict=False,
    )  # fmt: skip
    expected = evaluate(
        world.models.of(world.models.default),
        story,
        history.observations,
        as_of=history.as_of,
        known_by=history.known_by,
    )
    assert isinstance(judged.status, KINDS[library])
    plain = status_to_arrow(expected, Asked(history.as_of, history.known_by)).to_pylist()
    assert rows(judged.status) == plain
