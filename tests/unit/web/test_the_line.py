"""The 1000-day line: marks never cover each other, labels stay whole, time runs from conception to three years."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_family import AS_OF, BIRTH, DUE_DATE, sample_blueprint, sample_rows

from headwaters.web.child.entries import entries_of
from headwaters.web.child.line import (
    MARK_PX,
    MARK_TRACK_PX,
    NARROW_TRACK_PX,
    WIDE_TRACK_PX,
    Item,
    LaneDrawing,
    axis_of,
    draw_lane,
    label_px,
    place_parts,
)
from headwaters.web.child.page import Course, drawing_of
from headwaters.web.layout.marks import Mark


def test_the_axis_begins_266_days_before_the_due_date_and_ends_three_years_after_birth() -> None:
    axis = axis_of(birth=BIRTH, due_date=DUE_DATE)
    assert axis.start == DUE_DATE - timedelta(days=266)
    assert axis.end == date(2029, 5, 28)
    assert axis.at(axis.start) == 0.0
    assert axis.at(axis.end) == 100.0


def test_an_early_birth_stands_earlier_on_the_line_and_months_count_from_it() -> None:
    on_time = axis_of(birth=DUE_DATE, due_date=DUE_DATE)
    early = axis_of(birth=DUE_DATE - timedelta(weeks=8), due_date=DUE_DATE)
    assert early.at(early.birth) < on_time.at(on_time.birth)
    assert early.end == date(2029, 4, 10)


def test_a_child_not_yet_born_is_drawn_around_the_due_date() -> None:
    axis = axis_of(birth=None, due_date=DUE_DATE)
    assert not axis.born
    assert axis.birth == DUE_DATE


def test_without_a_birth_or_a_due_date_there_is_no_line() -> None:
    with pytest.raises(ValueError, match="birth or a due date"):
        axis_of(birth=None, due_date=None)
    assert drawing_of((), Course("A child", None, None), AS_OF) is None


def stretches(lane: LaneDrawing, *, track_px: float, quiet: bool) -> list[tuple[int, float, float]]:
    """(row, first, last) in pixels of everything drawn in a lane on a track of that width."""
    half = MARK_PX / 2
    found = [(mark.row, mark.x / 100 * track_px - half, mark.x / 100 * track_px + half) for mark in lane.marks]
    for label in lane.labels:
        if label.quiet and not quiet:
            continue
        middle = (label.whole + label.tenth / 10) / 100 * track_px
        width = label_px(label.text, strong=not label.quiet)
        found.append((label.row, middle - half - width, middle - half) if label.before
                     else (label.row, middle + half, middle + half + width))  # fmt: skip
    return found


def overlapping(found: list[tuple[int, float, float]]) -> list[tuple[float, float]]:
    clashes = []
    for row in {row for row, _first, _last in found}:
        held = sorted((first, last) for at, first, last in found if at == row)
        clashes.extend((a[1], b[0]) for a, b in pairwise(held) if b[0] < a[1] - 1.5)
    return clashes


@pytest.mark.parametrize("track_px", [MARK_TRACK_PX, 860.0, 1130.0])
def test_marks_and_labels_of_a_whole_family_keep_apart(track_px: float) -> None:
    entries = entries_of(sample_blueprint(), sample_rows(), AS_OF)
    drawing = drawing_of(entries, Course("Mateo", BIRTH, DUE_DATE), AS_OF)
    assert drawing is not None
    for lane in drawing.lanes:
        assert overlapping(stretches(lane, track_px=track_px, quiet=track_px >= WIDE_TRACK_PX)) == []


items = st.lists(
    st.builds(
        Item,
        key=st.uuids().map(str),
        mark=st.sampled_from(Mark),
        day=st.dates(date(2025, 9, 1), date(2029, 6, 30)),
        label=st.text("abc def", max_size=30),
        weight=st.sampled_from([0, 0, 1, 2]),
    ),
    max_size=40,
)


@given(items)
def test_no_drawing_ever_loses_a_mark_or_lets_two_stand_on_each_other(drawn: list[Item]) -> None:
    lane = draw_lane("Any lane", drawn, axis_of(birth=BIRTH, due_date=DUE_DATE))
    assert sorted(mark.item.key for mark in lane.marks) == sorted(item.key for item in drawn)
    assert all(0 <= mark.x <= 100 and mark.y < lane.height for mark in lane.marks)
    assert overlapping(stretches(lane, track_px=WIDE_TRACK_PX, quiet=True)) == []


def test_a_label_near_the_end_of_the_line_stands_before_its_mark() -> None:
    item = Item("a/b", Mark.LATE, date(2029, 4, 1), label="Hand-over to preschool services", weight=2, flag=True)
    lane = draw_lane("Growing", [item], axis_of(birth=BIRTH, due_date=DUE_DATE))
    assert lane.labels[0].before


def test_a_strong_label_claims_its_width_on_the_narrowest_track() -> None:
    day = date(2027, 3, 4)
    near = day + timedelta(days=round(1360 * (label_px("Mood check", strong=True) + 5) / NARROW_TRACK_PX * 0.6))
    lane = draw_lane("Parent", [
        Item("a/1", Mark.DUE, day, label="Mood check", weight=2), Item("a/2", Mark.DUE, near, label="x", weight=2),
    ], axis_of(birth=BIRTH, due_date=DUE_DATE))  # fmt: skip
    assert {mark.row for mark in lane.marks} == {0, 1}


@given(st.floats(0, 100))
def test_a_place_is_written_as_whole_percent_and_tenths(x: float) -> None:
    whole, tenth = place_parts(x)
    assert 0 <= whole <= 100
    assert 0 <= tenth <= 9
    assert abs(whole + tenth / 10 - x) <= 0.05 + 1e-9
