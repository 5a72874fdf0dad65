"""Who may qualify for what: rules in the blueprint's own condition language, judged by the blueprint's own evaluator.

A rule never decides anything. It says *may qualify*, *probably not*, or which facts are missing; a fact kept private is a
missing one that nobody asks for again. What it says is an estimate, with the source of the rule and its day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from headwaters.domain import days
from headwaters.domain.blueprint.blueprint import FactRule
from headwaters.domain.blueprint.condition import Condition
from headwaters.domain.blueprint.condition_text import read_condition
from headwaters.domain.blueprint.condition_types import Scope, typed
from headwaters.domain.blueprint.element import Text
from headwaters.domain.blueprint.misread import Misread
from headwaters.domain.blueprint.truth import Getter, Known, compile_truth, names_in, unknown_names
from headwaters.domain.blueprint.vocabulary import AGES, Named, Sort, Vocabulary
from headwaters.domain.blueprint.window import Moment, Offset, OnDay
from headwaters.domain.days import AgeUnit

PREGNANCY_DAYS = 280
"""From the start of a pregnancy to the due date, as the blueprint language counts (language part 2)."""
CLOSING_SOON_DAYS = 60
"""What closes within two months stands before what is worth more: there is still time to act on it, and not much."""


class Answer(StrEnum):
    MAY_QUALIFY = "may_qualify"
    NEEDS_TO_KNOW = "needs_to_know"
    PROBABLY_NOT = "probably_not"


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of one family on a day. `facts`: name -> value as conditions compare it; absent is unknown.

    `withheld`: facts that the family keeps private: unknown, and not to be asked for.
    """

    as_of: date
    facts: Mapping[str, Known] = field(default_factory=dict)
    birth: date | None = None
    due_date: date | None = None
    withheld: frozenset[str] = frozenset()

    @property
    def pregnant(self) -> bool:
        return self.birth is None and self.due_date is not None

    def value(self, name: str) -> Known:
        """A fact, an age (whole ones completed; before birth -1), `born`, or the day number of an anchor; None: unknown."""
        if name in AGES:
            return self._age(AgeUnit(name.removeprefix("age_")))
        if name == "born":
            return True if self.birth is not None else False if self.due_date is not None else None
        if name in ("birth", "due_date", "pregnancy_start"):
            day = self.anchor(name)
            return None if day is None else day.toordinal()
        return self.facts.get(name)

    def _age(self, unit: AgeUnit) -> Known:
        if self.birth is None:
            return -1 if self.due_date is not None else None
        return days.age_number(self.birth.toordinal(), self.as_of.toordinal(), unit)

    def anchor(self, name: str) -> date | None:
        """The day of `birth` (the due date before it), `due_date` or `pregnancy_start`; None where it is not known."""
        if name == "birth":
            return self.birth or self.due_date
        if name == "due_date":
            return self.due_date
        if name == "pregnancy_start":
            return None if self.due_date is None else date.fromordinal(self.due_date.toordinal() - PREGNANCY_DAYS)
        return None


@dataclass(frozen=True, slots=True)
class Worth:
    """What a program is worth: at most `usd` per `per` (month, year, child and year, once), with its source.

    `usd` None: asked for; nobody found a figure with a source.
    """

    usd: float | None = None
    per: str = ""
    source: str = ""
    months: float = 1.0
    """How many months the sum covers, so that sums can be put in order; 0 for one that is paid once."""

    @property
    def monthly_usd(self) -> float | None:
        if self.usd is None:
            return None
        return self.usd / self.months if self.months else self.usd / 12


@dataclass(frozen=True, slots=True)
class Program:
    """One thing a family may qualify for. `opens`, `closes`: days between which it can be asked for; None: at any time.

    `agency` and `element` are the blueprint's words, `need` the directory's; empty where there is none.
    """

    id: str
    title: Text
    about: Text
    condition: Condition
    sources: tuple[str, ...]
    as_of: date
    written_by: str
    worth: Worth = Worth()
    opens: Moment | None = None
    closes: Moment | None = None
    agency: str = ""
    need: str = ""
    element: str = ""
    bring: tuple[Text, ...] = ()
    how: Text = field(default_factory=dict)
    note: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a rule says of one family. `missing`: facts that would decide it, in the rule's order, those kept private left out.

    `withheld`: the rule hangs on something the family keeps private; `used`: what it was judged on.
    """

    answer: Answer
    missing: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    used: tuple[tuple[str, Known], ...] = ()
    closes_on: date | None = None
    days_left: int | None = None


def names_of_facts(facts: Mapping[str, FactRule]) -> Vocabulary:
    """The words that a rule may use: the blueprint's facts; ages, `born` and the built-in anchors come by themselves."""
    return Vocabulary(facts={key: Named(Sort(rule.type.value), rule.unit, rule.choices) for key, rule in facts.items()})


