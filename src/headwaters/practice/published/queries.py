"""Questions to the last refresh. Each asks access first; lists of families need the right to them, counts need less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from headwaters.domain.consent import Action, Purpose
from headwaters.domain.history.view import View
from headwaters.domain.problems import NotFound, NotPermitted
from headwaters.engine.measures import ladder as climbing
from headwaters.engine.measures import promises
from headwaters.engine.measures.denominator import denominator_of
from headwaters.engine.measures.reach import WHENEVER, Born, GroupKind, Line, Reach
from headwaters.engine.measures.reach_reading import Offer, offer, quarter, read_reach
from headwaters.engine.measures.recipients import BirthRegister
from headwaters.engine.measures.release import release
from headwaters.engine.measures.released import ReleasedReach
from headwaters.practice.access.actions import decide, require
from headwaters.practice.access.reader import Reader
from headwaters.practice.families.queries import registers as registers_of
from headwaters.practice.installation import read_installation
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


def work_summary(data: Path, *, by: Reader, older_than: date) -> tuple[promises.WorkCount, ...]:
    """All open promises, counted in one read for the filters of a list."""
    view = require(by, Action.READ_COUNTS, detail="open promises, counted")
    folder, held = _current(data)
    return _summed(folder, held.as_of, older_than, held.hidden_from(view))


@lru_cache(maxsize=16)
def _summed(folder: Path, as_of: date, older_than: date, hide: tuple[str, ...]) -> tuple[promises.WorkCount, ...]:
    """A run is never edited, so its promises are counted once. Whoever calls has asked access, each time."""
    return promises.work_summary(folder, as_of=as_of, older_than=older_than, hide=hide)


def hidden_elements(data: Path, *, by: Reader) -> tuple[str, ...]:
    """The elements of the published run that are absent for this reader's counts."""
    return manifest(data).hidden_from(decide(by, Action.READ_COUNTS).view)


def ladder(
    data: Path, *, by: Reader, touchpoints: Sequence[str], cohort: climbing.Cohort, chain: bool = True
) -> climbing.Ladder:
    """The ladder of these touchpoints, without those of elements that are absent for this reader."""
    return ladders(data, by=by, doors={"": touchpoints}, cohort=cohort, chain=chain)[""]


