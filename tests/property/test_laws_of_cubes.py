"""The published counts are what plain queries over the rows count; and a night's change added to them is a whole count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st
from ladder_in_sql import ladder_in_sql
from reach_in_sql import reach_in_sql
from test_laws_of_nights import Records, publish, reference_part
from worlds import World, world_of

from headwaters.domain.history.history import Story
from headwaters.engine.evaluation.reference import ObservationIndex
from headwaters.engine.measures.ladder import Cohort, Ladder, ladders
from headwaters.engine.measures.ladder_cube import read_for_ladders, write_ladders
from headwaters.engine.measures.ladder_doors import LadderDoor, ladder_doors
from headwaters.engine.measures.reach import GroupKind, Reach
from headwaters.engine.measures.reach_cube import (
    declared_touchpoints,
    read_for_reach,
    ripening,
    write_reach,
    write_reach_change,
)
from headwaters.engine.measures.reach_reading import occurrences_of, read_reach
from headwaters.engine.warehouse.layers import read_published

FAMILIES = 4


def doors(world: World) -> tuple[LadderDoor, ...]:
    return ladder_doors(plan.blueprint for plan in world.models.plans)


def declared(world: World) -> tuple[str, ...]:
    return declared_touchpoints(plan.blueprint for plan in world.models.plans)


def told(
    world: World, stories: Mapping[str, Story], folder: Path, records: Records, day: date, over: tuple[str, ...]
) -> None:
    index = ObservationIndex(records.observations(day))
    publish(folder, world.models, reference_part(world.models, list(stories.values()), index, day), day, over, set())


def count(world: World, folder: Path, day: date) -> None:
    write_reach(read_for_reach(folder), folder / "reach.parquet", as_of=day, declared=declared(world))
    write_ladders(read_for_ladders(folder), folder / "ladders.parquet", doors=doors(world))


def cohorts(world: World) -> list[Cohort]:
    years = sorted({one.birth.year for history in world.histories for one in history.story.episodes if one.birth})
    return [Cohort(), *(Cohort(date(year, 4, 1), date(year, 9, 30)) for year in years[:1]), Cohort(county="lane")]


def everything(
    world: World, folder: Path
) -> tuple[dict[GroupKind, tuple[Reach, ...]], list[Mapping[LadderDoor, Ladder]]]:
    """A line says the most occurrences that it had on any night, so that number may stay when one is gone."""
    reached = {
        kind: tuple(
            replace(one, line=replace(one.line, occurrences=0)) for one in read_reach(folder, kind=kind) if one.groups or one.outside
        )
        for kind in GroupKind
    }  # fmt: skip
    return reached, [ladders(folder, doors=doors(world), cohort=cohort) for cohort in cohorts(world)]


@settings(max_examples=settings().max_examples // 2)
@given(st.integers(0, 2**32 - 1))
def test_the_cubes_count_what_plain_queries_count(seed: int) -> None:
    world = world_of(Random(seed), families=FAMILIES, seed=seed)
    records, day = Records(world, Random(seed)), world.histories[0].as_of
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        told(world, records.stories(day), folder, records, day, ())
        count(world, folder, day)
        with read_published(folder, "status", "recipients") as con:
            plain = reach_in_sql(con, as_of=day, declared=declared(world))
        rows = [tuple(row.values()) for row in pq.read_table(folder / "reach.parquet").to_pylist()]
        assert sorted(rows, key=repr) == sorted(plain, key=repr)
        for cohort in cohorts(world):
            for door, found in ladders(folder, doors=doors(world), cohort=cohort).items():
                assert found == ladder_in_sql(folder, door, cohort), door


@settings(max_examples=settings().max_examples // 3)
@given(st.integers(0, 2**32 - 1))
def test_a_change_added_to_a_base_is_a_whole_count(seed: int) -> None:
    rng = Random(seed)
    world = world_of(rng, families=FAMILIES, seed=seed)
    records, day = Records(world, rng), world.histories[0].as_of
    later = day + rng.choice([1, 7, 60]) * timedelta(days=1)
    with TemporaryDirectory() as temporary:
        base, night, whole = (Path(temporary) / name for name in ("base", "night", "whole"))
        before, after = records.stories(day), records.stories(later)
        told(world, before, base, records, day, ())
        count(world, base, day)
        told(world, after, whole, records, later, ())
        count(world, whole, later)
        told(world, after, night, records, later, ("base",))
        with read_published(base, "status") as con:
            only = set(after).union(ripening(con, before=day, after=later))
        write_reach_change(
            read_for_reach(base, only=only), read_for_reach(night, only=only), night / "reach.parquet", days=(day, later),
            declared=declared(world), known=occurrences_of(base),
        )  # fmt: skip
        write_ladders(
            read_for_ladders(night, only=only), night / "ladders.parquet", doors=doors(world),
            before=read_for_ladders(base, only=only),
        )  # fmt: skip
        assert everything(world, night) == everything(world, whole)
