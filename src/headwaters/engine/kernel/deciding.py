"""The one ordered table: which status an occurrence has on a day, and why (`evaluation.decision`, `evaluation.endings`)."""

from __future__ import annotations

from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN, NEVER, PENDING, UNKNOWN
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.compiled import Floats, Ints, compiled
from headwaters.engine.kernel.conditions import FALSE, TRUE, UNSURE, first_unknown, judge_rule
from headwaters.engine.kernel.event_lists import last_between, listed
from headwaters.engine.kernel.moments import moment
from headwaters.engine.kernel.passing import NO_STATE, passage, steps_of
from headwaters.engine.kernel.placing import place, untriggered_window
from headwaters.engine.kernel.recipients import ended_by_event
from headwaters.engine.kernel.requirements import met
from headwaters.engine.kernel.states import is_reached, trigger_on
from headwaters.engine.kernel.timelines import said_on, sight, stretches, turns_around


@compiled
def decide(p: Ints, c: Ints, v: Floats, s: Ints, course: int, line: int, x: int, day: int) -> None:
    """Works out one occurrence as of a day into `x`; everything it refers to was worked out for that day before."""
    at = p[o.H_LINES] + line * o.L_WIDTH
    role, element = p[at + o.L_SEAT], p[at + o.L_ELEMENT]
    number, why, until, then = trigger_on(p, s, course, line, day)
    _blank(s, x, day)
    s[x + o.X_TRIGGER], s[x + o.X_TRIGGER_WHY] = number, why
    if number == NEVER and p[at + o.L_FOLLOWS] and _untriggered(p, s, course, at, x, day, until):
        return
    s[x + o.X_PLACED_EDGE], s[x + o.X_SURE] = until, then
    placed_sure = place(p, c, s, course, line, x, day)
    s[x + o.X_SURE] = FOREVER
    over, over_why, over_edge = _over(p, c, s, course, role, element, x, day)
    if over <= LAST_KNOWN:
        s[x + o.X_ENDED] = over
    s[x + o.X_EDGE] = min(over_edge, s[x + o.X_PLACED_EDGE])
    s[x + o.X_JUDGED_ON] = s[x + o.X_MATCHED] if s[x + o.X_MATCHED] else min(day, min(s[x + o.X_CLOSES], over - 1))
    excluded, need_edge = False, FOREVER
    if p[at + o.L_HAS_NEED]:
        excluded, need_edge = _judge_need(p, c, v, s, course, at, x, day)
    if s[x + o.X_EVENT]:
        s[x + o.X_OUTCOME] = _outcome(p, c, s, at, x)
    if p[at + o.L_HANDOFF] >= 0:
        s[x + o.X_STATE], s[x + o.X_STATE_DAY], s[x + o.X_CLOCK], shared = passage(p, s, course, line, x, day)
        s[x + o.X_EDGE] = min(s[x + o.X_EDGE], shared)
    early = _early_rows(p, c, v, s, course, at, x, day, excluded)
    s[x + o.X_EDGE] = min(s[x + o.X_EDGE], need_edge)
    if not early:
        _open_rows(p, c, v, s, course, at, x, day, over, over_why, over_edge)
    s[x + o.X_SURE] = min(s[x + o.X_SURE], placed_sure)
    s[x + o.X_MAY_CRACK] = _may_crack(s[x + o.X_STATUS], s[x + o.X_STATE])


@compiled
def _blank(s: Ints, x: int, day: int) -> None:
    s[x + o.X_START], s[x + o.X_EDGE], s[x + o.X_SURE] = day, FOREVER, FOREVER
    s[x + o.X_MISSING], s[x + o.X_OUTCOME], s[x + o.X_STATE] = o.NO_WORD, o.NO_WORD, NO_STATE
    s[x + o.X_STATE_DAY], s[x + o.X_CLOCK], s[x + o.X_NO_DAY], s[x + o.X_ENDED] = 0, 0, 0, 0
    s[x + o.X_NEED], s[x + o.X_MATCHED], s[x + o.X_EVENT] = TRUE, 0, 0


@compiled
def _may_crack(status: int, state: int) -> int:
    """A quick no for most: `cracking` decides for the rest."""
    if status == o.ASK or status == o.UNOBSERVED or status == o.ENDED or status == o.IN_PROGRESS:
        return 1
    if status == o.OVERDUE or status == o.MISSED:
        return 1
    between = status == o.NOT_NEEDED or status == o.UPCOMING or status == o.DUE or is_reached(status)
    return 1 if state >= 0 and between else 0


