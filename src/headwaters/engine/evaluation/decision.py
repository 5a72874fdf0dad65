"""The one ordered table: which status an occurrence has on a day, and why (language part 8, rows 1 to 19)."""

from __future__ import annotations

from headwaters.domain.status import Status
from headwaters.engine.evaluation.course import Course, Seat
from headwaters.engine.evaluation.endings import cut_short, ended, stopped, turned_down
from headwaters.engine.evaluation.handoffs import RUNNING, Passage, passage, steps_of
from headwaters.engine.evaluation.lines import Line
from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN, NEVER, PENDING, UNKNOWN
from headwaters.engine.evaluation.observation import Sight, sight
from headwaters.engine.evaluation.placing import untriggered_window
from headwaters.engine.evaluation.triggers import X_UNOBSERVED
from headwaters.engine.evaluation.verdict import Ended, Placed, Verdict
from headwaters.engine.evaluation.vocabulary import (
    ASK,
    DECLINED,
    DUE,
    ENDED,
    IN_PROGRESS,
    MISSED,
    NOT_NEEDED,
    OVERDUE,
    PROPOSED,
    REACHED,
    REACHED_LATE,
    STATE_DECLINED,
    STATE_DONE,
    STATE_NEEDED,
    STATE_NOT_ELIGIBLE,
    UNOBSERVED,
    UPCOMING,
    WHY_CLOSED,
    WHY_DATE_UNKNOWN,
    WHY_DECLINED,
    WHY_EXCLUDED,
    WHY_FACT_UNKNOWN,
    WHY_FOUND_NOT_ELIGIBLE,
    WHY_MATCHED,
    WHY_NEED_FALSE,
    WHY_NEED_PRESUMED,
    WHY_NO_WINDOW,
    WHY_NOT_OPEN,
    WHY_NOT_TRIGGERED,
    WHY_OPEN,
    WHY_PAST_DUE,
    WHY_STAGE,
    WHY_TRIGGER_OUTCOME_UNKNOWN,
    WHY_TRIGGER_UNOBSERVED,
    WHY_WAITS,
    WHY_WITHHELD,
)

_MAY_CRACK = frozenset({ASK, UNOBSERVED, ENDED, IN_PROGRESS, OVERDUE, MISSED})
_MAY_CRACK_BETWEEN = frozenset({NOT_NEEDED, UPCOMING, DUE, REACHED, REACHED_LATE})
"""Only where there is a hand-off; a quick no for most, `cracks` decides for the rest."""


def judge(course: Course, line: Line, day: int) -> Verdict:
    """The verdict on one occurrence as of a day, and the edge until which it holds."""
    seat = course.seats[line.seat]
    if line.follows:
        untriggered = _untriggered(course, seat, line, day)
        if untriggered is not None:
            return untriggered
    placed = course.place(line.index, day)
    verdict = Verdict(day, placed)
    shared = line.shared
    over = seat.ended.get(shared.until_number) or ended(seat, shared.endings, shared.until, day)
    if course.episode.ended is not None:
        over = cut_short(over, seat, placed)
    if over.day <= LAST_KNOWN:
        verdict.ended = over.day
    verdict.edge = over.edge if over.edge < placed.edge else placed.edge
    verdict.judged_on = placed.matched or _judged_on(placed, over, day)
    excluded = _judge_need(seat, line, verdict, day) if line.has_need else False
    if placed.event is not None:
        verdict.outcome = _outcome(line, placed)
    run = _passage(seat, line, verdict, day) if line.handoff is not None else None
    if not _early_rows(seat, line, verdict, excluded):
        _open_rows(seat, line, verdict, over, run, day)
    if placed.sure < verdict.sure:
        verdict.sure = placed.sure
    verdict.may_crack = verdict.status in _MAY_CRACK or (
        verdict.state is not None and verdict.status in _MAY_CRACK_BETWEEN
    )
    return verdict


def _judged_on(placed: Placed, over: Ended, day: int) -> int:
    """What was not reached is judged today, on the day it closed, or on the last before it ended: the earliest."""
    last = over.day - 1
    if placed.closes < last:
        last = placed.closes
    return day if day < last else last


