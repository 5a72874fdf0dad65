"""`import headwaters` on data frames: whatever the library, the rows are those of the reference evaluator on the story itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import World, worlds

import headwaters
from headwaters.domain.history.history import Observation, Story
from headwaters.engine.evaluation.reference import evaluate
from headwaters.engine.frames.tables import history_tables
from headwaters.engine.warehouse.status_table import Asked, status_to_arrow

MADE = {"pandas": pa.Table.to_pandas, "polars": pl.from_arrow, "pyarrow": lambda table: table}
KINDS = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.Table}


def frames_of(story: Story, observations: tuple[Observation, ...], library: str) -> headwaters.Histories:
    """The story as its tables in part 6 of the language, in one library's frames."""
    further = sorted({name for event in story.events for name in event.columns})
    tables = history_tables([story], observations, further)
    return headwaters.Histories(**{name: MADE[library](one) for name, one in tables.items()})


def rows(status: Any) -> list[Mapping[str, Any]]:
    if isinstance(status, pd.DataFrame):
        return pa.Table.from_pandas(status, preserve_index=False).to_pylist()
    return status.to_dicts() if isinstance(status, pl.DataFrame) else status.to_pylist()


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
@settings(max_examples=8)
@given(world=worlds(), which=st.integers(0, 2))
def test_frames_of_every_library_are_judged_as_the_story_is(library: str, world: World, which: int):
    history = world.histories[which % len(world.histories)]
    story = replace(history.story, assignments=())
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
