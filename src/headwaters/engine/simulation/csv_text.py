"""Rows of a package as the text of its CSV files, columns in the order of the data dictionary."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from headwaters.engine.warehouse.tables import ColumnType, package_table

Row = Mapping[str, str]


def csv_text(table: str, rows: Sequence[Row], *, slashed_days: bool = False) -> str:
    """The text of one CSV file. Columns that no row fills are left out; a kind's further columns follow in order of name.

    `slashed_days`: days as month/day/year, as an agency in the United States may well send them.
    """
    columns = _columns(table, rows)
    days = _day_columns(table) if slashed_days else frozenset()
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(
        [_slashed(row.get(column, "")) if column in days else row.get(column, "") for column in columns] for row in rows
    )
    return page.getvalue()


def _columns(table: str, rows: Iterable[Row]) -> tuple[str, ...]:
    used: set[str] = set()
    for row in rows:
        used.update(row)
    known = package_table(table)
    names = known.names if known else ()
    return (*(name for name in names if name in used), *sorted(used - set(names)))


def _day_columns(table: str) -> frozenset[str]:
    known = package_table(table)
    return frozenset(column.name for column in known.columns if column.type is ColumnType.DAY) if known else frozenset()


def _slashed(day: str) -> str:
    """2025-03-09 -> 03/09/2025; what is not such a day stays as it is."""
    parts = day.split("-")
    return f"{parts[1]}/{parts[2]}/{parts[0]}" if len(parts) == 3 else day
