"""Whatever two sides do with an ask, in whatever order: it stays among its states, somebody owns the next move, and being
accepted is never having received."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from headwaters.domain.blueprint.handoff import Clock, Handoff, HandoffState
from headwaters.domain.blueprint.moves import MOVES, NOBODY
from headwaters.domain.blueprint.window import Duration
from headwaters.domain.calendar import WEEKDAYS
from headwaters.domain.referral import (
    DRAFTED,
    RULES,
    Deed,
    ReferralState,
    Side,
    Standing,
    after,
    choices,
    may,
)
from headwaters.domain.referral_course import Climbed, climbed, mover, running

START = date(2026, 3, 2)
HANDOFF = Handoff(
    id="clinic_to_wic", from_="clinic", to="wic", catch="navigator",
    clocks={clock: Duration(days=5) for clock in Clock if clock is not Clock.FINISH}, way_back=(), next_route=None,
)  # fmt: skip

Path = list[tuple[Standing, Deed, Side, date, Standing]]


@st.composite
def paths(draw: st.DrawFn) -> Path:
    """A draft, and up to fourteen deeds that are allowed where they are done; several may fall on one day."""
    standing, day, path = DRAFTED, START, []
    for _ in range(draw(st.integers(0, 14))):
        options = [(side, deed) for side in Side for deed in choices(standing, side)]
        if not options:
            break
        side, deed = draw(st.sampled_from(options))
        day += timedelta(days=draw(st.sampled_from([0, 0, 1, 4])))
        then, _said = after(standing, deed, side, on=day)
        path.append((standing, deed, side, day, then))
        standing = then
    return path


@given(paths())
def test_no_path_leaves_the_states(path: Path) -> None:
    for before, deed, _side, _day, then in path:
        assert then.state in ReferralState
        assert then.state is (RULES[deed].to or before.state)


@given(paths())
def test_accepted_is_not_received(path: Path) -> None:
    """Only a deed that says the service began, ended well or was told makes it received."""
    begun = False
    for _before, deed, _side, _day, then in path:
        begun = begun or deed in (Deed.BEGIN, Deed.COMPLETE)
        if then.received_by_family:
            assert begun
        if then.state is ReferralState.ACCEPTED:
            assert not then.received_by_family
            assert Climbed.BEGAN not in climbed(then)


@given(paths())
def test_every_open_ask_has_somebody_whose_move_it_is(path: Path) -> None:
    for _before, _deed, _side, day, then in path:
        now = running(then, HANDOFF, WEEKDAYS, as_of=day)
        assert bool(now.mover) == (not then.closed)
        later = running(then, HANDOFF, WEEKDAYS, as_of=day + timedelta(days=400))
        if now.last_day is not None:
            assert (later.mover, later.caught) == ("navigator", True)


@given(paths())
def test_whose_move_it_is_is_what_the_hand_off_says(path: Path) -> None:
    """The step that evaluation reads off the entered steps is the one the referral stands at."""
    order = list(HandoffState)
    for _before, _deed, _side, _day, then in path:
        if then.closed:
            assert mover(then) == NOBODY
            continue
        last = max(then.taken, key=lambda one: (one.day, order.index(one.step))).step if then.taken else order[0]
        assert mover(then) == MOVES[last].owner


@given(paths())
def test_an_open_state_and_the_step_of_the_hand_off_agree(path: Path) -> None:
    steps = {
        ReferralState.DRAFT: {HandoffState.NEEDED},
        ReferralState.REQUESTED: {HandoffState.SENT, HandoffState.RECEIVED},
        ReferralState.ACCEPTED: {HandoffState.ACCEPTED},
        ReferralState.ON_HOLD: {
            HandoffState.SENT, HandoffState.RECEIVED, HandoffState.ACCEPTED, HandoffState.FULL, HandoffState.NOT_REACHED,
        },
        ReferralState.IN_PROGRESS: {HandoffState.BEGUN},
        ReferralState.COMPLETED: {HandoffState.DONE, HandoffState.TOLD},
        ReferralState.REJECTED: {HandoffState.NOT_ELIGIBLE},
        ReferralState.FAILED: {HandoffState.DROPPED},
    }  # fmt: skip
    for _before, deed, _side, _day, then in path:
        if then.state is ReferralState.ENTERED_IN_ERROR:
            assert then.taken == ()
        elif then.state is ReferralState.CANCELLED:
            assert then.step in (HandoffState.DECLINED, HandoffState.NEEDED)
        else:
            assert then.step in steps[then.state], (deed, then)


@given(paths())
def test_closed_means_told_back_or_a_reason_why_not(path: Path) -> None:
    for _before, deed, _side, _day, then in path:
        if then.closed and not then.told:
            assert deed in (Deed.CLOSE, Deed.WITHDRAW, Deed.FAMILY_NOT_NOW, Deed.MARK_ERROR)


@given(paths())
def test_nothing_but_an_error_mark_follows_a_closed_ask(path: Path) -> None:
    for before, deed, _side, _day, _then in path:
        assert not before.closed or deed is Deed.MARK_ERROR


@given(paths())
def test_an_ask_that_is_open_can_always_be_moved_on_by_somebody(path: Path) -> None:
    for _before, _deed, _side, _day, then in path:
        moves = {deed for side in Side for deed in choices(then, side)} - {Deed.NUDGE, Deed.MARK_ERROR}
        assert then.closed or moves


@given(paths(), st.sampled_from(Deed), st.sampled_from(Side))
def test_what_is_not_offered_is_refused(path: Path, deed: Deed, side: Side) -> None:
    standing = path[-1][-1] if path else DRAFTED
    assert may(standing, side, deed) == (deed in choices(standing, side))
