"""Facts that families gave, to whom, and when; and what was never asked or kept private."""

from __future__ import annotations

from datetime import date

from headwaters.domain.cracks import CrackKind
from headwaters.domain.days import plus_months
from headwaters.domain.history.history import WITHHELD
from headwaters.engine.simulation.diary import Deed
from headwaters.engine.simulation.families import Person
from headwaters.engine.simulation.lives.life import Life, after, yes_no

BIRTHS, OHP, WIC, MATERNITY, HUB, CHILD_WELFARE = "births", "ohp", "wic", "maternity", "early_learning", "odhs"
COVERAGE = {"ohp": "ohp", "commercial": "private", "none": "none"}
ASKED = (
    ("wic", "first"),
    ("snap", "applied"),
    ("tanf", "applied"),
    ("erdc", "approved"),
    ("early_head_start", "application"),
)
"""Where it first shows that nobody knows the income."""


def answers(life: Life) -> None:
    _parent(life)
    _income(life)
    for child in life.family.children:
        _child(life, child)


def _parent(life: Life) -> None:
    """What the prenatal clinic asks at the first visit, and where the family lives."""
    family, chance = life.family, life.chance("answers")
    end = family.born or family.lost
    care = min(life.remembered["prenatal_care"], end) if end else life.remembered["prenatal_care"]
    for fact, value in (
        ("language", family.language),
        ("interpreter", yes_no(family.language != "en")),
        ("parent_coverage", COVERAGE[family.payer]),
        ("first_birth", yes_no(family.first_birth)),
        ("worked_last_year", yes_no(family.working)),
    ):
        life.answer(MATERNITY, life.parent, fact, value, care)
    for home in family.homes:
        if home.county:
            life.answer(MATERNITY, life.parent, "zip", home.zip, max(home.from_, care))
            life.answer(MATERNITY, life.parent, "county", home.county, max(home.from_, care))
    other = family.other_parent
    if family.second_home and other:  # a child with two homes: the other one is the other parent's
        life.answer(HUB, other.key, "zip", family.second_home.zip, family.second_home.from_)
    fed = chance.happens(life.share("answers.breastfeeding"))
    for months in (0, 3, 6) if family.born else ():
        life.answer(WIC, life.parent, "breastfeeding", yes_no(fed), after(plus_months(family.born or care, months), 1))


def _income(life: Life) -> None:
    """Asked when care begins and again about yearly; some families nobody asked, some keep it private."""
    family, chance = life.family, life.chance("income")
    if not life.knows_income and not life.withholds_income:
        for place in ASKED if family.born else ():
            person = family.children[0].key if place[0] == "wic" else life.parent
            if not life.served(person, place):
                life.fault(person, place, CrackKind.ASK, family.born or life.as_of, "nobody asked about income")
        return
    office, day = OHP if family.payer == "ohp" else HUB, family.pregnancy_start
    while day <= life.as_of:
        life.answer(
            office, life.parent, "income_fpl", WITHHELD if life.withholds_income else str(family.income_fpl), day
        )
        life.answer(office, life.parent, "parent_working", yes_no(family.working), day)
        day = after(day, 340 + chance.whole(0, 20))


def _child(life: Life, child: Person) -> None:
    family, chance = life.family, life.chance("answers", child.key)
    for home in family.homes:
        if home.county:
            life.answer(BIRTHS, child.key, "county", home.county, max(home.from_, child.birth))
    _race(life, child)
    if chance.happens(life.share("answers.coverage_not_asked")):
        if not life.served(child.key, ("lead", "m12")):
            life.fault(child.key, ("lead", "m12"), CrackKind.ASK, child.birth, "nobody knows the child's health plan")
    else:
        life.answer(OHP if family.payer == "ohp" else HUB, child.key, "coverage", COVERAGE[family.payer], child.birth)
    if family.fostered:
        _fostered(life, child, family.fostered)


def _fostered(life: Life, child: Person, day: date) -> None:
    """Care moves to somebody else; for most a steady home is found again."""
    chance = life.chance("fostered", child.key)
    life.answer(CHILD_WELFARE, child.key, "foster_care", "yes", day)
    life.deed(Deed(CHILD_WELFARE, child.key, "custody_change", day))
    if chance.happens(life.share("answers.steady_home_found")):
        life.deed(Deed(CHILD_WELFARE, child.key, "placement_began", after(day, chance.whole(10, 60))))


def _race(life: Life, child: Person) -> None:
    """The parent's own words for the child. One of several groups may be primary, and then it alone is told; else `multiple`."""
    chance = life.chance("race", child.key)
    if chance.happens(life.share("population.race_not_asked")):
        return
    withheld, primary = chance.happens(life.share("population.race_withheld")), life.family.race
    if primary == "multiple" and chance.happens(life.share("population.several_with_a_primary")):
        shares = life.p.shares("population.race_ethnicity")
        primary = chance.by_share({key: share for key, share in shares.items() if key != "multiple"})
    life.answer(BIRTHS, child.key, "race", WITHHELD if withheld else primary, child.birth)
