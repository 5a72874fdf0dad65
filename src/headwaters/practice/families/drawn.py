"""What was drawn, written down: only what is otherwise than before, in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, count
from typing import Any

from django.db import connection, models

from headwaters.domain.history.history import PersonId
from headwaters.engine.linkage.people import Identifier
from headwaters.engine.linkage.shared_identifiers import KeptApart
from headwaters.engine.linkage.stories import Drawing
from headwaters.practice.families.latest import Cells
from headwaters.practice.families.models import (
    DrawnStory,
    EpisodeRow,
    IdentifierRow,
    KnownAs,
    LinkageProblem,
    MemberRow,
    SeatRow,
    StoryName,
)
from headwaters.practice.families.said import AT_ONCE, fetch, fetch_of, places_of
from headwaters.practice.families.statements import Values, insert, known_as

EPISODE = ("story_id", "episode_id", "kind", "person", "birth", "due_date", "first_seen", "ended", "ended_why")
MEMBER = ("story_id", "episode_id", "role", "person", "is_primary", "from_day", "through_day", "authority")
SEAT = ("story_id", "person")
IDENTIFIER = ("system", "value", "person")
NAME = ("hangs_on", "story_id")
PROBLEM = ("system", "value", "what", "remedy", "subject", "file", "line")
_DRAWINGS = count(1)
MANY = 20_000
"""So many rows are written quicker without a table's indexes, which are then built once."""


@contextmanager
def without_indexes(model: type[models.Model], *, rows: int, column: str = "") -> Iterator[None]:
    """Write many rows into a table that holds few others: its indexes (`column`: on that column) are dropped and built anew, in
    the same transaction."""
    table = model._meta.db_table
    held = fetch(f"SELECT COUNT(*) FROM {table}")[0][0] if rows > MANY else rows
    if connection.vendor != "sqlite" or rows <= MANY or held > 2 * rows:
        yield
        return
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql LIKE %s"
    found = fetch(asked, [table, f'%"{column}%'])
    with connection.cursor() as cursor:
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, sql in found:
            cursor.execute(sql)


def keep_links(keys: Sequence[int], persons: Sequence[PersonId | None]) -> None:
    """Say of these numbers whose they are."""
    table = KnownAs._meta.db_table
    with without_indexes(KnownAs, rows=len(keys), column="person"), connection.cursor() as cursor:
        if (
            connection.vendor == "sqlite"
            and len(keys) > MANY
            and fetch(f"SELECT COUNT(*) FROM {table}") == [(len(keys),)]
        ):
            now = dict(zip(keys, persons, strict=True))
            name = (
                f"known_to_be_{next(_DRAWINGS)}"  # a name can be given to another function only while nobody is reading
            )
            connection.connection.create_function(name, 1, now.__getitem__)
            cursor.execute(f"UPDATE {table} SET person = {name}(id)")  # twice as quick as row by row
            now.clear()
        else:
            cursor.executemany(f"UPDATE {table} SET person = %s WHERE id = %s", list(zip(persons, keys, strict=True)))


def keep_stories(drawing: Drawing, before: Collection[str] | None, moved: Collection[str], times: int) -> None:
    """Write the stories that are otherwise than before, and remember which those are.

    before  the stories that the drawing stands in place of; None: all
    moved   people of whom other statements are believed than before: what is told of them has changed, if not who is who
    times   the number of this draw
    """
    held = _held_stories(before)
    now = {one.story_id: (one.episodes, one.people) for one in drawing.outlines}
    gone = held.keys() - now.keys()
    changed = [name for name, rows in now.items() if held.get(name) != rows]
    _delete((EpisodeRow, MemberRow, SeatRow), gone | (held.keys() & set(changed)))
    _add(EpisodeRow, EPISODE, [row for name in changed for row in now[name][0]])
    _add(MemberRow, MEMBER, [row for name in changed for row in now[name][1]])
    _add(SeatRow, SEAT, [seat for name in changed for seat in _seats(name, *now[name])])
    asked = f"SELECT story_id FROM {SeatRow._meta.db_table} WHERE person IN {{keys}}"
    seated = {story for (story,) in fetch_of(asked, moved)} if held else set()  # at first every story is new
    _remember({**dict.fromkeys(gone, True), **dict.fromkeys({*changed, *seated}, False)}, times)
    _keep_names(drawing.names, before)


def _seats(name: str, episodes: Iterable[Cells], members: Iterable[Cells]) -> list[Values]:
    return [(name, person) for person in sorted({row[3] for row in episodes} | {row[3] for row in members})]


def _held_stories(before: Collection[str] | None) -> dict[str, tuple[list[Values], list[Values]]]:
    held: dict[str, tuple[list[Values], list[Values]]] = defaultdict(lambda: ([], []))
    for place, (model, columns) in enumerate(((EpisodeRow, EPISODE), (MemberRow, MEMBER))):
        asked = f"SELECT {', '.join(columns)} FROM {model._meta.db_table}"
        if before is None:
            rows: Iterable[Cells] = fetch(f"{asked} ORDER BY id")
        else:
            rows = fetch_of(f"{asked} WHERE story_id IN {{keys}} ORDER BY id", before)
        for row in rows:
            held[row[0]][place].append(row)
    return dict(held)


