"""Evaluation over everybody here: the one loop that the published tables, `evaluate` and `cracks` share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from headwaters.domain.consent import Action
from headwaters.domain.history.history import Story
from headwaters.engine.evaluation.reference import Judged, Models, ObservationIndex, judge
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.families import queries


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
