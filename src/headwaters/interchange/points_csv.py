"""A line of points from a CSV file: `date` and `value`, or `date`, `numerator` and `denominator`; further columns are passed over.

With `value` and `denominator`, `value` is the count where all values are whole numbers, else the share.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from headwaters.domain.charts.series import Point
from headwaters.domain.problems import Place, Problem

YES = frozenset({"", "yes", "true", "1"})
"""Words of a column `complete`; anything else means that the period is not over."""


@dataclass(frozen=True, slots=True)
class Points:
    """What could be read, in the order of the days, and what could not."""

    points: tuple[Point, ...]
    problems: tuple[Problem, ...]


def read_points(text: str, *, file: str) -> Points:
    """Read points; a row that is wrong is reported with its line and left out, the others stand."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    names = {name.strip().lower(): name for name in rows.fieldnames or ()}
    if missing := _missing(names):
        return Points((), (missing_column(missing, file),))
    held: list[tuple[date, float, float | None, bool]] = []
    problems: list[Problem] = []
    for row in rows:
        cells = {name: (row.get(told) or "").strip() for name, told in names.items()}
        read = _read(cells, Place(file, rows.line_num))
        if isinstance(read, Problem):
            problems.append(read)
        elif read is not None:
            held.append(read)
    points, twice = _points(held, file)
    return Points(points, (*problems, *twice))


def missing_column(name: str, file: str) -> Problem:
    return Problem(
        Place(file, 1, name), f'column "{name}"', "This column is not there.",
        "Give the file the columns date,value or date,numerator,denominator, named in its first line.", "column_missing",
    )  # fmt: skip


def _missing(names: dict[str, str]) -> str | None:
    if "date" not in names:
        return "date"
    if "numerator" in names and "denominator" not in names:
        return "denominator"
    return None if {"value", "numerator"} & set(names) else "value"


def _read(cells: dict[str, str], where: Place) -> tuple[date, float, float | None, bool] | Problem | None:
    """Day, count or value, denominator, complete; None for an empty row or a share of nobody."""
    if not any(cells.values()):
        return None
    try:
        day = date.fromisoformat(cells["date"])
    except ValueError:
        return Problem(where, 'column "date"', f"`{cells['date']}` is not a day.", "Write days as 2026-03-31.", "day")
    told = "numerator" if "numerator" in cells else "value"
    numbers: list[float] = []
    for name in (told, "denominator"):
        said = cells.get(name, "")
        if name == "denominator" and not said and told == "value":
            continue
        try:
            numbers.append(float(said))
        except ValueError:
            return Problem(
                where, f'column "{name}"', f"`{said}` is not a number." if said else "Nothing is written here.",
                "Write a plain number such as 0.42 or 17, or leave the whole row out.", "number",
            )  # fmt: skip
    if len(numbers) == 1:
        return day, numbers[0], None, cells.get("complete", "").lower() in YES
    if numbers[1] <= 0 or numbers[0] < 0 or numbers[0] > numbers[1]:
        return Problem(
            where, 'column "denominator"', f"{numbers[0]:g} of {numbers[1]:g} is no share.",
            "The count must lie between 0 and the denominator, and somebody must be counted. Where nobody was, leave the row out.",
            "share",
        )  # fmt: skip
    return day, numbers[0], numbers[1], cells.get("complete", "").lower() in YES


def _points(
    held: Sequence[tuple[date, float, float | None, bool]], file: str
) -> tuple[tuple[Point, ...], tuple[Problem, ...]]:
    counts = all(told == int(told) for _day, told, _of, _complete in held)
    by_day: dict[date, Point] = {}
    twice: list[Problem] = []
    for day, told, of, complete in held:
        if day in by_day:
            twice.append(
                Problem(
                    Place(file),
                    'column "date"',
                    f"{day} stands here twice; the first one counts.",
                    "Keep one row a day.",
                    "twice",
                )
            )
        elif of is None:
            by_day[day] = Point(day, told, complete=complete)
        else:
            count = told if counts else told * of
            by_day[day] = Point(day, count / of, count, of, complete)
    return tuple(by_day[day] for day in sorted(by_day)), tuple(twice)