def _untriggered(course: Course, seat: Seat, line: Line, day: int) -> Verdict | None:
    """Row 3 in short, for what nothing but its trigger decides about: many of these look alike, so that one verdict does
    for them. Most occurrences of a blueprint are chains that nothing set off."""
    triggered = course.trigger(line.index, day)
    if triggered.day != NEVER:
        return None
    handoff = line.handoff
    if handoff is not None and steps_of(seat, handoff, line.way_back, day):
        return None
    due_by, closes, edge = untriggered_window(seat, line, triggered, day)
    key = (triggered.edge, due_by, closes, edge, handoff is not None)
    known = seat.untriggered.get(key)
    if known is not None and known.start <= day:
        return known
    placed = Placed(day, edge, NEVER, due_by, closes)
    placed.trigger = triggered
    verdict = Verdict(day, placed)
    verdict.status, verdict.reason, verdict.edge = NOT_NEEDED, WHY_NOT_TRIGGERED, edge
    # It opens with its trigger: whatever that turns to, the row is another.
    verdict.sure = triggered.edge
    verdict.judged_on = day
    verdict.state = STATE_NEEDED if handoff is not None else None
    seat.untriggered[key] = verdict
    return verdict


def _passage(seat: Seat, line: Line, verdict: Verdict, day: int) -> Passage:
    """The hand-off as it stands, noted in the verdict."""
    assert line.handoff is not None
    run = passage(
        seat,
        line.occurrence,
        line.handoff,
        way_back=line.way_back,
        kin=line.kin,
        placed=verdict.placed,
        calendar=line.shared.calendar,
        day=day,
    )
    verdict.state, verdict.state_day, verdict.clock = run.state, run.day, run.clock
    if run.edge < verdict.edge:
        verdict.edge = run.edge
    return run


def _early_rows(seat: Seat, line: Line, verdict: Verdict, excluded: bool) -> bool:
    """Rows 1 to 5: not needed at all, or reached. They hold whatever the day, so only the need and the window can turn
    them; told back or not, a reached one may still turn into a crack when its clock runs out."""
    placed = verdict.placed
    if verdict.need is False:
        verdict.status, verdict.reason = NOT_NEEDED, WHY_EXCLUDED if excluded else WHY_NEED_FALSE
    elif placed.closes < placed.opens <= LAST_KNOWN:
        verdict.status, verdict.reason = NOT_NEEDED, WHY_NO_WINDOW
    elif (placed.opens == NEVER or placed.trigger.day == NEVER) and line.shared.is_judged:
        verdict.status, verdict.reason = NOT_NEEDED, WHY_NOT_TRIGGERED
    elif placed.matched and line.shared.is_judged:
        verdict.status = REACHED_LATE if placed.matched > placed.due_by else REACHED
        verdict.reason = WHY_MATCHED if verdict.need else WHY_NEED_PRESUMED
        if verdict.need is None:
            verdict.missing = next(iter(_unknown_names(seat, line, verdict)), None)
        if verdict.clock >= verdict.start and verdict.state is STATE_DONE:
            verdict.edge = min(verdict.edge, verdict.clock + 1)
    else:
        return False
    if verdict.need_edge < verdict.edge:
        verdict.edge = verdict.need_edge
    return True


def _open_rows(seat: Seat, line: Line, verdict: Verdict, over: Ended, run: Passage | None, day: int) -> None:
    """Rows 6 to 19, with the edges at which each may turn."""
    placed, shared = verdict.placed, line.shared
    if verdict.need_edge < verdict.edge:
        verdict.edge = verdict.need_edge
    if day < over.day <= placed.closes and over.day <= LAST_KNOWN:
        _turns(verdict, over.day, sure=over.edge == FOREVER)
    if not shared.is_judged or (shared.is_starting and _not_there_yet(seat, line, verdict, day)):
        _say(verdict, PROPOSED, WHY_STAGE)
        verdict.sure = FOREVER
        return
    if over.day <= day and over.day <= placed.closes:
        _say(verdict, ENDED, over.why)
        return
    if run is not None and run.clock >= day and run.clock + 1 < verdict.edge:
        verdict.edge = run.clock + 1
    if run is not None and run.state is STATE_NOT_ELIGIBLE:
        _say(verdict, NOT_NEEDED, WHY_FOUND_NOT_ELIGIBLE)
    elif _declined(seat, line, verdict, run, day) or (shared.stops and _stopped(seat, line, verdict, day)):
        pass
    elif run is not None and _in_progress(verdict, run, day):
        _say(verdict, IN_PROGRESS, run.state.value)
        _turns(verdict, run.clock + 1 if run.clock else FOREVER, sure=True)
        _turns(verdict, placed.due_by + 1 if placed.due_by <= LAST_KNOWN else FOREVER, sure=True)
    elif not _undecided(seat, line, verdict):
        _by_the_calendar(seat, line, verdict, day)


