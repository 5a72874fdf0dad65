"""Counts that pages read instead of rows: made once a run, for everybody or for what a night changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from headwaters.engine.evaluation.models import Models
from headwaters.engine.measures.ladder_cube import read_for_ladders, write_ladders
from headwaters.engine.measures.ladder_doors import ladder_doors
from headwaters.engine.measures.reach_cube import (
    declared_touchpoints,
    read_for_reach,
    ripening,
    write_reach,
    write_reach_change,
)
from headwaters.engine.measures.reach_reading import occurrences_of
from headwaters.engine.warehouse.layers import read_published
from headwaters.practice.published.nightly import Night

REACH, LADDERS = "reach.parquet", "ladders.parquet"


def write_cubes(folder: Path, models: Models, *, as_of: date, night: Night | None) -> dict[str, int]:
    """Count over the tables of a run that is being made.

    returns  the rows of each file
    """
    return {REACH: _reach(folder, models, as_of, night), LADDERS: _ladders(folder, models, night)}


def _reach(folder: Path, models: Models, as_of: date, night: Night | None) -> int:
    declared = declared_touchpoints(plan.blueprint for plan in models.plans)
    out = folder / REACH
    if night is None:
        return write_reach(read_for_reach(folder), out, as_of=as_of, declared=declared)
    with read_published(night.before, "status") as before:
        riper = ripening(before, before=night.held.as_of, after=as_of)
    only = night.stories.union(riper)
    return write_reach_change(
        read_for_reach(night.before, only=only), read_for_reach(folder, only=only), out, days=(night.held.as_of, as_of),
        declared=declared, known=occurrences_of(night.before),
    )  # fmt: skip


def _ladders(folder: Path, models: Models, night: Night | None) -> int:
    doors = ladder_doors(plan.blueprint for plan in models.plans)
    out = folder / LADDERS
    if night is None:
        return write_ladders(read_for_ladders(folder), out, doors=doors)
    before, after = (read_for_ladders(run, only=night.stories) for run in (night.before, folder))
    return write_ladders(after, out, doors=doors, before=before)
