"""Which records speak of one pregnancy, when it is due, and on which day it ended in a birth.

FHIR has no resource for a pregnancy: it is told by problems, visits, estimated dates, procedures. Each such
record is a `Sign`; the signs of one person, put in order of days, fall into `Course`s. What is decided, and why,
stands in docs/decisions/0021-fhir-pregnancies.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

PREGNANCY_DAYS = timedelta(days=280)
"""From the first day of the last menstrual period to the due date. Source: ACOG Committee Opinion 700 (2017)."""

LONGEST = timedelta(days=310)
"""A first sign comes at the earliest about at conception; 44 weeks of pregnancy are past any birth. Judgement."""

VIABLE = timedelta(days=140)
"""20 weeks: a pregnancy seen that long that ends with no sign of loss did not end in a miscarriage (NCHS draws
the line between miscarriage and fetal death there). Source: CDC/NCHS, fetal death definition."""

QUIET = timedelta(days=60)
"""So long after every problem of a pregnancy was closed, a new sign belongs to another one. Judgement: prenatal
visits are at most six weeks apart."""

AFTERWARDS = timedelta(days=42)
"""Signs within six weeks after a birth or a loss still speak of it (the bill, the check afterwards): nobody is
known to be pregnant again so soon. Judgement."""

SAME_STAY = timedelta(days=14)
"""A loss and a delivery written so close to each other are one: a stillbirth is delivered too. Judgement."""


class SignKind(StrEnum):
    """What a record says of a pregnancy."""

    PREGNANT = "pregnant"
    DUE = "due"
    STAY = "stay"
    DELIVERY = "delivery"
    LOSS = "loss"


class Sign(NamedTuple):
    """One record that speaks of a pregnancy. `end`: the day a problem was closed or a stay ended. `due`: the date it
    gives."""

    about: str
    record_id: str
    kind: SignKind
    day: date
    end: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """One pregnancy as this delivery tells it; `pregnancy_id` is the record id of its first sign, `first_seen` that sign's
    day. `lost` is the day of its first loss, where there was no birth."""

    pregnancy_id: str
    due_date: date | None
    birth: date | None
    first_seen: date
    lost: date | None


@dataclass(slots=True)
class _Gathering:
    signs: list[Sign] = field(default_factory=list)

    def takes(self, sign: Sign) -> bool:
        """Whether a later sign still speaks of this pregnancy."""
        ended = [one.day for one in self.signs if one.kind in (SignKind.DELIVERY, SignKind.LOSS)]
        if ended:
            return sign.day <= max(ended) + AFTERWARDS
        closed = [one.end for one in self.signs if one.kind is SignKind.PREGNANT and one.end is not None]
        if closed and sign.day > max(max(closed), self.signs[-1].day) + QUIET:
            return False
        return sign.day <= self.signs[0].day + LONGEST

    def course(self) -> Course:
        first, birth = self.signs[0], self._birth()
        return Course(first.record_id, self._due_date(), birth, first.day, None if birth else self._lost())

    def _lost(self) -> date | None:
        return min((one.day for one in self.signs if one.kind is SignKind.LOSS), default=None)

    def _due_date(self) -> date | None:
        """The date given last, if a pregnancy seen on these days can have it."""
        first = self.signs[0].day
        for sign in reversed(self.signs):
            if sign.due is not None and first - LONGEST < sign.due < first + LONGEST:
                return sign.due
        return None

    def _birth(self) -> date | None:
        delivered = [one.day for one in self.signs if one.kind is SignKind.DELIVERY]
        lost = [one.day for one in self.signs if one.kind is SignKind.LOSS]
        if delivered:
            return None if any(day >= delivered[0] - SAME_STAY for day in lost) else delivered[0]
        return None if lost else self._closed_at_a_stay()

    def _closed_at_a_stay(self) -> date | None:
        """The day on which the pregnancy's problem was closed during a hospital stay for it, 20 weeks or more after it
        was first seen and without a loss: no other reading of these three records fits but a birth."""
        for sign in self.signs:
            if sign.kind is not SignKind.PREGNANT or sign.end is None or sign.end - self.signs[0].day < VIABLE:
                continue
            for stay in self.signs:
                if stay.kind is SignKind.STAY and stay.day <= sign.end <= (stay.end or stay.day) + timedelta(days=1):
                    return sign.end
        return None


def courses(signs: Iterable[Sign]) -> Mapping[str, Course]:
    """Record id -> the pregnancy it speaks of. A hospital stay alone makes no pregnancy.

    The order of `signs` means nothing.
    """
    by_person: dict[str, list[Sign]] = {}
    for sign in signs:
        by_person.setdefault(sign.about, []).append(sign)
    found: dict[str, Course] = {}
    for own in by_person.values():
        for gathering in _gatherings(own):
            course = gathering.course()
            found.update((sign.record_id, course) for sign in gathering.signs if sign.kind is not SignKind.STAY)
    return found


def _gatherings(own: list[Sign]) -> list[_Gathering]:
    """The person's signs, first day first, cut where the next pregnancy begins. Stays only join what others began."""
    gatherings: list[_Gathering] = []
    tellers = sorted(
        (sign for sign in own if sign.kind is not SignKind.STAY), key=lambda sign: (sign.day, sign.record_id)
    )
    for sign in tellers:
        if not gatherings or not gatherings[-1].takes(sign):
            gatherings.append(_Gathering())
        gatherings[-1].signs.append(sign)
    for stay in (sign for sign in own if sign.kind is SignKind.STAY):
        for gathering in gatherings:
            first, last = gathering.signs[0].day, gathering.signs[-1].day
            if first <= stay.day <= max(first + LONGEST, last):
                gathering.signs.append(stay)
                break
    return gatherings
