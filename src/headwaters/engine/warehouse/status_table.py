"""The status table and its companions as Arrow tables and Parquet: every column, once.

One row of `status` per key (story_id, episode_id, recipient_id, role, element, touchpoint), as `evaluate` gives it. A day
that may be a mark becomes two columns: the day, null under a mark, and the mark, null under a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from headwaters.domain.blueprint.window import Day, Mark
from headwaters.domain.status import StatusRow

WORD = pa.dictionary(pa.int32(), pa.string())
BATCH_ROWS = 100_000


def _column(name: str, kind: pa.DataType, meaning: str, *, nullable: bool = False) -> pa.Field:
    return pa.field(name, kind, nullable=nullable, metadata={"meaning": meaning})


def _day(name: str, meaning: str) -> list[pa.Field]:
    return [
        _column(name, pa.date32(), meaning, nullable=True),
        _column(f"{name}_mark", WORD, f"pending, never or unknown where `{name}` is not a known day", nullable=True),
    ]


STATUS = pa.schema(
    [
        _column("story_id", pa.string(), "the pregnancy and its children, read together; opaque"),
        _column("episode_id", pa.string(), "the pregnancy or the child's course that the row is judged in; opaque"),
        _column("recipient_id", pa.string(), "whom it should reach; opaque; null where nobody holds the role", nullable=True),
        _column("role", WORD, "child, birthing_parent, caregiver or household"),
        _column("element", WORD, "key of the blueprint's element"),
        _column("touchpoint", WORD, "key of the touchpoint; `name@that` an instance of a chain, `name_3` a slot of a repeat"),
        _column("status", WORD, "one word of the language's part 8, or `proposed`"),
        _column("reason", WORD, "why, as a code"),
        _column("missing", WORD, "the first fact or date that is unknown and would decide", nullable=True),
        *_day("opens", "first day that counts"),
        *_day("due_by", "last day in time"),
        *_day("closes", "last day that still counts"),
        _column("matched", pa.date32(), "day of the event that reached it", nullable=True),
        _column("event_source", WORD, "source of that event", nullable=True),
        _column("event_record", pa.string(), "that source's own id of it", nullable=True),
        _column("agency", WORD, "agency that told it", nullable=True),
        _column("outcome", WORD, "what came of it, if reached", nullable=True),
        _column("handoff_state", WORD, "the hand-off's last step, or needed", nullable=True),
        _column("handoff_clock", pa.date32(), "last day in time for whoever has the move", nullable=True),
        _column("crack", WORD, "the first step that was not met, by name", nullable=True),
        _column("changes_on", pa.date32(), "first day on which this row differs with nothing newly seen", nullable=True),
        _column("blueprint", WORD, "id of the blueprint that judged"),
        _column("version", WORD, "its version"),
        _column("as_of", pa.date32(), "the day asked about"),
        _column("known_by", pa.date32(), "what was received up to this day was used; null: everything", nullable=True),
    ]
)


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


def to_arrow(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    """Rows as tuples in the schema's order -> an Arrow table of that schema."""
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    arrays = [_array(list(values), field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(values: list[object], kind: pa.DataType) -> pa.Array:
    if pa.types.is_dictionary(kind):
        return pa.array(values, pa.string()).dictionary_encode().cast(kind)
    return pa.array(values, kind)


class ParquetWriter:
    """Writes tuples of one schema to one Parquet file in row groups, as they come; use as a context manager."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._schema = schema
        self._file = pq.ParquetWriter(path, schema, compression="zstd")
        self._held: list[tuple[object, ...]] = []

    def __enter__(self) -> ParquetWriter:
        return self

    def add(self, rows: Iterable[tuple[object, ...]]) -> None:
        self._held.extend(rows)
        if len(self._held) >= BATCH_ROWS:
            self._flush()

    def _flush(self) -> None:
        self._file.write_table(to_arrow(self._held, self._schema))
        self._held.clear()

    def __exit__(self, *failed: object) -> None:
        if failed[0] is None:
            self._flush()
        self._file.close()


class StatusWriter(ParquetWriter):
    """Writes status rows, each with what the run was asked."""

    def __init__(self, path: Path, asked: Asked) -> None:
        super().__init__(path, STATUS)
        self._asked = asked

    def add_rows(self, rows: Iterable[StatusRow]) -> None:
        self.add(_flat(row, self._asked) for row in rows)
