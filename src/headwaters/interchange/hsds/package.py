"""A directory as values, whatever form it came in: rows of HSDS 3 tables, with what each had beyond the standard."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from headwaters.domain.problems import Place, Problem
from headwaters.interchange.hsds.shape import TABLES

NOWHERE = Place("")
LEAVES = frozenset({
    "language", "schedule", "address", "accessibility", "service_area", "required_document", "funding", "attribute", "cost_option",
    "metadata", "organization_identifier", "phone",
})  # fmt: skip
"""Tables whose ids hardly anything points to. Real directories number them carelessly; a second row of one id is a row of its own."""


class Form(StrEnum):
    """In which shape a package came."""

    HSDS_3_JSON = "hsds-3.0 json"
    HSDS_3_CSV = "hsds-3.0 csv"
    OPEN_REFERRAL_1 = "open referral csv"
    OHANA = "ohana csv"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of one table. `values`: the standard's columns that were filled in, as text; links are keys of other rows.
    `extra`: what stood there beyond them, under the file's own column names. `place`: file and line (0: none, as in JSON)."""

    table: str
    key: str
    values: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)
    place: Place = NOWHERE

    def digest(self) -> str:
        """The same for the same contents, wherever they stood."""
        said = repr((self.table, self.key, sorted(self.values.items()), sorted(self.extra.items())))
        return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """A row that cannot be taken in as it stands, verbatim, with everything that is wrong with it."""

    table: str
    place: Place
    verbatim: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """lines = taken + repeated + set aside; one line may make several rows. `notes`: taken in, and worth a look."""

    form: Form
    rows: tuple[Row, ...]
    lines: int
    repeated: int = 0
    set_aside: tuple[SetAsideRow, ...] = ()
    notes: tuple[Problem, ...] = ()
    licence: str = ""

    def of(self, table: str) -> Iterator[Row]:
        return (row for row in self.rows if row.table == table)

    @property
    def taken(self) -> int:
        return self.lines - self.repeated - len(self.set_aside)


def made_key(table: str, values: Mapping[str, str], extra: Mapping[str, str]) -> str:
    """The key of a row without an id: drawn from all that it says, so that the same row has the same key again."""
    said = repr((table, sorted(values.items()), sorted(extra.items())))
    return "row-" + hashlib.blake2b(said.encode(), digest_size=10).hexdigest()


class Gathering:
    """Rows as they come, each once. What is said twice is counted; what is said twice and differently is set aside, or,
    where one object may be written in several places (JSON), joined."""

    def __init__(self, *, joins: bool = False) -> None:
        self._joins = joins
        self._rows: dict[tuple[str, str], Row] = {}
        self.lines = 0
        self.repeated = 0
        self.set_aside: list[SetAsideRow] = []
        self.notes: list[Problem] = []
        self._renumbered: Counter[str] = Counter()

    def line(self, *found: Row | SetAsideRow, verbatim: str = "") -> None:
        """What one line or object made: its own row first, then rows drawn from its cells."""
        self.lines += 1
        first = found[0] if found else None
        if isinstance(first, SetAsideRow):
            self.set_aside.append(first)
            return
        for number, row in enumerate(found):
            if isinstance(row, Row) and not self._add(row, own=number == 0, verbatim=verbatim):
                return

    def _add(self, row: Row, *, own: bool, verbatim: str) -> bool:
        key = (row.table, row.key)
        known = self._rows.get(key)
        if known is None:
            self._rows[key] = row
            return True
        if known.digest() == row.digest():
            self.repeated += own
            return True
        if self._joins or not own:
            self._rows[key] = self._joined(known, row)
            self.repeated += own
            return True
        if row.table in LEAVES:
            return self._numbered_anew(row)
        name = row.table.replace("_", " ")
        self.set_aside.append(
            SetAsideRow(row.table, row.place, verbatim, (
                Problem(row.place, f"{name} {row.key}", f"The id {row.key} stands in line {known.place.line} already, with other contents.",
                        "Give this row an id of its own, or leave one of the two out.", "id_twice"),
            ))
        )  # fmt: skip
        return False

    def _numbered_anew(self, row: Row) -> bool:
        key = f"{row.key}-{made_key(row.table, row.values, row.extra)}"
        if (row.table, key) in self._rows:
            self.repeated += 1
        else:
            self._rows[row.table, key] = replace(row, key=key)
            self._renumbered[row.place.file] += 1
        return True

    def _joined(self, known: Row, row: Row) -> Row:
        """The cells of both; where they contradict, the one read first, with a note."""
        for name, text in row.values.items():
            if known.values.get(name, text) != text:
                self.notes.append(
                    Problem(row.place, f"{row.table} {row.key}", f"`{name}` is said twice and differently; the first is kept.",
                            "Make the two places agree.", "said_twice")
                )  # fmt: skip
        return replace(known, values={**row.values, **known.values}, extra={**row.extra, **known.extra})

    def fold(self, table: str, key: str, column: str, text: str) -> bool:
        """Put a text into a column of a row that stands already, after what it holds. False: there is no such row."""
        known = self._rows.get((table, key))
        if known is None:
            return False
        held = known.values.get(column)
        said = text if not held else held if text in held.split("; ") else f"{held}; {text}"
        self._rows[table, key] = replace(known, values={**known.values, column: said})
        return True

    def get(self, table: str, key: str) -> Row | None:
        return self._rows.get((table, key))

    def rows(self) -> list[Row]:
        return list(self._rows.values())

    def replace_rows(self, rows: Iterable[Row]) -> None:
        """Hold these rows and no others."""
        self._rows = {(row.table, row.key): row for row in list(rows)}

    def package(self, form: Form, *, licence: str = "") -> Package:
        rows = self.rows()
        shared = [
            Problem(Place(file), "column \"id\"", f"{count:,} rows have the id of another row. Each was taken in as a row of its own.",
                    "Number them one by one, or leave their ids empty.", "id_shared")
            for file, count in self._renumbered.items()
        ]  # fmt: skip
        notes = [*self.notes, *shared, *loose_links(rows)]
        return Package(form, tuple(rows), self.lines, self.repeated, tuple(self.set_aside), tuple(notes), licence)


def loose_links(rows: Iterable[Row]) -> Iterator[Problem]:
    """A note for every link to a row that is not there; one for all of them where the package holds no such table at all.
    The row itself is taken in: real directories have many."""
    rows = list(rows)
    keys = {(row.table, row.key) for row in rows}
    tables = {row.table for row in rows}
    without: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        for name, column in TABLES[row.table].columns.items():
            to = row.values.get(name)
            if not column.to or not to or (column.to, to) in keys:
                continue
            if column.to not in tables:
                without[row.place.file, row.table, column.to] += 1
                continue
            yield Problem(
                row.place, f"{row.table.replace('_', ' ')} {row.key}",
                f"It points to {column.to.replace('_', ' ')} {to}, which is not in this package.",
                "It was taken in with that link open. Add the missing row and import the package again.", "loose_link",
            )  # fmt: skip
    for (file, table, to), count in without.items():
        yield Problem(
            Place(file), table.replace("_", " "), f"{count:,} rows point to {to.replace('_', ' ')}s, and the package has none.",
            "They were taken in with those links open. Add the missing file and import the package again.", "loose_links",
        )  # fmt: skip
