"""Everybody's cracks: from the last published run where it answers the question, else judged now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.consent import Action
from headwaters.domain.cracks import CrackKind
from headwaters.domain.history.history import EpisodeId, StoryId
from headwaters.domain.history.view import EVERYTHING
from headwaters.domain.status import Status, StatusRow
from headwaters.engine.evaluation.reference import Models, accountable
from headwaters.engine.publishing.crack_rows import Answers, Broken, Rule, Table, cracks_table, published_cracks
from headwaters.engine.publishing.engines import Engine
from headwaters.engine.publishing.part import Part
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.judging import STORIES_AT_ONCE, judged_parts, snapshot_for
from headwaters.practice.published.answering import run_answering

Watch = Callable[[Iterable[Part]], Iterable[Part]]
STORIES_OF_THE_REFERENCE = 250
"""Judged at once: it keeps each row as an object until they are told."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`element`: None means all."""

    as_of: date
    known_by: date | None = None
    element: str | None = None


def everybodys_cracks(
    data: Path, models: Models, asked: Asked, *, by: Reader, engine: Callable[[], Engine], watch: Watch
) -> Iterator[Table]:
    """Tables of cracks (columns: `crack_rows.NAMED`), in the order of stories, episodes and the file.

    engine  who judges, asked only where nothing published answers; `watch` is then handed the parts
    raises  NotPermitted  before anything is read
    """
    view = require(by, Action.EXPORT_ROWS, detail="everybody's cracks")
    rule = answer_rule(models)
    run = run_answering(data, models, as_of=asked.as_of, known_by=asked.known_by) if view == EVERYTHING else None
    found = published_cracks(run) if run is not None else _judged(data, models, asked, by, engine(), watch)
    return (cracks_table(status, rule, element=asked.element) for status in found)


def _judged(data: Path, models: Models, asked: Asked, by: Reader, engine: Engine, watch: Watch) -> Iterator[Table]:
    at_once = STORIES_OF_THE_REFERENCE if engine is Engine.REFERENCE else STORIES_AT_ONCE
    parts = judged_parts(
        models, by=by, action=Action.EXPORT_ROWS, as_of=asked.as_of, known_by=asked.known_by, engine=engine,
        snapshot=snapshot_for(engine, data, by=by), stories_at_once=at_once,
    )  # fmt: skip
    return (part.status for part in watch(parts))


def answer_rule(models: Models) -> Rule:
    """The same for all rows that say the same: nothing else of a row decides who answers for its crack."""

    def rule(said: Broken) -> Answers:
        row = _row(said)
        answers = accountable(models, row)
        return Answers(models.handoff_of(row), answers.agency, answers.move, answers.catch, answers.caught)

    return rule


def _row(said: Broken) -> StatusRow:
    """Role and status are nobody's question here."""
    return StatusRow(
        StoryId(""), EpisodeId(""), None, Role.CHILD, said.element, said.touchpoint, Status.OVERDUE, "", missing=None,
        opens=None, due_by=None, closes=None, matched=None, event=None, agency=None, outcome=None,
        handoff_state=HandoffState(said.handoff_state) if said.handoff_state else None, handoff_clock=None,
        crack=CrackKind(said.crack), changes_on=None, blueprint=said.blueprint, version=said.version,
    )  # fmt: skip
