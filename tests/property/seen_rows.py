"""What is seen of a story on a day, held fixed: steps 1 to 4 of the order of resolution, written once more for the laws alone.

`changes_on` promises what happens with what is seen held fixed; so the laws need to hold it fixed without asking the evaluator.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from headwaters.domain.blueprint.blueprint import Blueprint, EventEnd
from headwaters.domain.history.history import ENTERED_IN_ERROR, Event, Fact, Story

Told = TypeVar("Told", Event, Fact)


def held_fixed(story: Story, blueprint: Blueprint, *, as_of: date, known_by: date) -> Story:
    """The story as it is seen: nothing recorded later, corrected, retracted, or of a later day is left in it."""
    return replace(
        story,
        episodes=tuple(
            replace(one, birth=come(one.birth, as_of), ended=come(one.ended, as_of)) for one in story.episodes
        ),
        events=tuple(
            ended(event, blueprint, as_of) for event in believed(story.events, known_by) if day_of(event) <= as_of
        ),
        facts=tuple(fact for fact in believed(story.facts, known_by) if fact.from_ <= as_of),
    )


def come(day: date | None, as_of: date) -> date | None:
    return day if day and day <= as_of else None


def believed(rows: Iterable[Told], known_by: date) -> list[Told]:
    """The latest version of every record, unless that takes it back."""
    records: dict[tuple[str, str], list[Told]] = {}
    for row in rows:
        if row.recorded <= known_by:
            records.setdefault((row.source, row.record_id), []).append(row)
    kept: list[Told] = []
    for versions in records.values():
        latest = max((row.recorded, row.revision) for row in versions)
        current = [row for row in versions if (row.recorded, row.revision) == latest]
        if all(row.status != ENTERED_IN_ERROR for row in current):
            kept += current
    return kept


def day_of(event: Event) -> date:
    day = event.start or event.end
    assert day is not None, "a drawn event has a day"
    return day


def ended(event: Event, blueprint: Blueprint, as_of: date) -> Event:
    rule = blueprint.events.get(event.kind)
    planned = rule is not None and rule.end is EventEnd.PLANNED
    return event if planned or event.end is None or event.end <= as_of else replace(event, end=None)
