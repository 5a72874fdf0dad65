"""Options that every command spells the same way."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from headwaters.engine.publishing.engines import Engine


def day(text: str) -> date:
    """`2026-06-30` -> the day; anything else is refused with the form that is wanted."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"`{text}` is not a day. Write it as year-month-day, for example 2026-06-30."
        ) from None


def today() -> date:
    """The reader's own today; only the edges of the program read the clock."""
    return datetime.now().astimezone().date()


DataFolder = Annotated[
    Path,
    typer.Option("--data", envvar="HEADWATERS_DATA", help="The folder that holds all that this installation owns."),
]
DATA = Path("data")

AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of", parser=day, metavar="DAY",
        help="The day asked about. Default: the stored day of demonstration data, else today.",
    ),
]  # fmt: skip
KnownBy = Annotated[
    date | None,
    typer.Option("--known-by", parser=day, metavar="DAY", help="Use only what had been received by this day."),
]
EngineChoice = Annotated[
    Engine | None,
    typer.Option(
        "--engine",
        help="Who judges: the compiled kernel, or the reference evaluator. The rows are the same. Default: the kernel where it can run.",
    ),
]
ModelChoice = Annotated[
    str | None,
    typer.Option("--blueprint", help="A blueprint file, or `id` or `id@version`. Default: the installation's own."),
]
