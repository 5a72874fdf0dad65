"""The health plan, food, cash, credits, leave, books: what a family applies for, is given, and takes up."""

from __future__ import annotations

from datetime import date

from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.cracks import CrackKind
from headwaters.domain.days import end_of_month, plus_months
from headwaters.engine.simulation.chance import Chance
from headwaters.engine.simulation.diary import Deed, Fault
from headwaters.engine.simulation.families import Person
from headwaters.engine.simulation.lives.life import Life, after
from headwaters.engine.simulation.lives.passage import Route, pass_on
from headwaters.engine.simulation.lives.pregnancy import unseen
from headwaters.engine.simulation.offices import NAVIGATOR_COUNTIES

CLAIMS = ("first_claim", "second_claim", "third_claim")
WIC, ODHS, OHP, MONEY, BOOKS, MATERNITY = "wic", "odhs", "ohp", "money", "books", "maternity"


def food_and_money(life: Life) -> None:
    _health_plan(life)
    _wic(life)
    _snap(life)
    _tanf(life)
    _credit(life)
    _leave(life)
    for number, child in life.children():
        _books(life, child, number)


def _health_plan(life: Life) -> None:
    """A newborn of a covered parent is covered to the end of the month of the first birthday; most stay covered after."""
    chance, start = life.chance("ohp"), life.family.pregnancy_start
    if life.family.payer != "ohp":
        return
    began = after(start, chance.days(life.spread("ohp.parent_covered_day")))
    life.deed(Deed(OHP, life.parent, "ohp_application", after(began, -chance.whole(5, 30))))
    life.deed(Deed(OHP, life.parent, "ohp_enrolled", began, end=after(life.family.due_date, 365)))
    for child in life.family.children:
        if chance.happens(life.share("ohp.newborn_not_enrolled")):
            life.fault(
                child.key, ("ohp_newborn", "covered"), CrackKind.NOT_OFFERED, after(child.birth, 31), "not enrolled"
            )
            continue
        first_end = end_of_month(plus_months(child.birth, 12))
        life.deed(Deed(OHP, child.key, "ohp_enrolled", child.birth, end=first_end, serves=("ohp_newborn", "covered")))
        if chance.happens(life.share("ohp.lost_at_first_birthday")):
            life.fault(
                child.key, ("ohp_child", "at_one"), CrackKind.NOT_OFFERED, after(first_end, 1), "cover lapsed at one"
            )
        else:
            began = plus_months(child.birth, 12)
            life.deed(
                Deed(
                    OHP,
                    child.key,
                    "ohp_enrolled",
                    began,
                    end=plus_months(child.birth, 72),
                    serves=("ohp_child", "at_one"),
                )
            )


def _wic(life: Life) -> None:
    if life.family.income_fpl > life.p.number("wic.income_limit_fpl"):
        return
    if not unseen(life):
        _wic_in_pregnancy(life)
    chance = life.chance("wic_after_birth")
    if life.family.born and chance.happens(life.share("wic.parent_after_birth")):
        certified = after(life.family.born, chance.whole(7, 40))
        # A certification is word back, so from that day nobody waits for the clinic's referral any more.
        life.diary.settle(life.parent, ("wic_parent", "pregnancy"), certified)
        life.deed(
            Deed(
                WIC,
                life.parent,
                "wic_certification",
                certified,
                end=plus_months(life.family.born, 6),
                serves=("wic_parent", "after_birth"),
            )
        )
    for number, child in life.children():
        _wic_child(life, child, life.chance("wic", number))


def _wic_in_pregnancy(life: Life) -> None:
    route = Route(
        "clinic_to_wic", life.parent, MATERNITY, WIC, {Step.SENT: ("wic_parent", "pregnancy")}, "consent_food",
    )  # fmt: skip
    begun = pass_on(route, life.family.pregnancy_start, life).on(Step.DONE)
    end = life.family.born or life.family.lost
    if begun and (end is None or begun < end):
        life.deed(Deed(WIC, life.parent, "wic_certification", begun, end=after(life.family.due_date, 42)))


