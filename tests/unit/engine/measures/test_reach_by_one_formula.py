"""Reach: who counts in the need, when, once each, and what stands beside it (design.md, Evaluation)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from headwaters.engine.measures.reach import Born, Counts, Group, GroupKind, Part, Reach, wilson
from headwaters.engine.measures.reach_cube import Published, ripening, write_reach, write_reach_change
from headwaters.engine.measures.reach_reading import offer, read_reach

AS_OF = date(2026, 1, 1)
PAST, AHEAD = date(2025, 12, 1), date(2026, 2, 1)
BORN = date(2025, 2, 3)
DECLARED = ("visits.visit", "visits.once", "lead.m12")

Row = tuple[str, str, str, str, date | None]
"""(story, recipient, touchpoint, status, last day in time), all of them children of that story."""

TEXT = ("story_id", "episode_id", "recipient_id", "role", "element", "touchpoint", "status", "reason")


def tables(rows: Sequence[Row], **facts: dict[str, str]) -> Published:
    """The two tables that the cube is counted from. `facts`: column -> story -> value."""
    children = sorted({(story, person) for story, person, *_ in rows})
    status = pa.table(
        {
            **{
                name: [
                    {"story_id": story, "episode_id": person.removesuffix("'s carer"), "recipient_id": person,
                     "role": "child", "element": touchpoint.partition(".")[0], "touchpoint": touchpoint.partition(".")[2],
                     "status": said.partition("/")[0], "reason": said.partition("/")[2]}[name]
                    for story, person, touchpoint, said, _ in rows
                ]
                for name in TEXT
            },
            "due_by": pa.array([due for *_, due in rows], pa.date32()),
            "closes": pa.array([None for _ in rows], pa.date32()),
        }
    )  # fmt: skip
    episodes = sorted({(story, person.removesuffix("'s carer")) for story, person in children})
    recipients = pa.table(
        {
            "story_id": [story for story, _ in episodes],
            "episode_id": [episode for _, episode in episodes],
            "kind": ["child" for _ in episodes],
            "birth": pa.array([BORN for _ in episodes], pa.date32()),
            "due_date": pa.array([None for _ in episodes], pa.date32()),
            **{
                name: pa.array([facts.get(name, {}).get(story) for story, _ in episodes], pa.string())
                for name in ("county", "language", "zip", "race", "payer", "region")
            },
            "withheld": pa.array(
                [[facts["withheld"][story]] if story in facts.get("withheld", {}) else [] for story, _ in episodes],
                pa.list_(pa.string()),
            ),
            "in_register": pa.array(
                [{"yes": True, "no": False}.get(facts.get("in_register", {}).get(story, "")) for story, _ in episodes],
                pa.bool_(),
            ),
        }
    )
    return {"status": status, "recipients": recipients}


def counted(
    folder: Path, rows: Sequence[Row], kind: GroupKind = GroupKind.ALL, **facts: dict[str, str]
) -> dict[str, Reach]:
    """The lines by touchpoint; the element as a whole is ''."""
    write_reach([tables(rows, **facts)], folder / "reach.parquet", as_of=AS_OF, declared=DECLARED)
    return {one.line.touchpoint or "": one for one in read_reach(folder, kind=kind)}


def parts(counts: Counts) -> dict[str, int]:
    return {part.value: n for part, n in counts.items() if n}


EACH = ("reached", "reached_late", "missed", "overdue", "declined", "unobserved")


def test_the_need_is_what_was_due_and_reach_is_what_came_in_time(tmp_path: Path) -> None:
    rows: list[Row] = [(f"s{n}", f"c{n}", "lead.m12", word, PAST) for n, word in enumerate(EACH)]
    rows.append(("s9", "c9", "lead.m12", "in_progress", AHEAD))
    one = counted(tmp_path, rows)["m12"].everybody
    assert one.need == 7
    assert one.reach == 1 / 7
    assert one.reach_with_late == 2 / 7
    assert one.bounds is not None
    assert (one.bounds.low, one.bounds.high) == (1 / 7, 2 / 7)


def test_ask_still_open_ended_and_not_needed_stand_beside_and_the_row_sums_to_the_cohort(tmp_path: Path) -> None:
    beside = ("ask", "due", "upcoming", "ended", "not_needed/need_false", "unobserved/trigger_unobserved")
    rows: list[Row] = [(f"s{n}", f"c{n}", "lead.m12", word, AHEAD) for n, word in enumerate(beside)]
    rows.append(("s9", "c9", "lead.m12", "reached", PAST))
    one = counted(tmp_path, rows)["m12"].everybody
    assert parts(one) == {"reached": 1, "ask": 1, "still_open": 2, "ended": 1, "not_needed": 1, "before_unseen": 1}
    assert one.cohort == 7
    assert one.need == 1


def test_reached_before_its_day_has_come_is_still_open_or_the_quick_would_count_before_the_slow(tmp_path: Path) -> None:
    rows: list[Row] = [("s1", "c1", "lead.m12", "reached", AHEAD), ("s2", "c2", "lead.m12", "due", AHEAD)]
    one = counted(tmp_path, rows)["m12"].everybody
    assert parts(one) == {"still_open": 2}
    assert one.reach is None


def test_the_last_day_in_time_is_in_time(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("s1", "c1", "lead.m12", "reached", AS_OF),
        ("s2", "c2", "lead.m12", "reached", AS_OF - timedelta(1)),
    ]
    assert parts(counted(tmp_path, rows)["m12"].everybody) == {"reached": 1, "still_open": 1}


def test_what_is_only_proposed_is_nobodys_need(tmp_path: Path) -> None:
    rows: list[Row] = [("s1", "c1", "lead.m12", "proposed", PAST), ("s2", "c2", "lead.m12", "missed", PAST)]
    assert counted(tmp_path, rows)["m12"].everybody.cohort == 1


def test_twins_are_two_children_and_one_carer_who_stands_with_the_least_of_theirs(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("s1", "twin-a", "lead.m12", "reached", PAST),
        ("s1", "twin-b", "lead.m12", "reached", PAST),
    ]
    assert counted(tmp_path, rows)["m12"].everybody.cohort == 2
    held = tables(rows)
    carer = held["status"].to_pylist()
    for row, word in zip(carer, ("reached", "missed"), strict=True):
        row |= {"recipient_id": "carer", "role": "caregiver", "status": word}
    told = pa.Table.from_pylist(carer, schema=held["status"].schema)
    write_reach([{**held, "status": told}], tmp_path / "reach.parquet", as_of=AS_OF, declared=DECLARED)
    assert parts(read_reach(tmp_path, kind=GroupKind.ALL)[0].everybody) == {"missed": 1}


def test_a_series_and_an_element_are_reached_when_everything_due_so_far_came(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("s1", "c1", "visits.visit_1", "reached", PAST), ("s1", "c1", "visits.visit_2", "reached", PAST),
        ("s1", "c1", "visits.once", "due", AHEAD),
        ("s2", "c2", "visits.visit_1", "reached", PAST), ("s2", "c2", "visits.visit_2", "missed", PAST),
        ("s2", "c2", "visits.once", "not_needed", AHEAD),
        ("s3", "c3", "visits.visit_1", "not_needed", PAST), ("s3", "c3", "visits.visit_2", "not_needed", PAST),
        ("s3", "c3", "visits.once", "not_needed", AHEAD),
    ]  # fmt: skip
    found = counted(tmp_path, rows)
    assert sorted(found) == ["", "once", "visit", "visit_1", "visit_2"]
    assert found["visit"].line.occurrences == 2
    assert parts(found["visit"].everybody) == {"reached": 1, "missed": 1, "not_needed": 1}
    assert parts(found[""].everybody) == {"reached": 1, "missed": 1, "not_needed": 1}
    assert parts(found["visit_1"].everybody) == {"reached": 2, "not_needed": 1}


def test_not_asked_and_kept_private_are_groups_of_their_own(tmp_path: Path) -> None:
    rows: list[Row] = [(f"s{n}", f"c{n}", "lead.m12", "reached", PAST) for n in range(3)]
    found = counted(tmp_path, rows, GroupKind.RACE, race={"s0": "asian"}, withheld={"s1": "race"})["m12"]
    assert {group.id for group in found.groups} == {"asian", "withheld", "not_asked"}


def test_a_zip_code_lies_in_a_county_and_a_county_in_a_region(tmp_path: Path) -> None:
    rows: list[Row] = [(f"s{n}", f"c{n}", "lead.m12", "reached", PAST) for n in range(3)]
    where = {"county": {"s0": "lane", "s1": "baker"}, "region": {"s0": "lane"}, "zip": {"s0": "97401", "s1": "97814"}}
    assert set(counted(tmp_path, rows, GroupKind.ZIP, **where)["m12"].groups) == {
        Group(GroupKind.ZIP, "97401", "lane"), Group(GroupKind.ZIP, "97814", "baker"), Group(GroupKind.ZIP, "not_asked", "not_asked"),
    }  # fmt: skip
    assert offer(tmp_path).regions == {"elsewhere": ("baker",), "lane": ("lane",), "not_asked": ("not_asked",)}
    narrowed = read_reach(tmp_path, kind=GroupKind.ALL, elements=["lead"], place="lane")
    assert [one.everybody.cohort for one in narrowed] == [1, 1]


def test_who_is_not_in_the_register_that_covers_their_birth_is_in_no_share(tmp_path: Path) -> None:
    rows: list[Row] = [(f"s{n}", f"c{n}", "lead.m12", "reached", PAST) for n in range(3)]
    found = counted(tmp_path, rows, in_register={"s0": "yes", "s1": "no"})["m12"]
    assert found.everybody.cohort == 2
    assert found.outside == 1


def test_a_cohort_is_whole_quarters_of_birth(tmp_path: Path) -> None:
    counted(tmp_path, [("s1", "c1", "lead.m12", "reached", PAST)])
    assert offer(tmp_path).quarters == (Born(date(2025, 1, 1), date(2025, 3, 31)),)
    later = Born(date(2025, 4, 1), None)
    assert read_reach(tmp_path, kind=GroupKind.ALL, born=later) == ()


def test_a_night_adds_the_change_and_the_sum_is_what_a_whole_count_gives(tmp_path: Path) -> None:
    """Story 2 is told anew, story 3 is new, story 4 is gone, and of story 1 nothing is new but that its day came."""
    before: list[Row] = [
        ("s1", "c1", "visits.visit_1", "reached", AS_OF), ("s2", "c2", "visits.visit_1", "missed", PAST),
        ("s4", "c4", "visits.visit_1", "missed", PAST), ("s5", "c5", "visits.visit_1", "reached", PAST),
    ]  # fmt: skip
    after: list[Row] = [
        before[0], ("s2", "c2", "visits.visit_1", "reached", PAST), ("s3", "c3", "visits.visit_1", "declined", PAST), before[3],
    ]  # fmt: skip
    days = (AS_OF, AS_OF + timedelta(1))
    con = duckdb.connect()
    con.register("status", tables(before)["status"])
    ripe = ripening(con, before=days[0], after=days[1])
    assert ripe == ["s1"]
    (tmp_path / "night").mkdir()
    (tmp_path / "whole").mkdir()
    files = [tmp_path / "night" / "base.parquet", tmp_path / "night" / "change.parquet"]
    write_reach([tables(before)], files[0], as_of=days[0], declared=DECLARED)
    only = ("s2", "s3", "s4", *ripe)
    write_reach_change(
        [tables([row for row in before if row[0] in only])], [tables([row for row in after if row[0] in only])], files[1],
        days=days, declared=DECLARED,
    )  # fmt: skip
    duckdb.sql(
        f"copy (select * from read_parquet({[str(file) for file in files]})) to '{tmp_path}/night/reach.parquet'"
    )
    write_reach([tables(after)], tmp_path / "whole" / "reach.parquet", as_of=days[1], declared=DECLARED)
    for kind in GroupKind:
        assert read_reach(tmp_path / "night", kind=kind) == read_reach(tmp_path / "whole", kind=kind)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"), [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0)]
)
def test_the_interval_is_wilsons(count: int, of: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17:857-872, method 3."""
    found = wilson(count, of)
    assert found is not None
    assert found.low == pytest.approx(low, abs=1e-4)
    assert found.high == pytest.approx(high, abs=1e-4)


