"""Released tables as files: CSV, Arrow and Parquet. Only what may be shown comes in, so nothing else can go out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from headwaters.engine.measures.reach import PARTS, Interval
from headwaters.engine.measures.released import ReleasedReach, ReleasedRow

_COUNTS = ("need", *(part.value for part in PARTS), "cohort")
_SHARES = ("reach", "reach_with_late", "interval_low", "interval_high", "bounds_low", "bounds_high")

TABLE = pa.schema(
    [
        *((name, pa.string()) for name in ("element", "touchpoint", "kind", "group", "within")),
        *((name, pa.date32()) for name in ("born_from", "born_through")),
        ("place", pa.string()),
        *((name, pa.int64()) for name in _COUNTS),
        *((name, pa.float64()) for name in _SHARES),
        ("hidden", pa.bool_()),
        *((name, pa.string()) for name in ("counting_rule", "register")),
        ("hides_through", pa.int64()),
    ]
)
"""A number that is null is hidden, or (a share) of nobody: `hidden` tells which."""


def reach_table(released: ReleasedReach) -> pa.Table:
    """One row per group, everybody first with `group` null. Shares are from 0 to 1."""
    rows = list(_rows(released))
    return pa.Table.from_pylist(rows, schema=TABLE)


def reach_csv(released: ReleasedReach) -> str:
    """The same as text: a hidden number is `hidden`, what does not exist is empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, TABLE.names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_csv_rows(released))
    return text.getvalue()


def reach_csv_of(many: tuple[ReleasedReach, ...]) -> str:
    """Several tables under one heading."""
    heading, *_ = reach_csv(many[0]).splitlines() if many else [",".join(TABLE.names)]
    lines = [line for one in many for line in reach_csv(one).splitlines()[1:]]
    return "\n".join([heading, *lines]) + "\n"


def reach_parquet(released: ReleasedReach) -> bytes:
    sink = io.BytesIO()
    pq.write_table(reach_table(released), sink, compression="zstd")
    return sink.getvalue()


def _csv_rows(released: ReleasedReach) -> Iterator[dict[str, object]]:
    for row, source in zip(_rows(released), (released.everybody, *released.rows), strict=True):
        told = {name: "hidden" if value is None and name in _COUNTS else value for name, value in row.items()}
        if source.share_hidden and not source.nobody:
            told |= dict.fromkeys(_SHARES, "hidden")
        yield {name: "" if value is None else value for name, value in told.items()}


def _rows(released: ReleasedReach) -> Iterator[dict[str, object]]:
    common = {
        "element": released.line.element, "touchpoint": released.line.touchpoint, "kind": released.kind.value,
        "born_from": released.born.first, "born_through": released.born.last, "place": released.place,
        "counting_rule": released.counting_rule.value, "register": released.denominator.register,
        "hides_through": released.hides_through,
    }  # fmt: skip
    for row in (released.everybody, *released.rows):
        yield common | _numbers(row)


def _numbers(row: ReleasedRow) -> dict[str, object]:
    def ends(interval: Interval | None) -> tuple[float | None, float | None]:
        return (None, None) if interval is None else (interval.low, interval.high)

    low, high = ends(row.interval)
    least, most = ends(row.bounds)
    return {
        "group": None if row.group is None else row.group.id,
        "within": None if row.group is None else row.group.within,
        "need": row.need.count, **{part.value: one.count for part, one in row.parts.items()}, "cohort": row.cohort.count,
        "reach": row.reach, "reach_with_late": row.reach_with_late, "interval_low": low, "interval_high": high,
        "bounds_low": least, "bounds_high": most, "hidden": row.hidden,
    }  # fmt: skip
