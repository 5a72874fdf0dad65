"""Counts that pages read instead of rows: made once a run, for everybody or for what a night changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from headwaters.engine.evaluation.models import Models
from headwaters.engine.measures.reach_cube import declared_touchpoints, ripening, write_reach, write_reach_change
from headwaters.engine.warehouse.layers import read_published
from headwaters.practice.published.nightly import Night

REACH = "reach.parquet"


def write_cubes(folder: Path, models: Models, *, as_of: date, night: Night | None) -> dict[str, int]:
    """Count over the tables of a run that is being made.

    returns  the rows of each file
    """
    declared = declared_touchpoints(plan.blueprint for plan in models.plans)
    out = folder / REACH
    if night is None:
        with read_published(folder, "status", "recipients") as con:
            return {REACH: write_reach(con, out, as_of=as_of, declared=declared)}
    with (
        read_published(night.before, "status", "recipients") as before,
        read_published(folder, "status", "recipients") as after,
    ):
        riper = ripening(before, before=night.held.as_of, after=as_of)
        rows = write_reach_change(
            before, after, out, only=sorted({*night.stories, *riper}), days=(night.held.as_of, as_of), declared=declared
        )
    return {REACH: rows}
