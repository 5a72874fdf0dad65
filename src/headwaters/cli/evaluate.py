"""`headwaters evaluate`: the status of every touchpoint of everybody, as one Parquet file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from headwaters.cli.options import DATA, AsOf, DataFolder, KnownBy, ModelChoice
from headwaters.domain.consent import Action, Purpose


class Engine(StrEnum):
    REFERENCE = "reference"


def evaluate(
    out: Annotated[Path, typer.Option("--out", help="The Parquet file to write.")],
    data: DataFolder = DATA,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    blueprint: ModelChoice = None,
    engine: Annotated[Engine, typer.Option("--engine", help="Who judges: the reference evaluator.")] = Engine.REFERENCE,
) -> None:
    """Judge everybody and write one row per touchpoint (docs/reference/status-table)."""
    from headwaters.cli.opening import open_for
    from headwaters.cli.progress import counted
    from headwaters.engine.warehouse.status_table import Asked, StatusWriter

    here = open_for(data, purpose=Purpose.OPERATION, as_of=as_of, blueprint=blueprint)
    # after the folder is open: models can only be imported once Django stands
    from headwaters.practice.families import queries
    from headwaters.practice.judging import judge_everybody

    judged = judge_everybody(
        here.models, by=here.reader, action=Action.EXPORT_ROWS, as_of=here.as_of, known_by=known_by
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = out.with_name(out.name + ".new")
    rows = stories = 0
    with StatusWriter(fresh, Asked(here.as_of, known_by)) as table:
        for _, judgement in counted(judged, total=queries.count_stories(by=here.reader), what="families judged"):
            table.add_rows(judgement.rows)
            rows += len(judgement.rows)
            stories += 1
    fresh.replace(out)
    typer.echo(f"{rows:,} rows of {stories:,} families, as of {here.as_of:%Y-%m-%d}, by {engine}: {out}", err=True)