def _wic_child(life: Life, child: Person, chance: Chance) -> None:
    """Certified to the first birthday, then year by year; about one in five is lost at each renewal."""
    start, end = after(child.birth, chance.whole(5, 55)), plus_months(child.birth, 12)
    if not chance.happens(life.share("wic.infant_joins")):
        _not_in_wic(life, child, "first", after(child.birth, 61), "never certified")
        return
    for number in range(4):
        place = ("wic", "first" if number == 0 else f"renew_{number}")
        life.deed(Deed(WIC, child.key, "wic_certification", start, end=end, serves=place))
        if number == 0:
            _food(life, child, start, chance)
        if not chance.happens(life.share("wic.renews")):
            _not_in_wic(life, child, f"renew_{number + 1}", after(end, 1), "not certified again")
            return
        start, end = after(end, chance.whole(-25, 0)), plus_months(end, 12)


def _not_in_wic(life: Life, child: Person, touchpoint: str, since: date, because: str) -> None:
    """Navigators' contacts are the child's family's, not the child's own, so a child is not offered WIC unless somebody says so."""
    crack = CrackKind.NOT_OFFERED if life.family.county(since) in NAVIGATOR_COUNTIES else CrackKind.NOBODY_REPORTS_WHICH
    life.fault(child.key, ("wic", touchpoint), crack, since, because)


def _food(life: Life, child: Person, start: date, chance: Chance) -> None:
    if not chance.happens(life.share("wic.food_used")):
        _not_in_wic(life, child, "food", after(start, 31), "certified, but no food was picked up")
        return
    for quarter in range(4):
        life.deed(Deed(WIC, child.key, "wic_pickup", after(start, 3 + quarter * 91 + chance.whole(0, 20))))


def _snap(life: Life) -> None:
    chance, family = life.chance("snap"), life.family
    if family.income_fpl > life.p.number("snap.income_limit_fpl") or family.born is None:
        return
    if not chance.happens(life.share("snap.applies")):
        life.fault(life.parent, ("snap", "applied"), CrackKind.NOT_OFFERED, after(family.born, 91), "never applied")
        return
    applied = after(family.born, chance.whole(-250, 85))
    fast = family.income_fpl < life.p.number("snap.expedited_below_fpl")
    place = ("snap", "fast_card" if fast else "card")
    life.deed(
        Deed(
            ODHS,
            life.parent,
            "snap_application",
            applied,
            columns=(("expedited", "yes" if fast else "no"),),
            serves=("snap", "applied"),
        )
    )
    limit, issued = (
        (7, chance.days(life.spread("snap.days_to_card_expedited")))
        if fast
        else (30, chance.days(life.spread("snap.days_to_card")))
    )
    if chance.happens(life.share("snap.approved")):
        life.deed(Deed(ODHS, life.parent, "snap_approval", after(applied, issued - 1), end=after(applied, 365)))
        life.deed(Deed(ODHS, life.parent, "snap_issued", after(applied, issued), serves=place))
    else:
        life.fault(life.parent, place, CrackKind.NOT_OFFERED, after(applied, limit + 1), "applied; no card came")


def _tanf(life: Life) -> None:
    chance, family = life.chance("tanf"), life.family
    if family.income_fpl > life.p.number("tanf.income_limit_fpl") or family.born is None:
        return
    if not chance.happens(life.share("tanf.applies")):
        life.fault(life.parent, ("tanf", "applied"), CrackKind.NOT_OFFERED, after(family.born, 61), "never applied")
        return
    applied = after(family.born, chance.whole(-250, 55))
    life.deed(Deed(ODHS, life.parent, "tanf_application", applied, serves=("tanf", "applied")))
    if not chance.happens(life.share("tanf.approved")):
        life.fault(
            life.parent, ("tanf", "decided"), CrackKind.NOT_OFFERED, after(applied, 46), "applied; never approved"
        )
        return
    approved = after(applied, chance.whole(10, 44))
    life.deed(Deed(ODHS, life.parent, "tanf_approval", approved))
    life.deed(Deed(ODHS, life.parent, "tanf_paid", after(approved, chance.whole(2, 14))))


