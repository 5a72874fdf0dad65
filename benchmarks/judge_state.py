"""A state's children judged against a blueprint of 103 touchpoints: the kernel, SQL, a plain loop, and a scan of the same events.

All read files and write Parquet, each in a process of its own, so that CPU seconds (user and system, all threads) and peak memory are its
own. The peers give a status per child and touchpoint and no more: no reasons, no hand-off's state, no day on which it changes, no observation,
and the least intervals between shots are left out, because sets cannot hold them. The kernel gives every column. Where
they mean the same (no interval, no hand-off) their rows must be equal, child by child, or this fails. The kernel's note says what reading and writing alone took: its floor.

`HEADWATERS_BENCHMARK_CHILDREN` sets the larger population (1,200,000); the smaller is a tenth of it.
"""

from __future__ import annotations

import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import duckdb
from bulk_population import AS_OF, BLUEPRINT, CHILDREN, read_population, write_population
from figure import Figure
from peers import loop, sql
from peers.plan import Series, chains_of, series_of

from headwaters.sources.shelf import Shelf

STATE = max(1, CHILDREN // 10)
"""Children of a state's window: 120,000."""
SAMPLE = 150
"""Children whose every row, all columns, is held against the reference's."""
GOAL_SECONDS, GOAL_LARGE_SECONDS, GOAL_LARGE_MB = 7.0, 50.0, 1500.0


class Spent(NamedTuple):
    """CPU seconds of the work itself, without starting Python and compiling; the most memory the process ever held."""

    cpu: float
    megabytes: float
    note: str = ""


def scan(folder: Path, out: Path) -> str:
    """Every column of the events read once: what no way of judging them can go below."""
    with duckdb.connect() as con:
        con.execute("set threads = 2")
        columns = "max(child), max(kind), max(code), max(result), max(handoff), max(step), max(day)"
        found = con.execute(f"select count(*), {columns} from '{folder / 'plain' / 'events.parquet'}'").fetchone()
    return f"{found[0]:,} events" if found else ""


def in_sql(folder: Path, out: Path) -> str:
    series, chains = _plan()
    sql.judge(folder / "plain", out, series, chains, as_of=AS_OF)
    return ""


def in_a_loop(folder: Path, out: Path) -> str:
    series, chains = _plan()
    loop.judge(folder / "plain", out, series, chains, as_of=AS_OF)
    return ""


def by_kernel(folder: Path, out: Path) -> str:
    from peers.evaluators import kernel

    return str(kernel(read_population(folder), out, as_of=AS_OF))


def warm_up(folder: Path, out: Path) -> None:
    """The kernel compiles the first time it is called; a nightly run finds it compiled."""
    from peers.evaluators import few, kernel

    kernel([few(folder, 10)], out, as_of=AS_OF)


CONTENDERS: dict[str, Callable[[Path, Path], str]] = {
    "scan": scan, "sql": in_sql, "loop": in_a_loop, "kernel": by_kernel,
}  # fmt: skip


def _plan() -> tuple[tuple[Series, ...], tuple[str, ...]]:
    blueprint = Shelf().open_file(BLUEPRINT)
    return series_of(blueprint), chains_of(blueprint)


def run_here(name: str, folder: Path, out: Path) -> Spent:
    if name == "kernel":
        warm_up(folder, out)
    began = time.process_time()
    note = CONTENDERS[name](folder, out)
    spent = time.process_time() - began
    return Spent(spent, peak_megabytes(), note)


def peak_megabytes() -> float:
    """The most memory this program ever held. Linux counts into `ru_maxrss` what the process was before it became this program,
    so there the kernel's own mark is read."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_apart(name: str, folder: Path) -> Spent:
    """One contender in a process of its own; it writes to NAME.parquet in the folder."""
    command = [sys.executable, __file__, name, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name} failed:\n{done.stderr}")
    return Spent(*json.loads(done.stdout.splitlines()[-1]))


def has_kernel() -> bool:
    return importlib.util.find_spec("headwaters.engine.kernel.judge") is not None


def measure() -> tuple[Figure, ...]:
    with tempfile.TemporaryDirectory() as place:
        state, large = Path(place) / "state", Path(place) / "large"
        events = write_population(state, STATE, plain=True)
        spent = {name: run_apart(name, state) for name in CONTENDERS if name != "kernel" or has_kernel()}
        check_peers(state)
        figures = [*_peer_figures(spent, f"{STATE:,} children, {events:,} events")]
        if has_kernel():
            check_kernel(state)
            figures += _kernel_figures(spent)
            write_population(large, CHILDREN, plain=False)
            figures += _large_figures(spent["kernel"], run_apart("kernel", large))
    return tuple(figures)


def _peer_figures(spent: dict[str, Spent], what: str) -> list[Figure]:
    scanned = spent["scan"].cpu
    names = {"scan": "a scan of the events", "sql": "SQL by hand, status only", "loop": "a plain loop, status only"}
    return [
        Figure(name, spent[key].cpu, "CPU seconds", "" if key == "scan" else "the scan", None if key == "scan" else scanned,
               note=f"{what}; at most {spent[key].megabytes:,.0f} MB")
        for key, name in names.items()
    ]  # fmt: skip


def _kernel_figures(spent: dict[str, Spent]) -> list[Figure]:
    kernel, name = spent["kernel"], "the kernel, all columns"
    note = f"{kernel.note}; at most {kernel.megabytes:,.0f} MB"
    return [
        Figure(name, kernel.cpu, "CPU seconds", "SQL by hand", spent["sql"].cpu, GOAL_SECONDS, note=note),
        Figure(name, kernel.cpu, "CPU seconds", "the plain loop", spent["loop"].cpu),
        Figure(name, kernel.cpu, "CPU seconds", "the scan", spent["scan"].cpu),
    ]


def _large_figures(state: Spent, large: Spent) -> list[Figure]:
    each, small = large.cpu / CHILDREN * 1e6, state.cpu / STATE * 1e6
    name = f"the kernel, {CHILDREN:,} children"
    return [
        Figure(name, large.cpu, "CPU seconds", goal=GOAL_LARGE_SECONDS, note=large.note),
        Figure(f"{name}, a child", each, "microseconds", f"a child of {STATE:,}", small),
        Figure(f"{name}, most memory", large.megabytes, "MB", f"of {STATE:,} children", state.megabytes, GOAL_LARGE_MB),
    ]


def check_peers(folder: Path) -> None:
    """SQL and the loop count the same.

    raises  RuntimeError  naming what differs
    """
    series, chains = _plan()
    differ = set(sql.counts(folder / "sql.parquet", series, chains)) ^ set(
        loop.counts(folder / "loop.parquet", series, chains)
    )
    if differ:
        raise RuntimeError(f"SQL and the loop differ: {sorted(differ)[:6]}")


def check_kernel(folder: Path) -> None:
    """The kernel's rows are the reference's for some children, in every column, and SQL's for all, where both mean the same.

    raises  RuntimeError  naming what differs
    """
    from peers.evaluators import few, kernel, reference, rows_of

    some = few(folder, min(SAMPLE, STATE))
    first, second = folder / "some-kernel.parquet", folder / "some-reference.parquet"
    kernel([some], first, as_of=AS_OF)
    reference([some], second, as_of=AS_OF)
    if not rows_of(first).equals(rows_of(second)):
        raise RuntimeError("The kernel and the reference differ.")
    unlike = rows_unlike_sql(folder / "kernel.parquet", folder / "sql.parquet")
    if unlike:
        raise RuntimeError(f"The kernel and SQL differ in {unlike:,} rows that mean the same in both.")


def rows_unlike_sql(status: Path, peer: Path) -> int:
    """Rows of a status table that say another status than SQL for the same child and touchpoint, or that only one of them has; elements
    without least intervals and without a hand-off."""
    blueprint, (series, _) = Shelf().open_file(BLUEPRINT), _plan()
    names = ", ".join(
        f"({n}, {k}, '{one.element}', '{step.touchpoint}')"
        for n, one in enumerate(series)
        if not any(touchpoint.interval for touchpoint in blueprint.elements[one.element].touchpoints)
        for k, step in enumerate(one.steps)
    )
    found = duckdb.sql(
        f"with names as (select * from (values {names}) t(series, step, element, touchpoint)), "
        f"ours as (select substr(story_id, 2)::int as child, element, touchpoint, status from '{status}' "
        "where element in (select element from names)), "
        f"theirs as (select child, element, touchpoint, status from '{peer}' join names using (series, step)) "
        "select count(*) from ours full join theirs using (child, element, touchpoint) "
        "where ours.status is distinct from theirs.status"
    ).fetchone()
    return int(found[0]) if found else 0


if __name__ == "__main__":
    contender, place_ = sys.argv[1], Path(sys.argv[2])
    print(json.dumps(run_here(contender, place_, place_ / f"{contender}.parquet")))
