"""`headwaters refresh`: judge everybody again and publish the tables that the pages read."""

from __future__ import annotations

import typer

from headwaters.cli.options import DATA, AsOf, DataFolder, KnownBy, ModelChoice
from headwaters.domain.consent import Purpose


def refresh(
    data: DataFolder = DATA, as_of: AsOf = None, known_by: KnownBy = None, blueprint: ModelChoice = None
) -> None:
    """Judge everybody and publish; until it is done, pages go on reading what was published before."""
    from headwaters.cli.opening import open_for
    from headwaters.cli.progress import counted

    here = open_for(data, purpose=Purpose.OPERATION, as_of=as_of, blueprint=blueprint)
    # after the folder is open: models can only be imported once Django stands
    from headwaters.practice.refresh import refresh as run

    manifest = run(
        here.data, here.models, by=here.reader, as_of=here.as_of, known_by=known_by,
        watch=lambda things, total: counted(things, total=total, what="families judged"),
    )  # fmt: skip
    typer.echo(
        f"Published {manifest.rows:,} rows of {manifest.stories:,} families, as of {manifest.as_of:%Y-%m-%d}, "
        f"judged by {manifest.blueprint} {manifest.version}.",
        err=True,
    )
