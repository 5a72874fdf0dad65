"""Counts that pages read instead of rows: made once a run, for everybody or for what a night changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from headwaters.engine.evaluation.models import Models
from headwaters.engine.measures.ladder_cube import READ as FOR_LADDERS
from headwaters.engine.measures.ladder_cube import LadderCounting, Published
from headwaters.engine.measures.ladder_doors import ladder_doors
from headwaters.engine.measures.reach_cube import READ as FOR_REACH
from headwaters.engine.measures.reach_cube import declared_touchpoints, ripening, write_reach, write_reach_change
from headwaters.engine.measures.reach_reading import occurrences_of
from headwaters.engine.warehouse.layers import read_published
from headwaters.engine.warehouse.published_parts import published_parts
from headwaters.practice.published.nightly import Night

REACH, LADDERS = "reach.parquet", "ladders.parquet"


def write_cubes(folder: Path, models: Models, *, as_of: date, night: Night | None) -> dict[str, int]:
    """Count over the tables of a run that is being made.

    returns  the rows of each file
    """
    blueprints = [plan.blueprint for plan in models.plans]
    ladders = LadderCounting(ladder_doors(blueprints))
    rows = _count(folder, as_of, night, ladders, declared_touchpoints(blueprints))
    return {REACH: rows, LADDERS: ladders.write(folder / LADDERS)}


def _count(folder: Path, as_of: date, night: Night | None, ladders: LadderCounting, declared: Collection[str]) -> int:
    """Write the reach cube, and count ladders on the way: the rows are read once for both."""
    out = folder / REACH
    if night is None:
        return write_reach(_read(folder, ladders), out, as_of=as_of, declared=declared)
    with read_published(night.before, "status") as before:
        riper = ripening(before, before=night.held.as_of, after=as_of)
    only = night.stories.union(riper)
    return write_reach_change(
        _read(night.before, ladders, sign=-1, only=only), _read(folder, ladders, only=only), out,
        days=(night.held.as_of, as_of), declared=declared, known=occurrences_of(night.before),
    )  # fmt: skip


def _read(
    folder: Path, ladders: LadderCounting, *, sign: int = 1, only: Collection[str] | None = None
) -> Iterator[Published]:
    columns = {table: tuple(dict.fromkeys((*FOR_REACH.get(table, ()), *FOR_LADDERS[table]))) for table in FOR_LADDERS}
    for part in published_parts(folder, columns, only=only):
        ladders.add(part, sign)
        yield part