def test_of_nobody_there_is_no_share() -> None:
    assert wilson(0, 0) is None
    assert Counts().reach is None
    assert Counts.of({Part.ENDED: 3}).bounds is None


def test_parts_add_up_to_the_whole_whatever_lines_each_of_them_holds(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("s1", "c1", "visits.visit_1", "reached", PAST), ("s2", "c2", "visits.visit_2", "missed", PAST),
        ("s2", "c2", "visits.once", "reached", PAST), ("s3", "c3", "lead.m12", "due", AHEAD),
    ]  # fmt: skip
    (tmp_path / "parts").mkdir()
    (tmp_path / "whole").mkdir()
    each = [tables([row for row in rows if row[0] == story]) for story in ("s1", "s2", "s3")]
    write_reach(each, tmp_path / "parts" / "reach.parquet", as_of=AS_OF, declared=DECLARED)
    write_reach([tables(rows)], tmp_path / "whole" / "reach.parquet", as_of=AS_OF, declared=DECLARED)
    for kind in GroupKind:
        assert read_reach(tmp_path / "parts", kind=kind) == read_reach(tmp_path / "whole", kind=kind)


def test_two_recipients_in_one_episode_count_twice_on_a_line_and_once_for_the_element(tmp_path: Path) -> None:
    held = tables([("s1", "c1", "lead.m12", "reached", PAST), ("s1", "c1", "lead.m12", "missed", PAST)])
    two = held["status"].set_column(2, "recipient_id", pa.array(["one carer", "another"]))
    write_reach([{**held, "status": two}], tmp_path / "reach.parquet", as_of=AS_OF, declared=DECLARED)
    found = {one.line.touchpoint: parts(one.everybody) for one in read_reach(tmp_path, kind=GroupKind.ALL)}
    assert found == {"m12": {"reached": 1, "missed": 1}, None: {"missed": 1}}