def cracked_families(
    data: Path, *, by: Reader, touchpoints: Sequence[str], cohort: climbing.Cohort,
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


def ladders(
    data: Path, *, by: Reader, doors: Mapping[str, Sequence[str]], cohort: climbing.Cohort, chain: bool = True
) -> Mapping[str, climbing.Ladder]:
    """The ladders of several doors (key -> touchpoints), one access decision for all.

    raises  NotFound      the days are not those of quarters
            NotPermitted  a cohort or county of one's own choosing, without the right to see rows
    """
    view = require(by, Action.READ_COUNTS, detail=f"ladders: {', '.join(key for key in doors if key) or 'one'}")
    folder, held = _current(data)
    _allow_choice(by, Born(cohort.born_from, cohort.born_through), cohort.county)
    _whole_quarters(cohort.born_from, cohort.born_through)
    shown = {key: climbing.LadderDoor(_shown(view, held, touchpoints), chain) for key, touchpoints in doors.items()}
    wanted = {door for door in shown.values() if door.touchpoints}
    try:
        found = climbing.ladders(folder, doors=wanted, cohort=cohort)
    except FileNotFoundError:
        raise NotFound(_NO_CUBE.format(data=data)) from None
    return {key: found.get(door, climbing.NO_LADDER) for key, door in shown.items()}


def ladders_by(
    data: Path, *, by: Reader, touchpoints: Sequence[str], kind: GroupKind, cohort: climbing.Cohort, chain: bool = True
) -> Mapping[str, climbing.Ladder]:
    """The ladder of one door for each county or region, in the order of their ids.

    raises  NotPermitted  the reader may not see rows: places add up to everybody, so that what is hidden in one could be worked out
    """
    view = require(by, Action.READ_COUNTS, detail=f"ladders by {kind}")
    if not sees_rows(by):
        raise NotPermitted(_PLACE_BY_PLACE)
    folder, held = _current(data)
    _whole_quarters(cohort.born_from, cohort.born_through)
    shown = _shown(view, held, touchpoints)
    if not shown:
        return {}
    try:
        return climbing.ladders_by(folder, touchpoints=shown, kind=kind, cohort=cohort, chain=chain)
    except FileNotFoundError:
        raise NotFound(_NO_CUBE.format(data=data)) from None


_PLACE_BY_PLACE = (
    "You may see the ladder of everybody. Those of single places add up to it, so that a number hidden in one could be worked out "
    "from the others; they need the right to see rows."
)


@dataclass(frozen=True, slots=True)
class ReachChoices:
    """What a reader may ask for. `may_choose`: cohorts and places too; who may not sees whole tables only."""

    lines: tuple[Line, ...]
    kinds: tuple[GroupKind, ...]
    quarters: tuple[Born, ...]
    regions: Mapping[str, tuple[str, ...]]
    may_choose: bool


def reach_choices(data: Path, *, by: Reader) -> ReachChoices:
    """The lines, quarters and regions of the published run, without elements that are absent for this reader."""
    view = require(by, Action.READ_COUNTS, detail="what reach can be asked")
    folder, held = _current(data)
    found = _offer(data, folder, held.hidden_from(view))
    return ReachChoices(found.lines, tuple(GroupKind), found.quarters, found.regions, sees_rows(by))


def reach(
    data: Path, *, by: Reader, element: str, touchpoint: str | None = None, kind: GroupKind, born: Born = WHENEVER,
    place: str | None = None, suppress: bool = False,
) -> ReleasedReach:  # fmt: skip
    """Reach of one line by one kind of group, ready to be shown.

    touchpoint  None: the element as a whole
    born        whole quarters; `place` a pilot region
    suppress    hide small numbers from a reader, too, who may see all rows: for what is to be handed on
    raises      NotFound      no such line here for this reader, or the days are not those of quarters
                NotPermitted  a cohort or place of one's own choosing, without the right to see rows
    """
    view = require(by, Action.READ_COUNTS, detail=f"reach by {kind}")
    folder, held = _current(data)
    _allow_choice(by, born, place)
    tables = _read(data, folder, kind=kind, elements=[element], born=born, place=place, hide=held.hidden_from(view))
    found = next((one for one in tables if one.line.touchpoint == touchpoint), None)
    if found is None:
        raise NotFound(_no_line(element, touchpoint, tables))
    return _released(data, folder, held, by, [found], tables, suppress=suppress)[0]


def reach_of_lines(
    data: Path, *, by: Reader, kind: GroupKind, lines: Sequence[Line] | None = None, born: Born = WHENEVER,
    place: str | None = None, suppress: bool = False,
) -> tuple[ReleasedReach, ...]:  # fmt: skip
    """Many lines at once; without `lines` each element as a whole. Lines that are not there for this reader are left out."""
    view = require(by, Action.READ_COUNTS, detail=f"reach by {kind}")
    folder, held = _current(data)
    _allow_choice(by, born, place)
    elements = None if lines is None else sorted({line.element for line in lines})
    whole = lines is None and not (suppress or not sees_rows(by))
    tables = _read(
        data, folder, kind=kind, elements=elements, born=born, place=place, hide=held.hidden_from(view), whole=whole
    )
    named = {(one.line.element, one.line.touchpoint): one for one in tables}
    wanted = (
        [one for one in tables if one.line.touchpoint is None]
        if lines is None
        else [named[key] for line in lines if (key := (line.element, line.touchpoint)) in named]
    )
    return _released(data, folder, held, by, wanted, tables, suppress=suppress)


def reach_over_time(
    data: Path, *, by: Reader, element: str, touchpoint: str | None = None, kind: GroupKind, place: str | None = None
) -> tuple[ReleasedReach, ...]:
    """One table for each quarter of birth, the oldest first.

    raises  NotPermitted  the reader may not see rows: quarters could be subtracted from the whole
    """
    view = require(by, Action.READ_COUNTS, detail=f"reach by {kind} over time")
    folder, held = _current(data)
    if not sees_rows(by):
        raise NotPermitted(_WHOLE_ONLY)
    tables = read_reach(
        folder, kind=kind, elements=[element], place=place, hide=held.hidden_from(view), by_quarter=True
    )
    wanted = [one for one in tables if one.line.touchpoint == touchpoint]
    if not wanted:
        raise NotFound(_no_line(element, touchpoint, tables))
    return _released(data, folder, held, by, wanted, (), suppress=False)


_WHOLE_ONLY = (
    "You may see counts of the whole cohort and of everywhere. A cohort or place of your own choosing could be subtracted from "
    "them; it needs the right to see rows."
)


def sees_rows(by: Reader) -> bool:
    """Whether nothing has to be hidden from a reader: they may list the families, or export every row."""
    operating = replace(by, purpose=Purpose.OPERATION)
    return decide(by, Action.LIST_FAMILIES).allowed or decide(operating, Action.EXPORT_ROWS).allowed


def _allow_choice(by: Reader, born: Born, place: str | None) -> None:
    if (born != WHENEVER or place is not None) and not sees_rows(by):
        raise NotPermitted(_WHOLE_ONLY)


def _offer(data: Path, folder: Path, hide: Sequence[str]) -> Offer:
    try:
        return offer(folder, hide=hide)
    except FileNotFoundError:
        raise NotFound(_NO_CUBE.format(data=data)) from None


_NO_CUBE = "What is published was made before this was counted. Run `headwaters refresh --data {data}`."


def _read(
    data: Path, folder: Path, *, kind: GroupKind, elements: Sequence[str] | None, born: Born, place: str | None,
    hide: Sequence[str], whole: bool = False,
) -> tuple[Reach, ...]:  # fmt: skip
    _whole_quarters(born.first, born.last)
    try:
        return read_reach(folder, kind=kind, elements=elements, born=born, place=place, hide=hide, whole_elements=whole)
    except FileNotFoundError:
        raise NotFound(_NO_CUBE.format(data=data)) from None


def _whole_quarters(first: date | None, last: date | None) -> None:
    """raises  NotFound  the days are not the first and the last of quarters"""
    for day, edge in ((first, "first"), (last, "last")):
        if day is not None and getattr(_quarter_of(day), edge) != day:
            own = _quarter_of(day)
            raise NotFound(
                f"{day} is not the {edge} day of a quarter: births are counted by quarter, {own.first} to {own.last}."
            )


def _quarter_of(day: date) -> Born:
    return quarter(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1))


