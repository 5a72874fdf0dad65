"""That every number says where it is from (language part 1): a `source` on the nearest map around it, or on one further out.

Looked for in elements, hand-offs, facts, roles and measures. `judgement` and `assumed` are sources too, with a `note`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from headwaters.domain.blueprint.condition import Value
from headwaters.domain.blueprint.condition_text import read_condition
from headwaters.domain.blueprint.condition_types import literals_in
from headwaters.domain.blueprint.misread import Misread, did_you_mean
from headwaters.interchange.blueprint_yaml.document import Document, subject_of
from headwaters.interchange.blueprint_yaml.yaml_text import Path, Plain

OWN_JUDGEMENT = ("judgement", "assumed")
_CITING = ("elements", "handoffs", "facts", "roles", "measures")
_TIMES = frozenset(
    ("from", "opens", "within", "due_by", "closes", "interval", "every", "until", "valid_for", "latest", "earliest", "else")
)  # fmt: skip
_CONDITIONS = frozenset(("for", "unless", "where"))
_NO_CLAIM = frozenset(("times", "year", "note", "source"))
"""Keys whose numbers claim nothing about the world: a repeat's bound, the year of a cost's dollars."""

_TEXTS = frozenset(("title", "family_text", "why", "no_action", "ask", "because", "choices"))

_LENGTH = re.compile(r"\b(\d+ (?:business )?(?:day|week|month|year)s?)\b", re.ASCII)


def check_sources(document: Document) -> None:
    """Notes sources that are not declared, judgement without a note, and numbers without any source."""
    _check_named(document, document.tree, ())
    codes = document.tree.get("codes")
    for key, part in codes.items() if isinstance(codes, dict) else ():
        if isinstance(part, dict):
            check_source(document, part, ("codes", key), document.words.sources)
    for section in _CITING:
        listed = document.tree.get(section)
        for key, part in listed.items() if isinstance(listed, dict) else ():
            _check_numbers(document, (section, key), part)


def _check_named(document: Document, value: Plain, path: Path) -> None:
    if isinstance(value, dict):
        check_source(document, value, path, document.words.sources)
        for key, inner in value.items():
            if (*path, key) not in (("codes",), ("sources",)):
                _check_named(document, inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            _check_named(document, inner, (*path, position))


def check_source(document: Document, value: Plain, path: Path, declared: Iterable[str]) -> None:
    """Notes it where the `source` of one map is neither declared nor a judgement with its note."""
    known = [*declared, *OWN_JUDGEMENT]
    source = value.get("source")
    for name in source if isinstance(source, list) else [source]:
        if name is None:
            continue
        if name in OWN_JUDGEMENT:
            if not value.get("note"):
                what = f"`source: {name}` does not say whose and why."
                document.problem((*path, "source"), what, "Add `note:` with a sentence beside it.", "note_missing")
        elif not isinstance(name, str) or name not in known:
            remedy = did_you_mean(str(name), known, kind="Sources")
            document.problem((*path, "source"), f"`{name}` is not a source.", remedy, "name_unknown")


def _check_numbers(document: Document, path: Path, part: Plain) -> None:
    """One problem for each element, hand-off, ...: its first number without a source, and how many more there are."""
    bare = list(_without_source(document, part, path, sourced=False))
    if not bare:
        return
    where, number = bare[0]
    more = (
        f" Nor have {len(bare) - 1} more numbers in this {subject_of(path).partition(' ')[0]}." if len(bare) > 1 else ""
    )
    what = f"{number} has no source.{more}"
    remedy = "Add `source:` here or on the element, or `source: judgement` with a note."
    if path[0] != "elements":
        remedy = "Add `source:` here, or `source: judgement` with a note."
    document.problem(where, what, remedy, "source_missing")


def _without_source(document: Document, value: Plain, path: Path, *, sourced: bool) -> Iterator[tuple[Path, str]]:
    sourced = sourced or path in document.sourced
    if isinstance(value, dict):
        sourced = sourced or value.get("source") is not None
        for key, inner in value.items():
            if key not in _NO_CLAIM and key not in _TEXTS:
                yield from _without_source(document, inner, (*path, key), sourced=sourced)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _without_source(document, inner, (*path, position), sourced=sourced)
    elif not sourced:
        yield from ((path, number) for number in _numbers(value, path))


def _numbers(value: Plain, path: Path) -> Iterator[str]:
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        if not (key == "at_least" and value == 1):
            yield str(getattr(value, "written", value))
    elif isinstance(value, str):
        if key in _TIMES or "clocks" in path or key in ("within", "period") or "spans" in path:
            yield from _LENGTH.findall(value)
        elif key in _CONDITIONS or "outcomes" in path[:-1]:
            yield from _in_condition(value)


def _in_condition(text: str) -> Iterator[str]:
    try:
        condition = read_condition(text)
    except Misread:
        return
    yield from (str(value) for value in literals_in(condition, _is_number))


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
