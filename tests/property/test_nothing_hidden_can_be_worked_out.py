"""Whoever reads all released tables of a line, and can add and subtract, cannot tell a hidden small number.

The reader here knows every shown number, that all tables are of the same people, that parts make needs and cohorts, groups make
everybody and counties make regions, and that nobody is counted less than zero times. For each hidden small number they look for
the least and the most that it could be; the two must lie at least as far apart as the limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from headwaters.engine.measures.reach import (
    NEED,
    PARTS,
    WHENEVER,
    Counts,
    Group,
    GroupKind,
    Line,
    Part,
    Reach,
)
from headwaters.engine.measures.release import release
from headwaters.engine.measures.released import ReleasedReach, ReleasedRow

LIMIT = 10
USED = (Part.REACHED, Part.MISSED, Part.STILL_OPEN, Part.ENDED)
REGIONS = {"lane": "south", "coos": "south", "union": "east", "baker": "east"}
Cell = tuple[str, str, Part]
"""(kind, group, part)"""
Sum = tuple[dict[Cell, int], int]
"""Cells with their signs, and what they make."""

count = st.sampled_from((0, 0, 1, 2, 3, 5, 8, 10, 11, 12, 15, 20, 30, 45, 60))
row = st.tuples(*(count for _ in USED)).map(lambda given: Counts.of(dict(zip(USED, given, strict=True))))
people = st.lists(
    st.tuples(st.sampled_from(sorted(REGIONS)), st.sampled_from(("a", "b", "c")), row), min_size=1, max_size=6
)


def table(kind: GroupKind, told: Iterable[tuple[Group, Counts]]) -> Reach:
    groups: dict[Group, Counts] = {}
    for group, counts in told:
        if counts.cohort:
            groups[group] = groups.get(group, Counts()) + counts
    return Reach(Line("lead", "m12"), kind, WHENEVER, groups)


def tables_of(told: Sequence[tuple[str, str, Counts]]) -> dict[GroupKind, Reach]:
    county, region, race = GroupKind.COUNTY, GroupKind.REGION, GroupKind.RACE
    return {
        county: table(county, ((Group(county, one, REGIONS[one]), n) for one, _, n in told)),
        region: table(region, ((Group(region, REGIONS[one]), n) for one, _, n in told)),
        race: table(race, ((Group(race, one), n) for _, one, n in told)),
    }


def leaves(kind: str, groups: Iterable[str], parts: Iterable[Part]) -> dict[Cell, int]:
    return {(kind, group, part): 1 for group in groups for part in parts}


def shown_in(row: ReleasedRow, kind: str, groups: Sequence[str]) -> list[Sum]:
    """What one released row says about cells."""
    said = [(row.parts[part].count, (part,)) for part in PARTS]
    said += [(row.need.count, NEED), (row.cohort.count, PARTS)]
    return [(leaves(kind, groups, parts), n) for n, parts in said if n is not None]


def all_that_is_said(released: Mapping[GroupKind, ReleasedReach]) -> list[Sum]:
    county, region, race = (released[kind] for kind in (GroupKind.COUNTY, GroupKind.REGION, GroupKind.RACE))
    names = {
        one: [row.group.id for row in held.rows if row.group] for one, held in (("county", county), ("race", race))
    }
    sums: list[Sum] = []
    for kind, held in (("county", county), ("race", race)):
        sums += shown_in(held.everybody, kind, names[kind])
        for row in held.rows:
            assert row.group is not None
            sums += shown_in(row, kind, [row.group.id])
    for row in region.rows:
        assert row.group is not None
        sums += shown_in(row, "county", [one for one in names["county"] if REGIONS[one] == row.group.id])
    for part in PARTS:
        other = dict.fromkeys(leaves("race", names["race"], [part]), -1)
        sums.append((leaves("county", names["county"], [part]) | other, 0))
    return [({cell: sign for cell, sign in cells.items() if cell[2] in USED}, made) for cells, made in sums]


class Attacker:
    """Looks for one way in which everything said could be true, by narrowing what each cell can be and then trying."""

    def __init__(self, sums: Sequence[Sum], truth: Mapping[Cell, int]) -> None:
        self.sums = [(tuple(cells.items()), made) for cells, made in sums if cells]
        self.truth = truth
        self.of: dict[Cell, list[int]] = {}
        for place, (cells, _) in enumerate(self.sums):
            for cell, _sign in cells:
                self.of.setdefault(cell, []).append(place)
        self.tries = 0

    def range_of(self, cell: Cell) -> int:
        """How far apart the values are that the cell could have, looked for up to the limit."""
        true = self.truth[cell]
        down = next((n for n in range(min(LIMIT, true), 0, -1) if self.could_be(cell, true - n)), 0)
        up = next((n for n in range(LIMIT - down, 0, -1) if self.could_be(cell, true + n)), 0)
        return down + up

    def could_be(self, cell: Cell, value: int) -> bool:
        most = 2 * sum(self.truth.values()) + LIMIT
        bounds = dict.fromkeys(self.of, (0, most))
        bounds[cell] = (value, value)
        self.tries = 1500
        return self._search(bounds, [*range(len(self.sums))])

    def _search(self, bounds: dict[Cell, tuple[int, int]], touched: list[int]) -> bool:
        if not self._narrow(bounds, touched):
            return False
        open_cells = [one for one, (low, high) in bounds.items() if low < high]
        if not open_cells:
            return True
        cell = min(open_cells, key=lambda one: (bounds[one][1] - bounds[one][0], one))
        low, high = bounds[cell]
        for value in sorted(range(low, high + 1), key=lambda n: abs(n - self.truth[cell])):
            self.tries -= 1
            if self.tries < 0:
                return False
            if self._search(bounds | {cell: (value, value)}, list(self.of[cell])):
                return True
        return False

    def _narrow(self, bounds: dict[Cell, tuple[int, int]], touched: list[int]) -> bool:
        waiting = list(touched)
        while waiting:
            cells, made = self.sums[waiting.pop()]
            ends = {c: (bounds[c] if sign > 0 else (-bounds[c][1], -bounds[c][0])) for c, sign in cells}
            least, most = sum(low for low, _ in ends.values()), sum(high for _, high in ends.values())
            if not least <= made <= most:
                return False
            for cell, sign in cells:
                low, high = ends[cell]
                low, high = max(low, made - (most - high)), min(high, made - (least - low))
                tight = (low, high) if sign > 0 else (-high, -low)
                if tight != bounds[cell]:
                    bounds[cell] = tight
                    waiting += self.of[cell]
                    least, most = least + low - ends[cell][0], most + high - ends[cell][1]
                    ends[cell] = (low, high)
        return True


@given(people)
@settings(max_examples=40)
def test_no_small_number_can_be_worked_out_from_all_tables_of_a_line(told: list[tuple[str, str, Counts]]) -> None:
    reaches = tables_of(told)
    released = {kind: release(one, limit=LIMIT, regions=REGIONS) for kind, one in reaches.items()}
    truth = {
        (kind.value, group.id, part): n
        for kind in (GroupKind.COUNTY, GroupKind.RACE)
        for group, counts in reaches[kind].groups.items()
        for part, n in counts.items()
    }
    attacker = Attacker(all_that_is_said(released), truth)
    for kind in (GroupKind.COUNTY, GroupKind.RACE):
        for row in released[kind].rows:
            assert row.group is not None
            for part, one in row.parts.items():
                cell = (kind.value, row.group.id, part)
                if 0 < truth[cell] <= LIMIT:
                    assert one.count is None
                    assert attacker.range_of(cell) >= LIMIT, (cell, truth[cell])


@given(people)
def test_no_count_from_one_to_the_limit_is_shown_and_everybody_reads_the_same_in_every_table(
    told: list[tuple[str, str, Counts]],
) -> None:
    released = [release(one, limit=LIMIT, regions=REGIONS) for one in tables_of(told).values()]
    for one in released:
        for row in (one.everybody, *one.rows):
            shown = [held.count for held in (*row.parts.values(), row.need, row.cohort)]
            assert all(n is None or n == 0 or n > LIMIT for n in shown)
            assert row.reach is None or not row.share_hidden
    assert len({str(one.everybody) for one in released}) == 1


@given(people)
def test_where_nothing_is_small_nothing_is_hidden(told: list[tuple[str, str, Counts]]) -> None:
    large = [(county, race, Counts.of({part: 40 * n for part, n in counts.items()})) for county, race, counts in told]
    assert not any(release(one, limit=LIMIT, regions=REGIONS).hides for one in tables_of(large).values())


def test_a_share_is_hidden_with_the_numbers_it_is_made_of() -> None:
    group = Group(GroupKind.RACE, "a")
    other = Group(GroupKind.RACE, "b")
    held = {group: Counts(reached=4, missed=30), other: Counts(reached=200, missed=100)}
    released = release(Reach(Line("lead"), GroupKind.RACE, WHENEVER, held), limit=LIMIT)
    first = next(row for row in released.rows if row.group == group)
    assert first.parts[Part.REACHED].count is None
    assert (first.reach, first.interval, first.bounds) == (None, None, None)
    assert all(row.parts[Part.REACHED].count is None for row in released.rows), "the other would give it away"


def test_a_sum_of_several_hides_what_differs_by_few_from_one_of_them() -> None:
    """117 who got everything beside 120 who got the first: three got the first and no more."""
    group = Group(GroupKind.ALL, "all")
    whole = Reach(Line("visits", None, 2), GroupKind.ALL, WHENEVER, {group: Counts(reached=117, missed=83)})
    first = Reach(Line("visits", "visit_1"), GroupKind.ALL, WHENEVER, {group: Counts(reached=120, missed=80)})
    assert release(whole, limit=LIMIT).everybody.parts[Part.REACHED].count == 117
    assert release(whole, limit=LIMIT, occurrences=[first]).everybody.parts[Part.REACHED].count is None
