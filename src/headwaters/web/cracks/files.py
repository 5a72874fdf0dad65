"""The ladder as a table to take along: what the page shows, hidden where the page hides, and how it was counted."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from headwaters.engine.measures.ladder import Ladder
from headwaters.web.cracks.ladder import LadderDrawing

COLUMNS = ("step", "stood_here", "went_on", "left", "left_count", "median_days", "slowest_tenth_days")
"""One row for each step and each way of leaving it; a step that nobody left has one row without a way. Empty: hidden."""
Cell = str | int | float | None


def rows_of(ladder: Ladder, drawn: LadderDrawing) -> Iterator[tuple[Cell, ...]]:
    """Counts come from the drawing alone, which holds only what may be shown."""
    for raw, rung in zip(ladder.rungs, drawn.rungs, strict=True):
        shown = rung.arrived is not None
        days = (raw.median_days if shown else None, raw.slowest_tenth_days if shown else None)
        for words, count in [(reason.words, reason.count) for reason in rung.reasons] or [("", None)]:
            yield raw.step.value, rung.arrived, rung.went_on, words, count, *days


def csv_text(columns: Sequence[str], rows: Iterator[tuple[Cell, ...]]) -> str:
    """Comma-separated, one header. A text that a spreadsheet would read as a formula is led by an apostrophe."""
    held = StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([["" if cell is None else _guarded(cell) for cell in row] for row in rows])
    return held.getvalue()


def _guarded(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") else cell
