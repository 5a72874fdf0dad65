"""Pregnancy, its end, and the birthing parent's own care after it."""

from __future__ import annotations

from datetime import date

from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.cracks import CrackKind
from headwaters.engine.simulation.chance import Chance
from headwaters.engine.simulation.diary import Deed
from headwaters.engine.simulation.lives.life import Life, after, yes_no
from headwaters.engine.simulation.lives.passage import Route, pass_on
from headwaters.engine.simulation.lives.schedule import attend

MATERNITY, DOULAS, LOSS, COUNSELING = "maternity", "doulas", "loss_support", "counseling"

VISIT_WEEKS = (*range(8, 28, 4), *range(28, 36, 2), *range(36, 41))
"""Every four weeks to 28 weeks, every two to 36, then weekly: fourteen visits (ACOG)."""
MOOD_WEEK = 24
LAST_DAY_OF_CONTACT = 42
"""A visit through six weeks after the birth is a contact too."""


def pregnancy(life: Life) -> None:
    end = life.family.born or life.family.lost
    _visits(life, end)
    _classes(life, end)
    _doula(life, end)
    if life.family.lost:
        _lost(life, life.family.lost)
    if end:
        _after_birth(life, end)


def unseen(life: Life) -> bool:
    """A parent whom no clinic and no hospital meets, before, at or after the birth."""
    return life.chance("unseen").happens(life.share("pregnancy.no_care_at_all"))


def _visits(life: Life, end: date | None) -> None:
    """Each visit is kept or not. Care begins when it begins."""
    chance, start = life.chance("prenatal"), life.family.pregnancy_start
    begins = after(start, chance.days(life.spread("pregnancy.care_begins_day")))
    life.remembered["prenatal_care"] = begins
    if unseen(life):
        return
    for number, week in enumerate(VISIT_WEEKS, start=1):
        day, kept = after(start, week * 7 + chance.whole(0, 6)), chance.happens(life.share("pregnancy.visit_kept"))
        place = ("prenatal_visits", f"visit_{number}")
        if end and day >= end:
            return
        if kept and day >= begins:
            life.deed(Deed(MATERNITY, life.parent, "prenatal_visit", day, serves=place))
        if week == MOOD_WEEK and kept and day >= begins:
            _mood(life, day, chance)


def _mood(life: Life, day: date, chance: Chance) -> None:
    asked, high = chance.happens(life.share("pregnancy.mood_asked")), chance.happens(life.share("pregnancy.mood_high"))
    total = chance.whole(13, 19) if high else chance.whole(0, 9)
    seen = chance.happens(life.share("pregnancy.mood_visit"))
    if not asked:
        return
    columns = (("instrument", "epds"), ("item10", "0"))
    life.deed(
        Deed(MATERNITY, life.parent, "depression_screen", day, value=float(total), unit="points", columns=columns)
    )
    if high and seen:
        life.deed(
            Deed(
                COUNSELING,
                life.parent,
                "mood_visit",
                after(day, chance.whole(5, 28)),
                serves=("prenatal_mood", "follow_up"),
            )
        )
    elif high:
        life.fault(
            life.parent, ("prenatal_mood", "follow_up"), CrackKind.NOT_OFFERED, after(day, 31), "no counselor saw her"
        )


def _classes(life: Life, end: date | None) -> None:
    chance = life.chance("classes")
    if life.family.first_birth and not unseen(life) and chance.happens(life.share("pregnancy.class_taken")):
        for week in (27, 33):
            day = after(life.family.pregnancy_start, week * 7 + chance.whole(0, 6))
            if end is None or day < end:
                life.deed(Deed(MATERNITY, life.parent, "prenatal_class", day))


