"""Walking a blueprint's plain tree part by part, noting every problem with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from headwaters.domain.blueprint.misread import Misread, did_you_mean
from headwaters.domain.blueprint.vocabulary import Vocabulary
from headwaters.domain.problems import Place, Problem
from headwaters.interchange.blueprint_yaml.yaml_text import Path, Plain, WrittenFloat, WrittenInt, YamlTree


@dataclass(frozen=True, slots=True)
class Places:
    """Where each part of a document stands; the changed parts of a fork stand in the fork's own file.

    tree   the file that was read
    base   of a fork: the places of its parent
    moved  of a fork: path in the document -> path in `tree` of what the fork puts there
    """

    tree: YamlTree
    base: Places | None = None
    moved: Mapping[Path, Path] = field(default_factory=dict)

    def of(self, path: Path) -> Place:
        """The place of a part, or of the nearest part around it that stands anywhere."""
        if self.base is None:
            return self.tree.place(path)
        for length in range(len(path), 0, -1):
            if path[:length] in self.moved:
                return self.tree.place((*self.moved[path[:length]], *path[length:]))
        return self.base.of(path)


@dataclass(slots=True)
class Document:
    """A plain tree being read: its places, the names it declares, and what was found wrong so far.

    `unreadable` is set once a part cannot become a value at all; then there is no blueprint to hand back.
    """

    tree: Mapping[str, Plain]
    places: Places
    problems: dict[Problem, None] = field(default_factory=dict)
    words: Vocabulary = field(default_factory=Vocabulary)
    languages: tuple[str, ...] = ("en",)
    unreadable: bool = False
    sourced: frozenset[Path] = frozenset()
    """Of a fork: paths whose values were put there by a change that names its source."""
    reasons: Mapping[tuple[str, ...], Mapping[str, str] | str] = field(default_factory=dict)
    """Of a fork: path of each part it changed -> why."""

    def root(self) -> Part:
        return Part(self, self.tree, ())

    def problem(self, path: Path, what: str, remedy: str, code: str) -> None:
        """Notes a problem, once: an element's default is read for each of its touchpoints."""
        self.problems.setdefault(Problem(self.places.of(path), subject_of(path), what, remedy, code))


_SUBJECTS: Mapping[str, str] = {
    "elements": "element", "handoffs": "hand-off", "measures": "measure", "facts": "fact", "events": "event",
    "codes": "code list", "anchors": "anchor", "spans": "span", "sources": "source", "agencies": "agency",
    "roles": "role", "funds": "fund", "protective_factors": "protective factor",
}  # fmt: skip
_LISTED: Mapping[str, str] = {
    "changes": "change",
    "ends": "ending",
    "resumes": "resuming",
    "holidays": "holiday",
    "cases": "case",
}


def subject_of(path: Path) -> str:
    """What a designer calls the part at `path`: `touchpoint "hearing.screen"`, `change 1`."""
    match path:
        case ("elements", element, "touchpoints", touchpoint, *_):
            return f'touchpoint "{element}.{touchpoint}"'
        case (str(kind), name, *_) if kind in _SUBJECTS:
            return f'{_SUBJECTS[kind]} "{name}"'
        case (str(kind), int(position), *_) if kind in _LISTED:
            return f"{_LISTED[kind]} {position + 1}"
        case _:
            return "blueprint"


