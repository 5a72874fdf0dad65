"""Hand-offs: the state a passage is in, its clock, and whose move it is (language part 4)."""

from __future__ import annotations

from typing import NamedTuple

from headwaters.domain import days
from headwaters.domain.blueprint.handoff import Handoff, HandoffState
from headwaters.domain.blueprint.moves import MOVES, Move
from headwaters.domain.calendar import BusinessCalendar
from headwaters.engine.evaluation.course import Course, Seat
from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN
from headwaters.engine.evaluation.matching import HANDOFF, Look
from headwaters.engine.evaluation.occurrences import Occurrence
from headwaters.engine.evaluation.seen import SeenEvent
from headwaters.engine.evaluation.verdict import Placed

STATES = tuple(HandoffState)
"""In the order that breaks a tie on one day; `needed`, without any step, is before them all."""
_ORDER = {state.value: order for order, state in enumerate(STATES)}

RUNNING = frozenset(
    {
        HandoffState.SENT,
        HandoffState.RECEIVED,
        HandoffState.ACCEPTED,
        HandoffState.FULL,
        HandoffState.NOT_REACHED,
        HandoffState.BEGUN,
    }
)
"""States in which somebody is at it (row 10 of the table)."""


class StepTaken(NamedTuple):
    day: int
    order: int
    state: HandoffState
    event: SeenEvent


class Passage(NamedTuple):
    """A hand-off as it stands for one occurrence: its steps in order, its state and the state's day, and the clock's last
    day (0: no clock runs). The same until `edge`."""

    steps: tuple[StepTaken, ...]
    state: HandoffState
    day: int
    clock: int
    edge: int

    def late(self, today: int) -> bool:
        """Whether the clock has run out; a dropped hand-off is late at once."""
        return self.state is HandoffState.DROPPED or (0 < self.clock < today)


def steps_of(seat: Seat, handoff: Handoff, way_back: Look | None, day: int) -> tuple[StepTaken, ...]:
    """All steps of a hand-off in a recipient's events, by day and then by the order of steps."""
    key = ("steps", handoff.id)
    found = seat.memory.get(key)
    if isinstance(found, tuple):
        return found
    steps = [
        StepTaken(event.day, _ORDER[event.row.step], HandoffState(event.row.step), event)
        for event in seat.events(HANDOFF)
        if event.row.handoff == handoff.id and event.row.step in _ORDER
    ]
    if way_back is not None:
        told = HandoffState.TOLD
        steps += [StepTaken(event.day, _ORDER[told], told, event) for event in way_back.events(seat, day)]
    made = tuple(sorted(steps, key=lambda step: (step.day, step.order)))
    seat.memory[key] = made
    return made


def owns(course: Course, occurrence: Occurrence, kin: tuple[int, ...], step_day: int, day: int) -> tuple[bool, int]:
    """Whether a step of `step_day` belongs to this instance: of all instances' first triggers, its own is the latest on
    or before it. `kin` are the roots of all instances of the touchpoint, in order."""
    if occurrence.root is None:
        return True, FOREVER
    own = course.trigger(occurrence.root, day)
    edge, best, owner = own.edge, -1, -1
    for root in kin:
        triggered = course.trigger(root, day)
        edge = min(edge, triggered.edge)
        if triggered.day <= step_day and triggered.day >= best:
            best, owner = triggered.day, root
    return owner == occurrence.root, edge


def passage(
    seat: Seat,
    occurrence: Occurrence,
    handoff: Handoff,
    *,
    way_back: Look | None,
    kin: tuple[int, ...],
    placed: Placed,
    calendar: BusinessCalendar,
    day: int,
) -> Passage:
    """The hand-off as it stands on a day for one occurrence."""
    steps, edge = steps_of(seat, handoff, way_back, day), FOREVER
    if steps and occurrence.root is not None:
        shared = [(step, owns(seat.course, occurrence, kin, step.day, day)) for step in steps]
        edge = min(until for _, (_, until) in shared)
        steps = tuple(step for step, (mine, _) in shared if mine)
    state, when = (steps[-1].state, steps[-1].day) if steps else (HandoffState.NEEDED, 0)
    clock = _clock(handoff, state, steps, placed, calendar)
    return Passage(steps, state, when, clock, edge)


def _clock(
    handoff: Handoff, state: HandoffState, steps: tuple[StepTaken, ...], placed: Placed, calendar: BusinessCalendar
) -> int:
    move = MOVES[state]
    length = handoff.clocks.get(move.clock) if move.clock is not None else None
    if length is None:
        return 0
    start = _counted_from(move, steps) if state is not HandoffState.NEEDED else _asked_on(placed)
    return days.number_plus(start, length, calendar) if start else 0


def _asked_on(placed: Placed) -> int:
    """The trigger's day, else the day it opens; 0 while neither is known."""
    if 0 < placed.trigger.day <= LAST_KNOWN:
        return placed.trigger.day
    return placed.opens if placed.opens <= LAST_KNOWN else 0


def _counted_from(move: Move, steps: tuple[StepTaken, ...]) -> int:
    for state in move.counts_from:
        taken = [step.day for step in steps if step.state is state]
        if taken:
            return taken[-1]
    return steps[-1].day if steps else 0
