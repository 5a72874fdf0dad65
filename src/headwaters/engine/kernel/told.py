"""Stories told back from a batch, for what the reference judges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import (
    Assignment,
    Episode,
    EpisodeId,
    EpisodeKind,
    Event,
    Fact,
    PersonId,
    Relation,
    Story,
    StoryId,
)
from headwaters.engine.kernel.batch import Batch

ROLES = tuple(Role)


def story_of(batch: Batch, place: int, *, known_by: date | None) -> Story:
    """One story with the statements that were believed by a day (None: to this day), each record once.

    It judges as the whole story does; agencies' files and lines, and what was superseded, are not in a batch.
    """
    return Story(
        StoryId(batch.story_ids[place].as_py()),
        tuple(_episode(batch, row) for row in _rows(batch.episode_first, place)),
        tuple(_relation(batch, row) for row in _rows(batch.relation_first, place)),
        tuple(_assignment(batch, row) for row in _rows(batch.assignment_first, place)),
        tuple(_events(batch, place, known_by)),
        tuple(_facts(batch, place, known_by)),
    )


def _rows(first: object, place: int) -> range:
    return range(int(first[place]), int(first[place + 1]))  # type: ignore[index]


def _date(number: object) -> date | None:
    return date.fromordinal(int(number)) if number else None  # type: ignore[call-overload]


def _person(batch: Batch, row: object) -> PersonId:
    return PersonId(batch.person_ids[int(row)].as_py())  # type: ignore[call-overload]


def _episode(batch: Batch, row: int) -> Episode:
    return Episode(
        EpisodeId(batch.episode_ids[row].as_py()),
        EpisodeKind.CHILD if batch.episode_kind[row] else EpisodeKind.PREGNANCY,
        _person(batch, batch.episode_person[row]),
        _date(batch.episode_birth[row]),
        _date(batch.episode_due_date[row]),
        _date(batch.episode_first_seen[row]),
        _date(batch.episode_ended[row]),
        batch.episode_ended_why[row],
    )


def _relation(batch: Batch, row: int) -> Relation:
    return Relation(
        EpisodeId(batch.episode_ids[int(batch.relation_episode[row])].as_py()),
        ROLES[int(batch.relation_role[row])],
        _person(batch, batch.relation_person[row]),
        bool(batch.relation_primary[row]),
        _date(batch.relation_from[row]),
        _date(batch.relation_through[row]),
    )


def _assignment(batch: Batch, row: int) -> Assignment:
    return Assignment(
        _person(batch, batch.assignment_person[row]),
        batch.assignment_blueprint[row],
        batch.assignment_version[row],
        _date(batch.assignment_from[row]),
        _date(batch.assignment_through[row]),
    )


def _is_believed(recorded: int, superseded: int, known_by: date | None) -> bool:
    day = known_by.toordinal() if known_by is not None else date.max.toordinal()
    return recorded <= day and not 0 < superseded <= day


def _events(batch: Batch, place: int, known_by: date | None) -> Iterator[Event]:
    """A row for each coding, as agencies tell them."""
    for person in _rows(batch.person_first, place):
        for row in _rows(batch.event_first, person):
            if not _is_believed(int(batch.event_recorded[row]), int(batch.event_superseded[row]), known_by):
                continue
            content = batch.contents[int(batch.event_content[row])]
            nothing: tuple[str | None, str | None] = (None, None)
            for system, code in (*sorted(content.codes, key=str),) or (nothing,):
                yield Event(
                    _person(batch, person), batch.sources[int(batch.event_source[row])], batch.event_record[row].as_py(), content.kind,
                    content.agency, date.fromordinal(int(batch.event_recorded[row])), _date(batch.event_day[row]),
                    _date(batch.event_end[row]), system, code, content.status, content.result, content.value, content.unit,
                    handoff=content.handoff, step=content.step, columns=content.columns,
                )  # fmt: skip


def _facts(batch: Batch, place: int, known_by: date | None) -> Iterator[Fact]:
    """Their rank stands as the record's id, so that they speak in the same order."""
    for row in _rows(batch.fact_first, place):
        if _is_believed(int(batch.fact_recorded[row]), int(batch.fact_superseded[row]), known_by):
            said = batch.facts_said[int(batch.fact_said[row])]
            yield Fact(
                _person(batch, batch.fact_person[row]), said.fact, said.value, date.fromordinal(int(batch.fact_from[row])), "",
                f"{int(batch.fact_rank[row]):09d}", "", date.fromordinal(int(batch.fact_recorded[row])),
                _date(batch.fact_through[row]),
            )  # fmt: skip
