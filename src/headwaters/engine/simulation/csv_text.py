"""Rows of a package as the text of its CSV files, columns in the order of the data dictionary."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from headwaters.engine.warehouse.tables import ColumnType, package_table

Row = Mapping[str, str]


def csv_text(table: str, rows: Sequence[Row], *, slashed_days: bool = False) -> str:
    """The text of one CSV file: `csv_lines` under a line of their columns."""
    columns, lines = csv_lines(table, rows, slashed_days=slashed_days)
    return csv_line(columns) + lines


def csv_lines(table: str, rows: Sequence[Row], *, slashed_days: bool = False) -> tuple[tuple[str, ...], str]:
    """(columns, lines without a heading). Columns that no row fills are left out; a kind's further columns follow in order of name.

    `slashed_days`: days as month/day/year, as an agency in the United States may well send them.
    """
    used: set[str] = set()
    for row in rows:
        used.update(row)
    columns = in_order(table, used)
    known = _day_columns(table) if slashed_days else frozenset()
    days = [place for place, column in enumerate(columns) if column in known]
    commas = len(columns) - 1
    lines = []
    for row in rows:
        cells = [row.get(column, "") for column in columns]
        for place in days:
            cells[place] = _slashed(cells[place])
        line = ",".join(cells)
        plain = line.count(",") == commas and '"' not in line and "\n" not in line and "\r" not in line
        lines.append(line + "\n" if plain else csv_line(cells))
    return columns, "".join(lines)


def csv_line(cells: Sequence[str]) -> str:
    """One line, with its end; a cell that holds a comma, a quotation mark or a line break stands in quotation marks."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def widened(lines: str, columns: Sequence[str], to: Sequence[str]) -> str:
    """Lines of some columns as lines of more columns; those they did not have are empty."""
    if tuple(columns) == tuple(to):
        return lines
    places = [columns.index(column) if column in columns else -1 for column in to]
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    for cells in csv.reader(io.StringIO(lines, newline="")):
        writer.writerow([cells[place] if place >= 0 else "" for place in places])
    return page.getvalue()


def in_order(table: str, used: Iterable[str]) -> tuple[str, ...]:
    """Columns in the order of the data dictionary, then a kind's further ones in order of name."""
    known, found = package_table(table), set(used)
    names = known.names if known else ()
    return (*(name for name in names if name in found), *sorted(found - set(names)))


def _day_columns(table: str) -> frozenset[str]:
    known = package_table(table)
    return frozenset(column.name for column in known.columns if column.type is ColumnType.DAY) if known else frozenset()


def _slashed(day: str) -> str:
    """2025-03-09 -> 03/09/2025; what is not such a day stays as it is."""
    parts = day.split("-")
    return f"{parts[1]}/{parts[2]}/{parts[0]}" if len(parts) == 3 else day
