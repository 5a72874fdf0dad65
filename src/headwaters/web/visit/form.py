"""The questions of a visit as its page shows them: in words, prefilled, each with where it stands. Pure; the view fetches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.practice.contacts.visit_questions import Asked, Kind, Question
from headwaters.practice.contacts.visits import Head
from headwaters.web.layout.dates import short
from headwaters.web.layout.words import element_title, fact_question, title_of


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of two answers that differ: what it says, by whom and when."""

    version: str
    value: str
    words: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question on the page. `base`: the version that stands; `sides`: answers that wait for somebody to pick."""

    key: str
    id: str
    kind: Kind
    title: str
    choices: tuple[Choice, ...]
    value: str
    base: str
    sides: tuple[Side, ...] = ()
    under: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands for each question and what waits; `called`: people and accounts by id; `you`: the reader's own account."""

    heads: Mapping[str, Head]
    waiting: Mapping[str, Sequence[Head]]
    called: Mapping[str, str]
    you: str
    zone: tzinfo | None = None


def parts_of(blueprint: Blueprint, asked: Asked, standing: Standing) -> tuple[Part, ...]:
    """In the order in which a visit goes: who was there, what we did, what they said, what they want, what comes next."""
    numbered = iter(range(1, 200))
    parts = (
        (_("Who was there?"), [asked.people]),
        (_("What we did"), list(asked.steps)),
        (_("What we talked about"), list(asked.offers)),
        (_("To find out"), list(asked.facts)),
        (_("What the family wants next"), [asked.wants]),
        (_("Next time"), [asked.next]),
    )
    made = [
        Part(title, tuple(_field(blueprint, one, standing, next(numbered)) for one in questions))
        for title, questions in parts
    ]
    return tuple(part for part in made if part.fields)


def _field(blueprint: Blueprint, asked: Question, standing: Standing, number: int) -> Field:
    head = standing.heads.get(asked.key)
    held = head.value if head is not None else ""
    chosen = held if isinstance(held, list) else [held]
    words = dict(_options(asked, standing))
    return Field(
        asked.key, f"q{number}", asked.kind, _title(blueprint, asked),
        tuple(Choice(value, words[value], value in chosen) for value in asked.options),
        held if isinstance(held, str) else "", head.version if head is not None else "",
        tuple(_sides(head, standing.waiting.get(asked.key, ()), words, standing)), asked.under,
    )  # fmt: skip


def _sides(head: Head | None, waiting: Sequence[Head], words: Mapping[str, str], standing: Standing) -> Iterator[Side]:
    if not waiting or head is None:
        return
    for one in (head, *waiting):
        values = one.value if isinstance(one.value, list) else [one.value]
        when = localtime(one.at, standing.zone)
        yield Side(
            one.version, "\n".join(values), ", ".join(words.get(value, value) for value in values) or _("nothing"),
            _("you") if one.account == standing.you else standing.called.get(one.account, _("a colleague")),
            f"{short(when.date())}, {when:%H:%M}",
        )  # fmt: skip


def _title(blueprint: Blueprint, asked: Question) -> str:
    kind = asked.key.partition(":")[0]
    if kind == "who":
        return _("Tap everybody who was there")
    if kind == "wants":
        return _("In their own words")
    if kind == "next":
        return _("Day of the next visit or call")
    if kind == "fact":
        return fact_question(blueprint, asked.about)
    element, _slash, touchpoint = asked.about.partition("/")
    if kind == "is":
        name = asked.key.rpartition(":")[2]
        return (
            _("Score") if name == "value" else _("Result") if name == "result" else name.replace("_", " ").capitalize()
        )
    return title_of(blueprint, element, touchpoint) if kind == "did" else element_title(blueprint, element)


def _options(asked: Question, standing: Standing) -> Iterator[tuple[str, str]]:
    named = {
        "yes": _("Yes, they want it") if asked.key.startswith("said:") else _("Yes"), "no": _("No"),
        "thinking": _("They want to think about it"), "not_now": _("Not now"), "done": _("Done"),
        "not_today": _("Not today"), "withheld": _("Rather not say"),
    }  # fmt: skip
    for value in asked.options:
        if asked.kind is Kind.PEOPLE:
            yield value, standing.called.get(value, _("Somebody else"))
        else:
            yield value, named.get(value) or value.replace("_", " ")
