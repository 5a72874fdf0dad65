"""Rows that a load must set aside: an impossible day, an empty cell that must be filled, a person nobody sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from headwaters.engine.simulation.chance import Chance
from headwaters.engine.simulation.packages import Package
from headwaters.engine.simulation.telling import EVENTS, Filed

IMPOSSIBLE_DAY = "2025-02-30"


def spoil(filed: Iterable[Filed], packages: Mapping[str, Package], share: float, seed: int, family: int) -> int:
    """Add unreadable copies of some of one family's event rows, each with a number of its own, so that nothing true is lost
    with them. The rows are those that stand in the packages already.

    returns  how many were added
    """
    chance, added = Chance(seed, family, "spoiling"), 0
    for office, table, _, row in filed:
        if table != EVENTS or not chance.happens(share):
            continue
        bad = {**row, "record": f"unreadable-{family:05d}-{added:02d}"}
        way = chance.one_of(("day", "kind", "person"))
        if way == "day":
            bad["start"] = IMPOSSIBLE_DAY
        elif way == "kind":
            bad["kind"] = ""
        else:
            bad["person"] = f"{packages[office].office.prefix}-nobody-{family:05d}-{added:02d}"
        packages[office].add(EVENTS, bad)
        added += 1
    return added