def read_rule(text: str, facts: Mapping[str, FactRule]) -> tuple[Condition | None, tuple[Misread, ...]]:
    """A rule's condition, and everything that is wrong with it, in whole sentences."""
    try:
        condition = read_condition(text)
    except Misread as misread:
        return None, (misread,)
    checked, found = typed(condition, Scope(names_of_facts(facts)))
    return (None, found) if found else (checked, ())


def _bind(name: str) -> Getter[Situation]:
    return lambda situation: situation.value(name)


def _bind_span(_: str) -> Callable[[Situation], tuple[int | None, int | None]]:
    """Rules of eligibility know no spans but what a blueprint's run would call `period`; its ends are unknown here."""
    return lambda _: (None, None)


def judge(condition: Condition, situation: Situation) -> Estimate:
    """What a condition says of a family, by the same evaluator as a blueprint's need (`domain.blueprint.truth`)."""
    truth = compile_truth(condition, _bind, _bind_span)(situation)
    names = names_in(condition)
    used = tuple((name, value) for name in names if (value := situation.value(name)) is not None)
    if truth is not None:
        return Estimate(Answer.MAY_QUALIFY if truth else Answer.PROBABLY_NOT, used=used)
    unknown = unknown_names(condition, _bind, _bind_span)(situation)
    return Estimate(
        Answer.NEEDS_TO_KNOW,
        missing=tuple(name for name in unknown if name not in situation.withheld),
        withheld=tuple(name for name in unknown if name in situation.withheld),
        used=used,
    )


def estimate(program: Program, situation: Situation) -> Estimate:
    """What a program's rule says of a family on `situation.as_of`, and how long there still is to ask for it.

    Past its last day nobody qualifies any more; before its first day it is judged as if it had come.
    """
    said = judge(program.condition, situation)
    closes = day_of(program.closes, situation)
    if closes is None:
        return said
    left = (closes - situation.as_of).days
    if left < 0:
        return Estimate(Answer.PROBABLY_NOT, used=said.used, closes_on=closes, days_left=left)
    return Estimate(said.answer, said.missing, said.withheld, said.used, closes, left)


def day_of(moment: Moment | None, situation: Situation) -> date | None:
    """A program's first or last day for this family; None where there is none, or where it cannot be known yet."""
    match moment:
        case OnDay(day):
            return day
        case Offset(anchor, plus, end_of_month):
            start = situation.anchor(anchor)
            if start is None:
                return None
            day = days.add(start, plus)
            return days.end_of_month(day) if end_of_month else day
        case _:
            return None


def in_order(judged: Iterable[tuple[Program, Estimate]]) -> list[tuple[Program, Estimate]]:
    """By answer; then what closes within two months, soonest first; then by worth a month; then by id.

    Money and time alone make the order: nothing about the family does.
    """

    def place(one: tuple[Program, Estimate]) -> tuple[int, int, float, str]:
        program, said = one
        soon = said.days_left is not None and said.days_left <= CLOSING_SOON_DAYS
        worth = program.worth.monthly_usd or 0.0
        return (
            list(Answer).index(said.answer),
            said.days_left if soon and said.days_left is not None else 10**6,
            -worth,
            program.id,
        )

    return sorted(judged, key=place)


def questions(judged: Iterable[tuple[Program, Estimate]]) -> list[tuple[str, tuple[str, ...]]]:
    """The facts worth asking, each with the programs it would help to decide: the one that decides most first."""
    asked: dict[str, list[str]] = {}
    for program, said in judged:
        for name in said.missing:
            asked.setdefault(name, []).append(program.id)
    return sorted(((name, tuple(ids)) for name, ids in asked.items()), key=lambda one: (-len(one[1]), one[0]))
