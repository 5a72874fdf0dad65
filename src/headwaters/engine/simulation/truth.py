"""The truth beside the files: what was planted where, so that what Headwaters says can be held against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from headwaters.domain.cracks import CrackKind
from headwaters.engine.simulation.diary import Diary, Fault
from headwaters.engine.simulation.families import Family
from headwaters.engine.simulation.offices import OFFICES, Office
from headwaters.engine.simulation.packages import local_id

COLUMNS = ("source", "person", "role", "element", "touchpoint", "crack", "since", "through", "because")


@dataclass(frozen=True, slots=True)
class TruthRow:
    """`source` and `person`: an office and its own id, as in its files. `crack` None: nothing broke, but records cannot show it."""

    source: str
    person: str
    fault: Fault
    beside: str
    """The office's id of somebody who stands in this story alone: the first child, or the pregnant parent."""

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
        yield TruthRow(office.id, local_id(office, fault.person), fault, beside(family, office))


def beside(family: Family, office: Office) -> str:
    return local_id(office, family.children[0].key if family.children else family.parent.key)


@dataclass(frozen=True, slots=True)
class Lived:
    """One family's true life, as far as the report needs it: `source` and `beside` name it as `TruthRow` does."""

    source: str
    beside: str
    deeds: Mapping[tuple[str, str], tuple[tuple[date, str], ...]]
    """(`child` or `parent`, kind of event) -> the days it truly happened, each with its code if it has one."""
    said: frozenset[str]
    """Facts that somebody in the family truly told."""


def lived_by(family: Family, diary: Diary) -> Lived:
    days: dict[tuple[str, str], list[tuple[date, str]]] = {}
    for deed in diary.deeds:
        code = deed.codings[0][1] if deed.codings else ""
        days.setdefault(("child" if ".child" in deed.person else "parent", deed.kind), []).append((deed.start, code))
    office = OFFICES["births" if family.children else "maternity"]
    deeds = {key: tuple(found) for key, found in days.items()}
    return Lived(office.id, beside(family, office), deeds, frozenset(answer.fact for answer in diary.answers))
