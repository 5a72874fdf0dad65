"""From open counts to what may be shown: the only way to a `ReleasedReach`.

1. Counts from 1 to the limit are hidden, everywhere: parts, needs, cohorts, totals. Zeros are shown, they are about nobody.
2. Everybody's row is settled first and is the same in every table of the line. What is hidden there is hidden in every
   group of every table, zeros too: whatever it could be, the groups can make it up.
3. Then each table is hidden further until every small number could be any of more than `limit` values for all that the
   table says (hiding.py). Numbers shown in the row above (everybody; a county's region; a zip code's county) stand and are
   never hidden below, so that no two tables can be subtracted from each other.
4. A share, its bounds and its interval are shown only where every count they are made of is.
5. A line that sums up several occurrences hides a number that differs from the same number of one of them by no more than
   the limit: the difference would be a small group.

Not answered here, and refused instead by `practice.published.queries`: cohorts and places of one's own choosing, which
could be subtracted from each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from headwaters.engine.measures.hiding import Arc, Network, protect_all
from headwaters.engine.measures.reach import (
    BESIDE,
    NEED,
    PARTS,
    CountingRule,
    Counts,
    Group,
    GroupKind,
    Part,
    Reach,
    added,
)
from headwaters.engine.measures.released import Denominator, ReleasedReach, ReleasedRow
from headwaters.engine.measures.suppression import HIDES_THROUGH, Released

_NEED = "need"
_COHORT = "cohort"
_MERGED_NEED = "hidden above, of the need"
_MERGED_BESIDE = "hidden above, beside the need"
Name = Part | str
"""A number of a row: a part, the need, or the cohort."""
NAMES: tuple[Name, ...] = (*PARTS, _NEED, _COHORT)

_LOSS: Mapping[Name, float] = {
    **dict.fromkeys(NEED, 2.0),
    **dict.fromkeys(BESIDE, 1.0),
    # Missed and past its day say nearly the same, so one of them goes with the other; the bounds hang on the unobserved.
    Part.MISSED: 0.8,
    Part.OVERDUE: 0.8,
    Part.UNOBSERVED: 4.0,
    Part.REACHED_LATE: 3.0,
    Part.REACHED: 8.0,
    _NEED: 9.0,
    _COHORT: 4.0,
}
"""What hiding a number costs the reader: the share hangs on reached and need, so they go last."""

PARENT = {GroupKind.ZIP: GroupKind.COUNTY, GroupKind.COUNTY: GroupKind.REGION}


@dataclass(frozen=True, slots=True)
class Hidden:
    """The names of the hidden numbers of one row."""

    names: frozenset[Name] = frozenset()

    def __contains__(self, name: Name) -> bool:
        return name in self.names


EVERYTHING_HIDDEN = Hidden(frozenset(NAMES))


@dataclass(frozen=True, slots=True)
class Table:
    """One level of a table: a row above, and the groups that make it up."""

    above: Counts
    groups: Mapping[Group, Counts]
    near: Mapping[Group, Sequence[Counts]] = field(default_factory=dict)


def number(counts: Counts, name: Name) -> int:
    if isinstance(name, Part):
        return counts.part(name)
    return counts.need if name == _NEED else counts.cohort


def release(
    reach: Reach, *, limit: int = HIDES_THROUGH, occurrences: Iterable[Reach] = (), regions: Mapping[str, str] | None = None,
    rule: CountingRule = CountingRule.ONE_GROUP_EACH, denominator: Denominator | None = None,
) -> ReleasedReach:  # fmt: skip
    """The table as it may be shown; `limit` 0 hides nothing, for a reader who may see every row.

    reach        the line, by any kind of group; for zip codes within their counties, for counties within their regions
    occurrences  the same cohort and kind on each line that `reach` sums up
    regions      county -> region, wherever the table goes below a region
    """
    open_all: Hidden = Hidden()
    above: Hidden = open_all
    rows: Mapping[Group, Hidden] = dict.fromkeys(reach.groups, open_all)
    if limit:
        above, rows = hidden_in(reach, limit=limit, occurrences=tuple(occurrences), regions=regions or {})
    return ReleasedReach(
        line=reach.line, kind=reach.kind, born=reach.born, place=reach.place,
        everybody=_row(None, reach.everybody, above),
        rows=tuple(_row(group, counts, rows[group]) for group, counts in reach.groups.items()),
        counting_rule=rule, hides_through=limit, denominator=denominator or Denominator(),
    )  # fmt: skip


def hidden_in(
    reach: Reach, *, limit: int, occurrences: Sequence[Reach], regions: Mapping[str, str]
) -> tuple[Hidden, Mapping[Group, Hidden]]:
    """What is hidden in everybody's row, and in each group's."""
    everybody = _hide_top(reach.everybody, [one.everybody for one in occurrences], limit)
    if reach.kind is GroupKind.ALL:
        return everybody, dict.fromkeys(reach.groups, everybody)
    level = {Group(GroupKind.ALL, "all"): reach.groups}
    found: dict[Group, Hidden] = {Group(GroupKind.ALL, "all"): everybody}
    for kind in _levels(reach.kind):
        below: dict[Group, Mapping[Group, Counts]] = {}
        for parent, members in level.items():
            folded = _folded(members, kind, regions)
            near = _near(occurrences, set(members), kind, regions)
            table = Table(
                added(members.values()), {group: added(kids.values()) for group, kids in folded.items()}, near
            )
            found.update(_hide_below(table, found[parent], limit))
            below.update(folded)
        level = below
    return everybody, {group: found[_top(group, reach.kind, regions)] for group in reach.groups}


def _levels(kind: GroupKind) -> tuple[GroupKind, ...]:
    parent = PARENT.get(kind)
    return (*(_levels(parent) if parent else ()), kind)


def _top(group: Group, kind: GroupKind, regions: Mapping[str, str]) -> Group:
    """The group of this kind that a group lies in; itself for its own kind."""
    if group.kind is kind:
        return group
    county = group.within if group.kind is GroupKind.ZIP else group.id
    if kind is GroupKind.COUNTY:
        return Group(kind, county or "", regions.get(county or "", None))
    region = group.within if group.kind is GroupKind.COUNTY else regions.get(county or "")
    return Group(GroupKind.REGION, region or "")


def _folded(
    members: Mapping[Group, Counts], kind: GroupKind, regions: Mapping[str, str]
) -> dict[Group, Mapping[Group, Counts]]:
    folded: dict[Group, dict[Group, Counts]] = {}
    for group, counts in members.items():
        folded.setdefault(_top(group, kind, regions), {})[group] = counts
    return dict(folded)


def _near(
    occurrences: Sequence[Reach], members: set[Group], kind: GroupKind, regions: Mapping[str, str]
) -> dict[Group, list[Counts]]:
    near: dict[Group, list[Counts]] = {}
    for one in occurrences:
        held = {group: counts for group, counts in one.groups.items() if group in members}
        for group, kids in _folded(held, kind, regions).items():
            near.setdefault(group, []).append(added(kids.values()))
    return near


def _small(counts: Counts, near: Sequence[Counts], limit: int) -> set[Name]:
    """The names to hide for their own sake."""
    found: set[Name] = {name for name in NAMES if 0 < number(counts, name) <= limit}
    for other in near:
        found |= {name for name in NAMES if 0 < abs(number(counts, name) - number(other, name)) <= limit}
    return {name for name in found if number(counts, name) > 0}


def _hide_top(counts: Counts, near: Sequence[Counts], limit: int) -> Hidden:
    """Everybody's row, by itself. The cohort stands."""
    if 0 < counts.cohort <= limit:
        return EVERYTHING_HIDDEN
    network = Network()
    arcs = _row_arcs(network, "row", counts, above=Hidden(), end="end")
    small = _small(counts, near, limit) - {_COHORT}
    for name in small:
        arcs[name].hide()
    if not protect_all(network, [arcs[name] for name in small], limit):
        return EVERYTHING_HIDDEN
    return Hidden(frozenset(name for name, arc in arcs.items() if arc.hidden))


