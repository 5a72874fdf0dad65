"""What a touchpoint comes after: the day of it, or its mark (language part 3, the table under `after`)."""

from __future__ import annotations

from headwaters.domain.blueprint.element import Lapse
from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.status import Status
from headwaters.engine.evaluation.course import Course
from headwaters.engine.evaluation.lines import Line
from headwaters.engine.evaluation.marks import LAST_KNOWN, NEVER, PENDING, UNKNOWN
from headwaters.engine.evaluation.occurrences import Trigger
from headwaters.engine.evaluation.verdict import UNTRIGGERED, Triggered, Verdict

UNOBSERVED = "unobserved"
OUTCOME = "outcome"

_REACHED = (Status.REACHED, Status.REACHED_LATE)
_OPEN = (Status.UPCOMING, Status.DUE, Status.OVERDUE, Status.IN_PROGRESS, Status.ASK)


def triggered(course: Course, line: Line, day: int) -> Triggered:
    """The trigger as of a day, for as long as it stays the same. Of several, the first (or last) known day; with none,
    the strongest mark."""
    trigger = line.occurrence.trigger
    if trigger is None:
        return UNTRIGGERED
    number, why, edge = _as_of(course, trigger, day)
    # X passing from upcoming to due to overdue mostly moves nothing that comes after it: look on until something moves.
    while edge <= LAST_KNOWN:
        later, other, until = _as_of(course, trigger, edge)
        if (later, other) != (number, why):
            break
        edge = until
    return Triggered(day, edge, number, why)


def _as_of(course: Course, trigger: Trigger, day: int) -> tuple[int, str, int]:
    """(day or mark, why unknown, edge)"""
    if len(trigger.targets) == 1:
        verdict = course.verdict_of(trigger.targets[0], day)
        return *day_after(verdict, trigger, day), verdict.edge
    verdicts = [course.verdict_of(target, day) for target in trigger.targets]
    edge = min(verdict.edge for verdict in verdicts)
    found = [day_after(verdict, trigger, day) for verdict in verdicts]
    known = [number for number, _ in found if number <= LAST_KNOWN]
    if known:
        return max(known) if trigger.last else min(known), "", edge
    # Unknown is the highest mark, then pending, then never. Unobserved is named before an unknown outcome (rows 11, 12).
    number = max(number for number, _ in found)
    return number, max((why for one, why in found if one == number), default=""), edge


def day_after(verdict: Verdict, trigger: Trigger, day: int) -> tuple[int, str]:
    """The day one X gives, or its mark and, for unknown, why."""
    status = verdict.status
    if trigger.lapse is not None:
        return _lapsed(verdict, trigger.lapse, day)
    if status in _REACHED:
        return _reached(verdict, trigger)
    if status is Status.UNOBSERVED:
        return UNKNOWN, UNOBSERVED
    if status in _OPEN and not trigger.outcomes:
        return PENDING, ""
    return NEVER, ""


def _reached(verdict: Verdict, trigger: Trigger) -> tuple[int, str]:
    if not trigger.outcomes or verdict.outcome in trigger.outcomes:
        return verdict.placed.matched, ""
    return (UNKNOWN, OUTCOME) if verdict.outcome is None else (NEVER, "")


def _lapsed(verdict: Verdict, lapse: Lapse, day: int) -> tuple[int, str]:
    status = verdict.status
    if status is Status.UNOBSERVED:
        return UNKNOWN, UNOBSERVED
    if lapse is Lapse.DECLINED:
        return (verdict.no_day if status is Status.DECLINED and verdict.no_day else NEVER), ""
    if lapse is Lapse.NOT_ELIGIBLE:
        told = verdict.state is HandoffState.NOT_ELIGIBLE
        over = status in (Status.NOT_NEEDED, Status.DECLINED, Status.ENDED)
        return (verdict.state_day if told and over else NEVER), ""
    limit = verdict.placed.due_by if lapse is Lapse.OVERDUE else verdict.placed.closes
    if limit > LAST_KNOWN:
        return NEVER, ""
    if status in _REACHED:
        return (limit + 1 if verdict.placed.matched > limit else NEVER), ""
    lapsed = status in (Status.OVERDUE, Status.MISSED) and limit < day
    return (limit + 1 if lapsed else NEVER), ""
