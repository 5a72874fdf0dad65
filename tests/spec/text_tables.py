"""Aligned text tables, as the manual writes them: a header line, then one line per row, cells parted by `|`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

Row = dict[str, str]


def rows_of(text: str | None, allowed: Iterable[str] | None = None) -> list[Row]:
    """The table's rows, each a mapping from column name to its cell; an empty cell is the empty text.

    raises ValueError   a row has more or fewer cells than the header, or a column is not among `allowed`
    """
    if text is None:
        return []
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    header = cells_of(lines[0])
    if allowed is not None and (strange := set(header) - set(allowed)):
        raise ValueError(f"no such column: {sorted(strange)}; columns: {sorted(allowed)}")
    rows = [cells_of(line) for line in lines[1:]]
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"{len(row)} cells under {len(header)} columns: {row}")
    return [dict(zip(header, row, strict=True)) for row in rows]


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def day_of(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def value_of(cell: str) -> bool | float | str | date:
    """A fact's or column's value as people write it: yes, no, 185, 2024-03-01, or a word."""
    if cell in ("yes", "no"):
        return cell == "yes"
    try:
        return date.fromisoformat(cell)
    except ValueError:
        pass
    try:
        return float(cell)
    except ValueError:
        return cell
