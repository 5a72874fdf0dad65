"""CSV text into cells by line, and back. A file with a broken row keeps its other rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from headwaters.domain.problems import Place, Problem
from headwaters.interchange.hsds.fitting import cell

csv.field_size_limit(10_000_000)  # descriptions of real directories run past the default of 131,072 letters


@dataclass(frozen=True, slots=True)
class Line:
    """One line: cells by heading, or a problem with it. `verbatim`: as it stood, for repair."""

    place: Place
    cells: Mapping[str, str]
    verbatim: str
    problem: Problem | None = None


def decoded(data: bytes) -> tuple[str, bool]:
    """Text of a file, and whether it was UTF-8. Old exports are often in Windows letters; those are read as such."""
    try:
        return data.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), False


def headings(text: str) -> tuple[str, ...]:
    """The headings of a CSV text, small letters, blanks gone; empty where it has none."""
    first = next(csv.reader(io.StringIO(text)), [])
    return tuple(name.strip().strip("\ufeff").lower() for name in first)


def lines(text: str, *, file: str) -> Iterator[Line]:
    """Every filled-in line after the headings, numbered as an editor numbers them."""
    reader = csv.reader(io.StringIO(text), strict=False)
    names = [name.strip().strip("\ufeff").lower() for name in next(reader, [])]
    before = reader.line_num
    while True:
        try:
            row = next(reader, None)
        except csv.Error as broken:
            place = Place(file, before + 1)
            yield Line(
                place,
                {},
                "",
                Problem(
                    place, "row", f"This row cannot be read: {broken}.", "Check its quotation marks.", "row_unreadable"
                ),
            )
            before = reader.line_num
            continue
        if row is None:
            return
        place, before = Place(file, before + 1), reader.line_num
        if any(cell(one) for one in row):
            yield _line(place, names, row)


def _line(place: Place, names: Sequence[str], row: Sequence[str]) -> Line:
    verbatim = written([row]).rstrip("\r\n")
    if len(row) > len(names) and any(cell(one) for one in row[len(names) :]):
        problem = Problem(
            place, "row", f"This row has {len(row)} cells under {len(names)} headings, so it is not clear which cell belongs where.",
            "Put quotation marks around cells with a comma in them.", "row_too_long",
        )  # fmt: skip
        return Line(place, {}, verbatim, problem)
    return Line(place, {name: cell(text) for name, text in zip(names, row, strict=False) if name}, verbatim)


def written(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV text with the line ends that spreadsheets expect."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
