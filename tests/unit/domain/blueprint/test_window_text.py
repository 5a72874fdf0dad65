"""Durations and moments as designers write them, and back into words."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwaters.domain.blueprint.misread import Misread
from headwaters.domain.blueprint.window import Duration, Earliest, Latest, Never, Offset, OnDay
from headwaters.domain.blueprint.window_text import read_day, read_duration, read_moment, word_duration, word_moment


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("14 days", Duration(days=14)),
        ("1 day", Duration(days=1)),
        ("2 weeks", Duration(days=14)),
        ("2 months + 14 days", Duration(months=2, days=14)),
        ("3 business days", Duration(business_days=3)),
        ("1  business   day", Duration(business_days=1)),
        ("3 years - 1 day", Duration(months=36, days=-1)),
        ("0 days", Duration()),
    ],
)
def test_a_duration(text: str, duration: Duration) -> None:
    assert read_duration(text) == duration


@pytest.mark.parametrize(
    "text",
    [
        "",
        "14",
        "days",
        "14 dys",
        "1.5 months",
        "-3 days",
        "3 days - 5 days",
        "3 days ago",
        "3 days 2 days",
        "٣ days",
        "1e3 days",
    ],
)
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(Misread):
        read_duration(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("birth", Offset("birth")),
        ("birth + 3 years - 1 day", Offset("birth", Duration(months=36, days=-1))),
        ("pregnancy_start+8 weeks", Offset("pregnancy_start", Duration(days=56))),
        ("first.end - 30 days", Offset("first.end", Duration(days=-30))),
        ("wic.first.end + 1 month", Offset("wic.first.end", Duration(months=1))),
        ("birth + 1 month, end of month", Offset("birth", Duration(months=1), True)),
        ("birth, end of month", Offset("birth", Duration(), True)),
        ("14 days", Offset("from", Duration(days=14))),
        ("2026-01-31", OnDay(date(2026, 1, 31))),
        ("never", Never()),
    ],
)
def test_a_moment(text: str, moment: object) -> None:
    assert read_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    ["birth 3 days", "birth +", "birth + 3", "Birth", "2026-02-30", "2026-1-1", "birth * 2", "birth + 3 days, end"],
)
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(Misread):
        read_moment(text)


def test_there_is_no_thirtieth_of_february() -> None:
    with pytest.raises(Misread, match="There is no day 2026-02-30"):
        read_day("2026-02-30")


def test_alternatives_are_worded_with_their_parts() -> None:
    assert (
        word_moment(Latest((Offset("birth"), Offset("discharge", Duration(days=2)))))
        == "the latest of (birth; discharge + 2 days)"
    )
    assert word_moment(Earliest((OnDay(date(2026, 1, 1)), Never()))) == "the earliest of (2026-01-01; never)"


durations = st.builds(Duration, st.integers(0, 600), st.integers(-400, 4000), st.integers(-20, 90))


lengths = st.builds(Duration, st.integers(0, 600), st.integers(-400, 4000), st.integers(0, 90)).filter(
    lambda duration: duration.months > 0 or duration.days >= 0
)


@given(lengths)
def test_a_duration_worded_and_read_again_is_the_same(duration: Duration) -> None:
    assert read_duration(word_duration(duration)) == duration


anchors = st.sampled_from(
    ["birth", "due_date", "corrected_birth", "trigger", "previous", "previous.end", "x", "x.y", "x.y.end"]
)


@given(st.builds(Offset, anchors, durations, st.booleans()))
def test_a_moment_worded_and_read_again_is_the_same(moment: Offset) -> None:
    assert read_moment(word_moment(moment)) == moment


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_misread(text: str) -> None:
    for read in (read_moment, read_duration, read_day):
        with suppress(Misread):
            read(text)
