"""The ladder of one hand-off or element: at each step who went on, and what left there (design.md, Cracks; ux.md 2.2).

Counts are of *passages*: one recipient's way through the touchpoints of one hand-off (or element) that belong together,
which are those of one instance of a chain. A passage's last step is the furthest it climbed; a step that no source ever
reports for this hand-off is left out of the ladder rather than drawn as a loss.

Read from the published cube (ladder_cube.py), never from everybody's status.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

from headwaters.domain.cracks import LadderStep
from headwaters.domain.problems import NotFound
from headwaters.engine.measures.ladder_cube import What
from headwaters.engine.measures.ladder_doors import LadderDoor as LadderDoor
from headwaters.engine.measures.leaving import Left as Left
from headwaters.engine.measures.reach import GroupKind
from headwaters.engine.warehouse.layers import Layers, cursor, files_of

TABLE = "ladders"


@dataclass(frozen=True, slots=True)
class Cohort:
    """Children born (or due) from `born_from` through `born_through`, in whole quarters; a county narrows it."""

    born_from: date | None = None
    born_through: date | None = None
    county: str | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """Passages that left at one step in one way: `word` is the crack's name or the status, `count` passages."""

    left: Left
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: `arrived` passages stood here, `went_on` climbed further; waits are from the step before, in days."""

    step: LadderStep
    arrived: int
    went_on: int
    losses: tuple[Loss, ...]
    median_days: float | None
    slowest_tenth_days: float | None


@dataclass(frozen=True, slots=True)
class Ladder:
    """`too_young`: passages that have not opened yet and are in no rung."""

    rungs: tuple[Rung, ...]
    passages: int
    too_young: int


NO_LADDER = Ladder((Rung(LadderStep.KNOWN, 0, 0, (), None, None),), passages=0, too_young=0)
"""Of a door to which nobody came."""

STEPS = tuple(LadderStep)

GROUPS: Mapping[GroupKind, str] = {
    GroupKind.ALL: "'all'",
    GroupKind.COUNTY: "county::varchar",
    GroupKind.REGION: "region::varchar",
}
"""The group of a row of the cube, by kind. Other groups are too small for a ladder each."""


def ladder(published: Path, *, touchpoints: Sequence[str], cohort: Cohort, chain: bool = True) -> Ladder:
    """One ladder of a published run.

    published    a run's folder
    touchpoints  `element.touchpoint` of the hand-off (or element), in the order in which they follow each other
    chain        they follow from each other and make one passage; otherwise each is a passage of its own
    raises       NotFound           no such hand-off or element was counted
                 FileNotFoundError  the run was published before there was a cube
    """
    door = LadderDoor(tuple(touchpoints), chain)
    return ladders(published, doors=[door], cohort=cohort)[door]


def ladders(published: Path, *, doors: Collection[LadderDoor], cohort: Cohort) -> Mapping[LadderDoor, Ladder]:
    """Several at once, by door."""
    found = _read(published, doors, GroupKind.ALL, cohort)
    return {door: found.get((door.key, "all"), _Counted()).ladder() for door in doors}


def ladders_by(
    published: Path, *, touchpoints: Sequence[str], kind: GroupKind, cohort: Cohort, chain: bool = True
) -> dict[str, Ladder]:
    """The same for each county or region, by its id.

    raises  NotFound  another kind of group
    """
    if kind not in GROUPS:
        raise NotFound("Ladders are drawn by county or region: too few people of other groups climb each.")
    found = _read(published, [LadderDoor(tuple(touchpoints), chain)], kind, cohort)
    return {group: held.ladder() for (_, group), held in sorted(found.items()) if not held.is_empty}


def cube_files(published: Path) -> tuple[Path, ...]:
    """The cube of a run: that of its base, and the changes of each night since."""
    found = tuple(file for layer in Layers.read(published).folders for file in files_of(layer, TABLE))
    if not found:
        raise FileNotFoundError(f"{published} holds no table `{TABLE}`")
    return found


_Key = tuple[str, str]
"""(door, group)."""


@dataclass(slots=True)
class _Counted:
    """The counts of one ladder, as they are read."""

    too_young: int = 0
    left: dict[LadderStep, dict[tuple[Left, str], int]] = field(default_factory=dict)
    told: dict[LadderStep, int] = field(default_factory=dict)
    waits: dict[LadderStep, dict[int, int]] = field(default_factory=dict)

    def add(
        self, what: What, step: str | None, left: str | None, word: str | None, days: int | None, count: int
    ) -> None:
        if what is What.TOO_YOUNG:
            self.too_young += count
        elif step is None:
            return
        elif what is What.LEFT and left is not None:
            self.left.setdefault(LadderStep(step), {})[Left(left), word or ""] = count
        elif what is What.TOLD:
            self.told[LadderStep(step)] = count
        elif what is What.WAIT and days is not None:
            self.waits.setdefault(LadderStep(step), {})[days] = count

    @property
    def is_empty(self) -> bool:
        return not self.too_young and not self.left

    def ladder(self) -> Ladder:
        reported = [step for step in STEPS if step in self.told] or [LadderStep.KNOWN]
        begun = sum(sum(of.values()) for of in self.left.values())
        return Ladder(tuple(self._rung(step) for step in reported), passages=begun, too_young=self.too_young)

    def _rung(self, step: LadderStep) -> Rung:
        stayed = self.left.get(step, {})
        higher = STEPS[STEPS.index(step) + 1 :]
        went_on = sum(sum(self.left.get(one, {}).values()) for one in higher)
        waits = sorted(self.waits.get(step, {}).items())
        ordered = sorted(stayed.items(), key=lambda item: (-item[1], item[0]))
        return Rung(
            step=step, arrived=went_on + sum(stayed.values()), went_on=went_on,
            losses=tuple(Loss(left, word, n) for (left, word), n in ordered),
            median_days=_quantile(waits, 0.5), slowest_tenth_days=_quantile(waits, 0.9),
        )  # fmt: skip


def _quantile(waits: Iterable[tuple[int, int]], share: float) -> float | None:
    """The smallest wait that at least this share of the waits, counted by their days, do not exceed; None without any."""
    waits = list(waits)
    wanted = max(1, ceil(share * sum(count for _, count in waits)))
    reached = 0
    for days, count in waits:
        reached += count
        if reached >= wanted:
            return float(days)
    return None


def _read(
    published: Path, doors: Collection[LadderDoor], kind: GroupKind, cohort: Cohort
) -> dict[_Key, _Counted]:  # fmt: skip
    keys = sorted({door.key for door in doors})
    if not keys:
        return {}
    files = [str(file) for file in cube_files(published)]
    # a range can be looked up in what the file says of its row groups, a list cannot
    of_door = ["door >= $least", "door <= $most", "list_contains($doors, door::varchar)"]
    where = ["true"]
    given: dict[str, Any] = {"files": files, "doors": keys, "least": keys[0], "most": keys[-1]}
    for name, day, sign in (("first", cohort.born_from, ">="), ("last", cohort.born_through, "<=")):
        if day is not None:
            where.append(f"quarter {sign} ${name}")
            given[name] = day
    if cohort.county is not None:
        where.append("county = $county")
        given["county"] = cohort.county
    con = cursor()
    try:
        rows = con.execute(
            f'select door::varchar as door, {GROUPS[kind]} as grp, what::varchar, step::varchar, "left"::varchar, word::varchar, '
            "days, sum(count)::bigint as n from read_parquet($files) "
            f"where {' and '.join(of_door)} and (what = 'door' or ({' and '.join(where)})) group by all having n <> 0 or what = 'door'",
            given,
        ).fetchall()
    finally:
        con.close()
    _refuse_unknown(keys, {row[0] for row in rows})
    found: dict[_Key, _Counted] = {}
    for door, group, what, *told in rows:
        if what != What.DOOR:
            found.setdefault((door, group), _Counted()).add(What(what), *told)
    return found


def _refuse_unknown(asked: Iterable[str], counted: Collection[str]) -> None:
    for key in asked:
        if key not in counted:
            raise NotFound(
                f"What is published holds no ladder of `{key}`. Run `headwaters refresh` with the blueprint that names it."
            )
