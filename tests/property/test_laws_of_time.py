"""Laws 3, 4 and 7: when a row changes by itself; what is known when; and that no day of the calendar is special."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from drawn_histories import History
from fragments import Document
from hypothesis import given
from hypothesis import strategies as st
from seen_rows import believed, day_of, held_fixed
from worlds import LASTING, Key, World, differing, judged, table, worlds

from headwaters.domain.history.history import Event, Fact, Story
from headwaters.domain.status import StatusRow

FOUR_CENTURIES = timedelta(days=146_097)
ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
DAY = timedelta(days=1)
FAR = (120, 400, 1200)


@given(worlds())
def test_a_row_changes_exactly_on_the_day_it_foretells(world: World):
    """Day by day, with what is seen held fixed: the same until the day before `changes_on`, different on it."""
    for history in world.histories:
        fixed = held_fixed(history.story, world.blueprint, as_of=history.as_of, known_by=history.known_by)
        today = judged(world, history)
        assert not differing(today, judged(world, history, story=fixed)), "what is not seen was used"
        foretold = {row.changes_on for row in today.values() if row.changes_on}
        assert all(day > history.as_of for day in foretold)
        watched = (
            {history.as_of + days * DAY for days in (*range(1, 30), *FAR)}
            | foretold
            | {day - DAY for day in foretold if day - DAY > history.as_of}
        )
        for day in sorted(watched):
            later = judged(world, history, story=fixed, as_of=day)
            wrong = [broken(key, row, later.get(key), day) for key, row in today.items()]
            assert not any(wrong), "\n".join(filter(None, wrong))


def broken(key: Key, today: StatusRow, later: StatusRow | None, day: date) -> str:
    """What is wrong with a row's promise, in words. A row that another blueprint takes over is gone, and that is a change."""
    what = [name for name in LASTING if later is None or getattr(today, name) != getattr(later, name)]
    if not what and today.changes_on == day:
        return f"{key} foretold a change on {day}, and there is none"
    if what and (today.changes_on is None or day < today.changes_on):
        return f"{key} foretold {today.changes_on}, but {', '.join(what)} differ on {day}"
    return ""


@given(worlds(), st.integers(1, 40))
def test_rows_recorded_after_the_day_of_knowledge_change_nothing(world: World, late: int):
    for history in world.histories:
        story = history.story
        recorded = history.known_by + timedelta(days=late)
        later = replace(
            story,
            events=story.events
            + tuple(replace(event, record_id=f"new {event.record_id}", recorded=recorded) for event in story.events),
            facts=story.facts
            + tuple(replace(fact, record_id=f"new {fact.record_id}", recorded=recorded) for fact in story.facts),
        )
        corrected = replace(
            story,
            events=story.events
            + tuple(replace(event, recorded=recorded, kind="visit", start=history.as_of) for event in story.events),
            facts=story.facts
            + tuple(replace(fact, recorded=recorded, status="entered_in_error") for fact in story.facts),
        )
        today = judged(world, history)
        assert not differing(today, judged(world, history, story=later))
        assert not differing(today, judged(world, history, story=corrected))


@given(worlds(), st.integers(1, 40))
def test_days_after_the_day_asked_about_change_nothing(world: World, ahead: int):
    """Events and facts that lie in the future are not seen, though we know of them already."""
    for history in world.histories:
        story, day = history.story, history.as_of + timedelta(days=ahead)
        known = min(history.known_by, history.as_of)
        future = replace(
            story,
            events=story.events
            + tuple(
                replace(event, record_id=f"new {event.record_id}", recorded=known, start=day, end=None)
                for event in story.events
            ),
            facts=story.facts
            + tuple(
                replace(fact, record_id=f"new {fact.record_id}", recorded=known, from_=day, through=None)
                for fact in story.facts
            ),
        )
        assert not differing(judged(world, history), judged(world, history, story=future))


@given(worlds(families=2))
def test_a_nightly_update_gives_what_a_full_run_gives(world: World):
    """Each night only the stories with something new, or whose day to change has come, are judged again; the rest keep their rows."""
    for history in world.histories:
        published = judged(world, history, known_by=history.as_of)
        for night in range(1, 25):
            day = history.as_of + night * DAY
            full = judged(world, history, as_of=day, known_by=day)
            if has_news(history.story, day) or any(
                row.changes_on and row.changes_on <= day for row in published.values()
            ):
                published = full
            else:
                assert not differing(published, full), f"a quiet night, {day}"


def has_news(story: Story, day: date) -> bool:
    """Something recorded on this day, or a row known before whose day has come."""
    told: tuple[Event | Fact, ...] = story.events + story.facts
    if any(row.recorded == day for row in told):
        return True
    if any(day in (one.birth, one.first_seen, one.ended) for one in story.episodes):
        return True
    moves = [edge for one in story.assignments for edge in (one.from_, one.through and one.through + DAY)]
    if day in moves:
        return True
    return any(day in (event.start, event.end) for event in believed(story.events, day)) or any(
        fact.from_ == day for fact in believed(story.facts, day)
    )


@given(worlds())
def test_moving_all_days_by_four_hundred_years_moves_all_results_by_as_much(world: World):
    moved_world = replace(
        world, document=moved_document(world.document), pilot=world.pilot and moved_document(world.pilot)
    )
    models = moved_world.models
    for history in world.histories:
        moved = shifted(history)
        later = table(models, moved.story, moved.observations, as_of=moved.as_of, known_by=moved.known_by)
        today = {key: shifted(row) for key, row in judged(world, history).items()}
        assert not differing(today, later)


def moved_document(document: Document) -> Document:
    """The blueprint with its own days moved: holidays and fixed days."""
    text = ISO_DAY.sub(lambda found: (date.fromisoformat(found[0]) + FOUR_CENTURIES).isoformat(), json.dumps(document))
    moved: Document = json.loads(text)
    return moved


def shifted(value: Any) -> Any:
    """Any value of the domain with all of its days moved."""
    if isinstance(value, date):
        return value + FOUR_CENTURIES
    if isinstance(value, StatusRow):
        return StatusRow._make(shifted(one) for one in value)
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(shifted(one) for one in value)
    if isinstance(value, History | Story) or hasattr(value, "__dataclass_fields__"):
        return replace(value, **{name: shifted(getattr(value, name)) for name in value.__dataclass_fields__})
    if isinstance(value, dict):
        return {key: shifted(one) for key, one in value.items()}
    return value


def test_what_is_seen_is_what_the_order_of_resolution_leaves():
    """The laws' own reading of steps 1 to 4, on one record: corrected away, it does not come back."""
    base = {"person_id": "c1", "source": "a", "record_id": "r", "kind": "visit", "agency": "a"}
    first = Event(**base, recorded=date(2024, 3, 2), start=date(2024, 3, 2))
    moved = Event(**base, recorded=date(2024, 3, 5), start=date(2024, 5, 1))
    assert believed([first, moved], date(2024, 3, 4)) == [first]
    assert [day_of(event) for event in believed([first, moved], date(2024, 3, 5))] == [date(2024, 5, 1)]
