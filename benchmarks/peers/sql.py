"""Status per child and touchpoint as one would write it in SQL for DuckDB: sets joined and counted, no reasons, no intervals.

A step k of a series takes the n-th day on which a fitting event lies, n = max(L, days before it opens + 1), if that day is
not past its close; L is the first day left over by the steps before it. That closed form is exact for windows that open and close in order,
and needs neither a loop nor a join over ranges. Days are counted per step by joining the windows of each birthday by equality.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb

from headwaters.domain.blueprint.window import Duration
from peers.plan import CHAIN_STEPS, FOLLOW_UP, NEEDS, SCREENING, Series, Step


def judge(plain: Path, out: Path, series: Sequence[Series], chains: Sequence[str], *, as_of: date) -> None:
    """Read plain/events.parquet and plain/children.parquet, write (child, element, touchpoint, status) to `out`."""
    with duckdb.connect() as con:
        con.execute("set threads = 2")
        con.execute(f"create view events as select * from read_parquet('{plain / 'events.parquet'}')")
        con.execute(f"create table children as select * from read_parquet('{plain / 'children.parquet'}')")
        con.execute(f"create macro today() as date '{as_of}'")
        con.execute(_series_table(series))
        classes = sorted({len(one.steps) for one in series})
        for steps in classes:
            con.execute(_windows(steps, [one for one in series if len(one.steps) == steps]))
        con.execute(_fitting())
        selects = [_class_select(steps) for steps in classes]
        con.execute(_screens(series, chains))
        con.execute(_follow_up_days())
        selects += [_chain_select(place) for place in range(len(CHAIN_STEPS))]
        con.execute(f"copy ({' union all '.join(selects)}) to '{out}' (format parquet)")


def _series_table(series: Sequence[Series]) -> str:
    """(series, element, steps, need), and by which (kind, code) each is reached."""
    rows = ", ".join(f"({n}, '{one.element}', {len(one.steps)})" for n, one in enumerate(series))
    reached = ", ".join(
        f"({n}, '{one.kind}', {'null' if not code else repr(code)})"
        for n, one in enumerate(series)
        for code in one.codes or ("",)
    )
    return (
        f"create table series as select * from (values {rows}) t(series, element, steps);"
        f"create table reached_by as select * from (values {reached}) t(series, kind, code);"
        "create table needs as select child, series, " + _needs(series) + " as need from children, series"
    )


def _needs(series: Sequence[Series]) -> str:
    cases = " ".join(
        f"when series = {n} then ({NEEDS[one.element].sql})" for n, one in enumerate(series) if one.element in NEEDS
    )
    return f"case {cases} else true end"


def _windows(steps: int, series: Sequence[Series]) -> str:
    """A row per series and birthday, with three days for each step."""
    selects = (
        f"select '{one.element}' as element, birth, " + ", ".join(_days(k, step) for k, step in enumerate(one.steps))
        for one in series
    )
    births = "(select distinct birth from children)"
    parts = " union all ".join(f"{select} from {births}" for select in selects)
    return f"create table windows_{steps} as select series.series, w.* exclude (element) from ({parts}) w join series using (element)"


def _days(k: int, step: Step) -> str:
    return f"{_after(step.opens)} as o{k}, {_after(step.due_by)} as d{k}, {_after(step.closes)} as c{k}"


def _after(length: Duration) -> str:
    return f"(birth + to_months({length.months}))::date + {length.days}"


def _fitting() -> str:
    """Days with a fitting event, by child and series, each once."""
    coded = "select e.child, r.series, e.day, e.result from events e join reached_by r on e.kind = r.kind and e.code = r.code"
    plain = "select e.child, r.series, e.day, e.result from events e join reached_by r on e.kind = r.kind where r.code is null"
    return (
        f"create table fitting as select child, series, day, min(result) as result from ({coded} union all {plain}) "
        "where day <= today() group by child, series, day"
    )


def _class_select(steps: int) -> str:
    """Statuses of all series with so many steps."""
    before = ", ".join(
        f"count(*) filter (f.day < w.o{k}) as f{k}, count(*) filter (f.day <= w.c{k}) as g{k}" for k in range(steps)
    )
    counted = (
        f"select child, series, list_sort(list(f.day)) as days, {before} from fitting f join children using (child) "
        f"join windows_{steps} w using (series, birth) group by child, series"
    )
    taken = ", ".join(_taken(k) for k in range(steps))
    chosen = (
        "select n.child, n.series, n.need, coalesce(x.days, []) as days, w.*"
        f" exclude (series, birth), {taken} from needs n join series s using (series) join children b using (child) "
        f"join windows_{steps} w on w.series = n.series and w.birth = b.birth "
        f"left join ({counted}) x on x.child = n.child and x.series = n.series where s.steps = {steps}"
    )
    numbers = ", ".join(str(k) for k in range(steps))
    statuses = ", ".join(_status(k) for k in range(steps))
    return f"select child, series, unnest([{numbers}]) as step, unnest([{statuses}]) as status from ({chosen})"


def _taken(k: int) -> str:
    """`n{k}`: which of the days step k takes, if any; `l{k}`: the first that is left for the next step."""
    left = f"l{k - 1}" if k else "1"
    return (
        f"greatest({left}, coalesce(f{k}, 0) + 1) as n{k}, least(n{k}, coalesce(g{k}, 0)) + 1 as l{k}, "
        f"case when n{k} <= coalesce(g{k}, 0) then x.days[n{k}] end as m{k}"
    )


def _status(k: int) -> str:
    return (
        f"case when need is false then 'not_needed' when m{k} <= d{k} then 'reached' when m{k} is not null then 'reached_late' "
        f"when need is null then 'ask' when today() < o{k} then 'upcoming' when today() <= d{k} then 'due' "
        f"when today() <= c{k} then 'overdue' else 'missed' end"
    )


def _screens(series: Sequence[Series], chains: Sequence[str]) -> str:
    """The first screen inside its window, by child and chain, where it found something."""
    numbers = {one.element: n for n, one in enumerate(series)}
    rows = ", ".join(f"('{name}', {numbers[name + SCREENING]})" for name in chains)
    return (
        f"create table chains as select * from (values {rows}) t(chain, series);"
        "create table at_risk as select child, chain, min(day) as day from (select child, c.chain, arg_min(result, f.day) as result, "
        "min(f.day) as day from fitting f join chains c using (series) join children using (child) "
        "join windows_1 w using (series, birth) where f.day between w.o0 and w.c0 group by child, c.chain) "
        "where result = 'at risk' group by child, chain"
    )


def _follow_up_days() -> str:
    """Of each chain that began the days of its steps: each the first after the one before."""
    sent, received = (
        f"select a.child, a.chain, min(e.day) as day from {before} a join events e on e.child = a.child and "
        f"e.handoff = a.chain || '_to_county' and e.step = '{step}' and e.day >= a.day and e.day <= today() group by all"
        for before, step in (("at_risk", "sent"), ("sent", "received"))
    )
    visit = (
        "select a.child, a.chain, min(e.day) as day from received a join events e on e.child = a.child and "
        "e.kind = a.chain || '_visit' and e.day >= a.day and e.day <= today() group by all"
    )
    return (
        f"create table sent as {sent}; create table received as {received}; create table first_visit as {visit};"
        "create table follow_up as select b.child, c.chain, a.day as risk, s.day as sent, r.day as received, v.day as visited "
        "from children b cross join chains c left join at_risk a using (child, chain) left join sent s using (child, chain) "
        "left join received r using (child, chain) left join first_visit v using (child, chain)"
    )


BUSINESS_DAYS = "{day} + case dayofweek({day}) when 0 then 3 when 1 then 3 when 2 then 3 when 6 then 4 else 5 end"
"""Three business days later; Sunday is 0, and no day is a holiday."""


def _chain_select(place: int) -> str:
    trigger, reached = ("risk", "sent", "received")[place], ("sent", "received", "visited")[place]
    due = ("risk + 7", BUSINESS_DAYS.format(day="sent"), "received + 45")[place]
    waits = "'not_needed'" if place == 0 else "'upcoming'"
    return (
        f"select child, 1000 + (select series from chains where chains.chain = f.chain) as series, {place} as step, "
        f"case when risk is null then 'not_needed' when {trigger} is null then {waits} when {reached} <= {due} then 'reached' "
        f"when {reached} is not null then 'reached_late' when today() <= {due} then 'due' else 'overdue' end as status from follow_up f"
    )


def counts(out: Path, series: Sequence[Series], chains: Sequence[str]) -> Iterator[tuple[str, str, str, int]]:
    """(element, touchpoint, status, rows) of what was written."""
    numbers = {one.element: n for n, one in enumerate(series)}
    names = {(n, k): (one.element, step.touchpoint) for n, one in enumerate(series) for k, step in enumerate(one.steps)}
    for chain in chains:
        for k, touchpoint in enumerate(CHAIN_STEPS):
            names[1000 + numbers[chain + SCREENING], k] = (chain + FOLLOW_UP, touchpoint)
    found = duckdb.sql(f"select series, step, status, count(*) from '{out}' group by all").fetchall()
    for number, step, status, rows in found:
        yield (*names[number, step], status, rows)
