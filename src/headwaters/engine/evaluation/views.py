"""Which elements a view may show: those that touch no protected subject that is switched off (design.md, Evaluation).

An element touches the subjects of every kind and fact it reads, and of every element it refers to, however far.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from headwaters.domain.blueprint.blueprint import Blueprint, FirstOrLast
from headwaters.domain.blueprint.condition import Condition
from headwaters.domain.blueprint.element import Element, Touchpoint
from headwaters.domain.blueprint.matcher import AllOf, AnyOf, Count, EventMatcher, Matcher, Requirement, Usually
from headwaters.domain.blueprint.truth import names_in, spans_in
from headwaters.domain.blueprint.window import Earliest, Latest, Moment, Offset, SpanRule
from headwaters.domain.history.history import Story
from headwaters.domain.history.view import View
from headwaters.engine.evaluation.matching import HANDOFF
from headwaters.engine.evaluation.requirements import events_counted
from headwaters.engine.evaluation.seen import events_in_view, facts_in_view

Thing = tuple[str, str]
"""("kind" | "fact" | "element", its key)"""


def seen_story(story: Story, blueprint: Blueprint, view: View) -> Story:
    """The story without what its reader may not use, so that a page that prints from it cannot print anything else. Who is who to an
    episode, and its dates, stay; judging it over the same view gives the same rows."""
    return replace(
        story,
        events=tuple(events_in_view(story.events, blueprint, view)),
        facts=tuple(facts_in_view(story.facts, blueprint, view)),
    )


def hidden_elements(blueprint: Blueprint, view: View) -> frozenset[str]:
    """Ids of the elements that are absent from the view."""
    if view.subjects is None:
        return frozenset()
    touched = {element.id: set(_things(blueprint, element)) for element in blueprint.elements.values()}
    hidden = {
        element_id
        for element_id, things in touched.items()
        if any(not view.sees_subject(_subject(blueprint, thing)) for thing in things)
    }
    while True:
        further = {
            element_id
            for element_id, things in touched.items()
            if element_id not in hidden and any(("element", one) in things for one in hidden)
        }
        if not further:
            return frozenset(hidden)
        hidden |= further


def protected_elements(blueprint: Blueprint) -> dict[str, frozenset[str]]:
    """For each element that touches protected subjects, which: it is absent wherever one of them is switched off."""
    said = {kind.sensitive for kind in blueprint.events.values()} | {
        fact.sensitive for fact in blueprint.facts.values()
    }
    subjects = {subject for subject in said if subject is not None}
    touching: dict[str, set[str]] = {}
    for subject in subjects:
        for element_id in hidden_elements(blueprint, View(subjects=frozenset(subjects - {subject}))):
            touching.setdefault(element_id, set()).add(subject)
    return {element_id: frozenset(found) for element_id, found in touching.items()}


def _subject(blueprint: Blueprint, thing: Thing) -> str | None:
    what, key = thing
    if what == "kind":
        kind = blueprint.events.get(key)
        return kind.sensitive if kind is not None else None
    fact = blueprint.facts.get(key) if what == "fact" else None
    return fact.sensitive if fact is not None else None


def _things(blueprint: Blueprint, element: Element) -> Iterator[Thing]:
    """Everything an element reads, directly or through anchors, spans and hand-offs."""
    collect = _Collector(blueprint, element)
    for condition in (element.for_, element.unless):
        if isinstance(condition, Count | AnyOf | AllOf):
            yield from collect.requirement(condition)
        elif condition is not None:
            yield from collect.condition(condition)
    yield from collect.moments([element.until] if element.until is not None else [])
    stops = tuple(stop.when for stop in element.stopped_by)
    for matchers in (element.declined_by, element.resumed_by, element.offered_by, element.accepted_by, stops):
        yield from collect.matchers(matchers)
    for touchpoint in element.touchpoints:
        yield from collect.touchpoint(touchpoint)


class _Collector:
    def __init__(self, blueprint: Blueprint, element: Element) -> None:
        self._blueprint = blueprint
        self._element = element
        self._expanding: set[str] = set()

    def touchpoint(self, touchpoint: Touchpoint) -> Iterator[Thing]:
        yield from self.moments([touchpoint.from_, touchpoint.opens, touchpoint.due_by, touchpoint.closes])
        for phase in touchpoint.repeat:
            yield from self.moments([one for one in (phase.from_, phase.until) if one is not None])
        yield from self.matchers((*touchpoint.done_by, *touchpoint.declined_by))
        if touchpoint.requires is not None:
            yield from self.requirement(touchpoint.requires)
        if touchpoint.for_ is not None:
            yield from self.condition(touchpoint.for_)
        if touchpoint.after is not None and touchpoint.after.element != self._element.id:
            yield ("element", touchpoint.after.element)
        handoff = self._blueprint.handoffs.get(touchpoint.handoff or "")
        if handoff is not None:
            yield ("kind", HANDOFF)
            yield from self.matchers(handoff.way_back)
            if handoff.consent is not None:
                yield ("fact", handoff.consent)

    def matchers(self, matchers: Iterable[Matcher]) -> Iterator[Thing]:
        for matcher in matchers:
            if isinstance(matcher, EventMatcher):
                yield from (("kind", kind) for kind in matcher.kinds)
                if matcher.within is not None:
                    yield from self.span(matcher.within)
            else:
                yield ("kind", HANDOFF)

    def requirement(self, rule: Requirement) -> Iterator[Thing]:
        for leaf in events_counted(rule):
            yield from self.matchers(leaf.matchers)
            if leaf.within is not None:
                yield from self.span(leaf.within)
            if isinstance(leaf.at_least, Usually):
                yield from self.matchers(leaf.at_least.if_any)
            if leaf.after is not None:
                yield from self.matchers(leaf.after.matchers)
                yield from self.span(leaf.after.within)

    def span(self, span: SpanRule) -> Iterator[Thing]:
        yield from self.moments([span.start, span.end])

    def condition(self, condition: Condition) -> Iterator[Thing]:
        for name in names_in(condition):
            yield from self.name(name)
        for span in spans_in(condition):
            if span in self._blueprint.spans:
                yield from self.span(self._blueprint.spans[span])

    def moments(self, moments: Iterable[Moment]) -> Iterator[Thing]:
        for moment in moments:
            if isinstance(moment, Offset):
                yield from self.name(moment.anchor)
            elif isinstance(moment, Latest | Earliest):
                yield from self.moments(moment.moments)

    def name(self, name: str) -> Iterator[Thing]:
        """What a name in a condition or an anchor stands for."""
        blueprint = self._blueprint
        if name in blueprint.facts:
            yield ("fact", name)
        elif name in blueprint.anchors:
            yield from self._anchor(name)
        else:
            head = name.partition(".")[0]
            own = any(head == touchpoint.id for touchpoint in self._element.touchpoints)
            if head in blueprint.elements and not own and head != self._element.id:
                yield ("element", head)

    def _anchor(self, name: str) -> Iterator[Thing]:
        if name in self._expanding:
            return
        self._expanding.add(name)
        rule = self._blueprint.anchors[name]
        if isinstance(rule, FirstOrLast):
            yield from self.matchers(rule.matchers)
            yield from self.moments([rule.otherwise] if rule.otherwise is not None else [])
        else:
            yield from self.moments([rule])
        self._expanding.discard(name)
