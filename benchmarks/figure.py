"""One measured figure, beside a peer or a limit measured in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` in `unit`; `peer` is what it is held against, in the same unit, measured in the same run; `goal` is the promise.

    `more_is_better` tells which side of the goal is the good one.
    """

    name: str
    value: float
    unit: str
    peer_name: str = ""
    peer: float | None = None
    goal: float | None = None
    more_is_better: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return None if not self.peer else self.value / self.peer

    @property
    def met(self) -> bool | None:
        if self.goal is None:
            return None
        return self.value >= self.goal if self.more_is_better else self.value <= self.goal


def cpu_seconds(work: Callable[[], object], *, runs: int) -> float:
    """Median CPU seconds (user and system, this process) of `work` over so many runs."""
    taken = []
    for _ in range(runs):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def wall_seconds(work: Callable[[], object], *, runs: int) -> float:
    """Median wall-clock seconds of `work` over so many runs."""
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
