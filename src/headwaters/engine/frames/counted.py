"""Reach over histories in memory: the same cube and the same hiding as for what an installation publishes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from headwaters.engine.evaluation.reference import Models
from headwaters.engine.measures.downloads import TABLE, reach_table
from headwaters.engine.measures.reach import GroupKind
from headwaters.engine.measures.reach_cube import declared_touchpoints, write_reach
from headwaters.engine.measures.reach_reading import read_reach
from headwaters.engine.measures.recipients import recipients_of
from headwaters.engine.measures.release import release
from headwaters.engine.warehouse.snapshot import batches, seen_tables
from headwaters.engine.warehouse.statement_tables import RawTables

STORIES_AT_ONCE = 20_000


def reach_of(
    models: Models, raw: RawTables, status: pa.Table, *, kind: GroupKind, element: str | None, regions: Mapping[str, str],
    as_of: date, known_by: date | None, hides_through: int,
) -> pa.Table:  # fmt: skip
    """Rows of `downloads.TABLE`, everybody first in each line.

    status   of the same stories, with schema STATUS
    element  None: every element as a whole
    """
    cut = batches(seen_tables(raw), stories_at_once=STORIES_AT_ONCE)
    recipients = pa.concat_tables(
        [recipients_of(models, batch, as_of=as_of, known_by=known_by, regions=regions) for batch in cut]
    )
    declared = declared_touchpoints([models.default.blueprint])
    with TemporaryDirectory(prefix="headwaters-") as name:
        folder = Path(name)
        write_reach(
            [{"status": status, "recipients": recipients}], folder / "reach.parquet", as_of=as_of, declared=declared
        )
        found = read_reach(
            folder, kind=kind, elements=None if element is None else [element], whole_elements=element is None
        )
    told = [reach_table(release(one, limit=hides_through, regions=regions)) for one in found]
    return pa.concat_tables([TABLE.empty_table(), *told])
