"""Who writes statements and draws stories, one after the other.

SQLite admits one writer at a time by itself (transactions begin IMMEDIATE), and what looks first and writes then is written for
that. PostgreSQL admits many, so there each asks for its turn with a lock that ends with the transaction, or for a whole load
with one that ends with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

WRITING, LOADING = 7_301, 7_302
"""Numbers of PostgreSQL's advisory locks; no other program shares the database."""


def take_turn() -> None:
    """Inside a transaction: wait until no other one enters statements or draws."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITING])


@contextmanager
def one_load_on_a_server() -> Iterator[None]:
    """Wait until no other load writes to the same server; a load that was killed lets go with its connection."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOADING])
        try:
            yield
        finally:
            with suppress(DatabaseError):  # whoever lost the connection has lost the lock with it
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOADING])
