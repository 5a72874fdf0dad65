"""A table's header as its author wrote it: which columns it names, what is wrong with it, and the cells of a row below it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from headwaters.domain.problems import Place, Problem
from headwaters.domain.records.vocabulary import ID_LIKE
from headwaters.engine.warehouse.tables import Table
from headwaters.sources.cells import did_you_mean
from headwaters.sources.rows import NOT_UTF8, Row

SET_ASIDE = "set_aside"
PROBLEM = "problem"
"""Two columns that only set-aside files have: the number of the row that is mended, and what was wrong with it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A table's header as it was written. `faults`: no row below it can be trusted. `notes`: something is left out."""

    table: Table
    file: str
    columns: tuple[str, ...]
    faults: tuple[Problem, ...]
    notes: tuple[Problem, ...]

    @staticmethod
    def read(table: Table, header: Row, file: str) -> Heading:
        plain = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in header.cells]
        while plain and not plain[-1]:
            plain.pop()
        seen: Counter[str] = Counter()
        columns = []
        for name in plain:
            seen[name] += 1
            columns.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
        heading = Heading(table, file, tuple(columns), (), ())
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
