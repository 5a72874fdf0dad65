"""Promises are found by the combination of words that a row has; row by row the rule gives the same."""

from __future__ import annotations

from hypothesis import given
from worlds import World, worlds

from headwaters.engine.evaluation.reference import accountable, evaluate
from headwaters.engine.publishing.promise_rows import promises_table
from headwaters.engine.warehouse.published_tables import PROMISES
from headwaters.engine.warehouse.status_table import Asked, status_to_arrow
from headwaters.practice.published.promises import MAY_BE_PROMISES, promise_row, promise_rule


@given(worlds())
def test_promises_by_combination_are_the_promises_row_by_row(world: World) -> None:
    models = world.models
    rows = [
        row
        for one in world.histories
        for row in evaluate(models, one.story, one.observations, as_of=one.as_of, known_by=one.known_by)
    ]
    asked = Asked(world.histories[0].as_of)
    found = promises_table(status_to_arrow(rows, asked), promise_rule(models), may_be=MAY_BE_PROMISES)
    each = (promise_row(row, accountable(models, row), handoff=models.handoff_of(row)) for row in rows)
    assert found.schema == PROMISES
    assert [tuple(row.values()) for row in found.to_pylist()] == [row for row in each if row is not None]
