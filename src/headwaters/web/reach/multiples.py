"""Places side by side: one small panel for each county or region, all on the same axis. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.engine.measures.reach import Group, GroupKind, Line
from headwaters.engine.measures.released import ReleasedReach, ReleasedRow
from headwaters.web.layout.words import slot_of
from headwaters.web.reach.chart import group_name, row_of
from headwaters.web.reach.quarters import quarter_short
from headwaters.web.reach.steps import step_title
from headwaters.web.reach.strips import Row

MOST_STEPS = {GroupKind.REGION: 10, GroupKind.COUNTY: 5}
"""Rows of a panel: few enough to compare thirty-six panels by eye."""
MOST_QUARTERS = 8


@dataclass(frozen=True, slots=True)
class PanelRow:
    """`share`, `low` to `high` (its interval) and `tick` (everybody's share) in percent; None where there is nothing to draw."""

    label: str
    row: Row
    share: float | None
    low: float
    high: float
    tick: float | None
    words: str
    people: str


@dataclass(frozen=True, slots=True)
class Panel:
    id: str
    name: str
    rows: tuple[PanelRow, ...]


def steps_of(blueprint: Blueprint, lines: Sequence[Line], kind: GroupKind) -> tuple[Line, ...]:
    """The steps of one element that a panel shows: those that stand alone, else the first of a series, in their order."""
    element = blueprint.elements.get(lines[0].element) if lines else None
    steps = [line for line in lines if line.touchpoint is not None]
    alone = [line for line in steps if element is not None and slot_of(element, line.touchpoint or "") is None]
    return tuple((alone or steps or list(lines))[: MOST_STEPS.get(kind, 5)])


def draw_panels(
    tables: Sequence[ReleasedReach], labels: Sequence[str], *, names: Mapping[str, str]
) -> tuple[Panel, ...]:
    """One panel for each group somebody of which was due it; a row for each table, labelled so. By the alphabet, everyone last.

    tables  of one kind of group: several steps, or several birth cohorts
    """
    groups = {row.group.id: row.group for table in tables for row in table.rows if row.group is not None}
    panels = [
        Panel(key, names.get(key) or group_name(group), _rows(tables, labels, group)) for key, group in groups.items()
    ]
    shown = [panel for panel in panels if any(row.row is not Row.NOBODY for row in panel.rows)]
    return (*sorted(shown, key=lambda one: one.name), Panel("", _("Everyone"), _rows(tables, labels, None)))


def _rows(tables: Sequence[ReleasedReach], labels: Sequence[str], group: Group | None) -> tuple[PanelRow, ...]:
    return tuple(_row(table, label, group) for table, label in zip(tables, labels, strict=True))


def _row(table: ReleasedReach, label: str, group: Group | None) -> PanelRow:
    every = _percent(table.everybody)
    one = (
        table.everybody if group is None else next((r for r in table.rows if r.group and r.group.id == group.id), None)
    )
    if one is None or one.nobody:
        return PanelRow(label, Row.NOBODY, None, 0.0, 0.0, every, _("nobody due"), "")
    row, share = row_of(one), _percent(one)
    if share is None:
        words = _("too few") if row is Row.HIDDEN else _("not seen")
        return PanelRow(label, row, None, 0.0, 0.0, every, words, "")
    low, high = (one.interval.low, one.interval.high) if one.interval is not None else (one.reach or 0, one.reach or 0)
    people = f"{one.need.count:,}" if one.need.count is not None else ""
    return PanelRow(
        label, row, share, round(100 * low, 1), round(100 * high, 1), every, f"{round(share)}", people
    )  # fmt: skip


def _percent(one: ReleasedRow) -> float | None:
    if row_of(one) not in (Row.SHOWN, Row.UNSTEADY) or one.reach is None:
        return None
    return round(100 * one.reach, 1)


def step_labels(blueprint: Blueprint, lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(step_title(blueprint, line) for line in lines)


def quarter_labels(tables: Sequence[ReleasedReach]) -> tuple[str, ...]:
    return tuple(quarter_short(table.born) for table in tables)


def lede_of(tables: Sequence[ReleasedReach], *, over_time: bool) -> str:
    """What everyone's row says from the first table to the last; nothing where either end is not shown."""
    first, last = (_percent(tables[place].everybody) for place in (0, -1))
    if len(tables) < 2 or first is None or last is None:
        return _("Each panel is a place; each row is reached in time, in 100 of those who were due it.")
    if over_time:
        return _("Of everyone, %(first)d in 100 of the first birth cohort shown were reached in time, %(last)d of the last.") % {
            "first": round(first), "last": round(last),
        }  # fmt: skip
    return _("Of everyone, the first step shown reached %(first)d in 100 in time, the last %(last)d.") % {
        "first": round(first), "last": round(last),
    }  # fmt: skip
