"""Birth, the days in hospital, and the screens every newborn should have."""

from __future__ import annotations

from datetime import date

from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.cracks import CrackKind
from headwaters.engine.simulation.chance import Chance
from headwaters.engine.simulation.diary import Deed
from headwaters.engine.simulation.families import Person
from headwaters.engine.simulation.lives.life import Life, after
from headwaters.engine.simulation.lives.passage import Route, last_day_of_early_intervention, pass_on
from headwaters.engine.simulation.lives.pregnancy import unseen
from headwaters.engine.simulation.lives.schedule import attend
from headwaters.engine.simulation.offices import NURSE_COUNTIES

BIRTHS, HOSPITAL, HEARING, LAB, EI, COUNTY = (
    "births",
    "hospital",
    "hearing_registry",
    "state_lab",
    "early_intervention",
    "public_health",
)


def newborns(life: Life) -> None:
    for number, child in life.children():
        _registered(life, child)
        _hospital(life, child, number)
        _hearing(life, child, life.chance("hearing", number))
        _bloodspot(life, child, life.chance("bloodspot", number))
        _conditions(life, child, number)


def _registered(life: Life, child: Person) -> None:
    life.deed(Deed(BIRTHS, child.key, "birth", child.birth))
    if child.died:
        life.deed(Deed(BIRTHS, child.key, "death", child.died, columns=(("who", "child"),)))
    if life.family.adopted:
        life.deed(Deed(BIRTHS, child.key, "adoption", life.family.adopted))


def _hospital(life: Life, child: Person, number: int) -> None:
    """Early babies stay longer. A birth outside a hospital has no discharge, and nobody there asks anything."""
    chance = life.chance("hospital", number)
    early = (life.family.due_date - child.birth).days > 21
    home = after(
        child.birth, chance.days(life.spread("newborn.days_in_hospital_early" if early else "newborn.days_in_hospital"))
    )
    if not chance.happens(life.share("newborn.born_outside_hospital")) and not unseen(life):
        life.deed(Deed(HOSPITAL, child.key, "birth_discharge", home))
        life.remembered[f"home:{child.key}"] = home
    if number == 0 and chance.happens(life.share("newborn.substance_notice")):
        life.deed(Deed(HOSPITAL, child.key, "substance_notice", home))
        route = Route(
            "hospital_to_plan_of_care", child.key, HOSPITAL, "odhs", {Step.SENT: ("plan_of_care", "made")},
            events={Step.DONE: ("odhs", "plan_of_care"), Step.TOLD: ("odhs", "plan_of_care_check")},
        )  # fmt: skip
        pass_on(route, home, life)


def _hearing(life: Life, child: Person, chance: Chance) -> None:
    passed = chance.happens(life.share("newborn.hearing_passed"))
    written = not chance.happens(life.share("newborn.hearing_result_not_written_down"))
    result = ("passed" if passed else "not passed") if written else None
    place = ("hearing", "screen")
    screen = Deed(HOSPITAL, child.key, "hearing_screen", child.birth, result=result)
    day = attend(life, chance, place, screen)
    if day is None:
        _notice(life, child, after(child.birth, 32), "screen", chance)
        return
    if chance.happens(life.share("newborn.hearing_told_twice")):
        life.deed(screen._replace(source=HEARING, start=day))
    if not passed and not written:
        life.fault(child.key, ("hearing", "diagnosis"), CrackKind.ASK, day, "the result was not written down")
    elif not passed:
        _diagnosis(life, child, chance)


def _diagnosis(life: Life, child: Person, chance: Chance) -> None:
    """Three in ten are lost before the full test, two in ten between it and early intervention."""
    loss = chance.happens(life.share("newborn.hearing_loss"))
    test = Deed(HEARING, child.key, "hearing_diagnosis", child.birth, result="loss" if loss else "typical")
    day = attend(life, chance, ("hearing", "diagnosis"), test)
    if day is None:
        _notice(life, child, after(child.birth, 93), "diagnosis", chance)
    elif loss:
        attend(life, chance, ("hearing", "ei_enrolled"), Deed(HEARING, child.key, "ei_enrolment", child.birth))


def _notice(life: Life, child: Person, since: date, about: str, chance: Chance) -> None:
    if chance.happens(life.share("newborn.notice_sent")):
        life.deed(
            Deed(HEARING, child.key, "notice_sent", after(since, chance.whole(0, 5)), columns=(("about", about),))
        )
    else:
        place = ("hearing", f"notice_{about}")
        life.fault(child.key, place, CrackKind.NOT_OFFERED, after(since, 8), "nobody was told of the missed step")


def _bloodspot(life: Life, child: Person, chance: Chance) -> None:
    follow_up = chance.happens(life.share("newborn.bloodspot_follow_up"))
    for touchpoint in ("first", "second"):
        day = attend(life, chance, ("bloodspot", touchpoint), Deed(LAB, child.key, "bloodspot", child.birth))
        if day is None:
            continue
        result = "follow up" if follow_up and touchpoint == "second" else "normal"
        told = after(day, chance.whole(2, 6))
        life.deed(
            Deed(
                LAB,
                child.key,
                "bloodspot_result",
                told,
                result=result,
                serves=("bloodspot_results", f"{touchpoint}_result"),
            )
        )
        if result == "follow up":
            life.remembered[f"bloodspot_follow_up:{child.key}"] = told


def _conditions(life: Life, child: Person, number: int) -> None:
    """A condition seen at birth goes straight to early intervention; a need for extra care to a CaCoon nurse."""
    chance = life.chance("conditions", number)
    condition, early = (
        chance.happens(life.share("newborn.known_condition")),
        (life.family.due_date - child.birth).days > 56,
    )
    home = life.remembered.get(f"home:{child.key}")
    if home is None:
        life.fault(child.key, ("cacoon", "intake"), CrackKind.ASK, child.birth, "nobody asked about health needs")
        return
    life.answer(HOSPITAL, child.key, "known_condition", "yes" if condition else "no", child.birth)
    life.answer(HOSPITAL, child.key, "special_health_need", "yes" if condition or early else "no", child.birth)
    if condition:
        route = Route(
            "condition_to_ei", child.key, HOSPITAL, EI,
            {Step.SENT: ("ei_known_condition", "referral"), Step.RECEIVED: ("ei_known_condition", "first_plan")}, "consent_ei",
            {Step.SENT: (HOSPITAL, "ei_referral"), Step.DONE: (EI, "ifsp_meeting")},
            until=last_day_of_early_intervention(child.birth),
        )  # fmt: skip
        pass_on(route, child.birth, life, number)
    if condition or early:
        _extra_care(life, child, home, number)


def _extra_care(life: Life, child: Person, home: date, number: int) -> None:
    route = Route(
        "hospital_to_cacoon", child.key, HOSPITAL, COUNTY, {Step.SENT: ("cacoon", "intake")}, "consent_health",
        {Step.DONE: (COUNTY, "cacoon_intake")},
    )  # fmt: skip
    intake = pass_on(route, child.birth, life, number).on(Step.DONE)
    for days in (20, 50, 80, 170, 260, 350) if intake else ():
        life.deed(Deed(COUNTY, child.key, "cacoon_visit", after(intake or home, days)))
    if number == 0 and life.family.county(child.birth) in NURSE_COUNTIES:
        early_visit = Route(
            "hospital_to_family_connects", life.parent, HOSPITAL, "family_connects", {Step.SENT: ("early_nurse_visit", "visit")},
            "consent_home_visiting", {Step.DONE: ("family_connects", "fc_support_visit")},
        )  # fmt: skip
        pass_on(early_visit, home, life)
