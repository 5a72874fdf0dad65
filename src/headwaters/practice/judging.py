"""Evaluation over everybody here: what the published tables, `evaluate` and `cracks` share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from headwaters.domain.consent import Action
from headwaters.domain.history.history import Story
from headwaters.domain.history.view import EVERYTHING, View
from headwaters.engine.evaluation.reference import Judged, Models, ObservationIndex, judge
from headwaters.engine.publishing.engines import Engine
from headwaters.engine.publishing.part import Part, part_of_batch, part_of_stories
from headwaters.engine.warehouse.snapshot import Snapshot, batches
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.families import queries
from headwaters.practice.snapshot import update_snapshot

STORIES_AT_ONCE = 2000
"""Stories of one part: two hundred megabytes while it is judged, counted and written, and a quarter of a second that a kill can cost.
Twice as many take 0.3 GB more at the peak of a refresh and no less time."""


def snapshot_for(engine: Engine, data: Path, *, by: Reader) -> Snapshot | None:
    """What that engine reads beside the records, brought up to date; None: nothing."""
    if engine is Engine.REFERENCE:
        return None
    return update_snapshot(data, by=by)


def judge_everybody(
    models: Models, *, by: Reader, action: Action, as_of: date, known_by: date | None = None
) -> Iterator[tuple[Story, Judged]]:
    """Every story here with its judgement, one at a time, over the view that `by` was granted for `action`.

    raises  NotPermitted  before anything is read
    """
    view = require(by, action, detail="everybody")
    observations = ObservationIndex(queries.observations(by=by))
    for story in queries.stories(by=by):
        yield story, judge(models, story, observations, as_of=as_of, known_by=known_by, view=view)


def judged_parts(
    models: Models, *, by: Reader, action: Action, as_of: date, known_by: date | None = None, engine: Engine,
    snapshot: Snapshot | None = None, only: Iterable[str] | None = None, stories_at_once: int = STORIES_AT_ONCE,
) -> Iterator[Part]:  # fmt: skip
    """Everybody's rows as Arrow tables, some whole stories at a time, in the order of story ids.

    snapshot  what the kernel reads; the reference reads the records
    only      these stories
    raises    NotPermitted  before anything is read
    """
    view = require(by, action, detail="everybody")
    if engine is Engine.KERNEL and view == EVERYTHING:
        if snapshot is None:
            raise ValueError("the kernel reads a snapshot")
        return _by_kernel(models, snapshot, by, as_of, known_by, only, stories_at_once)
    return _by_reference(models, view, by, as_of, known_by, only, stories_at_once)


def _by_kernel(
    models: Models, snapshot: Snapshot, by: Reader, as_of: date, known_by: date | None, only: Iterable[str] | None,
    stories_at_once: int,
) -> Iterator[Part]:  # fmt: skip
    observations = ObservationIndex(queries.observations(by=by))
    for batch in batches(snapshot, stories_at_once=stories_at_once, only=only):
        yield part_of_batch(models, batch, observations, as_of=as_of, known_by=known_by)


def _by_reference(
    models: Models, view: View, by: Reader, as_of: date, known_by: date | None, only: Iterable[str] | None,
    stories_at_once: int,
) -> Iterator[Part]:  # fmt: skip
    observations = ObservationIndex(queries.observations(by=by))
    stories = queries.stories(by=by, only=only)
    while group := tuple(islice(stories, stories_at_once)):
        yield part_of_stories(models, group, observations, as_of=as_of, known_by=known_by, view=view)
