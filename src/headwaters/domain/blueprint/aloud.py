"""A blueprint read aloud: what reaches whom, when, by whom, and where it is handed on, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator

from headwaters.domain.blueprint.after_text import word_after
from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.condition import Literal
from headwaters.domain.blueprint.element import ALWAYS, Delivery, Element, FundShare, Role, Stage, Touchpoint
from headwaters.domain.blueprint.handoff import Clock, Handoff
from headwaters.domain.blueprint.matcher import AllOf, AnyOf, Count
from headwaters.domain.blueprint.window import FROM, Moment, Never, Offset
from headwaters.domain.blueprint.window_text import word_duration, word_moment
from headwaters.domain.blueprint.wording import (
    word_cost,
    word_matchers,
    word_phase,
    word_requirement,
    word_text,
    word_value,
)

_WHO = {
    Role.CHILD: "each child",
    Role.BIRTHING_PARENT: "each birthing parent",
    Role.CAREGIVER: "each caregiver",
    Role.HOUSEHOLD: "each household",
}


def read_element(blueprint: Blueprint, element: Element, *, language: str) -> Iterator[str]:
    """An element's lines: its heading, what families read, for whom, and one line for each touchpoint."""
    kind = element.kind.replace("_", " ")
    stage = (
        ""
        if element.stage is Stage.RUNNING
        else f", {element.stage}" + (f" in {element.place}" if element.place else "")
    )
    yield f"{word_text(element.title, language) or element.id} ({element.id}): {_article(kind)} for {_WHO[element.recipient]}{stage}."
    if text := word_text(element.family_text, language):
        yield f"  “{text}”"
    yield from (f"  {line}" for line in _about(blueprint, element, language))
    for number, touchpoint in enumerate(element.touchpoints, start=1):
        sentences = " ".join(_touchpoint(blueprint, touchpoint, element, language))
        yield f"  {number}. {word_text(touchpoint.title, language) or touchpoint.id} ({touchpoint.id}): {sentences}"


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _about(blueprint: Blueprint, element: Element, language: str) -> Iterator[str]:
    if element.for_ is not None:
        yield f"For those with {word_value(element.for_)}."
    if isinstance(element.unless, Count | AnyOf | AllOf):
        yield f"Not for those with {word_requirement(element.unless)}."
    elif element.unless is not None:
        yield f"Not for those with {word_value(element.unless)}."
    if element.until is not None:
        yield f"Owed until {word_moment(element.until)}."
    if element.declined_by:
        yield f"A family says no by {word_matchers(element.declined_by)}."
    for outcome, reason in element.no_action.items():
        yield f"After {outcome} nothing more is owed: {word_text(reason, language)}"
    if element.cost is not None:
        yield f"What it costs: {word_cost(element.cost)}."
    if element.fund:
        yield f"Paid by {', '.join(_fund(blueprint, share, language) for share in element.fund)}."


def _fund(blueprint: Blueprint, share: FundShare, language: str) -> str:
    fund = blueprint.funds.get(share.fund)
    name = (word_text(fund.title, language) if fund else "") or share.fund
    return name if share.share is None else f"{name} ({share.share:.0%})"


def _touchpoint(blueprint: Blueprint, touchpoint: Touchpoint, element: Element, language: str) -> Iterator[str]:
    if touchpoint.after is not None:
        yield f"After {word_after(touchpoint.after)}:"
    if touchpoint.for_ is not None:
        yield f"For those with {word_value(touchpoint.for_)}."
    yield _when(touchpoint)
    if touchpoint.interval is not None:
        yield f"At least {word_duration(touchpoint.interval)} after the one before."
    if touchpoint.requires is not None:
        yield f"It is reached by {word_requirement(touchpoint.requires)}."
    elif touchpoint.done_by:
        yield f"It is reached by {word_matchers(touchpoint.done_by)}."
    if touchpoint.outcomes and touchpoint.outcomes != _outcomes_of_first(element, touchpoint):
        yield (
            "It comes out as "
            + "; ".join(f"{outcome} if {word_value(rule)}" for outcome, rule in touchpoint.outcomes)
            + "."
        )
    if touchpoint.delivered_by:
        yield f"By {'; '.join(_delivery(blueprint, one, language) for one in touchpoint.delivered_by)}."
    if touchpoint.observed_by == ALWAYS:
        yield "Our own records tell."
    if touchpoint.cost is not None:
        yield f"What it costs: {word_cost(touchpoint.cost)}."
    handoff = blueprint.handoffs.get(touchpoint.handoff or "")
    if handoff is not None:
        ends = (_named(blueprint, key, language) for key in (handoff.from_, handoff.to))
        yield f"It is handed on by {handoff.id}, from {' to '.join(ends)}."


def _delivery(blueprint: Blueprint, delivery: Delivery, language: str) -> str:
    words = _named(blueprint, delivery.role, language)
    if delivery.agency is not None:
        words += f" ({_named(blueprint, delivery.agency, language)})"
    words += ", minutes not known yet" if delivery.minutes is None else f", {delivery.minutes:g} minutes"
    return words + (f" and {delivery.travel_minutes:g} of travel" if delivery.travel_minutes is not None else "")


def _outcomes_of_first(element: Element, touchpoint: Touchpoint) -> object:
    """Outcomes shared with the element's first touchpoint are read with that one only."""
    first = element.touchpoints[0]
    return first.outcomes if first.id != touchpoint.id else None


