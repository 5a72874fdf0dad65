"""Status per child and touchpoint in plain Python: every child, every event, one after the other; no reasons, no intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from headwaters.domain.blueprint.window import Duration
from headwaters.domain.calendar import WEEKDAYS
from headwaters.domain.days import add
from peers.plan import CHAIN_STEPS, FOLLOW_UP, NEEDS, SCREENING, Child, Series

STATUSES = ("not_needed", "ask", "reached", "reached_late", "upcoming", "due", "overdue", "missed")
NOT_NEEDED, ASK, REACHED, LATE, UPCOMING, DUE, OVERDUE, MISSED = range(8)
Windows = list[list[tuple[int, int, int]]]
Events = dict[tuple[str, str], list[tuple[int, str | None]]]
"""(kind or hand-off, code or step) -> (day, result) in the order of days. Days are counted from 1970-01-01, as the file does."""
EPOCH = date(1970, 1, 1).toordinal()
LAST = date.max.toordinal()


def judge(plain: Path, out: Path, series: Sequence[Series], chains: Sequence[str], *, as_of: date) -> None:
    """Read plain/events.parquet and plain/children.parquet, write (child, touchpoint number, status) to `out`."""
    windows: dict[date, Windows] = {}
    statuses = bytearray()
    told = groupby(_events(plain / "events.parquet"), key=itemgetter(0))
    next_child, rows = next(told, (None, iter(())))
    children = pq.read_table(plain / "children.parquet").to_pylist()
    for child in children:
        events: Events = defaultdict(list)
        if next_child == child["child"]:
            for _, kind, code, result, handoff, step, day in rows:
                events[(handoff or kind, step or code or "")].append((day, result))
            next_child, rows = next(told, (None, iter(())))
        birth = child["birth"]
        if birth not in windows:
            windows[birth] = _windows(series, birth)
        statuses += bytes(_child(child, events, series, chains, windows[birth], as_of.toordinal() - EPOCH))
    _write(out, [child["child"] for child in children], statuses)


def _events(path: Path) -> Iterator[tuple[Any, ...]]:
    for batch in pq.ParquetFile(path).iter_batches(200_000):
        child, *words, days = batch.columns
        columns = (child, *(word.dictionary_decode() for word in words), days.cast(pa.int32()))
        yield from zip(*(column.to_pylist() for column in columns), strict=True)


def _windows(series: Sequence[Series], birth: date) -> Windows:
    return [
        [(_day(birth, step.opens), _day(birth, step.due_by), _day(birth, step.closes)) for step in one.steps]
        for one in series
    ]


def _day(birth: date, after: Duration) -> int:
    return add(birth, after).toordinal() - EPOCH


def _child(
    child: Child, events: Events, series: Sequence[Series], chains: Sequence[str], windows: Windows, as_of: int
) -> Iterator[int]:
    at_risk: dict[str, int] = {}
    for one, steps in zip(series, windows, strict=True):
        need = NEEDS[one.element].holds(child) if one.element in NEEDS else True
        days = _fitting(one, events, as_of)
        place = 0
        for opens, due, closes in steps:
            while place < len(days) and days[place][0] < opens:
                place += 1
            reached = place < len(days) and days[place][0] <= closes
            yield _status(need, days[place][0] if reached else None, opens, due, closes, as_of)
            if reached:
                day, result = days[place]
                if result == "at risk":
                    at_risk[one.element] = day
                while place < len(days) and days[place][0] == day:
                    place += 1
    for chain in chains:
        yield from _follow_up(chain, at_risk.get(chain + SCREENING), events, as_of)


def _fitting(one: Series, events: Events, as_of: int) -> list[tuple[int, str | None]]:
    """Of one code they stand in order already; of several they are put in order."""
    if len(one.codes) < 2:
        found = events.get((one.kind, one.codes[0] if one.codes else ""), [])
    else:
        found = sorted((told for code in one.codes for told in events.get((one.kind, code), ())), key=itemgetter(0))
    return found if not found or found[-1][0] <= as_of else [told for told in found if told[0] <= as_of]


def _status(need: bool | None, reached: int | None, opens: int, due: int, closes: int, as_of: int) -> int:
    if need is False:
        return NOT_NEEDED
    if reached:
        return REACHED if reached <= due else LATE
    if need is None:
        return ASK
    if as_of < opens:
        return UPCOMING
    return DUE if as_of <= due else OVERDUE if as_of <= closes else MISSED


def _follow_up(chain: str, risk: int | None, events: Events, as_of: int) -> Iterator[int]:
    handoff = f"{chain}_to_county"
    trigger = risk
    for number, key in enumerate(((handoff, "sent"), (handoff, "received"), (f"{chain}_visit", ""))):
        if trigger is None:
            yield NOT_NEEDED if risk is None or not number else UPCOMING
            continue
        due = WEEKDAYS.after_number(trigger + EPOCH, 3) - EPOCH if number == 1 else trigger + (7, 0, 45)[number]
        reached = min((day for day, _ in events.get(key, ()) if trigger <= day <= as_of), default=None)
        yield _status(True, reached, trigger, due, LAST, as_of)
        trigger = reached


def _write(out: Path, children: Iterable[int], statuses: bytearray) -> None:
    ids = pa.array(children, pa.int32())
    each = len(statuses) // max(1, len(ids))
    import numpy as np

    status = pa.DictionaryArray.from_arrays(pa.array(np.frombuffer(statuses, np.int8)), pa.array(STATUSES))
    table = pa.table({
        "child": np.repeat(ids.to_numpy(), each), "touchpoint": np.tile(np.arange(each, dtype=np.int16), len(ids)), "status": status,
    })  # fmt: skip
    pq.write_table(table, out)


def counts(out: Path, series: Sequence[Series], chains: Sequence[str]) -> Iterator[tuple[str, str, str, int]]:
    """(element, touchpoint, status, rows) of what was written."""
    names = [(one.element, step.touchpoint) for one in series for step in one.steps]
    names += [(chain + FOLLOW_UP, touchpoint) for chain in chains for touchpoint in CHAIN_STEPS]
    table = pq.read_table(out).group_by(["touchpoint", "status"]).aggregate([("child", "count")])
    for row in table.to_pylist():
        yield (*names[row["touchpoint"]], row["status"], row["child_count"])
