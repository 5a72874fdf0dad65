"""The children that are made in bulk for the benchmarks: what a snapshot of the same stories would hold, and what peers make of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.engine.kernel.batch import Batch
from headwaters.engine.warehouse.snapshot_tables import batch_of, seen_tables
from headwaters.engine.warehouse.statement_tables import raw_tables
from headwaters.sources.shelf import Shelf

BENCHMARKS = Path(__file__).resolve().parents[4] / "benchmarks"
CHILDREN = 60


@pytest.fixture(scope="module")
def bench() -> Iterator[SimpleNamespace]:
    """The benchmarks' own modules, found for as long as these tests run."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import bulk_population
        import judge_state
        from peers import evaluators, loop, plan, sql, stories

        yield SimpleNamespace(
            bulk=bulk_population, state=judge_state, plan=plan, sql=sql, loop=loop, stories=stories, ours=evaluators
        )
    finally:
        sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def blueprint(bench: SimpleNamespace) -> Blueprint:
    return Shelf().open_file(bench.bulk.BLUEPRINT)


@pytest.fixture(scope="module")
def population(bench: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bulk")
    bench.bulk.write_population(folder, CHILDREN, plain=True)
    return folder


def test_the_blueprint_asks_for_a_hundred_touchpoints_a_child_of_every_shape(
    bench: SimpleNamespace, blueprint: Blueprint
) -> None:
    assert sum(len(one.touchpoints) for one in blueprint.elements.values()) == 103
    assert len({need.sql for need in bench.plan.NEEDS.values()}) == 6
    assert {one.id for one in blueprint.elements.values() if one.for_} == set(bench.plan.NEEDS)
    assert len(blueprint.handoffs) == 5


def test_every_kind_of_event_that_is_made_is_one_that_the_blueprint_knows(
    bench: SimpleNamespace, blueprint: Blueprint
) -> None:
    kinds = {content.kind for content in bench.bulk.Course().contents}
    assert kinds - {"handoff"} == set(blueprint.events)


def test_a_child_has_about_fifty_eight_events(bench: SimpleNamespace) -> None:
    part = next(bench.bulk.parts(2000))
    assert len(part.tables.events) / 2000 == pytest.approx(58, abs=1.5)


def test_the_same_seed_gives_the_same_children(bench: SimpleNamespace) -> None:
    first, again, other = (next(bench.bulk.parts(50, seed=seed)) for seed in (7, 7, 8))
    assert first.tables.events.equals(again.tables.events)
    assert not first.tables.events.equals(other.tables.events)


def test_the_tables_are_what_a_snapshot_of_the_same_stories_holds(bench: SimpleNamespace, population: Path) -> None:
    """Written by numbers at once, or told as stories and put through all that a snapshot does with them."""
    tables = next(bench.bulk.read_population(population))
    bulk, told = batch_of(tables), batch_of(seen_tables(raw_tables(bench.stories.stories(tables))))
    for name in Batch.__slots__:
        if name in ("contents", "facts_said", "sources", "event_content", "event_source", "fact_said"):
            continue
        one, other = getattr(bulk, name), getattr(told, name)
        same = np.array_equal(one, other) if isinstance(one, np.ndarray) else list(one) == list(other)
        assert same, name
    assert [bulk.contents[n] for n in bulk.event_content] == [told.contents[n] for n in told.event_content]
    assert [bulk.sources[n] for n in bulk.event_source] == [told.sources[n] for n in told.event_source]
    assert [bulk.facts_said[n] for n in bulk.fact_said] == [told.facts_said[n] for n in told.fact_said]


def test_the_peers_say_the_same_as_each_other_and_as_the_reference_where_they_mean_the_same(
    bench: SimpleNamespace, population: Path
) -> None:
    bench.state.in_sql(population, population / "sql.parquet")
    bench.state.in_a_loop(population, population / "loop.parquet")
    bench.state.check_peers(population)
    rows = bench.ours.reference(
        bench.bulk.read_population(population), population / "reference.parquet", as_of=bench.bulk.AS_OF
    )
    assert rows == CHILDREN * 103
    assert bench.state.rows_unlike_sql(population / "reference.parquet", population / "sql.parquet") == 0


def test_peers_that_differ_are_found_out(bench: SimpleNamespace, population: Path) -> None:
    """The comparison can fail: against the statuses of other children it does."""
    elsewhere = population / "elsewhere"
    bench.bulk.write_population(elsewhere, CHILDREN - 1, plain=True)
    bench.state.in_sql(elsewhere, elsewhere / "sql.parquet")
    bench.ours.reference(
        bench.bulk.read_population(population), population / "reference.parquet", as_of=bench.bulk.AS_OF
    )
    assert bench.state.rows_unlike_sql(population / "reference.parquet", elsewhere / "sql.parquet") > 0
