"""`headwaters refresh`: judge what is new, or everybody, and publish the tables that the pages read."""

from __future__ import annotations

from typing import Annotated

import typer

from headwaters.cli.options import DATA, AsOf, DataFolder, EngineChoice, KnownBy, ModelChoice
from headwaters.domain.consent import Purpose


def refresh(
    data: DataFolder = DATA,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    blueprint: ModelChoice = None,
    engine: EngineChoice = None,
    full: Annotated[bool, typer.Option("--full", help="Judge everybody again, also where only little is new.")] = False,
) -> None:
    """Publish everybody's rows; until it is done, pages go on reading what was published before.

    After an earlier run only the families with something new, or whose day has come, are judged again: the rows are those
    of a full run. Stopped at any point, the same command goes on where it was.
    """
    from headwaters.cli.opening import engine_for, open_for
    from headwaters.cli.progress import parts_judged

    here = open_for(data, purpose=Purpose.OPERATION, as_of=as_of, blueprint=blueprint)
    # after the folder is open: models can only be imported once Django stands
    from headwaters.practice.families import queries
    from headwaters.practice.refresh import refresh as run

    judge = engine_for(engine, stories=queries.count_stories(by=here.reader))
    manifest = run(
        here.data, here.models, by=here.reader, as_of=here.as_of, known_by=known_by, engine=judge, full=full,
        watch=parts_judged,
    )  # fmt: skip
    judged = "all" if manifest.is_full else f"{manifest.judged:,}"
    typer.echo(
        f"Published {manifest.rows:,} rows of {manifest.stories:,} families ({judged} of them judged by the {manifest.engine}), "
        f"as of {manifest.as_of:%Y-%m-%d}, by {manifest.blueprint} {manifest.version}.",
        err=True,
    )
