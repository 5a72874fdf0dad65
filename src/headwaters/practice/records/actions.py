"""Deeds about records: taking deliveries in, row by row, so that nothing is lost, doubled or half done.

Rows are written in groups, each group in one transaction together with everything drawn from it. A load that is broken
off leaves whole groups behind; loading the same files again takes up where it stopped, because what is known is `unchanged`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from datetime import date
from itertools import islice
from pathlib import Path

from django.db import transaction

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.problems import InputUnreadable, Place, Problem
from headwaters.domain.records.source import Source
from headwaters.domain.records.vocabulary import Vocabulary
from headwaters.practice.families import actions as families
from headwaters.practice.families.models import LinkageProblem
from headwaters.practice.records.intake import Intake
from headwaters.practice.records.models import Batch, SetAside
from headwaters.practice.records.report import LoadReport

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
) -> LoadReport:
    """Take the deliveries in, link people, and draw the stories.

    received   the day the batch came in: `recorded` for every row whose source does not say when
    blueprint  whose vocabulary rows are held against; None: every word is taken as it is
    dry_run    do everything, then undo it: the report is the one a load would give
    mending    the folder of set-aside files: what is loaded from it stands in place of the rows that waited there
    """
    report = LoadReport(received=received, dry_run=dry_run)
    vocabulary = Vocabulary(blueprint) if blueprint else None
    with transaction.atomic() if dry_run else nullcontext():
        for source, path in deliveries:
            mends = mending is not None and mending.resolve() in path.resolve().parents
            intake = _take_in(
                source, path, report, received=received, vocabulary=vocabulary, progress=progress, group=group
            )
            if mends:
                intake.clear_mended()
        report.stories = families.redraw()
        report.kept_apart = tuple(_linkage_problems())
        report.waiting = SetAside.objects.filter(cleared_by=None).count()
        if dry_run:
            transaction.set_rollback(True)
    return report


def _take_in(
    source: Source,
    path: Path,
    report: LoadReport,
    *,
    received: date,
    vocabulary: Vocabulary | None,
    progress: Progress,
    group: int,
) -> Intake:
    """One delivery. What cannot be read at all is noted and hinders no other delivery."""
    label = path.resolve().name
    batch, _ = Batch.objects.get_or_create(
        door=source.name, delivery=label, finished=False, defaults={"received": received}
    )
    before = report.read
    intake = Intake(batch, report, received=received, vocabulary=vocabulary)
    readings = source.readings(path)
    try:
        while some := list(islice(readings, group)):
            with transaction.atomic():
                intake.take(some)
            progress(label, report.read - before)
    except InputUnreadable as trouble:
        report.unreadable.append(str(trouble))
    for waiting in intake.waiting(group):
        with transaction.atomic():
            intake.take_waiting(waiting)
        progress(label, report.read - before)
    batch.finished = True
    batch.save(update_fields=["finished"])
    return intake


def _linkage_problems() -> Iterable[Problem]:
    for row in LinkageProblem.objects.order_by("id"):
        yield Problem(Place(row.file, row.line), row.subject, row.what, row.remedy, "linkage")
