"""Questions about records: where a statement stood, what waits for repair, whether anything is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from headwaters.domain.consent import Action
from headwaters.domain.records.statement import Fate
from headwaters.engine.warehouse.digest import digest63
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.families.models import Drawn
from headwaters.practice.records.models import Record


@dataclass(frozen=True, slots=True)
class Provenance:
    """One version of a record, as it came in. `verbatim` is the row or resource word for word."""

    source: str
    record_type: str
    record_id: str
    file: str
    line: int
    delivery: str
    received: date
    recorded: date
    revision: int
    fate: Fate
    verbatim: str


def fingerprint() -> str:
    """A text that is another one whenever what is known has changed; two rows are read for it."""
    last = Record.objects.aggregate(last=Max("id"))["last"] or 0
    drawn = Drawn.objects.filter(pk=1).first()
    return f"{digest63(str(last), str(drawn.times if drawn else 0)):016x}"


def provenance(source: str, record_id: str, *, story_id: str, by: Reader) -> tuple[Provenance, ...]:
    """Every version of a record that a row of this story comes from, oldest first; the read is audited.

    raises  NotPermitted  `by` may not read this family
    """
    require(by, Action.READ_FAMILY, story=story_id, detail="provenance")
    whole = record_id.partition("#")[0]
    rows = Record.objects.filter(source=source, record_id=whole).select_related("batch").order_by("id")
    return tuple(
        Provenance(
            row.source, row.record_type, row.record_id, row.file, row.line, row.batch.delivery, row.batch.received,
            row.recorded, row.revision, Fate(row.fate), row.verbatim,
        )
        for row in rows
    )  # fmt: skip
