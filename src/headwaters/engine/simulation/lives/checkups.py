"""The child's clinic: check-ups by the published schedule, and what is asked and done at them."""

from __future__ import annotations

from datetime import date
from typing import Any

from headwaters.domain.cracks import CrackKind
from headwaters.domain.days import plus_months
from headwaters.engine.simulation.chance import Chance
from headwaters.engine.simulation.diary import Deed
from headwaters.engine.simulation.families import Person
from headwaters.engine.simulation.lives.life import Life, after, yes_no
from headwaters.engine.simulation.lives.schedule import plan, take_place
from headwaters.engine.simulation.lives.shots import shots
from headwaters.engine.simulation.offices import CLINIC_OF_COUNTY, OFFICES, Watch, watches

NEWBORN = "newborn"
NO_CLINIC_HERE = "no clinic sends records from this county"
TALKS = ("m2", "m6", "m12")
VISITS = ("d3", "m1", "m2", "m4", "m6", "m9", "m12", "m15", "m18", "m24", "m30")


def clinic_on(life: Life, day: date) -> str | None:
    """The clinic that sends records from where the family lives that day; None where no clinic does."""
    county = life.family.county(day)
    return CLINIC_OF_COUNTY.get(county) if county else None


def checkups(life: Life) -> None:
    for number, child in life.children():
        chance = life.chance("checkups", number)
        if chance.happens(life.share("checkups.no_clinic")):
            for name in VISITS:
                since = take_place(chance, child.birth, plan(life, "well_child", name)).since
                _missed(life, child.key, ("well_child", name), since, "the child has no clinic")
            continue
        visits = _visits(life, child, chance)
        _asked_at_visits(life, child, visits, number)
        shots(life, child, visits, number)
        _teeth(life, child, number)


def _visits(life: Life, child: Person, chance: Chance) -> dict[str, date]:
    """Visit name -> the day it truly took place."""
    took_place: dict[str, date] = {}
    for name in VISITS:
        course = take_place(chance, child.birth, plan(life, "well_child", name))
        if course.day is None:
            _missed(life, child.key, ("well_child", name), course.since, "the visit did not take place")
        elif life.lives(child.key, course.day):
            took_place[name] = course.day
            at_clinic(life, child.key, "well_visit", course.day, ("well_child", name))
    return took_place


def _missed(life: Life, person: str, place: tuple[str, str], since: date, because: str) -> None:
    """What did not take place. Where no clinic sends records, or not of these days, all that can be known is that nobody reports."""
    clinic = clinic_on(life, since)
    spans = watches(OFFICES[clinic], life.p, life.as_of) if clinic else ()
    if not spans:
        life.fault(person, place, CrackKind.AGENCY_NOT_REPORTING, since, NO_CLINIC_HERE)
    elif since > spans[-1].through:
        life.fault(person, place, None, since, "the clinic's records of these days have not come in")
    elif len(spans) > 1 and _touches_gap(life, place, since, spans):
        life.fault(
            person, place, CrackKind.AGENCY_NOT_REPORTING, since, "the clinic did not report in some of these days"
        )
    else:
        life.fault(person, place, CrackKind.NOT_OFFERED, since, because)


def _touches_gap(life: Life, place: tuple[str, str], since: date, spans: tuple[Watch, ...]) -> bool:
    """Whether the clinic's silence falls into the days of an occasion that was due the day before `since`."""
    planned, born = plan(life, *place), life.family.born or since
    due = planned.due.after(born)
    opens = since - (due - planned.opens.after(born))
    closes = since + (planned.closes.after(born) - due)
    return opens < spans[1].from_ and closes > spans[0].through


def at_clinic(life: Life, person: str, kind: str, day: date, place: tuple[str, str] | None = None, **more: Any) -> None:
    """A deed in whichever clinic serves the family's county that day; where none sends records, the truth says so."""
    clinic = clinic_on(life, day)
    if clinic:
        life.deed(Deed(clinic, person, kind, day, serves=place, **more))
    elif place and life.family.born and "@" not in place[1]:
        due = plan(life, *place).due.after(life.family.born)
        life.fault(person, place, CrackKind.AGENCY_NOT_REPORTING, after(due, 1), NO_CLINIC_HERE)


