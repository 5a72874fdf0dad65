"""What linkage and the drawing of stories read of the statements: of everybody, or of some people and pregnancies only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import orjson
from django.db import connection

from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.window import Duration
from headwaters.domain.days import add
from headwaters.domain.history.history import PersonId
from headwaters.engine.linkage.people import Word
from headwaters.engine.linkage.stories import Pregnancy, Somebody, Tie
from headwaters.practice.families.latest import Cells, latest
from headwaters.practice.families.models import EventRow, PersonRow, PregnancyRow, RelationRow
from headwaters.practice.families.statements import known_as

Key = tuple[str, str]
"""A source, and its own number of a pregnancy or of a person."""
Place = tuple[str, int]
AT_ONCE = 900
"""Keys asked for in one query; SQLite takes at least so many."""

PEOPLE, RELATIONS = PersonRow._meta.db_table, RelationRow._meta.db_table
PREGNANCIES, EVENTS = PregnancyRow._meta.db_table, EventRow._meta.db_table


def fetch(sql: str, values: Collection[Any] = ()) -> list[Cells]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        rows: list[Cells] = cursor.fetchall()
    return rows


_PAIR = "(%s, %s)"


def fetch_of(sql: str, keys: Iterable[Any], *, first: tuple[Any, ...] = ()) -> Iterator[Cells]:
    """The rows of these keys. `{keys}` in the query stands for some of them: `IN {keys}` for whole numbers or texts; for pairs of
    texts a table `wanted` to join with, for the records look such up by an index, and pairs in a list by reading all rows.

    first  values that the query asks for before the keys
    """
    wanted = sorted(set(keys))
    pairs = bool(wanted) and isinstance(wanted[0], tuple)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        places = ", ".join([_PAIR if pairs else "%s"] * len(some))
        cells = [cell for key in some for cell in key] if pairs else some
        table = f"(VALUES {places}) AS wanted" if pairs else f"({places})"
        yield from fetch(sql.replace("{keys}", table), (*first, *cells))


def wanted(table: str, first: str, second: str) -> str:
    """The rows of a table in which two columns hold a pair of `fetch_of`."""
    return f"{{keys}} CROSS JOIN {table} WHERE {first} = wanted.column1 AND {second} = wanted.column2"


def words_of(keys: Iterable[int]) -> dict[int, Word]:
    """The words on these people. Where several records speak of one number, the last of them counts for what it says."""
    said: dict[int, Word] = {}
    rows = list(
        fetch_of(
            f"SELECT known_as, record_id, status, birth, identifiers, recorded FROM {PEOPLE} WHERE known_as IN {{keys}} "
            "ORDER BY known_as, record_id, recorded, revision, id",
            keys,
        )
    )
    first: dict[int, date] = {}
    for key, *_, recorded in rows:
        first[key] = min(recorded, first.get(key, recorded))
    for key, _, _, birth, identifiers, _ in latest(rows, width=2):
        before, pairs, _ = said.get(key, (None, [], None))
        said[key] = (birth or before, [*pairs, *orjson.loads(identifiers)], first[key])
    return said


def places_of(keys: Iterable[int]) -> dict[int, Place]:
    """File and line of what is said of these people now."""
    rows = fetch_of(
        f"SELECT known_as, record_id, status, file, line FROM {PEOPLE} WHERE known_as IN {{keys}} "
        "ORDER BY known_as, record_id, recorded, revision, id",
        keys,
    )
    return {key: (file, line) for key, _, _, file, line in latest(rows, width=2)}


def somebodies(
    said: Collection[tuple[PersonId, int, Word]],
    person_of: Mapping[int, PersonId],
    *,
    horizon: Duration,
) -> list[Somebody]:
    """One row per person, in which all sources' words on them are one.

    said     on whom, under which number, what
    horizon  `first_seen` looks for events only of those whom their own rows do not show to have been younger than this
    """
    merged: dict[PersonId, tuple[date | None, date]] = {}
    for person, _, (birth, _, recorded) in said:
        held = merged.get(person)
        if held is None:
            merged[person] = (birth, recorded)
        elif (birth is not None and held[0] is None) or recorded < held[1]:
            merged[person] = (held[0] or birth, min(held[1], recorded))
    limits = {
        person: limit
        for person, (birth, recorded) in merged.items()
        if birth is not None and recorded >= (limit := add(birth, horizon))
    }
    keys = [key for person, key, _ in said if person in limits]
    for person, seen in _seen_before(limits, person_of, keys):
        birth, first = merged[person]
        merged[person] = (birth, min(first, seen))
    return [Somebody(person, birth, seen) for person, (birth, seen) in merged.items()]


def _seen_before(
    limits: Mapping[PersonId, date], person_of: Mapping[int, PersonId], keys: Collection[int]
) -> Iterator[tuple[PersonId, date]]:
    """People to whom something happened before their limit, and when."""
    if not limits:
        return
    asked = f"SELECT known_as, MIN(start) FROM {EVENTS} WHERE start < %s AND known_as IN {{keys}} GROUP BY known_as"
    rows = fetch_of(asked, keys, first=(max(limits.values()),))
    for key, start in rows:
        person = person_of.get(key)
        if person is not None and person in limits:
            yield person, as_date(start)


def as_date(value: Any) -> date:
    """SQLite says what a column is, but not what the least of a column is."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


