"""A file that `extends` another blueprint: its `changes` read and applied, conflicts as problems (language part 4)."""

from __future__ import annotations

from collections.abc import Mapping

from headwaters.domain.blueprint.fork import ABSENT, Change, Conflict, Forked, apply, shown
from headwaters.domain.blueprint.misread import Misread
from headwaters.interchange.blueprint_yaml.citing import check_source
from headwaters.interchange.blueprint_yaml.document import Document, Part, Places
from headwaters.interchange.blueprint_yaml.values import (
    text_of,
)
from headwaters.interchange.blueprint_yaml.yaml_text import Path, Plain, YamlTree

OWN_KEYS = ("blueprint", "version", "language", "title", "extends", "changes", "sources")
"""What a fork says itself; everything else is its parent's, and is altered under `changes`."""

_CHANGE_KEYS = ("at", "from", "to", "add", "before", "after", "because")


def parent_of(tree: Mapping[str, Plain]) -> tuple[str, str] | None:
    """(blueprint id, version) that a document extends; None if it extends nothing or does not say so rightly."""
    extends = tree.get("extends")
    if not isinstance(extends, dict):
        return None
    id_, version = extends.get("blueprint"), extends.get("version")
    version = getattr(version, "written", version)
    return (id_, version) if isinstance(id_, str) and isinstance(version, str) else None


def forked(own: Document, tree: YamlTree, parent: Mapping[str, Plain] | None, places: Places | None) -> Document:
    """The whole document of a fork: its parent's with the changes applied, and its own heading.

    parent  the parent's document; None if it could not be found, which is noted and leaves no blueprint
    """
    root = own.root()
    for key, part in root.children():
        if key not in OWN_KEYS:
            part.problem(
                f"`{key}` belongs to the parent here.", "Say under `changes` what is different about it.", "fork_key"
            )
    extends = parent_of(own.tree)
    if extends is None:
        where = root.get("extends") or root
        where.refuse(
            "This does not say what it starts from.", "Write `extends: {blueprint: id, version: 1.0.0}`.", "extends"
        )
    elif parent is None:
        (root.get("extends") or root).refuse(
            f"{extends[0]} {extends[1]} is not at hand, so the changes cannot be applied.",
            "Put that version on the shelf (blueprints/<id>/<version>/blueprint.yaml).", "parent_missing",
        )  # fmt: skip
    elif (parent.get("blueprint"), _written(parent.get("version"))) != extends:
        (root.get("extends") or root).refuse(
            f"The parent given is {parent.get('blueprint')} {_written(parent.get('version'))}, not {extends[0]} {extends[1]}.",
            "A fork stands on exactly one version of its parent.", "parent_version",
        )  # fmt: skip
    own.languages = _languages_of(parent or {})
    changes = _changes(root)
    if own.unreadable or parent is None or places is None:
        own.unreadable = True
        return own
    result = apply([change for _, change in changes], parent)
    for number, part in enumerate((part for part, _ in changes), start=1):
        _note(part, number, result, extends or ("", ""))
    return _joined(own, tree, result, changes, places)


def _written(value: Plain) -> str:
    return str(getattr(value, "written", value))


def _languages_of(tree: Mapping[str, Plain]) -> tuple[str, ...]:
    listed = tree.get("languages")
    return tuple(code for code in listed if isinstance(code, str)) if isinstance(listed, list) and listed else ("en",)


def _changes(root: Part) -> list[tuple[Part, Change]]:
    part = root.get("changes")
    found = []
    for item in part.items() if part else ():
        change = _change(item) if item.is_map() else None
        if change is not None:
            found.append((item, change))
    return found


def _change(part: Part) -> Change | None:
    part.only(_CHANGE_KEYS, of="a change")
    at, because, source = part.get("at"), part.get("because"), part.get("source")
    path = at.as_text() if at else None
    if path is None:
        part.refuse("does not say what it changes.", "Add `at:` with the dotted path of a part.", "change_at")
        return None
    if because is None or not because.value:
        part.problem(
            "gives no reason.",
            "Add `because:` with a sentence: others decide by it whether to do the same.",
            "because_missing",
        )
    if because is not None and isinstance(because.value, dict):
        text_of(because)
    if part.has("add") == part.has("from"):
        part.refuse(
            "should either alter something (`from`, `to`) or put something in (`add`).",
            "Write `from:` the old value and `to:` the new one, or `add:` the new part.", "change_shape",
        )  # fmt: skip
        return None
    before, after = part.get("before"), part.get("after")
    adding = part.has("add")
    return Change(
        at=path,
        old=ABSENT if adding else part.value["from"],
        new=part.value["add"] if adding else part.value.get("to", ABSENT),
        because=because.value if because and isinstance(because.value, dict | str) else "",
        source=source.value if source and isinstance(source.value, str) else None,
        before=before.as_text() if before else None,
        after=after.as_text() if after else None,
    )


def _note(part: Part, number: int, result: Forked, extends: tuple[str, str]) -> None:
    for conflict in result.conflicts:
        if conflict.number == number:
            part.problem(*_conflict_words(conflict, extends), "conflict")
    for misread_number, misread in result.misread:
        if misread_number == number:
            _misread(part, misread)


def _misread(part: Part, misread: Misread) -> None:
    part.problem(misread.what, misread.remedy, misread.code)


def _conflict_words(conflict: Conflict, extends: tuple[str, str]) -> tuple[str, str]:
    what = (
        f"was written against {shown(conflict.was_written_against)}; "
        f"{extends[0]} {extends[1]} says {shown(conflict.parent_says)}."
    )
    return what, f"Keep yours, or take theirs? {conflict.yours} {conflict.theirs}"


def _joined(
    own: Document, tree: YamlTree, result: Forked, changes: list[tuple[Part, Change]], places: Places
) -> Document:
    moved: dict[Path, Path] = {(key,): (key,) for key in OWN_KEYS if key in own.tree and key != "sources"}
    for path, number in result.changed.items():
        part, change = changes[number - 1]
        word = "add" if change.old is ABSENT else "to" if change.new is not ABSENT else "at"
        moved[path] = (*part.path, word)
    heading = {key: own.tree[key] for key in OWN_KEYS if key in own.tree and key not in ("changes", "sources")}
    document = {**heading, **{key: value for key, value in result.document.items() if key not in (*heading, "changes")}}
    document["sources"] = _sources(own.root(), document.get("sources"), moved)
    for part, _ in changes:
        check_source(own, part.value, part.path, document["sources"])
    reasons = {path: changes[number - 1][1].because for path, number in result.changed.items()}
    sourced = frozenset(path for path, number in result.changed.items() if changes[number - 1][1].source is not None)
    return Document(document, Places(tree, places, moved), own.problems, sourced=sourced, reasons=reasons)


def _sources(root: Part, parents: Plain, moved: dict[Path, Path]) -> dict[str, Plain]:
    """The parent's sources and the fork's own beside them; a fork cannot make a parent's source say something else."""
    joined: dict[str, Plain] = dict(parents) if isinstance(parents, dict) else {}
    for key, part in root.section("sources"):
        if key in joined:
            part.problem(f"The parent already has a source `{key}`.", "Give yours a key of its own.", "source_twice")
        else:
            joined[key] = part.value
            moved["sources", key] = ("sources", key)
    return joined
