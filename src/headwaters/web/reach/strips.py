"""One row of a dot plot: a share in 100, its interval, its bounds and what came late. Geometry only, in percent.

A strip runs from 0 to 100 and mirrors as a whole in right-to-left pages. Its marks differ in shape and texture before
they differ in colour: dot (reached in time), ring (reached late), tapered shape (interval), dotted bar (what no source
could see), hatch (hidden to protect someone).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Row(StrEnum):
    """What a row can show."""

    SHOWN = "shown"
    UNSTEADY = "unsteady"
    """Shown, but of so few people that the share says little: the dot is hollow."""
    HIDDEN = "hidden"
    """Too few to show, or it could be worked out from what is shown."""
    NOT_SEEN = "not_seen"
    """No source could have told us about most of those here, or anybody: a share would be read as "not done"."""
    NOBODY = "nobody"
    """Nobody of this group was due it."""


@dataclass(frozen=True, slots=True)
class Share:
    """Shares from 0 to 1. `low`, `high`: the interval; `least`, `most`: with the unseen all missed, all reached;
    `with_late`: reached in time or late."""

    share: float
    low: float
    high: float
    least: float
    most: float
    with_late: float


@dataclass(frozen=True, slots=True)
class Strip:
    """Percent along the strip. `peak` is the dot's place inside the tapered interval, in thousandths of its width."""

    row: Row
    dot: float = 0.0
    ring: float | None = None
    link: float = 0.0
    taper_x: float = 0.0
    taper_width: float = 0.0
    peak: int = 500
    unseen_x: float = 0.0
    unseen_width: float = 0.0


LEAST_SEEN_WIDTH = 0.4
"""Percent: bounds closer together than this are one line and not drawn."""
LEAST_APART = 1.2
"""Percent: a late ring closer to the dot than this would hide it, and is left to the words."""


def strip_of(row: Row, share: Share | None) -> Strip:
    """raises  ValueError  a row that shows a share was given none"""
    if row not in (Row.SHOWN, Row.UNSTEADY):
        return Strip(row)
    if share is None:
        raise ValueError(f"a row that is {row} needs a share")
    width = share.high - share.low
    late = share.with_late - share.share
    return Strip(
        row=row,
        dot=_percent(share.share),
        ring=_percent(share.with_late) if 100 * late >= LEAST_APART else None,
        link=_percent(late),
        taper_x=_percent(share.low),
        taper_width=max(_percent(width), 0.3),
        peak=round(1000 * (share.share - share.low) / width) if width > 0 else 500,
        unseen_x=_percent(share.least),
        unseen_width=_percent(share.most - share.least)
        if 100 * (share.most - share.least) >= LEAST_SEEN_WIDTH
        else 0.0,
    )


def _percent(share: float) -> float:
    return round(100 * share, 2)
