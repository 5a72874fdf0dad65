"""What truly happens to one invented family, before any agency writes it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from headwaters.domain.cracks import CrackKind


class Deed(NamedTuple):
    """Something that truly happened, and the source that would write it down. `kind` is the blueprint's word; `columns` are the
    kind's further columns as (name, text). `serves` is the (element, touchpoint) it would reach, where it is written down."""

    source: str
    person: str
    kind: str
    start: date
    end: date | None = None
    codings: tuple[tuple[str, str], ...] = ()
    result: str | None = None
    value: float | None = None
    unit: str | None = None
    handoff: str | None = None
    step: str | None = None
    status: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    serves: tuple[str, str] | None = None


class Answer(NamedTuple):
    """A fact somebody gave to `source`; `value` as text, `withheld` if kept private by choice."""

    source: str
    person: str
    fact: str
    value: str
    from_: date
    through: date | None = None


class Fault(NamedTuple):
    """One truth: from `since` (through `through`, None: it lasts) this touchpoint is broken at this step.

    `crack` None: nothing broke, yet the records cannot show it (`because` says what happened to them).
    """

    person: str
    element: str
    touchpoint: str
    crack: CrackKind | None
    since: date
    because: str
    through: date | None = None


@dataclass(slots=True)
class Diary:
    """Filled by `lives`, read by `telling`. `as_of` is the last day anything can have happened."""

    as_of: date
    deeds: list[Deed] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    untold: list[Deed] = field(default_factory=list)
    """Deeds that no file shows, or only under a number nobody else shares."""

    def deed(self, deed: Deed) -> None:
        if deed.start <= self.as_of:
            self.deeds.append(deed)

    def answer(self, answer: Answer) -> None:
        if answer.from_ <= self.as_of:
            self.answers.append(answer)

    def fault(self, fault: Fault) -> None:
        if fault.since <= self.as_of:
            self.faults.append(fault)

    def settle(self, person: str, place: tuple[str, str], day: date) -> None:
        """What was broken at a place is over from `day` on."""
        last = day - timedelta(days=1)
        self.faults = [
            fault._replace(through=last) if (fault.person, fault.element, fault.touchpoint) == (person, *place) and last >= fault.since
            else fault
            for fault in self.faults
        ]  # fmt: skip
