"""What a reader of counts may see: nothing under ten, and nothing that could be worked out."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from headwaters.domain.cracks import LadderStep
from headwaters.engine.measures.ladder import Ladder, Left, Loss, Rung
from headwaters.engine.measures.suppression import LEAST_SHOWN, released_descent, released_parts
from headwaters.web.cracks.ladder import draw_ladder

counts = st.lists(st.integers(0, 60), min_size=1, max_size=6)


@given(counts)
def test_hidden_parts_of_a_shown_total_together_make_ten_or_are_everything(parts: list[int]) -> None:
    shown = released_parts(parts, total_shown=True)
    hidden = [part for part, one in zip(parts, shown, strict=True) if one.count is None]
    assert all(one.count is None or one.count == 0 or one.count >= LEAST_SHOWN for one in shown)
    if hidden and any(one.count for one in shown):
        assert sum(hidden) >= LEAST_SHOWN
        assert len(hidden) > 1


@given(st.lists(st.integers(0, 200), min_size=1, max_size=8).map(lambda held: sorted(held, reverse=True)))
def test_no_two_shown_steps_differ_by_a_small_number(steps: list[int]) -> None:
    shown = [one.count for one in released_descent(steps) if one.count is not None]
    assert all(count == 0 or count >= LEAST_SHOWN for count in shown)
    assert all(a == b or a - b >= LEAST_SHOWN for a, b in pairwise(shown))


def ladder_of(*steps: tuple[LadderStep, int, tuple[Loss, ...]]) -> Ladder:
    following = [arrived for _step, arrived, _losses in steps[1:]] + [0]
    rungs = tuple(
        Rung(step, arrived, after, losses, 4.0, 19.0)
        for (step, arrived, losses), after in zip(steps, following, strict=True)
    )
    return Ladder(rungs, steps[0][1], 3)


LADDER = ladder_of(
    (
        LadderStep.SENT,
        60,
        (Loss(Left.CRACK, "no_answer", 12), Loss(Left.FAMILY_CHOSE, "declined", 3), Loss(Left.IN_TIME, "due", 10)),
    ),
    (LadderStep.ANSWERED, 35, (Loss(Left.CRACK, "full", 4),)),
    (LadderStep.BEGUN, 31, (Loss(Left.DONE, "reached", 31),)),
)


def test_somebody_who_may_see_families_sees_every_count() -> None:
    drawing = draw_ladder(LADDER, rows_allowed=True)
    assert [rung.arrived for rung in drawing.rungs] == [60, 35, 31]
    assert not drawing.hides
    assert drawing.finding == "The widest crack opens after “Asked an agency”"


def test_somebody_who_may_see_counts_only_never_sees_four_children_lost_at_one_door() -> None:
    drawing = draw_ladder(LADDER, rows_allowed=False)
    assert [rung.arrived for rung in drawing.rungs] == [60, 35, None]
    assert [reason.count for reason in drawing.rungs[1].reasons] == [None]
    first = {reason.words: reason.count for reason in drawing.rungs[0].reasons}
    assert first["family chose otherwise"] is None
    assert first["still in time"] is None, "a second cell is hidden, or the first could be worked out"
    assert drawing.rungs[1].parts[0].kind == "hid"


def test_the_parts_of_a_bar_are_as_long_as_those_who_stood_there() -> None:
    rung = draw_ladder(LADDER, rows_allowed=True).rungs[0]
    assert [part.kind for part in rung.parts] == ["go", "intime", "chose", "crk"]
    assert abs(rung.parts[-1].x + rung.parts[-1].width - 100) < 0.5


def test_the_last_step_counts_those_who_are_done_as_solid() -> None:
    assert [part.kind for part in draw_ladder(LADDER, rows_allowed=True).rungs[-1].parts] == ["go"]


def test_a_door_nobody_came_to_yet_says_so() -> None:
    drawing = draw_ladder(Ladder((), 0, 12), rows_allowed=True)
    assert drawing.finding == "Too early to count"
