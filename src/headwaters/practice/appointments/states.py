"""What may become of an agreed day. Pure."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    PROPOSED = "proposed"
    """One side named it; the family has not said that it works."""
    AGREED = "agreed"
    ASKED_TO_MOVE = "asked_to_move"
    """The family would like another time: somebody must offer one."""
    MOVED = "moved"
    """Another day stands instead."""
    CANCELLED = "cancelled"
    KEPT = "kept"
    NOT_KEPT = "not_kept"
    """It did not happen. Whose doing that was is not asked here."""


OPEN = frozenset({State.PROPOSED, State.AGREED, State.ASKED_TO_MOVE})

_ALLOWED: dict[State, frozenset[State]] = {
    State.PROPOSED: frozenset({State.AGREED, State.ASKED_TO_MOVE, State.MOVED, State.CANCELLED, State.KEPT, State.NOT_KEPT}),
    State.AGREED: frozenset({State.ASKED_TO_MOVE, State.MOVED, State.CANCELLED, State.KEPT, State.NOT_KEPT}),
    State.ASKED_TO_MOVE: frozenset({State.AGREED, State.MOVED, State.CANCELLED, State.KEPT, State.NOT_KEPT}),
    State.NOT_KEPT: frozenset({State.MOVED}),
}  # fmt: skip


def may_become(now: State, then: State) -> bool:
    """Whether one state may follow another; a closed one stays, but for a day that was not kept and is agreed anew."""
    return then in _ALLOWED.get(now, frozenset())
