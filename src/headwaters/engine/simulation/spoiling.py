"""Rows that a load must set aside: an impossible day, an empty cell that must be filled, a person nobody sent."""

from __future__ import annotations

from headwaters.engine.simulation.chance import Chance
from headwaters.engine.simulation.packages import Package
from headwaters.engine.simulation.telling import EVENTS

IMPOSSIBLE_DAY = "2025-02-30"


def spoil(package: Package, share: float, seed: int) -> int:
    """Add unreadable copies of some event rows, each with a number of its own, so that nothing true is lost with them.

    returns  how many were added
    """
    chance, rows = Chance(seed, package.office.id, "spoiling"), package.tables.get(EVENTS, [])
    added = [row for row in rows if chance.happens(share)]
    for number, row in enumerate(added):
        way = chance.one_of(("day", "kind", "person"))
        bad = {**row, "record": f"unreadable-{number:04d}"}
        if way == "day":
            bad["start"] = IMPOSSIBLE_DAY
        elif way == "kind":
            bad["kind"] = ""
        else:
            bad["person"] = f"{package.office.prefix}-nobody-{number:04d}"
        rows.append(bad)
    return len(added)
