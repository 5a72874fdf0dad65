"""Invented released tables of reach for the tests of drawings."""

from __future__ import annotations

from collections.abc import Mapping

from headwaters.engine.measures.reach import PARTS, Born, CountingRule, Counts, Group, GroupKind, Line, added
from headwaters.engine.measures.released import Denominator, ReleasedReach, ReleasedRow
from headwaters.engine.measures.suppression import Released

LINE = Line("well_child", "m9")


def shown(group: Group | None, counts: Counts) -> ReleasedRow:
    return ReleasedRow(
        group,
        {part: Released(count) for part, count in counts.items()},
        Released(counts.need),
        Released(counts.cohort),
        counts.reach,
        counts.reach_with_late,
        counts.interval,
        counts.bounds,
    )


def hidden(group: Group) -> ReleasedRow:
    return ReleasedRow(group, {part: Released(None) for part in PARTS}, Released(None), Released(None))


def table(kind: GroupKind, groups: Mapping[str, Counts | None], *, line: Line = LINE) -> ReleasedReach:
    """`None` instead of counts is a group that is too small to show."""
    rows = tuple(
        hidden(Group(kind, key)) if counts is None else shown(Group(kind, key), counts)
        for key, counts in groups.items()
    )
    every = shown(None, added(counts for counts in groups.values() if counts is not None))
    return ReleasedReach(
        line, kind, Born(), None, every, rows, CountingRule.ONE_GROUP_EACH, 10, Denominator(register="births")
    )