@compiled
def _untriggered(p: Ints, s: Ints, course: int, at: int, x: int, day: int, edge: int) -> bool:
    """Row 3 in short, for what nothing but its trigger decides about."""
    handoff = p[at + o.L_HANDOFF]
    if handoff >= 0 and s[steps_of(p, s, course, p[at + o.L_SEAT], handoff, day)] > 0:
        return False
    due, closes, until = untriggered_window(p, s, course, at, NEVER, edge, day)
    s[x + o.X_OPENS], s[x + o.X_DUE], s[x + o.X_CLOSES] = NEVER, due, closes
    s[x + o.X_EDGE], s[x + o.X_PLACED_EDGE] = until, until
    s[x + o.X_SURE], s[x + o.X_JUDGED_ON] = edge, day
    s[x + o.X_STATUS], s[x + o.X_REASON] = o.NOT_NEEDED, o.W_NOT_TRIGGERED
    s[x + o.X_STATE] = o.NEEDED if handoff >= 0 else NO_STATE
    s[x + o.X_MAY_CRACK] = 1 if handoff >= 0 else 0
    return True


@compiled
def _over(p: Ints, c: Ints, s: Ints, course: int, role: int, element: int, x: int, day: int) -> tuple[int, int, int]:
    """(first day nothing more is owed or FOREVER, why, edge)"""
    over, why = ended_by_event(p, c, s, course, role)
    edge = FOREVER
    if p[element + o.E_UNTIL] != o.NO_MOMENT:
        last, edge = moment(p, s, course, role, p[element + o.E_UNTIL], day)
        if last <= LAST_KNOWN and last + 1 < over:
            over, why = last + 1, o.W_AGED_OUT
    if s[course + o.K_ENDED] == 0 or s[course + o.K_BIRTH] != UNKNOWN or s[x + o.X_TRIGGER] == UNKNOWN:
        return over, why, edge
    undated = s[x + o.X_OPENS] == UNKNOWN or s[x + o.X_DUE] == UNKNOWN or s[x + o.X_CLOSES] == UNKNOWN
    lost = min(s[course + o.K_ENDED], s[x + o.X_CLOSES])
    if undated and lost < over:
        return lost, s[course + o.K_ENDED_WHY], edge
    return over, why, edge


@compiled
def _judge_need(p: Ints, c: Ints, v: Floats, s: Ints, course: int, at: int, x: int, day: int) -> tuple[bool, int]:
    """(whether it was excluded, the edge at which the need may turn); notes the need's truth."""
    role, element, judged_on = p[at + o.L_SEAT], p[at + o.L_ELEMENT], s[x + o.X_JUDGED_ON]
    moves = judged_on == day and s[x + o.X_MATCHED] == 0
    last = min(s[x + o.X_CLOSES], (s[x + o.X_ENDED] if s[x + o.X_ENDED] else FOREVER) - 1)
    need, excluded, need_edge = TRUE, False, FOREVER
    for i in range(p[at + o.L_NRULES]):
        rule = p[p[at + o.L_RULES] + i]
        truth, edge, until = judge_rule(p, c, v, s, course, role, rule, judged_on, day)
        if moves and edge <= last:
            need_edge = min(need_edge, edge)
        need_edge = min(need_edge, until)
        if rule == p[element + o.E_UNLESS] and truth != UNSURE:
            excluded = truth == TRUE
            truth = 1 - truth
        if truth == FALSE or (truth == UNSURE and need == TRUE):
            need = truth
    if p[element + o.E_UNLESS_MET] >= 0:
        event, until = met(p, s, course, role, p[element + o.E_UNLESS_MET], day)
        need_edge = min(need_edge, until)
        excluded = event > 0
    s[x + o.X_NEED] = FALSE if excluded else need
    return excluded, need_edge


@compiled
def _outcome(p: Ints, c: Ints, s: Ints, at: int, x: int) -> int:
    """What came of it, as the program found it in the event's content."""
    content = s[s[x + o.X_EVENT] + o.V_CONTENT]
    rule = p[at + o.L_OUTCOMES]
    if rule < 0:
        return c[content + o.CT_RESULT]
    first = c[content + o.CT_OUTCOMES]
    for i in range(first, first + 2 * c[content + o.CT_NOUTCOMES], 2):
        if c[i] == rule:
            return c[i + 1]
    raise AssertionError("an outcome was asked of a content that does not fit")


