"""Indexes that a first large load does without: taken away together, and built once when everything is written.

To build an index over rows that stand costs a fraction of keeping it in order while they come. What was taken away is noted in
a table of its own in the same transaction, so that whoever opens the records after a crash finds it and builds it.
"""

from __future__ import annotations

from django.db import connection, transaction

from headwaters.practice.families.models import EventRow, FactRow, KnownAs, PersonRow, PregnancyRow, RelationRow
from headwaters.practice.records.models import Record

TABLES = tuple(
    model._meta.db_table for model in (Record, KnownAs, PersonRow, RelationRow, PregnancyRow, EventRow, FactRow)
)
TAKEN_AWAY = "records_index_taken_away"


def take_away() -> None:
    """Drop the indexes of the tables that a load fills, and note how they are made. Only SQLite comes here."""
    places = ", ".join(["%s"] * len(TABLES))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({places})",
            TABLES,
        )
        found = cursor.fetchall()
        cursor.execute(f"CREATE TABLE {TAKEN_AWAY} (name TEXT NOT NULL, sql TEXT NOT NULL)")
        cursor.executemany(f"INSERT INTO {TAKEN_AWAY} VALUES (%s, %s)", found)
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')


def are_taken_away() -> bool:
    """Whether indexes are missing that a load took away."""
    return connection.vendor == "sqlite" and TAKEN_AWAY in connection.introspection.table_names()


def build() -> None:
    """Build what was taken away: all of it, or nothing.

    raises  django.db.OperationalError  the disk is full; the note stands, and they are built another time
    """
    _sort_with(threads=2, cache=-65536)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT sql FROM {TAKEN_AWAY}")
            for (made,) in cursor.fetchall():
                cursor.execute(made)
            cursor.execute(f"DROP TABLE {TAKEN_AWAY}")
    finally:
        _sort_with(threads=0, cache=-2000)


def _sort_with(*, threads: int, cache: int) -> None:
    """Threads beside this one, where SQLite has them, and KiB (negative, as SQLite counts them) of rows sorted in memory."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA threads = {threads}")
        cursor.execute(f"PRAGMA cache_size = {cache}")
