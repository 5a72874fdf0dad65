"""What follows a screen that found something: early intervention, a counselor, public health, food, a home."""

from __future__ import annotations

from datetime import date

from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.cracks import CrackKind
from headwaters.domain.days import plus_months
from headwaters.engine.simulation.diary import Deed
from headwaters.engine.simulation.families import Person
from headwaters.engine.simulation.lives.checkups import clinic_on
from headwaters.engine.simulation.lives.life import Life, after
from headwaters.engine.simulation.lives.passage import Fate, Passage, Route, last_day_of_early_intervention, pass_on

EI, COUNTY, COUNSELING, HUB = "early_intervention", "public_health", "counseling", "early_learning"
SCREENS = ("m9", "m18", "m30")


def follow_ups(life: Life) -> None:
    for number, child in life.children():
        _early_intervention(life, child, number)
        _autism(life, child, number)
        _lead(life, child, number)
        _bloodspot(life, child, number)
    _mood(life)
    for screen in ("newborn", "m12", "m24"):
        _needs(life, screen)


def _early_intervention(life: Life, child: Person, number: int) -> None:
    """From a screen at risk to the first plan, the services, and the school at three."""
    for name in SCREENS:
        day = life.remembered.get(f"at_risk:{child.key}:{name}")
        clinic = clinic_on(life, day) if day else None
        if day is None or clinic is None:
            continue
        element = "early_intervention"
        route = Route(
            "screen_to_ei", child.key, clinic, EI,
            {Step.SENT: (element, f"referral@{name}"), Step.RECEIVED: (element, f"first_plan@{name}")}, "consent_ei",
            {Step.SENT: (clinic, "ei_referral"), Step.BEGUN: (EI, "ei_evaluation"), Step.DONE: (EI, "ifsp_meeting")},
            until=last_day_of_early_intervention(child.birth),
        )  # fmt: skip
        passage = pass_on(route, day, life, number)
        planned = passage.on(Step.DONE)
        if planned:
            _services(life, child, planned, name)
            _school(life, child, planned)
        _babies_first(life, child, passage, number)


def _services(life: Life, child: Person, planned: date, name: str) -> None:
    chance = life.chance("ei_services", child.key)
    if not chance.happens(life.share("early_intervention.services_begin")):
        place = ("early_intervention", f"first_service@{name}")
        life.fault(child.key, place, CrackKind.NOT_OFFERED, after(planned, 31), "the plan stands, no service came")
        return
    for fortnight in range(26):
        day = after(planned, 10 + fortnight * 14 + chance.whole(0, 5))
        if chance.happens(life.share("early_intervention.visit_kept")):
            life.deed(Deed(EI, child.key, "ei_service", day))


def _school(life: Life, child: Person, planned: date) -> None:
    """The school hears at least 90 days before the third birthday (34 CFR 303.209)."""
    chance = life.chance("school", child.key)
    notified = max(plus_months(child.birth, 27 + chance.whole(0, 4)), after(planned, 14))
    if not chance.happens(life.share("early_intervention.school_told")) or notified > plus_months(child.birth, 36):
        return
    life.deed(Deed(EI, child.key, "lea_notified", notified, serves=("preschool_hand_over", "notify")))
    life.deed(Deed(EI, child.key, "transition_meeting", after(notified, chance.whole(10, 40))))
    route = Route(
        "ei_to_preschool", child.key, EI, EI, {Step.SENT: ("preschool_hand_over", "first_iep")}, "consent_school",
        {Step.DONE: (EI, "iep_meeting")},
    )  # fmt: skip
    pass_on(route, notified, life, child.key)


def _babies_first(life: Life, child: Person, passage: Passage, number: int) -> None:
    """Four in ten are found not eligible; some of them are brought to Babies First!, the others are left where they are."""
    turned_away = passage.on(Step.NOT_ELIGIBLE)
    if turned_away and passage.fate is Fate.NOT_ELIGIBLE_ROUTED:
        chance = life.chance("babies_first", number)
        intake = after(turned_away, chance.whole(2, 12))
        life.deed(Deed(COUNTY, child.key, "bf_intake", intake))
        for month in range(6):
            life.deed(Deed(COUNTY, child.key, "bf_visit", after(intake, 3 + month * 31 + chance.whole(0, 20))))


