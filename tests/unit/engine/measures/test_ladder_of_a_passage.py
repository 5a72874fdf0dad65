"""The ladder: where each passage through a hand-off stands, and how it left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from headwaters.domain.cracks import LadderStep
from headwaters.domain.problems import NotFound
from headwaters.engine.measures.ladder import Cohort, Ladder, Left, ladder, ladders_by
from headwaters.engine.measures.ladder_cube import read_for_ladders, write_ladders
from headwaters.engine.measures.ladder_doors import LadderDoor
from headwaters.engine.measures.reach import GroupKind
from headwaters.engine.warehouse.recipients_table import RECIPIENTS

CHAIN = ("early_intervention.sent", "early_intervention.plan")
DOORS = (LadderDoor(CHAIN, chain=True), LadderDoor(CHAIN, chain=False))
BORN = date(2025, 1, 1)

Row = tuple[str, str, str, str | None]
"""(child, touchpoint, status, crack)"""
Climbed = tuple[str, str, str, date]
"""(child, touchpoint, step, day)"""


def publish(folder: Path, rows: Sequence[Row], climbed: Sequence[Climbed], *, reason: str = "") -> Path:
    """A run with the three tables that ladders are counted from, and their cube."""
    children = sorted({child for child, *_rest in rows})
    key = {"role": "child", "element": "early_intervention"}
    status = [
        {"story_id": child, "episode_id": child, **key, "touchpoint": touchpoint, "status": status, "crack": crack,
         "reason": "found_not_eligible" if status == "not_needed" else reason}
        for child, touchpoint, status, crack in rows
    ]  # fmt: skip
    passages = [
        {"story_id": child, "episode_id": child, **key, "touchpoint": touchpoint, "step": step, "day": day}
        for child, touchpoint, step, day in climbed
    ]
    recipients = [
        {"story_id": child, "episode_id": child, "kind": "child", "birth": BORN, "county": "lane", "withheld": []}
        for child in children
    ]
    text, day = pa.string(), pa.date32()
    columns = [("story_id", text), ("episode_id", text), ("role", text), ("element", text), ("touchpoint", text)]
    tables = {
        "status": (status, pa.schema([*columns, ("status", text), ("crack", text), ("reason", text)])),
        "passages": (passages, pa.schema([*columns, ("step", text), ("day", day)])),
        "recipients": (recipients, pa.schema([pa.field(one.name, _plain(one.type)) for one in RECIPIENTS])),
    }
    for name, (held, schema) in tables.items():
        pq.write_table(pa.Table.from_pylist(held, schema=schema), folder / f"{name}.parquet")
    write_ladders(read_for_ladders(folder), folder / "ladders.parquet", doors=DOORS)
    return folder


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def climbs(
    child: str, *steps: LadderStep, first: date = date(2025, 10, 1), touchpoint: str = "plan@m9"
) -> list[Climbed]:
    """One step a day, from `first` on."""
    return [(child, touchpoint, step.value, date.fromordinal(first.toordinal() + n)) for n, step in enumerate(steps)]


def left_at(found: Ladder, step: LadderStep) -> dict[str, int]:
    for rung in found.rungs:
        if rung.step is step:
            return {f"{loss.left}: {loss.word}": loss.count for loss in rung.losses}
    return {}


ASKED = (LadderStep.KNOWN, LadderStep.NEED_SETTLED, LadderStep.SENT)
THROUGH = (*ASKED, LadderStep.ANSWERED, LadderStep.BEGUN, LadderStep.KEPT, LadderStep.TOLD_BACK)


def test_silence_after_the_ask_is_lost_at_the_ask_though_the_ask_itself_was_reached(tmp_path: Path) -> None:
    published = publish(
        tmp_path,
        [("ana", "sent@m9", "reached", None), ("ana", "plan@m9", "overdue", "no_answer")],
        [*climbs("ana", *ASKED, LadderStep.KEPT, touchpoint="sent@m9"), *climbs("ana", *ASKED)],
    )
    found = ladder(published, touchpoints=CHAIN, cohort=Cohort())
    assert [rung.step for rung in found.rungs] == list(ASKED)
    assert left_at(found, LadderStep.SENT) == {"crack: no_answer": 1}


def test_a_chain_that_came_about_is_done_at_its_last_step(tmp_path: Path) -> None:
    published = publish(
        tmp_path,
        [("ana", "sent@m9", "reached", None), ("ana", "plan@m9", "reached", None)],
        climbs("ana", *THROUGH),
    )
    found = ladder(published, touchpoints=CHAIN, cohort=Cohort())
    assert left_at(found, LadderStep.TOLD_BACK) == {"done: reached": 1}
    assert all(rung.went_on == 1 for rung in found.rungs[:-1])


def test_an_ask_that_waits_for_its_answer_in_time_is_neither_done_nor_lost(tmp_path: Path) -> None:
    published = publish(
        tmp_path,
        [("ana", "sent@m9", "reached", None), ("ana", "plan@m9", "upcoming", None)],
        climbs("ana", *ASKED),
    )
    found = ladder(published, touchpoints=CHAIN, cohort=Cohort())
    assert left_at(found, LadderStep.SENT) == {"in_time: reached": 1}


def test_a_familys_own_no_is_counted_apart(tmp_path: Path) -> None:
    published = publish(tmp_path, [("ana", "plan@m9", "declined", None)], climbs("ana", *ASKED))
    found = ladder(published, touchpoints=CHAIN, cohort=Cohort())
    assert left_at(found, LadderStep.SENT) == {"family_chose: declined": 1}


def test_not_eligible_and_sent_on_is_settled(tmp_path: Path) -> None:
    published = publish(
        tmp_path,
        [("ana", "sent@m9", "reached", None), ("ana", "plan@m9", "not_needed", None)],
        climbs("ana", *ASKED, LadderStep.ANSWERED),
    )
    found = ladder(published, touchpoints=CHAIN, cohort=Cohort())
    assert left_at(found, LadderStep.ANSWERED) == {f"{Left.SETTLED}: found_not_eligible": 1}


def test_two_screens_that_each_began_a_chain_are_two_passages(tmp_path: Path) -> None:
    published = publish(
        tmp_path,
        [("ana", "plan@m9", "overdue", "no_answer"), ("ana", "plan@m18", "reached", None)],
        [*climbs("ana", *ASKED), *climbs("ana", *THROUGH, touchpoint="plan@m18")],
    )
    assert ladder(published, touchpoints=CHAIN, cohort=Cohort()).passages == 2


def test_slots_of_a_series_that_stand_alone_are_each_a_passage(tmp_path: Path) -> None:
    published = publish(
        tmp_path,
        [
            ("ana", "plan_1", "reached", None),
            ("ana", "plan_2", "missed", "not_offered"),
            ("ana", "plan_3", "upcoming", None),
        ],
        [
            *climbs("ana", LadderStep.KNOWN, LadderStep.KEPT, touchpoint="plan_1"),
            *climbs("ana", LadderStep.KNOWN, touchpoint="plan_2"),
        ],
    )
    found = ladder(published, touchpoints=CHAIN, cohort=Cohort(), chain=False)
    assert (found.passages, found.too_young) == (2, 1)
    assert left_at(found, LadderStep.KNOWN) == {"crack: not_offered": 1}


def test_the_wait_is_the_median_and_the_slowest_tenth_is_what_one_in_ten_waited_or_more(tmp_path: Path) -> None:
    rows: list[Row] = [(f"child-{n}", "plan@m9", "overdue", "no_answer") for n in range(1, 11)]
    climbed = [
        step
        for n in range(1, 11)
        for step in (
            (f"child-{n}", "plan@m9", "sent", date(2025, 10, 1)),
            (f"child-{n}", "plan@m9", "answered", date(2025, 10, 1 + n)),
        )
    ]
    found = ladder(publish(tmp_path, rows, climbed), touchpoints=CHAIN, cohort=Cohort())
    assert (found.rungs[-1].median_days, found.rungs[-1].slowest_tenth_days) == (5.0, 9.0)


@pytest.mark.parametrize(
    ("cohort", "passages"),
    [(Cohort(), 1), (Cohort(born_from=date(2025, 1, 1)), 1), (Cohort(born_from=date(2025, 4, 1)), 0),
     (Cohort(born_through=date(2024, 12, 31)), 0), (Cohort(county="lane"), 1), (Cohort(county="benton"), 0)],
)  # fmt: skip
def test_a_cohort_is_quarters_of_birth_and_its_county(tmp_path: Path, cohort: Cohort, passages: int) -> None:
    published = publish(tmp_path, [("ana", "plan@m9", "overdue", "no_answer")], climbs("ana", *ASKED))
    assert ladder(published, touchpoints=CHAIN, cohort=cohort).passages == passages


def test_a_door_to_which_nobody_came_is_empty_and_one_that_nobody_counted_is_refused(tmp_path: Path) -> None:
    published = publish(tmp_path, [("ana", "other@m9", "reached", None)], [])
    assert ladder(published, touchpoints=CHAIN, cohort=Cohort()).passages == 0
    with pytest.raises(NotFound, match=r"no ladder of `early_intervention\.plan > `"):
        ladder(published, touchpoints=CHAIN[1:], cohort=Cohort())


def test_places_add_up_to_everybody(tmp_path: Path) -> None:
    rows: list[Row] = [("ana", "plan@m9", "overdue", "no_answer"), ("ben", "plan@m9", "upcoming", None)]
    published = publish(tmp_path, rows, climbs("ana", *ASKED))
    found = ladders_by(published, touchpoints=CHAIN, kind=GroupKind.REGION, cohort=Cohort())
    assert {place: (held.passages, held.too_young) for place, held in found.items()} == {"elsewhere": (1, 1)}
    with pytest.raises(NotFound, match="by county or region"):
        ladders_by(published, touchpoints=CHAIN, kind=GroupKind.RACE, cohort=Cohort())


def test_what_was_taken_away_and_added_again_changes_nothing(tmp_path: Path) -> None:
    rows: list[Row] = [("ana", "plan@m9", "overdue", "no_answer"), ("ben", "plan@m9", "reached", None)]
    published = publish(tmp_path, rows, [*climbs("ana", *ASKED), *climbs("ben", *THROUGH)])
    out = tmp_path / "change.parquet"
    write_ladders(read_for_ladders(published), out, doors=DOORS, before=read_for_ladders(published))
    assert set(pq.read_table(out)["what"].to_pylist()) == {"door"}
    write_ladders([], out, doors=DOORS, before=read_for_ladders(published, only=["ana"]))
    counted = pq.read_table(out).to_pylist()
    assert {(row["word"], row["count"]) for row in counted if row["what"] == "left"} == {("no_answer", -1)}
