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
    children: Mapping[str, str]
    """The office's number of each child -> the child's key."""
    deeds: Mapping[tuple[str, str], tuple[Done, ...]]
    """(key of a person, kind of event) -> what truly happened."""
    said: frozenset[str]
    """Facts that somebody in the family truly told."""


@dataclass(frozen=True, slots=True)
class Done:
    """`told` False: no file shows it, or only under a number nobody else shares."""

    day: date
    code: str
    told: bool


PARENT = "parent"
"""The key of the parent, and of whoever stands for the household, in `Lived.deeds`."""


def lived_by(family: Family, diary: Diary) -> Lived:
    deeds: dict[tuple[str, str], list[Done]] = {}
    untold = {id(deed) for deed in diary.untold}
    children = {child.key for child in family.children}
    for deed in diary.deeds:
        who = deed.person if deed.person in children else PARENT
        code = deed.codings[0][1] if deed.codings else ""
        deeds.setdefault((who, deed.kind), []).append(Done(deed.start, code, id(deed) not in untold))
    office = OFFICES["births" if family.children else "maternity"]
    return Lived(
        source=office.id,
        beside=beside(family, office),
        children={local_id(office, child): child for child in sorted(children)},
        deeds={key: tuple(found) for key, found in deeds.items()},
        said=frozenset(answer.fact for answer in diary.answers),
    )
