"""Child care and early learning: approval is not a place, and a place is not a payment."""

from __future__ import annotations

from datetime import date

from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.cracks import CrackKind
from headwaters.domain.days import plus_months
from headwaters.engine.simulation.diary import Deed
from headwaters.engine.simulation.families import Person
from headwaters.engine.simulation.lives.life import Life, after, yes_no
from headwaters.engine.simulation.lives.passage import Route, last_day_of_early_intervention, pass_on

ODHS, CARE, HUB = "odhs", "child_care", "early_learning"


def child_care(life: Life) -> None:
    born = life.family.born
    if born:
        needed = life.family.working and life.chance("needs_care").happens(life.share("erdc.needs_care"))
        for days in (-60, 100, 260, 420):  # the answer is good for half a year
            life.answer(HUB, life.parent, "needs_child_care", yes_no(needed), after(born, days))
        _erdc(life, born, needed)
        _early_head_start(life, born)
    for number, child in life.children():
        _preschool(life, child, number)


def _preschool(life: Life, child: Person, number: int) -> None:
    """A place in the fourth year of life, for some; most of it lies beyond the days told of here."""
    chance = life.chance("preschool", number)
    begins = after(plus_months(child.birth, 33), chance.whole(1, 270))
    if chance.happens(life.share("answers.preschool_place")):
        life.deed(Deed(HUB, child.key, "preschool_place", begins, serves=("kindergarten_hand_over", "preschool")))


def _erdc(life: Life, born: date, needed: bool) -> None:
    chance, family = life.chance("erdc"), life.family
    if not family.working or family.income_fpl >= life.p.number("erdc.income_limit_fpl"):
        if needed:
            _search(life, born)
        return
    if not needed or not chance.happens(life.share("erdc.approved")):
        place = ("erdc", "approved")
        life.fault(life.parent, place, CrackKind.NOT_OFFERED, after(born, 125), "did not apply, or was not approved")
        if needed:
            _search(life, born)
        return
    applied = after(born, chance.whole(10, 60))
    approved = after(applied, chance.whole(34, 50))
    life.deed(Deed(ODHS, life.parent, "erdc_application", applied))
    life.deed(Deed(ODHS, life.parent, "erdc_approval", approved, end=after(approved, 365), serves=("erdc", "approved")))
    route = Route(
        "erdc_to_provider", life.parent, CARE, CARE, {Step.SENT: ("erdc", "placed")}, "consent_child_care",
        {Step.SENT: (CARE, "care_search"), Step.DONE: (CARE, "care_started")},
    )  # fmt: skip
    started = pass_on(route, approved, life).on(Step.DONE)
    if started:
        _paid(life, started)


def _paid(life: Life, started: date) -> None:
    chance = life.chance("erdc_paid")
    if chance.happens(life.share("erdc.paid")):
        life.deed(
            Deed(ODHS, life.parent, "erdc_payment", after(started, chance.whole(15, 44)), serves=("erdc", "received"))
        )
    else:
        life.fault(
            life.parent, ("erdc", "received"), CrackKind.NOT_OFFERED, after(started, 46), "care began; nothing was paid"
        )
    if chance.happens(life.share("erdc.baby_promise")):
        life.deed(Deed(CARE, life.family.children[0].key, "baby_promise_place", started))


def _search(life: Life, born: date) -> None:
    """A family who pays for care itself, with help to find it or without."""
    chance = life.chance("care_search")
    looked, began = after(born, chance.whole(-60, 85)), chance.happens(life.share("erdc.care_found"))
    if not chance.happens(life.share("erdc.helped_to_search")):
        life.fault(
            life.parent,
            ("child_care_search", "search"),
            CrackKind.NOT_OFFERED,
            after(born, 93),
            "nobody helped to look",
        )
        return
    life.deed(Deed(CARE, life.parent, "care_search", looked, serves=("child_care_search", "search")))
    if began:
        life.deed(
            Deed(
                CARE,
                life.parent,
                "care_started",
                after(looked, chance.whole(20, 88)),
                serves=("child_care_search", "care_began"),
            )
        )
    else:
        place = ("child_care_search", "care_began")
        life.fault(life.parent, place, CrackKind.NOT_OFFERED, after(looked, 91), "looked for care; none was found")


def _early_head_start(life: Life, born: date) -> None:
    chance, place = life.chance("ehs"), ("early_head_start", "application")
    if life.family.income_fpl > life.p.number("early_head_start.income_limit_fpl"):
        return
    applied = after(born, chance.whole(20, 170))
    if not chance.happens(life.share("early_head_start.applies")):
        life.fault(life.parent, place, CrackKind.NOT_OFFERED, after(born, 184), "never applied")
        return
    life.deed(Deed(HUB, life.parent, "ehs_application", applied, serves=place))
    route = Route(
        "hub_to_early_head_start", life.parent, HUB, HUB, {Step.SENT: ("early_head_start", "place")}, "consent_child_care",
        {Step.DONE: (HUB, "ehs_place")}, until=last_day_of_early_intervention(born),
    )  # fmt: skip
    began = pass_on(route, applied, life).on(Step.DONE)
    for week in range(12) if began else ():
        if began and chance.happens(life.share("early_head_start.visit_kept")):
            life.deed(Deed(HUB, life.parent, "ehs_visit", after(began, week * 7 + chance.whole(0, 6))))