def _when(touchpoint: Touchpoint) -> str:
    if touchpoint.repeat:
        start = "" if touchpoint.repeat[0].from_ is not None else f", from {word_moment(touchpoint.from_)}"
        return f"It repeats {', then '.join(map(word_phase, touchpoint.repeat))}{start}."
    words = f"It opens on {_moment(touchpoint.opens, touchpoint)}"
    if not isinstance(touchpoint.due_by, Never):
        words += f", is due by {_moment(touchpoint.due_by, touchpoint)}"
    if not isinstance(touchpoint.closes, Never) and touchpoint.closes != touchpoint.due_by:
        words += f" and still counts until {_moment(touchpoint.closes, touchpoint)}"
    return words + "."


def _moment(moment: Moment, touchpoint: Touchpoint) -> str:
    """A bare duration said with what it counts from."""
    if isinstance(moment, Offset) and moment.anchor == "from":
        start = "that day" if touchpoint.from_ == Offset("trigger") else word_moment(touchpoint.from_)
        return start if moment == FROM else f"{start} + {word_moment(moment)}"
    return "that day" if moment == Offset("trigger") else word_moment(moment)


_CLOCKS = {
    Clock.SEND: "{from_} sends it within {time}",
    Clock.ANSWER: "{to} answers within {time}",
    Clock.BEGIN: "{to} begins within {time} of receiving it",
    Clock.WAIT: "a full place may keep a family waiting for {time}",
    Clock.RETRY: "if nobody was reached, {catch} tries again within {time}",
    Clock.ROUTE: "if found not eligible, {from_} finds the next route within {time}",
    Clock.FINISH: "{to} finishes within {time}",
    Clock.TELL: "{to} tells {from_} what became of it within {time}",
}


def _chain(blueprint: Blueprint, handoff: Handoff, language: str) -> str:
    names = {
        "from_": _named(blueprint, handoff.from_, language),
        "to": _named(blueprint, handoff.to, language),
        "catch": _named(blueprint, handoff.catch, language),
    }
    clocks = [
        words.format(time=word_duration(handoff.clocks[clock]), **names)
        for clock, words in _CLOCKS.items()
        if clock in handoff.clocks
    ]
    if handoff.consent is not None:
        clocks.insert(0, f"with the family's consent ({handoff.consent})")
    return "; ".join(clocks) + f"; whatever is not answered in time, {names['catch']} catches."


def handoffs_of(blueprint: Blueprint, element: Element) -> tuple[Handoff, ...]:
    """The hand-offs that an element's touchpoints use, in their order."""
    used = dict.fromkeys(touchpoint.handoff for touchpoint in element.touchpoints if touchpoint.handoff)
    return tuple(blueprint.handoffs[key] for key in used if key in blueprint.handoffs)


def read_handoff(blueprint: Blueprint, handoff: Handoff, *, language: str) -> Iterator[str]:
    """A hand-off's lines: who to whom, its clocks, the way back, the next route."""
    from_, to = _named(blueprint, handoff.from_, language), _named(blueprint, handoff.to, language)
    yield f"Hand-off {handoff.id}: from {from_} to {to}."
    chain = _chain(blueprint, handoff, language)
    yield f"  {chain[0].upper()}{chain[1:]}"
    yield f"  The way back: {word_matchers(handoff.way_back)}."
    if handoff.next_route is not None:
        yield f"  Whoever is not eligible goes on to {handoff.next_route}."
    else:
        yield f"  Whoever is not eligible goes nowhere else: {handoff.no_next_route or 'no reason is given'}"


def _named(blueprint: Blueprint, key: str, language: str) -> str:
    named = blueprint.agencies.get(key) or blueprint.roles.get(key)
    return (word_text(named.title, language) if named else "") or key or "nobody"


def read_aloud(blueprint: Blueprint, *, language: str) -> Iterator[str]:
    """The whole blueprint, elements in the author's order, then its hand-offs. Lines without newline."""
    yield f"{word_text(blueprint.title, language) or blueprint.id} {blueprint.version}"
    if blueprint.extends is not None:
        yield f"Starts from {blueprint.extends[0]} {blueprint.extends[1]}."
    yield f"{len(blueprint.elements)} elements, {sum(len(e.touchpoints) for e in blueprint.elements.values())} touchpoints."
    for element in blueprint.elements.values():
        yield ""
        yield from read_element(blueprint, element, language=language)
    for handoff in blueprint.handoffs.values():
        yield ""
        yield from read_handoff(blueprint, handoff, language=language)


def as_data(blueprint: Blueprint, element: Element, *, language: str) -> dict[str, object]:
    """What `read_element` says, as plain values for a program: one entry for each touchpoint, moments in words."""
    return {
        "element": element.id,
        "title": word_text(element.title, language),
        "family_text": word_text(element.family_text, language),
        "kind": str(element.kind),
        "recipient": str(element.recipient),
        "stage": str(element.stage),
        "for": word_value(element.for_) if element.for_ is not None and element.for_ != Literal(True) else None,
        "until": word_moment(element.until) if element.until is not None else None,
        "touchpoints": [
            {
                "touchpoint": touchpoint.id,
                "title": word_text(touchpoint.title, language),
                "after": word_after(touchpoint.after) if touchpoint.after else None,
                "from": word_moment(touchpoint.from_),
                "opens": _moment(touchpoint.opens, touchpoint),
                "due_by": _moment(touchpoint.due_by, touchpoint),
                "closes": _moment(touchpoint.closes, touchpoint),
                "handoff": touchpoint.handoff,
                "aloud": " ".join(_touchpoint(blueprint, touchpoint, element, language)),
            }
            for touchpoint in element.touchpoints
        ],
    }
