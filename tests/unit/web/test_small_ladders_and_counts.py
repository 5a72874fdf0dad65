"""All hand-offs at a glance hide what the big ladder hides, a file hides always, and Today counts from one read."""

from __future__ import annotations

from headwaters.domain.cracks import LadderStep
from headwaters.engine.measures.ladder import Ladder, Left, Loss, Rung
from headwaters.engine.measures.promises import When, WorkCount
from headwaters.web.cracks.files import COLUMNS, csv_text, rows_of
from headwaters.web.cracks.ladder import draw_ladder
from headwaters.web.cracks.small import overview_finding, small_ladder
from headwaters.web.worklist.counts import Counts, Narrowed, Shown


def rung(step: LadderStep, arrived: int, went_on: int, *losses: Loss) -> Rung:
    return Rung(step, arrived, went_on, losses, 4.0, 19.0)


LADDER = Ladder(
    (
        rung(LadderStep.KNOWN, 60, 35, Loss(Left.CRACK, "no_answer", 25)),
        rung(LadderStep.PLACE_FREE, 35, 31, Loss(Left.CRACK, "full", 4)),
        rung(LadderStep.BEGUN, 31, 31, Loss(Left.DONE, "reached", 31)),
    ),
    60,
    0,
)
NOBODY = Ladder((), 0, 0)


def small(ladder: Ladder, *, rows_allowed: bool, few: bool = False) -> list[tuple[str, str, str]]:
    drawn = small_ladder(ladder, title="t", between="", href="", rows_allowed=rows_allowed, few=few)
    return [(one.step, one.count, one.share) for one in drawn.rungs]


def test_a_small_ladder_says_counts_and_shares_of_those_who_came() -> None:
    assert small(LADDER, rows_allowed=True) == [
        ("Known", "60", "100%"),
        ("Place free", "35", "58%"),
        ("Began", "31", "52%"),
    ]


def test_a_small_fall_is_hidden_from_who_sees_counts_alone() -> None:
    assert small(LADDER, rows_allowed=False)[-1] == ("Began", "too few", "")


def test_many_places_show_the_main_steps_alone() -> None:
    assert [step for step, _count, _share in small(LADDER, rows_allowed=True, few=True)] == ["Known", "Began"]


def test_a_door_to_which_nobody_came_says_so() -> None:
    assert small_ladder(NOBODY, title="t", between="", href="", rows_allowed=True, few=False).said == (
        "Nobody has come to this door yet."
    )


def test_the_overview_names_the_door_with_most_cracks_unless_they_are_few() -> None:
    tiny = Ladder((rung(LadderStep.KNOWN, 40, 36, Loss(Left.CRACK, "full", 4)),), 40, 0)
    assert "“A”" in overview_finding([("A", LADDER), ("B", tiny)], rows_allowed=False)[1]
    assert "Too few" in overview_finding([("B", tiny)], rows_allowed=False)[1]
    assert "Nobody" in overview_finding([("B", NOBODY)], rows_allowed=True)[1]


def test_a_file_holds_only_what_may_be_shown() -> None:
    rows = list(rows_of(LADDER, draw_ladder(LADDER, rows_allowed=False)))
    assert rows[-1][:2] == ("begun", None)
    assert rows[-1][-2:] == (None, None)
    assert not [row for row in rows if row[4] is not None and 0 < row[4] <= 10]  # type: ignore[operator]


def test_a_text_that_a_spreadsheet_would_run_is_guarded() -> None:
    assert csv_text(COLUMNS[:1], iter([("=1+1",), ("begun",)])).splitlines() == ["step", "'=1+1", "begun"]


ROWS = (
    WorkCount("navigator", "lane", None, When.LATE, 5), WorkCount("navigator", "coos", True, When.AHEAD, 3),
    WorkCount("navigator", "lane", True, When.OLDER, 7), WorkCount("navigator", None, None, When.NO_DAY, 2),
    WorkCount("wic", "lane", None, When.OLDER, 11), WorkCount("wic", "lane", None, When.AHEAD, 1),
)  # fmt: skip
COUNTS = Counts(ROWS, "navigator")


def test_what_is_older_stands_in_a_list_of_its_own() -> None:
    assert COUNTS.of(Narrowed(Shown.MINE)) == 10
    assert COUNTS.of(Narrowed(Shown.MINE), late=True) == 5
    assert COUNTS.of(Narrowed(Shown.OLDER)) == 7
    assert COUNTS.of(Narrowed(Shown.MINE, interpreter=True)) == 3


def test_agencies_are_counted_apart_from_whoever_reads() -> None:
    assert COUNTS.of(Narrowed(Shown.AGENCIES)) == 12
    assert COUNTS.by_agency() == [("wic", 12, 11)]


def test_counties_of_a_list_do_not_depend_on_the_one_chosen() -> None:
    assert COUNTS.by_county(Narrowed(Shown.MINE, county="coos")) == [("lane", 5), ("coos", 3)]
    assert COUNTS.of(Narrowed(Shown.MINE, county="coos")) == 3