def _autism(life: Life, child: Person, number: int) -> None:
    for name in ("m18", "m24"):
        for word, touchpoint in (("high", "after_questions"), ("interview", "after_interview")):
            day = life.remembered.get(f"autism_{word}:{child.key}:{name}")
            clinic = clinic_on(life, day) if day else None
            if day and clinic:
                route = Route(
                    "autism_to_ei", child.key, clinic, EI, {Step.SENT: ("autism_evaluation", f"{touchpoint}@{name}")}, "consent_ei",
                    {Step.DONE: (EI, "autism_evaluation")}, until=last_day_of_early_intervention(child.birth),
                )  # fmt: skip
                _other_way(life, pass_on(route, day, life, number))


def _mood(life: Life) -> None:
    for name in ("m1", "m2", "m4", "m6"):
        day = life.remembered.get(f"mood_high:{name}")
        clinic = clinic_on(life, day) if day else None
        if day and clinic:
            route = Route(
                "mood_to_care", life.parent, clinic, COUNSELING, {Step.SENT: ("depression_follow_up", f"care@{name}")},
                "consent_mental_health", {Step.DONE: (COUNSELING, "mood_visit")},
            )  # fmt: skip
            _other_way(life, pass_on(route, day, life))
            _peer(life, day)


def _peer(life: Life, day: date) -> None:
    """A parent who knows the same calls her, and brings her to a group, for some."""
    chance = life.chance("mood_support")
    if chance.happens(life.share("people_to_call.introduced")):
        called = after(day, chance.whole(2, 13))
        life.deed(Deed(HUB, life.parent, "peer_call", called, serves=("mood_support", "call")))
        group = after(called, chance.whole(10, 40))
        if life.deed(Deed(HUB, life.parent, "parent_group", group)):
            life.diary.settle(life.parent, ("parent_group", "invited"), group)
    else:
        life.fault(life.parent, ("mood_support", "call"), CrackKind.NOT_OFFERED, after(day, 15), "nobody called her")


def _lead(life: Life, child: Person, number: int) -> None:
    """A high finger-prick is confirmed from the vein; then the county is told, and looks for the lead at home."""
    for name in ("m12", "m24"):
        day = life.remembered.get(f"lead_high:{child.key}:{name}")
        clinic = clinic_on(life, day) if day else None
        if day is None or clinic is None:
            continue
        chance = life.chance("lead_follow_up", number, name)
        again = after(day, chance.whole(10, 80))
        if not chance.happens(life.share("lead.confirmed")):
            place = ("lead_follow_up", f"confirm@{name}")
            life.fault(child.key, place, CrackKind.NOT_OFFERED, after(day, 85), "the high test was not done again")
            continue
        columns = (("specimen", "venous"),)
        level = chance.number(life.p.table("checkups.lead")["level_high"], 1)
        life.deed(Deed(clinic, child.key, "lead_test", again, value=level, unit="ug/dL", columns=columns,
                       serves=("lead_follow_up", f"confirm@{name}")))  # fmt: skip
        route = Route(
            "lead_to_public_health", child.key, clinic, COUNTY, {Step.SENT: ("lead_follow_up", f"find_the_lead@{name}")},
            "consent_health",
            {Step.SENT: (COUNTY, "lead_report"), Step.DONE: (COUNTY, "lead_home_visit")},
        )  # fmt: skip
        _other_way(life, pass_on(route, again, life, number, name))


def _bloodspot(life: Life, child: Person, number: int) -> None:
    day = life.remembered.get(f"bloodspot_follow_up:{child.key}")
    clinic = clinic_on(life, day) if day else None
    if day and clinic:
        route = Route(
            "bloodspot_to_clinic", child.key, "state_lab", clinic, {Step.SENT: ("bloodspot_results", "recheck_2")},
            events={Step.DONE: ("state_lab", "bloodspot_recheck")},
            results={Step.DONE: "normal"},
        )  # fmt: skip
        pass_on(route, day, life, number)