@compiled
def _say(s: Ints, x: int, status: int, reason: int) -> None:
    s[x + o.X_STATUS], s[x + o.X_REASON] = status, reason


@compiled
def _turns(s: Ints, x: int, day: int, sure: bool) -> None:
    """On that day the row may be another; `sure`: it cannot be the same."""
    s[x + o.X_EDGE] = min(s[x + o.X_EDGE], day)
    if sure:
        s[x + o.X_SURE] = min(s[x + o.X_SURE], day)


@compiled
def _after(day: int) -> int:
    return day + 1 if day <= LAST_KNOWN else FOREVER


@compiled
def _early_rows(p: Ints, c: Ints, v: Floats, s: Ints, course: int, at: int, x: int, day: int, excluded: bool) -> bool:
    """Rows 1 to 5: not needed at all, or reached."""
    opens, matched = s[x + o.X_OPENS], s[x + o.X_MATCHED]
    is_judged = p[p[at + o.L_ELEMENT] + o.E_IS_JUDGED]
    if s[x + o.X_NEED] == FALSE:
        _say(s, x, o.NOT_NEEDED, o.W_EXCLUDED if excluded else o.W_NEED_FALSE)
    elif s[x + o.X_CLOSES] < opens <= LAST_KNOWN:
        _say(s, x, o.NOT_NEEDED, o.W_NO_WINDOW)
    elif (opens == NEVER or s[x + o.X_TRIGGER] == NEVER) and is_judged:
        _say(s, x, o.NOT_NEEDED, o.W_NOT_TRIGGERED)
    elif matched and is_judged:
        is_sure = s[x + o.X_NEED] == TRUE
        status = o.REACHED_LATE if matched > s[x + o.X_DUE] else o.REACHED
        _say(s, x, status, o.W_MATCHED if is_sure else o.W_NEED_PRESUMED)
        if not is_sure:
            s[x + o.X_MISSING] = _unknown_name(p, c, v, s, course, at, x, day)[0]
        if s[x + o.X_CLOCK] >= day and s[x + o.X_STATE] == o.DONE:
            _turns(s, x, s[x + o.X_CLOCK] + 1, False)
    else:
        return False
    return True


@compiled
def _unknown_name(p: Ints, c: Ints, v: Floats, s: Ints, course: int, at: int, x: int, day: int) -> tuple[int, bool]:
    """(the first name because of which the need is unknown, whether one of all of them was kept private)"""
    word, is_private = o.NO_WORD, False
    for i in range(p[at + o.L_NRULES]):
        rule = p[p[at + o.L_RULES] + i]
        found, private = first_unknown(p, c, v, s, course, p[at + o.L_SEAT], rule, s[x + o.X_JUDGED_ON], day)
        word = found if word == o.NO_WORD else word
        is_private = is_private or private
    return word, is_private


@compiled
def _open_rows(
    p: Ints,
    c: Ints,
    v: Floats,
    s: Ints,
    course: int,
    at: int,
    x: int,
    day: int,
    over: int,
    over_why: int,
    over_edge: int,
) -> None:
    """Rows 6 to 19, with the edges at which each may turn."""
    element, closes = p[at + o.L_ELEMENT], s[x + o.X_CLOSES]
    if day < over <= closes and over <= LAST_KNOWN:
        _turns(s, x, over, over_edge == FOREVER)
    absent = p[element + o.E_IS_STARTING] and _not_there_yet(p, v, s, course, element, x, day)
    if not p[element + o.E_IS_JUDGED] or absent:
        _say(s, x, o.PROPOSED, o.W_STAGE)
        s[x + o.X_SURE] = FOREVER
        return
    if over <= day and over <= closes:
        _say(s, x, o.ENDED, over_why)
        return
    state, clock = s[x + o.X_STATE], s[x + o.X_CLOCK]
    if state >= 0 and clock >= day:
        _turns(s, x, clock + 1, False)
    if state == o.NOT_ELIGIBLE:
        _say(s, x, o.NOT_NEEDED, o.W_FOUND_NOT_ELIGIBLE)
        return
    if _declined(p, s, course, at, x, day) or (p[element + o.E_NSTOPS] > 0 and _stopped(p, s, course, at, x, day)):
        return
    if state >= 0 and _in_progress(s, x, day):
        _say(s, x, o.IN_PROGRESS, o.W_OF_STATE + state)
        _turns(s, x, clock + 1 if clock else FOREVER, True)
        _turns(s, x, _after(s[x + o.X_DUE]), True)
        return
    if not _undecided(p, c, v, s, course, at, x, day):
        _by_the_calendar(p, c, s, course, at, x, day)


