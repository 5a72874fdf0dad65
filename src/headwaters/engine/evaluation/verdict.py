"""What judging one occurrence on one day gives, and for how long it holds. Days are numbers (see `marks`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.status import Status
from headwaters.engine.evaluation.marks import FOREVER, PENDING, UNKNOWN
from headwaters.engine.evaluation.seen import SeenEvent


@dataclass(frozen=True, slots=True)
class Ended:
    """The first day nothing more is owed, and why; FOREVER where it does not end. Holds until `edge`."""

    day: int
    why: str
    edge: int


NOT_ENDED = Ended(FOREVER, "", FOREVER)


class Triggered:
    """What an occurrence comes after, the same on every day from `start` up to, and without, `edge`.

    `day` is a known day or a mark; `why` says why it is unknown: because X is `unobserved`, or for its `outcome`. `then`
    is the day or mark it turns to on its edge.
    """

    __slots__ = ("day", "edge", "start", "then", "why")

    def __init__(self, start: int, edge: int, day: int, why: str, then: int) -> None:
        self.start = start
        self.edge = edge
        self.day = day
        self.why = why
        self.then = then


UNTRIGGERED = Triggered(0, FOREVER, 0, "", 0)
"""Of an occurrence that comes after nothing."""


class Placed:
    """Window and match of an occurrence, the same on every day from `start` up to, and without, `edge`.

    `matched` is the day it was reached, 0 if it was not. `sure` is a day on which `opens` is known to be another.
    """

    # Defaults stand on the class: hundreds are made for a page, and most keep them.
    trigger: Triggered = UNTRIGGERED
    matched: int = 0
    event: SeenEvent | None = None
    sure: int = FOREVER

    def __init__(self, start: int, edge: int, opens: int, due_by: int, closes: int) -> None:
        self.start = start
        self.edge = edge
        self.opens = opens
        self.due_by = due_by
        self.closes = closes


class Verdict:
    """Status and reason of an occurrence, the same on every day from `start` up to, and without, `edge`.

    `sure` is the first day on which the row is known to differ, without looking; FOREVER where looking is needed.
    `need` is the truth of the need on `judged_on`. `no_day` is the day of the family's no, `ended` the day it ended (0:
    none). The hand-off's state stands with the day of the step that made it and its clock's last day (0: none).
    """

    status: Status = Status.DUE
    reason: str = ""
    edge: int = FOREVER
    sure: int = FOREVER
    missing: str | None = None
    outcome: str | None = None
    state: HandoffState | None = None
    state_day: int = 0
    clock: int = 0
    no_day: int = 0
    ended: int = 0
    need: bool | None = True
    need_edge: int = FOREVER
    judged_on: int = 0
    may_crack: bool = False
    standing: Any = None
    """How rows with this verdict stand, once that was asked for (`table.Standing`)."""

    def __init__(self, start: int, placed: Placed) -> None:
        self.start = start
        self.placed = placed


def _absent(status: Status, mark: int) -> Verdict:
    verdict = Verdict(0, Placed(0, FOREVER, mark, mark, mark))
    verdict.status = status
    return verdict


NOT_YET_BORN = _absent(Status.UPCOMING, PENDING)
"""A child's occurrence as its pregnancy sees it, before there is a child."""

PREGNANCY_UNKNOWN = _absent(Status.UNOBSERVED, UNKNOWN)
"""A pregnancy's occurrence as a child sees it whose pregnancy nobody told us of."""