def _hide_below(table: Table, above: Hidden, limit: int) -> dict[Group, Hidden]:
    """The rows that make up a row that is settled already, none of whose shown numbers may be touched.

    What is hidden above is hidden in every row here. All a reader can know of it is its sum in each row, so those columns
    are one here, and what the row above could be instead is open to these rows too: any totals of the hidden columns can
    be made up by any sums of the rows.
    """
    if _COHORT in above:
        return dict.fromkeys(table.groups, EVERYTHING_HIDDEN)
    network = Network()
    rows = {group: _row_arcs(network, group, counts, above=above) for group, counts in table.groups.items()}
    wanted: list[Arc] = []
    for group, arcs in rows.items():
        counts = table.groups[group]
        whole = 0 < counts.cohort <= limit
        small = _small(counts, table.near.get(group, ()), limit)
        small |= {name for name in (_MERGED_NEED, _MERGED_BESIDE) if name in arcs and 0 < arcs[name].value <= limit}
        for name, arc in arcs.items():
            if whole or (name in (*NEED, _NEED, _MERGED_NEED) and 0 < counts.need <= limit and _NEED in arcs):
                arc.hide(floor=0)
            elif name in small:
                arc.hide(floor=0 if name in (_MERGED_NEED, _MERGED_BESIDE) else 1)
            if arc.hidden and arc.value:
                wanted.append(arc)
    if not protect_all(network, wanted, limit):
        return dict.fromkeys(table.groups, EVERYTHING_HIDDEN)
    return {group: _hidden_names(arcs, above) for group, arcs in rows.items()}