def _asked_at_visits(life: Life, child: Person, visits: dict[str, date], number: int) -> None:
    chance = life.chance("screens", number)
    for name in VISITS:
        if name not in visits:
            _nothing_asked(life, child, name, number)
    for name, day in visits.items():
        if name in life.p.table("checkups.development")["at"]:
            _development(life, child, name, day, chance)
        if name in life.p.table("checkups.autism")["at"]:
            _autism(life, child, name, day, chance)
        if name in life.p.table("checkups.lead")["at"]:
            _lead(life, child, name, day, chance)
        if number == 0 and name in life.p.table("checkups.mood")["at"]:
            _mood(life, name, day, chance)
        if number == 0 and name in life.p.table("checkups.daily_needs")["at"]:
            _daily_needs(life, name, day, chance)
        if name in ("m15", "m18", "m24") and chance.happens(life.share("checkups.fluoride")):
            at_clinic(life, child.key, "fluoride_varnish", day)
        if chance.happens(life.share("checkups.book_given")):
            at_clinic(life, child.key, "book_given", day)
        if name in TALKS:
            _talk(life, child, name, day, chance.happens(life.share("checkups.relationship_talk")))
    for name in TALKS:
        if name not in visits:
            _talk(life, child, name, child.birth, False)


def _talk(life: Life, child: Person, name: str, day: date, held: bool) -> None:
    place = ("early_relational_health", name)
    if held:
        at_clinic(life, child.key, "relationship_talk", day, place)
    else:
        since = after(plan(life, *place).due.after(child.birth), 1)
        _missed(life, child.key, place, since, "no talk was held")


def _nothing_asked(life: Life, child: Person, name: str, number: int) -> None:
    """What a check-up that did not take place would have asked."""
    for subject, element, person in (
        ("development", "developmental_screening", child.key), ("autism", "autism_screening", child.key), ("lead", "lead", child.key),
        ("mood", "maternal_depression", life.parent), ("daily_needs", "social_needs_screening", life.parent),
    ):  # fmt: skip
        about_child = person == child.key
        if name not in life.p.table(f"checkups.{subject}")["at"] or (number and not about_child):
            continue
        if subject == "lead" and life.family.payer != "ohp":
            continue
        place = (element, NEWBORN if subject == "daily_needs" and name == "m1" else name)
        anchor = _corrected(life, child) if subject == "development" else child.birth
        _missed(life, person, place, after(plan(life, *place).due.after(anchor), 1), "the check-up did not take place")


def _once(life: Life, word: str, found: bool, day: date) -> bool:
    """Whether this is the first finding of its kind in the family's life; a later one would be the same story told again."""
    first = found and word not in life.remembered
    if first:
        life.remembered[word] = day
    return first


def _development(life: Life, child: Person, name: str, day: date, chance: Chance) -> None:
    said = life.p.table("checkups.development")
    asked, zone = chance.happens(said["asked"]), chance.by_share(said["zones"])
    window, born = plan(life, "developmental_screening", name), _corrected(life, child)
    asked = asked and window.opens.after(born) <= day <= window.closes.after(born)  # a child born early is asked later
    written, again = not chance.happens(said["zone_not_written_down"]), chance.happens(said["asked_again"])
    known = f"at_risk:{child.key}" in life.remembered
    zone = "above" if known and zone == "referral" else zone
    place = ("developmental_screening", name)
    if not asked:
        _missed(life, child.key, place, after(window.due.after(born), 1), "the questions were not asked")
        return
    columns = (("instrument", "asq3"), *((("zone", zone),) if written else ()))
    at_clinic(life, child.key, "dev_screen", day, place, columns=columns)
    if not written:
        return
    if zone == "referral":
        life.remembered[f"at_risk:{child.key}"] = life.remembered[f"at_risk:{child.key}:{name}"] = day
    if zone == "monitoring" and again:
        at_clinic(life, child.key, "dev_screen", after(day, chance.whole(62, 110)), ("developmental_watch", f"again@{name}"),
                  columns=(("instrument", "asq3"), ("zone", "above")))  # fmt: skip


def _corrected(life: Life, child: Person) -> date:
    due = life.family.due_date
    return due if (due - child.birth).days > 21 and life.family.due_date_known else child.birth


