"""The reach cube: recipients by line, quarter of birth and group, counted once at a refresh so that no page scans the status.

One row per (element, touchpoint, quarter, kind, id, within, outside) with one count for each part of `reach.Part`. Rows add up: people
of another story are other people, so a night subtracts what replaced stories counted and adds what they count now
(`write_reach_change`); readers sum.

`race`, `language` and `payer` stand within their region, `county` within its region and `zip` within its county. Everybody, and
the regions, are sums of `county`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.engine.measures import cohort_cells, standing
from headwaters.engine.measures.cohort_cells import Cell, Places, recipients_in
from headwaters.engine.measures.reach import PARTS, GroupKind, Part
from headwaters.engine.measures.standing import NOBODY, PLACE, Matrix, Occurrence, Standing, standing_of
from headwaters.engine.publishing.coded import spelled
from headwaters.engine.warehouse.parts import replacing
from headwaters.engine.warehouse.published_parts import published_parts
from headwaters.engine.warehouse.status_table import WORD, field_of

Connection = duckdb.DuckDBPyConnection

COUNTED = (GroupKind.COUNTY, GroupKind.LANGUAGE, GroupKind.PAYER, GroupKind.RACE, GroupKind.ZIP)
"""The kinds that the cube holds, in its order; the others are sums of them."""

CUBE = pa.schema(
    [
        field_of("element", WORD, "key of the element"),
        field_of("touchpoint", WORD, "occurrence, or touchpoint of several; null: the element as a whole", nullable=True),
        field_of("occurrences", pa.int32(), "occurrences of the status table that the line sums up; over layers the most"),
        field_of("quarter", pa.date32(), "first day of the quarter of birth (or due date); null: neither known", nullable=True),
        field_of("kind", WORD, "what people are told apart by"),
        field_of("id", WORD, "the group; `not_asked` and `withheld` are groups"),
        field_of("within", WORD, "region of a county, race, language or payer; county of a zip code"),
        field_of("outside", pa.bool_(), "known here, and not in the register that covers their birth: no part of a share"),
        *(field_of(part.value, pa.int32(), f"recipients that stand as `{part}`; negative in a change") for part in PARTS),
    ]
)  # fmt: skip
ROWS_IN_A_GROUP = 32_768
"""Few enough that a page, which wants a few hundred, takes in little else; more groups would cost more to look through."""
READ = {"status": standing.COLUMNS, "recipients": cohort_cells.COLUMNS}

Published = Mapping[str, pa.Table]
"""`status` and `recipients` of some whole stories, with the columns of READ."""
Counts = npt.NDArray[np.int32]


def declared_touchpoints(blueprints: Iterable[Blueprint]) -> tuple[str, ...]:
    """`element.touchpoint` of everything the blueprints declare: what of an occurrence's name is its touchpoint's."""
    return tuple(
        sorted(
            {f"{e.id}.{t.id}" for blueprint in blueprints for e in blueprint.elements.values() for t in e.touchpoints}
        )
    )


def ripening(con: Connection, *, before: date, after: date) -> list[str]:
    """Stories whose rows stay as they are and yet count otherwise on `after` than on `before`: a last day in time passed.

    con   with the view `status` as it stood on `before`
    """
    settled = (Part.REACHED, Part.DECLINED, Part.UNOBSERVED)
    found = con.execute(
        "select distinct story_id from status where list_contains($settled, status::varchar) "
        "and least(due_by, closes) >= $before and least(due_by, closes) < $after",
        {"settled": [part.value for part in settled], "before": before, "after": after},
    )
    return [str(row[0]) for row in found.fetchall()]


def read_for_reach(folder: Path, *, only: Collection[str] | None = None) -> Iterator[Published]:
    """What is counted of a run, part by part."""
    return published_parts(folder, READ, only=only)


def write_reach(parts: Iterable[Published], out: Path, *, as_of: date, declared: Collection[str]) -> int:
    """Count everybody; returns the rows written.

    declared  as `declared_touchpoints` gives them
    """
    return _write(_Counting((), tuple(_standings(parts, as_of)), frozenset(declared)), out)


def write_reach_change(
    before: Iterable[Published], after: Iterable[Published], out: Path, *, days: tuple[date, date], declared: Collection[str],
    known: Iterable[Occurrence] = (),
) -> int:  # fmt: skip
    """What changes when some stories are replaced: their counts now, less their counts before.

    before, after  the stories that were replaced, came or went, and those that `ripening` names, as they stood and as they stand
    days           the days asked about, before and now
    known          the occurrences of the cube that is changed
    """
    stood, stand = (tuple(_standings(parts, day)) for parts, day in zip((before, after), days, strict=True))
    return _write(_Counting(stood, stand, frozenset(declared), frozenset(known)), out)


def _standings(parts: Iterable[Published], as_of: date) -> Iterator[Standing]:
    for part in parts:
        yield standing_of(part["status"], recipients_in(part["recipients"], COUNTED), as_of=as_of)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the cube: the occurrences it sums up. `shown` None: the element as a whole."""

    element: str
    shown: str | None
    of: tuple[Occurrence, ...]
    occurrences: int


