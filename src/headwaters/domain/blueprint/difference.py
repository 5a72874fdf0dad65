"""What is different between two blueprints, by identity and in designers' words, not by line (design.md, The blueprint language)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Element, Touchpoint
from headwaters.domain.blueprint.wording import word_text, word_value

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different. `path` as in the document; `sentence` says it, without a reason."""

    path: Path
    subject: str
    sentence: str


_VERBS: Mapping[str, str] = {
    "from_": "counts from", "opens": "opens", "due_by": "is due by", "closes": "closes", "after": "comes after",
    "interval": "keeps an interval of", "repeat": "repeats", "done_by": "is reached by", "requires": "requires",
    "outcomes": "has the outcomes", "for_": "is for those with", "unless": "is not for those with", "until": "is owed until",
    "declined_by": "is declined by", "resumed_by": "is taken up again by", "stopped_by": "is stopped by",
    "observed_by": "is observed by", "handoff": "uses the hand-off", "delivered_by": "is delivered by", "cost": "costs",
    "fund": "is paid by", "stage": "is", "kind": "is a", "recipient": "is for the", "title": "is called",
    "family_text": "tells families", "why": "gives as its reason", "no_action": "owes nothing after",
    "known_by": "is known by", "offered_by": "is offered by", "accepted_by": "is accepted by", "lane": "stands in the lane",
    "domain": "belongs to the domain", "protective_factors": "builds", "source": "rests on", "clocks": "has the clocks",
    "way_back": "is told back by", "next_route": "goes on to", "no_next_route": "goes nowhere, because", "to": "is answered by",
    "catch": "is caught by", "consent": "asks for", "starts_on": "starts on", "place": "is in", "valid_for": "is valid for",
    "codes": "holds the codes", "met": "is met by", "at_least": "asks for a share of", "period": "looks at", "who": "counts",
    "out": "leaves out", "minutes_per_week": "works (minutes a week)", "supervised_by": "is supervised by",
}  # fmt: skip
_SILENT = frozenset(("id", "key", "touchpoints", "closes_given", "name"))

_SECTIONS: Mapping[str, str] = {
    "handoffs": "hand-off", "measures": "measure", "facts": "fact", "events": "event", "codes": "code list",
    "anchors": "anchor", "spans": "span", "sources": "source", "agencies": "agency", "roles": "role", "funds": "fund",
    "protective_factors": "protective factor",
}  # fmt: skip
_WHOLE: Mapping[str, str] = {
    "title": "title", "languages": "languages", "catch": "role that catches what has no hand-off", "holidays": "holidays",
    "ends": "endings", "resumes": "resumings",
}  # fmt: skip


def difference(old: Blueprint, new: Blueprint, *, language: str = "en") -> tuple[Difference, ...]:
    """Everything in which `new` differs from `old`, elements first, in the order of `new` (what is gone comes last).

    Their ids, versions and parents are not compared: a fork without changes has no difference.
    """
    return (*_elements(old, new, language), *_sections(old, new), *_whole(old, new))


def _elements(old: Blueprint, new: Blueprint, language: str) -> Iterator[Difference]:
    for id_, element in new.elements.items():
        subject = f'element "{id_}"'
        if id_ not in old.elements:
            what = f"{_called(element.title, id_, language)} is new, with {_counted(len(element.touchpoints), 'touchpoint')}."
            yield Difference(("elements", id_), subject, what)
            continue
        yield from _parts(old.elements[id_], element, ("elements", id_), subject, _called(element.title, id_, language))
        yield from _touchpoints(old.elements[id_], element, language)
    for id_, element in old.elements.items():
        if id_ not in new.elements:
            yield Difference(("elements", id_), f'element "{id_}"', f"{_called(element.title, id_, language)} is gone.")
    yield from _order(tuple(old.elements), tuple(new.elements), ("elements",), "blueprint", "Elements")


def _touchpoints(old: Element, new: Element, language: str) -> Iterator[Difference]:
    before: dict[str, Touchpoint] = {touchpoint.id: touchpoint for touchpoint in old.touchpoints}
    after: dict[str, Touchpoint] = {touchpoint.id: touchpoint for touchpoint in new.touchpoints}
    element = _called(new.title, new.id, language)
    for id_, touchpoint in after.items():
        path, subject = ("elements", new.id, "touchpoints", id_), f'touchpoint "{new.id}.{id_}"'
        name = f"{element}, {word_text(touchpoint.title, language) or id_}"
        if id_ not in before:
            window = f"opens {word_value(touchpoint.opens)}, due by {word_value(touchpoint.due_by)}"
            yield Difference(path, subject, f"{name}: is new ({window}).")
        else:
            yield from _parts(_own(before[id_], old), _own(touchpoint, new), path, subject, f"{name}:")
    for id_ in before:
        if id_ not in after:
            path = ("elements", new.id, "touchpoints", id_)
            yield Difference(path, f'touchpoint "{new.id}.{id_}"', f"{element}, {id_}: is gone.")
    yield from _order(
        tuple(before), tuple(after), ("elements", new.id, "touchpoints"), f'element "{new.id}"', "Touchpoints"
    )


def _own(touchpoint: Touchpoint, element: Element) -> Mapping[str, Any]:
    """A touchpoint's fields, leaving out what the element's own comparison tells already."""
    shared = ("delivered_by", "source")
    told = {key for key in shared if getattr(touchpoint, key) == getattr(element, key)}
    return {key: None if key in told else value for key, value in _fields(touchpoint).items()}


def _parts(old: Any, new: Any, path: Path, subject: str, name: str) -> Iterator[Difference]:
    """One difference for each field in which two values of a kind differ."""
    before, after = _fields(old), _fields(new)
    for key, value in after.items():
        if key in _SILENT or before.get(key) == value:
            continue
        verb = _VERBS.get(key, key.rstrip("_").replace("_", " "))
        sentence = f"{name} {verb} {_worded(value)}, no longer {_worded(before.get(key))}."
        yield Difference((*path, key.rstrip("_")), subject, sentence)


def _fields(value: Any) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _worded(value: Any) -> str:
    worded = word_value(value)
    return worded if len(worded) <= 300 else worded[:297] + "..."


def _sections(old: Blueprint, new: Blueprint) -> Iterator[Difference]:
    for section, word in _SECTIONS.items():
        before, after = getattr(old, section), getattr(new, section)
        for key, value in after.items():
            path, subject = (section, key), f'{word} "{key}"'
            name = f"The {word} {key}"
            if key not in before:
                yield Difference(path, subject, f"{name} is new.")
            elif section in ("anchors", "spans", "protective_factors"):
                if before[key] != value:
                    yield Difference(path, subject, f"{name} is {_worded(value)}, no longer {_worded(before[key])}.")
            else:
                yield from _parts(before[key], value, path, subject, name)
        for key in before:
            if key not in after:
                yield Difference((section, key), f'{word} "{key}"', f"The {word} {key} is gone.")


def _whole(old: Blueprint, new: Blueprint) -> Iterator[Difference]:
    for key, word in _WHOLE.items():
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            sentence = f"The {word}: {_worded(after)}, no longer {_worded(before)}."
            yield Difference((key,), "blueprint", sentence)


def _order(old: tuple[str, ...], new: tuple[str, ...], path: Path, subject: str, what: str) -> Iterator[Difference]:
    kept_before = [key for key in old if key in new]
    kept_after = [key for key in new if key in old]
    if kept_before != kept_after:
        yield Difference(path, subject, f"{what} stand in another order: {', '.join(kept_after)}.")


def _called(title: Mapping[str, str], id_: str, language: str) -> str:
    return word_text(title, language) or id_


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
