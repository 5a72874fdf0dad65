"""Needs: for whom an element is, judged on a day, with the names it hung on (language parts 2 and 8).

Facts, ages and `born` are those of the day judged on; earlier outcomes and named anchors are those of the run's own day
(decision 0012).
"""

from __future__ import annotations

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
from headwaters.domain.status import Status
from headwaters.engine.evaluation.course import Course, Seat
from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN, PENDING
from headwaters.engine.evaluation.matching import SpanWhen, compile_span
from headwaters.engine.evaluation.moments import MomentCompiler, Setting, When
from headwaters.engine.evaluation.occurrences import HERE, Target
from headwaters.engine.evaluation.verdict import Verdict

Scope = tuple[Seat, int, int]
"""(whose, day judged on, day asked about)"""

AGES: Mapping[str, AgeUnit] = {f"age_{unit.value}": unit for unit in AgeUnit}
NONE = "none"
"""The outcome of something not reached."""

_REACHED = (Status.REACHED, Status.REACHED_LATE)


@dataclass(frozen=True, slots=True)
class NeedRule:
    """A compiled condition. `q_edge`: next day the answer may turn with the day judged on. `d_edge`: with the day asked
    about. `refers`: whether it hangs on other outcomes at all."""

    number: int
    judge: Judge[Scope]
    unknown: Callable[[Scope], tuple[str, ...]]
    names: tuple[str, ...]
    getters: tuple[tuple[str, Getter[Scope]], ...]
    facts: tuple[str, ...]
    ages: tuple[tuple[AgeUnit, tuple[int, ...]], ...]
    stepping: tuple[AgeUnit, ...]
    moving: tuple[When, ...]
    targets: tuple[Target, ...]

    @property
    def refers(self) -> bool:
        return bool(self.targets or self.moving)

    def on(self, seat: Seat, judged_on: int, day: int) -> tuple[bool | None, int]:
        """(truth, the day after `judged_on` on which it may turn). Remembered for the stretch of days it holds, unless
        it hangs on other outcomes."""
        known = seat.needs.get(self.number)
        if known is not None and known[0] <= judged_on < known[1]:
            return known[2], known[1]
        truth, edge = self.judge((seat, judged_on, day)), self.q_edge(seat, judged_on)
        if not self.refers:
            seat.needs[self.number] = (judged_on, edge, truth)
        return truth, edge

    def unknown_on(self, seat: Seat, judged_on: int, day: int) -> tuple[str, ...]:
        """The names because of which it is unknown; remembered as the truth is."""
        known = seat.unknowns.get(self.number)
        if known is not None and known[0] <= judged_on < known[1]:
            return known[2]
        names = self.unknown((seat, judged_on, day))
        if not self.refers:
            seat.unknowns[self.number] = (judged_on, self.on(seat, judged_on, day)[1], names)
        return names

    def q_edge(self, seat: Seat, day: int) -> int:
        course = seat.course
        edge = FOREVER
        for fact in self.facts:
            edge = min(edge, course.fact(fact).next_after(day))
        if self.ages or self.stepping:
            edge = min(edge, self._age_edge(course, day))
        return edge

    def _age_edge(self, course: Course, day: int) -> int:
        birth = course.birth
        if birth > LAST_KNOWN:
            return FOREVER
        coming = [birth] if day < birth else []
        for unit, ages in self.ages:
            coming += [days.number_at_age(birth, age, unit) for age in ages if age >= 0]
        for unit in self.stepping:
            coming.append(days.number_at_age(birth, days.age_number(birth, day, unit) + 1, unit))
        return min((one for one in coming if one > day), default=FOREVER)

    def d_edge(self, seat: Seat, day: int) -> int:
        edges = [seat.course.verdict_of(target, day).edge for target in self.targets]
        edges += [when.at(seat, day)[1] for when in self.moving]
        return min(edges, default=FOREVER)


class NeedCompiler:
    """Compiles conditions over facts, ages, anchors and outcomes of one unrolled blueprint."""

    def __init__(self, blueprint: Blueprint, moments: MomentCompiler) -> None:
        self._blueprint = blueprint
        self._moments = moments
        self._count = 0

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
        whens = [self._moments.compile(Offset(name), setting) for name in names if self._is_anchor(name)]
        whens += [when for span in spans.values() for when in (span.first, span.last)]
        self._count += 1
        return NeedRule(
            self._count,
            judge,
            unknown_names(condition, bind, bind_span),
            names,
            tuple((name, bind(name)) for name in names),
            tuple(name for name in names if name in self._blueprint.facts),
            tuple((AGES[name], turning[name]) for name in names if name in AGES and name in turning),
            tuple(AGES[name] for name in names if name in AGES and name not in turning),
            tuple(when for when in whens if when.static < 0),
            tuple(target for name in names for target in self._referred(name, setting)),
        )

    def _is_anchor(self, name: str) -> bool:
        return name not in self._blueprint.facts and name in self._blueprint.anchors

    def _referred(self, name: str, setting: Setting) -> tuple[Target, ...]:
        if name in self._blueprint.facts or name in AGES or name == "born" or name in self._blueprint.anchors:
            return ()
        targets = self._moments.targets_of(name.rpartition(".")[0], setting)
        if setting.occurrence is not None:
            own = setting.occurrence.index
            self._moments.references += [(own, one.at) for one in targets if one.course == HERE]
        return targets

    def _getter(self, name: str, setting: Setting) -> Getter[Scope]:
        if name in self._blueprint.facts:
            return lambda scope: scope[0].course.fact(name).at(scope[1])
        if name in AGES:
            return _age(AGES[name])
        if name == "born":
            return _born
        if name in self._blueprint.anchors:
            return _anchor(self._moments.compile(Offset(name), setting))
        part = name.rpartition(".")[2]
        targets = self._referred(name, setting)
        return lambda scope: _OUTCOMES[part]([scope[0].course.verdict_of(one, scope[2]) for one in targets])


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
    reached = [verdict for verdict in verdicts if verdict.status in _REACHED]
    return max(reached, key=lambda verdict: verdict.placed.matched) if reached else None


def _outcome_reached(verdicts: list[Verdict]) -> Known:
    if _last_reached(verdicts) is not None:
        return True
    return None if any(verdict.status is Status.UNOBSERVED for verdict in verdicts) else False


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
    standing = [verdict for verdict in verdicts if verdict.status is not Status.NOT_NEEDED]
    return (standing or verdicts)[0].status.value


_OUTCOMES: Mapping[str, Callable[[list[Verdict]], Known]] = {
    "reached": _outcome_reached,
    "day": _outcome_day,
    "outcome": _outcome_outcome,
    "status": _outcome_status,
}
