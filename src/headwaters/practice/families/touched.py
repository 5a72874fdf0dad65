"""Which people and families new statements concern, so that a night's load draws these anew and leaves the others alone.

A family is closed here: whatever could decide who is one person with somebody in it, which pregnancies are one, where a child
stands or what a story is called, lies within it. Drawing it alone gives what drawing everybody gives; tests hold it to that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db.models import Max

from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.window import Duration
from headwaters.domain.days import add
from headwaters.practice.families.latest import Cells
from headwaters.practice.families.models import (
    Drawn,
    EpisodeRow,
    EventRow,
    IdentifierRow,
    KnownAs,
    NamedChild,
    PersonRow,
    PregnancyRow,
    RelationRow,
    StoryName,
)
from headwaters.practice.families.said import (
    EVENTS,
    PEOPLE,
    PREGNANCIES,
    RELATIONS,
    Key,
    as_date,
    fetch,
    fetch_of,
    wanted,
    words_of,
)
from headwaters.practice.families.statements import insert, known_as

KNOWN_AS, EPISODES, NAMES = KnownAs._meta.db_table, EpisodeRow._meta.db_table, StoryName._meta.db_table
IDENTIFIERS, NAMED = IdentifierRow._meta.db_table, NamedChild._meta.db_table


@dataclass(frozen=True, slots=True)
class Mark:
    """The last statement of each kind."""

    people: int
    relations: int
    pregnancies: int
    events: int


def here() -> Mark:
    """Up to where the statements reach now."""
    last = (model._default_manager.aggregate(last=Max("id"))["last"] for model in _KINDS)
    return Mark(*(number or 0 for number in last))


_KINDS = (PersonRow, RelationRow, PregnancyRow, EventRow)


def drawn_to(drawn: Drawn) -> Mark:
    return Mark(drawn.people_to, drawn.relations_to, drawn.pregnancies_to, drawn.events_to)


def note_named_children(since: Mark) -> None:
    """Write down whom the new pregnancies' rows name, so that a child leads to all that claim it."""
    rows = fetch(f"SELECT source, pregnancy_id, children FROM {PREGNANCIES} WHERE id > %s", [since.pregnancies])
    named = [
        (known_as(source, child), source, number)
        for source, number, children in rows
        for child in orjson.loads(children)
    ]
    insert(NamedChild, ("known_as", "source", "pregnancy_id"), named)


def spoken_of(since: Mark) -> set[int]:
    """Whom new rows of people speak of."""
    return {key for (key,) in fetch(f"SELECT known_as FROM {PEOPLE} WHERE id > %s", [since.people])}


def joinable(keys: Collection[int]) -> set[int]:
    """These people and everybody who could be one person with them, directly or over others, by what is said now or was before."""
    closed: set[int] = set()
    fresh = set(keys)
    asked_people: set[str] = set()
    asked_numbers: set[tuple[str, str]] = set()
    while fresh:
        closed |= fresh
        numbers = {(system, value) for _, pairs, _ in words_of(fresh).values() for system, value in pairs}
        people = _persons(fresh) - asked_people
        carried = fetch_of(f"SELECT system, value FROM {IDENTIFIERS} WHERE person IN {{keys}}", people)
        numbers = (numbers | {(system, value) for system, value in carried}) - asked_numbers
        people |= _texts(f"SELECT person FROM {wanted(IDENTIFIERS, 'system', 'value')}", numbers) - asked_people
        asked_people |= people
        asked_numbers |= numbers
        fresh = keys_of(people) - closed
    return closed


def _texts(sql: str, keys: Iterable[object]) -> set[str]:
    return {text for (text,) in fetch_of(sql, keys)}


def _persons(keys: Iterable[int]) -> set[str]:
    return _texts(f"SELECT person FROM {KNOWN_AS} WHERE id IN {{keys}} AND person IS NOT NULL", keys)


def keys_of(people: Iterable[str]) -> set[int]:
    """The numbers under which these people are known."""
    return {key for (key,) in fetch_of(f"SELECT id FROM {KNOWN_AS} WHERE person IN {{keys}}", people)}


@dataclass(slots=True)
class Families:
    """People with a place of their own in a story (mothers, children) and pregnancies by number; and the stories drawn of them."""

    people: set[str] = field(default_factory=set)
    pregnancies: set[Key] = field(default_factory=set)
    stories: set[str] = field(default_factory=set)


def seeds(since: Mark, moved: Collection[int], people: Iterable[str], *, horizon: Duration) -> Families:
    """Whom and what new statements, and old statements of people who are somebody else now, speak of.

    moved   people whose person is another one than before, who are known now, or are known no more
    people  persons before and after
    """
    found = Families(set(people))
    _of_relations(found, _versions(RELATIONS, "known_as, source, of_local_id, role", since.relations))
    columns = "known_as, source, of_local_id, role"
    _of_relations(found, fetch_of(f"SELECT {columns} FROM {RELATIONS} WHERE known_as IN {{keys}}", moved))
    known = list(fetch_of(f"SELECT id, source, local_id FROM {KNOWN_AS} WHERE id IN {{keys}}", moved))
    found.pregnancies.update((source, number) for _, source, number in known)
    _by_numbers(found, known)
    rows = list(_versions(PREGNANCIES, "known_as, source, pregnancy_id, children", since.pregnancies))
    found.pregnancies.update((source, number) for _, source, number, _ in rows)
    children = {known_as(source, child) for _, source, _, named in rows for child in orjson.loads(named)}
    found.people |= _persons({who for who, *_ in rows} | children)
    found.people |= _perhaps_children(since, horizon)
    return found


