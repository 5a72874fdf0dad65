"""Who refers to whom: circles between elements, and touchpoints that look ahead inside their own (language part 8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from headwaters.domain.blueprint.blueprint import AnchorRule, Blueprint, FirstOrLast
from headwaters.domain.blueprint.condition import Condition
from headwaters.domain.blueprint.condition_types import ASPECTS
from headwaters.domain.blueprint.element import Element, Touchpoint
from headwaters.domain.blueprint.finding import Finding, FindingPath, touchpoint_path
from headwaters.domain.blueprint.matcher import (
    AllOf,
    AnyOf,
    Count,
    EventMatcher,
    Matcher,
    Requirement,
    Usually,
)
from headwaters.domain.blueprint.truth import names_in, spans_in
from headwaters.domain.blueprint.vocabulary import BUILT_IN_ANCHORS, Vocabulary
from headwaters.domain.blueprint.window import Earliest, Latest, Moment, Offset, SpanRule


@dataclass(frozen=True, slots=True)
class Reference:
    """Something named at `path`: an element, and one of its touchpoints (None: the whole element)."""

    path: FindingPath
    element: str
    touchpoint: str | None


class _Names:
    """Follows names down to the touchpoints they rest on: through named anchors and spans too."""

    def __init__(self, blueprint: Blueprint, words: Vocabulary) -> None:
        self.blueprint = blueprint
        self.words = words

    def of_moment(self, moment: Moment | None, own: str | None, seen: frozenset[str] = frozenset()) -> Iterator[str]:
        match moment:
            case Offset(anchor):
                yield from self.of_anchor(anchor, seen)
            case Latest(moments) | Earliest(moments):
                for inner in moments:
                    yield from self.of_moment(inner, own, seen)
            case _:
                return

    def of_anchor(self, anchor: str, seen: frozenset[str]) -> Iterator[str]:
        """Dotted `element.touchpoint` names under an anchor."""
        if anchor in BUILT_IN_ANCHORS or anchor == "from":
            return
        if anchor in self.blueprint.anchors:
            if anchor not in seen:
                yield from self.of_rule(self.blueprint.anchors[anchor], seen | {anchor})
            return
        yield anchor.removesuffix(".end")

    def of_rule(self, rule: AnchorRule, seen: frozenset[str]) -> Iterator[str]:
        if isinstance(rule, FirstOrLast):
            for matcher in rule.matchers:
                yield from self.of_matcher(matcher, None, seen)
            yield from self.of_moment(rule.otherwise, None, seen)
        else:
            yield from self.of_moment(rule, None, seen)

    def of_span(self, span: SpanRule | None, own: str | None, seen: frozenset[str] = frozenset()) -> Iterator[str]:
        if span is not None:
            yield from self.of_moment(span.start, own, seen)
            yield from self.of_moment(span.end, own, seen)

    def of_matcher(self, matcher: Matcher, own: str | None, seen: frozenset[str] = frozenset()) -> Iterator[str]:
        if isinstance(matcher, EventMatcher):
            yield from self.of_span(matcher.within, own, seen)

    def of_requirement(self, requirement: Requirement | None, own: str) -> Iterator[str]:
        match requirement:
            case AnyOf(parts) | AllOf(parts):
                for part in parts:
                    yield from self.of_requirement(part, own)
            case Count():
                matchers = list(requirement.matchers)
                if isinstance(requirement.at_least, Usually):
                    matchers.extend(requirement.at_least.if_any)
                if requirement.after is not None:
                    matchers.extend(requirement.after.matchers)
                    yield from self.of_span(requirement.after.within, own)
                yield from self.of_span(requirement.within, own)
                for matcher in matchers:
                    yield from self.of_matcher(matcher, own)
            case None:
                return

    def of_condition(self, condition: Condition | None, own: str) -> Iterator[str]:
        for name in (*spans_in(condition), *names_in(condition)) if condition is not None else ():
            stem, dot, aspect = name.rpartition(".")
            if name in self.blueprint.spans:
                yield from self.of_span(self.blueprint.spans[name], own)
            elif name in self.blueprint.anchors:
                yield from self.of_anchor(name, frozenset())
            elif dot and aspect in ASPECTS:
                yield stem

    def found(self, names: Iterator[str], path: FindingPath, own: str) -> Iterator[Reference]:
        for name in names:
            meant = self.words.find(name, own=own)
            if meant is not None:
                element, touchpoint = meant
                yield Reference(path, element, touchpoint.id if touchpoint else None)


def references(blueprint: Blueprint, words: Vocabulary, element: Element) -> Iterator[Reference]:
    """Everything an element and its touchpoints name, with where. Slots of a repeat stand for the whole repeat."""
    names = _Names(blueprint, words)
    base: FindingPath = ("elements", element.id)
    own = element.id
    yield from names.found(names.of_condition(element.for_, own), (*base, "for"), own)
    unless = element.unless
    if isinstance(unless, Count | AnyOf | AllOf):
        yield from names.found(names.of_requirement(unless, own), (*base, "unless"), own)
    else:
        yield from names.found(names.of_condition(unless, own), (*base, "unless"), own)
    yield from names.found(names.of_moment(element.until, own), (*base, "until"), own)
    for touchpoint in element.touchpoints:
        yield from _of_touchpoint(names, element, touchpoint)


def _of_touchpoint(names: _Names, element: Element, touchpoint: Touchpoint) -> Iterator[Reference]:
    own = element.id
    base = touchpoint_path(own, touchpoint.id)
    after = touchpoint.after
    if after is not None:
        yield Reference((*base, "after"), after.element, after.touchpoint)
    moments = {"from": touchpoint.from_, "opens": touchpoint.opens, "due_by": touchpoint.due_by}
    for key, moment in (*moments.items(), ("closes", touchpoint.closes)):
        yield from names.found(names.of_moment(moment, own), (*base, key), own)
    for phase in touchpoint.repeat:
        for bound in (phase.from_, phase.until):
            yield from names.found(names.of_moment(bound, own), (*base, "repeat"), own)
    yield from names.found(names.of_condition(touchpoint.for_, own), (*base, "for"), own)
    yield from names.found(names.of_requirement(touchpoint.requires, own), (*base, "requires"), own)
    for matcher in touchpoint.done_by:
        yield from names.found(names.of_matcher(matcher, own), (*base, "done_by"), own)


def looking_ahead(blueprint: Blueprint, words: Vocabulary) -> Iterator[Finding]:
    """A touchpoint may refer only to earlier ones of its own element; an element's own conditions to none of them."""
    for element in blueprint.elements.values():
        order = {touchpoint.id: position for position, touchpoint in enumerate(element.touchpoints)}
        for reference in references(blueprint, words, element):
            if reference.element != element.id:
                continue
            finding = _ahead(reference, order)
            if finding is not None:
                yield finding


