"""Questions to the last refresh. Each asks access first; lists of families need the right to them, counts need less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from headwaters.domain.consent import Action
from headwaters.domain.history.view import View
from headwaters.domain.problems import NotFound
from headwaters.engine.measures import ladder as ladders
from headwaters.engine.measures import promises
from headwaters.practice.access.actions import decide, require
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
    view = require(by, Action.LIST_FAMILIES, detail="work list")
    folder, held = _current(data)
    return promises.work_items(folder, wanted=_within(view, held, wanted), as_of=held.as_of, first=first, most=most)


def count_work(data: Path, *, by: Reader, wanted: promises.WorkFilter) -> int:
    view = require(by, Action.READ_COUNTS, detail="open promises, counted")
    folder, held = _current(data)
    return promises.count_work(folder, wanted=_within(view, held, wanted), as_of=held.as_of)


def work_counts_by(
    data: Path, column: str, *, by: Reader, wanted: promises.WorkFilter
) -> tuple[tuple[str | None, int, int], ...]:
    """(value, open promises, of them past their day), by move, county, language, interpreter, element or crack."""
    view = require(by, Action.READ_COUNTS, detail=f"open promises by {column}")
    folder, held = _current(data)
    return promises.counts_by(folder, column, wanted=_within(view, held, wanted), as_of=held.as_of)


def hidden_elements(data: Path, *, by: Reader) -> tuple[str, ...]:
    """The elements of the published run that are absent for this reader's counts."""
    return manifest(data).hidden_from(decide(by, Action.READ_COUNTS).view)


def ladder(
    data: Path, *, by: Reader, touchpoints: Sequence[str], cohort: ladders.Cohort, chain: bool = True
) -> ladders.Ladder:
    """The ladder of these touchpoints, without those of elements that are absent for this reader."""
    view = require(by, Action.READ_COUNTS, detail="ladder")
    folder, held = _current(data)
    return ladders.ladder(folder, touchpoints=_shown(view, held, touchpoints), cohort=cohort, chain=chain)


def cracked_families(
    data: Path, *, by: Reader, touchpoints: Sequence[str], cohort: ladders.Cohort,
    crack: str | None = None, word: str | None = None,
) -> tuple[promises.CrackedFamily, ...]:  # fmt: skip
    """The families behind one number of the ladder.

    raises  NotPermitted  the reader may see counts only
    """
    view = require(by, Action.LIST_FAMILIES, detail=f"families behind {crack or word}")
    folder, held = _current(data)
    return promises.cracked_families(
        folder, touchpoints=_shown(view, held, touchpoints), crack=crack, word=word,
        born_from=cohort.born_from, born_through=cohort.born_through, county=cohort.county,
    )  # fmt: skip


def as_of(data: Path) -> date:
    return manifest(data).as_of


def _current(data: Path) -> tuple[Path, Manifest]:
    folder = run_folder(data)
    return folder, Manifest.read(folder)


def _within(view: View, held: Manifest, wanted: promises.WorkFilter) -> promises.WorkFilter:
    return replace(wanted, hide=held.hidden_from(view))


def _shown(view: View, held: Manifest, touchpoints: Sequence[str]) -> tuple[str, ...]:
    hidden = set(held.hidden_from(view))
    return tuple(one for one in touchpoints if one.partition(".")[0] not in hidden)
