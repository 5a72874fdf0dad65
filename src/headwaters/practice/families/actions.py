"""Deeds about families: taking down what sources said, and drawing the stories from it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.window import Duration
from headwaters.domain.history.history import ENTERED_IN_ERROR, PersonId, StoryId
from headwaters.domain.records.statement import EventStatement, FactStatement, PersonStatement, Statement
from headwaters.domain.records.vocabulary import HANDOFF
from headwaters.engine.linkage.shared_identifiers import Alias, KeptApart, Known, join
from headwaters.engine.linkage.stories import Drawing, Pregnancy, Somebody, Tie, draw
from headwaters.practice.families.latest import latest
from headwaters.practice.families.models import (
    Drawn,
    EpisodeRow,
    EventRow,
    FactRow,
    IdentifierRow,
    KnownAs,
    LinkageProblem,
    MemberRow,
    ObservationRow,
    PersonRow,
    PregnancyRow,
    RelationRow,
    SeatRow,
    StoryName,
)
from headwaters.practice.families.statements import Told, Values, insert, known_as, write

CHILDHOOD = Duration(months=6 * 12)
"""Who was younger than this when first heard of is taken for a child whose course is followed: school entry in Oregon, and
the upper age of the blueprints' longest windows. Somebody else's blueprint can ask for another one."""


def take_down(told: Iterable[Told]) -> None:
    """Write the statements down, in the caller's transaction; the stories are stale until they are drawn again."""
    statements = tuple(told)
    aliases = {
        (
            known_as(one.statement.origin.source, one.statement.local_id),
            one.statement.origin.source,
            one.statement.local_id,
        )
        for one in statements
        if isinstance(one.statement, PersonStatement)
    }
    if aliases:
        insert(KnownAs, ("id", "source", "local_id"), sorted(aliases), or_ignore=True)
    write(statements)
    if statements:
        Drawn.objects.update_or_create(pk=1, defaults={"stale": True})


def observed(source: str) -> set[tuple[str, str, str | None, date, date]]:
    """The spans that a source has declared and that were taken down as they were declared: (record, kind, area, from, through)."""
    rows = ObservationRow.objects.filter(source=source)
    return set(rows.values_list("record_id", "kind", "area", "from_day", "through_day"))


def redraw(*, horizon: Duration = CHILDHOOD, always: bool = False) -> int:
    """Link everybody and draw every story anew, in one transaction; nothing happens where nothing is stale.

    returns  how many stories there are now
    """
    with transaction.atomic():
        drawn = Drawn.objects.filter(pk=1).first()
        if drawn is None or not (drawn.stale or always):
            return EpisodeRow.objects.values("story_id").distinct().count()
        people = _people()
        joined = join(_known(people), _already())
        _keep_links(joined.person_of)
        drawing = draw(
            _somebodies(people, joined.person_of),
            _pregnancies(joined.person_of),
            _ties(joined.person_of),
            horizon=horizon,
            already={hook: StoryId(name) for hook, name in StoryName.objects.values_list("hangs_on", "story_id")},
        )
        _keep_stories(drawing)
        _keep_identifiers(people, joined.person_of)
        _keep_problems(joined.kept_apart, people)
        drawn.stale, drawn.times = False, drawn.times + 1
        drawn.save()
    return len(drawing.stories)


@dataclass(frozen=True, slots=True)
class Superseded:
    """A record of which a new version has come: its order, and the statements it makes `now`."""

    source: str
    record_id: str
    order: tuple[date, int]
    now: tuple[Statement, ...]


def take_back(records: Iterable[Superseded]) -> None:
    """Take back what earlier versions said and the new one does not: of people it does not speak of any more, and parts
    (`RECORD#part`) that it does not state any more, except steps of hand-offs, which add up over the versions of a task.

    A story reads only its own people's rows. An event that a correction moved to somebody else would stay in the first
    story for ever, so the same row is added there once more as `entered_in_error`, just before the new version.
    """
    for record in records:
        part = f"{record.record_id}#"
        of_record = Q(record_id=record.record_id) | Q(record_id__gte=part, record_id__lt=f"{part}\U0010ffff")
        for model, statement in ((EventRow, EventStatement), (FactRow, FactStatement)):
            stay = {
                (one.origin.record_id, known_as(record.source, one.local_id))
                for one in record.now
                if isinstance(one, EventStatement | FactStatement) and isinstance(one, statement)
            }
            for row in model._default_manager.filter(of_record, source=record.source).order_by("id"):
                gone = (row.record_id, row.known_as) not in stay and row.status != ENTERED_IN_ERROR
                if gone and getattr(row, "kind", None) != HANDOFF:
                    row.pk = None
                    row.status = ENTERED_IN_ERROR
                    row.recorded, row.revision = record.order[0], record.order[1] - 1
                    row.save(force_insert=True)


