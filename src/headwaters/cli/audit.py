"""`headwaters audit`: proves that the audit stands as it was closed, and prints the head to keep in a place of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from headwaters.cli.options import DATA, DataFolder
from headwaters.domain.consent import Purpose
from headwaters.domain.problems import CannotWrite

app = typer.Typer(no_args_is_help=True, help="Who read what: prove that nobody changed it afterwards.")


@app.command("verify")
def verify(
    data: DataFolder = DATA,
    head: Annotated[
        str | None,
        typer.Option(
            "--head", help="A head that was kept elsewhere: it must still be in the chain, so nothing was cut off."
        ),
    ] = None,
) -> None:
    """Recompute every closed minute of the audit. Exit code 1, and the minute, where the chain is broken."""
    _close_finished(data)
    from headwaters.practice.access import sealing

    broken = sealing.verify()
    if broken is not None:
        typer.echo(
            f"The chain is broken at minute {broken.number}, {broken.minute:%Y-%m-%d %H:%M} UTC: {broken.what}. "
            "Everything before it holds. Compare with a backup from before that minute.",
            err=True,
        )
        raise typer.Exit(1)
    if head is not None and not sealing.has_head(head.strip().rpartition(" ")[2]):
        typer.echo(
            "The head that you kept is not in the chain: minutes after it were cut off or the chain was made anew. "
            "Compare with a backup from that day.",
            err=True,
        )
        raise typer.Exit(1)
    last = sealing.head()
    closed = last.number if last is not None else 0
    typer.echo(f"The audit stands as it was closed: {closed:,} minutes, no break.")


@app.command("head")
def head(
    data: DataFolder = DATA,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Add the head to the end of this file, and print nothing."),
    ] = None,
) -> None:
    """Print the last closed minute and its hash. Keep it outside this installation: with it, a cut at the end shows too."""
    _close_finished(data)
    from headwaters.practice.access import sealing

    last = sealing.head()
    if last is None:
        typer.echo("No minute of the audit has been closed yet. Ask again when a minute is over.", err=True)
        raise typer.Exit(1)
    line = f"{last.number} {last.minute:%Y-%m-%dT%H:%MZ} {last.head}"
    if out is None:
        typer.echo(line)
        return
    try:
        with out.open("a", encoding="utf-8") as kept:
            kept.write(f"{line}\n")
    except OSError as refused:
        raise CannotWrite(
            f"{out} cannot be written ({refused.strerror}). Choose a file in a folder that you may write."
        ) from refused


def _close_finished(data: DataFolder) -> None:
    """The command after a minute closes it, as a request would."""
    from headwaters.cli.opening import open_for

    opened = open_for(data, purpose=Purpose.OPERATION)
    from headwaters.practice.access.sealing import seal_finished

    seal_finished(now=opened.reader.at)
