"""The reach cube: recipients by line, quarter of birth and group, counted once at a refresh so that no page scans the status.

One row per (element, touchpoint, quarter, kind, id, within, outside) with one count for each part of `reach.Part`. Rows add up: people
of another story are other people, so a night subtracts what replaced stories counted and adds what they count now
(`write_reach_change`); readers sum.

`race`, `language` and `payer` stand within their region, `county` within its region and `zip` within its county. Everybody, and
the regions, are sums of `county`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.engine.measures.reach import ELSEWHERE, LEAST_FIRST, NOT_ASKED, PARTS, WITHHELD_GROUP, GroupKind, Part
from headwaters.engine.warehouse.parts import replacing
from headwaters.engine.warehouse.status_table import WORD, field_of

Connection = duckdb.DuckDBPyConnection

COUNTED = (GroupKind.RACE, GroupKind.LANGUAGE, GroupKind.PAYER, GroupKind.COUNTY, GroupKind.ZIP)
"""The kinds that the cube holds; the others are sums of them."""

CUBE = pa.schema(
    [
        field_of("element", WORD, "key of the element"),
        field_of("touchpoint", WORD, "occurrence, or touchpoint of several; null: the element as a whole", nullable=True),
        field_of("occurrences", pa.int32(), "occurrences of the status table that the line sums up"),
        field_of("quarter", pa.date32(), "first day of the quarter of birth (or due date); null: neither known", nullable=True),
        field_of("kind", WORD, "what people are told apart by"),
        field_of("id", WORD, "the group; `not_asked` and `withheld` are groups"),
        field_of("within", WORD, "region of a county, race, language or payer; county of a zip code"),
        field_of("outside", pa.bool_(), "known here, and not in the register that covers their birth: no part of a share"),
        *(field_of(part.value, pa.int32(), f"recipients that stand as `{part}`; negative in a change") for part in PARTS),
    ]
)  # fmt: skip
ROWS_IN_A_GROUP = 32_768
"""Few enough that a page, which wants a few hundred, takes in little else; more groups would cost more to look through."""

_PLACE = {part: place for place, part in enumerate(LEAST_FIRST)}


def declared_touchpoints(blueprints: Iterable[Blueprint]) -> tuple[str, ...]:
    """`element.touchpoint` of everything the blueprints declare: what of an occurrence's name is its touchpoint's."""
    return tuple(
        sorted(
            {f"{e.id}.{t.id}" for blueprint in blueprints for e in blueprint.elements.values() for t in e.touchpoints}
        )
    )


def ripening(con: Connection, *, before: date, after: date) -> list[str]:
    """Stories whose rows stay as they are and yet count otherwise on `after` than on `before`: a last day in time passed.

    con   with the view `status` as it stood on `before`
    """
    settled = (Part.REACHED, Part.DECLINED, Part.UNOBSERVED)
    found = con.execute(
        "select distinct story_id from status where list_contains($settled, status::varchar) "
        "and least(due_by, closes) >= $before and least(due_by, closes) < $after",
        {"settled": [part.value for part in settled], "before": before, "after": after},
    )
    return [str(row[0]) for row in found.fetchall()]


def write_reach(con: Connection, out: Path, *, as_of: date, declared: Sequence[str]) -> int:
    """Count everybody; returns the rows written.

    con       with the views `status` and `recipients` of one run
    declared  as `declared_touchpoints` gives them
    """
    with _counted(con, as_of=as_of, declared=declared, only=None, name="counted"):
        return _write(con, "select * from counted", out)


def write_reach_change(
    before: Connection, after: Connection, out: Path, *, only: Sequence[str], days: tuple[date, date], declared: Sequence[str]
) -> int:  # fmt: skip
    """What changes when these stories are replaced: their counts now, less their counts before.

    before, after  with the views `status` and `recipients`, as they stood and as they stand
    only           the stories that were replaced, came or went, and those that `ripening` names
    days           the days asked about, before and now
    """
    with (
        _counted(before, as_of=days[0], declared=declared, only=only, name="counted_before"),
        _counted(after, as_of=days[1], declared=declared, only=only, name="counted_after"),
    ):
        gone = before.execute("select * from counted_before").to_arrow_table()
        after.register("gone", gone)
        try:
            less = ", ".join(f"-{part} as {part}" for part in PARTS)
            keys = "element, touchpoint, occurrences, quarter, kind, id, within, outside"
            sums = ", ".join(f"sum({part})::integer as {part}" for part in PARTS)
            changed = " or ".join(f"sum({part}) <> 0" for part in PARTS)
            return _write(
                after,
                f"select {keys}, {sums} from (select * from counted_after union all by name select {keys}, {less} from gone) "
                f"group by all having {changed}",
                out,
            )
        finally:
            after.unregister("gone")


def _write(con: Connection, query: str, out: Path) -> int:
    with replacing(out) as fresh:
        con.execute(
            f"copy ({query} order by kind, element, touchpoint nulls first, quarter, within, id) to '{_quoted(fresh)}' "
            f"(format parquet, compression zstd, row_group_size {ROWS_IN_A_GROUP})"
        )
    row = con.execute(f"select count(*) from read_parquet('{_quoted(out)}')").fetchone()
    return int(row[0]) if row else 0


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


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
"""The part of a row by its place in `LEAST_FIRST` (reach.py says why). `least` leaves out what is null."""


def group_of(fact: str) -> str:
    """SQL: the group of a row of `recipients` by one of its facts; kept private and never asked are groups of their own."""
    return f"case when list_contains(withheld, '{fact}') then '{WITHHELD_GROUP}' else coalesce({fact}::varchar, '{NOT_ASKED}') end"


_WHO = f"""
create or replace temp table who as
with told as (
    select *, coalesce(birth, due_date) as born,
           count(*) over (partition by story_id, kind) > 1 as several
    from recipients where $every or story_id in (select story_id from only_these)
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


@contextmanager
def _counted(
    con: Connection, *, as_of: date, declared: Sequence[str], only: Sequence[str] | None, name: str
) -> Iterator[None]:
    """A temporary table `name` with the columns of CUBE, while the context lasts."""
    con.execute("create or replace temp table only_these (story_id varchar)")
    if only is not None:
        con.register("only_given", pa.table({"story_id": pa.array(only, pa.string())}))
        con.execute("insert into only_these select story_id from only_given")
        con.unregister("only_given")
    con.execute(_WHO, {"every": only is None})
    con.execute(_LINES, {"declared": list(declared)})
    con.execute(_STOOD, {"as_of": as_of})
    con.execute(_SUMMED.format(level="name", where="l.name <> l.touchpoint"))
    con.execute(_SUMMED.format(level="element", where="true"))
    con.execute(f"create or replace temp table {name} as {_every_kind()}")
    for table in ("only_these", "who", "stood", "stood_name", "stood_element", "lines"):
        con.execute(f"drop table {table}")
    try:
        yield
    finally:
        con.execute(f"drop table if exists {name}")


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
