"""`headwaters export`: everybody's histories as Parquet tables, for an analyst's own notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from headwaters.cli.options import DATA, DataFolder, ModelChoice
from headwaters.domain.consent import Action, Purpose


def export(
    out: Annotated[Path, typer.Option("--out", help="The folder to write the tables into.")],
    data: DataFolder = DATA,
    blueprint: ModelChoice = None,
) -> None:
    """Write the histories that evaluation reads: episodes, people, assignments, events, facts, observations.

    `import headwaters` evaluates them on pandas, polars or Arrow frames (docs/library). The tables name nobody, but each row is
    about one person: keep them as you keep the data folder.
    """
    from headwaters.cli.opening import open_for
    from headwaters.cli.progress import counted

    here = open_for(data, purpose=Purpose.OPERATION, blueprint=blueprint)
    # after the folder is open: models can only be imported once Django stands
    from headwaters.engine.frames.tables import write_history_tables
    from headwaters.engine.frames.viewed import as_seen
    from headwaters.practice.access.actions import require
    from headwaters.practice.families import queries

    view = require(here.reader, Action.EXPORT_ROWS, detail="everybody's histories")
    model = here.models.default.blueprint
    stories = counted(
        queries.stories(by=here.reader), total=queries.count_stories(by=here.reader), what="families written"
    )
    rows = write_history_tables(
        out,
        (as_seen(story, model, view) for story in stories),
        [one for one in queries.observations(by=here.reader) if view.sees_agency(one.agency)],
        sorted({name for rule in model.events.values() for name in rule.columns}),
    )
    told = ", ".join(f"{n:,} {name}" for name, n in rows.items())
    synthetic = " Every family in them is invented." if here.installation.synthetic else ""
    typer.echo(f"{told} are in {out}.{synthetic}", err=True)
