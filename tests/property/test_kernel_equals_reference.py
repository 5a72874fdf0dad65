"""The kernel and the reference are one meaning: equal rows and passages, column for column, over everything the language says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from kernel_beside_reference import held_against
from kernel_equality import held_world
from starter_families import AS_OF, family, observations, starter
from test_every_construct_is_drawn import EXPECTED, said_in, told_in
from test_every_construct_is_drawn import results_in as said_of_row
from worlds import World, judged, world_of, worlds

from headwaters.domain.history.history import Story, StoryId
from headwaters.engine.evaluation.observation import ObservationIndex
from headwaters.engine.evaluation.reference import Models, prepare
from headwaters.engine.kernel import available
from headwaters.engine.kernel.judge import judge_batch
from headwaters.engine.warehouse.snapshot import batches, seen_tables
from headwaters.engine.warehouse.statement_tables import raw_tables

pytestmark = pytest.mark.xdist_group("the kernel, compiled once")
WORLDS = 400
PLAIN_WORLDS = 60
OF_SEVERAL_PLANS = {"in a pilot"}
"""What only stories with several plans have; these are the reference's (decision 19)."""


@given(worlds())
def test_every_drawn_story_has_the_same_rows(world: World):
    held = held_world(world)
    assert not held.differences, "\n".join(held.differences[:20])


def test_what_was_known_earlier_is_judged_the_same():
    for number in range(40):
        world = world_of(Random(number), seed=number)
        for one in world.histories:
            recorded = sorted({event.recorded for event in one.story.events})
            for known_by in recorded[:: max(1, len(recorded) // 3)]:
                held = held_against(world.models, [one.story], one.observations, as_of=one.as_of, known_by=known_by)
                assert not held.differences, f"world {number}: " + "\n".join(held.differences[:20])


def test_many_stories_at_once_are_judged_as_each_alone():
    for number in range(20):
        world = world_of(Random(number), seed=number, families=1)
        one = world.histories[0]
        stories = [
            story_named(story.story, f"s{place}")
            for place, story in enumerate(
                history for n in range(3) for history in world_of(Random(number), families=3, seed=n).histories
            )
        ]
        held = held_against(world.models, stories, one.observations, as_of=one.as_of, known_by=one.known_by, at_once=4)
        assert not held.differences, f"world {number}: " + "\n".join(held.differences[:20])


def test_families_of_the_starter_blueprint_have_the_same_rows():
    blueprint = starter()
    models, told = Models.of(prepare(blueprint)), observations(blueprint)
    families = [family(blueprint, seed) for seed in range(24)]
    for as_of in (AS_OF, AS_OF - timedelta(300)):
        held = held_against(models, families, told, as_of=as_of, known_by=as_of, at_once=10)
        assert not held.differences, "\n".join(held.differences[:20])
        assert not held.by_reference, "the starter blueprint does not fit into the kernel"


def story_named(story: Story, name: str) -> Story:
    return replace(story, story_id=StoryId(name))


def test_the_kernel_as_plain_python_has_the_same_rows():
    """What is compiled and what a reader follows step by step are the same functions."""
    script = Path(__file__).with_name("kernel_equality.py")
    beside = os.pathsep.join((str(script.parent), str(script.parents[1] / "spec")))
    done = subprocess.run(
        [sys.executable, str(script), "0", str(PLAIN_WORLDS)],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": beside},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


@lru_cache(maxsize=1)
def reached() -> Counter[str]:
    """How often the kernel itself judged each construct and gave each result, with rows equal to the reference's."""
    count: Counter[str] = Counter()
    for number in range(WORLDS):
        world = world_of(Random(number), seed=number)
        if world.pilot is not None:
            continue
        held = held_world(world)
        assert not held.differences, f"world {number}: " + "\n".join(held.differences[:20])
        if held.by_reference:
            continue
        for element in world.document["elements"].values():
            count.update(said_in(element))
        for history in world.histories:
            count.update(told_in(history))
            count.update(word for row in judged(world, history).values() for word in said_of_row(row))
    return count


@pytest.mark.parametrize("construct", [one for one in EXPECTED if one not in OF_SEVERAL_PLANS])
def test_it_reaches_the_kernel(construct: str):
    assert reached()[construct] > 0, f"`{construct}` never reached the kernel in {WORLDS} worlds"


def test_the_kernel_says_whether_it_can_run(monkeypatch: pytest.MonkeyPatch):
    assert available.is_available()
    assert available.why_not() == ""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert not available.is_available()
    assert "numba" in available.why_not()


def test_status_is_the_same_where_no_passages_are_wanted():
    world = world_of(Random(3), seed=3)
    for one in world.histories:
        index = ObservationIndex(one.observations)
        for batch in batches(seen_tables(raw_tables([one.story]))):
            whole, status = (
                judge_batch(world.models, batch, index, as_of=one.as_of, known_by=one.known_by, passages=wanted)
                for wanted in (True, False)
            )
            assert status.status.to_pylist() == whole.status.to_pylist()
            assert (status.passages.num_rows, status.passages.schema) == (0, whole.passages.schema)
