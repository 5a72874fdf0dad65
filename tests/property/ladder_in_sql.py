"""Ladders said another way: one query over `status` and `passages`, passage by passage. What the cube is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

from headwaters.domain.cracks import LadderStep
from headwaters.engine.measures.ladder import STEPS, Cohort, Ladder, Left, Loss, Rung
from headwaters.engine.measures.ladder_doors import LadderDoor
from headwaters.engine.measures.leaving import left_and_word
from headwaters.engine.measures.passing import Ended
from headwaters.engine.warehouse.layers import read_published

PASSAGES_SQL = """
with told as (
    -- a slot of a series (`visit_3`) belongs to its touchpoint (`visit`)
    select *, split_part(touchpoint, '@', 1) as name,
           case when list_contains($touchpoints, element || '.' || split_part(touchpoint, '@', 1))
                then element || '.' || split_part(touchpoint, '@', 1)
                else element || '.' || regexp_replace(split_part(touchpoint, '@', 1), '_[0-9]+$', '') end as named
    from (select *, row_number() over () as row from status) where element in (select unnest($elements))
),
wanted as (
    select s.*, list_position($touchpoints, s.named) as place, r.county::varchar as of_group,
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
           arg_min(crack, place * 1000000 + row) filter (crack is not null) as crack,
           arg_max(status, place * 1000000 - row) filter (status not in ('upcoming', 'not_needed')) as status,
           any_value(reason) filter (reason = 'found_not_eligible') as settled,
           arg_max(status, place * 1000000 - row) in ('reached', 'reached_late') as arrived,
           max(place) as last_place, any_value(of_group) as of_group
    from wanted group by all
),
climbed as (
    -- reaching the ask is not reaching what was asked for: only the last touchpoint of a passage keeps its promise
    select w.story_id, w.episode_id, w.role, w.instance, p.step, min(p.day) as day
    from wanted w
    join whole h using (story_id, episode_id, role, instance)
    join (select * from passages where element in (select unnest($elements))) p
      on p.story_id = w.story_id and p.episode_id = w.episode_id and p.role = w.role
     and p.element = w.element and p.touchpoint = w.touchpoint
    where p.step <> 'kept' or w.place = h.last_place
    group by all
)
select w.waits, w.crack, w.status, w.settled, w.arrived,
       list({step: c.step, day: c.day}) filter (c.step is not null) as steps, any_value(w.of_group)
from whole w left join climbed c using (story_id, episode_id, role, instance)
group by w.story_id, w.episode_id, w.role, w.instance, w.waits, w.crack, w.status, w.settled, w.arrived
"""


def ladder_in_sql(published: Path, door: LadderDoor, cohort: Cohort) -> Ladder:
    given = {
        "touchpoints": list(door.touchpoints), "elements": sorted({one.partition(".")[0] for one in door.touchpoints}),
        "born_from": cohort.born_from, "born_through": cohort.born_through, "county": cohort.county, "chain": door.chain,
    }  # fmt: skip
    with read_published(published, "status", "passages", "recipients") as con:
        rows = con.execute(PASSAGES_SQL, given).fetchall()
    begun = [_Passage.of(row) for row in rows if not row[0]]
    return Ladder(rungs=_rungs(begun), passages=len(begun), too_young=len(rows) - len(begun))


@dataclass(frozen=True, slots=True)
class _Passage:
    days: dict[LadderStep, date]
    left: Left
    word: str

    @classmethod
    def of(cls, row: Sequence[Any]) -> _Passage:
        _, crack, status, settled, arrived, steps, _ = row
        days = {LadderStep(step["step"]): step["day"] for step in steps or ()}
        left, word = left_and_word(Ended(crack, status, settled is not None, bool(arrived)))
        return cls(days, left, word)

    @property
    def last(self) -> LadderStep:
        return max(self.days, key=STEPS.index, default=LadderStep.KNOWN)


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