def _delete(tables: Iterable[type[models.Model]], stories: Collection[str]) -> None:
    with connection.cursor() as cursor:
        for model in tables:
            some = [(story,) for story in sorted(stories)]
            cursor.executemany(f"DELETE FROM {model._meta.db_table} WHERE story_id = %s", some)


def _add(model: type[models.Model], columns: tuple[str, ...], rows: list[Any]) -> None:
    if rows:
        with without_indexes(model, rows=len(rows)):
            _insert(model, columns, rows)


def _insert(model: type[models.Model], columns: tuple[str, ...], rows: list[Any]) -> None:
    """Many rows in each statement; three times as quick as one row in each."""
    at_once = AT_ONCE // len(columns)
    whole = len(rows) - len(rows) % at_once
    place = f"({', '.join(['%s'] * len(columns))})"
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    cells = [list(chain.from_iterable(rows[start : start + at_once])) for start in range(0, whole, at_once)]
    with connection.cursor() as cursor:
        places = ", ".join([place] * at_once)
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({names}) VALUES {places}", cells)
    insert(model, columns, rows[whole:])


def _remember(gone: Mapping[str, bool], times: int) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {DrawnStory._meta.db_table} (story_id, drawn, gone) VALUES (%s, %s, %s) "
            "ON CONFLICT (story_id) DO UPDATE SET drawn = excluded.drawn, gone = excluded.gone",
            [(story, times, is_gone) for story, is_gone in sorted(gone.items())],
        )


def _keep_names(names: Mapping[str, str], before: Collection[str] | None) -> None:
    held = names_of(before)
    with connection.cursor() as cursor:
        gone = [(hook,) for hook, story in held.items() if names.get(hook) != story]
        cursor.executemany(f"DELETE FROM {StoryName._meta.db_table} WHERE hangs_on = %s", gone)
    _add(StoryName, NAME, sorted(item for item in names.items() if held.get(item[0]) != item[1]))


def names_of(stories: Collection[str] | None) -> dict[str, Any]:
    """What the stories hang on, and their ids; None: of all stories."""
    asked = f"SELECT hangs_on, story_id FROM {StoryName._meta.db_table}"
    rows = fetch(asked) if stories is None else fetch_of(f"{asked} WHERE story_id IN {{keys}}", stories)
    return dict(rows)


def keep_identifiers(carried: Iterable[tuple[str, str, PersonId]], people: Collection[str] | None) -> set[Identifier]:
    """Whose number it is.

    people   those of whom `carried` speaks, before and now; None: everybody
    returns  the numbers looked at, those that nobody carries any more too
    """
    asked = f"SELECT id, system, value, person FROM {IdentifierRow._meta.db_table}"
    rows = fetch(asked) if people is None else fetch_of(f"{asked} WHERE person IN {{keys}}", people)
    held = {(system, value, person): key for key, system, value, person in rows}
    now = dict.fromkeys(carried)
    with connection.cursor() as cursor:
        gone = [(key,) for row, key in held.items() if row not in now]
        cursor.executemany(f"DELETE FROM {IdentifierRow._meta.db_table} WHERE id = %s", gone)
    _add(IdentifierRow, IDENTIFIER, [row for row in now if row not in held])
    return {(system, value) for system, value, _ in (*held, *now)}


def keep_problems(kept_apart: Iterable[KeptApart], looked_at: Collection[Identifier] | None) -> None:
    """What linkage did not decide, in the order of the numbers; `looked_at`: those of which `kept_apart` speaks; None: all."""
    rows = fetch(f"SELECT {', '.join(PROBLEM)} FROM {LinkageProblem._meta.db_table} ORDER BY id")
    others = [] if looked_at is None else [row for row in rows if row[:2] not in looked_at]
    now = sorted([*others, *_problems(list(kept_apart))])
    if now != rows:
        LinkageProblem.objects.all().delete()
        insert(LinkageProblem, PROBLEM, now)


def _problems(kept_apart: Collection[KeptApart]) -> list[Values]:
    place_of = places_of(known_as(*alias) for one in kept_apart for alias in one.aliases)
    return [_problem(one, [place_of[known_as(*alias)] for alias in one.aliases]) for one in kept_apart]


def _problem(one: KeptApart, places: list[tuple[str, int]]) -> Values:
    named = ", ".join(f"{file}:{line}" for file, line in places[:5])
    return (
        one.system,
        one.value,
        "People with different birth dates carry the same number; they were kept apart, not made one.",
        f"Find out whose number it is, and send the others corrected. It stands in: {named}."[:500],
        f"identifier of {one.system}"[:300],
        *places[0],
    )
