"""The ladder of one hand-off or element: at each step who went on, and what left there (design.md, Cracks; ux.md 2.2).

Counts are of *passages*: one recipient's way through the touchpoints of one hand-off (or element) that belong together,
which are those of one instance of a chain. A passage's last step is the furthest it climbed; a step that no source ever
reports for this hand-off is left out of the ladder rather than drawn as a loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil
from pathlib import Path
from typing import Any

from headwaters.domain.cracks import LadderStep
from headwaters.domain.problems import NotFound
from headwaters.engine.measures.ladders_table import CLIMBED, STOOD
from headwaters.engine.measures.reach import ELSEWHERE, NOT_ASKED, WITHHELD_GROUP, GroupKind
from headwaters.engine.warehouse.layers import Layers, files_of, read_published


class Left(StrEnum):
    """How a passage left the ladder at its last step, or that it has not left."""

    CRACK = "crack"
    IN_TIME = "in_time"
    FAMILY_CHOSE = "family_chose"
    NOT_SEEN = "not_seen"
    SETTLED = "settled"
    """Nothing more was owed: not eligible and sent on to the next route, moved, aged out, died."""
    DONE = "done"
    """Reached, with nothing left to do at this hand-off."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Children born (or due) from `born_from` through `born_through`; a county narrows it."""

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


STEPS = tuple(LadderStep)

PASSAGES_SQL = """
with told as (
    -- a slot of a series (`visit_3`) belongs to its touchpoint (`visit`)
    select *, split_part(touchpoint, '@', 1) as name,
           case when list_contains($touchpoints, element || '.' || split_part(touchpoint, '@', 1))
                then element || '.' || split_part(touchpoint, '@', 1)
                else element || '.' || regexp_replace(split_part(touchpoint, '@', 1), '_[0-9]+$', '') end as named
    from {rows} where element in (select unnest($elements))
),
wanted as (
    select s.*, list_position($touchpoints, s.named) as place, {group} as of_group,
           case when $chain then split_part(s.touchpoint, '@', 2) else s.touchpoint end as instance
    from told s join recipients r using (story_id, episode_id)
    where list_contains($touchpoints, s.named)
      and ($born_from is null or coalesce(r.birth, r.due_date) >= $born_from)
      and ($born_through is null or coalesce(r.birth, r.due_date) <= $born_through)
      and ($county is null or r.county = $county)
      and s.status <> 'proposed'
      and not (s.status = 'not_needed' and s.reason <> 'found_not_eligible')
),
whole as (
    select story_id, episode_id, role, instance,
           bool_and(status = 'upcoming') as waits,
           arg_min(crack, place) filter (crack is not null) as crack,
           arg_max(status, place) filter (status not in ('upcoming', 'not_needed')) as status,
           any_value(reason) filter (reason = 'found_not_eligible') as settled,
           arg_max(status, place) in ('reached', 'reached_late') as arrived,
           max(place) as last_place, any_value(of_group) as of_group
    from wanted group by all
),
climbed as (
    -- reaching the ask is not reaching what was asked for: only the last touchpoint of a passage keeps its promise
    select w.story_id, w.episode_id, w.role, w.instance, p.step, min(p.day) as day
    from wanted w
    join whole h using (story_id, episode_id, role, instance)
    join (select * from {steps} where element in (select unnest($elements))) p
      on p.story_id = w.story_id and p.episode_id = w.episode_id and p.role = w.role
     and p.element = w.element and p.touchpoint = w.touchpoint
    where p.step <> 'kept' or w.place = h.last_place
    group by all
)
select w.waits, w.crack, w.status, w.settled, w.arrived,
       list({{step: c.step, day: c.day}}) filter (c.step is not null) as steps, any_value(w.of_group)
from whole w left join climbed c using (story_id, episode_id, role, instance)
group by w.story_id, w.episode_id, w.role, w.instance, w.waits, w.crack, w.status, w.settled, w.arrived
"""


def group_of(fact: str) -> str:
    """SQL: the group of a row of `recipients` by one of its facts; kept private and never asked are groups of their own."""
    return f"case when list_contains(withheld, '{fact}') then '{WITHHELD_GROUP}' else coalesce({fact}::varchar, '{NOT_ASKED}') end"


GROUPS = {
    GroupKind.ALL: "'all'",
    **{kind: group_of(kind.value) for kind in (GroupKind.RACE, GroupKind.LANGUAGE, GroupKind.PAYER, GroupKind.COUNTY)},
    GroupKind.REGION: f"coalesce(r.region::varchar, '{ELSEWHERE}')",
}
"""The group of a recipient `r`, by kind. Zip codes are too small for a ladder each."""


def ladder(published: Path, *, touchpoints: Sequence[str], cohort: Cohort, chain: bool = True) -> Ladder:
    """The ladder over published tables.

    published    a run's folder
    touchpoints  `element.touchpoint` of the hand-off (or element), in the order in which they follow each other
    chain        they follow from each other and make one passage; otherwise each is a passage of its own
    """
    return _ladder_of(_passages(published, touchpoints, cohort, chain, "null"))