@compiled
def _not_there_yet(p: Ints, v: Floats, s: Ints, course: int, element: int, x: int, day: int) -> bool:
    """A starting element does not exist before its day, nor outside its place (decision 0014)."""
    place_word = p[element + o.E_PLACE]
    if place_word != o.NO_WORD:
        area = s[course + o.K_AREA]
        _turns(s, x, turns_around(s, course, area, day)[1], False)
        said = said_on(s, course, area, day)
        value = 2 * (p[o.H_SAID_VALUES] + said)
        if said < 0 or v[value] != o.TEXT or v[value + 1] != place_word:
            return True
    start = p[element + o.E_STARTS_ON]
    if start == 0:
        return False
    if day < start:
        _turns(s, x, start, False)
        return True
    return min(s[x + o.X_DUE], s[x + o.X_CLOSES]) < start


@compiled
def _is_in_force(s: Ints, no: int, closes: int, day: int) -> bool:
    return s[no + o.V_END] == 0 or s[no + o.V_END] >= min(day, closes)


@compiled
def _note_no(s: Ints, x: int, no: int, closes: int) -> None:
    s[x + o.X_NO_DAY] = s[no + o.V_DAY]
    end = s[no + o.V_END]
    if 0 < end < closes:
        _turns(s, x, end + 1, False)


@compiled
def _declined(p: Ints, s: Ints, course: int, at: int, x: int, day: int) -> bool:
    """Row 8: the touchpoint's own no inside its window, the element's up to the day it closes, or the hand-off's."""
    element, role = p[at + o.L_ELEMENT], p[at + o.L_SEAT]
    opens, closes = s[x + o.X_OPENS], s[x + o.X_CLOSES]
    if p[at + o.L_DECLINED] >= 0 and opens <= LAST_KNOWN:
        entry, until = listed(p, s, course, role, p[at + o.L_DECLINED], day)
        s[x + o.X_EDGE] = min(s[x + o.X_EDGE], until)
        no = last_between(s, entry, opens, closes)
        if no > 0 and _is_in_force(s, no, closes, day):
            _note_no(s, x, no, closes)
    if s[x + o.X_NO_DAY] == 0 and p[element + o.E_DECLINED] >= 0:
        no = _last_standing(p, s, course, role, element, p[element + o.E_DECLINED], x, day)
        if no > 0 and _is_in_force(s, no, closes, day):
            _note_no(s, x, no, closes)
    if s[x + o.X_NO_DAY] == 0 and s[x + o.X_STATE] == o.TURNED_DOWN:
        s[x + o.X_NO_DAY] = s[x + o.X_STATE_DAY]
    if s[x + o.X_NO_DAY] == 0:
        return False
    _say(s, x, o.DECLINED, o.W_DECLINED)
    return True


@compiled
def _last_standing(p: Ints, s: Ints, course: int, role: int, element: int, look: int, x: int, day: int) -> int:
    """The last such event up to the day it closes, unless taken up again since; 0 without one."""
    closes = s[x + o.X_CLOSES]
    entry, until = listed(p, s, course, role, look, day)
    no = last_between(s, entry, 0, closes)
    if no > 0 and p[element + o.E_RESUMED] >= 0:
        entry, other = listed(p, s, course, role, p[element + o.E_RESUMED], day)
        until = min(until, other)
        if last_between(s, entry, s[no + o.V_DAY], closes) > 0:
            no = 0
    s[x + o.X_EDGE] = min(s[x + o.X_EDGE], until)
    return no


