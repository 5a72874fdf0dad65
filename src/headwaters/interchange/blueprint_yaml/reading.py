"""A blueprint file into the typed blueprint, with everything that is wrong with it (language parts 1 to 5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.problems import Place, Problem
from headwaters.interchange.blueprint_yaml import agreements, declarations
from headwaters.interchange.blueprint_yaml.checking import check
from headwaters.interchange.blueprint_yaml.declared import vocabulary
from headwaters.interchange.blueprint_yaml.document import Document, Part, Places
from headwaters.interchange.blueprint_yaml.elements import element
from headwaters.interchange.blueprint_yaml.forked import forked, parent_of
from headwaters.interchange.blueprint_yaml.values import (
    text_of,
)
from headwaters.interchange.blueprint_yaml.yaml_text import Plain, YamlTree, read_yaml

KEYS = (
    "blueprint", "version", "language", "title", "languages", "extends", "changes", "sources", "agencies", "roles", "funds",
    "catch", "holidays", "facts", "events", "codes", "anchors", "spans", "ends", "resumes", "elements", "handoffs",
    "measures", "protective_factors",
)  # fmt: skip
SEMANTIC = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?", re.ASCII)
LANGUAGE = 1
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class BlueprintReading:
    """What became of a blueprint file.

    blueprint  None where a part could not become a value at all. It may be there although `problems` is not empty (a text
               missing in a language, a number without a source): whoever adopts a blueprint refuses it then.
    problems   everything that is wrong, by file and line
    document   the plain tree (of a fork: its parent's with the changes applied), as read: maps, lists, texts, numbers
    places     where each part of `document` stands
    changed    of a fork: path of each part it changed -> the reason it gives
    """

    blueprint: Blueprint | None
    problems: tuple[Problem, ...]
    document: Mapping[str, Plain]
    places: Places
    changed: Mapping[tuple[str, ...], Mapping[str, str] | str] = field(default_factory=dict)


def read_blueprint(text: str, *, file: str, parent: BlueprintReading | None = None) -> BlueprintReading:
    """Reads and checks a blueprint. Never raises for bad text; every problem has its place and remedy.

    file    how the file is called in messages
    parent  the reading of the blueprint that this one `extends`, at exactly that version
    """
    tree = read_yaml(text, file=file)
    if tree.readable and not isinstance(tree.value, dict):
        what = "The file holds a list." if isinstance(tree.value, list) else "The file holds a single text."
        tree.problems.append(
            Problem(Place(file, 1), "file", what, "Start with `blueprint:`, `version:` and `language: 1`.", "not_a_map")
        )
        tree.readable = False
    if not tree.readable:
        return BlueprintReading(None, tuple(sorted(tree.problems)), {}, Places(tree))
    document = _document(tree, parent)
    blueprint = _blueprint(document) if not document.unreadable else None
    if blueprint is not None:
        check(document, blueprint)
    problems = tuple(sorted([*tree.problems, *document.problems]))
    usable = None if document.unreadable else blueprint
    return BlueprintReading(usable, problems, document.tree, document.places, document.reasons)


def _document(tree: YamlTree, parent: BlueprintReading | None) -> Document:
    own = Document(tree.value, Places(tree))
    if own.root().has("extends") or own.root().has("changes"):
        return forked(own, tree, parent.document if parent else None, parent.places if parent else None)
    return own


def _blueprint(document: Document) -> Blueprint:
    document.words = vocabulary(document.tree)
    root = document.root()
    root.only(KEYS, of="a blueprint")
    document.languages = _languages(root)
    title = root.get("title")
    return Blueprint(
        id=_id(root),
        version=_version(root),
        language=_language(root),
        languages=document.languages,
        catch=_catch(root),
        title=text_of(title) if title else None,
        sources=declarations.sources(document),
        agencies=declarations.agencies(document),
        roles=declarations.roles(document),
        funds=declarations.funds(document),
        holidays=declarations.holidays(document),
        facts=declarations.facts(document),
        events=declarations.events(document),
        codes=declarations.codes(document),
        anchors=declarations.anchors(document),
        spans=declarations.spans(document),
        ends=declarations.endings(document, "ends"),
        resumes=declarations.endings(document, "resumes"),
        elements={key: e for key, part in root.section("elements") if (e := element(part, key)) is not None},
        handoffs=agreements.handoffs(document),
        measures=agreements.measures(document),
        protective_factors=declarations.protective_factors(document),
        extends=parent_of(document.tree),
    )


def _id(root: Part) -> str:
    part = root.get("blueprint")
    if part is None:
        root.refuse("The blueprint has no id.", "Add `blueprint: my-blueprint` at the top.", "id_missing")
        return ""
    id_ = part.as_text() or ""
    if id_ and not re.fullmatch(r"[a-z][a-z0-9_-]*", id_, re.ASCII):
        part.problem(f"`{id_}` is not an id.", "Use small letters, digits, `-` and `_`, starting with a letter.", "id")
    return id_


def _version(root: Part) -> str:
    part = root.get("version")
    if part is None:
        root.refuse("The blueprint has no version.", "Add `version: 0.1.0`.", "version_missing")
        return ""
    version = part.as_text() or ""
    if version and not SEMANTIC.fullmatch(version):
        part.problem(f"`{version}` is not a version.", "Write three numbers with points between: `1.0.0`.", "version")
    return version


def _language(root: Part) -> int:
    part = root.get("language")
    if part is None or part.value != LANGUAGE:
        said = "is not said" if part is None else f"`{part.value}` is not known"
        (part or root).problem(
            f"The version of the blueprint language {said}.", f"Write `language: {LANGUAGE}`.", "language"
        )
    return LANGUAGE


def _languages(root: Part) -> tuple[str, ...]:
    part = root.get("languages")
    languages = part.texts() if part else ()
    for language in languages:
        if part and not _LANGUAGE.fullmatch(language):
            part.problem(
                f"`{language}` is not a language code.", "Write codes such as en, es, vi or zh-Hans.", "languages"
            )
    return tuple(language for language in languages if _LANGUAGE.fullmatch(language)) or ("en",)


def _catch(root: Part) -> str:
    part = root.get("catch")
    if part is None:
        root.problem(
            "Nobody catches what has no hand-off.",
            "Add `catch:` with one of the roles, such as `catch: navigator`.",
            "catch_missing",
        )
        return ""
    name = part.as_text() or ""
    if name and name not in root.words.roles:
        part.unknown(name, "a role", root.words.roles, kind="Roles")
    return name


def parent_named_in(text: str) -> tuple[str, str] | None:
    """(blueprint id, version) that a file extends, before anything else of it is read; None for most files."""
    if "extends" not in text:
        return None
    value = read_yaml(text, file="").value
    return parent_of(value) if isinstance(value, dict) else None
