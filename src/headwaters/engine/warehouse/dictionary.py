"""The data dictionary, drawn from `tables`: what a county analyst reads beside the empty package."""

from __future__ import annotations

from collections.abc import Iterator

from headwaters.engine.warehouse.tables import PACKAGE, Column, Table

OPENING = """\
# Data dictionary of the CSV package

This page is drawn from `src/headwaters/engine/warehouse/tables.py` by `make docs`; change it there.
How to fill a package in: [load your own data](../how-to/load-your-own-data.md).

One package holds one source's tables: a folder, a .zip of it, or one Excel workbook with a sheet for each table. Text is
UTF-8. Days are written year-month-day. Columns may stand in any order, and one that is empty throughout may be left out;
the order here is the one in which tables are read. A row that is sent again with the same key is the same record: alike, it
is `unchanged`; with other content, a correction.
"""


def dictionary() -> str:
    """The whole page, in Markdown."""
    return "\n".join([OPENING, *(line for table in PACKAGE for line in _table(table))]) + "\n"


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.name}.csv\n"
    yield f"One row is {table.row}. Key: {', '.join(f'`{name}`' for name in table.key)}.\n"
    yield "| column | needed | how it is written | meaning | example |"
    yield "|---|---|---|---|---|"
    yield from (_column(column) for column in table.columns)
    if table.further_columns:
        yield "\nFurther columns may follow: those that the blueprint declares for a kind of event (`zone`, for one)."
    yield ""


def _column(column: Column) -> str:
    written = f"one of {', '.join(column.choices)}" if column.choices else column.type.value
    unit = f" ({column.unit})" if column.unit else ""
    needed = "yes" if column.required else ""
    example = f"`{column.example}`" if column.example else ""
    cells = (f"`{column.name}`", needed, written + unit, column.meaning, example.replace("|", "\\|"))
    return "| " + " | ".join(cell if "\\|" in cell else cell.replace("|", "\\|") for cell in cells) + " |"
