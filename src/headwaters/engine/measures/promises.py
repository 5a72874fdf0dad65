"""Questions to the published promises and cracks: lists for people who keep them, counts for agencies who owe them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from headwaters.engine.warehouse.layers import read_published


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """`moves`: agencies or roles whose move it is (empty: anybody's); None elsewhere means: do not narrow.

    `by_from`, `by_through`: the last day in time lies between them, both included; a promise without a day fits any.
    """

    moves: tuple[str, ...] = ()
    county: str | None = None
    language: str | None = None
    interpreter: bool | None = None
    caught: bool | None = None
    element: str | None = None
    crack: str | None = None
    late: bool | None = None
    hide: tuple[str, ...] = ()
    """Elements that are absent for whoever asks."""
    by_from: date | None = None
    by_through: date | None = None


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One open promise. `days_left` is negative once the last day in time has passed; None where no clock runs."""

    story_id: str
    episode_id: str
    role: str
    element: str
    touchpoint: str
    status: str
    reason: str
    crack: str | None
    handoff: str | None
    handoff_state: str | None
    by_day: date | None
    days_left: int | None
    move: str
    caught: bool
    accountable: str | None
    birth: date | None
    due_date: date | None
    county: str | None
    language: str | None
    interpreter: bool | None


WORK_SQL = """
from promises p join recipients r using (story_id, episode_id)
where not list_contains($hide, p.element) and (len($moves) = 0 or list_contains($moves, p.move))
  and ($county is null or r.county = $county)
  and ($language is null or r.language = $language)
  and ($interpreter is null or r.interpreter = $interpreter)
  and ($caught is null or p.caught = $caught)
  and ($element is null or p.element = $element)
  and ($crack is null or p.crack = $crack)
  and ($late is null or coalesce(p.by_day < $as_of, false) = $late)
  and ($by_from is null or p.by_day is null or p.by_day >= $by_from)
  and ($by_through is null or p.by_day is null or p.by_day <= $by_through)
"""

ITEM_COLUMNS = """
select p.story_id, p.episode_id, p.role, p.element, p.touchpoint, p.status, p.reason, p.crack, p.handoff, p.handoff_state,
       p.by_day, date_diff('day', $as_of::date, p.by_day) as days_left, p.move, p.caught, p.accountable,
       r.birth, r.due_date, r.county, r.language, r.interpreter
"""

CRACK_FAMILIES_SQL = """
select s.story_id, s.episode_id, s.role, s.element, s.touchpoint, s.status, s.crack, s.handoff_clock,
       r.birth, r.due_date, r.county, r.language
from status s join recipients r using (story_id, episode_id)
where (list_contains($touchpoints, s.element || '.' || split_part(s.touchpoint, '@', 1))
       or list_contains($touchpoints, s.element || '.' || regexp_replace(split_part(s.touchpoint, '@', 1), '_[0-9]+$', '')))
  and ($crack is null or s.crack = $crack) and ($word is null or s.status = $word)
  and (s.crack is not null or $word is not null)
  and ($born_from is null or coalesce(r.birth, r.due_date) >= $born_from)
  and ($born_through is null or coalesce(r.birth, r.due_date) <= $born_through)
  and ($county is null or r.county = $county)
order by coalesce(r.birth, r.due_date) desc, s.story_id, s.touchpoint
"""


def work_items(
    published: Path, *, wanted: WorkFilter, as_of: date, first: int = 0, most: int = 50
) -> tuple[WorkItem, ...]:
    """Open promises, least time left first; those without a clock last. `first` and `most` page through them."""
    order = "order by p.by_day nulls last, p.story_id, p.element, p.touchpoint limit $most offset $first"
    given = _work_parameters(wanted, as_of) | {"most": most, "first": first}
    with read_published(published, "promises", "recipients") as con:
        return tuple(WorkItem(*row) for row in con.execute(ITEM_COLUMNS + WORK_SQL + order, given).fetchall())


def promises_of(published: Path, stories: Collection[str], *, as_of: date) -> tuple[WorkItem, ...]:
    """All open promises to these families, whoever's move it is, in the order of `work_items`."""
    asked = (
        ITEM_COLUMNS
        + "from promises p join recipients r using (story_id, episode_id) where list_contains($stories, p.story_id) "
        "order by p.by_day nulls last, p.story_id, p.element, p.touchpoint"
    )
    with read_published(published, "promises", "recipients") as con:
        found = con.execute(asked, {"stories": sorted(stories), "as_of": as_of}).fetchall()
    return tuple(WorkItem(*row) for row in found)


class When(StrEnum):
    """Where the last day in time of a promise lies."""

    OLDER = "older"
    """Past, and before the day from which it can still be mended as a task of the day."""
    LATE = "late"
    AHEAD = "ahead"
    """On the day asked about or after it."""
    NO_DAY = "no_day"


@dataclass(frozen=True, slots=True)
class WorkCount:
    """Open promises that stand alike."""

    move: str
    county: str | None
    interpreter: bool | None
    when: When
    open: int


SUMMARY_SQL = """
select p.move, r.county, r.interpreter,
       case when p.by_day is null then 'no_day' when p.by_day < $older_than then 'older' when p.by_day < $as_of then 'late'
            else 'ahead' end as stands,
       count(*) as open
from promises p join recipients r using (story_id, episode_id)
where not list_contains($hide, p.element)
group by all order by all
"""


def work_summary(published: Path, *, as_of: date, older_than: date, hide: Sequence[str] = ()) -> tuple[WorkCount, ...]:
    """All open promises in one read, counted by whose move, county, interpreter and when: what the filters of a list need."""
    given = {"as_of": as_of, "older_than": older_than, "hide": list(hide)}
    with read_published(published, "promises", "recipients") as con:
        rows = con.execute(SUMMARY_SQL, given).fetchall()
    return tuple(WorkCount(move, county, interpreter, When(stands), n) for move, county, interpreter, stands, n in rows)


def _work_parameters(wanted: WorkFilter, as_of: date) -> dict[str, object]:
    return {
        "moves": list(wanted.moves),
        "county": wanted.county,
        "language": wanted.language,
        "interpreter": wanted.interpreter,
        "caught": wanted.caught,
        "element": wanted.element,
        "crack": wanted.crack,
        "late": wanted.late,
        "hide": list(wanted.hide),
        "by_from": wanted.by_from,
        "by_through": wanted.by_through,
        "as_of": as_of,
    }


@dataclass(frozen=True, slots=True)
class CrackedFamily:
    """One row behind a number of the ladder."""

    story_id: str
    episode_id: str
    role: str
    element: str
    touchpoint: str
    status: str
    crack: str | None
    handoff_clock: date | None
    birth: date | None
    due_date: date | None
    county: str | None
    language: str | None


def cracked_families(
    published: Path, *, touchpoints: Sequence[str], crack: str | None = None, word: str | None = None,
    born_from: date | None = None, born_through: date | None = None, county: str | None = None,
) -> tuple[CrackedFamily, ...]:  # fmt: skip
    """The rows of these touchpoints with this crack, or (`word`) this status; youngest first."""
    given = {
        "touchpoints": list(touchpoints), "crack": crack, "word": word,
        "born_from": born_from, "born_through": born_through, "county": county,
    }  # fmt: skip
    with read_published(published, "status", "recipients") as con:
        return tuple(CrackedFamily(*row) for row in con.execute(CRACK_FAMILIES_SQL, given).fetchall())