def _declined(seat: Seat, line: Line, verdict: Verdict, run: Passage | None, day: int) -> bool:
    """Row 8."""
    placed = verdict.placed
    shared = line.shared
    if line.declined is not None or shared.declined is not None:
        window = (placed.opens, placed.closes)
        verdict.no_day, runs_out = turned_down(seat, line.declined, shared.declined, shared.resumed, window, day)
        _turns(verdict, runs_out)
    if not verdict.no_day and run is not None and run.state is STATE_DECLINED:
        verdict.no_day = run.day
    if not verdict.no_day:
        return False
    _say(verdict, DECLINED, WHY_DECLINED)
    return True


def _stopped(seat: Seat, line: Line, verdict: Verdict, day: int) -> bool:
    """Row 9."""
    found = stopped(seat, line.shared.stops, line.shared.resumed, verdict.placed.closes, day)
    if found is None:
        return False
    rule, when = found
    if rule.as_declined:
        verdict.no_day = when
    _say(verdict, DECLINED if rule.as_declined else ENDED, rule.why)
    return True


def _in_progress(verdict: Verdict, run: Passage, day: int) -> bool:
    """Row 10. A state without a clock in this hand-off has nothing that could run out."""
    placed = verdict.placed
    in_time = day <= (run.clock or FOREVER) and day <= placed.due_by
    return run.state in RUNNING and in_time and placed.opens != UNKNOWN


def _undecided(seat: Seat, line: Line, verdict: Verdict) -> bool:
    """Rows 11 to 14: it cannot be decided, and what is unknown is named."""
    placed = verdict.placed
    if placed.trigger.day == UNKNOWN:
        if placed.trigger.why == X_UNOBSERVED:
            _say(verdict, UNOBSERVED, WHY_TRIGGER_UNOBSERVED)
        else:
            _say(verdict, ASK, WHY_TRIGGER_OUTCOME_UNKNOWN)
            verdict.missing = _trigger_name(line)
    elif placed.opens == UNKNOWN or placed.due_by == UNKNOWN or placed.closes == UNKNOWN:
        _say(verdict, ASK, WHY_DATE_UNKNOWN)
        verdict.missing = _unknown_date(seat, line, verdict)
    elif verdict.need is None:
        names = _unknown_names(seat, line, verdict)
        verdict.missing = names[0] if names else None
        facts = seat.course.rules.facts
        kept_private = any(name in facts and seat.course.fact(name).withheld_at(verdict.judged_on) for name in names)
        _say(verdict, ASK, WHY_WITHHELD if kept_private else WHY_FACT_UNKNOWN)
    else:
        return False
    return True


def _by_the_calendar(seat: Seat, line: Line, verdict: Verdict, day: int) -> None:
    """Rows 15 to 19."""
    placed = verdict.placed
    opens, due_by, closes = placed.opens, placed.due_by, placed.closes
    if closes < day:
        first = opens if opens <= LAST_KNOWN else closes
        _if_observed(seat, line, verdict, (first, closes), (MISSED, WHY_CLOSED))
        return
    _turns(verdict, closes + 1 if closes <= LAST_KNOWN else FOREVER, sure=True)
    if opens == PENDING:
        _say(verdict, UPCOMING, WHY_WAITS)
    elif day < opens:
        _say(verdict, UPCOMING, WHY_NOT_OPEN)
        _turns(verdict, opens, sure=True)
    elif day <= due_by:
        _say(verdict, DUE, WHY_OPEN)
        _turns(verdict, due_by + 1 if due_by <= LAST_KNOWN else FOREVER, sure=True)
    else:
        _if_observed(seat, line, verdict, (opens, due_by), (OVERDUE, WHY_PAST_DUE))


