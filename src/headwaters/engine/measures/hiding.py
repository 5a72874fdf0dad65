"""Which numbers of a table to hide so that no hidden one can be worked out: a table as a network.

Every number of a table with its sums is an arc: what flows into a node flows out of it. A group's cohort flows into its need
and what stands beside it, the need into its parts, each part of all groups together into the total, and all totals back
to the beginning. Whoever reads the table knows the shown arcs and that every node balances, and nothing else that is
linear. So what they can know of a hidden arc is exactly how far it can move while the shown ones stand: up by what
can still flow back past it through hidden arcs, down by what can be led around it (Gusfield 1988, A graph theoretic approach
to statistical data security, SIAM J. Comput. 17:552-571). That is a maximum flow, and needs no other solver.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

Node = Hashable


@dataclass(slots=True, eq=False)
class Arc:
    """One number of a table.

    cost    how much is lost by hiding it; None: it is shown elsewhere already, so hiding it here would hide nothing
    floor   what a hidden number is known to be at least: 1, since a zero is shown; 0 where zeros are hidden too
    """

    tail: Node
    head: Node
    value: int
    cost: float | None = 1.0
    hidden: bool = False
    floor: int = 1

    @property
    def may_fall(self) -> int:
        return max(self.value - self.floor, 0)

    def hide(self, *, floor: int = 1) -> None:
        self.floor = min(self.floor, floor) if self.hidden else floor
        self.hidden = True


_Step = tuple[Arc, bool]
"""An arc walked along (the number grows) or against (it falls)."""


class Network:
    """The arcs of one table."""

    def __init__(self) -> None:
        self.arcs: list[Arc] = []
        self._at: dict[Node, list[_Step]] = {}

    def add(self, arc: Arc) -> Arc:
        self.arcs.append(arc)
        self._at.setdefault(arc.tail, []).append((arc, True))
        self._at.setdefault(arc.head, []).append((arc, False))
        return arc

    def room(self, arc: Arc, enough: int) -> tuple[int, int]:
        """How far a hidden arc can fall and grow while all shown ones stand, each looked for up to `enough`."""
        down = self._flow(arc.tail, arc.head, min(enough, arc.may_fall), without=arc)
        up = self._flow(arc.head, arc.tail, enough, without=arc)
        return down, up

    def protect(self, arc: Arc, enough: int) -> bool:
        """Hide more until the hidden arc could be any of more than `enough` values; False where that cannot be had."""
        while sum(self.room(arc, enough)) < enough:
            more = self._cheapest(arc, enough) or self._cheapest(arc, 1)
            if not more:
                return False
            for other in more:
                other.hide()
        return True

    def _flow(self, source: Node, sink: Node, enough: int, *, without: Arc) -> int:
        """The most that can be led from source to sink through hidden arcs, up to `enough`."""
        moved: dict[Arc, int] = {}
        total = 0
        while total < enough:
            path = self._path(source, sink, moved, without)
            if path is None:
                break
            amount = min((self._left(step, moved) for step in path), default=0)
            amount = min(amount, enough - total)
            for arc, along in path:
                moved[arc] = moved.get(arc, 0) + (amount if along else -amount)
            total += amount
        return total

    @staticmethod
    def _left(step: _Step, moved: dict[Arc, int]) -> int:
        arc, along = step
        return 1 << 60 if along else arc.may_fall + moved.get(arc, 0)

    def _path(self, source: Node, sink: Node, moved: dict[Arc, int], without: Arc) -> list[_Step] | None:
        came: dict[Node, _Step | None] = {source: None}
        line = [source]
        for node in line:
            for step in self._at[node]:
                arc, along = step
                if not arc.hidden or arc is without:
                    continue
                to = arc.head if along else arc.tail
                if to not in came and self._left(step, moved) > 0:
                    came[to] = step
                    if to == sink:
                        return _back(came, sink)
                    line.append(to)
        return None

    def _cheapest(self, arc: Arc, amount: int) -> list[Arc]:
        """The shown arcs to hide so that `arc` may grow by this much, at the least loss; empty: there is no such way."""
        best: dict[Node, float] = {arc.head: 0.0}
        came: dict[Node, _Step | None] = {arc.head: None}
        turn = 0
        line: list[tuple[float, int, Node]] = [(0.0, turn, arc.head)]
        while line:
            cost, _, node = heappop(line)
            if cost > best[node]:
                continue
            if node == arc.tail:
                return [found for found, _ in _back(came, node) if not found.hidden]
            for step in self._at.get(node, ()):
                price = _price(step, arc, amount)
                if price is None:
                    continue
                to = step[0].head if step[1] else step[0].tail
                if cost + price < best.get(to, float("inf")):
                    best[to], came[to] = cost + price, step
                    turn += 1
                    heappush(line, (cost + price, turn, to))
        return []


def _price(step: _Step, wanted: Arc, amount: int) -> float | None:
    arc, along = step
    if arc is wanted or (not arc.hidden and (arc.cost is None or arc.value == 0)):
        return None
    if not along and (arc.may_fall if arc.hidden else arc.value - 1) < amount:
        return None
    return 0.0 if arc.hidden else arc.cost


def _back(came: dict[Node, _Step | None], node: Node) -> list[_Step]:
    path: list[_Step] = []
    step = came[node]
    while step is not None:
        path.append(step)
        arc, along = step
        step = came[arc.tail if along else arc.head]
    return path


def protect_all(network: Network, arcs: Iterable[Arc], enough: int) -> bool:
    """Protect each of these hidden arcs; hiding more for one never uncovers another. False: some could not be."""
    return all(network.protect(arc, enough) for arc in arcs)
