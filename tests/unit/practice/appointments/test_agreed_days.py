"""Agreed days: kept by the family's clock, moved without being lost, answered by text, reminded of once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO

import pytest

from headwaters.domain.consent import Purpose, ReaderRole
from headwaters.domain.problems import NotTaken
from headwaters.domain.time_zones import MOUNTAIN, PACIFIC
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.appointments.actions import Plan, remind_on
from headwaters.practice.appointments.models import Appointment
from headwaters.practice.appointments.queries import is_day_off, past, upcoming
from headwaters.practice.appointments.states import State, may_become
from headwaters.practice.families.models import SeatRow
from headwaters.practice.messages.actions import take_in
from headwaters.practice.messages.gateways.console import Console
from headwaters.practice.messages.kinds import Channel
from headwaters.practice.messages.models import Incoming, Message
from headwaters.practice.messages.outbox import State as Sending
from headwaters.practice.messages.outbox import send_due
from headwaters.practice.messages.reminders import agree, answer, close, move
from headwaters.practice.messages.ways import add_way

TEN = datetime(2026, 3, 4, 10, tzinfo=PACIFIC)


def wall(text: str) -> datetime:
    """A day and time as a clock on the wall shows them, without a zone."""
    return datetime.fromisoformat(text)


VISIT = Plan("A visit", wall("2026-03-11 14:30"), "pacific", where="At your home")


@pytest.fixture
def by(db: None) -> Reader:
    grant_local_owner(on=TEN.date())
    SeatRow.objects.bulk_create(SeatRow(story_id=story, person=one) for story, one in (("s1", "rosa"), ("s2", "luz")))
    reader = Reader(id=LOCAL, role=ReaderRole.OWNER, purpose=Purpose.CARE, at=TEN, through="web")
    add_way("rosa", story="s1", by=reader, channel=Channel.TEXT, value="541-555-0142", language="en")
    return reader


def agreed(by: Reader, plan: Plan = VISIT, key: str = "k1") -> Appointment:
    return agree(plan, story="s1", person="rosa", by=by, key=key)


def test_a_day_is_shown_by_the_clock_it_was_agreed_in(by: Reader) -> None:
    agreed(by, replace(VISIT, clock="mountain"))
    day = upcoming("s1", by=by)[0]
    assert (day.local.hour, day.local.minute, day.clock) == (14, 30, "mountain")
    assert day.local == datetime(2026, 3, 11, 14, 30, tzinfo=MOUNTAIN)


def test_a_time_that_the_clocks_skip_is_refused(by: Reader) -> None:
    with pytest.raises(NotTaken, match="clocks go forward"):
        agreed(by, replace(VISIT, local=wall("2026-03-08 02:30")))


def test_a_day_that_has_passed_is_refused_and_says_so(by: Reader) -> None:
    with pytest.raises(NotTaken, match="has passed"):
        agreed(by, replace(VISIT, local=wall("2026-03-04 09:59")))


def test_pressing_twice_agrees_one_day_with_one_reminder(by: Reader) -> None:
    assert agreed(by).pk == agreed(by).pk
    assert Message.objects.count() == 1
    assert Message.objects.get().not_before == datetime(2026, 3, 10, 10, tzinfo=PACIFIC)


def test_a_day_agreed_for_tomorrow_noon_has_no_reminder_left_to_send(by: Reader) -> None:
    late = replace(by, at=TEN.replace(hour=11))
    agreed(late, replace(VISIT, local=wall("2026-03-05 12:00")))
    assert Message.objects.count() == 0


def test_moving_keeps_the_old_day_and_takes_its_reminder_back(by: Reader) -> None:
    first = agreed(by)
    fresh = move(first.pk, replace(VISIT, local=wall("2026-03-13 09:00")), by=by, key="k2")
    first.refresh_from_db()
    assert (first.state, first.moved_to_id) == (State.MOVED, fresh.pk)
    assert sorted(Message.objects.values_list("state", flat=True)) == [Sending.DROPPED, Sending.WAITING]
    assert [day.id for day in upcoming("s1", by=by)] == [fresh.pk]


def test_two_tabs_cannot_both_move_one_day(by: Reader) -> None:
    first = agreed(by)
    move(first.pk, replace(VISIT, local=wall("2026-03-13 09:00")), by=by, key="k2")
    with pytest.raises(NotTaken, match="changed this day already"):
        move(first.pk, replace(VISIT, local=wall("2026-03-14 09:00")), by=by, key="k3")


def test_the_family_asks_for_another_time_by_text(by: Reader) -> None:
    day = agreed(by)
    send_due([Console(StringIO())], at=remind_on(day))
    take_in(Channel.TEXT, "541-555-0142", "2", key="in1", at=remind_on(day) + timedelta(minutes=5))
    day.refresh_from_db()
    assert day.state == State.ASKED_TO_MOVE
    assert Incoming.objects.get().seen is None, "somebody must offer another time"


def test_yes_by_text_needs_nobody(by: Reader) -> None:
    day = agree(VISIT, story="s1", person="rosa", by=by, key="p", settled=False)
    send_due([Console(StringIO())], at=remind_on(day))
    take_in(Channel.TEXT, "541-555-0142", "yes", key="in1", at=remind_on(day) + timedelta(minutes=5))
    day.refresh_from_db()
    assert day.state == State.AGREED
    assert Incoming.objects.get().seen is not None


def test_yes_to_nothing_is_read_by_a_person(by: Reader) -> None:
    take_in(Channel.TEXT, "541-555-0142", "yes", key="in1", at=by.at)
    assert Incoming.objects.get().seen is None


def test_a_day_that_is_off_is_not_reminded_of(by: Reader) -> None:
    day = agreed(by)
    answer(day.pk, State.CANCELLED, by=by)
    assert Message.objects.get().state == Sending.DROPPED


def test_what_was_not_kept_stays_written_down(by: Reader) -> None:
    day = agreed(by)
    after = replace(by, at=TEN + timedelta(days=8))
    close(day.pk, State.NOT_KEPT, by=after)
    assert [held.state for held in past("s1", by=after)] == [State.NOT_KEPT]


def test_closed_days_stay_closed() -> None:
    assert not any(may_become(State.KEPT, then) for then in State)
    assert not any(may_become(State.CANCELLED, then) for then in State)
    assert may_become(State.NOT_KEPT, State.MOVED)


def test_offices_are_closed_on_sundays_and_holidays() -> None:
    christmas = datetime(2026, 12, 25, tzinfo=PACIFIC).date()
    assert is_day_off(christmas, [christmas])
    assert not is_day_off(christmas, [])
    assert is_day_off(datetime(2026, 3, 8, tzinfo=PACIFIC).date(), [])
