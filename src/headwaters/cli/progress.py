"""Progress on the error stream, and only on a terminal; data go to the output stream."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from headwaters.engine.publishing.part import Part

Thing = TypeVar("Thing")


def counted(things: Iterable[Thing], *, total: int, what: str) -> Iterator[Thing]:
    """Hand the things on, drawing a bar while they pass when a person is watching."""
    if not sys.stderr.isatty():
        yield from things
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        for thing in things:
            yield thing
            bar.advance(task)


def parts_judged(parts: Iterable[Part], stories: int, done: int) -> Iterator[Part]:
    """Hand parts of a run on, drawing families judged of all, rows a second and the time left.

    stories  to be judged in all; `done` of them stand already, from a run that was stopped
    """
    if done:
        print(f"Going on where the last run was stopped: {done:,} of {stories:,} families stand.", file=sys.stderr)
    if not sys.stderr.isatty():
        yield from parts
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    speed = TextColumn("{task.fields[rows]:,.0f} rows a second")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), speed, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("families judged", total=stories, completed=done, rows=0.0)
        rows = 0
        for part in parts:
            yield part
            rows += part.rows
            passed = bar.tasks[task].elapsed or 0.0
            bar.update(task, advance=part.stories, rows=rows / passed if passed else 0.0)
