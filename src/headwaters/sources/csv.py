"""The door for tables: a folder, zip or workbook that a county analyst can fill in (docs/how-to/load-your-own-data.md).

What each column means stands in `engine.warehouse.tables`, once.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from headwaters.domain.problems import InputUnreadable, Place, Problem
from headwaters.domain.records.statement import Origin, Reading
from headwaters.domain.records.vocabulary import ID_LIKE
from headwaters.engine.warehouse.tables import DATE_ORDERS, SOURCE, Table, package_table
from headwaters.sources.cells import Cells, did_you_mean
from headwaters.sources.package import CSV_SUFFIXES, TABLES, Package, TableFile, open_package, table_of
from headwaters.sources.package_rows import BUILDERS, Sender
from headwaters.sources.rows import NOT_UTF8, Row

SET_ASIDE = "set_aside"
PROBLEM = "problem"
"""Two columns that only set-aside files have: the number of the row that is mended, and what was wrong with it."""

VERBATIM = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
"""A row as it stood: its filled cells by column, the same text whatever the order of the columns."""

SOURCE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


class CsvPackage:
    """Reads CSV packages. A package is one source's tables and the source.csv that says whose they are."""

    name = "csv"

    def recognises(self, path: Path) -> bool:
        try:
            if path.is_dir():
                return any(table_of(file.name) and file.suffix.lower() in CSV_SUFFIXES for file in path.iterdir())
            suffix = path.suffix.lower()
            if suffix == ".zip":
                return not _holds_resources(path)
            if suffix in (".xlsx", ".xlsm", ".xls"):
                return True
            return suffix in CSV_SUFFIXES and (table_of(path.name) is not None or did_you_mean(path.stem, TABLES) != "")
        except OSError:
            return False

    def readings(self, path: Path) -> Iterator[Reading]:
        package = open_package(path)
        try:
            sender = _sender(package)
            yield from (_remark(problem, sender) for problem in package.remarks)
            for file in package.tables:
                if file.table != SOURCE.name:
                    yield from _table_readings(file, sender)
        finally:
            package.close()


