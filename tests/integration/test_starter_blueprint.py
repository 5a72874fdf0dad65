"""The starter blueprint that ships with Headwaters: sound, true to its designers' cases, readable, and in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import holidays
import pyphen
import pytest

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.designer_case import DesignerCase, shortfalls
from headwaters.domain.blueprint.element import Element, Stage, Touchpoint
from headwaters.domain.blueprint.matcher import EventMatcher
from headwaters.domain.days import Span
from headwaters.domain.history.view import NOTHING_PROTECTED
from headwaters.engine.evaluation.reference import Plan, evaluate, prepare
from headwaters.engine.evaluation.requirements import events_counted
from headwaters.engine.evaluation.views import hidden_elements
from headwaters.interchange.blueprint_yaml import read_blueprint
from headwaters.interchange.cases_yaml import read_cases

FOLDER = Path(__file__).parents[2] / "blueprints" / "first-1000-days" / "1.0.0"
READING = read_blueprint((FOLDER / "blueprint.yaml").read_text(encoding="utf-8"), file="blueprint.yaml")
STARTER = READING.blueprint
assert STARTER is not None, [str(problem) for problem in READING.problems]
CASES = read_cases((FOLDER / "cases.yaml").read_text(encoding="utf-8"), file="cases.yaml", blueprint=STARTER)

HIGHEST_GRADE = 6.9
"""US school grade of the texts for families, by Flesch and Kincaid."""

POLICY_AREAS = {"housing_stability", "food_security", "accessible_child_care", "flexible_cash"}
"""Oregon Collaborative, October 2024 (`policy_areas` in SOURCES.md)."""


@pytest.fixture(scope="module")
def starter() -> Blueprint:
    assert STARTER is not None
    return STARTER


@pytest.fixture(scope="module")
def plan(starter: Blueprint) -> Plan:
    return prepare(starter)


def test_the_checker_has_nothing_to_say() -> None:
    assert [str(problem) for problem in READING.problems] == []


def test_the_cases_can_be_read_and_are_many() -> None:
    assert [str(problem) for problem in CASES.problems] == []
    assert len(CASES.cases) >= 100


@pytest.mark.parametrize("case", CASES.cases, ids=lambda case: case.sentence)
def test_every_case_of_the_designers_holds(case: DesignerCase, plan: Plan) -> None:
    for check in case.checks:
        year = Span(date(check.as_of.year, 1, 1), date(check.as_of.year + 1, 1, 1))
        rows = evaluate(plan, case.story, case.observations, as_of=check.as_of, period=year)
        assert [f"{one.where}  {one.sentence}" for one in shortfalls(check, rows)] == []


def _kinds(touchpoint: Touchpoint) -> frozenset[str]:
    """What reaches it: kinds of event, or `hand-off:step`."""
    matchers = list(touchpoint.done_by)
    for leaf in events_counted(touchpoint.requires) if touchpoint.requires else ():
        matchers += leaf.matchers
    return frozenset(
        word
        for one in matchers
        for word in (one.kinds if isinstance(one, EventMatcher) else [f"{one.handoff}:{step}" for step in one.steps])
    )


def test_no_two_elements_are_the_same_with_another_title(starter: Blueprint) -> None:
    """The same windows reached by the same events would be one element twice."""

    def made_of(element: Element) -> object:
        return frozenset((one.opens, one.due_by, one.closes, one.repeat, _kinds(one)) for one in element.touchpoints)

    found: dict[object, list[str]] = {}
    for element in starter.elements.values():
        found.setdefault(made_of(element), []).append(element.id)
    assert [same for same in found.values() if len(same) > 1] == []
    assert len(found) >= 40


def test_at_least_forty_elements_differ_in_what_reaches_them(starter: Blueprint) -> None:
    assert len({frozenset(map(_kinds, element.touchpoints)) for element in starter.elements.values()}) >= 40


def test_all_four_policy_areas_are_there(starter: Blueprint) -> None:
    """And in each, something that exists now or is proposed with its open cost."""
    assert {element.domain for element in starter.elements.values()} >= POLICY_AREAS
    running = {one.domain for one in starter.elements.values() if one.stage is Stage.RUNNING}
    assert running >= POLICY_AREAS


def test_the_holidays_are_those_of_an_independent_calendar(starter: Blueprint) -> None:
    """Federal holidays and Oregon's, as early intervention counts its days (34 CFR 300.11), on the day and where it is observed."""
    years = sorted({day.year for day in starter.holidays})
    assert years == list(range(years[0], years[-1] + 1))
    federal, oregon = (set(holidays.country_holidays("US", subdiv=state, years=years)) for state in (None, "OR"))
    assert set(starter.holidays) == federal | oregon


