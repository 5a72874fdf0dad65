"""Deeds about families: taking down what sources said, and drawing the stories from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.domain.records.statement import EventStatement, FactStatement, PersonStatement, Statement
from headwaters.domain.records.vocabulary import HANDOFF
from headwaters.practice.families.drawing import CHILDHOOD, redraw
from headwaters.practice.families.models import Drawn, EventRow, FactRow, KnownAs, ObservationRow
from headwaters.practice.families.statements import Told, insert, known_as, write

__all__ = ["CHILDHOOD", "Superseded", "observed", "redraw", "take_back", "take_down"]


def take_down(told: Iterable[Told]) -> None:
    """Write the statements down, in the caller's transaction; the stories are stale until they are drawn again."""
    statements = tuple(told)
    aliases = {
        (
            known_as(one.statement.origin.source, one.statement.local_id),
            one.statement.origin.source,
            one.statement.local_id,
        )
        for one in statements
        if isinstance(one.statement, PersonStatement)
    }
    if aliases:
        insert(KnownAs, ("id", "source", "local_id"), sorted(aliases), or_ignore=True)
    write(statements)
    if statements:
        Drawn.objects.update_or_create(pk=1, defaults={"stale": True})


def observed(source: str) -> set[tuple[str, str, str | None, date, date]]:
    """The spans that a source has declared and that were taken down as they were declared: (record, kind, area, from, through)."""
    rows = ObservationRow.objects.filter(source=source)
    return set(rows.values_list("record_id", "kind", "area", "from_day", "through_day"))


@dataclass(frozen=True, slots=True)
class Superseded:
    """A record of which a new version has come: its order, and the statements it makes `now`."""

    source: str
    record_id: str
    order: tuple[date, int]
    now: tuple[Statement, ...]


def take_back(records: Iterable[Superseded]) -> None:
    """Take back what earlier versions said and the new one does not: of people it does not speak of any more, and parts
    (`RECORD#part`) that it does not state any more, except steps of hand-offs, which add up over the versions of a task.

    A story reads only its own people's rows. An event that a correction moved to somebody else would stay in the first
    story for ever, so the same row is added there once more as `entered_in_error`, just before the new version.
    """
    for record in records:
        part = f"{record.record_id}#"
        of_record = Q(record_id=record.record_id) | Q(record_id__gte=part, record_id__lt=f"{part}\U0010ffff")
        for model, statement in ((EventRow, EventStatement), (FactRow, FactStatement)):
            stay = {
                (one.origin.record_id, known_as(record.source, one.local_id))
                for one in record.now
                if isinstance(one, EventStatement | FactStatement) and isinstance(one, statement)
            }
            for row in model._default_manager.filter(of_record, source=record.source).order_by("id"):
                gone = (row.record_id, row.known_as) not in stay and row.status != ENTERED_IN_ERROR
                if gone and getattr(row, "kind", None) != HANDOFF:
                    row.pk = None
                    row.status = ENTERED_IN_ERROR
                    row.recorded, row.revision = record.order[0], record.order[1] - 1
                    row.save(force_insert=True)