def _needs(life: Life, screen: str) -> None:
    food, housing = life.remembered.get(f"need_food:{screen}"), life.remembered.get(f"need_housing:{screen}")
    both, other = life.remembered.get(f"need_food_and_housing:{screen}"), life.remembered.get(f"need_other:{screen}")
    first = food or housing or other
    clinic = clinic_on(life, first) if first else None
    if clinic is None:
        return
    if food:
        route = Route(
            "needs_to_food", life.parent, clinic, "food_bank", {Step.SENT: ("food_follow_up", f"help@{screen}")}, "consent_food",
            {Step.DONE: ("food_bank", "food_help"), Step.TOLD: (HUB, "need_met")},
            about={Step.TOLD: "food"},
        )  # fmt: skip
        _other_way(life, pass_on(route, food, life))
    if housing:
        life.answer(clinic, life.parent, "housing_unstable", "yes", housing)
        _housing(life, housing, screen, clinic)
    if both:
        route = Route(
            "hub_to_relief_nursery", life.parent, HUB, HUB, {Step.SENT: ("relief_nursery", "welcome")}, "consent_home_visiting",
            {Step.DONE: (HUB, "relief_intake")},
        )  # fmt: skip
        _relief(life, pass_on(route, both, life))
    if other:
        _contact(life, other, screen)


def _housing(life: Life, day: date, screen: str, clinic: str) -> None:
    route = Route(
        "needs_to_housing", life.parent, clinic, "housing",
        {Step.SENT: ("housing_support", f"referral@{screen}"), Step.RECEIVED: ("housing_support", f"help@{screen}")},
        "consent_housing",
        {Step.SENT: (clinic, "housing_referral"), Step.DONE: ("housing", "housing_help")},
    )  # fmt: skip
    passage = pass_on(route, day, life)
    helped, chance = passage.on(Step.DONE), life.chance("housing_check")
    if helped and chance.happens(life.share("housing.checked")):
        life.deed(
            Deed("housing", life.parent, "housing_check", after(helped, 150 + chance.whole(0, 25)), result="steady")
        )
    _other_way(life, passage)


def _relief(life: Life, passage: Passage) -> None:
    welcomed, chance = passage.on(Step.DONE), life.chance("relief")
    for month in range(8) if welcomed else ():
        life.deed(
            Deed(
                HUB,
                life.parent,
                "relief_visit",
                after(welcomed or passage.trigger, 4 + month * 30 + chance.whole(0, 20)),
            )
        )
        life.deed(
            Deed(
                HUB,
                life.parent,
                "relief_class",
                after(welcomed or passage.trigger, 3 + month * 30 + chance.whole(0, 20)),
            )
        )
    _other_way(life, passage)


def _contact(life: Life, day: date, screen: str) -> None:
    """Any other need: a call from 211 or the hub within two weeks, or none."""
    chance = life.chance("other_need", screen)
    called = after(day, chance.whole(1, 12))
    if chance.happens(life.share("needs.called_back")):
        life.deed(Deed(HUB, life.parent, "warm_line_call", called))
        if chance.happens(life.share("needs.met")):
            met = after(called, chance.whole(7, 29))
            life.deed(Deed(HUB, life.parent, "need_met", met, columns=(("about", "other"),)))
    else:
        place = ("needs_follow_up", f"contact@{screen}")
        life.fault(life.parent, place, CrackKind.NOT_OFFERED, after(day, 15), "nobody called back")


def _other_way(life: Life, passage: Passage) -> None:
    """Where somebody is not eligible, a call finds another way for some."""
    turned_away = passage.on(Step.NOT_ELIGIBLE)
    if turned_away and passage.fate is Fate.NOT_ELIGIBLE_ROUTED:
        life.deed(
            Deed(
                HUB,
                life.parent,
                "warm_line_call",
                after(turned_away, life.chance("other_way", passage.route.handoff).whole(1, 4)),
            )
        )
