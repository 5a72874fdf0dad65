"""How long a family's page takes over HTTP from the embedded server, warm, for families of a demonstration."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from figure import Figure

BIRTHS, PAGES, ROUNDS = 50, 40, 3
COMMAND = str(Path(sys.executable).with_name("headwaters"))


def measure() -> tuple[Figure, ...]:
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as address:
        families = _addresses(address)[:PAGES]
        for family in families[:3]:
            _seconds(family)
        taken = [_seconds(family) for _ in range(ROUNDS) for family in families]
        sheet = [_seconds(f"{address}/static/headwaters.css") for _ in range(PAGES)]
        today = [_seconds(f"{address}/") for _ in range(ROUNDS * 3)]
        ladder = [_seconds(f"{address}/cracks/") for _ in range(ROUNDS * 3)]
    peer = statistics.median(sheet)
    said = "the style sheet from the same server"
    return (
        Figure("a family's page, median", statistics.median(taken), "s", said, peer, goal=0.05),
        Figure("a family's page, slowest of twenty", statistics.quantiles(taken, n=20)[-1], "s", said, peer),
        Figure("Today, median", statistics.median(today), "s", said, peer, goal=0.3),
        Figure("the crack ladder, median", statistics.median(ladder), "s", said, peer, goal=0.3),
    )


@contextmanager
def _served(data: Path) -> Iterator[str]:
    """A demonstration on a free port, until the block ends."""
    made = [COMMAND, "demo", "--births", str(BIRTHS), "--seed", "7", "--no-check", "--data", str(data)]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    serving = subprocess.Popen(
        [COMMAND, "serve", "--data", str(data), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        line = serving.stdout.readline() if serving.stdout else ""
        found = re.search(r"http://[\d.]+:\d+", line)
        if found is None:
            raise RuntimeError(f"the server said {line!r}")
        yield found.group()
    finally:
        serving.terminate()
        serving.wait()


def _addresses(address: str) -> list[str]:
    with urllib.request.urlopen(f"{address}/family/") as page:
        text = page.read().decode()
    return [f"{address}{path}" for path in dict.fromkeys(re.findall(r'href="(/family/[^"/?]+/)', text))]


def _seconds(address: str) -> float:
    began = time.perf_counter()
    with urllib.request.urlopen(address) as answer:
        answer.read()
    return time.perf_counter() - began
