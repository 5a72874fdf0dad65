"""The families of a published run, for lists: one line for each child, and for each pregnancy without a born child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from headwaters.engine.warehouse.layers import read_published


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """`late`: open promises past their day, whoever owes them; `open`: all open promises."""

    story_id: str
    episode_id: str
    birth: date | None
    due_date: date | None
    county: str | None
    language: str | None
    open: int
    late: int


FAMILIES_SQL = """
with born as (select distinct story_id from recipients where kind = 'child'),
shown as (
    select * from recipients r
    where (kind = 'child' or story_id not in (select story_id from born))
      and ($county is null or county = $county)
),
owed as (
    select story_id, episode_id, count(*) as open, count(*) filter (by_day < $as_of) as late
    from promises where not list_contains($hide, element) group by all
)
select s.story_id, s.episode_id, s.birth, s.due_date, s.county, s.language, coalesce(o.open, 0), coalesce(o.late, 0)
from shown s left join owed o using (story_id, episode_id)
order by coalesce(s.birth, s.due_date) desc nulls last, s.story_id, s.episode_id limit $most offset $first
"""


def families(
    published: Path, *, as_of: date, county: str | None = None, hide: Sequence[str] = (), first: int = 0, most: int = 50
) -> tuple[FamilyLine, ...]:
    """Youngest first; `first` and `most` page through them. `hide`: elements whose promises are not counted."""
    given = {
        "county": county, "hide": list(hide), "as_of": as_of, "first": first, "most": most,
    }  # fmt: skip
    with read_published(published, "recipients", "promises") as con:
        return tuple(FamilyLine(*row) for row in con.execute(FAMILIES_SQL, given).fetchall())
