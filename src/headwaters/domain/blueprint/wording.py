"""Matchers, requirements, conditions and the like in plain words, for reading a blueprint aloud and telling two apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from headwaters.domain.blueprint.after_text import word_after
from headwaters.domain.blueprint.blueprint import FirstOrLast
from headwaters.domain.blueprint.condition import And, Compare, InList, InSpan, IsKnown, Literal, Name, Not, Or
from headwaters.domain.blueprint.condition_text import word_condition
from headwaters.domain.blueprint.element import After, Cost, Delivery, FundShare, Phase, Stop
from headwaters.domain.blueprint.matcher import (
    AfterFirst,
    AllOf,
    AnyOf,
    Count,
    EventMatcher,
    Matcher,
    Requirement,
    SpanRelation,
    StepMatcher,
    Usually,
)
from headwaters.domain.blueprint.window import Duration, Earliest, Latest, Never, Offset, OnDay, SpanRule
from headwaters.domain.blueprint.window_text import word_duration, word_moment

_RELATIONS = {
    SpanRelation.STARTS_IN: "starting within",
    SpanRelation.ENDS_IN: "ending within",
    SpanRelation.INSIDE: "wholly within",
    SpanRelation.TOUCHES: "touching",
}


def word_text(text: Mapping[str, str] | None, language: str) -> str:
    """A text in one language; in the first there is where that one is missing; empty where there is none."""
    if not text:
        return ""
    return text.get(language) or next(iter(text.values()))


def word_span(span: SpanRule) -> str:
    return span.name or f"{word_moment(span.start)} to {word_moment(span.end)}"


def word_matcher(matcher: Matcher) -> str:
    """`immunization of list flu where value > 3`, `screen_to_ei received`."""
    if isinstance(matcher, StepMatcher):
        return f"{matcher.handoff} {' or '.join(matcher.steps)}"
    words = " or ".join(matcher.kinds)
    if matcher.lists:
        words += f" of list {' or '.join(matcher.lists)}"
    if matcher.where is not None:
        words += f" where {word_condition(matcher.where)}"
    if matcher.counts_if is not None:
        words += f" with status {' or '.join(matcher.counts_if)}"
    if matcher.within is not None:
        words += f", {_RELATIONS[matcher.relation]} {word_span(matcher.within)}"
    elif matcher.relation is not SpanRelation.STARTS_IN:
        words += f", {_RELATIONS[matcher.relation]} its span"
    return words


def word_matchers(matchers: tuple[Matcher, ...]) -> str:
    return "; or ".join(map(word_matcher, matchers)) or "nothing"


def word_requirement(requirement: Requirement) -> str:
    match requirement:
        case AnyOf(parts):
            return "any of (" + "; ".join(map(word_requirement, parts)) + ")"
        case AllOf(parts):
            return "all of (" + "; ".join(map(word_requirement, parts)) + ")"
        case Count():
            return _word_count(requirement)


def _word_count(count: Count) -> str:
    words = f"{word_matchers(count.matchers)} {_word_number(count.at_least, 'event' if count.every_event else 'day')}"
    if count.within is not None:
        words += f" within {word_span(count.within)}"
    if count.after is not None:
        words += f" after the first {word_value(count.after)}"
    return words


def _word_number(at_least: int | Usually, word: str) -> str:
    """`on at least 3 different days`, `in at least 2 events`."""
    if isinstance(at_least, Usually):
        more = f" ({at_least.then} if there is any {word_matchers(at_least.if_any)})"
        return _word_number(at_least.usually, word) + more
    if word == "event":
        return f"in at least {at_least} event{'' if at_least == 1 else 's'}"
    return "on one day" if at_least == 1 else f"on at least {at_least} different days"


def word_phase(phase: Phase) -> str:
    words = f"every {word_duration(phase.every, weeks_from_days=7)}, {phase.times} times"
    if phase.from_ is not None:
        words += f", from {word_moment(phase.from_)}"
    return words + (f", until {word_moment(phase.until)}" if phase.until is not None else "")


def word_delivery(delivery: Delivery) -> str:
    words = delivery.role
    if delivery.agency is not None:
        words += f" of {delivery.agency}"
    words += ", minutes not known yet" if delivery.minutes is None else f", {delivery.minutes:g} minutes"
    return words + (f" and {delivery.travel_minutes:g} of travel" if delivery.travel_minutes is not None else "")


def word_cost(cost: Cost) -> str:
    if cost.usd is None and cost.low is None and cost.high is None:
        return f"cost per {cost.per} not known yet"
    words = f"${cost.usd:,.0f}" if cost.usd is not None else "cost"
    if cost.low is not None and cost.high is not None:
        words += f" (${cost.low:,.0f} to ${cost.high:,.0f})"
    return f"{words} per {cost.per}" + (f" in dollars of {cost.year}" if cost.year else "")


def word_value(value: object) -> str:
    """Any value of a blueprint in words."""
    match value:
        case None | "":
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case Offset() | OnDay() | Latest() | Earliest() | Never():
            return word_moment(value)
        case Duration():
            return word_duration(value)
        case SpanRule():
            return word_span(value)
        case And() | Or() | Not() | Compare() | InList() | InSpan() | IsKnown() | Name() | Literal():
            return word_condition(value)
        case EventMatcher() | StepMatcher():
            return word_matcher(value)
        case Count() | AnyOf() | AllOf():
            return word_requirement(value)
        case After():
            return word_after(value)
        case Mapping():
            return "; ".join(f"{key}: {word_value(inner)}" for key, inner in value.items()) or "nothing"
        case tuple() | frozenset():
            parts = value if isinstance(value, tuple) else sorted(value, key=str)
            return ", ".join(map(word_value, parts)) or "nothing"
        case _:
            return _word_part(value)


def _word_part(value: object) -> str:
    match value:
        case AfterFirst(matchers, within):
            return f"{word_matchers(matchers)} within {word_span(within)}"
        case Phase():
            return word_phase(value)
        case Delivery():
            return word_delivery(value)
        case Cost():
            return word_cost(value)
        case FundShare(fund, share):
            return fund if share is None else f"{fund} {share:.0%}"
        case Stop(when, as_declined, why):
            return f"{'declined' if as_declined else 'ended'} ({why}) by {word_matcher(when)}"
        case FirstOrLast(matchers, last, otherwise):
            return f"{'last' if last else 'first'} {word_matchers(matchers)}, else {word_value(otherwise)}"
        case float():
            return f"{value:g}"
        case date():
            return value.isoformat()
        case _:
            return str(value)
