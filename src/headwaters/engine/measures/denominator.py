"""Of whom a share is: a register's people where there is a register; else children known to us, with what is published beside."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from headwaters.engine.measures.reach import Born
from headwaters.engine.measures.recipients import BirthRegister
from headwaters.engine.measures.released import Denominator
from headwaters.engine.warehouse.layers import read_published

DAYS_IN_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class PublishedBirths:
    """Births a year of one place, as its source has them; `unit` says how sure the source is ("at least")."""

    place: str
    per_year: int
    unit: str
    year: int
    source: str


@cache
def published_births() -> tuple[PublishedBirths, ...]:
    """Only what was found published; no county's births were, so no place below the state has a figure."""
    text = (files("headwaters.engine.measures") / "published_births.csv").read_text(encoding="utf-8")
    return tuple(
        PublishedBirths(row["place"], int(row["births_per_year"]), row["unit"], int(row["year"]), row["source"])
        for row in csv.DictReader(text.splitlines())
    )


def denominator_of(
    folder: Path, *, registers: Sequence[BirthRegister], born: Born, as_of: date, place: str | None
) -> Denominator:
    """Where a register covers births of the cohort, its people are counted; else the known are, and the published births of
    the same days stand beside, for the state as a whole."""
    covering = [
        one for one in registers
        if (born.last is None or one.from_ <= born.last) and (born.first is None or one.through >= born.first)
    ]  # fmt: skip
    if covering:
        return Denominator(register=", ".join(dict.fromkeys(one.source for one in covering)))
    state = next((one for one in published_births() if one.place == "oregon"), None)
    if place is not None or state is None:
        return Denominator()
    first, known = _known_births(folder, born, as_of)
    if first is None:
        return Denominator()
    last = min(born.last or as_of, as_of)
    births = round(state.per_year * ((last - max(first, born.first or first)).days + 1) / DAYS_IN_A_YEAR)
    return Denominator(None, births, state.year, state.unit, state.source, max(births - known, 0))


def _known_births(folder: Path, born: Born, as_of: date) -> tuple[date | None, int]:
    """The first birth known here, and the children known to have been born in the cohort."""
    with read_published(folder, "recipients") as con:
        row = con.execute(
            "select min(birth), count(*) filter (($first is null or birth >= $first) and birth <= $last) "
            "from recipients where kind = 'child' and birth is not null",
            {"first": born.first, "last": min(born.last or as_of, as_of)},
        ).fetchone()
    return (row[0], int(row[1])) if row else (None, 0)
