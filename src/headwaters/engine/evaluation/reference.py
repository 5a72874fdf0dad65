"""The reference evaluator: status = evaluate(blueprint, histories, as_of).

One story at a time, in plain Python. `prepare` compiles a blueprint once; `Models` says which plan judges whom on which
day; `ObservationIndex` holds what all stories share. Everything is passed: no clock, no files, no globals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from headwaters.domain.days import Span
from headwaters.domain.explanation import Accountable, Explanation
from headwaters.domain.history.history import WITHHELD, EpisodeId, FactValue, Observation, PersonId, Story
from headwaters.domain.history.view import EVERYTHING, View
from headwaters.domain.problems import NotFound
from headwaters.domain.status import StatusRow
from headwaters.engine.evaluation.accounts import accountable
from headwaters.engine.evaluation.explaining import explain_case
from headwaters.engine.evaluation.facts import timeline
from headwaters.engine.evaluation.judging import Case, cases
from headwaters.engine.evaluation.models import Adoption, Models
from headwaters.engine.evaluation.observation import ObservationIndex
from headwaters.engine.evaluation.passages import Passage, passages
from headwaters.engine.evaluation.plan import Plan, prepare
from headwaters.engine.evaluation.reading import Run
from headwaters.engine.evaluation.seen import seen_facts
from headwaters.engine.evaluation.table import row_of

__all__ = [
    "Accountable", "Adoption", "Explanation", "Judged", "Models", "ObservationIndex", "Passage", "Plan", "Span", "accountable",
    "evaluate", "explain", "fact_on", "judge", "prepare",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """A story's rows, and how far each recipient climbed the ladder of each touchpoint."""

    rows: tuple[StatusRow, ...]
    passages: tuple[Passage, ...]


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
    return tuple([_row(story, case) for case in cases(_models(models), story, _index(observations), run)])


def judge(
    models: Models | Plan,
    story: Story,
    observations: ObservationIndex | Iterable[Observation],
    *,
    as_of: date,
    known_by: date | None = None,
    view: View = EVERYTHING,
    period: Span | None = None,
) -> Judged:
    """The same rows as `evaluate`, with the ladder's steps beside them."""
    run = Run(as_of, known_by, view, period)
    found = tuple(cases(_models(models), story, _index(observations), run))
    return Judged(tuple(_row(story, case) for case in found), tuple(one for case in found for one in passages(case)))


def explain(
    models: Models | Plan,
    story: Story,
    observations: ObservationIndex | Iterable[Observation],
    *,
    element: str,
    touchpoint: str | None = None,
    recipient: PersonId | None = None,
    episode: EpisodeId | None = None,
    as_of: date,
    known_by: date | None = None,
    view: View = EVERYTHING,
    period: Span | None = None,
) -> tuple[Explanation, ...]:
    """Why the rows of an element (or one touchpoint, instance or slot of it) are what they are.

    `recipient` and `episode` narrow it down; a touchpoint's id stands for all its instances and slots.
    raises NotFound where nothing of the story goes by that name, be it that the view does not show it.
    """
    models = _models(models)
    run = Run(as_of, known_by, view, period)
    found = [
        explain_case(models, case, _row(story, case))
        for case in cases(models, story, _index(observations), run)
        if case.line.occurrence.element.id == element
        and touchpoint in (None, case.line.occurrence.id, case.line.occurrence.touchpoint.id)
        and recipient in (None, case.standing.recipient)
        and episode in (None, case.course.episode.episode_id)
    ]
    if not found:
        name = element if touchpoint is None else f"{element}/{touchpoint}"
        raise NotFound(f"Nothing here goes by `{name}`. Name an element of the blueprint, or element/touchpoint.")
    return tuple(found)


def fact_on(
    models: Models | Plan, story: Story, person_id: PersonId, fact: str, day: date, *, known_by: date | None = None
) -> FactValue | None:
    """What is known of one person's fact on a day; None where nobody said, it lapsed, or it was kept private."""
    blueprint = _models(models).default.blueprint
    rows = [row for row in story.facts if row.fact == fact and row.person_id == person_id]
    seen = seen_facts(rows, blueprint, EVERYTHING, as_of=day, known_by=known_by).get(fact, [])
    said = timeline(seen, blueprint.facts.get(fact), lambda _person, _day: True, ()).row_at(day.toordinal())
    return said.value if said is not None and said.value != WITHHELD else None


def _models(models: Models | Plan) -> Models:
    return models if isinstance(models, Models) else Models.of(models)


def _index(observations: ObservationIndex | Iterable[Observation]) -> ObservationIndex:
    return observations if isinstance(observations, ObservationIndex) else ObservationIndex(observations)


def _row(story: Story, case: Case) -> StatusRow:
    return row_of(story.story_id, case.course, case.line, case.standing, case.changes)
