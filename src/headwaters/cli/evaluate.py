"""`headwaters evaluate`: the status of every touchpoint of everybody, as one Parquet file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from headwaters.cli.options import DATA, AsOf, DataFolder, EngineChoice, KnownBy, ModelChoice
from headwaters.domain.consent import Action, Purpose


def evaluate(
    out: Annotated[Path, typer.Option("--out", help="The Parquet file to write.")],
    data: DataFolder = DATA,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    blueprint: ModelChoice = None,
    engine: EngineChoice = None,
) -> None:
    """Judge everybody and write one row per touchpoint (docs/reference/status-table)."""
    from headwaters.cli.opening import engine_for, open_for
    from headwaters.cli.progress import parts_judged
    from headwaters.engine.warehouse.parts import PartWriter
    from headwaters.engine.warehouse.status_table import STATUS

    here = open_for(data, purpose=Purpose.OPERATION, as_of=as_of, blueprint=blueprint)
    # after the folder is open: models can only be imported once Django stands
    from headwaters.practice.families import queries
    from headwaters.practice.judging import judged_parts, snapshot_for

    total, stories = queries.count_stories(by=here.reader), 0
    judge = engine_for(engine, stories=total)
    parts = judged_parts(
        here.models, by=here.reader, action=Action.EXPORT_ROWS, as_of=here.as_of, known_by=known_by, engine=judge,
        snapshot=snapshot_for(judge, here.data, by=here.reader),
    )  # fmt: skip
    out.parent.mkdir(parents=True, exist_ok=True)
    with PartWriter(out, STATUS) as table:
        for part in parts_judged(parts, total, 0):
            table.add(part.status)
            stories += part.stories
    typer.echo(
        f"{table.rows:,} rows of {stories:,} families, as of {here.as_of:%Y-%m-%d}, by the {judge}: {out}", err=True
    )
