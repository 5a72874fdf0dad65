"""The one ordered table: which status an occurrence has on a day, and why (language part 8, rows 1 to 19)."""

from __future__ import annotations

from headwaters.domain.blueprint.element import Stage
from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.calendar import BusinessCalendar
from headwaters.domain.status import Reason, Status
from headwaters.engine.evaluation.course import Course, Seat
from headwaters.engine.evaluation.endings import Ended, EndingRule, ended, stopped, turned_down
from headwaters.engine.evaluation.handoffs import RUNNING, Passage, passage
from headwaters.engine.evaluation.lines import Line
from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN, NEVER, PENDING, UNKNOWN
from headwaters.engine.evaluation.needs import NeedRule, Scope
from headwaters.engine.evaluation.observation import Sight, sight
from headwaters.engine.evaluation.triggers import UNOBSERVED
from headwaters.engine.evaluation.verdict import Placed, Verdict

Endings = tuple[tuple[EndingRule, ...], tuple[EndingRule, ...]]
"""The blueprint's `ends` and `resumes`."""


def judge(course: Course, line: Line, endings: Endings, calendar: BusinessCalendar, day: int) -> Verdict:
    """The verdict on one occurrence as of a day, and the edge until which it holds."""
    seat = course.seat(line.role)
    placed = course.place(line.occurrence.index, day)
    verdict = Verdict(day, placed)
    over = ended(seat, *endings, line.shared.until, day)
    verdict.ended = over.day if over.day <= LAST_KNOWN else 0
    verdict.judged_on = placed.matched or min(day, placed.closes, over.day - 1)
    verdict.edge = min(placed.edge, over.edge)
    excluded = _judge_need(seat, line, verdict, day)
    if placed.event is not None:
        verdict.outcome = _outcome(line, placed)
    run = None
    if line.handoff is not None:
        run = passage(
            seat,
            line.occurrence,
            line.handoff,
            way_back=line.way_back,
            kin=line.kin,
            placed=placed,
            calendar=calendar,
            day=day,
        )
        verdict.state, verdict.state_day, verdict.clock = run.state, run.day, run.clock
        verdict.edge = min(verdict.edge, run.edge)
    if not _early_rows(line, verdict, excluded):
        _open_rows(seat, line, verdict, over, run, day)
    return verdict


def _early_rows(line: Line, verdict: Verdict, excluded: bool) -> bool:
    """Rows 1 to 5: not needed at all, or reached. They hold whatever the day, so only the need and the window can turn
    them; told back or not, a reached one may still turn into a crack when its clock runs out."""
    placed = verdict.placed
    if verdict.need is False:
        _say(verdict, Status.NOT_NEEDED, Reason.EXCLUDED if excluded else Reason.NEED_FALSE)
    elif placed.closes < placed.opens <= LAST_KNOWN:
        _say(verdict, Status.NOT_NEEDED, Reason.NO_WINDOW)
    elif NEVER in (placed.trigger.day, placed.opens) and line.shared.is_judged:
        _say(verdict, Status.NOT_NEEDED, Reason.NOT_TRIGGERED)
    elif placed.matched and line.shared.is_judged:
        late = placed.matched > placed.due_by
        _say(
            verdict,
            Status.REACHED_LATE if late else Status.REACHED,
            Reason.MATCHED if verdict.need else Reason.NEED_PRESUMED,
        )
        if verdict.clock >= verdict.start and verdict.state is HandoffState.DONE:
            verdict.edge = min(verdict.edge, verdict.clock + 1)
    else:
        return False
    verdict.edge = min(verdict.edge, verdict.need_edge)
    return True


def _open_rows(seat: Seat, line: Line, verdict: Verdict, over: Ended, run: Passage | None, day: int) -> None:
    """Rows 6 to 19, with the edges at which each may turn."""
    placed = verdict.placed
    verdict.edge = min(verdict.edge, verdict.need_edge)
    if day < over.day <= placed.closes and over.day <= LAST_KNOWN:
        _turns(verdict, over.day, sure=over.edge == FOREVER)
    if not line.shared.is_judged or _not_there_yet(seat, line, verdict, day):
        _say(verdict, Status.PROPOSED, Reason.STAGE)
        verdict.sure = FOREVER
        return
    if over.day <= day and over.day <= placed.closes:
        _say(verdict, Status.ENDED, over.why)
        return
    if run is not None and run.clock >= day:
        verdict.edge = min(verdict.edge, run.clock + 1)
    if run is not None and run.state is HandoffState.NOT_ELIGIBLE:
        _say(verdict, Status.NOT_NEEDED, Reason.FOUND_NOT_ELIGIBLE)
    elif _declined(seat, line, verdict, run, day) or _stopped(seat, line, verdict, day):
        pass
    elif run is not None and _in_progress(verdict, run, day):
        _say(verdict, Status.IN_PROGRESS, run.state.value)
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
    if not verdict.no_day and run is not None and run.state is HandoffState.DECLINED:
        verdict.no_day = run.day
    if not verdict.no_day:
        return False
    _say(verdict, Status.DECLINED, Reason.DECLINED)
    return True


