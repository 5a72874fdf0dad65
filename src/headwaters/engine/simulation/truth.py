"""The truth beside the files: what was planted where, so that what Headwaters says can be held against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from headwaters.domain.cracks import CrackKind
from headwaters.engine.simulation.diary import Fault
from headwaters.engine.simulation.families import Family
from headwaters.engine.simulation.offices import OFFICES
from headwaters.engine.simulation.packages import local_id

COLUMNS = ("source", "person", "role", "element", "touchpoint", "crack", "since", "through", "because")
ANCHOR_OFFICES = {"child": "births", "parent": "maternity"}
"""The office in whose ids the truth names people: it knows every child, or every pregnant parent, it could be about."""


@dataclass(frozen=True, slots=True)
class TruthRow:
    """`source` and `person`: an office and its own id, as in its files. `crack` None: nothing broke, but records cannot show it."""

    source: str
    person: str
    fault: Fault

    def cells(self) -> tuple[str, ...]:
        fault = self.fault
        return (
            self.source,
            self.person,
            "child" if ".child" in fault.person else "parent",
            fault.element,
            fault.touchpoint,
            fault.crack.value if fault.crack else "",
            fault.since.isoformat(),
            fault.through.isoformat() if fault.through else "",
            fault.because,
        )

    def stands_on(self, day: date) -> bool:
        return self.fault.since <= day and (self.fault.through is None or day <= self.fault.through)

    @property
    def crack(self) -> CrackKind | None:
        return self.fault.crack


def truth_rows(family: Family, faults: Iterable[Fault]) -> Iterator[TruthRow]:
    for fault in faults:
        office = OFFICES["births" if family.children else "maternity"]
        yield TruthRow(office.id, local_id(office, fault.person), fault)