def _doula(life: Life, end: date | None) -> None:
    """Few find one: the published figure is 204 paid births in five years."""
    chance, start = life.chance("doula"), life.family.pregnancy_start
    wanted = chance.happens(life.share("doula.wanted"))
    _asked_about_doula(life, wanted, end)
    asked_on = after(start, chance.whole(90, 150))
    if end and asked_on >= end:
        return
    if not wanted or life.family.payer == "none" or unseen(life):
        return
    route = Route(
        "maternity_to_doula", life.parent, MATERNITY, DOULAS, {Step.SENT: ("doula", "match")}, "consent_doula",
        {Step.BEGUN: (DOULAS, "doula_match")},
    )  # fmt: skip
    matched = pass_on(route, after(start, 84), life).on(Step.BEGUN)
    if matched is None:
        return
    for days in (14, 45):
        if end is None or after(matched, days) < end:
            life.deed(Deed(DOULAS, life.parent, "doula_visit", after(matched, days)))
    if life.family.born:
        life.deed(Deed(DOULAS, life.parent, "doula_birth", life.family.born))
        for days in (5, 25):
            life.deed(Deed(DOULAS, life.parent, "doula_visit", after(life.family.born, days + chance.whole(0, 9))))


def _asked_about_doula(life: Life, wanted: bool, end: date | None) -> None:
    """The clinic asks at the first visit, or does not; whoever wants a doula says so."""
    first_visit = life.remembered["prenatal_care"]
    met = not unseen(life) and first_visit < (end or life.as_of)
    if met and (wanted or life.chance("doula asked").happens(life.share("doula.asked_of_others"))):
        life.answer(MATERNITY, life.parent, "wants_doula", yes_no(wanted), first_visit)
    elif life.family.payer != "none" and not life.family.lost:
        life.fault(
            life.parent, ("doula", "match"), CrackKind.ASK, life.family.pregnancy_start, "nobody asked about a doula"
        )


def _lost(life: Life, day: date) -> None:
    life.deed(Deed("births", life.parent, "pregnancy_loss", day))
    _bereaved(life, day)


def _bereaved(life: Life, day: date) -> None:
    """Offered, then taken up or left."""
    chance = life.chance("loss")
    offered = after(day, chance.whole(1, 3))
    if not chance.happens(life.share("loss.offered")):
        life.fault(
            life.parent, ("bereavement", "offer"), CrackKind.NOT_OFFERED, after(day, 4), "nobody offered support"
        )
        return
    life.deed(Deed(LOSS, life.parent, "bereavement_offer", offered, serves=("bereavement", "offer")))
    if chance.happens(life.share("loss.taken_up")):
        for days in (14, 350):
            life.deed(Deed(LOSS, life.parent, "bereavement_contact", after(day, days + chance.whole(0, 7))))
        life.deed(Deed(LOSS, life.parent, "bereavement_group", after(day, 70 + chance.whole(0, 60))))


def _after_birth(life: Life, end: date) -> None:
    chance = life.chance("postpartum")
    if unseen(life):
        life.fault(
            life.parent,
            ("postpartum_visit", "visit"),
            CrackKind.NOT_IDENTIFIED,
            after(end, 85),
            "no clinic or hospital knew the parent",
        )
        return
    contact = ("postpartum_contact", "contact")
    attend(life, chance, contact, Deed(MATERNITY, life.parent, "postpartum_contact", end))
    visited = attend(life, chance, ("postpartum_visit", "visit"), Deed(MATERNITY, life.parent, "postpartum_visit", end))
    if visited and visited <= after(end, LAST_DAY_OF_CONTACT):
        life.diary.settle(life.parent, contact, visited)
    if life.family.born and life.family.income_fpl <= life.p.number("wic.income_limit_fpl"):
        attend(life, chance, ("feeding_help", "first_week"), Deed("wic", life.parent, "feeding_help", end))
    deaths = [child.died for child in life.family.children if child.died]
    if deaths:
        life.deed(Deed(LOSS, life.parent, "bereaved", deaths[0]))
        _bereaved(life, deaths[0])
