"""One run: records -> stories -> evaluation -> published, with its manifest. Pages read the last whole run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from importlib.metadata import version
from pathlib import Path

from headwaters.domain.consent import Action
from headwaters.domain.history.history import Story
from headwaters.engine.evaluation.reference import Judged, Models, accountable
from headwaters.engine.evaluation.views import protected_elements
from headwaters.engine.warehouse.published_tables import PASSAGES, PROMISES, RECIPIENTS
from headwaters.engine.warehouse.status_table import Asked, ParquetWriter, StatusWriter
from headwaters.practice.access.reader import Reader
from headwaters.practice.families import queries
from headwaters.practice.judging import judge_everybody
from headwaters.practice.published.manifest import Manifest, current_run, make_current, published_folder
from headwaters.practice.published.promises import promise_row
from headwaters.practice.published.recipients import recipient_rows
from headwaters.practice.records.queries import fingerprint

Watch = Callable[[Iterable[tuple[Story, Judged]], int], Iterable[tuple[Story, Judged]]]


def refresh(
    data: Path, models: Models, *, by: Reader, as_of: date, known_by: date | None = None, watch: Watch | None = None
) -> Manifest:
    """Judge everybody and publish. Until the last line, pages go on reading the run before.

    raises  NotPermitted  `by` may not list families for the purpose they gave
    """
    run = f"{as_of.isoformat()}-{by.at:%Y%m%dT%H%M%S%f}"
    making = published_folder(data) / f".making-{run}"
    _clear_unfinished(data)
    making.mkdir(parents=True)
    judged: Iterable[tuple[Story, Judged]] = judge_everybody(
        models, by=by, action=Action.LIST_FAMILIES, as_of=as_of, known_by=known_by
    )
    if watch is not None:
        judged = watch(judged, queries.count_stories(by=by))
    rows, stories = _write_tables(making, models, judged, Asked(as_of, known_by))
    manifest = Manifest(
        run=run, as_of=as_of, known_by=known_by, blueprint=models.default.blueprint.id,
        version=models.default.blueprint.version, model=models.default.fingerprint, records=fingerprint(),
        software=version("headwaters-csm"), stories=stories, rows=rows, made_at=by.at,
        protected={element: sorted(found) for element, found in protected_elements(models.default.blueprint).items()},
    )  # fmt: skip
    manifest.write(making)
    making.rename(published_folder(data) / run)
    make_current(data, run)
    return manifest


def published_is_current(data: Path, models: Models, *, as_of: date) -> bool:
    """Whether the last run answers this day with this model and the records as they are."""
    run = current_run(data)
    if run is None or not run.exists():
        return False
    held = Manifest.read(run)
    return (
        held.as_of == as_of
        and held.known_by is None
        and held.model == models.default.fingerprint
        and held.records == fingerprint()
    )


def _clear_unfinished(data: Path) -> None:
    """A run that was killed left only its own folder, which nobody reads."""
    for left in published_folder(data).glob(".making-*"):
        shutil.rmtree(left)


def _write_tables(
    making: Path, models: Models, judged: Iterable[tuple[Story, Judged]], asked: Asked
) -> tuple[int, int]:
    rows = stories = 0
    with ExitStack() as open_files:
        status = open_files.enter_context(StatusWriter(making / "status.parquet", asked))
        passages = open_files.enter_context(ParquetWriter(making / "passages.parquet", PASSAGES))
        recipients = open_files.enter_context(ParquetWriter(making / "recipients.parquet", RECIPIENTS))
        promises = open_files.enter_context(ParquetWriter(making / "promises.parquet", PROMISES))
        for story, judgement in judged:
            status.add_rows(judgement.rows)
            passages.add(_passage_rows(judgement))
            recipients.add(recipient_rows(models, story, asked.as_of))
            promises.add(_promise_rows(models, judgement))
            rows += len(judgement.rows)
            stories += 1
    return rows, stories


def _passage_rows(judgement: Judged) -> Iterable[tuple[object, ...]]:
    for p in judgement.passages:
        yield (
            p.story_id, p.episode_id, p.recipient_id, p.role.value, p.element, p.touchpoint,
            p.step.value, p.day, p.agency,
        )  # fmt: skip


def _promise_rows(models: Models, judgement: Judged) -> Iterable[tuple[object, ...]]:
    for row in judgement.rows:
        promise = promise_row(row, accountable(models, row), handoff=models.handoff_of(row))
        if promise is not None:
            yield promise
