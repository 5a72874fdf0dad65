"""What a correction leaves behind: earlier statements that the new version of a record does not make any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.domain.records.statement import EventStatement, FactStatement, Statement
from headwaters.domain.records.vocabulary import HANDOFF
from headwaters.engine.warehouse.tables import EVENTS, FACTS, package_table
from headwaters.practice.families.models import EventRow, FactRow
from headwaters.practice.families.statements import known_as

LOOKED_UP = 10_000
"""Records that are looked up in one question."""


@dataclass(frozen=True, slots=True)
class Superseded:
    """A record of which a new version has come: its order, and the statements it makes `now`."""

    source: str
    record_type: str
    record_id: str
    order: tuple[date, int]
    now: tuple[Statement, ...]

    def may_state(self, table: str) -> bool:
        """Whether earlier versions may have stated what a package's table of this name holds. A row of a package states what
        its own table does, and numbers there are the table's own; a resource may state anything, and in parts."""
        return self.has_parts or self.record_type == table

    @property
    def has_parts(self) -> bool:
        return package_table(self.record_type) is None


def take_back(records: Iterable[Superseded]) -> None:
    """Take back what earlier versions said and the new one does not: of people it does not speak of any more, and parts
    (`RECORD#part`) that it does not state any more, except steps of hand-offs, which add up over the versions of a task.

    A story reads only its own people's rows. An event that a correction moved to somebody else would stay in the first
    story for ever, so the same row is added there once more as `entered_in_error`, just before the new version.
    """
    superseded = list(records)
    for model, table, statement in ((EventRow, EVENTS, EventStatement), (FactRow, FACTS, FactStatement)):
        some = [record for record in superseded if record.may_state(table.name)]
        held = _rows_of(model, some)
        back = [row for record in some for row in _taken_back(record, held[record.source, record.record_id], statement)]
        model._default_manager.bulk_create(back)  # type: ignore[arg-type]


def _taken_back(
    record: Superseded, rows: Sequence[EventRow | FactRow], statement: type[EventStatement | FactStatement]
) -> Iterator[EventRow | FactRow]:
    stay = {
        (one.origin.record_id, known_as(record.source, one.local_id))
        for one in record.now
        if isinstance(one, statement)
    }
    for row in rows:
        gone = (row.record_id, row.known_as) not in stay and row.status != ENTERED_IN_ERROR
        if gone and getattr(row, "kind", None) != HANDOFF:
            values = {field.attname: getattr(row, field.attname) for field in row._meta.fields if not field.primary_key}
            order = {"recorded": record.order[0], "revision": record.order[1] - 1}
            yield type(row)(**values | order | {"status": ENTERED_IN_ERROR})


def _rows_of(
    model: type[EventRow | FactRow], records: Sequence[Superseded]
) -> Mapping[tuple[str, str], list[EventRow | FactRow]]:
    """What was stated under each record, and under its parts, by (source, record); in the order in which it was written."""
    held: dict[tuple[str, str], list[EventRow | FactRow]] = defaultdict(list)
    ids: dict[str, dict[str, None]] = defaultdict(dict)
    for record in records:
        ids[record.source][record.record_id] = None
    for source, of_source in ids.items():
        some = list(of_source)
        for start in range(0, len(some), LOOKED_UP):
            chunk = some[start : start + LOOKED_UP]
            for row in model._default_manager.filter(source=source, record_id__in=chunk).order_by("id"):
                held[source, row.record_id].append(row)
    for source, record_id in {(one.source, one.record_id): None for one in records if one.has_parts}:
        part = f"{record_id}#"
        parts = model._default_manager.filter(source=source, record_id__gte=part, record_id__lt=f"{part}\U0010ffff")
        held[source, record_id] = sorted([*held[source, record_id], *parts], key=lambda row: row.pk)
    return held
