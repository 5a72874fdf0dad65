"""The reference evaluator: status = evaluate(blueprint, histories, as_of).

One story at a time, in plain Python. `prepare` compiles a blueprint once; `Models` says which plan judges whom on which
day; `ObservationIndex` holds what all stories share. Everything is passed: no clock, no files, no globals.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from headwaters.domain.days import Span
from headwaters.domain.history.history import Observation, Story
from headwaters.domain.history.view import EVERYTHING, View
from headwaters.domain.status import StatusRow
from headwaters.engine.evaluation.judging import Case, cases
from headwaters.engine.evaluation.models import Adoption, Models
from headwaters.engine.evaluation.observation import ObservationIndex
from headwaters.engine.evaluation.plan import Plan, prepare
from headwaters.engine.evaluation.reading import Run
from headwaters.engine.evaluation.table import row_of

__all__ = ["Adoption", "Models", "ObservationIndex", "Plan", "Span", "evaluate", "prepare"]


def evaluate(
    models: Models | Plan,
    story: Story,
    observations: ObservationIndex | Iterable[Observation],
    *,
    as_of: date,
    known_by: date | None = None,
    view: View = EVERYTHING,
    period: Span | None = None,
) -> tuple[StatusRow, ...]:
    """Every touchpoint of every recipient of a story, as of a day.

    as_of     the day asked about; what happened later is not seen
    known_by  only what was recorded by then is seen; None: all
    view      what the reader may use; what is outside it changes nothing
    period    what `period_start` and `period_end` mean; None: unknown
    returns   one row per (story, episode, recipient, role, element, touchpoint), by episode and then in file order
    """
    run = Run(as_of, known_by, view, period)
    return tuple(_row(story, case) for case in cases(_models(models), story, _index(observations), run))


def _models(models: Models | Plan) -> Models:
    return models if isinstance(models, Models) else Models.of(models)


def _index(observations: ObservationIndex | Iterable[Observation]) -> ObservationIndex:
    return observations if isinstance(observations, ObservationIndex) else ObservationIndex(observations)


def _row(story: Story, case: Case) -> StatusRow:
    return row_of(story.story_id, case.reading.program, case.course, case.line, case.standing, case.changes)