def _ahead(reference: Reference, order: Mapping[str, int]) -> Finding | None:
    named = _base(reference.touchpoint, order)
    if reference.path[2:3] != ("touchpoints",):
        what = f"`{reference.path[-1]}` refers to the element's own touchpoints, which are judged after it."
        return Finding(reference.path, what, "Put it on the later touchpoints instead.", "reference_circle")
    here = reference.path[3]
    if named is None:
        what = "refers to its own element as a whole."
        return Finding(reference.path, what, "Name one touchpoint above it.", "reference_circle")
    if order.get(named, -1) < order[here]:
        return None
    if named == here:
        return Finding(reference.path, "refers to itself.", "Name a touchpoint above it.", "reference_ahead")
    what = f"refers to {named}, which stands below it in the same element."
    return Finding(reference.path, what, f"Put {named} above {here}.", "reference_ahead")


def _base(touchpoint: str | None, order: Mapping[str, int]) -> str | None:
    """`visit_3` is a slot of `visit`."""
    if touchpoint is None or touchpoint in order:
        return touchpoint
    return touchpoint.rpartition("_")[0]


def circles(blueprint: Blueprint, words: Vocabulary) -> Iterator[Finding]:
    """Elements that wait for each other: each circle once, at its first element in file order."""
    graph: dict[str, dict[str, FindingPath]] = {}
    for element in blueprint.elements.values():
        for reference in references(blueprint, words, element):
            if reference.element != element.id:
                graph.setdefault(element.id, {}).setdefault(reference.element, reference.path)
    done: set[str] = set()
    for start in blueprint.elements:
        circle = _circle_from(start, graph, done)
        if circle:
            done.update(circle)
            links = ", ".join(f"{a} waits for {b}" for a, b in zip(circle, [*circle[1:], circle[0]], strict=True))
            what = f"Elements wait for each other in a circle: {links}."
            following = circle[1] if len(circle) > 1 else circle[0]
            yield Finding(graph[circle[0]][following], what, "Let one of them wait for something else.", "circle")


def _circle_from(start: str, graph: Mapping[str, Mapping[str, FindingPath]], done: set[str]) -> list[str]:
    """The shortest way from `start` back to itself, not through elements of a circle already told."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for following in graph.get(way[-1], {}):
            if following == start:
                return way
            if following not in seen and following not in done:
                seen.add(following)
                ways.append([*way, following])
    return []


def anchor_circles(blueprint: Blueprint) -> Iterator[Finding]:
    """Named anchors that rest on each other."""
    below = {key: set(_anchors_in(rule, blueprint)) for key, rule in blueprint.anchors.items()}
    told: set[str] = set()
    for key in below:
        reached, ahead = set[str](), list(below[key])
        while ahead:
            name = ahead.pop()
            if name not in reached:
                reached.add(name)
                ahead.extend(below.get(name, ()))
        if key in reached and key not in told:
            told |= reached
            what = f"`{key}` rests on itself, by way of {', '.join(sorted(reached - {key})) or key}."
            yield Finding(("anchors", key), what, "Count one of them from an event or from birth.", "circle")


def _anchors_in(rule: AnchorRule, blueprint: Blueprint) -> Iterator[str]:
    match rule:
        case FirstOrLast():
            if rule.otherwise is not None:
                yield from _anchors_in(rule.otherwise, blueprint)
        case Offset(anchor):
            if anchor in blueprint.anchors:
                yield anchor
        case Latest(moments) | Earliest(moments):
            for moment in moments:
                yield from _anchors_in(moment, blueprint)
        case _:
            return
