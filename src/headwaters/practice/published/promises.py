"""Open promises: rows on which somebody has a move to make, and whose move it is (design.md, Cracks)."""

from __future__ import annotations

from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.cracks import CrackKind
from headwaters.domain.history.history import EpisodeId, StoryId
from headwaters.domain.status import Status, StatusRow
from headwaters.engine.evaluation.reference import Accountable, Models, accountable
from headwaters.engine.publishing.promise_rows import Owed, Rule, Said

OPEN = frozenset({Status.IN_PROGRESS, Status.OVERDUE, Status.DUE, Status.ASK})
"""Statuses on which something can still be done. What closed without being done is a count, no longer a promise."""
MAY_BE_PROMISES = OPEN | {Status.REACHED, Status.REACHED_LATE}
"""What is reached is still owed word back."""


def promise_row(row: StatusRow, answers: Accountable, *, handoff: str | None) -> tuple[object, ...] | None:
    """The row of PROMISES for one status row, or None where nobody owes a move.

    A due touchpoint without a hand-off is the family's and its agency's ordinary course: it becomes a promise when it is late.
    """
    if not is_owed(row):
        return None
    by_day = row.handoff_clock or (row.due_by if not isinstance(row.due_by, str) else None)
    return (
        row.story_id, row.episode_id, row.recipient_id, row.role.value, row.element, row.touchpoint,
        row.status.value, row.reason, row.crack.value if row.crack else None, handoff,
        row.handoff_state.value if row.handoff_state else None, by_day,
        answers.move, answers.caught, answers.agency,
    )  # fmt: skip


def is_owed(row: StatusRow) -> bool:
    waits_for_word_back = row.crack is not None and row.status in (Status.REACHED, Status.REACHED_LATE)
    if row.status not in OPEN and not waits_for_word_back:
        return False
    return row.status is not Status.DUE or row.crack is not None or row.handoff_state is not None


def promise_rule(models: Models) -> Rule:
    """The same for all rows that say the same: nothing else of a row decides who owes what."""

    def rule(said: Said) -> Owed | None:
        row = _row(said)
        if not is_owed(row):
            return None
        answers = accountable(models, row)
        return Owed(models.handoff_of(row), answers.move, answers.caught, answers.agency)

    return rule


def _row(said: Said) -> StatusRow:
    return StatusRow(
        StoryId(""), EpisodeId(""), None, Role(said.role), said.element, said.touchpoint, Status(said.status), said.reason,
        missing=None, opens=None, due_by=None, closes=None, matched=None, event=None, agency=None, outcome=None,
        handoff_state=HandoffState(said.handoff_state) if said.handoff_state else None, handoff_clock=None,
        crack=CrackKind(said.crack) if said.crack else None, changes_on=None, blueprint=said.blueprint, version=said.version,
    )  # fmt: skip
