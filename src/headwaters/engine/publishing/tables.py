"""The tables that a run publishes part by part, made from the rows of some judged stories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pyarrow as pa

from headwaters.engine.evaluation.models import Models
from headwaters.engine.publishing.part import Part
from headwaters.engine.publishing.promise_rows import Rule, promises_table
from headwaters.engine.publishing.sleeping import WATCHED, stories_table, watched_table
from headwaters.engine.warehouse.layers import STORIES
from headwaters.engine.warehouse.published_tables import PASSAGES, PROMISES
from headwaters.engine.warehouse.recipients_table import RECIPIENTS
from headwaters.engine.warehouse.status_table import PUBLISHED_STATUS

TABLES: Mapping[str, pa.Schema] = {
    "status": PUBLISHED_STATUS, "passages": PASSAGES, "promises": PROMISES, "recipients": RECIPIENTS, "stories": STORIES,
    "watched": WATCHED,
}  # fmt: skip
Tables = Mapping[str, tuple[pa.Table, pa.Schema]]
"""Each with the schema in which it is written."""


def tables_of(
    models: Models, part: Part, recipients: pa.Table, *, as_of: date, rule: Rule, may_be: Iterable[str]
) -> Tables:
    """All tables of one part.

    rule, may_be  whose move a row is, and which statuses are anybody's (`promises_table`)
    """
    made = {
        "status": part.status,
        "passages": part.passages,
        "promises": promises_table(part.status, rule, may_be=may_be),
        "recipients": recipients,
        "stories": stories_table(part.story_ids, part.status, part.turns(models, as_of), as_of),
        "watched": watched_table(part.status, models),
    }
    return {name: (table, TABLES[name]) for name, table in made.items()}


def empty_tables() -> Tables:
    """For a run that judges nobody: every table is there all the same."""
    return {name: (schema.empty_table(), schema) for name, schema in TABLES.items()}
