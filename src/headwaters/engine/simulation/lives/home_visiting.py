"""Nurses and home visitors: Family Connects, Healthy Families, Nurse-Family Partnership."""

from __future__ import annotations

from datetime import date

from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.cracks import CrackKind
from headwaters.engine.simulation.chance import Chance
from headwaters.engine.simulation.diary import Deed
from headwaters.engine.simulation.lives.life import Life, after
from headwaters.engine.simulation.lives.navigation import not_offered_in_pregnancy
from headwaters.engine.simulation.lives.passage import Route, pass_on
from headwaters.engine.simulation.lives.pregnancy import unseen
from headwaters.engine.simulation.offices import NURSE_COUNTIES

HOSPITAL, NURSES, FAMILIES, COUNTY = "hospital", "family_connects", "healthy_families", "public_health"

VISIT = ("family_connects", "visit")
LAST_DAY_FOR_THE_VISIT = 84
"""Day 14 to 84 (OAR 333-006-0120)."""


def home_visiting(life: Life) -> None:
    _nurse_family_partnership(life)
    if life.family.born:
        _family_connects(life, life.family.born)
        _healthy_families(life, life.family.born)


def _family_connects(life: Life, born: date) -> None:
    """Offered where there is a community lead; a no is a no; some never answer, some who booked are never found at home."""
    chance, late = life.chance("family_connects"), after(born, LAST_DAY_FOR_THE_VISIT + 1)
    if life.family.county(born) not in NURSE_COUNTIES:
        life.fault(
            life.parent,
            VISIT,
            CrackKind.AGENCY_NOT_REPORTING,
            late,
            "no community lead in this county, so nobody reports",
        )
        return
    fate, offered = chance.by_share(life.p.shares("family_connects.fates")), after(born, chance.whole(1, 10))
    if fate == "not_offered":
        life.fault(life.parent, VISIT, CrackKind.NOT_OFFERED, late, "the hospital did not offer it")
        return
    if unseen(life):
        life.fault(life.parent, VISIT, CrackKind.NOT_OFFERED, late, "no hospital knew the parent")
        return
    life.deed(Deed(HOSPITAL, life.parent, "fc_offered", offered))
    if fate == "declined":
        life.deed(Deed(NURSES, life.parent, "fc_declined", after(offered, chance.whole(0, 20))))
    elif fate == "no_answer":
        life.fault(life.parent, VISIT, CrackKind.NO_ANSWER, late, "offered; nobody answered or booked")
    else:
        life.deed(Deed(NURSES, life.parent, "fc_scheduled", after(offered, chance.whole(0, 12))))
        if fate == "not_begun":
            life.fault(life.parent, VISIT, CrackKind.ACCEPTED_NOT_BEGUN, late, "booked; the visit did not take place")
        else:
            _nurse_comes(life, born, chance)


def _nurse_comes(life: Life, born: date, chance: Chance) -> None:
    visited, called = (
        after(born, chance.days(life.spread("family_connects.visit_day"))),
        chance.happens(life.share("family_connects.called")),
    )
    if not life.deed(Deed(NURSES, life.parent, "fc_visit", visited, serves=VISIT)):
        return
    if called:
        life.deed(
            Deed(
                NURSES, life.parent, "fc_call", after(visited, chance.whole(22, 34)), serves=("family_connects", "call")
            )
        )
    else:
        life.fault(
            life.parent,
            ("family_connects", "call"),
            CrackKind.ACCEPTED_NOT_BEGUN,
            after(visited, 36),
            "nobody called again",
        )


def _healthy_families(life: Life, born: date) -> None:
    """The New Baby Questionnaire reaches few births; of those found eligible some join, and some keep more visits than others."""
    chance = life.chance("healthy_families")
    if unseen(life) or not chance.happens(life.share("healthy_families.screened")):
        place = ("new_baby_questionnaire", "screen")
        life.fault(life.parent, place, CrackKind.NOT_OFFERED, after(born, 15), "nobody asked the questions")
        return
    screened, eligible = after(born, chance.whole(0, 13)), chance.happens(life.share("healthy_families.eligible"))
    result = "eligible" if eligible else "not eligible"
    life.deed(
        Deed(HOSPITAL, life.parent, "nbq_screen", screened, result=result, serves=("new_baby_questionnaire", "screen"))
    )
    if not eligible:
        return
    route = Route(
        "nbq_to_healthy_families", life.parent, HOSPITAL, FAMILIES, {Step.SENT: ("healthy_families", "enrolment")},
        "consent_home_visiting", {Step.DONE: (FAMILIES, "hfo_enrolment")},
    )  # fmt: skip
    enrolled = pass_on(route, screened, life).on(Step.DONE)
    if enrolled:
        _weekly(life, enrolled, chance)


def _weekly(life: Life, enrolled: date, chance: Chance) -> None:
    kept, leaves = (
        chance.number(life.spread("healthy_families.visits_kept"), 2),
        chance.happens(life.share("healthy_families.leaves")),
    )
    last = after(enrolled, chance.whole(40, 180) if leaves else 182 + 26 * 14)
    for week in (*range(26), *range(26, 52, 2)):
        day = after(enrolled, week * 7 + chance.whole(0, 6))
        if day <= last and chance.happens(kept):
            life.deed(Deed(FAMILIES, life.parent, "hfo_visit", day))
    if leaves:
        life.deed(Deed(FAMILIES, life.parent, "hfo_left", after(last, 1)))


def _nurse_family_partnership(life: Life) -> None:
    """First births with low income, enrolled before 28 weeks; eight in a hundred of those who could are reached."""
    chance, start = life.chance("nfp"), life.family.pregnancy_start
    if not (life.family.first_birth and life.family.payer == "ohp"):
        return
    enrolled = after(start, chance.whole(90, 190))
    end = life.family.born or life.family.lost
    if not chance.happens(life.share("nurse_family_partnership.enrolled")) or (end and enrolled >= end):
        place = ("nurse_family_partnership", "enrolment")
        since = after(start, 28 * 7 + 1)
        if end is None or after(start, 28 * 7) < end:
            life.fault(life.parent, place, not_offered_in_pregnancy(life), since, "not enrolled before 28 weeks")
        return
    life.deed(Deed(COUNTY, life.parent, "nfp_enrolment", enrolled))
    for slot in range(44):
        day = after(enrolled, slot * 7 + 3 if slot < 4 else 28 + (slot - 4) * 14 + chance.whole(1, 9))
        if chance.happens(life.share("nurse_family_partnership.visit_kept")):
            life.deed(Deed(COUNTY, life.parent, "nfp_visit", day))
    if life.family.born:
        for week in range(6):
            life.deed(Deed(COUNTY, life.parent, "nfp_visit", after(life.family.born, 3 + week * 7)))