NOT_KNOWN_YET = frozenset(
    (
        "minutes",
        "travel_minutes",
        "usd",
        "low",
        "high",
        "year",
        "share",
        "minutes_per_week",
        "at_least",
        "from",
        "to",
        "add",
    )
)
"""Keys that may be `null`: numbers that nobody knows yet (they are *asked for*), and the two sides of a change."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a document: its value and its path."""

    document: Document
    value: Any
    path: Path

    @property
    def key(self) -> str:
        return str(self.path[-1]) if self.path else "blueprint"

    @property
    def words(self) -> Vocabulary:
        return self.document.words

    # -- what is wrong ---------------------------------------------------------------------------------------------

    def problem(self, what: str, remedy: str, code: str) -> None:
        self.document.problem(self.path, what, remedy, code)

    def refuse(self, what: str, remedy: str, code: str) -> None:
        """A problem after which this part has no value, so that no blueprint can be made."""
        self.problem(what, remedy, code)
        self.document.unreadable = True

    def misread(self, misread: Misread) -> None:
        self.refuse(misread.what, misread.remedy, misread.code)

    def unknown(self, word: str, what: str, known: Iterable[str], *, kind: str) -> None:
        """A name nobody declared. `what` says what it should be: `an agency`."""
        self.problem(f"`{word}` is not {what}.", did_you_mean(word, known, kind=kind), "name_unknown")

    # -- shapes ----------------------------------------------------------------------------------------------------

    def is_map(self) -> bool:
        """Whether this is a map; says so if it is not."""
        if isinstance(self.value, dict):
            return True
        self.refuse(
            f"`{self.key}` should hold keys with values, and holds {described(self.value)}.",
            "Write `key: value` lines below it, or `{key: value, ...}`.", "not_a_map",
        )  # fmt: skip
        return False

    def get(self, key: str) -> Part | None:
        """The part under `key`; None where it is absent or null."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return None if value is None else Part(self.document, value, (*self.path, key))

    def has(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def children(self) -> Iterator[tuple[str, Part]]:
        """Keys and parts of a map, in the author's order; nothing for another shape."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield key, Part(self.document, value, (*self.path, key))

    def section(self, key: str) -> Iterator[tuple[str, Part]]:
        """The children of the map under `key`, if there is one."""
        part = self.get(key)
        if part is not None and part.is_map():
            yield from part.children()

    def items(self) -> Iterator[Part]:
        """Items of a list; a single value that is no list counts as a list of one."""
        if isinstance(self.value, list):
            for position, value in enumerate(self.value):
                yield Part(self.document, value, (*self.path, position))
        elif self.value is not None:
            yield self

    def only(self, known: Iterable[str], *, of: str) -> None:
        """Notes every key that does not belong here. `of` names the map: `an element`."""
        allowed = [*known, "source", "note"]
        for key, part in self.children():
            if key in allowed:
                if part.value is None and key not in NOT_KNOWN_YET:
                    part.problem(f"`{key}` is empty.", "Give it a value, or take the key out.", "value_empty")
                continue
            remedy = did_you_mean(key, allowed, kind=f"Keys of {of}")
            if key == "end of month":
                remedy = 'Put the whole moment in quotes: "birth + 1 month, end of month".'
            part.problem(f"`{key}` is not a key of {of}.", remedy, "key_unknown")

    # -- plain values ----------------------------------------------------------------------------------------------

    def as_text(self) -> str | None:
        """Text; a number is taken as it was written."""
        match self.value:
            case str():
                return self.value
            case WrittenInt() | WrittenFloat():
                return self.value.written
            case _:
                self.refuse(
                    f"`{self.key}` should be text, and is {described(self.value)}.",
                    f"Write a text after `{self.key}:`, in quotes if it could be read as something else.", "not_text",
                )  # fmt: skip
                return None

    def as_number(self) -> float | None:
        """A number; None (and no problem) for null, which means *not known, asked for*."""
        if self.value is None:
            return None
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.refuse(
                f"`{self.key}` should be a number, and is {described(self.value)}.",
                "Write the number alone, or `null` where nobody knows it yet.", "not_a_number",
            )  # fmt: skip
            return None
        return float(self.value)

    def as_whole(self) -> int | None:
        if isinstance(self.value, int) and not isinstance(self.value, bool) and self.value >= 1:
            return int(self.value)
        self.refuse(
            f"`{self.key}` should be a whole number from 1, and is {described(self.value)}.",
            "Write it like `3`.",
            "not_whole",
        )
        return None

    def texts(self) -> tuple[str, ...]:
        """A list of texts, or one text."""
        return tuple(text for item in self.items() if (text := item.as_text()) is not None)

    def choice(self, choices: Iterable[str], *, kind: str) -> str | None:
        """One of a closed set of words."""
        known = tuple(choices)
        text = self.as_text()
        if text is None or text in known:
            return text
        self.refuse(
            f"`{self.key}: {text}` is not one of the words there are.",
            did_you_mean(text, known, kind=kind),
            "choice_unknown",
        )
        return None


def described(value: Any) -> str:
    """A value in a designer's words: `a list`, `nothing`, `the number 14`."""
    match value:
        case None:
            return "empty"
        case bool():
            return f"`{'true' if value else 'false'}`"
        case int() | float():
            return f"the number {getattr(value, 'written', value)}"
        case str():
            return f"the text `{value if len(value) <= 40 else value[:37] + '...'}`"
        case list():
            return "a list"
        case _:
            return "a map of keys"
