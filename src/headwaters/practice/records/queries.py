"""Questions about records: where a statement stood, what waits for repair, whether anything is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from headwaters.domain.consent import Action
from headwaters.domain.records.statement import Fate
from headwaters.engine.warehouse.digest import digest63
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.families.models import Drawn
from headwaters.practice.records.models import Batch, Record, RecordPack
from headwaters.practice.records.packed import PackedRecords, word_for_word


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
    last, pack = (model._default_manager.aggregate(last=Max("id"))["last"] or 0 for model in (Record, RecordPack))
    drawn = Drawn.objects.filter(pk=1).first()
    return f"{digest63(str(last), str(pack), str(drawn.times if drawn else 0)):016x}"


def provenance(source: str, record_id: str, *, story_id: str, by: Reader) -> tuple[Provenance, ...]:
    """Every version of a record that a row of this story comes from, oldest first; the read is audited.

    raises  NotPermitted  `by` may not read this family
    """
    require(by, Action.READ_FAMILY, story=story_id, detail="provenance")
    whole = record_id.partition("#")[0]
    versions = [*_single(source, whole), *_packed(source, whole)]
    return tuple(one for _, one in sorted(versions, key=lambda version: version[0]))


_Placed = tuple[tuple[int, date, int, int], Provenance]
"""Where a version stands among others (batch, recorded, revision, line), and the version."""


def _single(source: str, record_id: str) -> Iterator[_Placed]:
    for row in Record.objects.filter(source=source, record_id=record_id).select_related("batch"):
        yield (row.batch_id, row.recorded, row.revision, row.line), Provenance(
            row.source, row.record_type, row.record_id, row.file, row.line, row.batch.delivery, row.batch.received,
            row.recorded, row.revision, Fate(row.fate), row.verbatim,
        )  # fmt: skip


def _packed(source: str, record_id: str) -> Iterator[_Placed]:
    if not RecordPack.objects.filter(source=source).exists():
        return
    from headwaters.engine.intake.digests import keys_and_contents

    packed = PackedRecords(source)
    types = {key: one for one in packed.types() for key in keys_and_contents([(source, "", one, record_id, "")])[0]}
    for version in packed.find(list(types)):
        found, verbatim = word_for_word(version)
        if found != record_id:
            continue
        batch = Batch.objects.get(pk=version.batch)
        yield (version.batch, version.recorded, version.revision, version.line), Provenance(
            source, types[version.key], record_id, version.file, version.line, batch.delivery, batch.received,
            version.recorded, version.revision, version.fate, verbatim,
        )  # fmt: skip
