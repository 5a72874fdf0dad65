"""The reach cube said another way: joins and sums over the views `status` and `recipients`. What the cube is held against."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb

from headwaters.engine.measures.reach import ELSEWHERE, LEAST_FIRST, NOT_ASKED, PARTS, WITHHELD_GROUP, GroupKind, Part
from headwaters.engine.measures.reach_cube import COUNTED, CUBE

_PLACE = {part: place for place, part in enumerate(LEAST_FIRST)}

PART_SQL = f"""
case status::varchar
  when 'not_needed' then {_PLACE[Part.NOT_NEEDED]}
  when 'ended' then {_PLACE[Part.ENDED]}
  when 'ask' then {_PLACE[Part.ASK]}
  when 'in_progress' then {_PLACE[Part.IN_PROGRESS]}
  else case
    when status::varchar = 'unobserved' and reason::varchar = 'trigger_unobserved' then {_PLACE[Part.BEFORE_UNSEEN]}
    when coalesce(least(due_by, closes) < $as_of, false) then case status::varchar
      when 'reached' then {_PLACE[Part.REACHED]}
      when 'reached_late' then {_PLACE[Part.REACHED_LATE]}
      when 'missed' then {_PLACE[Part.MISSED]}
      when 'overdue' then {_PLACE[Part.OVERDUE]}
      when 'declined' then {_PLACE[Part.DECLINED]}
      when 'unobserved' then {_PLACE[Part.UNOBSERVED]}
      else {_PLACE[Part.STILL_OPEN]} end
    else {_PLACE[Part.STILL_OPEN]} end
end::utinyint
"""


def group_of(fact: str) -> str:
    """SQL: the group of a row of `recipients` by one of its facts; kept private and never asked are groups of their own."""
    return f"case when list_contains(withheld, '{fact}') then '{WITHHELD_GROUP}' else coalesce({fact}::varchar, '{NOT_ASKED}') end"


_WHO = f"""
create or replace temp table who as
with told as (
    select *, coalesce(birth, due_date) as born,
           count(*) over (partition by story_id, kind) > 1 as several
    from recipients 
)
select row_number() over (order by story_id, episode_id)::integer as no, story_id, episode_id, bool_or(several) over (partition by story_id) as several,
       date_trunc('quarter', born)::date as quarter, not coalesce(in_register, true) as outside,
       case when region is not null then region::varchar
            when county is not null then '{ELSEWHERE}' else {group_of("county")} end as region,
       {group_of("race")} as race, {group_of("language")} as language, {group_of("payer")} as payer,
       {group_of("county")} as county, {group_of("zip")} as zip
from told
"""

_LINES = """
create or replace temp table lines as
with told as (select distinct element::varchar as element, touchpoint::varchar as touchpoint from status),
named as (
    select *, split_part(touchpoint, '@', 1) as plain, list_contains($declared, element || '.' || plain) as whole from told
),
occurrences as (
    select element, touchpoint, case when whole then plain else regexp_replace(plain, '_[0-9]+$', '') end as name from named
)
select *, row_number() over (order by element, touchpoint)::smallint as line,
       dense_rank() over (order by element, name)::smallint as name_line,
       dense_rank() over (order by element)::smallint as element_line,
       count(*) over (partition by element, name)::integer as of_name,
       count(*) over (partition by element)::integer as of_element
from occurrences
"""

_STOOD = f"""
create or replace temp table stood as
with told as (
    select w.no, w.several, s.story_id, coalesce(s.recipient_id, s.episode_id) as person, l.line, {PART_SQL} as part
    from status s join who w using (story_id, episode_id)
    join lines l on l.element = s.element::varchar and l.touchpoint = s.touchpoint::varchar
    where s.status::varchar <> 'proposed'
)
select no, line, part from told where not several
union all
-- of several children at once, each carer and household counts once
select min(no), line, min(part) from told where several group by story_id, person, line
"""

_SUMMED = """
create or replace temp table stood_{level} as
select s.no, l.{level}_line as line, min(s.part) as part
from stood s join lines l using (line) where {where} group by all
"""


def reach_in_sql(con: duckdb.DuckDBPyConnection, *, as_of: date, declared: Sequence[str]) -> list[tuple[object, ...]]:
    """The rows of the cube, in any order."""
    con.execute(_WHO)
    con.execute(_LINES, {"declared": list(declared)})
    con.execute(_STOOD, {"as_of": as_of})
    con.execute(_SUMMED.format(level="name", where="l.name <> l.touchpoint"))
    con.execute(_SUMMED.format(level="element", where="true"))
    return con.execute(f"select {', '.join(CUBE.names)} from ({_every_kind()})").fetchall()


def _every_kind() -> str:
    """One row per line, quarter and group with its parts in columns, for every line and kind."""
    return " union all by name ".join(_one_kind(kind, level) for kind in COUNTED for level in _LEVELS)


_LEVELS: dict[str, tuple[str, str]] = {
    "occurrence": (
        "stood",
        "select line, element, touchpoint, 1 as occurrences from lines",
    ),
    "name": ("stood_name", "select distinct name_line as line, element, name as touchpoint, of_name as occurrences from lines"),
    "element": (
        "stood_element",
        "select distinct element_line as line, element, null as touchpoint, of_element as occurrences from lines",
    ),
}  # fmt: skip


def _one_kind(kind: GroupKind, level: str) -> str:
    table, lines = _LEVELS[level]
    within = "county" if kind is GroupKind.ZIP else "region"
    parts = ", ".join(f"coalesce(sum(n) filter (part = {_PLACE[part]}), 0)::integer as {part}" for part in PARTS)
    return f"""
    select l.element, l.touchpoint, l.occurrences, c.quarter, '{kind}' as kind, c.id, c.within, c.outside, {parts}
    from (select s.line, w.quarter, w.{kind} as id, w.{within} as within, w.outside, s.part, count(*) as n
          from {table} s join who w using (no) group by all) c
    join ({lines}) l using (line)
    group by all
    """
