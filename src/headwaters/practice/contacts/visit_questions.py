"""What a visit asks: only what the blueprint needs of this family on this day, and of this role. Rules, without a database.

A question's key says what its answer is about, so that an answer from a phone is understood without the page it was typed on:
`who`, `did:ELEMENT/TOUCHPOINT`, `is:ELEMENT/TOUCHPOINT:COLUMN`, `said:ELEMENT/TOUCHPOINT`, `fact:NAME`, `wants`, `next`, `finished`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from headwaters.domain.blueprint.blueprint import Blueprint, FactType
from headwaters.domain.blueprint.condition import And, Compare, Condition, InList, Literal, Name, Not, Or
from headwaters.domain.blueprint.element import Element, Touchpoint
from headwaters.domain.blueprint.matcher import EventMatcher
from headwaters.domain.status import Reason, Status, StatusRow
from headwaters.practice.contacts.outcomes import sayable
from headwaters.practice.contacts.promises import touchpoint_of

MOST_STEPS, MOST_OFFERS, MOST_FACTS = 6, 4, 4
"""More is not asked at one visit: what is left comes up the next time."""
OPEN = frozenset({Status.DUE, Status.OVERDUE, Status.IN_PROGRESS})
WITHHELD = "withheld"


class Kind(StrEnum):
    PEOPLE = "people"
    CHOICE = "choice"
    NUMBER = "number"
    WORDS = "words"
    DAY = "day"


class Done(StrEnum):
    DONE = "done"
    NOT_TODAY = "not_today"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True)
class Question:
    """`about`: the touchpoint's key or the fact's name that it is about. `options`: values of a choice; what they are called is
    the page's matter. `under`: it belongs under the question of that key."""

    key: str
    kind: Kind
    about: str = ""
    options: tuple[str, ...] = ()
    under: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of one visit, in their order."""

    people: Question
    steps: tuple[Question, ...] = ()
    offers: tuple[Question, ...] = ()
    facts: tuple[Question, ...] = ()
    wants: Question = field(default=Question("wants", Kind.WORDS))
    next: Question = field(default=Question("next", Kind.DAY))

    @property
    def count(self) -> int:
        """Questions that stand on the page when it is opened; those under a step come with its answer."""
        return 3 + sum(not one.under for one in self.steps) + len(self.offers) + len(self.facts)


def ask(
    blueprint: Blueprint, rows: Sequence[StatusRow], *, role: str, people: Sequence[str], answered: Iterable[str] = ()
) -> Asked:
    """What to ask at a visit.

    rows    the family's rows as the reader may see them, judged for the day
    role    whose steps are asked for: `navigator`
    people  ids of those who may have been there
    answered  keys of questions that were answered at this visit: they stay, though by their answer nothing is open any more
    """
    kept = [key.partition(":")[::2] for key in answered if known_question(blueprint, key)]
    steps = [row for row in _by_urgency(rows) if _is_ours(blueprint, row, role)]
    offers = [
        row for row in _by_urgency(rows) if not _is_ours(blueprint, row, role) and _can_be_offered(blueprint, row)
    ]
    did = _first(_keys(steps), MOST_STEPS, [about for kind, about in kept if kind == "did"])
    said = _first(_one_an_element(_keys(offers)), MOST_OFFERS, [about for kind, about in kept if kind == "said"])
    facts = _first(_missing(blueprint, rows), MOST_FACTS, [about for kind, about in kept if kind == "fact"])
    return Asked(
        people=Question("who", Kind.PEOPLE, options=tuple(people)),
        steps=tuple(one for key in did for one in _step(blueprint, key)),
        offers=tuple(Question(f"said:{key}", Kind.CHOICE, key, ("yes", "thinking", "not_now")) for key in said),
        facts=tuple(_fact(blueprint, name) for name in facts),
    )


def _first(open_now: Sequence[str], most: int, answered: Sequence[str]) -> list[str]:
    """What was answered, then what is open, so many in all or as many as were answered."""
    return list(dict.fromkeys([*answered, *open_now]))[: max(most, len(answered))]


def known_question(blueprint: Blueprint, key: str) -> bool:
    """Whether an answer under this key can be understood by this blueprint."""
    kind, _, about = key.partition(":")
    if key in ("who", "wants", "next", "finished"):
        return True
    if kind in ("did", "said"):
        return touchpoint_of(blueprint, about) is not None
    if kind == "is":
        return touchpoint_of(blueprint, about.rpartition(":")[0]) is not None
    return kind == "fact" and about in blueprint.facts


def kind_of_step(touchpoint: Touchpoint) -> str | None:
    """The kind of event by which a step is done; None where it takes more than to say so (a code, another agency's word)."""
    for matcher in touchpoint.done_by:
        if isinstance(matcher, EventMatcher) and not matcher.lists:
            return matcher.kinds[0]
    return None


def columns_of(touchpoint: Touchpoint) -> dict[str, tuple[str, ...]]:
    """What the outcomes of a step look at: a column with the words it is compared with; none where it is a number or yes/no."""
    found: dict[str, list[str]] = {}
    for _, condition in touchpoint.outcomes or ():
        for name, values in _looked_at(condition):
            found.setdefault(name, []).extend(value for value in values if value not in found.get(name, []))
    return {name: tuple(dict.fromkeys(values)) for name, values in found.items()}


def _looked_at(condition: Condition) -> Iterator[tuple[str, list[str]]]:
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _looked_at(part)
        case Not(part):
            yield from _looked_at(part)
        case Compare(Name(name), _, Literal(value)) | Compare(Literal(value), _, Name(name)):
            yield name, [value] if isinstance(value, str) else []
        case InList(Name(name), values):
            yield name, [value for value in values if isinstance(value, str)]
        case Name(name):
            yield name, []
        case _:
            return


def _step(blueprint: Blueprint, key: str) -> Iterator[Question]:
    touchpoint, element = touchpoint_of(blueprint, key), blueprint.elements[key.partition("/")[0]]
    assert touchpoint is not None
    can_refuse = bool(sayable(element, touchpoint).not_now)
    yield Question(
        f"did:{key}", Kind.CHOICE, key, (Done.DONE, Done.NOT_TODAY, *((Done.NOT_NOW,) if can_refuse else ()))
    )
    for name, words in columns_of(touchpoint).items():
        under = f"did:{key}"
        rule = blueprint.events.get(kind_of_step(touchpoint) or "")
        typed = rule.columns.get(name) if rule is not None else None
        if words:
            yield Question(f"is:{key}:{name}", Kind.CHOICE, key, words, under)
        elif typed is FactType.BOOLEAN:
            yield Question(f"is:{key}:{name}", Kind.CHOICE, key, ("yes", "no"), under)
        else:
            yield Question(f"is:{key}:{name}", Kind.NUMBER, key, (), under)


def _fact(blueprint: Blueprint, name: str) -> Question:
    rule = blueprint.facts[name]
    if rule.type is FactType.BOOLEAN:
        return Question(f"fact:{name}", Kind.CHOICE, name, ("yes", "no", WITHHELD))
    if rule.type is FactType.NUMBER:
        return Question(f"fact:{name}", Kind.NUMBER, name)
    return Question(f"fact:{name}", Kind.CHOICE, name, (*rule.choices, WITHHELD))


def _missing(blueprint: Blueprint, rows: Iterable[StatusRow]) -> list[str]:
    """Facts whose answer decides what is owed, and for which the blueprint has a question."""
    names = [
        name
        for row in rows
        if row.status is Status.ASK and row.reason != Reason.WITHHELD
        for name in _names(row.missing)
    ]
    asked = [name for name in dict.fromkeys(names) if name in blueprint.facts and blueprint.facts[name].ask]
    return [
        name
        for name in asked
        if blueprint.facts[name].choices or blueprint.facts[name].type in (FactType.BOOLEAN, FactType.NUMBER)
    ]


def _names(missing: object) -> tuple[str, ...]:
    if missing is None:
        return ()
    if isinstance(missing, str):
        return tuple(part.strip() for part in missing.split(","))
    return tuple(str(one) for one in missing) if isinstance(missing, Iterable) else ()


def _by_urgency(rows: Iterable[StatusRow]) -> list[StatusRow]:
    found = [row for row in rows if row.status in OPEN]
    return sorted(
        found, key=lambda row: (row.status is not Status.OVERDUE, str(row.due_by), row.element, row.touchpoint)
    )


def _keys(rows: Iterable[StatusRow]) -> list[str]:
    return list(dict.fromkeys(f"{row.element}/{row.touchpoint}" for row in rows))


def _one_an_element(keys: Iterable[str]) -> list[str]:
    held: dict[str, str] = {}
    for key in keys:
        held.setdefault(key.partition("/")[0], key)
    return list(held.values())


def _is_ours(blueprint: Blueprint, row: StatusRow, role: str) -> bool:
    element = blueprint.elements.get(row.element)
    touchpoint = touchpoint_of(blueprint, f"{row.element}/{row.touchpoint}")
    if element is None or touchpoint is None or kind_of_step(touchpoint) is None:
        return False
    return any(one.role == role for one in touchpoint.delivered_by or element.delivered_by)


def _can_be_offered(blueprint: Blueprint, row: StatusRow) -> bool:
    element: Element | None = blueprint.elements.get(row.element)
    if element is None:
        return False
    words = sayable(element, touchpoint_of(blueprint, f"{row.element}/{row.touchpoint}"))
    return bool(words.offered or words.yes) or (bool(words.not_now) and row.status is Status.OVERDUE)
