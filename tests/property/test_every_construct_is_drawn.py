"""The laws say little about what is never drawn: every construct of the language, and every line of its tables, has to be."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from random import Random
from typing import Any

import pytest
from worlds import World, judged, world_of

from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.blueprint.window import Mark
from headwaters.domain.cracks import CrackKind
from headwaters.domain.history.history import ENTERED_IN_ERROR, WITHHELD
from headwaters.domain.status import Reason, Status

pytestmark = pytest.mark.xdist_group("drawn once for all")
WORLDS = 400
ELEMENT_KEYS = [
    "recipient",
    "for",
    "unless",
    "until",
    "done_by",
    "outcomes",
    "observed_by",
    "stage",
    "declined_by",
    "resumed_by",
    "stopped_by",
    "known_by",
    "offered_by",
    "accepted_by",
]
TOUCHPOINT_KEYS = [
    "from",
    "opens",
    "within",
    "due_by",
    "closes",
    "after",
    "interval",
    "repeat",
    "done_by",
    "requires",
    "for",
    "declined_by",
    "observed_by",
    "handoff",
]
REQUIREMENT_KEYS = [
    "any",
    "all",
    "count",
    "at_least",
    "usually",
    "if_any",
    "after",
    "on",
    "relation",
    "where",
    "list",
    "counts_if",
]
FORMS_OF_AFTER = (
    r"^each ", r"^first ", r"^last ", r"^e\d+\.\w+$", r"== 'at risk'$", r" in \['", r" is overdue$", r" is missed$", r" is declined$",
    r" is not_eligible$",
)  # fmt: skip
WORDS_OF_CONDITIONS = (
    " and ", " or ", "not ", "==", "!=", "<", "<=", ">", ">=", " in [", " not in [", " in first_days", " is known", " is unknown",
    "age_days", "age_weeks", "age_months", "age_years", "born", ".reached", ".outcome", ".day", ".status", "100 <= income <", "in period",
)  # fmt: skip
ANCHORS = (
    "birth",
    "due_date",
    "pregnancy_start",
    "corrected_birth",
    "discharge",
    "trigger",
    "previous.end",
    "first.end",
    "enrol",
    "latest",
    "home",
)
REASONS = {str(reason) for reason in Reason if reason is not Reason.STAGE} | {"died", "moved", "loss", "graduated"}


def drawn(number: int) -> World:
    return world_of(Random(number), seed=number)


@lru_cache(maxsize=1)
def seen() -> Counter[str]:
    """How often each construct and each result was drawn, as `kind: word`."""
    count: Counter[str] = Counter()
    for number in range(WORLDS):
        world = drawn(number)
        for element in world.document["elements"].values():
            count.update(said_in(element))
        for history in world.histories:
            count.update(told_in(history))
            count.update(result for row in judged(world, history).values() for result in results_in(row))
    return count


def said_in(element: dict[str, Any]) -> list[str]:
    words = [f"element: {key}" for key in element] + [f"recipient: {element['recipient']}"]
    for touchpoint in element["touchpoints"].values():
        words += [f"touchpoint: {key}" for key in touchpoint]
        words += [f"after: {form}" for form in FORMS_OF_AFTER if re.search(form, touchpoint.get("after", ""))]
        windows = str(
            {key: touchpoint.get(key) for key in ("from", "opens", "due_by", "closes", "repeat")}
            | {"until": element.get("until")}
        )
        words += [f"anchor: {anchor}" for anchor in ANCHORS if re.search(rf"\b{re.escape(anchor)}\b", windows)]
        words += ["two phases"] if isinstance(touchpoint.get("repeat"), list) else []
    words += [f"requirement: {key}" for key in REQUIREMENT_KEYS if f"'{key}':" in str(element)]
    words += [f"step matcher: {'step' in str(element['touchpoints'])}"]
    conditions = " ".join(
        str(part)
        for part in (
            element.get("for", ""),
            element.get("unless", ""),
            [t.get("for", "") for t in element["touchpoints"].values()],
        )
    )
    return words + [f"condition: {word}" for word in WORDS_OF_CONDITIONS if word in conditions]


def told_in(history: Any) -> list[str]:
    story = history.story
    words = [f"step: {event.step}" for event in story.events if event.step] + [
        f"event: {event.kind}" for event in story.events
    ]
    words += ["retraction" for event in story.events if event.status == ENTERED_IN_ERROR]
    words += ["late" for event in story.events if event.recorded > (event.start or event.recorded)]
    words += ["end only" for event in story.events if event.start is None]
    words += ["kept private" for fact in story.facts if fact.value == WITHHELD]
    words += ["twins"] if len(story.episodes) == 3 else []
    words += ["in a pilot"] if story.assignments else []
    words += ["unborn"] if not any(one.birth for one in story.episodes) else []
    words += ["lost"] if any(one.ended and one.ended <= history.as_of for one in story.episodes) else []
    words += ["no pregnancy"] if len(story.episodes) == 1 and story.episodes[0].birth else []
    days = Counter((event.person_id, event.kind, event.start) for event in story.events if event.start)
    words += ["told twice" for times in days.values() if times > 1]
    retries = [event for event in story.events if event.step == "not_reached"]
    return words + [f"observed in: {one.area}" for one in history.observations] + (["retry"] if retries else [])


def results_in(row: Any) -> list[str]:
    words = [f"status: {row.status}", f"reason: {row.reason}", f"crack: {row.crack}", f"state: {row.handoff_state}"]
    words += [f"mark: {day}" for day in (row.opens, row.due_by, row.closes) if isinstance(day, Mark)]
    return words + (["foretold"] if row.changes_on else []) + (["instance"] if "@" in row.touchpoint else [])


EXPECTED = (
    [f"element: {key}" for key in ELEMENT_KEYS]
    + [f"touchpoint: {key}" for key in TOUCHPOINT_KEYS]
    + [f"requirement: {key}" for key in REQUIREMENT_KEYS]
    + [f"after: {form}" for form in FORMS_OF_AFTER]
    + [f"condition: {word}" for word in WORDS_OF_CONDITIONS]
    + [f"anchor: {anchor}" for anchor in ANCHORS]
    + [f"recipient: {role}" for role in ("child", "birthing_parent", "caregiver", "household")]
    + [f"step: {step}" for step in ("sent", "received", "accepted", "full", "not_reached", "not_eligible", "declined", "begun", "dropped", "done", "told")]
    + [f"status: {status}" for status in Status]
    + [f"reason: {reason}" for reason in sorted(REASONS)]
    + [f"crack: {crack}" for crack in CrackKind]
    + [f"state: {state}" for state in HandoffState]
    + [f"mark: {mark}" for mark in Mark]
    + ["retraction", "late", "end only", "kept private", "twins", "unborn", "lost", "in a pilot", "no pregnancy", "told twice", "retry", "two phases"]
    + ["observed in: lane", "observed in: None", "step matcher: True", "foretold", "instance"]
)  # fmt: skip


@pytest.mark.parametrize("construct", EXPECTED)
def test_it_is_drawn(construct: str):
    assert seen()[construct] > 0, f"`{construct}` was never drawn in {WORLDS} worlds: the laws say nothing about it"
