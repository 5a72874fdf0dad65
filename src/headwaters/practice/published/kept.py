"""Which runs stay on the disk: what was published is kept, but not every night of every year."""

from __future__ import annotations

import shutil
from pathlib import Path

from headwaters.practice.published.manifest import FILE, Manifest, current_run, published_folder

KEPT_RUNS = 30
MAKING = ".making-"
REMOVING = ".removing-"


def remove_old_runs(data: Path) -> tuple[str, ...]:
    """The last 30 runs stay, of each month asked about the last one, and every run that one of these is read with.

    returns  the names of the runs that were removed
    """
    held = [Manifest.read(path.parent) for path in published_folder(data).glob(f"[!.]*/{FILE}")]
    held.sort(key=lambda one: (one.made_at, one.run))
    kept = {one.run for one in held[-KEPT_RUNS:]}
    kept |= {one.run for one in {(one.as_of.year, one.as_of.month): one for one in held}.values()}
    now = current_run(data)
    kept |= {now.name} if now is not None else set()
    kept |= {layer for one in held if one.run in kept for layer in one.layers}
    removed = tuple(one.run for one in held if one.run not in kept)
    for run in removed:
        (published_folder(data) / run).rename(published_folder(data) / f"{REMOVING}{run}")
    remove_unfinished(data)
    return removed


def remove_unfinished(data: Path, *, but: Path | None = None) -> None:
    """Runs that were stopped and that nobody will take up again, or whose removal was stopped: nobody reads them."""
    for start in (MAKING, REMOVING):
        for left in published_folder(data).glob(f"{start}*"):
            if left != but:
                shutil.rmtree(left)
