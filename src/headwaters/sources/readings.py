"""One row of a package's table becomes one reading: its statement, or what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from headwaters.domain.problems import InputUnreadable, Place, Problem
from headwaters.domain.records.statement import Origin, Reading
from headwaters.engine.warehouse.tables import package_table
from headwaters.sources.cells import Cells
from headwaters.sources.headings import PROBLEM, SET_ASIDE, Heading
from headwaters.sources.package import TableFile
from headwaters.sources.package_rows import BUILDERS, Sender
from headwaters.sources.rows import Row

VERBATIM = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
"""A row as it stood: its filled cells by column, the same text whatever the order of the columns."""


def remark(problem: Problem, sender: Sender, record_type: str = "") -> Reading:
    """A problem that concerns a whole file."""
    where = Origin(sender.source, sender.agency, "", problem.where.file, 0)
    return Reading(where, record_type, "", problems=(problem,))


def table_readings(file: TableFile, sender: Sender) -> Iterator[Reading]:
    table = package_table(file.table)
    assert table is not None
    rows = file.rows()
    try:
        header = next(rows, None)
        if header is None:
            problem = Problem(
                Place(file.file), "file", "The file is empty: it has not even a header.",
                f"Leave it out, or write the header: {', '.join(table.names)}.", "empty",
            )  # fmt: skip
            yield remark(problem, sender, table.name)
            return
        heading = Heading.read(table, header, file.file)
        yield from (remark(note, sender, table.name) for note in (*heading.faults, *heading.notes))
        for row in rows:
            yield reading(row, heading, sender)
    except InputUnreadable as trouble:
        yield damaged(trouble, file, sender)


def damaged(trouble: InputUnreadable, file: TableFile, sender: Sender) -> Reading:
    """A member of a zip that breaks off: what came before it was read."""
    problem = Problem(Place(file.file), "file", str(trouble), "Fetch it anew and load it again.", "damaged")
    return remark(problem, sender, file.table)


def reading(row: Row, heading: Heading, sender: Sender) -> Reading:
    """One row: its statement, or its problems. Never raises for a bad row."""
    table, file = heading.table, heading.file
    filled = heading.cells(row)
    repairs = filled.pop(SET_ASIDE, "")
    filled.pop(PROBLEM, None)
    cells = Cells(filled, table=table, file=file, line=row.line, dates=sender.dates)
    problems: tuple[Problem, ...] = ()
    if heading.faults:
        problems = heading.faults
    elif row.fault:
        problems = (Problem(Place(file, row.line), "row", row.fault.what, row.fault.remedy, row.fault.code),)
    elif len(row.cells) != len(heading.columns) and any(
        row.cells[len(heading.columns) :] or [len(row.cells) < len(heading.columns)]
    ):
        problems = (_ragged(row, heading),)
    verbatim = VERBATIM.encode(filled)
    number = int(repairs) if repairs.isascii() and repairs.isdigit() else None
    if problems:
        record_id = "/".join(filled.get(column, "") for column in table.key).strip("/")
        where = Origin(sender.source, filled.get("agency", sender.agency), record_id, file, row.line, sender.sent)
        return Reading(where, table.name, verbatim, problems=problems, repairs=number)
    statement = BUILDERS[table.name](cells, sender)
    if cells.problems:
        return Reading(statement.origin, table.name, verbatim, problems=tuple(cells.problems), repairs=number)
    return Reading(statement.origin, table.name, verbatim, (statement,), repairs=number)


def _ragged(row: Row, heading: Heading) -> Problem:
    return Problem(
        Place(heading.file, row.line),
        "row",
        f"The row has {len(row.cells)} cells, and the header has {len(heading.columns)}.",
        "Look for a comma inside a cell that is not quoted, or a cell that was left out.",
        "ragged",
    )