def _if_observed(seat: Seat, line: Line, verdict: Verdict, between: tuple[int, int], said: tuple[Status, str]) -> None:
    """As said where somebody would have told us of every day; else unobserved, with why."""
    if line.always_observed:
        _say(verdict, *said)
        return
    seen, later = sight(seat.course.stretches(line.observed_by), *between, verdict.start)
    if seen is Sight.OBSERVED:
        _say(verdict, *said)
        return
    # Closed and unobserved may read the same as overdue and unobserved: only looking can tell.
    verdict.sure = FOREVER
    _say(verdict, UNOBSERVED, seen.value)
    _turns(verdict, later if later > verdict.start else FOREVER)


def _say(verdict: Verdict, status: Status, reason: str) -> None:
    verdict.status = status
    verdict.reason = reason


def _turns(verdict: Verdict, day: int, *, sure: bool = False) -> None:
    """On that day the row may be another; `sure`: it cannot be the same."""
    if day < verdict.edge:
        verdict.edge = day
    if sure and day < verdict.sure:
        verdict.sure = day


def _outcome(line: Line, placed: Placed) -> str | None:
    """First true outcome; none true: unknown if one is, else `other`; without outcomes, the event's own result."""
    event = placed.event
    assert event is not None
    if line.outcomes is None:
        return event.row.result
    unknown = False
    for name, test in line.outcomes:
        truth = test(event)
        if truth:
            return name
        unknown = unknown or truth is None
    return None if unknown else "other"


def _unknown_names(seat: Seat, line: Line, verdict: Verdict) -> tuple[str, ...]:
    """The names because of which the need is unknown, in reading order."""
    if len(line.rules) == 1:
        return line.rules[0].unknown_on(seat, verdict.judged_on, verdict.start)
    return tuple(name for rule in line.rules for name in rule.unknown_on(seat, verdict.judged_on, verdict.start))


def _judge_need(seat: Seat, line: Line, verdict: Verdict, day: int) -> bool:
    """Need = `for`, and the touchpoint's `for`, and not `unless`, on the day judged on. Returns whether it was excluded.

    With an open window the day judged on moves with the day asked about, up to the last day it can be.
    """
    shared, judged_on = line.shared, verdict.judged_on
    moves = judged_on == day and not verdict.placed.matched
    last = min(verdict.placed.closes, (verdict.ended or FOREVER) - 1)
    need: bool | None = True
    excluded = False
    for rule in line.rules:
        truth, _, edge, _, until = rule.on(seat, judged_on, day)
        if moves and edge <= last and edge < verdict.need_edge:
            verdict.need_edge = edge
        if until < verdict.need_edge:
            verdict.need_edge = until
        if rule is shared.unless and truth is not None:
            excluded = truth
            truth = not truth
        if truth is False or (truth is None and need):
            need = truth
    if shared.unless_met is not None:
        met = shared.unless_met(seat, day)
        verdict.need_edge = min(verdict.need_edge, met.edge)
        excluded = met.event is not None
    verdict.need = False if excluded else need
    return excluded


def _not_there_yet(seat: Seat, line: Line, verdict: Verdict, day: int) -> bool:
    """A starting element does not exist before its day, nor outside its place (decision 0014)."""
    element = line.shared.element
    if element.place is not None:
        area = seat.course.area()
        _turns(verdict, area.next_after(day))
        if area.at(day) != element.place:
            return True
    if element.starts_on is None:
        return False
    start = element.starts_on.toordinal()
    if day < start:
        _turns(verdict, start)
        return True
    return min(verdict.placed.due_by, verdict.placed.closes) < start


def _trigger_name(line: Line) -> str | None:
    after = line.occurrence.touchpoint.after
    if after is None:
        return None
    name = after.element if after.touchpoint is None else f"{after.element}.{after.touchpoint}"
    return f"{name}.outcome"


def _unknown_date(seat: Seat, line: Line, verdict: Verdict) -> str | None:
    """The anchor that is not known, as the author wrote it."""
    return next((name for name, number in line_anchors(seat, line, verdict.start) if number == UNKNOWN), None)


def line_anchors(seat: Seat, line: Line, day: int) -> list[tuple[str, int]]:
    """Every anchor the window hangs on, with its value as of a day, in the order it is written."""
    return [(name, when.at(seat, day)[0]) for name, when in line.anchors]
