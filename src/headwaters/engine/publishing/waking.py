"""Which stories a night judges again (design.md, Evaluation): those whose day has come, and those that observation may turn.

Stories with a new statement are the snapshot's to name. All others keep their rows, and those rows are what a full run
would give: the tests hold random nights against full runs, table by table.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb

from headwaters.domain.status import Status
from headwaters.engine.publishing.observing import ObservationNews
from headwaters.engine.publishing.sleeping import SETTLED
from headwaters.engine.warehouse.layers import read_published

WAKES_SQL = "select story_id from stories where wakes_on <= $as_of"

BROKEN_SQL = "select story_id from stories where area is null or list_contains($broken, area)"

WATCHED_SQL = """
select distinct s.story_id
from watched w join stories s using (story_id)
join extended e on e.kinds = w.kinds and (s.area is null or e.area is null or e.area = s.area)
where case w.rule
    when 'edge' then w.opens between e.first and e.last or w.due_by between e.first and e.last
                     or w.closes between e.first and e.last
    else coalesce(w.opens, w.closes, w.due_by) <= e.last and greatest(w.due_by, w.closes) >= e.first end
"""

MOVED_SQL = """
select distinct s.story_id
from stories s join (select area, min(first) as first from extended group by area) e
  on s.area is null or e.area is null or e.area = s.area
where s.mixed or s.moved_on >= e.first
"""
"""Where days before a move come to be observed, the stretches of two areas may close up. And a story that several blueprints
judge may wait for something that is judged, and not shown."""

TO_COME_SQL = """
select distinct story_id from status
where not list_contains($settled, status)
  and (due_by between $as_of and $observed or closes between $as_of and $observed)
"""
"""Where days still to come are observed already: what is not past yet will turn to overdue, no longer to unobserved, and
what comes after it foretells another day."""


def awake(folder: Path, news: ObservationNews, *, as_of: date) -> frozenset[str]:
    """The stories of a published run whose rows may be others on a later day, and under what is observed now.

    news.everywhere is the caller's to look at: then nobody sleeps.
    """
    with read_published(folder, "stories", "watched", "status") as con:
        found = _ids(con, WAKES_SQL, {"as_of": as_of})
        if news.broken:
            found |= _ids(con, BROKEN_SQL, {"broken": [area for area in news.broken if area is not None]})
        if news.extensions:
            found |= _turned_by_extension(con, news, as_of)
    return frozenset(found)


def _turned_by_extension(con: duckdb.DuckDBPyConnection, news: ObservationNews, as_of: date) -> set[str]:
    con.execute("create temp table extended (kinds varchar, area varchar, first date, last date)")
    con.executemany(
        "insert into extended values (?, ?, ?, ?)",
        [
            (one.kinds, one.area, date.fromordinal(one.after + 1), date.fromordinal(one.through))
            for one in news.extensions
        ],
    )
    found = _ids(con, WATCHED_SQL, {}) | _ids(con, MOVED_SQL, {})
    observed = date.fromordinal(max(one.through for one in news.extensions))
    if observed >= as_of:
        settled = [status.value for status in (*SETTLED, Status.UNOBSERVED)]
        found |= _ids(con, TO_COME_SQL, {"settled": settled, "as_of": as_of, "observed": observed})
    return found


def _ids(con: duckdb.DuckDBPyConnection, sql: str, given: dict[str, object]) -> set[str]:
    return {row[0] for row in con.execute(sql, given).fetchall()}


BORN_SQL = """
select distinct story_id from recipients
where (birth > $after and birth <= $through) or in_register is false
"""
"""Who is not in it yet may have been told of on a day that it holds now."""


def born_between(folder: Path, days: Iterable[tuple[date, date]]) -> frozenset[str]:
    """Stories with a birth after the first day and up to the second of any of these pairs: a register
    that goes on comes to hold them."""
    with read_published(folder, "recipients") as con:
        return frozenset().union(
            *(_ids(con, BORN_SQL, {"after": after, "through": through}) for after, through in days)
        )
