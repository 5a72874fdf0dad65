"""The bar of a hand-off's clock: from the day of asking to the promised day (black tick), today as a dot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST, LAST = 2.0, 96.0
"""Percent of the strip that the bar spans; the rest is room for the dot."""


@dataclass(frozen=True, slots=True)
class ClockBar:
    """Percent along the strip: `band` is the promised time, `gone` its part that is over, `over` the time past it."""

    band: float
    gone: float
    tick: float
    over: float
    dot: float
    late: bool


def clock_bar(asked: date | None, promised: date, as_of: date) -> ClockBar:
    """Without a day of asking the bar begins a week before the promise, or today if that is earlier."""
    begin = min(asked or promised, promised, as_of)
    if begin == promised or asked is None:
        begin = date.fromordinal(min(begin.toordinal(), promised.toordinal() - 7))
    last = max(promised, as_of)
    scale = (LAST - FIRST) / max((last - begin).days, 1)
    band = round((promised - begin).days * scale, 2)
    gone = round(min((as_of - begin).days, (promised - begin).days) * scale, 2)
    dot = round(FIRST + (as_of - begin).days * scale, 2)
    tick = round(FIRST + band, 2)
    return ClockBar(band, gone, tick, round(max(dot - tick, 0.0), 2), dot, late=as_of > promised)
