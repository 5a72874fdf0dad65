"""Cells as the standard wants them: what fits a column stays there, what does not is kept beside it and said."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date

from headwaters.domain.problems import Place, Problem
from headwaters.interchange.hsds.package import Row, SetAsideRow, made_key
from headwaters.interchange.hsds.shape import TABLES, Column, Sort

NOTHING = ("null", "none", "n/a", "nan")
"""Cells that real exports write where nobody filled anything in."""
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
_TIME = re.compile(r"([01]?\d|2[0-4]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d\d:?\d\d)?")
_WANTED = {
    Sort.NUMBER: ("is not a number", "Write a plain number."),
    Sort.EMAIL: ("is not one email address", "Write one address, such as name@example.org."),
    Sort.URI: ("is not one address on the web", "Write one address, without blanks."),
    Sort.DATE: ("is not a day", "Write it as year-month-day: 2026-01-31."),
    Sort.TIME: ("is not a time of day", "Write it like 09:00."),
}


def cell(text: object) -> str:
    """A cell without the blanks around it; empty where it holds a word for nothing."""
    if text is None:
        return ""
    said = ("true" if text else "false") if isinstance(text, bool) else str(text)
    said = said.replace("\x00", "").strip()
    return "" if said.casefold() in NOTHING else said


def fits(column: Column, text: str) -> bool:
    """Whether a filled-in cell says what its column is for."""
    if column.choices:
        return text in column.choices
    match column.sort:
        case Sort.NUMBER:
            return _is_number(text)
        case Sort.EMAIL:
            return bool(_EMAIL.fullmatch(text))
        case Sort.URI:
            return not any(letter.isspace() for letter in text)
        case Sort.DATE:
            return _is_day(text[:10])
        case Sort.TIME:
            return bool(_TIME.fullmatch(text))
        case _:
            return True


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text)) and "_" not in text
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def fitted(
    table: str, said: Mapping[str, str], extra: Mapping[str, str], *, place: Place, verbatim: str
) -> tuple[Row | SetAsideRow, list[Problem]]:
    """A row of `table` from filled-in cells, with notes; set aside where a column it cannot do without is empty.

    A cell that does not fit its column is kept under its own name in `extra`, so that nothing is lost.
    """
    shape, notes = TABLES[table], []
    values: dict[str, str] = {}
    beside = {name: text for name, text in extra.items() if text}
    for name, text in said.items():
        column = shape.columns[name]
        if not text:
            continue
        lowered = text.lower() if column.choices and name != "freq" and name != "wkst" else text
        if fits(column, lowered):
            values[name] = lowered
            continue
        beside[name] = text
        what, remedy = _WANTED.get(
            column.sort, ("is not one of the words allowed there", f"Write one of: {', '.join(column.choices)}.")
        )
        notes.append(
            Problem(place, f'column "{name}"', f"This cell {what}. It is kept beside the row.", remedy, "cell_unfit")
        )
    wanting = [name for name in shape.required if not values.get(name)]
    if wanting:
        problems = tuple(
            Problem(place, f'column "{name}"', f"This {table.replace('_', ' ')} has no {name}.", "Fill it in and import the file again.", "cell_missing")
            for name in wanting
        )  # fmt: skip
        return SetAsideRow(table, place, verbatim, problems), notes
    key = values.pop("id", "") or made_key(table, values, beside)
    return Row(table, key, values, beside, place), notes