def _autism(life: Life, child: Person, name: str, day: date, chance: Chance) -> None:
    said = life.p.table("checkups.autism")
    asked, band = chance.happens(said["asked"]), chance.by_share(said["bands"])
    if band != "low" and not _once(life, f"autism:{child.key}", asked, day):
        band = "low"
    lowest, highest = said["scores"][band]
    value, failed = chance.whole(int(lowest), int(highest)), chance.happens(said["still_failed_at_interview"])
    if not asked:
        _missed(life, child.key, ("autism_screening", name), after(plan(life, "autism_screening", name).due.after(child.birth), 1),
                "the questions were not asked")  # fmt: skip
        return
    at_clinic(life, child.key, "autism_screen", day, ("autism_screening", name), value=float(value), unit="points")
    if band == "medium" and chance.happens(said["interviewed"]):
        interview = after(day, chance.whole(3, 28))
        at_clinic(life, child.key, "autism_interview", interview, ("autism_follow_up", f"interview@{name}"),
                  value=2.0 if failed else 0.0, unit="items")  # fmt: skip
        if failed:
            life.remembered[f"autism_interview:{child.key}:{name}"] = interview
    if band == "high":
        life.remembered[f"autism_high:{child.key}:{name}"] = day


def _mood(life: Life, name: str, day: date, chance: Chance) -> None:
    said = life.p.table("checkups.mood")
    asked, high = chance.happens(said["asked"]), chance.happens(said["high"])
    high = _once(life, "mood_high", high and asked, day)
    value, urgent = (
        chance.whole(13, 20) if high else chance.whole(0, 9),
        chance.happens(said["urgent_of_high"]) and high,
    )
    if not asked:
        since = after(plan(life, "maternal_depression", name).due.after(life.family.born or day), 1)
        _missed(life, life.parent, ("maternal_depression", name), since, "the questions were not asked")
    else:
        columns = (("instrument", "epds"), ("item10", "1" if urgent else "0"))
        at_clinic(life, life.parent, "checkup_mood_screen", day, ("maternal_depression", name), value=float(value), unit="points",
                  columns=columns)  # fmt: skip
    if high:
        life.remembered[f"mood_high:{name}"] = day
    if urgent and chance.happens(said["seen_at_once"]):
        life.deed(Deed("counseling", life.parent, "mood_visit", after(day, 1)))


def _lead(life: Life, child: Person, name: str, day: date, chance: Chance) -> None:
    """Not before the birthday, for the rule wants the test at 12 and at 24 months."""
    said = life.p.table("checkups.lead")
    on_ohp = life.family.payer == "ohp"
    done, high = chance.happens(said["done_on_ohp"] if on_ohp else said["done_otherwise"]), chance.happens(said["high"])
    value = chance.number(said["level_high"] if high else said["level_low"], 1)
    written = not chance.happens(said["value_not_written_down"])
    birthday = plus_months(child.birth, int(name[1:]))
    tested = max(day, after(birthday, chance.whole(0, 20)))
    place = ("lead", name)
    if not done:
        if on_ohp:
            _missed(life, child.key, place, after(plan(life, *place).due.after(child.birth), 1), "no test was done")
        return
    more = {"value": value, "unit": "ug/dL"} if written else {}
    at_clinic(life, child.key, "lead_test", tested, place, columns=(("specimen", "capillary"),), **more)
    if high and written and on_ohp:
        life.remembered[f"lead_high:{child.key}:{name}"] = tested


def _daily_needs(life: Life, name: str, day: date, chance: Chance) -> None:
    said = life.p.table("checkups.daily_needs")
    asked, both = chance.happens(said["asked"]), chance.happens(said["both"])
    food, housing, other = (chance.happens(said[need]) for need in ("food", "housing", "other"))
    first = _once(life, "need", (food or housing) and asked, day)
    food, housing = (food or both) and first, (housing or both) and first
    touchpoint = NEWBORN if name == "m1" else name
    if not asked:
        since = after(plan(life, "social_needs_screening", touchpoint).due.after(life.family.born or day), 1)
        _missed(life, life.parent, ("social_needs_screening", touchpoint), since, "the questions were not asked")
        return
    columns = (("food", yes_no(food)), ("housing", yes_no(housing)), ("other_need", yes_no(other and not first)))
    at_clinic(life, life.parent, "social_needs_screen", day, ("social_needs_screening", touchpoint), columns=columns)
    for need, found in (
        ("food", food),
        ("housing", housing),
        ("food_and_housing", food and housing),
        ("other", other and not first),
    ):
        if found:
            life.remembered.setdefault(f"need_{need}:{touchpoint}", day)


def _teeth(life: Life, child: Person, number: int) -> None:
    chance = life.chance("teeth", number)
    course = take_place(chance, child.birth, plan(life, "teeth", "first_visit"))
    if course.day is None:
        life.fault(
            child.key, ("teeth", "first_visit"), CrackKind.NOT_OFFERED, course.since, "no dentist has seen the child"
        )
    else:
        life.deed(Deed("dental", child.key, "dental_visit", course.day, serves=("teeth", "first_visit")))
