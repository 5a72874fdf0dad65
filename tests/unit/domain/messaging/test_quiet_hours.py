"""Messages arrive by day, by the family's own clock, in the hours it named."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwaters.domain.messaging.quiet_hours import ALLOWED, Hours, common_hours, next_allowed
from headwaters.domain.time_zones import MOUNTAIN, PACIFIC, zone_of


def at(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("asked", "arrives"),
    [
        ("2026-03-04 12:00", "2026-03-04 12:00"),
        ("2026-03-04 08:00", "2026-03-04 08:00"),
        ("2026-03-04 07:59", "2026-03-04 08:00"),
        ("2026-03-04 20:00", "2026-03-05 08:00"),
        ("2026-12-31 23:30", "2027-01-01 08:00"),
    ],
)
def test_a_message_at_night_waits_for_the_morning(asked: str, arrives: str) -> None:
    assert next_allowed(at(asked, PACIFIC), zone=PACIFIC) == at(arrives, PACIFIC)


def test_the_night_before_the_clocks_go_forward_ends_at_eight_all_the_same() -> None:
    assert next_allowed(at("2026-03-08 01:30", PACIFIC), zone=PACIFIC) == at("2026-03-08 08:00", PACIFIC)


def test_half_past_seven_in_portland_is_past_eight_in_ontario() -> None:
    evening = at("2026-03-04 19:30", PACIFIC)
    assert next_allowed(evening, zone=PACIFIC) == evening
    assert next_allowed(evening, zone=zone_of("malheur")) == at("2026-03-05 08:00", MOUNTAIN)


def test_the_family_may_choose_the_other_clock() -> None:
    assert zone_of("malheur", chosen="pacific") is PACIFIC
    assert zone_of(None) is PACIFIC


def test_their_own_hours_narrow_the_day_and_never_open_the_night() -> None:
    assert common_hours(Hours(time(17), time(23))) == Hours(time(17), time(20))
    assert common_hours(Hours(time(21), time(23))) == ALLOWED
    assert common_hours(None) == ALLOWED


def test_hours_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(ValueError, match="open before they close"):
        Hours(time(20), time(8))


@given(st.integers(1_700_000_000, 1_900_000_000), st.sampled_from([PACIFIC, MOUNTAIN]))
def test_a_message_never_arrives_early_never_at_night_and_within_a_day(instant: int, zone: ZoneInfo) -> None:
    asked = datetime.fromtimestamp(instant, tz=UTC)
    arrives = next_allowed(asked, zone=zone)
    assert arrives >= asked
    assert ALLOWED.opens <= arrives.astimezone(zone).time() < ALLOWED.closes
    assert (arrives - asked).total_seconds() <= 13 * 3600