def _holds_resources(path: Path) -> bool:
    """A zip of FHIR files is another door's."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return any(name.lower().endswith((".ndjson", ".json")) for name in names)


def _remark(problem: Problem, sender: Sender, record_type: str = "") -> Reading:
    where = Origin(sender.source, sender.agency, "", problem.where.file, 0)
    return Reading(where, record_type, "", problems=(problem,))


def _sender(package: Package) -> Sender:
    """What source.csv says.

    raises  InputUnreadable  it is missing or cannot be understood: nobody could say whose records these are
    """
    file = next((file for file in package.tables if file.table == SOURCE.name), None)
    if file is None:
        raise InputUnreadable(
            f"{package.label}: there is no source.csv, so nobody can say whose records these are. "
            f"Put one in, with the columns {', '.join(SOURCE.names)} and one row."
        )
    rows = list(file.rows())
    if len(rows) != 2:
        raise InputUnreadable(
            f"{file.file}: it has to hold its header and exactly one row, and holds {len(rows)} lines."
        )
    heading = _Heading.read(SOURCE, rows[0], file.file)
    cells = Cells(heading.cells(rows[1]), table=SOURCE, file=file.file, line=rows[1].line, dates="")
    order = cells.choice("dates", otherwise=DATE_ORDERS[0]) or DATE_ORDERS[0]
    cells.dates = order
    sender = Sender(
        source=cells.needed("source"),
        agency=cells.needed("agency"),
        sent=cells.day("sent"),
        lag_days=cells.whole("lag_days"),
        area=cells.text("area"),
        dates=order,
    )
    if sender.source and not SOURCE_ID.fullmatch(sender.source):
        cells.fault(
            "source", "A source's name has only letters, digits, `_`, `-` and `.`.", "Shorten it: lane_wic.", "id"
        )
    problems = [*heading.faults, *cells.problems]
    if problems:
        raise InputUnreadable("\n".join(str(problem) for problem in problems))
    return sender


def _table_readings(file: TableFile, sender: Sender) -> Iterator[Reading]:
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
            yield _remark(problem, sender, table.name)
            return
        heading = _Heading.read(table, header, file.file)
        yield from (_remark(note, sender, table.name) for note in (*heading.faults, *heading.notes))
        for row in rows:
            yield _reading(row, heading, sender)
    except InputUnreadable as trouble:  # a damaged member of a zip: what came before it was read
        problem = Problem(Place(file.file), "file", str(trouble), "Fetch it anew and load it again.", "damaged")
        yield _remark(problem, sender, table.name)


def _reading(row: Row, heading: _Heading, sender: Sender) -> Reading:
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


def _ragged(row: Row, heading: _Heading) -> Problem:
    return Problem(
        Place(heading.file, row.line),
        "row",
        f"The row has {len(row.cells)} cells, and the header has {len(heading.columns)}.",
        "Look for a comma inside a cell that is not quoted, or a cell that was left out.",
        "ragged",
    )


@dataclass(frozen=True, slots=True)
class _Heading:
    """A table's header as it was written. `faults`: no row below it can be trusted. `notes`: something is left out."""

    table: Table
    file: str
    columns: tuple[str, ...]
    faults: tuple[Problem, ...]
    notes: tuple[Problem, ...]

    @staticmethod
    def read(table: Table, header: Row, file: str) -> _Heading:
        plain = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in header.cells]
        while plain and not plain[-1]:
            plain.pop()
        seen: Counter[str] = Counter()
        columns = []
        for name in plain:
            seen[name] += 1
            columns.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
        heading = _Heading(table, file, tuple(columns), (), ())
        faults, notes = heading._problems(header)
        return replace(heading, faults=tuple(faults), notes=tuple(notes))

    def _problems(self, header: Row) -> tuple[list[Problem], list[Problem]]:
        faults: list[Problem] = []
        notes: list[Problem] = []
        known = [*self.table.names, SET_ASIDE, PROBLEM]
        missing = [name for name in self.table.names if name not in self.columns]

        def problem(column: str, what: str, remedy: str) -> Problem:
            subject = f'column "{column}"' if column else "header"
            return Problem(Place(self.file, header.line, column), subject, what, remedy, "header")

        if header.fault is not None and header.fault is not NOT_UTF8:
            faults.append(problem("", header.fault.what, header.fault.remedy))
        if not any(column in known for column in self.columns):
            remedy = f"Put a header above the rows: {', '.join(self.table.names)}."
            return [
                *faults,
                problem("", "The first line is no header: no column of this table is named in it.", remedy),
            ], []
        for name in self.table.required:
            if name in missing:
                near = did_you_mean(name, [column for column in self.columns if column not in known])
                remedy = (
                    f"Add it, or name it right.{near} The columns of {self.table.name}: {', '.join(self.table.names)}."
                )
                faults.append(
                    problem(name, "The header has no such column, and the table cannot do without it.", remedy)
                )
        for number, column in enumerate(self.columns, 1):
            if column in known:
                continue
            shown = column if ID_LIKE.fullmatch(column.partition(" (")[0]) else f"number {number}"
            if column.endswith(")") and " (" in column:
                faults.append(problem(shown, "The column stands twice.", "Keep one of the two and take the other out."))
            elif near := did_you_mean(column, missing):
                faults.append(
                    problem(
                        column, f"No column of {self.table.name} is called that.{near}", "Rename it, or take it out."
                    )
                )
            elif not self.table.further_columns:
                remedy = f"The columns of {self.table.name}: {', '.join(self.table.names)}."
                notes.append(problem(shown, "The column was left out: none is called that.", remedy))
        return faults, notes

    def cells(self, row: Row) -> dict[str, str]:
        """The filled cells by column; cells beyond the header stand under their number."""
        filled = {name: text for name, cell in zip(self.columns, row.cells, strict=False) if (text := cell.strip())}
        for number, cell in enumerate(row.cells[len(self.columns) :], len(self.columns) + 1):
            if cell.strip():
                filled[f"cell {number}"] = cell.strip()
        return filled
