"""Which events were looked at for an occurrence and did not reach it, and why not."""

from __future__ import annotations

from collections.abc import Iterator

from headwaters.domain.explanation import ConsideredPiece, Refusal
from headwaters.engine.evaluation.course import Seat
from headwaters.engine.evaluation.handoffs import owns
from headwaters.engine.evaluation.judging import Case
from headwaters.engine.evaluation.marks import LAST_KNOWN
from headwaters.engine.evaluation.matching import HANDOFF, Fitting, Look, relates
from headwaters.engine.evaluation.seen import SeenEvent, in_order


def considered(case: Case) -> Iterator[ConsideredPiece]:
    """Events of the kinds its matchers name, in order, with the first reason each was refused for."""
    line, seat = case.line, case.course.seat(case.line.role)
    kinds = line.look.kinds if line.look is not None else frozenset(line.observed_by)
    events = sorted((event for kind in sorted(kinds) for event in seat.events(kind)), key=in_order)
    for event in events:
        if event is case.standing.verdict.placed.event:
            continue
        if line.look is None:
            if line.requires is not None and not case.standing.verdict.placed.matched:
                yield ConsideredPiece(event.row, Refusal.NOT_ENOUGH_YET)
            continue
        if event.row.kind == HANDOFF and event.row.handoff not in line.look.steps_of:
            continue
        yield _refused(case, seat, line.look, event)


def _refused(case: Case, seat: Seat, look: Look, event: SeenEvent) -> ConsideredPiece:
    placed = case.standing.verdict.placed
    day = case.reading.run.as_of.toordinal()
    why = _misfit(seat, look, event, day)
    if why is not None:
        return ConsideredPiece(event.row, why)
    if placed.opens > LAST_KNOWN:
        return ConsideredPiece(event.row, Refusal.NOT_TRIGGERED_YET)
    if event.day < placed.opens:
        return ConsideredPiece(event.row, Refusal.BEFORE_IT_OPENED)
    if event.day > placed.closes:
        return ConsideredPiece(event.row, Refusal.AFTER_IT_CLOSED)
    if event.row.kind == HANDOFF and not owns(seat.course, case.line.occurrence, case.line.kin, event.day, day)[0]:
        return ConsideredPiece(event.row, Refusal.OTHER_INSTANCE)
    if all(event is not other for other in look.events(seat, day)):
        return ConsideredPiece(event.row, Refusal.SAME_DAY_AS_ANOTHER)
    for index in case.line.rivals:
        if case.course.place(index, day).event is event:
            other = case.reading.program.lines[index].occurrence
            return ConsideredPiece(event.row, Refusal.TAKEN_BY_ANOTHER, f"{other.element.id}.{other.id}")
    return ConsideredPiece(event.row, Refusal.AN_EARLIER_ONE_COUNTS)


def _misfit(seat: Seat, look: Look, event: SeenEvent, day: int) -> Refusal | None:
    """Why none of the matchers takes the event at all; None where one does."""
    found: Refusal | None = None
    for part in look.parts:
        if event.row.kind not in part.kinds:
            continue
        why = _misfit_of(seat, part, event, day)
        if why is None:
            return None
        found = found or why
    return found


def _misfit_of(seat: Seat, part: Fitting, event: SeenEvent, day: int) -> Refusal | None:
    if part.within is not None:
        first, last, _ = part.within.on(seat, day)
        if not relates(event, part.relation, first, last):
            return Refusal.OUTSIDE_THE_SPAN
    for test, refusal in part.tests:
        if not test(event):
            return refusal
    return None
