"""Shots: a child is up to date by two, or stops somewhere, or never begins; each dose is told by the registry, often twice."""

from __future__ import annotations

from datetime import date

from headwaters.engine.simulation.chance import Chance
from headwaters.engine.simulation.diary import Deed
from headwaters.engine.simulation.families import Person
from headwaters.engine.simulation.lives.life import Life, after
from headwaters.engine.simulation.lives.schedule import Offset
from headwaters.engine.simulation.offices import CLINIC_OF_COUNTY

REGISTRY, CVX = "immunization_registry", "cvx"
LEAST_DAYS_BETWEEN = 28
"""Least interval between doses of the first year (CDC schedule)."""
FLU = "150"


def shots(life: Life, child: Person, visits: dict[str, date], number: int) -> None:
    chance = life.chance("shots", number)
    doses = life.p.table("shots.doses")
    fate = chance.by_share(life.p.shares("shots.fates"))
    stops, last = chance.whole(1, len(doses) - 3), date.min
    for position, (name, dose) in enumerate(doses.items()):
        earliest = Offset(*dose["from"]).after(child.birth)
        day = max(visits.get(name) or after(earliest, chance.whole(0, 12)), earliest)
        day = max(day, after(last, LEAST_DAYS_BETWEEN)) if position else day
        last = day
        if fate == "none" or (fate == "stops" and position >= stops) or (fate == "one_missing" and name == "m15"):
            continue
        for code in dose["cvx"]:
            _shot(life, child, day, str(code), chance)
    if fate != "none":
        _flu(life, child, chance)


def _shot(life: Life, child: Person, day: date, code: str, chance: Chance) -> None:
    life.deed(Deed(REGISTRY, child.key, "immunization", day, codings=((CVX, code),), status="completed"))
    clinic = CLINIC_OF_COUNTY.get(life.family.county(day) or "")
    if chance.happens(life.share("shots.told_by_the_clinic_too")) and clinic:
        life.deed(Deed(clinic, child.key, "immunization", day, codings=((CVX, code),), status="completed"))


def _flu(life: Life, child: Person, chance: Chance) -> None:
    """Two doses four weeks apart in the first autumn after six months, one in the autumn after."""
    ready, given = after(child.birth, 184), chance.happens(life.share("shots.flu"))
    autumn = next(date(year, 10, 1) for year in range(ready.year, ready.year + 2) if date(year, 10, 1) >= ready)
    day = after(autumn, chance.whole(0, 50))
    for shot in (day, after(day, 28 + chance.whole(0, 10)), after(day, 365)) if given else ():
        _shot(life, child, shot, FLU, chance)
