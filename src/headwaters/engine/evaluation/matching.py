"""Matchers compiled: which of a recipient's events count, and the one event per day that a touchpoint sees.

A matcher counts an event only if every part is true; unknown is no match (language part 2). Where matchers look,
several events on one day are one: the first (part 7, step 5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from headwaters.domain.blueprint.blueprint import Blueprint, FactType
from headwaters.domain.blueprint.condition import Condition
from headwaters.domain.blueprint.matcher import EventMatcher, Matcher, SpanRelation, StepMatcher
from headwaters.domain.blueprint.truth import Getter, Judge, Known, compile_truth
from headwaters.domain.blueprint.window import Offset, SpanRule
from headwaters.domain.explanation import Refusal
from headwaters.domain.history.history import Episode
from headwaters.engine.evaluation.course import Seat
from headwaters.engine.evaluation.facts import typed
from headwaters.engine.evaluation.marks import FOREVER, UNKNOWN
from headwaters.engine.evaluation.moments import MomentCompiler, Setting, When
from headwaters.engine.evaluation.seen import SeenEvent, in_order

HANDOFF = "handoff"
"""The kind of event that is a step of a hand-off."""

Accepts = Callable[[SeenEvent], bool]


@dataclass(frozen=True, slots=True)
class SpanWhen:
    """A compiled span; both days belong to it. A closing mark is later than every day, unless it is unknown."""

    first: When
    last: When
    is_pregnancy: bool = False
    """From `pregnancy_start` to the due date or a time after it: while these are unknown, from the first sign of that
    pregnancy through its end (decision 0016)."""

    @property
    def is_static(self) -> bool:
        return self.first.static >= 0 and self.last.static >= 0

    def on(self, seat: Seat, day: int) -> tuple[int, int, int]:
        """(first, last, edge) as of a day; an unknown end gives a span that holds no day."""
        first, one = self.first.at(seat, day)
        last, other = self.last.at(seat, day)
        if self.is_pregnancy and first == UNKNOWN:
            return *_known_pregnancy(seat.course.episode), FOREVER
        return first, (0 if last == UNKNOWN else last), min(one, other)


def _known_pregnancy(episode: Episode) -> tuple[int, int]:
    """(first, last) day of a pregnancy that nothing dates; a span that holds no day where these are not known either."""
    if episode.first_seen is None or episode.ended is None:
        return UNKNOWN, 0
    return episode.first_seen.toordinal(), episode.ended.toordinal()


def relates(event: SeenEvent, relation: SpanRelation, first: int, last: int) -> bool:
    """How the event lies to the days from `first` to `last`."""
    match relation:
        case SpanRelation.STARTS_IN:
            return first <= event.day <= last
        case SpanRelation.ENDS_IN:
            return event.end is not None and first <= event.end <= last
        case SpanRelation.INSIDE:
            return first <= event.day and event.last <= last
        case SpanRelation.TOUCHES:
            return event.day <= last and event.last >= first


@dataclass(frozen=True, slots=True)
class Fitting:
    """One compiled matcher: events of `kinds` that pass all `tests` (each with the word for failing it), lying to
    `within` as `relation` says. `accepts` is all tests in one; None where a kind alone decides."""

    kinds: tuple[str, ...]
    tests: tuple[tuple[Accepts, Refusal], ...]
    accepts: Accepts | None
    within: SpanWhen | None
    relation: SpanRelation

    def find(self, seat: Seat, day: int, within: SpanWhen | None) -> list[SeenEvent]:
        """Fitting events of the recipient; `within` is the span to use where the matcher has none of its own."""
        found = [event for kind in self.kinds for event in seat.events(kind)]
        span = self.within or within
        if span is not None:
            first, last, _ = span.on(seat, day)
            found = [event for event in found if relates(event, self.relation, first, last)]
        if self.accepts is not None:
            accepts = self.accepts
            found = [event for event in found if accepts(event)]
        return found


NO_EVENTS: list[SeenEvent] = []


@dataclass(frozen=True, slots=True)
class Look:
    """What a list of matchers sees: the first fitting event of each day, in order. `number` is its place among all
    looks of the blueprint; two that are written alike are one."""

    number: int
    parts: tuple[Fitting, ...]
    kinds: frozenset[str]
    is_static: bool
    steps_of: frozenset[str]
    """Hand-offs whose steps it looks for: those are shared out among instances."""

    def events(self, seat: Seat, day: int) -> list[SeenEvent]:
        if self.kinds.isdisjoint(seat.kinds):
            return NO_EVENTS
        found = seat.looks.get(self.number)
        if found is None:
            found = first_of_each_day(self.all_events(seat, day))
            if self.is_static:
                seat.looks[self.number] = found
        return found

    def all_events(self, seat: Seat, day: int, within: SpanWhen | None = None) -> list[SeenEvent]:
        """Every fitting event, once, in order."""
        if len(self.parts) == 1 and len(self.parts[0].kinds) == 1:
            return self.parts[0].find(seat, day, within)
        found = {id(event): event for part in self.parts for event in part.find(seat, day, within)}
        return sorted(found.values(), key=in_order)

    def edge(self, seat: Seat, day: int) -> int:
        if self.is_static:
            return FOREVER
        return min(part.within.on(seat, day)[2] for part in self.parts if part.within is not None)


def first_of_each_day(events: Iterable[SeenEvent]) -> list[SeenEvent]:
    """Of events in order, the first of each day."""
    kept: list[SeenEvent] = []
    for event in events:
        if not kept or kept[-1].day != event.day:
            kept.append(event)
    return kept


class MatcherCompiler:
    """Compiles the matchers of one blueprint. Looks that are written alike share one number."""

    def __init__(self, blueprint: Blueprint) -> None:
        self._blueprint = blueprint
        self._looks: dict[object, Look] = {}

    def look(self, matchers: tuple[Matcher, ...], moments: MomentCompiler, setting: Setting) -> Look:
        """One look for a list of matchers; one with a moving span of its own is never shared."""
        found = self._looks.get(matchers)
        if found is not None:
            return found
        parts = tuple(self._fitting(matcher, moments, setting) for matcher in matchers)
        is_static = all(part.within is None or part.within.is_static for part in parts)
        look = Look(
            len(self._looks),
            parts,
            frozenset(kind for part in parts for kind in part.kinds),
            is_static,
            frozenset(matcher.handoff for matcher in matchers if isinstance(matcher, StepMatcher)),
        )
        self._looks[matchers if is_static else look.number] = look
        return look

    def _fitting(self, matcher: Matcher, moments: MomentCompiler, setting: Setting) -> Fitting:
        if isinstance(matcher, StepMatcher):
            test = _accepts_step(matcher)
            other_step = ((test, Refusal.CONDITION_NOT_MET),)
            return Fitting((HANDOFF,), other_step, test, None, SpanRelation.STARTS_IN)
        within = compile_span(matcher.within, moments, setting) if matcher.within is not None else None
        tests = tuple(self._tests(matcher))
        return Fitting(matcher.kinds, tests, _all_of(tests), within, matcher.relation)

    def _tests(self, matcher: EventMatcher) -> Iterator[tuple[Accepts, Refusal]]:
        if any(self._counted(kind, matcher) for kind in matcher.kinds):
            yield self._status_test(matcher), Refusal.STATUS_DOES_NOT_COUNT
        if matcher.lists:
            yield self._list_test(matcher.lists), Refusal.NO_MATCHING_CODE
        if matcher.where is not None:
            yield _where_test(compile_event_truth(matcher.where, self._blueprint)), Refusal.CONDITION_NOT_MET

    def _counted(self, kind: str, matcher: EventMatcher) -> tuple[str, ...]:
        if matcher.counts_if is not None:
            return matcher.counts_if
        rule = self._blueprint.events.get(kind)
        return rule.counts_if if rule is not None else ()

    def _status_test(self, matcher: EventMatcher) -> Accepts:
        allowed = {kind: frozenset(self._counted(kind, matcher)) for kind in matcher.kinds}

        def accepts(event: SeenEvent) -> bool:
            statuses = allowed[event.row.kind]
            return not statuses or event.row.status in statuses

        return accepts

    def _list_test(self, lists: tuple[str, ...]) -> Accepts:
        codes = frozenset(code for key in lists for code in self._codes_of(key))
        return lambda event: not codes.isdisjoint(event.codes)

    def _codes_of(self, key: str) -> frozenset[tuple[str, str]]:
        found = self._blueprint.codes.get(key)
        return found.codes if found is not None else frozenset()


def _all_of(tests: tuple[tuple[Accepts, Refusal], ...]) -> Accepts | None:
    if len(tests) <= 1:
        return tests[0][0] if tests else None
    (first, _), (second, _), *rest = tests
    if not rest:
        return lambda event: first(event) and second(event)
    third = rest[0][0]
    return lambda event: first(event) and second(event) and third(event)


def compile_span(rule: SpanRule, moments: MomentCompiler, setting: Setting) -> SpanWhen:
    return SpanWhen(moments.compile(rule.start, setting), moments.compile(rule.end, setting), _is_pregnancy(rule))


def _is_pregnancy(rule: SpanRule) -> bool:
    start, end = rule.start, rule.end
    if start != Offset("pregnancy_start") or not isinstance(end, Offset) or end.anchor != "due_date":
        return False
    return min(end.plus.months, end.plus.days, end.plus.business_days) >= 0


def _accepts_step(matcher: StepMatcher) -> Accepts:
    handoff, steps = matcher.handoff, frozenset(step.value for step in matcher.steps)
    return lambda event: event.row.handoff == handoff and event.row.step in steps


def _where_test(judge: Judge[SeenEvent]) -> Accepts:
    return lambda event: judge(event) is True


def compile_event_truth(condition: Condition, blueprint: Blueprint) -> Judge[SeenEvent]:
    """A condition over an event's own columns and its kind's declared further ones."""
    types = {name: kind for rule in blueprint.events.values() for name, kind in rule.columns.items()}

    def no_span(name: str) -> Callable[[SeenEvent], tuple[int | None, int | None]]:
        del name
        return lambda _: (None, None)

    return compile_truth(condition, lambda name: column(name, types), no_span)


def column(name: str, types: Mapping[str, FactType]) -> Getter[SeenEvent]:
    """How a column of an event is read; None where it is empty."""
    found = _OWN_COLUMNS.get(name)
    if found is not None:
        return found
    wanted = types.get(name)

    def get(event: SeenEvent) -> Known:
        value = event.row.columns.get(name)
        return None if value is None else typed(value, wanted)

    return get


def _codes(event: SeenEvent) -> Known:
    return frozenset(code for _, code in event.codes) or None


_OWN_COLUMNS: Mapping[str, Getter[SeenEvent]] = {
    "value": lambda event: event.row.value,
    "unit": lambda event: event.row.unit,
    "result": lambda event: event.row.result,
    "status": lambda event: event.row.status,
    "agency": lambda event: event.row.agency,
    "code": _codes,
}
