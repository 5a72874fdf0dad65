"""Open promises: rows on which somebody has a move to make, and whose move it is (design.md, Cracks)."""

from __future__ import annotations

from headwaters.domain.status import Status, StatusRow
from headwaters.engine.evaluation.reference import Accountable

OPEN = frozenset({Status.IN_PROGRESS, Status.OVERDUE, Status.DUE, Status.ASK})
"""Statuses on which something can still be done. What closed without being done is a count, no longer a promise."""


def promise_row(row: StatusRow, answers: Accountable, *, handoff: str | None) -> tuple[object, ...] | None:
    """The row of PROMISES for one status row, or None where nobody owes a move.

    A due touchpoint without a hand-off is the family's and its agency's ordinary course: it becomes a promise when it is late.
    """
    waits_for_word_back = row.crack is not None and row.status in (Status.REACHED, Status.REACHED_LATE)
    if row.status not in OPEN and not waits_for_word_back:
        return None
    if row.status is Status.DUE and row.crack is None and row.handoff_state is None:
        return None
    by_day = row.handoff_clock or (row.due_by if not isinstance(row.due_by, str) else None)
    return (
        row.story_id, row.episode_id, row.recipient_id, row.role.value, row.element, row.touchpoint,
        row.status.value, row.reason, row.crack.value if row.crack else None, handoff,
        row.handoff_state.value if row.handoff_state else None, by_day,
        answers.move, answers.caught, answers.agency,
    )  # fmt: skip
