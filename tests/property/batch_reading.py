"""A batch read back as what the reference sees, to be compared with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import numpy as np

from headwaters.domain.blueprint.blueprint import Blueprint, EventEnd
from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import Episode, EpisodeKind, Fact, Story
from headwaters.domain.history.view import EVERYTHING
from headwaters.engine.evaluation.facts import _rank
from headwaters.engine.evaluation.reading import _in_order, _pregnancy_of
from headwaters.engine.evaluation.seen import SeenEvent, in_order, seen_events, seen_facts
from headwaters.engine.kernel.batch import Batch

Row = tuple[Any, ...]


def events_in(batch: Batch, story: int, blueprint: Blueprint, as_of: date, known_by: date | None) -> list[Row]:
    """(person, kind, day, end, ...) of what a run may use, in the order of resolution."""
    planned = {kind for kind, rule in blueprint.events.items() if rule.end is EventEnd.PLANNED}
    rows: list[tuple[int, Row]] = []
    for person in range(batch.person_first[story], batch.person_first[story + 1]):
        for event in range(batch.event_first[person], batch.event_first[person + 1]):
            if batch.event_day[event] > as_of.toordinal():
                continue
            if not is_believed(batch.event_recorded[event], batch.event_superseded[event], known_by):
                continue
            content = batch.contents[batch.event_content[event]]
            end = int(batch.event_end[event])
            if end > as_of.toordinal() and content.kind not in planned:
                end = 0
            told = (batch.sources[batch.event_source[event]], batch.event_record[event].as_py())
            key = (str(batch.person_ids[person]), content.kind, int(batch.event_day[event]), end, *told)
            rows.append((int(batch.event_order[event]), (*key, *content[1:9], dict(content.columns))))
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


def events_seen(story: Story, blueprint: Blueprint, as_of: date, known_by: date | None) -> list[Row]:
    seen = seen_events(story.events, blueprint, EVERYTHING, as_of=as_of, known_by=known_by)
    found = [event for kinds in seen.values() for events in kinds.values() for event in events]
    return [_event_row(event) for event in sorted(found, key=in_order)]


def _event_row(event: SeenEvent) -> Row:
    row = event.row
    return (
        row.person_id, row.kind, event.day, event.end or 0, row.source, row.record_id, row.agency, row.status,
        row.result, row.value, row.unit, row.handoff, row.step, event.codes, dict(row.columns),
    )  # fmt: skip


def is_believed(recorded: int, superseded: int, known_by: date | None) -> bool:
    if known_by is None:
        return superseded == 0
    return recorded <= known_by.toordinal() and (superseded == 0 or known_by.toordinal() < superseded)


def facts_in(batch: Batch, story: int, as_of: date, known_by: date | None) -> list[Row]:
    """(person, fact, value, from, through, recorded) of what a run may use, the one that speaks last."""
    rows: list[tuple[int, Row]] = []
    for fact in range(batch.fact_first[story], batch.fact_first[story + 1]):
        if batch.fact_from[fact] > as_of.toordinal():
            continue
        if is_believed(batch.fact_recorded[fact], batch.fact_superseded[fact], known_by):
            said = batch.facts_said[batch.fact_said[fact]]
            days = (batch.fact_from[fact], batch.fact_through[fact], batch.fact_recorded[fact])
            person = str(batch.person_ids[int(batch.fact_person[fact])])
            rows.append((int(batch.fact_rank[fact]), (person, said.fact, said.value, *map(int, days))))
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


def facts_seen(story: Story, blueprint: Blueprint, as_of: date, known_by: date | None) -> list[Row]:
    seen = seen_facts(story.facts, blueprint, EVERYTHING, as_of=as_of, known_by=known_by)
    found: list[Fact] = sorted((fact for facts in seen.values() for fact in facts), key=_rank)
    return [
        (one.person_id, one.fact, one.value, ordinal(one.from_), ordinal(one.through), ordinal(one.recorded))
        for one in found
    ]


def ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


def episodes_in(batch: Batch, story: int) -> list[Row]:
    return [
        (
            batch.episode_ids[row].as_py(), int(batch.episode_kind[row]),
            str(batch.person_ids[int(batch.episode_person[row])]), int(batch.episode_birth[row]),
            int(batch.episode_due_date[row]), int(batch.episode_first_seen[row]), int(batch.episode_ended[row]),
            batch.episode_ended_why[row],
            batch.episode_ids[int(batch.episode_pregnancy[row])].as_py() if batch.episode_pregnancy[row] >= 0 else None,
        )
        for row in range(batch.episode_first[story], batch.episode_first[story + 1])
    ]  # fmt: skip


def episodes_seen(story: Story) -> list[Row]:
    pregnancies = [one for one in story.episodes if one.kind is EpisodeKind.PREGNANCY]
    children = [one for one in story.episodes if one.kind is EpisodeKind.CHILD]
    return [_episode_row(one, pregnancies) for one in (*_in_order(pregnancies), *_in_order(children))]


def _episode_row(one: Episode, pregnancies: list[Episode]) -> Row:
    days = (one.birth, one.due_date, one.first_seen, one.ended)
    own = _pregnancy_of(one, pregnancies) if one.kind is EpisodeKind.CHILD else None
    kind = int(one.kind is EpisodeKind.CHILD)
    return (one.episode_id, kind, one.person_id, *map(ordinal, days), one.ended_why, own.episode_id if own else None)


def relations_in(batch: Batch, story: int) -> list[Row]:
    return [
        (
            batch.episode_ids[int(batch.relation_episode[row])].as_py(), tuple(Role)[batch.relation_role[row]],
            str(batch.person_ids[int(batch.relation_person[row])]), bool(batch.relation_primary[row]),
            int(batch.relation_from[row]), int(batch.relation_through[row]),
        )
        for row in range(batch.relation_first[story], batch.relation_first[story + 1])
    ]  # fmt: skip


def relations_seen(story: Story) -> list[Row]:
    known = {one.episode_id for one in story.episodes}
    return [
        (one.episode_id, one.role, one.person_id, one.primary, ordinal(one.from_), ordinal(one.through))
        for one in story.people
        if one.episode_id in known
    ]


def assignments_in(batch: Batch, story: int) -> list[Row]:
    return sorted(
        (
            str(batch.person_ids[int(batch.assignment_person[row])]), batch.assignment_blueprint[row],
            batch.assignment_version[row], int(batch.assignment_from[row]), int(batch.assignment_through[row]),
        )
        for row in range(batch.assignment_first[story], batch.assignment_first[story + 1])
    )  # fmt: skip


def assignments_seen(story: Story) -> list[Row]:
    return sorted(
        (one.person_id, one.blueprint, one.version, ordinal(one.from_), ordinal(one.through))
        for one in story.assignments
    )


def in_place(batch: Batch) -> Iterator[str]:
    """What is wrong with how rows stand: by person, then kind, then order; numbers whole and in their story."""
    for first, rows in (
        (batch.person_first, len(batch.person_ids)),
        (batch.episode_first, len(batch.episode_ids)),
        (batch.event_first, len(batch.event_day)),
        (batch.fact_first, len(batch.fact_said)),
        (batch.relation_first, len(batch.relation_role)),
        (batch.assignment_first, len(batch.assignment_from)),
    ):
        if first[0] != 0 or first[-1] != rows or (np.diff(first) < 0).any():
            yield f"rows begin at {first} of {rows}"
    kinds = [batch.contents[number].kind for number in batch.event_content]
    for person in range(len(batch.person_ids)):
        rows_of = range(batch.event_first[person], batch.event_first[person + 1])
        stand = [(kinds[row], int(batch.event_order[row])) for row in rows_of]
        if stand != sorted(stand):
            yield f"events of person {person} stand as {stand}"
    for story in range(batch.stories):
        people = batch.person_ids[batch.person_first[story] : batch.person_first[story + 1]].to_pylist()
        if people != sorted(set(people)):
            yield f"people of story {story} stand as {people}"


def told_in(batches: Iterable[Batch]) -> dict[str, Row]:
    """Everything that batches say of each story, in words: the same for the same histories, whatever the numbers."""
    return {
        batch.story_ids[story].as_py(): (
            people_in(batch, story),
            episodes_in(batch, story),
            relations_in(batch, story),
            assignments_in(batch, story),
            [event_in(batch, person, event) for person, event in events_of(batch, story)],
            [fact_in(batch, fact) for fact in range(batch.fact_first[story], batch.fact_first[story + 1])],
        )
        for batch in batches
        for story in range(batch.stories)
    }


def people_in(batch: Batch, story: int) -> list[str]:
    return [str(one) for one in batch.person_ids[batch.person_first[story] : batch.person_first[story + 1]]]


def events_of(batch: Batch, story: int) -> Iterator[tuple[int, int]]:
    for person in range(batch.person_first[story], batch.person_first[story + 1]):
        for event in range(batch.event_first[person], batch.event_first[person + 1]):
            yield person, event


def event_in(batch: Batch, person: int, event: int) -> Row:
    days = (batch.event_day, batch.event_end, batch.event_recorded, batch.event_superseded, batch.event_order)
    source = batch.sources[batch.event_source[event]]
    content = batch.contents[batch.event_content[event]]
    numbers = tuple(int(column[event]) for column in days)
    return (str(batch.person_ids[person]), *numbers, source, batch.event_record[event].as_py(), content)


def fact_in(batch: Batch, fact: int) -> Row:
    days = (batch.fact_from, batch.fact_through, batch.fact_recorded, batch.fact_superseded, batch.fact_rank)
    person = str(batch.person_ids[int(batch.fact_person[fact])])
    return (person, batch.facts_said[batch.fact_said[fact]], *(int(column[fact]) for column in days))