_SYLLABLES = pyphen.Pyphen(lang="en_US")


def reading_grade(text: str) -> float:
    """Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid and others 1975).

    A syllable is at least each hyphenation part. Hyphenation keeps a lone first or last letter with its neighbour, so each run of
    vowels counts too (without a silent last e), and the larger count is taken: better too strict than too mild.
    """
    words = re.findall(r"[A-Za-z0-9$][\w'’]*", text)
    sentences = max(1, len(re.findall(r"[.!?]+(?=\s|$)", text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    letters = re.sub(r"[^a-z]", "", word.lower())
    spoken = re.sub(r"(?<=[^aeioul])e$|(?<=[^aeioutd])ed$", "", letters)
    return max(1, len(re.findall(r"[aeiouy]+", spoken)), len(_SYLLABLES.positions(word)) + 1)


def test_the_reading_grade_tells_a_nursery_rhyme_from_a_statute() -> None:
    assert reading_grade("The cat sat on the mat. It was a good cat.") < 1
    assert (
        reading_grade("Notwithstanding any provision to the contrary, eligibility determinations are conditional.") > 15
    )


def _family_texts(blueprint: Blueprint) -> Iterator[tuple[str, Mapping[str, str]]]:
    for element in blueprint.elements.values():
        yield element.id, element.family_text
        for touchpoint in element.touchpoints:
            if touchpoint.family_text:
                yield f"{element.id}.{touchpoint.id}", touchpoint.family_text


def test_families_can_read_what_is_written_for_them(starter: Blueprint) -> None:
    hard = {
        place: round(reading_grade(text["en"]), 1)
        for place, text in _family_texts(starter)
        if reading_grade(text["en"]) > HIGHEST_GRADE
    }
    assert hard == {}


def _texts(node: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every text in the document: a map with an English value."""
    if isinstance(node, Mapping):
        if isinstance(node.get("en"), str):
            yield path, node
            return
        for key, value in node.items():
            yield from _texts(value, f"{path}.{key}" if path else str(key))
    elif isinstance(node, list | tuple):
        for number, value in enumerate(node):
            yield from _texts(value, f"{path}[{number}]")


def test_every_text_is_there_in_spanish() -> None:
    texts = dict(_texts(READING.document))
    assert len(texts) > 500
    assert [place for place, text in texts.items() if not str(text.get("es", "")).strip()] == []


def test_no_sentence_for_families_was_left_in_english(starter: Blueprint) -> None:
    assert [place for place, text in _family_texts(starter) if text["es"] == text["en"]] == []


def test_only_mood_substance_use_and_tribe_are_protected(starter: Blueprint) -> None:
    """A loss, a death or a change of care silences everything in every view, so no view may miss it."""
    subjects = {fact.sensitive for fact in starter.facts.values()} | {
        kind.sensitive for kind in starter.events.values()
    }
    assert subjects - {None} == {"mental_health", "substance_use", "tribal_affiliation"}
    assert hidden_elements(starter, NOTHING_PROTECTED) == {
        "depression_follow_up",
        "maternal_depression",
        "mood_after_loss",
        "mood_support",
        "plan_of_care",
        "prenatal_mood",
    }


def _uses(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """(source, where it is used) of every `source:` in the document."""
    if isinstance(node, Mapping):
        if isinstance(node.get("source"), str):
            yield node["source"], ".".join(path[:2])
        for key, value in node.items():
            yield from _uses(value, (*path, str(key)))
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _uses(value, path)


def test_the_page_of_sources_says_where_each_is_used() -> None:
    page = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    said = {
        block.partition('"')[0]: set(
            re.findall(r"`([\w.]+)`", (re.search(r"^- Used in: (.*)$", block, re.M) or ["", ""])[1])
        )
        for block in page.split('<a id="')[1:]
    }
    assert READING.document is not None
    sources: Mapping[str, Any] = READING.document["sources"]
    assert set(sources) <= set(said)
    used: dict[str, set[str]] = {key: set() for key in sources}
    for key, place in _uses({part: value for part, value in READING.document.items() if part != "sources"}):
        if key in used:
            used[key].add(place)
    assert {key: places - said[key] for key, places in used.items() if places - said[key]} == {}
