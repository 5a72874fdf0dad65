"""Planned occasions: when one is due, and on which day, if any, it truly takes place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from headwaters.domain.cracks import CrackKind
from headwaters.domain.days import plus_months
from headwaters.engine.simulation.chance import Chance
from headwaters.engine.simulation.diary import Deed
from headwaters.engine.simulation.lives.life import Life


class Offset(NamedTuple):
    """Months, then days, after an anchor."""

    months: int
    days: int

    def after(self, anchor: date) -> date:
        from_ = plus_months(anchor, self.months) if self.months else anchor
        return from_ + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Occasion:
    """`kept`: share that takes place at all; `late`: share of those that takes place after the due day."""

    opens: Offset
    due: Offset
    closes: Offset
    kept: float
    late: float


class Course(NamedTuple):
    """What came of one occasion. `day` None: it did not take place. `since`: the day after it was due."""

    day: date | None
    since: date


def occasion(said: Mapping[str, Any]) -> Occasion:
    """From a parameter: `{opens: [0, 14], due: [1, 0], closes: [0, 42], kept: 0.8, late: 0.1}`, offsets as [months, days]."""
    return Occasion(
        Offset(*said["opens"]), Offset(*said["due"]), Offset(*said["closes"]), float(said["kept"]), float(said["late"])
    )


def plan(life: Life, element: str, touchpoint: str) -> Occasion:
    """The occasion a blueprint's touchpoint is planned for, by the parameters `occasions.<element>.<touchpoint>`."""
    name = f"occasions.{element}.{touchpoint}"
    return life.p.once(name, lambda: occasion(life.p.table(name)))


def attend(
    life: Life, chance: Chance, place: tuple[str, str], deed: Deed, *, missed: CrackKind = CrackKind.NOT_OFFERED
) -> date | None:
    """One occasion from its anchor (`deed.start`): the deed on the day it takes place, or the truth that it did not.

    returns  the day, or None
    """
    course = take_place(chance, deed.start, plan(life, *place))
    if course.day is None:
        life.fault(deed.person, place, missed, course.since, "it did not take place")
        return None
    return course.day if life.deed(deed._replace(start=course.day, serves=place)) else None


def take_place(chance: Chance, anchor: date, planned: Occasion) -> Course:
    """Draw whether, and when. A late one comes between the due day and the closing day."""
    opens, due, closes = planned.opens.after(anchor), planned.due.after(anchor), planned.closes.after(anchor)
    kept, late, point = chance.happens(planned.kept), chance.happens(planned.late), chance.point()
    since = due + timedelta(days=1)
    if not kept:
        return Course(None, since)
    if late and closes > due:
        return Course(since + timedelta(days=int(point * (closes - since).days)), since)
    return Course(opens + timedelta(days=int(point * ((due - opens).days + 1))), since)
