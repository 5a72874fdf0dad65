"""What is said of everybody, out of the tables as columns: for the drawing of all stories at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import connection, models

from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.engine.linkage.people import Register, register
from headwaters.engine.linkage.text_columns import Rows, Texts, days, numbers, read_texts
from headwaters.engine.linkage.told import PART, SaidOfOne
from headwaters.practice.families.models import KnownAs, PersonRow
from headwaters.practice.families.said import EVENTS, PEOPLE, RELATIONS, fetch, words_of

ROWS_AT_ONCE = 50_000
"""Rows joined into one text: some megabytes, which stay in the processor's own memory. SQLite's texts end at a thousand."""
KNOWN_AS = KnownAs._meta.db_table


def read(columns: Sequence[str], rest: str, *values: object) -> list[Texts]:
    with connection.cursor() as cursor:
        return read_texts(cursor, columns, rest, values)


def everybodys_register() -> Register:
    """Who is spoken of, and whom sources take them for."""
    said = [read(_PERSON, f"{PEOPLE} WHERE id > %s AND id <= %s", *ends) for ends in _blocks(PersonRow)]
    corrected = {key for (key,) in fetch(_CORRECTED, [ENTERED_IN_ERROR])}
    words = words_of(corrected)
    return register(
        [(source, *_known(source)) for source in _sources(KNOWN_AS)],
        said,
        {key: words.get(key) for key in corrected},
        read(("id", "person"), f"{KNOWN_AS} WHERE person IS NOT NULL"),
    )


_PERSON = ("known_as", "COALESCE(CAST(birth AS TEXT), '')", "CAST(recorded AS TEXT)", "CAST(identifiers AS TEXT)")
_CORRECTED = (
    f"SELECT known_as FROM {PEOPLE} GROUP BY known_as HAVING COUNT(*) > 1 "
    f"UNION SELECT known_as FROM {PEOPLE} WHERE status = %s"
)


def _known(source: str) -> tuple[Texts, Texts]:
    rest = f"(SELECT id, local_id FROM {KNOWN_AS} WHERE source = %s ORDER BY local_id) AS known"
    keys, local_ids = read(("id", "local_id"), rest, source)
    return keys, local_ids


def _sources(table: str) -> list[str]:
    return [source for (source,) in fetch(f"SELECT DISTINCT source FROM {table}")]


def _blocks(model: type[models.Model]) -> Iterator[tuple[int, int]]:
    last = model._default_manager.aggregate(last=models.Max("id"))["last"] or 0
    for start in range(0, last, ROWS_AT_ONCE):
        yield start, start + ROWS_AT_ONCE


def relations() -> list[SaidOfOne]:
    """All versions of all relations."""
    return [_relations(source) for source in _sources(RELATIONS)]


def _relations(source: str) -> SaidOfOne:
    """By record; only where a record has versions is it worth putting these in order too."""
    told = SaidOfOne(source, *read(_RELATION, _IN_ORDER.format("id"), source))
    if told.has_versions():
        return SaidOfOne(source, *read(_RELATION, _IN_ORDER.format("recorded, revision, id"), source))
    return told


_IN_ORDER = f"(SELECT * FROM {RELATIONS} WHERE source = %s ORDER BY record_id, {{}}) AS told"
_WORDS = (
    "role", "CASE WHEN is_primary THEN '1' ELSE '0' END", "COALESCE(CAST(from_day AS TEXT), '')",
    "COALESCE(CAST(through_day AS TEXT), '')", "authority",
)  # fmt: skip
_RELATION = (
    "record_id", "COALESCE(status, '')", "known_as", "of_local_id", f" || '{PART}' || ".join(_WORDS),
)  # fmt: skip


def first_events(before: date | None) -> tuple[Rows, Rows]:
    """Of each number to which something happened before a day: the number, and when first. Of nobody where there is no day."""
    rest = f"(SELECT known_as, MIN(start) AS first FROM {EVENTS} WHERE start < %s GROUP BY known_as) AS happened"
    keys, first = read(("known_as", "CAST(first AS TEXT)"), rest, before or date.min)
    return numbers(keys), days(first)
