"""One ask of one agency: what each deed says to the hand-off, who may do it, and whose move it is then."""

from __future__ import annotations

from datetime import date

import pytest

from headwaters.domain.blueprint.handoff import Clock, Handoff, HandoffState
from headwaters.domain.blueprint.window import Duration
from headwaters.domain.calendar import BusinessCalendar
from headwaters.domain.problems import NotTaken
from headwaters.domain.referral import DRAFTED, Deed, ReferralState, Side, Standing, Taken, after, may
from headwaters.domain.referral_course import climbed, next_route, running

HANDOFF = Handoff(
    id="clinic_to_wic", from_="clinic", to="wic", catch="navigator",
    clocks={
        Clock.SEND: Duration(days=5), Clock.ANSWER: Duration(business_days=3), Clock.BEGIN: Duration(days=20),
        Clock.WAIT: Duration(days=10), Clock.RETRY: Duration(days=7), Clock.ROUTE: Duration(days=14),
        Clock.TELL: Duration(days=10),
    },
    way_back=(), next_route="another_route.wic",
)  # fmt: skip
HOLIDAYS = BusinessCalendar([date(2026, 5, 25)])
FRIDAY = date(2026, 5, 22)
JUNE = date(2026, 6, 1)


def done(*deeds: tuple[Deed, Side, date]) -> Standing:
    standing, _ = after(DRAFTED, Deed.ASK, Side.ASKER, on=FRIDAY)
    for deed, side, on in deeds:
        standing, _ = after(standing, deed, side, on=on)
    return standing


def test_the_answer_clock_counts_business_days_without_the_holiday() -> None:
    now = running(done(), HANDOFF, HOLIDAYS, as_of=date(2026, 5, 28))
    assert (now.mover, now.last_day, now.caught) == ("wic", date(2026, 5, 28), False)


def test_the_day_after_the_clock_the_catch_moves() -> None:
    now = running(done(), HANDOFF, HOLIDAYS, as_of=date(2026, 5, 29))
    assert (now.mover, now.caught) == ("navigator", True)


def test_an_agency_that_accepted_has_until_the_begin_clock_counted_from_the_ask() -> None:
    standing = done((Deed.ACCEPT, Side.AGENCY, JUNE))
    now = running(standing, HANDOFF, HOLIDAYS, as_of=JUNE)
    assert (now.clock, now.last_day) == (Clock.BEGIN, date(2026, 6, 11))


def test_a_question_is_receipt_and_no_answer() -> None:
    standing = done((Deed.NEED_TO_KNOW, Side.AGENCY, JUNE))
    assert standing.step is HandoffState.RECEIVED
    assert standing.question
    assert {str(one) for one in climbed(standing)} == {"asked"}
    assert may(standing, Side.ASKER, Deed.REPLY)
    assert not done((Deed.NEED_TO_KNOW, Side.AGENCY, JUNE), (Deed.REPLY, Side.ASKER, JUNE)).question


def test_two_answers_on_one_day_leave_the_later_one_standing() -> None:
    """`full` would hide `accepted` of the same day, because steps of a day stand in a fixed order."""
    full = done((Deed.FULL, Side.AGENCY, JUNE))
    standing, said = after(full, Deed.ACCEPT, Side.AGENCY, on=JUNE)
    assert said.take_back == (Taken(HandoffState.FULL, JUNE),)
    assert standing.step is HandoffState.ACCEPTED


def test_finding_a_family_not_eligible_waits_for_the_asker_to_find_the_next_route() -> None:
    standing = done((Deed.NOT_ELIGIBLE, Side.AGENCY, JUNE))
    now = running(standing, HANDOFF, HOLIDAYS, as_of=JUNE)
    assert (standing.state, now.mover, now.last_day) == (ReferralState.REJECTED, "clinic", date(2026, 6, 15))
    assert next_route(HANDOFF).element == "another_route"


def test_withdrawing_takes_the_ask_back_so_that_the_need_stands_again() -> None:
    standing, said = after(done((Deed.ACCEPT, Side.AGENCY, JUNE)), Deed.WITHDRAW, Side.ASKER, on=JUNE)
    assert standing.step is HandoffState.NEEDED
    assert [one.step for one in said.take_back] == [HandoffState.SENT, HandoffState.ACCEPTED]
    assert standing.closed


def test_the_agency_cannot_withdraw_and_the_asker_cannot_accept() -> None:
    assert not may(done(), Side.AGENCY, Deed.WITHDRAW)
    assert not may(done(), Side.ASKER, Deed.ACCEPT)


def test_an_answer_before_what_is_written_down_is_refused_with_the_day() -> None:
    with pytest.raises(NotTaken, match="June 1"):
        after(done((Deed.ACCEPT, Side.AGENCY, JUNE)), Deed.BEGIN, Side.AGENCY, on=FRIDAY)


def test_a_service_that_began_and_ended_on_one_day_says_both() -> None:
    _, said = after(done((Deed.ACCEPT, Side.AGENCY, JUNE)), Deed.COMPLETE, Side.AGENCY, on=JUNE)
    assert [one.step for one in said.enter] == [HandoffState.BEGUN, HandoffState.DONE]


def test_an_ask_that_fell_after_it_began_is_the_catchs_at_once() -> None:
    standing = done((Deed.BEGIN, Side.AGENCY, JUNE), (Deed.STOP, Side.AGENCY, JUNE))
    assert running(standing, HANDOFF, HOLIDAYS, as_of=JUNE).mover == "navigator"


def test_first_contact_after_nobody_was_reached_gives_the_move_back_to_the_agency() -> None:
    standing = done((Deed.NOT_REACHED, Side.AGENCY, JUNE), (Deed.FIRST_CONTACT, Side.AGENCY, JUNE))
    assert standing.contacted == JUNE
    assert running(standing, HANDOFF, HOLIDAYS, as_of=JUNE).mover == "wic"
