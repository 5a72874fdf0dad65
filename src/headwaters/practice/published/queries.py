"""Questions to the last refresh. Each asks access first; lists of families need the right to them, counts need less."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotFound
from headwaters.engine.measures import ladder as ladders
from headwaters.engine.measures import promises
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.published.manifest import Manifest, current_run


def run_folder(data: Path) -> Path:
    """The tables that pages read.

    raises  NotFound  nothing has been published yet
    """
    folder = current_run(data)
    if folder is None:
        raise NotFound(f"Nothing has been published yet. Run `headwaters refresh --data {data}`.")
    return folder


def manifest(data: Path) -> Manifest:
    return Manifest.read(run_folder(data))


def work_items(
    data: Path, *, by: Reader, wanted: promises.WorkFilter, first: int = 0, most: int = 50
) -> tuple[promises.WorkItem, ...]:
    """Open promises, least time left first. One audit line for the list."""
    require(by, Action.LIST_FAMILIES, detail="work list")
    folder = run_folder(data)
    as_of = Manifest.read(folder).as_of
    return promises.work_items(folder, wanted=wanted, as_of=as_of, first=first, most=most)


def count_work(data: Path, *, by: Reader, wanted: promises.WorkFilter) -> int:
    require(by, Action.READ_COUNTS, detail="open promises, counted")
    folder = run_folder(data)
    return promises.count_work(folder, wanted=wanted, as_of=Manifest.read(folder).as_of)


def work_counts_by(
    data: Path, column: str, *, by: Reader, wanted: promises.WorkFilter
) -> tuple[tuple[str | None, int, int], ...]:
    """(value, open promises, of them past their day), by move, county, language, interpreter, element or crack."""
    require(by, Action.READ_COUNTS, detail=f"open promises by {column}")
    folder = run_folder(data)
    return promises.counts_by(folder, column, wanted=wanted, as_of=Manifest.read(folder).as_of)


def ladder(
    data: Path, *, by: Reader, touchpoints: Sequence[str], cohort: ladders.Cohort, chain: bool = True
) -> ladders.Ladder:
    require(by, Action.READ_COUNTS, detail="ladder")
    return ladders.ladder(run_folder(data), touchpoints=touchpoints, cohort=cohort, chain=chain)


def cracked_families(
    data: Path, *, by: Reader, touchpoints: Sequence[str], cohort: ladders.Cohort,
    crack: str | None = None, word: str | None = None,
) -> tuple[promises.CrackedFamily, ...]:  # fmt: skip
    """The families behind one number of the ladder.

    raises  NotPermitted  the reader may see counts only
    """
    require(by, Action.LIST_FAMILIES, detail=f"families behind {crack or word}")
    return promises.cracked_families(
        run_folder(data), touchpoints=touchpoints, crack=crack, word=word,
        born_from=cohort.born_from, born_through=cohort.born_through, county=cohort.county,
    )  # fmt: skip


def as_of(data: Path) -> date:
    return manifest(data).as_of
