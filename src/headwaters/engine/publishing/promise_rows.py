"""The rows on which somebody has a move to make, out of status rows by the million: the rule is asked once for each
combination of words, and its answer written for all rows that have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from headwaters.engine.publishing.coded import among, coded, column, combinations
from headwaters.engine.warehouse.published_tables import PROMISES
from headwaters.engine.warehouse.status_table import WORD


class Said(NamedTuple):
    """What decides whether a row is a promise, and whose; as the status table says it."""

    role: str
    element: str
    touchpoint: str
    status: str
    reason: str
    handoff_state: str | None
    crack: str | None
    blueprint: str
    version: str


class Owed(NamedTuple):
    """The answer: the columns that the rule adds."""

    handoff: str | None
    move: str
    caught: bool
    accountable: str | None


Rule = Callable[[Said], Owed | None]


def promises_table(status: pa.Table, rule: Rule, *, may_be: Iterable[str]) -> pa.Table:
    """PROMISES of these rows.

    may_be  statuses that a promise can have at all; rows of others are not looked at
    """
    said, words = coded(status, "status")
    rows = np.flatnonzero(among(words, may_be)[said])
    part = status.take(pa.array(rows))
    found, which = combinations([coded(part, name) for name in Said._fields]) if len(rows) else ([], rows)
    answers = [rule(Said._make(one)) for one in found]
    owed = np.array([answer is not None for answer in answers] or [False], np.bool_)
    keep = np.flatnonzero(owed[which]) if len(rows) else rows
    return _table(part.take(pa.array(keep)), answers, which[keep])


def _table(part: pa.Table, answers: list[Owed | None], which: npt.NDArray[np.int64]) -> pa.Table:
    def told(name: str, kind: pa.DataType) -> pa.Array:
        values = pa.array([getattr(one, name, None) for one in answers], pa.string() if kind == WORD else kind)
        taken = values.take(pa.array(which))
        return taken.dictionary_encode().cast(WORD) if kind == WORD else taken

    columns: dict[str, pa.Array] = {name: column(part, name) for name in PROMISES.names if name in part.column_names}
    columns["by_day"] = pc.coalesce(column(part, "handoff_clock"), column(part, "due_by"))
    for name in Owed._fields:
        columns[name] = told(name, PROMISES.field(name).type)
    return pa.table([columns[name] for name in PROMISES.names], schema=PROMISES)
