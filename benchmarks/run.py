"""`make benchmark`: every figure in one run, printed and written to docs/reference/benchmarks.md.

A module beside this one with a function `measure() -> tuple[Figure, ...]` is a benchmark; `run.py NAME...` runs only those.
"""

from __future__ import annotations

import importlib
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from figure import Figure

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "reference" / "benchmarks.md"
NOT_BENCHMARKS = {"run", "figure"}


FIGURES = "--figures"
"""How this page asks itself, in a process of its own, for one benchmark: none shall inherit another's memory or caches."""


def main(wanted: Sequence[str]) -> int:
    if wanted[:1] == [FIGURES]:
        figures = importlib.import_module(wanted[1]).measure()
        Path(wanted[2]).write_text(json.dumps([asdict(one) for one in figures]), encoding="utf-8")
        return 0
    names = sorted(p.stem for p in HERE.glob("*.py") if p.stem not in NOT_BENCHMARKS)
    chosen = [n for n in names if not wanted or n in wanted]
    measured: dict[str, tuple[Figure, ...]] = {}
    for name in chosen:
        module = importlib.import_module(name)
        print(f"{name}: {(module.__doc__ or '').strip().splitlines()[0]}", flush=True)
        measured[name] = _measured(name)
        for figure in measured[name]:
            print("  " + _line(figure), flush=True)
    if not wanted:
        PAGE.write_text(_page(measured), encoding="utf-8")
        print(f"written to {PAGE.relative_to(HERE.parent)}")
    return 1 if any(f.met is False for figures in measured.values() for f in figures) else 0


def _measured(name: str) -> tuple[Figure, ...]:
    with tempfile.NamedTemporaryFile("r", suffix=".json") as told:
        subprocess.run([sys.executable, __file__, FIGURES, name, told.name], check=True)
        return tuple(Figure(**one) for one in json.load(told))


def _line(figure: Figure) -> str:
    text = f"{figure.name}: {figure.value:,.4g} {figure.unit}"
    if figure.ratio is not None:
        text += f", {figure.ratio:.2f} times {figure.peer_name} ({figure.peer:,.4g} {figure.unit})"
    if figure.goal is not None:
        text += f"; goal {figure.goal:,.4g} {'met' if figure.met else 'NOT MET'}"
    return text + (f" [{figure.note}]" if figure.note else "")


def _page(measured: dict[str, tuple[Figure, ...]]) -> str:
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make benchmark` on {datetime.now().astimezone():%Y-%m-%d} ({machine}). Seconds depend on the machine and its load;",
        "the ratios are measured in the same run and carry. No test asserts any of these.",
        "",
    ]
    for name, figures in measured.items():
        summary = (importlib.import_module(name).__doc__ or "").strip().splitlines()[0]
        lines += [f"## {name.replace('_', ' ').capitalize()}", "", summary, ""]
        lines += ["| what | figure | held against | ratio | goal | |", "|---|---|---|---|---|---|"]
        for f in figures:
            peer = f"{f.peer_name}: {f.peer:,.4g} {f.unit}" if f.peer is not None else ""
            ratio = f"{f.ratio:.2f}" if f.ratio is not None else ""
            goal = (
                f"{'at least' if f.more_is_better else 'at most'} {f.goal:,.4g} {f.unit}" if f.goal is not None else ""
            )
            met = {True: "met", False: "not met", None: ""}[f.met]
            lines.append(f"| {f.name} | {f.value:,.4g} {f.unit} | {peer} | {ratio} | {goal} | {met} {f.note} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
