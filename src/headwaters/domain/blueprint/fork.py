"""Blueprints that start from another: changes applied by name, conflicts as two sentences (language part 4).

A document is a plain tree of maps, lists, texts and numbers. A change names a part by a dotted path through maps; a list
is changed as a whole. Each change carries the old value, which is what makes a later merge safe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from headwaters.domain.blueprint.misread import Misread, did_you_mean

Plain = Any
"""None, bool, int, float, str, list[Plain] or dict[str, Plain]."""

Path = tuple[str, ...]


class Absent(Enum):
    """Stands for "no value": what an added key was before, and a removed one is afterwards."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `old` ABSENT: the key is put in (before or after a sibling; else last). `new` ABSENT: it is taken out.

    because  why, by language or as one text; required by the language
    """

    at: str
    old: Plain
    new: Plain
    because: Mapping[str, str] | str = ""
    source: str | None = None
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change that was written against something else than what the parent now says: two sentences to choose from.

    number  of the change, from 1
    """

    number: int
    at: str
    was_written_against: Plain
    parent_says: Plain
    yours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Forked:
    """A document with changes applied. Changes in conflict are left out, as are those in `misread` (number, why).

    changed  paths that a change put in or altered -> the number of that change, from 1
    """

    document: Mapping[str, Plain]
    conflicts: tuple[Conflict, ...]
    misread: tuple[tuple[int, Misread], ...]
    changed: Mapping[Path, int]


def apply(changes: Sequence[Change], parent: Mapping[str, Plain]) -> Forked:
    """The parent's document with `changes` applied in order. The parent itself is not altered."""
    document = dict(parent)
    conflicts: list[Conflict] = []
    misread: list[tuple[int, Misread]] = []
    changed: dict[Path, int] = {}
    for number, change in enumerate(changes, start=1):
        try:
            path = find(document, change.at, adding=change.old is ABSENT)
            conflict = _conflict(number, change, value_at(document, path))
            if conflict is not None:
                conflicts.append(conflict)
                continue
            document = _put(document, path, change)
            changed[path] = number
        except Misread as error:
            misread.append((number, error))
    return Forked(document, tuple(conflicts), tuple(misread), changed)


def reverse(changes: Sequence[Change], parent: Mapping[str, Plain]) -> tuple[Change, ...]:
    """Changes that undo `changes`, in the order to apply them: applied to the fork they give the parent again, its
    order of keys included. `parent` tells where a key that was taken out had stood."""
    document: Mapping[str, Plain] = parent
    undone: list[Change] = []
    for change in changes:
        before = _next_sibling(document, change) if change.new is ABSENT else None
        undone.append(Change(change.at, change.new, change.old, change.because, change.source, before=before))
        document = apply([change], document).document
    return tuple(reversed(undone))


def _next_sibling(document: Mapping[str, Plain], change: Change) -> str | None:
    path = find(document, change.at, adding=False)
    siblings = list(value_at(document, path[:-1]))
    position = siblings.index(path[-1]) + 1
    return siblings[position] if position < len(siblings) else None


def find(document: Mapping[str, Plain], at: str, *, adding: bool) -> Path:
    """The path that `at` names. Keys may hold dots themselves: at each map the longest key that exists is taken.

    raises  Misread  a key on the way does not exist, or the way leads through something that is no map
    """
    parts = at.split(".")
    path: list[str] = []
    here: Plain = document
    while parts:
        if not isinstance(here, dict):
            raise Misread(
                f"`{at}`: {_named(path)} holds no keys of its own.", f"Change {_named(path)} as a whole.", "change_path"
            )
        length = next((n for n in range(len(parts), 0, -1) if ".".join(parts[:n]) in here), None)
        if length is None:
            if adding and len(parts) == 1:
                return (*path, parts[0])
            raise _nowhere(at, parts, path, here)
        key = ".".join(parts[:length])
        path.append(key)
        here, parts = here[key], parts[length:]
    return tuple(path)


def _nowhere(at: str, parts: list[str], path: list[str], here: Mapping[str, Plain]) -> Misread:
    inside = f" in {_named(path)}" if path else ""
    return Misread(
        f"`{at}`: there is no `{parts[0]}`{inside}.", did_you_mean(parts[0], here, kind="There are"), "change_path"
    )


def _named(path: Sequence[str]) -> str:
    return f"`{'.'.join(path)}`" if path else "the blueprint"


def value_at(document: Plain, path: Path) -> Plain:
    """The value under `path`; ABSENT where there is none."""
    for key in path:
        if not isinstance(document, dict) or key not in document:
            return ABSENT
        document = document[key]
    return document


def same(left: Plain, right: Plain) -> bool:
    """Whether two values say the same: order of keys in a map counts (it is the order of matching), 1 is not true."""
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, str) and isinstance(right, str):
        return " ".join(left.split()) == " ".join(right.split())
    return bool(left == right)


def _conflict(number: int, change: Change, now: Plain) -> Conflict | None:
    if same(change.old, now):
        return None
    yours = f"Yours: {_sentence(change.at, change.old, change.new)}"
    theirs = f"Theirs: {_sentence(change.at, change.old, now)}"
    return Conflict(number, change.at, change.old, now, yours, theirs)


def _sentence(at: str, old: Plain, new: Plain) -> str:
    if new is ABSENT:
        return f"`{at}` is taken out (it was {shown(old)})." if old is not ABSENT else f"`{at}` is not there."
    if old is ABSENT:
        return f"`{at}` is put in as {shown(new)}."
    return f"`{at}` goes from {shown(old)} to {shown(new)}."


def shown(value: Plain) -> str:
    """A value as it would be written, short enough for a sentence."""
    if value is ABSENT:
        return "nothing"
    return f"`{_flow(value)}`"


def _flow(value: Plain) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case dict():
            written = "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
        case list():
            written = "[" + ", ".join(map(_flow, value)) + "]"
        case _:
            written = str(getattr(value, "written", value))
    return written if len(written) <= 160 else written[:157] + "..."


def _put(document: Mapping[str, Plain], path: Path, change: Change) -> dict[str, Plain]:
    """A copy of `document` with one change made; only the maps on the way are copied."""
    key, rest = path[0], path[1:]
    if rest:
        return {name: _put(value, rest, change) if name == key else value for name, value in document.items()}
    if change.new is ABSENT:
        return {name: value for name, value in document.items() if name != key}
    if key in document:
        return {name: change.new if name == key else value for name, value in document.items()}
    return _inserted(document, key, change)


def _inserted(document: Mapping[str, Plain], key: str, change: Change) -> dict[str, Plain]:
    sibling = change.before or change.after
    if sibling is None:
        return {**document, key: change.new}
    if sibling not in document:
        raise Misread(
            f"`{change.at}` is to stand beside `{sibling}`, which is not there.",
            did_you_mean(sibling, document, kind="Siblings"), "change_path",
        )  # fmt: skip
    position = list(document).index(sibling) + (1 if change.after else 0)
    pairs = list(document.items())
    return dict([*pairs[:position], (key, change.new), *pairs[position:]])
