"""One row's cells, read as what their columns say they are; what cannot be read becomes a problem with its place."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from headwaters.domain.problems import Place, Problem
from headwaters.engine.warehouse.tables import Table

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""A day outside these years is a slip of the keyboard, not a day anybody here was born or seen on."""
YES = frozenset({"yes", "y", "true", "1"})
NO = frozenset({"no", "n", "false", "0"})
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?")
SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean ...?` with the nearest known word, or nothing."""
    near = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.7)
    return f" Did you mean `{near[0]}`?" if near else ""


class Cells:
    """The filled cells of one row. Reading a cell never fails; it notes a problem and gives nothing."""

    __slots__ = ("cells", "dates", "file", "line", "problems", "table")

    def __init__(self, cells: Mapping[str, str], *, table: Table, file: str, line: int, dates: str) -> None:
        self.cells, self.table, self.file, self.line, self.dates = cells, table, file, line, dates
        self.problems: list[Problem] = []

    def fault(self, column: str, what: str, remedy: str, code: str) -> None:
        self.problems.append(Problem(Place(self.file, self.line, column), f'column "{column}"', what, remedy, code))

    def text(self, column: str) -> str | None:
        return self.cells.get(column)

    def needed(self, column: str) -> str:
        text = self.cells.get(column)
        if text is None:
            meaning = self.table.column(column).meaning
            self.fault(column, "The cell is empty, and it has to be filled in.", f"Fill it in: {meaning}", "required")
            return ""
        return text

    def day(self, column: str, *, needed: bool = False) -> date | None:
        text = self.cells.get(column)
        if text is None:
            if needed:
                self.needed(column)
            return None
        day, what, remedy = _day(text, self.dates)
        if day is None:
            self.fault(column, what, remedy, "date")
        return day

    def number(self, column: str) -> float | None:
        text = self.cells.get(column)
        if text is None:
            return None
        if (number := number_of(text)) is not None:
            return number
        self.fault(
            column,
            "This is not a number.",
            "Write digits with a decimal point, for example 3.4; no unit, no comma.",
            "number",
        )
        return None

    def whole(self, column: str) -> int:
        """A whole number from 0; 0 where the cell is empty."""
        text = self.cells.get(column)
        if text is None:
            return 0
        if text.isascii() and text.isdigit() and len(text) <= 9:
            return int(text)
        self.fault(column, "This is not a whole number from 0.", "Write digits only, for example 2.", "number")
        return 0

    def yes(self, column: str, *, otherwise: bool) -> bool:
        text = self.cells.get(column)
        if text is None:
            return otherwise
        if text.lower() in YES:
            return True
        if text.lower() not in NO:
            self.fault(column, "This is neither yes nor no.", "Write yes or no.", "yes_no")
        return False

    def choice(self, column: str, *, otherwise: str | None = None) -> str | None:
        text = self.cells.get(column)
        if text is None:
            return otherwise
        choices = self.table.column(column).choices
        if text.lower() in choices:
            return text.lower()
        remedy = f"Write one of: {', '.join(choices)}.{did_you_mean(text, choices)}"
        self.fault(column, "This is none of the words that this column takes.", remedy, "choice")
        return None

    def pairs(self, column: str, mark: str) -> tuple[tuple[str, str], ...]:
        """`a=b;c=d` as pairs; `mark` stands between the two of a pair."""
        text = self.cells.get(column)
        if text is None:
            return ()
        pairs = [part.partition(mark) for part in text.split(";") if part.strip()]
        if all(left.strip() and found and right.strip() for left, found, right in pairs):
            return tuple((left.strip(), right.strip()) for left, _, right in pairs)
        self.fault(
            column,
            f"A part of this cell has no `{mark}` with something on both sides.",
            f"Write pairs such as {self.table.column(column).example}.",
            "pairs",
        )
        return ()

    def ids(self, column: str) -> tuple[str, ...]:
        text = self.cells.get(column)
        return () if text is None else tuple(part.strip() for part in text.split(";") if part.strip())


def number_of(text: str) -> float | None:
    """The number that is written, if it is one."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def read_day(text: str, dates: str) -> date | None:
    """The day that is written, if it is one."""
    return _day(text, dates)[0]


@lru_cache(maxsize=1 << 15)
def _day(text: str, dates: str) -> tuple[date | None, str, str]:
    """The day that is written, or what is wrong with it and what to do."""
    if found := ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := SLASHED.fullmatch(text):
        first, second, year = (int(part) for part in found.groups())
        if len(found.group(3)) == 2:
            return (
                None,
                "The day is ambiguous: the year has two digits, and month and day could be either way round.",
                "Write it as year-month-day with four digits for the year, for example 2026-03-14.",
            )
        if dates not in ("month/day/year", "day/month/year"):
            return None, *_slashed_fault(first, second)
        month, day = (first, second) if dates == "month/day/year" else (second, first)
    else:
        return (
            None,
            "This is not a day that can be read.",
            "Write it as year-month-day, for example 2026-03-14. "
            "If it is a bare number, format the column as a date first.",
        )
    try:
        read = date(year, month, day)
    except ValueError:
        return (
            None,
            "There is no such day in the calendar.",
            "Look it up in the original and write the day that is meant.",
        )
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        return None, "The year cannot be meant.", f"Write a year between {FIRST_YEAR} and {LAST_YEAR}."
    return read, "", ""


def _slashed_fault(first: int, second: int) -> tuple[str, str]:
    what = (
        "The day is ambiguous: it could be read month first or day first."
        if first <= 12 and second <= 12
        else "The day is not written year-month-day."
    )
    return what, (
        "Write it as year-month-day, for example 2026-03-14; or, if the whole package is written alike, put "
        "`month/day/year` (or `day/month/year`) into the column `dates` of source.csv."
    )
