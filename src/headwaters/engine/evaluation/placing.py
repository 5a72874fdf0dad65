"""Placing an occurrence: its window as of a day, and the event that reached it (language parts 3 and 8, *Match*)."""

from __future__ import annotations

from headwaters.domain import days
from headwaters.engine.evaluation.course import Course, Seat
from headwaters.engine.evaluation.handoffs import owns
from headwaters.engine.evaluation.lines import Line
from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN, latest
from headwaters.engine.evaluation.seen import SeenEvent
from headwaters.engine.evaluation.verdict import UNTRIGGERED, Placed, Triggered


def place(course: Course, line: Line, day: int) -> Placed:
    """Window and match as of a day. Matching does not look at the need."""
    seat = course.seats[line.seat]
    placed = _fixed_window(seat, line, day) if line.is_fixed else _moving_window(course, seat, line, day)
    if placed.opens <= LAST_KNOWN:
        look = line.look
        if look is not None and (look.events(seat, day) or not look.is_static):
            _match(seat, line, placed, day)
        if line.requires is not None and not placed.matched:
            met = line.requires(seat, day)
            placed.edge = min(placed.edge, met.edge)
            placed.event, placed.matched = met.event, met.day
    return placed


def _fixed_window(seat: Seat, line: Line, day: int) -> Placed:
    values, (first, second, third) = seat.values, line.statics
    opens, due_by, closes = values[first], values[second], values[third]
    if opens < 0 or due_by < 0 or closes < 0:
        opens, due_by, closes = seat.value(first), seat.value(second), seat.value(third)
    placed = Placed(0, FOREVER, opens, due_by, closes)
    if line.interval is not None:
        _keep_interval(seat, line, placed, day)
    return placed


def _moving_window(course: Course, seat: Seat, line: Line, day: int) -> Placed:
    triggered = course.trigger(line.index, day) if line.occurrence.trigger is not None else UNTRIGGERED
    if triggered.day > LAST_KNOWN:
        due_by, closes, edge = untriggered_window(seat, line, triggered, day)
        start = day if line.by_trigger is None else triggered.start
        placed = Placed(start, edge, triggered.day, due_by, closes)
        placed.trigger, placed.sure = triggered, _opens_otherwise(line, triggered)
        return placed
    opens, one = line.opens.at(seat, day)
    due_by, two = line.due_by.at(seat, day)
    closes, three = line.closes.at(seat, day)
    placed = Placed(day, min(one, two, three, triggered.edge), opens, due_by, closes)
    placed.trigger = triggered
    if line.interval is not None:
        _keep_interval(seat, line, placed, day)
    return placed


def untriggered_window(seat: Seat, line: Line, triggered: Triggered, day: int) -> tuple[int, int, int]:
    """(due_by, closes, edge) while the trigger is a mark, as which it opens."""
    if line.by_trigger is not None:
        mark, (due, close) = triggered.day, line.by_trigger
        return mark if due < 0 else seat.value(due), mark if close < 0 else seat.value(close), triggered.edge
    due_by, one = line.due_by.at(seat, day)
    closes, two = (due_by, one) if line.closes is line.due_by else line.closes.at(seat, day)
    return due_by, closes, min(one, two, triggered.edge)


def _opens_otherwise(line: Line, triggered: Triggered) -> int:
    """The day on which an opening that is its trigger's mark is known to become another."""
    turns = triggered.then != triggered.day
    certain = triggered.then > LAST_KNOWN or (line.opens.of_trigger and line.interval is None)
    return triggered.edge if turns and certain else FOREVER


def _keep_interval(seat: Seat, line: Line, placed: Placed, day: int) -> None:
    """Opens at the earliest so long after the touchpoint before it, and is never due before it opens."""
    assert line.interval is not None
    before, edge = line.previous.at(seat, day)
    if before <= LAST_KNOWN:
        before = days.number_plus(before, line.interval, line.shared.calendar)
    placed.opens = latest((placed.opens, before))
    if edge < placed.edge:
        placed.edge, placed.start = edge, day
    if placed.due_by < placed.opens <= LAST_KNOWN:
        placed.due_by = placed.opens


def _match(seat: Seat, line: Line, placed: Placed, day: int) -> None:
    """The first day in the window with a fitting event that no occurrence before it in the element has used."""
    assert line.look is not None
    if not line.look.is_static:
        placed.start = day
        placed.edge = min(placed.edge, line.look.edge(seat, day))
    for event in line.look.events(seat, day):
        if event.day < placed.opens:
            continue
        if event.day > placed.closes:
            return
        if line.look.steps_of and not _is_own_step(seat, line, event, placed, day):
            continue
        if not _is_used(seat, line, event, placed, day):
            placed.event, placed.matched = event, event.day
            return


def _is_own_step(seat: Seat, line: Line, event: SeenEvent, placed: Placed, day: int) -> bool:
    if event.row.handoff not in line.look.steps_of if line.look else True:
        return True
    mine, edge = owns(seat.course, line.occurrence, line.kin, event.day, day)
    placed.edge = min(placed.edge, edge)
    return mine


def _is_used(seat: Seat, line: Line, event: SeenEvent, placed: Placed, day: int) -> bool:
    for index in line.rivals:
        rival = seat.course.place(index, day)
        if rival.edge < placed.edge:
            placed.edge = rival.edge
            placed.start = day
        if rival.event is event:
            return True
    return False