@dataclass(frozen=True, slots=True)
class _Counting:
    """Two sides, of which the first is taken away."""

    gone: Sequence[Standing]
    here: Sequence[Standing]
    declared: frozenset[str]
    known: frozenset[Occurrence] = field(default_factory=frozenset)

    @property
    def sides(self) -> tuple[tuple[int, Sequence[Standing]], ...]:
        return ((-1, self.gone), (1, self.here))

    def lines(self) -> list[_Line]:
        """In the order of element and touchpoint, the element as a whole first."""
        stood = {line for one in (*self.gone, *self.here) for line in one.lines}
        named: dict[tuple[str, str], list[Occurrence]] = {}
        whole: dict[str, list[Occurrence]] = {}
        for line in sorted(stood | self.known):
            named.setdefault((line[0], name_of(line, self.declared)), []).append(line)
            whole.setdefault(line[0], []).append(line)
        found = [_Line(*line, (line,), 1) for line in stood]
        for (element, name), of in named.items():
            found.append(_Line(element, name, tuple(line for line in of if line[1] != name), len(of)))
        found += [_Line(element, None, tuple(of), len(of)) for element, of in whole.items()]
        return sorted(
            (line for line in found if line.of), key=lambda one: (one.element, one.shown or "", one.occurrences)
        )


def name_of(line: Occurrence, declared: Collection[str]) -> str:
    """The touchpoint that an occurrence (`again@m18`, `visit_3`) is one of."""
    plain = line[1].partition("@")[0]
    return plain if f"{line[0]}.{plain}" in declared else re.sub("_[0-9]+$", "", plain)


def _on_line(line: _Line, standings: Sequence[Standing]) -> tuple[Matrix, tuple[Places, Matrix]]:
    """Where everybody stands on a line, and the rows beyond the first of those who stand on it in several."""
    columns: list[Matrix] = []
    more: list[tuple[Places, Matrix]] = []
    first = 0
    for one in standings:
        rows = [one.places[held] for held in line.of if held in one.places]
        least = one.stands[rows].min(axis=0) if rows else np.full(one.stands.shape[1], NOBODY, np.uint8)
        on, who, part = one.more
        if len(on):
            chosen = np.isin(on, rows)
            if line.occurrences == 1 and line.shown is not None:
                more.append((who[chosen] + first, part[chosen]))
            else:
                np.minimum.at(least, who[chosen], part[chosen])
        columns.append(least)
        first += one.stands.shape[1]
    column = np.concatenate(columns) if columns else np.zeros(0, np.uint8)
    whos, parts = ([held[n] for held in more] for n in (0, 1))
    return column, (np.concatenate([np.zeros(0, np.int64), *whos]), np.concatenate([np.zeros(0, np.uint8), *parts]))


def _cells(standings: Sequence[Standing], kind: GroupKind) -> tuple[list[Cell], Places]:
    """The cells of everybody, sorted, and the number of each one's, times the parts."""
    named = sorted({cell for one in standings for cell in one.people.named[kind]})
    number = {cell: place * len(PARTS) for place, cell in enumerate(named)}
    of = [
        np.array([number[cell] for cell in one.people.named[kind]], np.int64)[one.people.cells[kind]]
        for one in standings
        if one.people.keys
    ]
    return named, np.concatenate([np.zeros(0, np.int64), *of])


@dataclass(slots=True)
class _Rows:
    """Rows of the cube of one kind, as they are found."""

    lines: list[Places] = field(default_factory=list)
    cells: list[Places] = field(default_factory=list)
    counts: list[Counts] = field(default_factory=list)


def _write(counting: _Counting, out: Path) -> int:
    lines = counting.lines()
    named: dict[GroupKind, list[Cell]] = {}
    of: dict[GroupKind, Places] = {}
    for kind in COUNTED:
        named[kind], of[kind] = _cells((*counting.gone, *counting.here), kind)
    gone = sum(len(one.people.keys) for one in counting.gone)
    found = {kind: _Rows() for kind in COUNTED}
    for number, line in enumerate(lines):
        sums = {kind: np.zeros(len(named[kind]) * len(PARTS), np.int64) for kind in COUNTED}
        for (sign, standings), first in zip(counting.sides, (0, gone), strict=True):
            column, (who, part) = _on_line(line, standings)
            stands = np.flatnonzero(column != NOBODY)
            people, parts = np.concatenate([stands, who]) + first, np.concatenate([column[stands], part])
            for kind in COUNTED if len(people) else ():
                sums[kind] += sign * np.bincount(of[kind][people] + parts, minlength=len(sums[kind]))
        for kind, counts in sums.items():
            each = counts.reshape(-1, len(PARTS))
            rows = np.flatnonzero(each.any(axis=1))
            found[kind].lines.append(np.full(len(rows), number, np.int64))
            found[kind].cells.append(rows)
            found[kind].counts.append(each[rows].astype(np.int32))
    table = pa.concat_tables([_table(kind, found[kind], lines, named[kind]) for kind in COUNTED])
    with replacing(out) as fresh:
        pq.write_table(table, fresh, compression="zstd", row_group_size=ROWS_IN_A_GROUP)
    return int(table.num_rows)


def _table(kind: GroupKind, rows: _Rows, lines: Sequence[_Line], cells: Sequence[Cell]) -> pa.Table:
    line = np.concatenate([np.zeros(0, np.int64), *rows.lines])
    cell = np.concatenate([np.zeros(0, np.int64), *rows.cells])
    counts = np.concatenate([np.zeros((0, len(PARTS)), np.int32), *rows.counts])
    columns = {
        "element": spelled([one.element for one in lines], line),
        "touchpoint": spelled([one.shown for one in lines], line),
        "occurrences": pa.array(np.array([one.occurrences for one in lines], np.int32)[line]),
        "quarter": pa.array([one.first_day for one in cells], pa.date32()).take(pa.array(cell)),
        "kind": spelled([kind.value], np.zeros(len(line), np.int64)),
        "id": spelled([one.id for one in cells], cell),
        "within": spelled([one.within for one in cells], cell),
        "outside": pa.array(np.array([one.outside for one in cells], np.bool_)[cell]),
        **{part.value: pa.array(counts[:, PLACE[part]]) for part in PARTS},
    }
    return pa.table([columns[name] for name in CUBE.names], schema=CUBE)
