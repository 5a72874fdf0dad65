"""Needs: for whom an element is, judged on a day, with the names it hung on (language parts 2 and 8).

Facts, ages and `born` are those of the day judged on; earlier outcomes and named anchors are those of the run's own day
(decision 0012).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from headwaters.domain import days
from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.condition import Condition
from headwaters.domain.blueprint.truth import (
    Getter,
    Judge,
    Known,
    compile_truth,
    names_in,
    thresholds,
    unknown_names,
)
from headwaters.domain.blueprint.window import PERIOD, Offset
from headwaters.domain.days import AgeUnit
from headwaters.engine.evaluation.course import Course, Seat
from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN, PENDING
from headwaters.engine.evaluation.matching import SpanWhen, compile_span
from headwaters.engine.evaluation.moments import MomentCompiler, Setting, When
from headwaters.engine.evaluation.occurrences import HERE, Target
from headwaters.engine.evaluation.verdict import Verdict
from headwaters.engine.evaluation.vocabulary import IS_REACHED, NOT_NEEDED, UNOBSERVED

Scope = tuple[Seat, int, int]
"""(whose, day judged on, day asked about)"""

AGES: Mapping[str, AgeUnit] = {f"age_{unit.value}": unit for unit in AgeUnit}
NONE = "none"
"""The outcome of something not reached."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a condition asks of other occurrences: `early_intervention.first_plan.reached`."""

    number: int
    read: Callable[[list[Verdict]], Known]
    targets: tuple[Target, ...]

    def on(self, course: Course, day: int) -> tuple[int, int, Known]:
        """(from, until, value) as of a day; worked out once per stretch of days."""
        stretches = course.outcomes.setdefault(self.number, [])
        for known in stretches:
            if known[0] <= day < known[1]:
                return known
        value, edge = self._as_of(course, day)
        # What it asks of passing from due to overdue mostly changes no answer: look on until one does.
        while edge <= LAST_KNOWN:
            later, until = self._as_of(course, edge)
            if later != value:
                break
            edge = until
        made = (day, edge, value)
        stretches.append(made)
        return made

    def _as_of(self, course: Course, day: int) -> tuple[Known, int]:
        verdicts = [course.verdict_of(target, day) for target in self.targets]
        return self.read(verdicts), min(verdict.edge for verdict in verdicts)


Judgement = tuple[bool | None, int, int, int, int]
"""(truth, first day judged on and the edge until which it holds, first day asked about and the edge of that)"""


@dataclass(frozen=True, slots=True)
class NeedRule:
    """A compiled condition. `refers`: whether it hangs on other outcomes, and so on the day asked about."""

    number: int
    judge: Judge[Scope]
    unknown: Callable[[Scope], tuple[str, ...]]
    names: tuple[str, ...]
    getters: tuple[tuple[str, Getter[Scope]], ...]
    facts: tuple[str, ...]
    ages: tuple[tuple[AgeUnit, tuple[int, ...]], ...]
    asks_age: bool
    """Whether it asks for an age, or for being born, at all."""
    stepping: tuple[AgeUnit, ...]
    moving: tuple[When, ...]
    outcomes: tuple[Outcome, ...]
    refers: bool
    condition: Condition
    """As it was written, with what its names mean: anchors, spans, and outcomes in the order of `outcomes`."""
    anchors: Mapping[str, When]
    spans: Mapping[str, SpanWhen]

    def on(self, seat: Seat, judged_on: int, day: int) -> Judgement:
        """Remembered for the stretches of days on which it holds."""
        known = seat.needs.get(self.number)
        if known is not None:
            truth, judged_from, edge, asked_from, until = known
            if judged_from <= judged_on < edge and asked_from <= day < until:
                return known
        truth = self.judge((seat, judged_on, day))
        asked_from, until = (day, self.d_edge(seat, day)) if self.refers else (0, FOREVER)
        made = seat.needs[self.number] = (truth, *self._stretch(seat, judged_on), asked_from, until)
        return made

    def unknown_on(self, seat: Seat, judged_on: int, day: int) -> tuple[str, ...]:
        """The names because of which it is unknown; remembered as the truth is."""
        known = seat.unknowns.get(self.number)
        if known is not None and known[0] <= judged_on < known[1]:
            return known[2]
        names = self.unknown((seat, judged_on, day))
        if not self.refers:
            seat.unknowns[self.number] = (*self._stretch(seat, judged_on), names)
        return names

    def _stretch(self, seat: Seat, day: int) -> tuple[int, int]:
        """(from, until) around a day judged on: nothing it asks of facts and ages turns in between."""
        turns = seat.turns.get(self.number)
        if turns is None:
            turns = seat.turns[self.number] = self._turns(seat.course)
        i = bisect_right(turns, day)
        start, edge = turns[i - 1] if i else 0, turns[i] if i < len(turns) else FOREVER
        birth = seat.course.birth
        if self.stepping and birth <= LAST_KNOWN:
            start = day
            for unit in self.stepping:
                older = days.number_at_age(birth, days.age_number(birth, day, unit) + 1, unit)
                edge = older if day < older < edge else edge
        return start, edge

    def _turns(self, course: Course) -> list[int]:
        """The days on which a fact of it is another, or an age in it passes its number."""
        found = {start for fact in self.facts for start in course.fact(fact).starts}
        if self.asks_age and course.birth <= LAST_KNOWN:
            found.add(course.birth)
            for unit, ages in self.ages:
                found |= {days.number_at_age(course.birth, age, unit) for age in ages if age >= 0}
        return sorted(found)

    def d_edge(self, seat: Seat, day: int) -> int:
        """The next day on which it may turn with the day asked about."""
        edges = [outcome.on(seat.course, day)[1] for outcome in self.outcomes]
        edges += [when.at(seat, day)[1] for when in self.moving]
        return min(edges, default=FOREVER)


