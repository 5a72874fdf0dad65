"""Requirements: what must add up, and the day on which it does (language part 2). They use nothing up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from headwaters.domain.blueprint.matcher import AllOf, AnyOf, Count, Requirement, Usually
from headwaters.engine.evaluation.course import Seat
from headwaters.engine.evaluation.marks import FOREVER
from headwaters.engine.evaluation.matching import Look, MatcherCompiler, SpanWhen, compile_span, first_of_each_day
from headwaters.engine.evaluation.moments import MomentCompiler, Setting
from headwaters.engine.evaluation.seen import SeenEvent


@dataclass(frozen=True, slots=True)
class Met:
    """`event` is the one whose day made it complete; None: not met. Holds until `edge`."""

    event: SeenEvent | None
    edge: int

    @property
    def day(self) -> int:
        return self.event.day if self.event is not None else 0


Check = Callable[[Seat, int], Met]
"""(seat, day asked about) -> whether all that is seen adds up."""


def compile_requirement(
    rule: Requirement, matchers: MatcherCompiler, moments: MomentCompiler, setting: Setting
) -> Check:
    """A check of the requirement for one recipient."""
    if isinstance(rule, Count):
        return _leaf(rule, matchers, moments, setting)
    parts = tuple(compile_requirement(part, matchers, moments, setting) for part in rule.parts)
    return MetByAny(parts) if isinstance(rule, AnyOf) else MetByAll(parts)


@dataclass(frozen=True, slots=True)
class MetByAny:
    """Complete on the first day on which one part is."""

    parts: tuple[Check, ...]

    def __call__(self, seat: Seat, day: int) -> Met:
        found = [part(seat, day) for part in self.parts]
        edge = min(met.edge for met in found)
        events = [met.event for met in found if met.event is not None]
        return Met(min(events, key=lambda event: event.day) if events else None, edge)


@dataclass(frozen=True, slots=True)
class MetByAll:
    """Complete on the day on which the last part is."""

    parts: tuple[Check, ...]

    def __call__(self, seat: Seat, day: int) -> Met:
        found = [part(seat, day) for part in self.parts]
        edge = min(met.edge for met in found)
        events = [met.event for met in found if met.event is not None]
        if len(events) < len(found):
            return Met(None, edge)
        return Met(max(events, key=lambda event: event.day), edge)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One count: what is counted, inside which days, and from which first event on."""

    rule: Count
    counted: Look
    within: SpanWhen | None
    if_any: Look | None
    first: Look | None
    first_within: SpanWhen | None

    def __call__(self, seat: Seat, day: int) -> Met:
        return Met(self.complete(seat, day), self.edge(seat, day))

    def edge(self, seat: Seat, day: int) -> int:
        spans = [self.within, self.first_within]
        for look in (self.counted, self.if_any, self.first):
            spans += [part.within for part in look.parts] if look is not None else []
        return min((span.on(seat, day)[2] for span in spans if span is not None), default=FOREVER)

    def wanted(self, seat: Seat, day: int) -> int:
        at_least = self.rule.at_least
        if isinstance(at_least, int):
            return max(1, at_least)
        if self.if_any is not None and self.if_any.all_events(seat, day, self.within):
            return max(at_least.usually, at_least.then)
        return max(1, at_least.usually)

    def complete(self, seat: Seat, day: int) -> SeenEvent | None:
        events = self.counted.all_events(seat, day, self.within)
        if self.first is not None:
            found = self.first.all_events(seat, day, self.first_within)
            if not found:
                return None
            events = [event for event in events if event.day > found[0].day]
        if not self.rule.every_event:
            events = first_of_each_day(events)
        wanted = self.wanted(seat, day)
        return events[wanted - 1] if len(events) >= wanted else None


def _leaf(rule: Count, matchers: MatcherCompiler, moments: MomentCompiler, setting: Setting) -> Check:
    usually = rule.at_least if isinstance(rule.at_least, Usually) else None
    after = rule.after
    return Leaf(
        rule,
        matchers.look(rule.matchers, moments, setting),
        compile_span(rule.within, moments, setting) if rule.within is not None else None,
        matchers.look(usually.if_any, moments, setting) if usually is not None else None,
        matchers.look(after.matchers, moments, setting) if after is not None else None,
        compile_span(after.within, moments, setting) if after is not None else None,
    )


def events_counted(rule: Requirement) -> tuple[Count, ...]:
    """The leaves of a requirement, in order."""
    if isinstance(rule, Count):
        return (rule,)
    assert isinstance(rule, AnyOf | AllOf)
    return tuple(leaf for part in rule.parts for leaf in events_counted(part))