def _row_arcs(
    network: Network, row: object, counts: Counts, *, above: Hidden, end: object | None = None
) -> dict[Name, Arc]:  # fmt: skip
    """The arcs of one row: from everybody its cohort, on to its need and to the columns. Totals stand, so no arc leads back
    from a column. Columns hidden above are one arc, or one of the need and one beside it; where the need itself is
    hidden above, nothing is known but what all parts make together. `end`: where all columns of a row by itself lead."""
    arcs: dict[Name, Arc] = {}

    def add(name: Name, tail: object, head: object, value: int, loss: float) -> None:
        arcs[name] = network.add(Arc(tail, head, value, loss + 1e-9 * value))

    tail_of: dict[bool, object] = {False: row, True: row if _NEED in above else (row, _NEED)}
    add(_COHORT, "everybody", row, counts.cohort, _LOSS[_COHORT])
    if _NEED not in above:
        add(_NEED, row, tail_of[True], counts.need, _LOSS[_NEED])
    merged: dict[Name, int] = {}
    for part, count in counts.items():
        if part in above:
            name = _MERGED_NEED if part in NEED and _NEED not in above else _MERGED_BESIDE
            merged[name] = merged.get(name, 0) + count
        else:
            add(part, tail_of[part in NEED], end or ("column", part), count, _LOSS[part])
    for name, count in merged.items():
        add(name, tail_of[name == _MERGED_NEED], ("column", name), count, 0.5)
    return arcs


def _hidden_names(arcs: Mapping[Name, Arc], above: Hidden) -> Hidden:
    """A column hidden above shows its zero in a row that is known to have nobody in any of those columns."""
    names: set[Name] = {name for name, arc in arcs.items() if arc.hidden and name not in (_MERGED_NEED, _MERGED_BESIDE)}
    for name in above.names:
        held = arcs.get(_MERGED_NEED if name in NEED and _NEED not in above else _MERGED_BESIDE)
        if name == _NEED or held is None or held.hidden or held.value:
            names.add(name)
    return Hidden(frozenset(names))


def _row(group: Group | None, counts: Counts, hidden: Hidden) -> ReleasedRow:
    def shown(*names: Name) -> bool:
        return not any(name in hidden for name in names)

    def one(name: Name) -> Released:
        return Released(number(counts, name) if shown(name) else None)

    share = shown(_NEED, Part.REACHED)
    return ReleasedRow(
        group=group,
        parts={part: one(part) for part in PARTS},
        need=one(_NEED),
        cohort=one(_COHORT),
        reach=counts.reach if share else None,
        reach_with_late=counts.reach_with_late if share and shown(Part.REACHED_LATE) else None,
        interval=counts.interval if share else None,
        bounds=counts.bounds if share and shown(Part.UNOBSERVED) else None,
    )
