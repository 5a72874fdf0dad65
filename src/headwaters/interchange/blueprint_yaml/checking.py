"""What is checked of a blueprint as a whole, once all its parts are read (language part 11; design.md)."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Element, Stage
from headwaters.domain.blueprint.finding import Finding, touchpoint_path
from headwaters.domain.blueprint.references import anchor_circles, circles, looking_ahead
from headwaters.domain.blueprint.routes import refusals_that_cannot_be, unhandled_outcomes, unknown_outcomes
from headwaters.domain.blueprint.vocabulary import AGES, BUILT_IN_ANCHORS, Vocabulary
from headwaters.domain.blueprint.window_checks import impossible_windows
from headwaters.interchange.blueprint_yaml.citing import check_sources
from headwaters.interchange.blueprint_yaml.document import Document
from headwaters.interchange.blueprint_yaml.yaml_text import Path

_ID = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_RESERVED = frozenset(
    (*BUILT_IN_ANCHORS, *AGES, "born", "period", "never", "none", "known", "unknown", "true", "false")
)
_RESERVED_IN_ELEMENTS = _RESERVED | {"end", "reached", "day", "outcome", "status"}
_WITH_IDS = (
    "sources", "agencies", "roles", "funds", "facts", "events", "codes", "anchors", "spans", "elements", "handoffs",
    "measures", "protective_factors",
)  # fmt: skip
_SPOKEN_OF = ("facts", "anchors", "spans", "elements")
"""Sections whose ids stand in conditions and moments, where some words already mean something."""


def check(document: Document, blueprint: Blueprint) -> None:
    """Notes in `document` whatever is wrong with the blueprint as a whole."""
    _check_ids(document)
    check_sources(document)
    afters_unread = any(problem.where.field.endswith(".after") for problem in document.problems)
    for finding in _findings(blueprint, document.words, afters_unread=afters_unread):
        document.problem(finding.path, finding.what, finding.remedy, finding.code)


def _findings(blueprint: Blueprint, words: Vocabulary, *, afters_unread: bool) -> Iterator[Finding]:
    """`afters_unread`: an `after` could not be read, so nobody can say yet which outcomes are handled."""
    yield from impossible_windows(blueprint)
    yield from looking_ahead(blueprint, words)
    yield from circles(blueprint, words)
    yield from anchor_circles(blueprint)
    yield from refusals_that_cannot_be(blueprint)
    unknown = tuple(unknown_outcomes(blueprint, words))
    yield from unknown
    if not unknown and not afters_unread:
        yield from unhandled_outcomes(blueprint, words)
    for element in blueprint.elements.values():
        yield from _of_element(element)


def _of_element(element: Element) -> Iterator[Finding]:
    if element.stage is Stage.STARTING and (element.starts_on is None or element.place is None):
        what = "The element is starting, but does not say when and where."
        yield Finding(("elements", element.id, "stage"), what, "Add `starts_on:` and `place:`.", "stage_starting")
    for position, touchpoint in enumerate(element.touchpoints):
        if touchpoint.interval is not None and position == 0:
            what = "has an `interval`, but there is no touchpoint before it."
            path = touchpoint_path(element.id, touchpoint.id, "interval")
            yield Finding(path, what, "Put the interval on the next one, or take it out.", "interval_first")
    repeats = {touchpoint.id for touchpoint in element.touchpoints if touchpoint.repeat}
    for touchpoint in element.touchpoints:
        stem, _, number = touchpoint.id.rpartition("_")
        if stem in repeats and number.isdigit():
            what = f"has the id of a slot of the repeat {stem}."
            yield Finding(touchpoint_path(element.id, touchpoint.id), what, "Give it another id.", "id_twice")


def _check_ids(document: Document) -> None:
    for section in _WITH_IDS:
        listed = document.tree.get(section)
        for key in listed if isinstance(listed, dict) else ():
            _check_id(document, (section, key), key, _RESERVED if section in _SPOKEN_OF else frozenset())
    for element, touchpoints in document.words.touchpoints.items():
        for key in touchpoints:
            _check_id(document, touchpoint_path(element, key), key, _RESERVED_IN_ELEMENTS)
    _check_shared_names(document)


def _check_id(document: Document, path: Path, key: str, reserved: frozenset[str]) -> None:
    if not _ID.fullmatch(key):
        remedy = "Use small letters, digits and `_`, starting with a letter: `well_child`."
        document.problem(path, f"`{key}` is not an id.", remedy, "id")
    elif reserved and (key in reserved or keyword.iskeyword(key)):
        document.problem(
            path, f"`{key}` already means something in the language.", "Give it another id.", "id_reserved"
        )


def _check_shared_names(document: Document) -> None:
    """Facts, anchors and spans are spoken of side by side, and a named anchor hides a touchpoint of its name."""
    words = document.words
    for anchor in words.anchors:
        if anchor in words.facts:
            what = f"`{anchor}` is also the name of a fact; a condition could mean either."
            document.problem(("anchors", anchor), what, "Rename one of them.", "id_twice")
    for element, touchpoints in words.touchpoints.items():
        for key in touchpoints:
            if key in words.anchors:
                what = f"`{key}` is also the name of an anchor, which would hide it."
                document.problem(touchpoint_path(element, key), what, "Rename one of them.", "id_twice")
