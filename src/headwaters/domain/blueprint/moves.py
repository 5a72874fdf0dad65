"""Whose move a hand-off's state is, which clock runs in it, and from which step that clock counts (the table of language part 4).

Evaluation and referrals read the same table, so that a list of referrals and *Today* cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from headwaters.domain.blueprint.handoff import Clock, HandoffState


class Move(NamedTuple):
    """Which clock runs in a state, from the last of which steps (the first of them that is there), and who is to move."""

    clock: Clock | None
    counts_from: tuple[HandoffState, ...]
    owner: str


OWNER_FROM, OWNER_TO, OWNER_CATCH, NOBODY = "from", "to", "catch", ""

MOVES: Mapping[HandoffState, Move] = {
    HandoffState.NEEDED: Move(Clock.SEND, (), OWNER_FROM),
    HandoffState.SENT: Move(Clock.ANSWER, (HandoffState.SENT, HandoffState.RECEIVED), OWNER_TO),
    HandoffState.RECEIVED: Move(Clock.ANSWER, (HandoffState.SENT, HandoffState.RECEIVED), OWNER_TO),
    HandoffState.ACCEPTED: Move(Clock.BEGIN, (HandoffState.RECEIVED, HandoffState.SENT), OWNER_TO),
    HandoffState.FULL: Move(Clock.WAIT, (HandoffState.FULL,), OWNER_TO),
    HandoffState.NOT_REACHED: Move(Clock.RETRY, (HandoffState.NOT_REACHED,), OWNER_CATCH),
    HandoffState.NOT_ELIGIBLE: Move(Clock.ROUTE, (HandoffState.NOT_ELIGIBLE,), OWNER_FROM),
    HandoffState.BEGUN: Move(Clock.FINISH, (HandoffState.BEGUN,), OWNER_TO),
    HandoffState.DROPPED: Move(None, (), OWNER_CATCH),
    HandoffState.DONE: Move(Clock.TELL, (HandoffState.DONE,), OWNER_TO),
    HandoffState.TOLD: Move(None, (), NOBODY),
    HandoffState.DECLINED: Move(None, (), NOBODY),
}
