"""Fragments of blueprints, as the manual shows them, made whole.

A fragment says only what its paragraph is about. What every blueprint must say besides (a header, texts, sources, owners,
declared kinds of events) is filled in here, the same way for all, so that it can be read by the real reader.
"""

from __future__ import annotations

import json
import textwrap
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.interchange.blueprint_yaml import read_blueprint

CLOCKS = {"send": "7 days", "answer": "3 business days", "begin": "45 days"}
AGENCIES = ("clinic", "navigator", "partner", "primary_care", "early_intervention")

Document = dict[str, Any]


def whole(fragment: str, *, blueprint: str = "spec", version: str = "1.0.0") -> Document:
    """The fragment as a complete document. `blueprint` and `version` unless the fragment names its own."""
    loaded: Document = YAML(typ="safe", pure=True).load(textwrap.dedent(fragment))
    return completed(loaded, blueprint=blueprint, version=version)


def completed(said: Document, *, blueprint: str = "spec", version: str = "1.0.0") -> Document:
    """The same for a fragment that is already a mapping. Nothing that it says is changed."""
    document: Document = {
        "blueprint": blueprint,
        "version": version,
        "language": 1,
        "sources": {"invented": {"cite": "Invented for the manual."}},
        "source": "invented",
        "catch": "navigator",
    }
    document.update(said)
    document["roles"] = {"navigator": {"title": text("navigator")}} | said.get("roles", {})
    document["handoffs"] = {key: handoff(value) for key, value in said.get("handoffs", {}).items()}
    document["events"] = events(said)
    for part in ("facts", "codes", "measures"):
        document[part] = {key: {"source": "invented"} | value for key, value in said.get(part, {}).items()}
    for key, fact in document["facts"].items():
        fact.setdefault("ask", text(f"{key}?"))
    document["elements"] = {key: element(key, value) for key, value in said.get("elements", {}).items()}
    document["agencies"] = {key: {"title": text(key)} for key in agencies(document)} | said.get("agencies", {})
    for part in ("facts", "codes", "handoffs", "measures"):
        if not document[part]:
            del document[part]
    return document


def text(words: str) -> dict[str, str]:
    return {"en": words.replace("_", " ").capitalize()}


def element(key: str, said: Document) -> Document:
    filled: Document = {"title": text(key), "family_text": text(key), "source": "invented"} | said
    outcomes = list(said.get("outcomes") or {})
    for touchpoint in said.get("touchpoints", {}).values():
        outcomes += list(touchpoint.get("outcomes") or {})
    if outcomes or "no_action" in said:
        filled["no_action"] = {word: text("nothing more to do") for word in outcomes} | said.get("no_action", {})
    return filled


def handoff(said: Document) -> Document:
    filled: Document = {"from": "primary_care", "to": "partner", "catch": "navigator", "source": "invented"} | said
    filled["clocks"] = CLOCKS | said.get("clocks", {})
    filled.setdefault("way_back", [{"event": "result_letter"}])
    if "next_route" not in said:
        filled["next_route"] = "none"
        filled["no_next_route"] = text("nothing further in this example")
    return filled


def events(said: Document) -> Document:
    declared: Document = {key: dict(value) for key, value in said.get("events", {}).items()}
    for kinds in found(said, "event"):
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            declared.setdefault(kind, {})
    if said.get("handoffs"):
        declared.setdefault("result_letter", {})
    return {key: {"title": text(key), "source": "invented"} | value for key, value in declared.items()}


def agencies(document: Document) -> list[str]:
    named = list(AGENCIES)
    for handoff_ in document["handoffs"].values():
        named += [handoff_["from"], handoff_["to"]]
    for element_ in document["elements"].values():
        named += element_.get("known_by", [])
        named += [one["agency"] for one in element_.get("delivered_by", []) if "agency" in one]
    return list(dict.fromkeys(named))


def found(part: object, key: str) -> list[Any]:
    """Every value under `key`, however deep."""
    if isinstance(part, dict):
        here = [part[key]] if key in part else []
        return here + [value for inner in part.values() for value in found(inner, key)]
    if isinstance(part, list):
        return [value for inner in part for value in found(inner, key)]
    return []


@lru_cache(maxsize=512)
def read_text(document: str) -> Blueprint:
    reading = read_blueprint(document, file="fragment.yaml")
    if reading.blueprint is None or reading.problems:
        raise ValueError("the fragment is refused:\n" + "\n".join(str(problem) for problem in reading.problems))
    return reading.blueprint


def read_document(document: Document) -> Blueprint:
    """The blueprint. JSON is YAML in flow style, so the real reader reads what we filled in."""
    return read_text(json.dumps(document, indent=1, default=str))


def read_fork(fragment: str, parent: str) -> Blueprint:
    """The blueprint that a fork's changes make of its parent. Both are fragments."""
    said: Document = YAML(typ="safe", pure=True).load(textwrap.dedent(fragment))
    said.setdefault("language", 1)
    made_from = read_blueprint(json.dumps(whole(parent), indent=1, default=str), file="parent.yaml")
    reading = read_blueprint(json.dumps(said, indent=1, default=str), file="fork.yaml", parent=made_from)
    if reading.blueprint is None or reading.problems:
        raise ValueError("the fork is refused:\n" + "\n".join(str(problem) for problem in reading.problems))
    return reading.blueprint
