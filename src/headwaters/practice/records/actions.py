"""Deeds about records: taking deliveries in, row by row, so that nothing is lost, doubled or half done.

Rows are written in groups, each group in one transaction together with everything drawn from it. A load that is broken
off leaves whole groups behind; loading the same files again takes up where it stopped, because what is known is `unchanged`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.problems import InputUnreadable, Place, Problem
from headwaters.domain.records.source import Source
from headwaters.domain.records.statement import Reading
from headwaters.domain.records.vocabulary import Vocabulary
from headwaters.practice.families import actions as families
from headwaters.practice.families.models import LinkageProblem
from headwaters.practice.records.blocks import Blocks, Columnar
from headwaters.practice.records.entering import keep_with_their_people
from headwaters.practice.records.intake import Intake
from headwaters.practice.records.models import Batch, SetAside
from headwaters.practice.records.packed import PACKED_FROM
from headwaters.practice.records.report import LoadReport
from headwaters.practice.records.store import PROCESS_FROM, Store, one_load_at_a_time, written_or_said

if TYPE_CHECKING:
    from headwaters.engine.intake.block import Block

GROUP = 5_000
"""Rows in one transaction: enough that its price is shared, few enough that little is done twice after a crash."""

Progress = Callable[[str, int], None]
"""Told the delivery's label and how many of its rows have been read, after each group."""


def _silent(label: str, read: int) -> None:
    """Nobody is watching."""


def load(
    deliveries: Sequence[tuple[Source, Path]],
    *,
    received: date,
    blueprint: Blueprint | None = None,
    dry_run: bool = False,
    progress: Progress = _silent,
    mending: Path | None = None,
    group: int = GROUP,
    columns: bool = True,
    process_from: int = PROCESS_FROM,
    packed_from: int = PACKED_FROM,
) -> LoadReport:
    """Take the deliveries in, link people, and draw the stories.

    received   the day the batch came in: `recorded` for every row whose source does not say when
    blueprint  whose vocabulary rows are held against; None: every word is taken as it is
    dry_run    do everything, then undo it: the report is the one a load would give
    mending    the folder of set-aside files: what is loaded from it stands in place of the rows that waited there
    columns    read large tables as columns, where the door can; every row one by one otherwise, with the same result
    process_from  rows from which on a process of its own writes, where the records are a SQLite file

    packed_from   rows from which on they are kept together in a pack

    raises  NotWritten  the disk is full, or the records cannot be written for another reason; whole groups of rows stand
    """
    report = LoadReport(received=received, dry_run=dry_run)
    vocabulary = Vocabulary(blueprint) if blueprint else None
    with written_or_said(), one_load_at_a_time() as lock, transaction.atomic() if dry_run else nullcontext():
        with closing(Store(lock=lock, process_from=process_from)) as store:
            listed = [_Delivery(source, path, received, group, columns, packed_from) for source, path in deliveries]
            for one in listed:
                one.batch()  # all of them before a process of its own begins to write
            begun: set[tuple[str, str]] = set()
            for one in listed:
                if one.called in begun:
                    store.finish()  # what is called like another in the same load is a batch of its own
                begun.add(one.called)
                mends = mending is not None and mending.resolve() in one.path.resolve().parents
                intake = one.take_in(report, vocabulary, store, progress)
                store.later(partial(_finish, intake, mends=mends))
                if mends or not store.writes_apart:
                    store.finish()
            store.finish()
        report.stories = families.redraw()
        keep_with_their_people()
        report.kept_apart = tuple(_linkage_problems())
        report.waiting = SetAside.objects.filter(cleared_by=None).count()
        if dry_run:
            transaction.set_rollback(True)
    return report


def _finish(intake: Intake, *, mends: bool) -> None:
    """All that a delivery sent is written but what it left for now. `mends`: it was of rows that had been set aside."""
    if intake.left:
        with transaction.atomic():
            intake.take_left()
    if mends:
        intake.clear_mended()
    intake.batch.finished = True
    intake.batch.save(update_fields=["finished"])


@dataclass(frozen=True, slots=True)
class _Delivery:
    """One delivery, and how it is to be read."""

    source: Source
    path: Path
    received: date
    group: int
    columns: bool
    packed_from: int

    def items(self) -> Iterator[Reading | Block]:
        if self.columns and isinstance(self.source, Columnar):
            return self.source.deliver(self.path)
        return self.source.readings(self.path)

    @property
    def label(self) -> str:
        return self.path.resolve().name

    @property
    def called(self) -> tuple[str, str]:
        return self.source.name, self.label

    def batch(self) -> Batch:
        """Its batch; one that was broken off is taken up again."""
        batch, _ = Batch.objects.get_or_create(
            door=self.source.name, delivery=self.label, finished=False, defaults={"received": self.received}
        )
        return batch

    def take_in(self, report: LoadReport, vocabulary: Vocabulary | None, store: Store, progress: Progress) -> Intake:
        """What cannot be read at all is noted and hinders no other delivery."""
        label, before = self.label, report.read
        intake = Intake(
            self.batch(),
            report,
            received=self.received,
            vocabulary=vocabulary,
            store=store,
            packed_from=self.packed_from,
        )
        blocks = Blocks(intake, store, group=self.group)
        try:
            for item in self.items():
                settled = blocks.alone([item]) if isinstance(item, Reading) else blocks.take(item)
                if settled:
                    progress(label, report.read - before)
        except InputUnreadable as trouble:
            report.unreadable.append(str(trouble))
        blocks.end()
        progress(label, report.read - before)
        return intake


def _linkage_problems() -> Iterable[Problem]:
    for row in LinkageProblem.objects.order_by("id"):
        yield Problem(Place(row.file, row.line), row.subject, row.what, row.remedy, "linkage")
