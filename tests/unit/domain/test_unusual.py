"""Which looks stand out, at the edges of each rule."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from headwaters.domain.spelling import folded, same_name
from headwaters.domain.unusual import Looked, Why, is_night, unusual

AT = datetime(2026, 5, 4, 10, tzinfo=ZoneInfo("America/Los_Angeles"))
LATER = AT + timedelta(days=30)


def why(looks: list[Looked], deeds: list[Looked], now: datetime = LATER) -> tuple[Why, ...]:
    found = unusual(looks, deeds, akin=lambda _reader, _story: frozenset(), now=now)
    return found[0].why if found else ()


@pytest.mark.parametrize(("hour", "night"), [(20, False), (21, True), (0, True), (5, True), (6, False)])
def test_night_is_from_nine_to_six(hour: int, night: bool) -> None:
    assert is_night(AT.replace(hour=hour)) is night


@pytest.mark.parametrize(
    ("after", "unlike"), [(timedelta(0), False), (timedelta(days=7), False), (timedelta(days=7, seconds=1), True)]
)
def test_a_deed_within_seven_days_answers_a_look(after: timedelta, unlike: bool) -> None:
    deed = Looked("r", "s", AT + after, True)
    assert (Why.NO_DEED in why([Looked("r", "s", AT, False)], [deed])) is unlike


def test_a_deed_of_somebody_else_or_for_another_family_answers_nothing() -> None:
    look = Looked("r", "s", AT, False)
    for deed in (
        Looked("other", "s", AT, True),
        Looked("r", "another", AT, True),
        Looked("r", "s", AT - timedelta(1), True),
    ):
        assert why([look], [deed]) == (Why.NO_DEED,)


def test_a_look_whose_week_is_not_over_is_not_called_idle() -> None:
    assert why([Looked("r", "s", AT, False)], [], now=AT + timedelta(days=6)) == ()


def test_most_reasons_stand_first() -> None:
    looks = [Looked("a", "s", AT, False), Looked("b", "s", AT.replace(hour=23), False)]
    assert [one.reader for one in unusual(looks, [], akin=lambda _r, _s: frozenset(), now=LATER)] == ["b", "a"]


@pytest.mark.parametrize(
    ("one", "other"), [("Díaz-O’Neil", "diaz oneil"), ("MÜLLER", "muller"), ("Nguyễn", "nguyen"), ("Анна", "анна")]
)
def test_names_are_the_same_without_case_marks_and_hyphens(one: str, other: str) -> None:
    assert same_name(one, other)


def test_an_empty_name_is_like_no_other() -> None:
    assert folded(" - ") == ""
    assert not same_name("", "")