@compiled
def _stopped(p: Ints, s: Ints, course: int, at: int, x: int, day: int) -> bool:
    """Row 9: the latest of what stopped it."""
    element, found, when = p[at + o.L_ELEMENT], -1, 0
    for i in range(p[element + o.E_NSTOPS]):
        stop = p[element + o.E_STOPS] + i * o.STOP_WIDTH
        event = _last_standing(p, s, course, p[at + o.L_SEAT], element, p[stop + o.STOP_LOOK], x, day)
        if event > 0 and (found < 0 or s[event + o.V_DAY] > when):
            found, when = stop, s[event + o.V_DAY]
    if found < 0:
        return False
    if p[found + o.STOP_AS_DECLINED]:
        s[x + o.X_NO_DAY] = when
    _say(s, x, o.DECLINED if p[found + o.STOP_AS_DECLINED] else o.ENDED, p[found + o.STOP_WHY])
    return True


@compiled
def is_running(state: int) -> bool:
    """States in which somebody is at it."""
    return o.SENT <= state <= o.NOT_REACHED or state == o.BEGUN


@compiled
def _in_progress(s: Ints, x: int, day: int) -> bool:
    clock = s[x + o.X_CLOCK]
    in_time = day <= (clock if clock else FOREVER) and day <= s[x + o.X_DUE]
    return is_running(s[x + o.X_STATE]) and in_time and s[x + o.X_OPENS] != UNKNOWN


@compiled
def _undecided(p: Ints, c: Ints, v: Floats, s: Ints, course: int, at: int, x: int, day: int) -> bool:
    """Rows 11 to 14: it cannot be decided, and what is unknown is named."""
    if s[x + o.X_TRIGGER] == UNKNOWN:
        if s[x + o.X_TRIGGER_WHY] == o.WHY_UNOBSERVED:
            _say(s, x, o.UNOBSERVED, o.W_TRIGGER_UNOBSERVED)
        else:
            _say(s, x, o.ASK, o.W_TRIGGER_OUTCOME_UNKNOWN)
            s[x + o.X_MISSING] = p[at + o.L_TRIGGER_NAME]
    elif s[x + o.X_OPENS] == UNKNOWN or s[x + o.X_DUE] == UNKNOWN or s[x + o.X_CLOSES] == UNKNOWN:
        _say(s, x, o.ASK, o.W_DATE_UNKNOWN)
        for i in range(p[at + o.L_NANCHORS] - 1, -1, -1):
            anchor = p[at + o.L_ANCHORS] + 2 * i
            if moment(p, s, course, p[at + o.L_SEAT], p[anchor + 1], day)[0] == UNKNOWN:
                s[x + o.X_MISSING] = p[anchor]
    elif s[x + o.X_NEED] == UNSURE:
        s[x + o.X_MISSING], is_private = _unknown_name(p, c, v, s, course, at, x, day)
        _say(s, x, o.ASK, o.W_WITHHELD if is_private else o.W_FACT_UNKNOWN)
    else:
        return False
    return True


@compiled
def _by_the_calendar(p: Ints, c: Ints, s: Ints, course: int, at: int, x: int, day: int) -> None:
    """Rows 15 to 19."""
    opens, due, closes = s[x + o.X_OPENS], s[x + o.X_DUE], s[x + o.X_CLOSES]
    if closes < day:
        first = opens if opens <= LAST_KNOWN else closes
        _if_observed(p, c, s, course, at, x, first, closes, o.MISSED, o.W_CLOSED, day)
        return
    _turns(s, x, _after(closes), True)
    if opens == PENDING:
        _say(s, x, o.UPCOMING, o.W_WAITS)
    elif day < opens:
        _say(s, x, o.UPCOMING, o.W_NOT_OPEN)
        _turns(s, x, opens, True)
    elif day <= due:
        _say(s, x, o.DUE, o.W_OPEN)
        _turns(s, x, _after(due), True)
    else:
        _if_observed(p, c, s, course, at, x, opens, due, o.OVERDUE, o.W_PAST_DUE, day)


@compiled
def _if_observed(
    p: Ints, c: Ints, s: Ints, course: int, at: int, x: int, first: int, last: int, status: int, reason: int, day: int
) -> None:
    """As said where somebody would have told us of every day; else unobserved, with why."""
    _say(s, x, status, reason)
    if p[at + o.L_ALWAYS]:
        return
    told, count = stretches(c, s, course, p[at + o.L_OBSERVED_BY])
    why, later = sight(s, told, count, first, last, day)
    if why == 0:
        return
    # Closed and unobserved may read the same as overdue and unobserved: only looking can tell.
    s[x + o.X_SURE] = FOREVER
    _say(s, x, o.UNOBSERVED, why)
    _turns(s, x, later if later > day else FOREVER, False)
