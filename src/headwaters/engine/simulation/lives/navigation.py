"""Navigators and the people around a family; moves; and families who ask to be left in peace."""

from __future__ import annotations

from datetime import date

from headwaters.domain.cracks import CrackKind
from headwaters.engine.simulation.diary import Deed
from headwaters.engine.simulation.lives.life import Life, after
from headwaters.engine.simulation.lives.schedule import attend
from headwaters.engine.simulation.offices import NAVIGATOR_COUNTIES

HUB = "early_learning"
CHECKS = (("asked_m2", "introduced"), ("asked_m12", "introduced_again"))


def navigation(life: Life) -> None:
    _navigator(life)
    if life.family.born:
        _welcome(life, life.family.born)
        _people_to_call(life, life.family.born)
    _moves(life)


def _navigator(life: Life) -> None:
    chance, start = life.chance("navigator"), life.family.pregnancy_start
    offered = after(start, chance.whole(70, 180))
    if not chance.happens(life.share("navigator.offered")) or life.family.county(offered) not in NAVIGATOR_COUNTIES:
        return
    if life.deed(Deed(HUB, life.parent, "navigator_offered", offered)):
        life.remembered["navigator_offered"] = offered
    if chance.happens(life.share("navigator.declined")):
        life.deed(Deed(HUB, life.parent, "navigator_declined", after(offered, chance.whole(0, 10))))
        return
    if not chance.happens(life.share("navigator.accepted")):
        return
    accepted = after(offered, chance.whole(0, 14))
    life.deed(Deed(HUB, life.parent, "navigator_accepted", accepted))
    for contact in range(10):
        day = after(accepted, 5 + contact * 45 + chance.whole(0, 20))
        if chance.happens(life.share("navigator.contact_kept")) and life.deed(
            Deed(HUB, life.parent, "navigator_contact", day)
        ):
            life.remembered.setdefault("navigator_contact", day)
    if chance.happens(life.share("navigator.plan_made")):
        plan = after(accepted, chance.whole(14, 60))
        life.deed(Deed(HUB, life.parent, "family_plan", plan))
        for review in (1, 2):
            life.deed(Deed(HUB, life.parent, "family_plan_review", after(plan, review * 180 + chance.whole(-10, 20))))


def not_offered_in_pregnancy(life: Life) -> CrackKind:
    """What a missed service is called that navigators offer: offered and left open; or nobody knows which, because a county is the
    child's fact, so that before birth nobody knows whose offers would have been told of."""
    return CrackKind.NO_ANSWER if "navigator_offered" in life.remembered else CrackKind.NOBODY_REPORTS_WHICH


def _welcome(life: Life, born: date) -> None:
    chance = life.chance("welcome")
    attend(life, chance, ("warm_welcome", "message"), Deed(HUB, life.parent, "welcome_message", born))
    if life.family.county(born) in ("linn", "benton", "lincoln") and "navigator_contact" not in life.remembered:
        attend(life, chance, ("one_door", "first_call"), Deed(HUB, life.parent, "warm_line_call", born))


def _people_to_call(life: Life, born: date) -> None:
    """Asked at two months and at a year whether there is somebody to call; who has nobody is introduced to somebody, or is not."""
    chance = life.chance("people_to_call")
    for touchpoint, introduced in CHECKS:
        someone = chance.happens(life.share("people_to_call.has_someone"))
        check = Deed(HUB, life.parent, "support_check", born, result="yes" if someone else "not yet")
        asked = attend(life, chance, ("someone_to_call", touchpoint), check)
        called = chance.happens(life.share("people_to_call.introduced"))
        if asked and not someone and called:
            life.deed(
                Deed(
                    HUB,
                    life.parent,
                    "peer_call",
                    after(asked, chance.whole(2, 28)),
                    serves=("someone_to_call", introduced),
                )
            )
        elif asked and not someone:
            life.fault(
                life.parent, ("someone_to_call", introduced), CrackKind.NOT_OFFERED, after(asked, 31), "nobody called"
            )
    if chance.happens(life.share("people_to_call.group")):
        for meeting in range(6):
            day = after(born, 50 + meeting * 40 + chance.whole(0, 20))
            life.deed(Deed(HUB, life.parent, "parent_group", day))
            for _, introduced in CHECKS:
                life.diary.settle(life.parent, ("someone_to_call", introduced), day)
    else:
        life.fault(life.parent, ("parent_group", "invited"), CrackKind.NOT_OFFERED, after(born, 185), "no parent group")


def _moves(life: Life) -> None:
    """Who leaves Oregon is told of by the hub, for most; who asks us to stop is left alone."""
    chance, left = life.chance("moves"), life.family.left_state
    if left and chance.happens(life.share("moves.told")):
        life.remembered["left_and_told"] = left
        for person in (life.family.parent, *life.family.children):
            if person.birth <= left:
                life.diary.deed(Deed(HUB, person.key, "moved_out_of_state", left))
    if life.stopped and life.family.born:
        _stop(life, after(life.family.born, chance.whole(60, 600)))


def _stop(life: Life, day: date) -> None:
    for person in (life.family.parent, *life.family.children):
        life.deed(Deed(HUB, person.key, "left_by_choice", day))
