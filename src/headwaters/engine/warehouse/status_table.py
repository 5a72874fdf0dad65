"""The status table as an Arrow table and as Parquet: every column, once.

One row of `status` per key (story_id, episode_id, recipient_id, role, element, touchpoint), as `evaluate` gives it. A day
that may be a mark becomes two columns: the day, null under a mark, and the mark, null under a day. Texts are numbers into a
dictionary, ids too: whoever makes rows by the million hands on numbers, and Parquet stores them so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from headwaters.domain.blueprint.window import Day, Mark
from headwaters.domain.status import StatusRow

WORD = pa.dictionary(pa.int32(), pa.string())


def field_of(name: str, kind: pa.DataType, meaning: str, *, nullable: bool = False) -> pa.Field:
    """One column with its meaning beside it, in the file itself."""
    return pa.field(name, kind, nullable=nullable, metadata={"meaning": meaning})


def _day(name: str, meaning: str) -> list[pa.Field]:
    return [
        field_of(name, pa.date32(), meaning, nullable=True),
        field_of(f"{name}_mark", WORD, f"pending, never or unknown where `{name}` is not a known day", nullable=True),
    ]


STATUS = pa.schema(
    [
        field_of("story_id", WORD, "the pregnancy and its children, read together; opaque"),
        field_of("episode_id", WORD, "the pregnancy or the child's course that the row is judged in; opaque"),
        field_of("recipient_id", WORD, "whom it should reach; opaque; null where nobody holds the role", nullable=True),
        field_of("role", WORD, "child, birthing_parent, caregiver or household"),
        field_of("element", WORD, "key of the blueprint's element"),
        field_of(
            "touchpoint", WORD, "key of the touchpoint; `name@that` an instance of a chain, `name_3` a slot of a repeat"
        ),
        field_of("status", WORD, "one word of the language's part 8, or `proposed`"),
        field_of("reason", WORD, "why, as a code"),
        field_of("missing", WORD, "the first fact or date that is unknown and would decide", nullable=True),
        *_day("opens", "first day that counts"),
        *_day("due_by", "last day in time"),
        *_day("closes", "last day that still counts"),
        field_of("matched", pa.date32(), "day of the event that reached it", nullable=True),
        field_of("event_source", WORD, "source of that event", nullable=True),
        field_of("event_record", WORD, "that source's own id of it", nullable=True),
        field_of("agency", WORD, "agency that told it", nullable=True),
        field_of("outcome", WORD, "what came of it, if reached", nullable=True),
        field_of("handoff_state", WORD, "the hand-off's last step, or needed", nullable=True),
        field_of("handoff_clock", pa.date32(), "last day in time for whoever has the move", nullable=True),
        field_of("crack", WORD, "the first step that was not met, by name", nullable=True),
        field_of(
            "changes_on", pa.date32(), "first day on which this row differs with nothing newly seen", nullable=True
        ),
        field_of("blueprint", WORD, "id of the blueprint that judged"),
        field_of("version", WORD, "its version"),
        field_of("as_of", pa.date32(), "the day asked about"),
        field_of("known_by", pa.date32(), "what was received up to this day was used; null: everything", nullable=True),
    ]
)


OF_THE_RUN = ("as_of", "known_by")
"""Columns that say what a run was asked. They are the same in all its rows, so that a published run keeps them once."""

PUBLISHED_STATUS = pa.schema([field for field in STATUS if field.name not in OF_THE_RUN])
"""The columns of `status` as a run publishes it; `layers.read_published` gives the others back."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run was asked: the day, and what was to be known by when (None: everything received)."""

    as_of: date
    known_by: date | None = None


def _halves(day: Day | None) -> tuple[date | None, str | None]:
    if isinstance(day, Mark):
        return None, day.value
    return day, None


def _flat(row: StatusRow, asked: Asked) -> tuple[object, ...]:
    return (
        row.story_id, row.episode_id, row.recipient_id, row.role.value, row.element, row.touchpoint,
        row.status.value, row.reason, row.missing,
        *_halves(row.opens), *_halves(row.due_by), *_halves(row.closes),
        row.matched, row.event.source if row.event else None, row.event.record_id if row.event else None,
        row.agency, row.outcome, row.handoff_state.value if row.handoff_state else None, row.handoff_clock,
        row.crack.value if row.crack else None, row.changes_on, row.blueprint, row.version,
        asked.as_of, asked.known_by,
    )  # fmt: skip


def status_to_arrow(rows: Iterable[StatusRow], asked: Asked) -> pa.Table:
    """Rows as the reference gives them -> a table of schema STATUS."""
    return to_arrow([_flat(row, asked) for row in rows], STATUS)


def to_arrow(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    """Rows as tuples in the schema's order -> an Arrow table of that schema."""
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    arrays = [_array(list(values), field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(values: list[object], kind: pa.DataType) -> pa.Array:
    if pa.types.is_dictionary(kind):
        return pa.array(values, pa.string()).dictionary_encode().cast(kind)
    return pa.array(values, kind)
