"""How a passage left the ladder at its last step, or that it has not left."""

from __future__ import annotations

from enum import StrEnum

from headwaters.engine.measures.passing import NOT_ELIGIBLE, Ended


class Left(StrEnum):
    """How a passage left the ladder at its last step, or that it has not left."""

    CRACK = "crack"
    IN_TIME = "in_time"
    FAMILY_CHOSE = "family_chose"
    NOT_SEEN = "not_seen"
    SETTLED = "settled"
    """Nothing more was owed: not eligible and sent on to the next route, moved, aged out, died."""
    DONE = "done"
    """Reached, with nothing left to do at this hand-off."""


def left_and_word(ended: Ended) -> tuple[Left, str]:
    """The way, and the crack's name or the status that says it."""
    settled = NOT_ELIGIBLE if ended.settled else None
    return how_it_left(ended), ended.crack or settled or ended.status or "upcoming"


def how_it_left(ended: Ended) -> Left:
    """An earlier touchpoint that was reached alone leaves the passage waiting for the next."""
    if ended.crack is not None:
        return Left.CRACK
    if ended.settled and not ended.arrived:
        return Left.SETTLED
    match ended.status:
        case "declined":
            return Left.FAMILY_CHOSE
        case "unobserved":
            return Left.NOT_SEEN
        case "reached" | "reached_late" if ended.arrived:
            return Left.DONE
        case "ended":
            return Left.SETTLED
        case _:
            return Left.IN_TIME
