"""How long a person waits before anything happens: importing the library, asking the command for help."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from figure import Figure, wall_seconds

RUNS = 7


def measure() -> tuple[Figure, ...]:
    command = str(Path(sys.executable).with_name("headwaters"))
    bare = wall_seconds(lambda: _run([sys.executable, "-c", "pass"]), runs=RUNS)
    imported = wall_seconds(lambda: _run([sys.executable, "-c", "import headwaters"]), runs=RUNS)
    helped = wall_seconds(lambda: _run([command, "--help"]), runs=RUNS)
    peer = "an empty Python"
    return (
        Figure("import headwaters", imported, "s", peer, bare, goal=0.3),
        Figure("headwaters --help", helped, "s", peer, bare, goal=0.5),
    )


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
