"""Days to first contact by month, as points with their median: a picture of change, drawn without a script. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

WIDTH, HEIGHT, EDGE = 600, 160, 14


@dataclass(frozen=True, slots=True)
class RunChart:
    """In units of the drawing, WIDTH by HEIGHT. `middle`: the median's height; `most` the value at the top."""

    points: tuple[tuple[float, float], ...]
    path: str
    middle_y: float
    middle: float
    most: float


def run_chart(found: Sequence[tuple[date, float]]) -> RunChart | None:
    """None for fewer than three months: a line between two points says nothing."""
    if len(found) < 3:
        return None
    most = max(value for _month, value in found) or 1.0
    wide, high = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE
    points = tuple(
        (round(EDGE + wide * place / (len(found) - 1), 1), round(EDGE + high * (1 - value / most), 1))
        for place, (_month, value) in enumerate(found)
    )
    middle = float(median(value for _month, value in found))
    return RunChart(
        points,
        "M" + " L".join(f"{x} {y}" for x, y in points),
        round(EDGE + high * (1 - middle / most), 1),
        middle,
        most,
    )