def _stopped(seat: Seat, line: Line, verdict: Verdict, day: int) -> bool:
    """Row 9."""
    if not line.shared.stops:
        return False
    found = stopped(seat, line.shared.stops, line.shared.resumed, verdict.placed.closes, day)
    if found is None:
        return False
    rule, when = found
    if rule.as_declined:
        verdict.no_day = when
    _say(verdict, Status.DECLINED if rule.as_declined else Status.ENDED, rule.why)
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
        if placed.trigger.why == UNOBSERVED:
            _say(verdict, Status.UNOBSERVED, Reason.TRIGGER_UNOBSERVED)
        else:
            _say(verdict, Status.ASK, Reason.TRIGGER_OUTCOME_UNKNOWN)
            verdict.missing = _trigger_name(line)
    elif UNKNOWN in (placed.opens, placed.due_by, placed.closes):
        _say(verdict, Status.ASK, Reason.DATE_UNKNOWN)
        verdict.missing = _unknown_date(seat, line, verdict)
    elif verdict.need is None:
        kept_private = any(rule.withheld((seat, verdict.judged_on, verdict.start)) for rule in need_rules(line))
        _say(verdict, Status.ASK, Reason.WITHHELD if kept_private else Reason.FACT_UNKNOWN)
    else:
        return False
    return True


def _by_the_calendar(seat: Seat, line: Line, verdict: Verdict, day: int) -> None:
    """Rows 15 to 19."""
    placed = verdict.placed
    opens, due_by, closes = placed.opens, placed.due_by, placed.closes
    if closes < day:
        first = opens if opens <= LAST_KNOWN else closes
        _if_observed(seat, line, verdict, (first, closes), (Status.MISSED, Reason.CLOSED))
        return
    _turns(verdict, closes + 1 if closes <= LAST_KNOWN else FOREVER, sure=True)
    if opens == PENDING:
        _say(verdict, Status.UPCOMING, Reason.WAITS)
    elif day < opens:
        _say(verdict, Status.UPCOMING, Reason.NOT_OPEN)
        _turns(verdict, opens, sure=True)
    elif day <= due_by:
        _say(verdict, Status.DUE, Reason.OPEN)
        _turns(verdict, due_by + 1 if due_by <= LAST_KNOWN else FOREVER, sure=True)
    else:
        _if_observed(seat, line, verdict, (opens, due_by), (Status.OVERDUE, Reason.PAST_DUE))


def _if_observed(
    seat: Seat, line: Line, verdict: Verdict, between: tuple[int, int], said: tuple[Status, Reason]
) -> None:
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
    _say(verdict, Status.UNOBSERVED, seen.value)
    _turns(verdict, later if later > verdict.start else FOREVER)


def _say(verdict: Verdict, status: Status, reason: str) -> None:
    verdict.status = status
    verdict.reason = str(reason)


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


def need_rules(line: Line) -> tuple[NeedRule, ...]:
    """The conditions of a line's need, in reading order."""
    shared = line.shared
    return tuple(rule for rule in (shared.need, line.need, shared.unless) if rule is not None)


def _judge_need(seat: Seat, line: Line, verdict: Verdict, day: int) -> bool:
    """Need = `for`, and the touchpoint's `for`, and not `unless`, on the day judged on. Returns whether it was excluded.

    With an open window the day judged on moves with the day asked about, up to the last day it can be.
    """
    shared = line.shared
    rules = need_rules(line)
    if not rules and shared.unless_met is None:
        return False
    scope: Scope = (seat, verdict.judged_on, day)
    moves = verdict.judged_on == day and not verdict.placed.matched
    last = min(verdict.placed.closes, (verdict.ended or FOREVER) - 1)
    need: bool | None = True
    for rule in rules:
        if moves:
            edge = rule.q_edge(seat, day)
            if edge <= last:
                verdict.need_edge = min(verdict.need_edge, edge)
        if rule.refers:
            verdict.need_edge = min(verdict.need_edge, rule.d_edge(seat, day))
        truth = rule.judge(scope)
        if rule is shared.unless and truth is not None:
            truth = not truth
        need = False if need is False or truth is False else None if need is None or truth is None else True
    excluded = shared.unless is not None and shared.unless.judge(scope) is True
    if shared.unless_met is not None:
        met = shared.unless_met(seat, day)
        verdict.need_edge = min(verdict.need_edge, met.edge)
        excluded = excluded or met.event is not None
    verdict.need = False if excluded else need
    if verdict.need is None:
        verdict.missing = next((name for rule in rules for name in rule.unknown(scope)), None)
    return excluded


def _not_there_yet(seat: Seat, line: Line, verdict: Verdict, day: int) -> bool:
    """A starting element does not exist before its day, nor outside its place (decision 0014)."""
    element = line.shared.element
    if element.stage is not Stage.STARTING:
        return False
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
