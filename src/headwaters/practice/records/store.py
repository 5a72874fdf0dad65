"""Where rows that were read as columns are written: many at a time, together with what was drawn from them.

The portable way is one `executemany` a table, in the caller's database and transaction. Into a SQLite file, from so many
rows on, a process of its own writes them as they are, without a Python object for each cell, while this one reads on.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import OperationalError, connection, transaction

from headwaters.domain.problems import HeadwatersError
from headwaters.engine.warehouse.writing import Addition, WriterStopped
from headwaters.practice.families.models import Drawn, KnownAs, PregnancyRow
from headwaters.practice.families.turn import one_load_on_a_server
from headwaters.practice.records import indexes
from headwaters.practice.records.models import Record, RecordPack, SetAside

if TYPE_CHECKING:
    from headwaters.engine.warehouse.writer import Writer

TELLING = (Record, RecordPack, SetAside, KnownAs, PregnancyRow)
"""Where a source that was heard of has a row."""

PROCESS_FROM = 50_000
"""Rows of a load from which on a process of its own writes; starting one takes as long as writing so many."""


def database_file() -> Path | None:
    """The SQLite file that holds the records, where they are in one."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():  # type: ignore[attr-defined]
        return None
    return Path(str(connection.settings_dict["NAME"]))


class NotWritten(HeadwatersError):
    """Records could not be written. What was written before stands whole."""


@contextmanager
def written_or_said() -> Iterator[None]:
    """Say in plain words why records could not be written.

    raises  NotWritten
    """
    try:
        yield
    except (WriterStopped, OperationalError) as trouble:
        raise NotWritten(
            f"The records could not be written: {trouble}. What was written before stands, and nothing stands half. If the "
            "disk is full, make room; then run the same load again, and it goes on where it stopped."
        ) from trouble


@contextmanager
def one_load_at_a_time() -> Iterator[int | None]:
    """Wait until no other load, and no process that one left behind, writes to these records. Gives the lock's descriptor."""
    database = database_file()
    if database is None:
        with one_load_on_a_server():
            yield None
        return
    with database.with_suffix(".load-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if indexes.are_taken_away():
            indexes.build()
        yield lock.fileno()


def mend_indexes() -> None:
    """Build indexes that a load took away and did not live to build. While a load is at work, they are its own matter."""
    database = database_file()
    if database is None or not indexes.are_taken_away():
        return
    with database.with_suffix(".load-lock").open("w") as lock, suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if indexes.are_taken_away():
            indexes.build()


class Store:
    """Adds rows to tables. Each `append` is written whole or not at all; what a process has been sent is there after `flush`."""

    def __init__(self, *, lock: int | None = None, process_from: int = PROCESS_FROM) -> None:
        self._lock, self._process_from = lock, process_from
        self._writer: Writer | None = None
        self._rows = 0
        self._stale = False
        self._begun: set[str] = set()
        self._later: list[Callable[[], None]] = []
        self._first = not any(model.objects.exists() for model in TELLING)
        self._without_indexes = False

    def stories_are_stale(self) -> None:
        """From the first statement of a load on, stories have to be drawn again."""
        if not self._stale:
            Drawn.objects.update_or_create(pk=1, defaults={"stale": True})
            self._stale = True

    def begins(self, source: str) -> bool:
        """Whether a source that sends something now was never heard of before, in this load or an earlier one."""
        if source in self._begun:
            self.finish()
            return False
        self._begun.add(source)
        return self._first or not any(model.objects.filter(source=source).exists() for model in TELLING)

    def takes_ahead(self, rows: int) -> bool:
        """Whether a process of its own writes, with so many rows more; what is appended then stands only after `flush`."""
        self._rows += rows
        if self._writer is None and self._rows >= self._process_from and not connection.in_atomic_block:
            self._writer = self._started()
        return self._writer is not None

    def append(self, additions: Sequence[Addition], *, rows: int = 0) -> None:
        """Add to several tables at once what `rows` of a delivery come to; 0: `takes_ahead` was told of them.

        raises  WriterStopped, django.db.OperationalError  they could not be written; what was appended before them is
        """
        if self.takes_ahead(rows):
            assert self._writer is not None
            self._writer.append(additions)
            return
        with transaction.atomic():
            for one in additions:
                _insert(one)

    def _started(self) -> Writer | None:
        from headwaters.engine.warehouse.writer import Writer

        database = database_file()
        if database is None:
            return None
        _checkpoint_every(0)  # its own copying into the file is enough
        if self._first:
            indexes.take_away()
            self._without_indexes = True
        return Writer(database, keep_open=() if self._lock is None else (self._lock,))

    def flush(self) -> None:
        """Wait until everything appended is written.

        raises  WriterStopped  something could not be written
        """
        if self._writer is not None:
            self._writer.flush()

    def stand(self) -> None:
        """Wait until everything appended is written and can be looked up.

        raises  WriterStopped, django.db.OperationalError  it could not be written; indexes that are missing are built another time
        """
        self.flush()
        if self._without_indexes:
            indexes.build()
            self._without_indexes = False

    @property
    def writes_apart(self) -> bool:
        return self._writer is not None

    def later(self, finish: Callable[[], None]) -> None:
        """Call this once everything appended so far is written."""
        self._later.append(finish)

    def finish(self) -> None:
        """Wait until everything appended is written, and do what waited for that."""
        self.stand()
        waiting, self._later = self._later, []
        for one in waiting:
            one()

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
            _checkpoint_every(1000)


def _checkpoint_every(pages: int) -> None:
    """How often this connection copies what was written into the file and waits for the disk; 0: never, 1000: as SQLite does."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA wal_autocheckpoint = {pages}")


def _insert(addition: Addition) -> None:
    names = ", ".join(connection.ops.quote_name(name) for name in addition.rows.column_names)
    places = ", ".join(["%s"] * len(addition.rows.column_names))
    ending = " ON CONFLICT DO NOTHING" if addition.or_ignore else ""
    rows = list(zip(*(column.to_pylist() for column in addition.rows.columns), strict=True))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {addition.table} ({names}) VALUES ({places}){ending}", rows)
