"""Oregon's size through the front door: files made, loaded, judged, a night, and pages over HTTP, all by the commands that everybody uses.

CPU seconds are those of a command and the processes it started; memory is the most that one of its processes held. The
families are invented. `HEADWATERS_BENCHMARK_BIRTHS` sets the births a year (38,000, the whole state);
`HEADWATERS_BENCHMARK_DATA` keeps the data folder, which is thrown away otherwise.
"""

from __future__ import annotations

import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from figure import Figure

BIRTHS = int(os.environ.get("HEADWATERS_BENCHMARK_BIRTHS", "38000"))
COMMAND = str(Path(sys.executable).with_name("headwaters"))
EVENING, NIGHT = "2026-06-29", "2026-06-30"
ROUNDS = 7
PAGES = {
    "Today": "/",
    "the list of families": "/family/",
    "one ladder": "/cracks/",
    "all hand-offs": "/cracks/overview/",
    "reach by race": "/reach/",
    "reach by zip code": "/reach/?by=zip",
    "the county map": "/reach/counties/",
    "places side by side": "/reach/places/",
}


class Spent(NamedTuple):
    wall: float
    cpu: float
    megabytes: float
    said: str


def measure() -> tuple[Figure, ...]:
    kept = os.environ.get("HEADWATERS_BENCHMARK_DATA")
    with tempfile.TemporaryDirectory() as folder:
        return _measure(Path(kept) if kept else Path(folder) / "data")


def _measure(data: Path) -> tuple[Figure, ...]:
    made = _run("demo", "--births", str(BIRTHS), "--seed", "7", "--data", str(data), "--files-only")
    rows = int(re.findall(r"([\d,]+) rows stand", made.said)[0].replace(",", ""))
    packages = [str(one.parent) for one in sorted((data / "agency-files").glob("*/*source.csv"))]
    loaded = _run("load", "--data", str(data), *packages)
    first = _run("refresh", "--data", str(data), "--as-of", EVENING)
    night = _run("refresh", "--data", str(data), "--as-of", NIGHT)
    again = _run("refresh", "--data", str(data), "--as-of", NIGHT, "--full")
    with _served(data) as address:
        pages = {name: _page(f"{address}{path}") for name, path in PAGES.items()}
        family = _page(_first_family(address))
    slowest = max(pages, key=lambda name: pages[name])
    counted = re.findall(r"([\d,]+) rows of ([\d,]+) families", first.said)[0]
    return (
        Figure("agency files made", made.wall, "s", note=f"{rows:,} rows, {made.cpu:.0f} CPU-s, {made.megabytes:.0f} MB"),
        Figure("loaded, linked and drawn", rows / loaded.wall, "rows/s", goal=200_000, more_is_better=True,
               note=f"{loaded.wall:.0f} s, {loaded.cpu:.0f} CPU-s, {loaded.megabytes:.0f} MB"),
        Figure("a first run: snapshot, judging, publishing", first.cpu, "CPU-s",
               note=f"{counted[0]} rows of {counted[1]} families, {first.wall:.0f} s, {first.megabytes:.0f} MB"),
        Figure("a full run on a snapshot that stands", again.cpu, "CPU-s", note=f"{again.wall:.0f} s, {again.megabytes:.0f} MB"),
        Figure("an ordinary night", night.cpu, "CPU-s", "the first run", first.cpu, goal=first.cpu / 10,
               note=f"{night.wall:.0f} s; {_judged(night.said)}; {night.cpu / again.cpu:.2f} times a full run on a snapshot that stands"),
        *(Figure(f"{name}, warm, median", seconds, "s", goal=0.3) for name, seconds in pages.items()),
        Figure("a family's page, warm, median", family, "s", goal=0.3, note=f"slowest page of all: {slowest}"),
    )  # fmt: skip


def _run(*words: str) -> Spent:
    """One command; raises RuntimeError with what it said where it fails."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen([COMMAND, *words], stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read()
    # A load that sets planted rows aside ends with 1, as it should.
    if process.returncode not in (0, 1):
        raise RuntimeError(f"headwaters {' '.join(words[:1])} ended with {process.returncode}: {text[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(time.perf_counter() - began, cpu, used.ru_maxrss / 1024, text)


def _judged(said: str) -> str:
    found = re.findall(r"\(([^)]*judged[^)]*)\)", said)
    return found[-1] if found else "how many were judged was not said"


@contextmanager
def _served(data: Path) -> Iterator[str]:
    with subprocess.Popen(
        [COMMAND, "serve", "--data", str(data), "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as serving:  # fmt: skip
        try:
            line = serving.stdout.readline() if serving.stdout else ""
            found = re.search(r"http://[\d.]+:\d+", line)
            if found is None:
                raise RuntimeError(f"the server said {line!r}")
            yield found.group()
        finally:
            serving.terminate()


def _page(address: str) -> float:
    _seconds(address)
    return statistics.median(_seconds(address) for _ in range(ROUNDS))


def _first_family(address: str) -> str:
    with urllib.request.urlopen(f"{address}/family/") as page:
        found = re.search(r'href="(/family/[^"/?]+/)', page.read().decode())
    if found is None:
        raise RuntimeError("the list of families is empty")
    return f"{address}{found[1]}"


def _seconds(address: str) -> float:
    began = time.perf_counter()
    with urllib.request.urlopen(address) as answer:
        answer.read()
    return time.perf_counter() - began
