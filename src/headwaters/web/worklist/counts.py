"""How many promises each filter of *Today* holds, all from one read of the published counts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from headwaters.engine.measures.promises import When, WorkCount


class Shown(StrEnum):
    """Which list the address asks for."""

    MINE = "mine"
    OLDER = "older"
    AGENCIES = "agencies"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """One list, narrowed to a county or to families who want an interpreter."""

    shown: Shown
    county: str | None = None
    interpreter: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """`role`: whose list *Mine* is."""

    rows: Sequence[WorkCount]
    role: str

    def of(self, narrowed: Narrowed, *, late: bool = False) -> int:
        """Open promises of a list; `late`: those past their day alone."""
        return sum(
            row.open for row in self.rows
            if self._holds(row, narrowed) and (not late or row.when in (When.LATE, When.OLDER))
        )  # fmt: skip

    def _holds(self, row: WorkCount, narrowed: Narrowed) -> bool:
        mine, older = row.move == self.role, row.when is When.OLDER
        listed = {Shown.MINE: mine and not older, Shown.OLDER: mine and older, Shown.AGENCIES: not mine}
        return (
            listed[narrowed.shown]
            and (narrowed.county is None or row.county == narrowed.county)
            and (not narrowed.interpreter or row.interpreter is True)
        )

    def by_agency(self) -> list[tuple[str, int, int]]:
        """(agency, open promises, of them past their day); most first. Whoever reads is not an agency."""
        held: Counter[str] = Counter()
        late: Counter[str] = Counter()
        for row in self.rows:
            held[row.move] += row.open
            late[row.move] += row.open * (row.when in (When.LATE, When.OLDER))
        ordered = sorted(held, key=lambda move: (-held[move], move))
        return [(move, held[move], late[move]) for move in ordered if move != self.role]

    def by_county(self, narrowed: Narrowed) -> list[tuple[str, int]]:
        """(county, open promises) of a list, whichever county it is narrowed to; most first."""
        every = replace(narrowed, county=None)
        held: Counter[str] = Counter()
        for row in self.rows:
            if row.county and self._holds(row, every):
                held[row.county] += row.open
        return sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))
