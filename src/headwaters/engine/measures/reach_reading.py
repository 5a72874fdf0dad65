"""Reading the reach cube: open counts of any line, by any kind of group. What leaves for a reader goes through `release`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from headwaters.domain.days import plus_months
from headwaters.engine.measures.reach import PARTS, WHENEVER, Born, Counts, Group, GroupKind, Line, Reach
from headwaters.engine.warehouse.layers import Layers, cursor, files_of

TABLE = "reach"

_IN_CUBE = {GroupKind.ALL: GroupKind.COUNTY, GroupKind.REGION: GroupKind.COUNTY}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a cube holds: its lines, its quarters of birth, and the regions with their counties."""

    lines: tuple[Line, ...]
    quarters: tuple[Born, ...]
    regions: Mapping[str, tuple[str, ...]]

    @property
    def region_of(self) -> Mapping[str, str]:
        return {county: region for region, counties in self.regions.items() for county in counties}


def cube_files(folder: Path) -> tuple[Path, ...]:
    """The cube of a run: that of its base, and the changes of each night since.

    raises  FileNotFoundError  the run was published before there was a cube
    """
    found = tuple(file for layer in Layers.read(folder).folders for file in files_of(layer, TABLE))
    if not found:
        raise FileNotFoundError(f"{folder} holds no table `{TABLE}`")
    return found


def offer(folder: Path, *, hide: Sequence[str] = ()) -> Offer:
    """`hide`: elements that are absent for whoever asks."""
    return _offer(tuple(str(file) for file in cube_files(folder)), tuple(hide))


@lru_cache(maxsize=16)
def _offer(held: tuple[str, ...], hide: tuple[str, ...]) -> Offer:
    """What is published never changes: a night makes another run, with other files."""
    files = list(held)
    con = cursor()
    try:
        lines = con.execute(
            "select element, touchpoint, max(occurrences) from read_parquet($files) "
            "where kind = 'county' and not list_contains($hide, element) group by all order by 1, 2 nulls first",
            {"files": files, "hide": list(hide)},
        ).fetchall()
        places = con.execute(
            "select distinct within, id from read_parquet($files) where kind = 'county' order by all", {"files": files}
        ).fetchall()
        days = con.execute(
            "select distinct quarter from read_parquet($files) where kind = 'county' and quarter is not null order by 1",
            {"files": files},
        ).fetchall()
    finally:
        con.close()
    regions: dict[str, tuple[str, ...]] = {}
    for region, county in places:
        regions[region] = (*regions.get(region, ()), county)
    return Offer(tuple(Line(*row) for row in lines), tuple(quarter(day) for (day,) in days), regions)


def occurrences_of(folder: Path) -> list[tuple[str, str]]:
    """The occurrences that a run's cube holds, as (element, touchpoint)."""
    con = cursor()
    try:
        return con.execute(
            "select distinct element, touchpoint from read_parquet($files) "
            "where kind = 'county' and touchpoint is not null and occurrences = 1",
            {"files": [str(file) for file in cube_files(folder)]},
        ).fetchall()
    finally:
        con.close()


def quarter(first: date) -> Born:
    """The quarter that begins on this day."""
    return Born(first, date.fromordinal(plus_months(first, 3).toordinal() - 1))


def read_reach(
    folder: Path, *, kind: GroupKind, elements: Iterable[str] | None = None, whole_elements: bool = False,
    born: Born = WHENEVER, place: str | None = None, hide: Sequence[str] = (), by_quarter: bool = False,
) -> tuple[Reach, ...]:  # fmt: skip
    """Every line of these elements (None: of all), by this kind of group; in the order of element and touchpoint.

    whole_elements  only the line that stands for each element
    place           a region: of its people only
    by_quarter      one table for each line and quarter of birth, instead of one for the line
    """
    con = cursor()
    try:
        rows = _rows(con, cube_files(folder), kind, None if elements is None else list(elements), whole_elements=whole_elements,
                     born=born, place=place, hide=hide, by_quarter=by_quarter)  # fmt: skip
    finally:
        con.close()
    tables: dict[tuple[Line, Born], dict[Group, Counts]] = {}
    outside: dict[tuple[Line, Born], int] = {}
    for element, touchpoint, occurrences, first, group, within, out, *parts in rows:
        key = (Line(element, touchpoint, occurrences), quarter(first) if first is not None else born)
        counts = Counts(*(int(part) for part in parts))
        held = tables.setdefault(key, {})
        if out:
            outside[key] = outside.get(key, 0) + counts.cohort
        elif counts.cohort:
            held[Group(kind, group, within)] = counts
    return tuple(
        Reach(line, kind, when, groups, place, outside.get((line, when), 0)) for (line, when), groups in tables.items()
    )


def _rows(
    con: duckdb.DuckDBPyConnection, files: Sequence[Path], kind: GroupKind, elements: list[str] | None, *,
    whole_elements: bool, born: Born, place: str | None, hide: Sequence[str], by_quarter: bool,
) -> list[tuple[Any, ...]]:  # fmt: skip
    cube_kind = _IN_CUBE.get(kind, kind)
    group, within = _GROUPED[kind]
    where = ["kind = $kind", "not list_contains($hide, element)"]
    given: dict[str, Any] = {"files": [str(file) for file in files], "kind": cube_kind.value, "hide": list(hide)}
    if elements is not None:
        # a range can be looked up in what the file says of its row groups, a list cannot
        where += ["element >= $least", "element <= $most", "list_contains($elements, element)"]
        given |= {"elements": elements, "least": min(elements, default=""), "most": max(elements, default="")}
    if whole_elements:
        where.append("touchpoint is null")
    if born.first is not None:
        where.append("quarter >= $first")
        given["first"] = born.first
    if born.last is not None:
        where.append("quarter <= $last")
        given["last"] = born.last
    if place is not None:
        given["place"] = place
        where.append("within = $place" if kind is not GroupKind.ZIP else "list_contains($counties, within)")
        if kind is GroupKind.ZIP:
            del given["place"]
            given["counties"] = _counties_of(con, files, place)
    when = "quarter" if by_quarter else "null::date"
    if by_quarter:
        where.append("quarter is not null")
    sums = ", ".join(f"sum({part})::bigint" for part in PARTS)
    return con.execute(
        f"select element, touchpoint, max(occurrences), {when} as day, {group} as grp, {within} as inside, outside, {sums} "
        f"from read_parquet($files) where {' and '.join(where)} group by element, touchpoint, day, grp, inside, outside "
        "order by element, touchpoint nulls first, day, inside, grp",
        given,
    ).fetchall()


_GROUPED: Mapping[GroupKind, tuple[str, str]] = {
    GroupKind.ALL: ("'all'", "null::varchar"),
    GroupKind.REGION: ("within", "null::varchar"),
    GroupKind.COUNTY: ("id", "within"),
    GroupKind.ZIP: ("id", "within"),
    GroupKind.RACE: ("id", "null::varchar"),
    GroupKind.LANGUAGE: ("id", "null::varchar"),
    GroupKind.PAYER: ("id", "null::varchar"),
}
"""The group and what it lies in, from a row of the cube."""


def _counties_of(con: duckdb.DuckDBPyConnection, files: Sequence[Path], region: str) -> list[str]:
    found = con.execute(
        "select distinct id from read_parquet($files) where kind = 'county' and within = $region",
        {"files": [str(file) for file in files], "region": region},
    )
    return [str(row[0]) for row in found.fetchall()]