def _versions(table: str, columns: str, since: int) -> list[Cells]:
    """All versions of the records that a new row is a version of: what they said before may be wrong now."""
    records = fetch(f"SELECT source, record_id FROM {table} WHERE id > %s", [since])
    return list(fetch_of(f"SELECT {columns} FROM {wanted(table, 'source', 'record_id')}", records))


def _of_relations(found: Families, rows: Iterable[Cells]) -> None:
    told = list(rows)
    found.pregnancies.update((source, of) for _, source, of, _ in told)
    ends = {known_as(source, of) for _, source, of, _ in told}
    found.people |= _persons(ends | {who for who, _, _, role in told if role in _BY_BIRTH})


_BY_BIRTH = (Role.CHILD, Role.BIRTHING_PARENT)


def _perhaps_children(since: Mark, horizon: Duration) -> set[str]:
    """People without a child's course to whom something new happened so early in life that they may have one after all."""
    rows = fetch(
        f"SELECT k.person, MIN(e.start) FROM {EVENTS} e JOIN {KNOWN_AS} k ON k.id = e.known_as "
        "WHERE e.id > %s AND e.start IS NOT NULL AND k.person IS NOT NULL GROUP BY k.person",
        [since.events],
    )
    births: dict[str, Any] = dict(
        fetch_of(
            f"SELECT k.person, MAX(p.birth) FROM {KNOWN_AS} k JOIN {PEOPLE} p ON p.known_as = k.id "
            f"WHERE k.person IN {{keys}} AND NOT EXISTS (SELECT 1 FROM {EPISODES} c WHERE c.person = k.person AND kind = 'child') "
            "GROUP BY k.person",
            {person for person, _ in rows},
        )
    )
    return {
        person
        for person, start in rows
        if (birth := births.get(person)) and as_date(start) < add(as_date(birth), horizon)
    }


def close(found: Families) -> Families:
    """The families of what was found, whole: as they are told now, and as their stories were drawn before."""
    closed = Families()
    while True:
        people, pregnancies = found.people - closed.people, found.pregnancies - closed.pregnancies
        if not people and not pregnancies:
            return closed
        closed.people |= people
        closed.pregnancies |= pregnancies
        found = Families()
        _by_people(found, people)
        _by_pregnancies(found, pregnancies)
        stories = _texts(f"SELECT story_id FROM {EPISODES} WHERE person IN {{keys}}", people) - closed.stories
        _by_stories(found, stories)
        closed.stories |= stories


def _by_people(found: Families, people: Iterable[str]) -> None:
    """The pregnancies of mothers, those that claim a child, and who bore or was born by whom."""
    _by_numbers(found, list(fetch_of(f"SELECT id, source, local_id FROM {KNOWN_AS} WHERE person IN {{keys}}", people)))


def _by_numbers(found: Families, known: Collection[Cells]) -> None:
    keys, numbers = [key for key, *_ in known], [(source, number) for _, source, number in known]
    for table in (PREGNANCIES, NAMED):
        told = fetch_of(f"SELECT source, pregnancy_id FROM {table} WHERE known_as IN {{keys}}", keys)
        found.pregnancies.update((source, number) for source, number in told)
    columns, by_birth = "SELECT known_as, source, of_local_id, role FROM", "AND role IN ('child', 'birthing_parent')"
    _of_relations(found, fetch_of(f"{columns} {RELATIONS} WHERE known_as IN {{keys}} {by_birth}", keys))
    _of_relations(found, fetch_of(f"{columns} {wanted(RELATIONS, 'source', 'of_local_id')} {by_birth}", numbers))


def _by_pregnancies(found: Families, pregnancies: Iterable[Key]) -> None:
    """The mother and children of all rows under these numbers, and the children whom relations place there."""
    columns = "known_as, source, children"
    rows = list(fetch_of(f"SELECT {columns} FROM {wanted(PREGNANCIES, 'source', 'pregnancy_id')}", pregnancies))
    children = {known_as(source, child) for _, source, named in rows for child in orjson.loads(named)}
    born = fetch_of(
        f"SELECT known_as FROM {wanted(RELATIONS, 'source', 'of_local_id')} AND role = 'child'", pregnancies
    )
    found.people |= _persons({who for who, *_ in rows} | children | {who for (who,) in born})


def _by_stories(found: Families, stories: Collection[str]) -> None:
    """Everybody with an episode in stories drawn before, and what these stories hang on."""
    found.people |= _texts(f"SELECT person FROM {EPISODES} WHERE story_id IN {{keys}}", stories)
    for (hook,) in fetch_of(f"SELECT hangs_on FROM {NAMES} WHERE story_id IN {{keys}}", stories):
        person, *key = hook.split("|", 2)
        found.people.add(person)
        if key and key[0]:
            found.pregnancies.add((key[0], key[1]))