class NeedCompiler:
    """Compiles conditions over facts, ages, anchors and outcomes of one unrolled blueprint."""

    def __init__(self, blueprint: Blueprint, moments: MomentCompiler) -> None:
        self._blueprint = blueprint
        self._moments = moments
        self._count = 0
        self._outcomes: dict[tuple[str, tuple[Target, ...]], Outcome] = {}

    def compile(self, condition: Condition, setting: Setting) -> NeedRule:
        """raises BlueprintRefused where a name is nothing that exists."""
        names = names_in(condition)
        spans: dict[str, SpanWhen] = {}

        def bind(name: str) -> Getter[Scope]:
            return self._getter(name, setting)

        def bind_span(name: str) -> Callable[[Scope], tuple[int | None, int | None]]:
            rule = PERIOD if name == "period" else self._blueprint.spans[name]
            span = spans[name] = compile_span(rule, self._moments, Setting(setting.element))
            return lambda scope: _ends(span, scope)

        judge = compile_truth(condition, bind, bind_span)
        turning = thresholds(condition)
        anchors = {name: self._moments.compile(Offset(name), setting) for name in names if self._is_anchor(name)}
        whens = list(anchors.values())
        whens += [when for span in spans.values() for when in (span.first, span.last)]
        moving = tuple(when for when in whens if when.static < 0)
        outcomes = tuple(self._outcome(name, setting) for name in names if self._is_outcome(name))
        self._count += 1
        return NeedRule(
            self._count,
            judge,
            unknown_names(condition, bind, bind_span),
            names,
            tuple((name, bind(name)) for name in names),
            tuple(name for name in names if name in self._blueprint.facts),
            tuple((AGES[name], turning[name]) for name in names if name in AGES and name in turning),
            any(name in AGES or name == "born" for name in names),
            tuple(AGES[name] for name in names if name in AGES and name not in turning),
            moving,
            outcomes,
            bool(outcomes or moving),
            condition,
            anchors,
            spans,
        )

    def _is_anchor(self, name: str) -> bool:
        return name not in self._blueprint.facts and name in self._blueprint.anchors

    def _is_outcome(self, name: str) -> bool:
        blueprint = self._blueprint
        return not (name in blueprint.facts or name in AGES or name == "born" or name in blueprint.anchors)

    def _outcome(self, name: str, setting: Setting) -> Outcome:
        """What is asked of other occurrences; asked alike, it is one."""
        of, _, part = name.rpartition(".")
        targets = self._moments.targets_of(of, setting)
        if setting.occurrence is not None:
            own = setting.occurrence.index
            self._moments.references += [(own, one.at) for one in targets if one.course == HERE]
        return self._outcomes.setdefault((part, targets), Outcome(len(self._outcomes), _OUTCOMES[part], targets))

    def _getter(self, name: str, setting: Setting) -> Getter[Scope]:
        if name in self._blueprint.facts:
            return lambda scope: scope[0].course.fact(name).at(scope[1])
        if name in AGES:
            return _age(AGES[name])
        if name == "born":
            return _born
        if name in self._blueprint.anchors:
            return _anchor(self._moments.compile(Offset(name), setting))
        outcome = self._outcome(name, setting)
        return lambda scope: outcome.on(scope[0].course, scope[2])[2]


def _ends(span: SpanWhen, scope: Scope) -> tuple[int | None, int | None]:
    """First and last day of a span for `in`. `pending` and `never` are later than every day; unknown is None."""
    seat, _, day = scope
    first, last = span.first.at(seat, day)[0], span.last.at(seat, day)[0]
    return first if first <= PENDING else None, last if last <= PENDING else None


def _age(unit: AgeUnit) -> Getter[Scope]:
    def get(scope: Scope) -> Known:
        birth = scope[0].course.birth
        if birth <= LAST_KNOWN:
            return days.age_number(birth, scope[1], unit)
        return -1 if birth == PENDING else None

    return get


def _born(scope: Scope) -> Known:
    birth = scope[0].course.birth
    if birth <= LAST_KNOWN:
        return birth <= scope[1]
    return False if birth == PENDING else None


def _anchor(when: When) -> Getter[Scope]:
    def get(scope: Scope) -> Known:
        number = when.at(scope[0], scope[2])[0]
        return number if number <= LAST_KNOWN else None

    return get


def _last_reached(verdicts: list[Verdict]) -> Verdict | None:
    """Of several touchpoints the one reached last."""
    reached = [verdict for verdict in verdicts if verdict.status in IS_REACHED]
    return max(reached, key=lambda verdict: verdict.placed.matched) if reached else None


def _outcome_reached(verdicts: list[Verdict]) -> Known:
    if _last_reached(verdicts) is not None:
        return True
    return None if any(verdict.status is UNOBSERVED for verdict in verdicts) else False


def _outcome_day(verdicts: list[Verdict]) -> Known:
    last = _last_reached(verdicts)
    return last.placed.matched if last is not None else None


def _outcome_outcome(verdicts: list[Verdict]) -> Known:
    last = _last_reached(verdicts)
    return last.outcome if last is not None else NONE


def _outcome_status(verdicts: list[Verdict]) -> Known:
    last = _last_reached(verdicts)
    if last is not None:
        return last.status.value
    standing = [verdict for verdict in verdicts if verdict.status is not NOT_NEEDED]
    return (standing or verdicts)[0].status.value


_OUTCOMES: Mapping[str, Callable[[list[Verdict]], Known]] = {
    "reached": _outcome_reached,
    "day": _outcome_day,
    "outcome": _outcome_outcome,
    "status": _outcome_status,
}
