"""The reference evaluator: status = evaluate(blueprint, histories, as_of).

One story at a time, in plain Python. `prepare` compiles a blueprint once; `Models` says which plan judges whom on which
day; `ObservationIndex` holds what all stories share. Everything is passed: no clock, no files, no globals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from headwaters.domain.days import Span
from headwaters.domain.history.history import Observation, Story
from headwaters.domain.history.view import EVERYTHING, View
from headwaters.domain.status import StatusRow
from headwaters.engine.evaluation.models import Adoption, Models
from headwaters.engine.evaluation.observation import ObservationIndex
from headwaters.engine.evaluation.plan import Plan, prepare
from headwaters.engine.evaluation.reading import Reading, Run
from headwaters.engine.evaluation.table import changes_on, row_of, stand

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
    index = observations if isinstance(observations, ObservationIndex) else ObservationIndex(observations)
    run = Run(as_of, known_by, view, period)
    plan = models.default if isinstance(models, Models) else models
    return tuple(_rows(Reading(plan, story, index, run)))


def _rows(reading: Reading) -> Iterator[StatusRow]:
    today = reading.run.as_of.toordinal()
    program = reading.program
    for course in reading.courses():
        for line in reading.lines(course):
            standing = stand(program, course, line, today)
            changes = changes_on(program, course, line, standing)
            yield row_of(reading.story.story_id, program, course, line, standing, changes)
