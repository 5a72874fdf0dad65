"""What a touchpoint comes after: the day of it, or its mark (language part 3, the table under `after`)."""

from __future__ import annotations

from headwaters.domain.blueprint.element import Lapse
from headwaters.engine.evaluation.course import Course
from headwaters.engine.evaluation.lines import Line
from headwaters.engine.evaluation.marks import LAST_KNOWN, NEVER, PENDING, UNKNOWN
from headwaters.engine.evaluation.occurrences import Trigger
from headwaters.engine.evaluation.verdict import UNTRIGGERED, Triggered, Verdict
from headwaters.engine.evaluation.vocabulary import (
    DECLINED,
    ENDED,
    IS_OPEN,
    IS_REACHED,
    MISSED,
    NOT_NEEDED,
    OVERDUE,
    STATE_NOT_ELIGIBLE,
    UNOBSERVED,
)

X_UNOBSERVED = "unobserved"
OUTCOME = "outcome"


def triggered(course: Course, line: Line, day: int) -> Triggered:
    """The trigger as of a day, for as long as it stays the same. Of several, the first (or last) known day; with none,
    the strongest mark."""
    trigger = line.occurrence.trigger
    if trigger is None:
        return UNTRIGGERED
    number, why, edge = _as_of(course, trigger, day)
    then = number
    # X passing from upcoming to due to overdue mostly moves nothing that comes after it: look on until something moves.
    while edge <= LAST_KNOWN:
        later, other, until = _as_of(course, trigger, edge)
        if later != number or other != why:
            then = later
            break
        edge = until
    return Triggered(day, edge, number, why, then)


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
    if status in IS_REACHED:
        return _reached(verdict, trigger)
    if status is UNOBSERVED:
        return UNKNOWN, X_UNOBSERVED
    if status in IS_OPEN and not trigger.outcomes:
        return PENDING, ""
    return NEVER, ""


def _reached(verdict: Verdict, trigger: Trigger) -> tuple[int, str]:
    if not trigger.outcomes or verdict.outcome in trigger.outcomes:
        return verdict.placed.matched, ""
    return (UNKNOWN, OUTCOME) if verdict.outcome is None else (NEVER, "")


def _lapsed(verdict: Verdict, lapse: Lapse, day: int) -> tuple[int, str]:
    status = verdict.status
    if status is UNOBSERVED:
        return UNKNOWN, X_UNOBSERVED
    if lapse is Lapse.DECLINED:
        return (verdict.no_day if status is DECLINED and verdict.no_day else NEVER), ""
    if lapse is Lapse.NOT_ELIGIBLE:
        told = verdict.state is STATE_NOT_ELIGIBLE
        over = status in (NOT_NEEDED, DECLINED, ENDED)
        return (verdict.state_day if told and over else NEVER), ""
    limit = verdict.placed.due_by if lapse is Lapse.OVERDUE else verdict.placed.closes
    if limit > LAST_KNOWN:
        return NEVER, ""
    if status in IS_REACHED:
        return (limit + 1 if verdict.placed.matched > limit else NEVER), ""
    lapsed = status in (OVERDUE, MISSED) and limit < day
    return (limit + 1 if lapsed else NEVER), ""