_PREGNANCY = (
    "source, record_id, status, recorded, revision, known_as, pregnancy_id, due_date, birth, children, first_seen, ended, "
    "ended_why, id"
)
_RELATION = "source, record_id, status, recorded, revision, known_as, role, of_local_id, is_primary, from_day, through_day, authority, id"
_IN_ORDER = "ORDER BY source, record_id, recorded, revision, id"


def pregnancy_rows(keys: Collection[Key] | None) -> list[Cells]:
    """What is said of pregnancies now; `keys`: of these only."""
    return _rows(PREGNANCIES, _PREGNANCY, "pregnancy_id", keys)


def relation_rows(of: Collection[Key]) -> list[Cells]:
    """What is said of relations to these people and pregnancies now."""
    return _rows(RELATIONS, _RELATION, "of_local_id", of)


def _rows(table: str, columns: str, number: str, keys: Collection[Key] | None) -> list[Cells]:
    if keys is None:
        return list(latest(fetch(f"SELECT {columns} FROM {table} {_IN_ORDER}"), width=2))
    place = [name.strip() for name in columns.split(",")].index(number)
    asked = f"SELECT source, record_id FROM {wanted(table, 'source', number)}"
    records = {(source, record) for source, record in fetch_of(asked, keys)}
    versions = fetch_of(f"SELECT {columns} FROM {wanted(table, 'source', 'record_id')}", records)
    rows = sorted(versions, key=lambda row: (*row[:2], *row[3:5], row[-1]))
    return [row for row in latest(rows, width=2) if (row[0], row[place]) in keys]


Told = tuple[Cells, list[int]]
"""A row of a pregnancy, and the numbers of the children whom it names."""


def with_children(rows: Iterable[Cells]) -> list[Told]:
    return [(row, [known_as(row[0], child) for child in orjson.loads(row[9])]) for row in rows]


def named_in(told: Iterable[Told]) -> set[int]:
    """The numbers of all who are mother or child in these rows."""
    return {number for row, children in told for number in (row[5], *children)}


def pregnancies(
    told: Iterable[Told], born_into: Mapping[Key, Collection[PersonId]], person_of: Mapping[int, PersonId]
) -> list[Pregnancy]:
    """One per source's number. Several records may speak of one number; each field is the latest that is not empty."""
    merged: dict[Key, Pregnancy] = {}
    for row, children in sorted(told, key=_received):
        source, _, _, _, _, who, number, due_date, birth, _, seen, ended, why, _ = row
        mother, key = person_of.get(who), (source, number)
        if mother is None:
            continue
        before = merged.get(key, Pregnancy(key, mother))
        named = [person_of.get(child) for child in children]
        of_it = dict.fromkeys((*before.children, *(one for one in named if one), *born_into.get(key, ())))
        merged[key] = Pregnancy(
            key,
            mother,
            due_date or before.due_date,
            birth or before.birth,
            tuple(of_it),
            seen or before.first_seen,
            ended or before.ended,
            why or before.ended_why,
        )
    return list(merged.values())


def _received(told: Told) -> Cells:
    row, _ = told
    return row[3], row[4], row[0], row[1]


def born_into(relations: Iterable[Cells], person_of: Mapping[int, PersonId]) -> dict[Key, list[PersonId]]:
    """Children whom a relation, and not the pregnancy's own row, places in a pregnancy."""
    children: dict[Key, list[PersonId]] = {}
    for row in relations:
        if row[6] == Role.CHILD and (person := person_of.get(row[5])):
            children.setdefault((row[0], row[7]), []).append(person)
    return children


def ties(relations: Iterable[Cells], person_of: Mapping[int, PersonId]) -> list[Tie]:
    """Who is who to whom. What several sources say in the same words is one."""
    said: dict[Cells, None] = {}
    for source, _, _, _, _, who, role, of, primary, from_, through, authority, _ in relations:
        person = person_of.get(who)
        if person is not None:
            child = person_of.get(known_as(source, of))
            said[person, role, child, None if child else (source, of), bool(primary), from_, through, authority] = None
    return [Tie(person, Role(role), *rest) for person, role, *rest in said]
