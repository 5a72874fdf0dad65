"""The columnar snapshot of everybody's histories: kept up with the records, made again where it is not there.

It is never the only copy of anything: the folder may be deleted at any time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.db import connection, connections, transaction

from headwaters.domain.consent import Action
from headwaters.domain.problems import CannotWrite
from headwaters.engine.warehouse.database import Database, cursor_rows, sqlite_file
from headwaters.engine.warehouse.raw_histories import raw_histories
from headwaters.engine.warehouse.snapshot import Snapshot
from headwaters.engine.warehouse.snapshot_build import update
from headwaters.engine.warehouse.statement_tables import RawTables
from headwaters.practice.access.actions import decide, require
from headwaters.practice.access.reader import Reader
from headwaters.practice.families.queries import POPULATION_DEEDS

FOLDER = "snapshot"


def update_snapshot(data: Path, *, by: Reader) -> Snapshot:
    """The snapshot of the records as they are now: made, added to, or found to be so. The read is audited.

    The stories are taken as they were last drawn; whoever has new statements draws them first.

    raises  NotPermitted  `by` may do nothing with everybody
            CannotWrite   the disk is full or was taken away; the snapshot of before still stands
    """
    deed = next((deed for deed in POPULATION_DEEDS if decide(by, deed).allowed), POPULATION_DEEDS[0])
    require(by, deed, detail="snapshot of everybody")
    folder = data / FOLDER
    try:
        with _records() as database:
            return update(folder, database, lineage=uuid4().hex[:12])
    except OSError as error:
        raise CannotWrite(
            f"The snapshot could not be written to {folder}: {error.strerror or error}. What was there stands as it was. "
            "Make room on the disk, or give another --data folder, and run it again."
        ) from error


def raw_everybody(*, by: Reader) -> Iterator[RawTables]:
    """Everything told of everybody in a story, every version, some whole stories at a time. The read is audited.

    raises  NotPermitted  `by` may not export rows; before anything is read
    """
    require(by, Action.EXPORT_ROWS, detail="histories of everybody")
    return _raw()


def _raw() -> Iterator[RawTables]:
    with _records() as database:
        yield from raw_histories(database)


@contextmanager
def _records() -> Iterator[Database]:
    """The records, as of one moment: a SQLite file is read by Arrow's own reader, anything else through Django."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not connection.in_atomic_block and Path(name).is_file():
        # Two SQLite libraries must not have one file open in one process: closing one drops the locks of both.
        connections.close_all()
        with sqlite_file(Path(name)) as database:
            yield database
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            yield cursor_rows(cursor)