@dataclass(frozen=True, slots=True)
class _LatestPerson:
    birth: date | None
    identifiers: tuple[tuple[str, str], ...]
    file: str
    line: int


def _fetch(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _people() -> dict[Alias, _LatestPerson]:
    """The latest word of each source on each person. Where several records speak of one local id the last one received counts."""
    rows = _fetch(
        "SELECT p.known_as, p.record_id, p.status, k.source, k.local_id, p.birth, p.identifiers, p.file, p.line "
        f"FROM {PersonRow._meta.db_table} p JOIN {KnownAs._meta.db_table} k ON k.id = p.known_as "
        "ORDER BY p.known_as, p.record_id, p.recorded, p.revision, p.id"
    )
    people: dict[Alias, _LatestPerson] = {}
    for _, _, _, source, local_id, birth, identifiers, file, line in latest(rows, width=2):
        pairs = tuple((system, value) for system, value in _json(identifiers))
        before = people.get((source, local_id))
        if before is not None:
            birth, pairs = birth or before.birth, (*before.identifiers, *pairs)
        people[source, local_id] = _LatestPerson(birth, pairs, file, line)
    return people


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _known(people: dict[Alias, _LatestPerson]) -> list[Known]:
    return [Known(source, local_id, who.identifiers, who.birth) for (source, local_id), who in people.items()]


def _already() -> dict[Alias, PersonId]:
    held = KnownAs.objects.filter(person__isnull=False).values_list("source", "local_id", "person")
    return {(source, local_id): PersonId(person) for source, local_id, person in held if person}


def _keep_links(person_of: Any) -> None:
    rows = KnownAs.objects.values_list("source", "local_id", "person")
    held = {(source, local_id): person for source, local_id, person in rows}
    changed = [
        (person_of.get(alias), known_as(*alias)) for alias, person in held.items() if person_of.get(alias) != person
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {KnownAs._meta.db_table} SET person = %s WHERE id = %s", changed)


def _somebodies(people: dict[Alias, _LatestPerson], person_of: Any) -> list[Somebody]:
    first_seen = _first_seen()
    merged: dict[PersonId, tuple[date | None, date | None]] = {}
    for alias, who in people.items():
        person = person_of[alias]
        birth, seen = merged.get(person, (None, None))
        here = first_seen.get(known_as(*alias))
        merged[person] = (birth or who.birth, min((day for day in (seen, here) if day), default=None))
    return [Somebody(person, birth, seen) for person, (birth, seen) in merged.items()]


def _first_seen() -> dict[int, date]:
    """The earliest day on which anything happened to somebody, or on which they were first heard of."""
    people, events = PersonRow._meta.db_table, EventRow._meta.db_table
    rows = _fetch(
        f"SELECT known_as, MIN(day) FROM (SELECT known_as, recorded AS day FROM {people} "
        f"UNION ALL SELECT known_as, start FROM {events} WHERE start IS NOT NULL) AS seen GROUP BY known_as"
    )
    return {key: _day(day) for key, day in rows}


def _day(value: Any) -> date:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _pregnancies(person_of: Any) -> list[Pregnancy]:
    """One per source's number. Several records may speak of one number; each field is the latest that is not empty."""
    table = PregnancyRow._meta.db_table
    rows = _fetch(
        "SELECT p.source, p.record_id, p.status, p.recorded, p.revision, k.local_id, p.pregnancy_id, p.due_date, p.birth, "
        f"p.children, p.first_seen, p.ended, p.ended_why FROM {table} p JOIN {KnownAs._meta.db_table} k ON k.id = p.known_as "
        "ORDER BY p.source, p.record_id, p.recorded, p.revision, p.id"
    )
    born_into = _born_into(person_of)
    merged: dict[tuple[str, str], Pregnancy] = {}
    for source, *_, local_id, number, due_date, birth, children, seen, ended, why in sorted(
        latest(rows, width=2), key=_received
    ):
        mother, key = person_of.get((source, local_id)), (source, number)
        if mother is None:
            continue
        before = merged.get(key, Pregnancy(key, mother))
        named = [person_of[source, child] for child in _json(children) if (source, child) in person_of]
        of_it = tuple(dict.fromkeys((*before.children, *named, *born_into.get(key, ()))))
        merged[key] = Pregnancy(
            key,
            mother,
            due_date or before.due_date,
            birth or before.birth,
            of_it,
            seen or before.first_seen,
            ended or before.ended,
            why or before.ended_why,
        )
    return list(merged.values())


def _received(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[3], row[4], row[0], row[1]


def _relations() -> Iterable[tuple[Any, ...]]:
    rows = _fetch(
        "SELECT r.source, r.record_id, r.status, k.local_id, r.role, r.of_local_id, r.is_primary, r.from_day, "
        f"r.through_day, r.authority FROM {RelationRow._meta.db_table} r JOIN {KnownAs._meta.db_table} k "
        "ON k.id = r.known_as ORDER BY r.source, r.record_id, r.recorded, r.revision, r.id"
    )
    return latest(rows, width=2)


def _born_into(person_of: Any) -> dict[tuple[str, str], list[PersonId]]:
    """Children whom a relation, and not the pregnancy's own row, places in a pregnancy."""
    children: dict[tuple[str, str], list[PersonId]] = {}
    for source, _, _, local_id, role, of, *_ in _relations():
        if role == Role.CHILD and (source, local_id) in person_of:
            children.setdefault((source, of), []).append(person_of[source, local_id])
    return children


def _ties(person_of: Any) -> list[Tie]:
    ties = []
    for source, _, _, local_id, role, of, primary, from_, through, authority in _relations():
        person = person_of.get((source, local_id))
        if person is None:
            continue
        child = person_of.get((source, of))
        pregnancy = None if child else (source, of)
        ties.append(Tie(person, Role(role), child, pregnancy, bool(primary), from_, through, authority))
    return ties


def _keep_stories(drawing: Drawing) -> None:
    StoryName.objects.all().delete()
    insert(StoryName, ("hangs_on", "story_id"), sorted(drawing.names.items()))
    for model in (EpisodeRow, MemberRow, SeatRow):
        model.objects.all().delete()
    episodes: list[Values] = []
    members: list[Values] = []
    seats: list[Values] = []
    for story in drawing.stories:
        for e in story.episodes:
            days = (e.birth, e.due_date, e.first_seen, e.ended, e.ended_why)
            episodes.append((story.story_id, e.episode_id, str(e.kind), e.person_id, *days))
        for r in story.people:
            members.append(
                (story.story_id, r.episode_id, str(r.role), r.person_id, r.primary, r.from_, r.through, r.authority)
            )
        everybody = {e.person_id for e in story.episodes} | {r.person_id for r in story.people}
        seats.extend((story.story_id, person) for person in sorted(everybody))
    insert(
        EpisodeRow,
        ("story_id", "episode_id", "kind", "person", "birth", "due_date", "first_seen", "ended", "ended_why"),
        episodes,
    )
    insert(
        MemberRow,
        ("story_id", "episode_id", "role", "person", "is_primary", "from_day", "through_day", "authority"),
        members,
    )
    insert(SeatRow, ("story_id", "person"), seats)


def _keep_identifiers(people: dict[Alias, _LatestPerson], person_of: Any) -> None:
    IdentifierRow.objects.all().delete()
    rows = {(*identifier, person_of[alias]) for alias, who in people.items() for identifier in who.identifiers}
    insert(IdentifierRow, ("system", "value", "person"), sorted(rows))


def _keep_problems(kept_apart: tuple[KeptApart, ...], people: dict[Alias, _LatestPerson]) -> None:
    LinkageProblem.objects.all().delete()
    rows = []
    for conflict in kept_apart:
        places = [f"{people[alias].file}:{people[alias].line}" for alias in conflict.aliases]
        first = people[conflict.aliases[0]]
        rows.append((
            "People with different birth dates carry the same number; they were kept apart, not made one.",
            f"Find out whose number it is, and send the others corrected. It stands in: {', '.join(places[:5])}."[:500],
            f"identifier of {conflict.system}"[:300], first.file, first.line,
        ))  # fmt: skip
    insert(LinkageProblem, ("what", "remedy", "subject", "file", "line"), rows)