def _no_line(element: str, touchpoint: str | None, tables: Sequence[Reach]) -> str:
    if not tables:
        return f"There is no element `{element}` in what is published. `headwaters reach` without `--element` lists them all."
    named = ", ".join(dict.fromkeys(one.line.touchpoint for one in tables if one.line.touchpoint))
    return f"`{element}` has no touchpoint `{touchpoint}`. It has: {named}."


def _released(
    data: Path, folder: Path, held: Manifest, by: Reader, wanted: Sequence[Reach], tables: Sequence[Reach], *, suppress: bool
) -> tuple[ReleasedReach, ...]:  # fmt: skip
    """`tables`: all lines of the same elements, against which a line that sums several up is held."""
    limit = read_installation(data).hides_through if suppress or not sees_rows(by) else 0
    region_of = offer(folder).region_of if limit else {}
    registers = [BirthRegister(r.source, r.kind, r.area, r.from_, r.through) for r in registers_of(by=by)]
    denominators = {
        born: denominator_of(folder, registers=registers, born=born, as_of=held.as_of, place=one.place)
        for one in wanted[:1]
        for born in dict.fromkeys(each.born for each in wanted)
    }
    return tuple(
        release(
            one, limit=limit, regions=region_of, denominator=denominators[one.born],
            occurrences=_summed_up(one, tables) if limit else (),
        )
        for one in wanted
    )  # fmt: skip


def _summed_up(one: Reach, tables: Sequence[Reach]) -> list[Reach]:
    """The other lines of the same element, where this one sums up several."""
    if one.line.occurrences == 1:
        return []
    return [other for other in tables if other.line.element == one.line.element and other.line != one.line]


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
