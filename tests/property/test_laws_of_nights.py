"""A night gives what a full run gives, in every published table, whatever was told, observed, corrected or left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from drawn_histories import History
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import World, world_of

from headwaters.domain.history.history import Observation, Story
from headwaters.engine.evaluation.reference import Models, ObservationIndex
from headwaters.engine.kernel.batch import Batch
from headwaters.engine.publishing.making import Making, told_in
from headwaters.engine.publishing.observing import observation_news
from headwaters.engine.publishing.part import Part, part_of_stories
from headwaters.engine.publishing.tables import TABLES, empty_tables
from headwaters.engine.publishing.waking import awake
from headwaters.engine.warehouse.layers import Layers, read_published
from headwaters.engine.warehouse.snapshot import batches, seen_tables
from headwaters.engine.warehouse.statement_tables import raw_tables
from headwaters.practice.published.tables import tables_of

DAY = timedelta(days=1)
NIGHTS = 6
COMPARED = [name for name in TABLES if name not in ("watched", "stories")]
"""What readers see. `stories` and `watched` say what a night may leave alone, and may be more careful than they need to be."""


class Records:
    """What is on the record on one evening: what was told by then, and what sources observed by then."""

    def __init__(self, world: World, rng: Random) -> None:
        self._histories = [replace(one, story=_named(one.story, n)) for n, one in enumerate(world.histories)]
        self._observations = tuple(dict.fromkeys(row for one in self._histories for row in one.observations))
        self._lags = {row: rng.choice([0, 0, 1, 14]) for row in self._observations}
        self._taken_back = {
            row: self._histories[0].as_of + rng.randrange(1, 2 * NIGHTS) * DAY
            for row in self._observations if rng.random() < 0.1
        }  # fmt: skip

    def stories(self, day: date) -> dict[str, Story]:
        return {one.story.story_id: _told_by(one, day) for one in self._histories}

    def observations(self, day: date) -> tuple[Observation, ...]:
        held = []
        for row in self._observations:
            through = min(row.through, day - self._lags[row] * DAY)
            if through >= row.from_ and day < self._taken_back.get(row, date.max):
                held.append(replace(row, through=through))
        return tuple(held)


def _named(story: Story, number: int) -> Story:
    """Families of one world share the names of their people; here they stand in one table."""
    return replace(story, story_id=f"{story.story_id}-{number}")


def _told_by(history: History, day: date) -> Story:
    story = history.story
    return replace(
        story,
        events=tuple(one for one in story.events if one.recorded <= day),
        facts=tuple(one for one in story.facts if one.recorded <= day),
    )


def reference_part(models: Models, stories: list[Story], observations: ObservationIndex, as_of: date) -> Part:
    return part_of_stories(models, stories, observations, as_of=as_of, known_by=None)


def batch_part(models: Models, stories: list[Story], observations: ObservationIndex, as_of: date) -> Part:
    """Judged by the reference; what wakes a story is read from the batch, as it is where the kernel judges."""
    part = reference_part(models, stories, observations, as_of)
    batch: Batch = next(iter(batches(seen_tables(raw_tables(stories)))))
    return replace(part, told=batch)


def publish(
    folder: Path, models: Models, part: Part | None, as_of: date, over: tuple[str, ...], gone: set[str]
) -> None:
    making = Making(folder)
    making.add(empty_tables() if part is None else tables_of(models, part, as_of=as_of), stories=0, last_story="")
    if over:
        making.add_gone(gone)
    making.layer_over(Layers(folder, (*over, folder.name), as_of))


def read(folder: Path, table: str) -> list[tuple[object, ...]]:
    with read_published(folder, table) as con:
        return sorted(con.execute(f"select * from {table}").fetchall(), key=repr)


@pytest.mark.parametrize("judge", [reference_part, batch_part])
@settings(max_examples=settings().max_examples // 3)
@given(st.integers(0, 2**32 - 1))
def test_a_night_publishes_what_a_full_run_publishes(judge, seed: int) -> None:  # type: ignore[no-untyped-def]
    rng = Random(seed)
    world = world_of(rng, families=3, seed=seed)
    records, day = Records(world, rng), world.histories[0].as_of
    with TemporaryDirectory() as temporary:
        root = Path(temporary)
        stories, observations = records.stories(day), records.observations(day)
        publish(
            root / "0",
            world.models,
            judge(world.models, list(stories.values()), ObservationIndex(observations), day),
            day,
            (),
            set(),
        )
        layers: tuple[str, ...] = ("0",)
        for night in range(1, NIGHTS + 1):
            before, seen, since = stories, observations, day
            day += rng.choice([1, 1, 1, 3, 30]) * DAY
            stories, observations = records.stories(day), records.observations(day)
            news = observation_news(seen, observations, world.models, since=since)
            changed = {name for name in stories if stories[name] != before[name]}
            woken = set(stories) if news.everywhere else changed | awake(root / layers[-1], news, as_of=day)
            again = [stories[name] for name in sorted(woken)]
            index = ObservationIndex(observations)
            part = judge(world.models, again, index, day) if again else None
            publish(root / str(night), world.models, part, day, layers, set())
            layers = (*layers, str(night))
            full = root / f"full-{night}"
            publish(
                full, world.models, reference_part(world.models, list(stories.values()), index, day), day, (), set()
            )
            assert told_in(root / str(night)) == woken
            for table in COMPARED:
                assert read(root / str(night), table) == read(full, table), (
                    f"{table} on night {night}, {day}; woken: {sorted(woken)}"
                )