def _credit(life: Life) -> None:
    """Claimed with the tax return of the year of birth, and of the years after; it needs a return."""
    chance, family = life.chance("kids_credit"), life.family
    files = chance.happens(life.share("kids_credit.files_a_return"))
    usd = round(family.income_fpl / 100 * life.p.number("kids_credit.usd_at_100_fpl"))
    year = family.pregnancy_start.year
    while files and date(year, 1, 31) <= life.as_of:
        life.answer(MONEY, life.parent, "adjusted_income_usd", str(usd), max(date(year, 1, 31), family.pregnancy_start))
        year += 1
    if not files and family.born:
        _tax_help(life, family.born, usd)
    if not files or family.born is None or usd >= life.p.number("kids_credit.income_limit_usd"):
        return
    for number, name in enumerate(CLAIMS, start=1):
        filed = after(date(family.born.year + number, 2, 1), chance.whole(0, 73))
        if chance.happens(life.share("kids_credit.claims")):
            if number > 1 and filed <= plus_months(family.born, 12 * number):
                life.diary.settle(life.parent, ("kids_credit", CLAIMS[number - 2]), filed)
            life.deed(Deed(MONEY, life.parent, "kids_credit_claimed", filed, serves=("kids_credit", name)))
        else:
            since = after(plus_months(family.born, 4 + 12 * number), 1)
            place = ("kids_credit", name)
            life.fault(life.parent, place, CrackKind.NOT_OFFERED, since, "filed a return without the credit")


def _tax_help(life: Life, born: date, usd: int) -> None:
    """A family that files no return may be helped to; the hub knows that it does not file, and about what it earns."""
    chance = life.chance("tax_help")
    life.answer("early_learning", life.parent, "files_taxes", "no", life.family.pregnancy_start)
    for days in (0, 350, 700, 1050):
        life.answer(
            "early_learning", life.parent, "adjusted_income_usd", str(usd), after(life.family.pregnancy_start, days)
        )
    if chance.happens(life.share("kids_credit.tax_help")):
        life.deed(
            Deed(
                MONEY,
                life.parent,
                "tax_help_visit",
                after(born, chance.whole(30, 430)),
                serves=("tax_help", "first_help"),
            )
        )


def _leave(life: Life) -> None:
    chance, family = life.chance("paid_leave"), life.family
    if family.born is None or not family.working:
        return
    if not chance.happens(life.share("paid_leave.claims")):
        life.fault(life.parent, ("paid_leave", "claim"), CrackKind.NOT_OFFERED, after(family.born, 31), "never claimed")
        return
    claimed = after(family.born, chance.whole(-28, 28))
    approved = after(claimed, chance.days(life.spread("paid_leave.days_to_approve")))
    life.deed(Deed(MONEY, life.parent, "paid_leave_claim", claimed, serves=("paid_leave", "claim")))
    life.deed(
        Deed(
            MONEY,
            life.parent,
            "paid_leave_approved",
            approved,
            end=after(claimed, 98),
            serves=("paid_leave", "approved"),
        )
    )


def _books(life: Life, child: Person, number: int) -> None:
    chance = life.chance("books", number)
    if not chance.happens(life.share("books.registered")):
        place, left = ("imagination_library", "sign_up"), life.remembered.get("left_and_told")
        life.fault(child.key, place, CrackKind.NOT_OFFERED, after(child.birth, 61), "never signed up")
        if left and left > child.birth and child.died is None and life.family.adopted is None:
            life.diary.fault(
                Fault(child.key, *place, CrackKind.MOVED_BETWEEN_AREAS, left, "moved away while it was still owed")
            )
        return
    signed = after(child.birth, chance.whole(10, 58))
    life.deed(Deed(BOOKS, child.key, "book_registration", signed, serves=("imagination_library", "sign_up")))
    for month in range(1, 30):
        life.deed(Deed(BOOKS, child.key, "book_mailed", after(signed, month * 30)))