def ladders_by(
    published: Path, *, touchpoints: Sequence[str], kind: GroupKind, cohort: Cohort, chain: bool = True
) -> dict[str, Ladder]:
    """The same for each group of a kind, by the group's id.

    raises  NotFound  zip codes
    """
    if kind not in GROUPS:
        raise NotFound("Ladders are not drawn by zip code: too few people climb each. Choose county or region.")
    rows = _passages(published, touchpoints, cohort, chain, GROUPS[kind])
    by_group: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        by_group.setdefault(str(row[-1]), []).append(row)
    return {group: _ladder_of(held) for group, held in sorted(by_group.items())}


def _passages(
    published: Path, touchpoints: Sequence[str], cohort: Cohort, chain: bool, group: str
) -> list[tuple[Any, ...]]:  # fmt: skip
    given = _parameters(touchpoints, cohort) | {"chain": chain}
    rows, steps = (STOOD, CLIMBED) if _is_sorted(published) else ("status", "passages")
    with read_published(published, rows, steps, "recipients") as con:
        return con.execute(PASSAGES_SQL.format(group=group, rows=rows, steps=steps), given).fetchall()


def _is_sorted(published: Path) -> bool:
    """Whether every layer of the run has the tables that are sorted for ladders."""
    return all(files_of(layer, table) for layer in Layers.read(published).folders for table in (STOOD, CLIMBED))


def _ladder_of(rows: Sequence[tuple[Any, ...]]) -> Ladder:
    begun = [_Passage.of(row) for row in rows if not row[0]]
    return Ladder(rungs=_rungs(begun), passages=len(begun), too_young=len(rows) - len(begun))


def _parameters(touchpoints: Sequence[str], cohort: Cohort) -> dict[str, object]:
    return {
        "touchpoints": list(touchpoints),
        "elements": sorted({one.partition(".")[0] for one in touchpoints}),
        "born_from": cohort.born_from,
        "born_through": cohort.born_through,
        "county": cohort.county,
    }


@dataclass(frozen=True, slots=True)
class _Passage:
    days: dict[LadderStep, date]
    left: Left
    word: str

    @classmethod
    def of(cls, row: Sequence[object]) -> _Passage:
        _, crack, status, settled, arrived, steps, _ = row
        days = {LadderStep(step["step"]): step["day"] for step in steps or ()}  # type: ignore[attr-defined]
        left = _how_it_left(crack, status, settled, arrived=bool(arrived))
        return cls(days=days, left=left, word=str(crack or settled or status or "upcoming"))

    @property
    def last(self) -> LadderStep:
        return max(self.days, key=STEPS.index, default=LadderStep.KNOWN)


def _how_it_left(crack: object, status: object, settled: object, *, arrived: bool) -> Left:
    """`arrived`: the last touchpoint was reached; an earlier one alone leaves the passage waiting for the next."""
    if crack is not None:
        return Left.CRACK
    if settled is not None and not arrived:
        return Left.SETTLED
    match status:
        case "declined":
            return Left.FAMILY_CHOSE
        case "unobserved":
            return Left.NOT_SEEN
        case "reached" | "reached_late" if arrived:
            return Left.DONE
        case "ended":
            return Left.SETTLED
        case _:
            return Left.IN_TIME


def _rungs(passages: Sequence[_Passage]) -> tuple[Rung, ...]:
    reported = [step for step in STEPS if any(step in passage.days for passage in passages)]
    if not reported:
        reported = [LadderStep.KNOWN]
    return tuple(_rung(step, reported, passages) for step in reported)


def _rung(step: LadderStep, reported: Sequence[LadderStep], passages: Sequence[_Passage]) -> Rung:
    place = STEPS.index(step)
    arrived = [p for p in passages if STEPS.index(p.last) >= place]
    stayed = [p for p in arrived if p.last is step]
    counted: dict[tuple[Left, str], int] = {}
    for passage in stayed:
        counted[passage.left, passage.word] = counted.get((passage.left, passage.word), 0) + 1
    before = reported[: reported.index(step)]
    waits = sorted(_waits(step, before, arrived))
    return Rung(
        step=step,
        arrived=len(arrived),
        went_on=len(arrived) - len(stayed),
        losses=tuple(
            Loss(left, word, n) for (left, word), n in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        ),
        median_days=_quantile(waits, 0.5),
        slowest_tenth_days=_quantile(waits, 0.9),
    )


def _waits(step: LadderStep, before: Sequence[LadderStep], passages: Sequence[_Passage]) -> list[int]:
    """Days from the latest earlier step that has a day of its own to this one."""
    waits = []
    for passage in passages:
        earlier = [passage.days[s] for s in before if s in passage.days]
        if step in passage.days and earlier:
            waits.append(max((passage.days[step] - max(earlier)).days, 0))
    return waits


def _quantile(waits: Sequence[int], share: float) -> float | None:
    """The smallest wait that at least this share of the waits do not exceed; None without any."""
    if not waits:
        return None
    return float(waits[max(0, ceil(share * len(waits)) - 1)])
