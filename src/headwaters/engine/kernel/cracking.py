"""Cracks: the first step not met (`evaluation.cracks`)."""

from __future__ import annotations

from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.compiled import Floats, Ints, compiled
from headwaters.engine.kernel.deciding import is_running
from headwaters.engine.kernel.event_lists import listed
from headwaters.engine.kernel.states import is_reached, node_at, target_at
from headwaters.engine.kernel.story import seat_of
from headwaters.engine.kernel.timelines import said_on, sight, stretches, turns_around

OF_STATE = (
    o.NOT_SENT, o.NO_ANSWER, o.NO_ANSWER, o.ACCEPTED_NOT_BEGUN, o.CRACK_FULL, o.CRACK_NOT_REACHED, o.NO_NEXT_ROUTE, o.NO_CRACK,
    o.BEGUN_DROPPED, o.BEGUN_DROPPED, o.NO_WORD_BACK, o.NO_CRACK,
)  # fmt: skip
"""What it is called when a state's clock has run out, in the order of the states."""


@compiled
def crack_of(p: Ints, c: Ints, v: Floats, s: Ints, course: int, line: int, x: int, day: int) -> tuple[int, int]:
    """(crack or NO_CRACK, edge beyond the verdict's own). Of a repeat, at most one slot of a phase carries one."""
    crack, edge = _own(p, c, v, s, course, line, x, day)
    if crack == o.NO_CRACK or p[p[o.H_LINES] + line * o.L_WIDTH + o.L_NSLOTS] == 0:
        return crack, edge
    return _once_a_phase(p, c, v, s, course, line, crack, edge, day)


@compiled
def _own(p: Ints, c: Ints, v: Floats, s: Ints, course: int, line: int, x: int, day: int) -> tuple[int, int]:
    """The first row of the table that holds, whatever the other slots of a repeat are."""
    status, state, reason = s[x + o.X_STATUS], s[x + o.X_STATE], s[x + o.X_REASON]
    if status == o.ASK:
        return (o.NO_CRACK if reason == o.W_WITHHELD else o.CRACK_ASK), FOREVER
    if status == o.UNOBSERVED:
        untold = reason == o.W_NO_SOURCE or reason == o.W_GAP
        return (o.AGENCY_NOT_REPORTING if untold else o.NO_CRACK), FOREVER
    if status == o.DECLINED or status == o.PROPOSED or (status == o.UPCOMING and state <= o.NEEDED):
        return o.NO_CRACK, FOREVER
    if status == o.ENDED:
        return _ended_between(s, x), FOREVER
    late = state == o.DROPPED or 0 < s[x + o.X_CLOCK] < day
    if status == o.NOT_NEEDED:
        return _no_next_route(p, s, course, line, x, late, day)
    if is_reached(status):
        return (o.NO_WORD_BACK if state == o.DONE and late else o.NO_CRACK), FOREVER
    if state == o.DROPPED:
        return o.BEGUN_DROPPED, FOREVER
    past = status == o.OVERDUE or status == o.MISSED
    if state >= 0:
        return _of_handoff(p, v, s, course, line, x, day) if late or past else (o.NO_CRACK, FOREVER)
    return (_without_handoff(p, c, s, course, line, x, day) if past else o.NO_CRACK), FOREVER


@compiled
def _ended_between(s: Ints, x: int) -> int:
    """A move or a birthday cut an open promise off; other ends owe nothing."""
    was_open = s[x + o.X_OPENS] < s[x + o.X_ENDED] <= s[x + o.X_CLOSES]
    if not (was_open or is_running(s[x + o.X_STATE])):
        return o.NO_CRACK
    if s[x + o.X_REASON] == o.W_MOVED:
        return o.MOVED_BETWEEN_AREAS
    return o.AGED_OUT_BETWEEN_PROGRAMS if s[x + o.X_REASON] == o.W_AGED_OUT else o.NO_CRACK


@compiled
def _no_next_route(p: Ints, s: Ints, course: int, line: int, x: int, late: bool, day: int) -> tuple[int, int]:
    at = p[o.H_LINES] + line * o.L_WIDTH
    handoff = p[at + o.L_HANDOFF]
    if s[x + o.X_REASON] != o.W_FOUND_NOT_ELIGIBLE or handoff < 0 or not p[handoff + o.HO_HAS_ROUTE] or not late:
        return o.NO_CRACK, FOREVER
    edge, is_taken = FOREVER, False
    for i in range(p[at + o.L_NROUTE]):
        node = target_at(p, s, course, p[at + o.L_ROUTE] + 2 * i, day)
        status = s[node + o.X_STATUS]
        is_taken = is_taken or is_reached(status) or status == o.IN_PROGRESS or status == o.DECLINED
        edge = min(edge, s[node + o.X_EDGE])
    return (o.NO_CRACK if is_taken else o.NO_NEXT_ROUTE), edge


@compiled
def _of_handoff(p: Ints, v: Floats, s: Ints, course: int, line: int, x: int, day: int) -> tuple[int, int]:
    state = s[x + o.X_STATE]
    consent = p[p[p[o.H_LINES] + line * o.L_WIDTH + o.L_HANDOFF] + o.HO_CONSENT]
    if state != o.NEEDED or consent < 0:
        return OF_STATE[state], FOREVER
    # A verdict holds for a stretch of days, and the day judged on moves through it: consent is asked for that day.
    last = min(s[x + o.X_CLOSES], (s[x + o.X_ENDED] if s[x + o.X_ENDED] else FOREVER) - 1)
    judged_on = min(day, last)
    edge = turns_around(s, course, consent, judged_on)[1]
    said = said_on(s, course, consent, judged_on)
    value = 2 * (p[o.H_SAID_VALUES] + said)
    is_given = said >= 0 and v[value] == o.BOOLEAN and v[value + 1] == 1.0
    crack = o.NOT_SENT if is_given else o.NO_CONSENT_YET
    return crack, (edge if judged_on == day and edge <= last else FOREVER)


@compiled
def _without_handoff(p: Ints, c: Ints, s: Ints, course: int, line: int, x: int, day: int) -> int:
    """Told apart by who knew, who offered and who said yes."""
    at = p[o.H_LINES] + line * o.L_WIDTH
    element, role = p[at + o.L_ELEMENT], p[at + o.L_SEAT]
    known = p[element + o.E_NKNOWN_BY] == 0
    for i in range(p[element + o.E_NKNOWN_BY]):
        agency = p[p[element + o.E_KNOWN_BY] + i]
        known = known or s[s[seat_of(course, role) + o.T_AGENCIES] + agency] == 1
    if not known:
        return o.NOT_IDENTIFIED
    if p[element + o.E_ACCEPTED] >= 0 and listed(p, s, course, role, p[element + o.E_ACCEPTED], day)[0] >= 0:
        return o.ACCEPTED_NOT_BEGUN
    if p[element + o.E_OFFERED] >= 0 and listed(p, s, course, role, p[element + o.E_OFFERED], day)[0] >= 0:
        return o.NO_ANSWER
    kinds = p[element + o.E_OFFERED_KINDS]
    if kinds < 0:
        return o.NOT_OFFERED
    last = s[x + o.X_CLOSES] if s[x + o.X_STATUS] == o.MISSED else s[x + o.X_DUE]
    first = s[x + o.X_OPENS] if s[x + o.X_OPENS] <= LAST_KNOWN else last
    told, count = stretches(c, s, course, kinds)
    return o.NOT_OFFERED if sight(s, told, count, first, last, day)[0] == 0 else o.NOBODY_REPORTS_WHICH


@compiled
def _once_a_phase(
    p: Ints, c: Ints, v: Floats, s: Ints, course: int, line: int, crack: int, edge: int, day: int
) -> tuple[int, int]:
    """The first slot of a phase with a crack carries it for all; a dose measure may allow a share to be missed."""
    at = p[o.H_LINES] + line * o.L_WIDTH
    slots, count = p[at + o.L_SLOTS], p[at + o.L_NSLOTS]
    for i in range(count):
        slot = p[slots + i]
        if slot == line:
            break
        node = node_at(s, course, slot, day)
        other, until = _own(p, c, v, s, course, slot, node, day)
        edge = min(edge, min(until, s[node + o.X_EDGE]))
        if other != o.NO_CRACK:
            return o.NO_CRACK, edge
    if p[at + o.L_SHARE] < 0 or crack == o.CRACK_ASK or crack == o.AGENCY_NOT_REPORTING:
        return crack, edge
    reached, past = 0, 0
    for i in range(count):
        node = node_at(s, course, p[slots + i], day)
        edge = min(edge, s[node + o.X_EDGE])
        reached += 1 if is_reached(s[node + o.X_STATUS]) else 0
        past += 1 if is_reached(s[node + o.X_STATUS]) or s[node + o.X_STATUS] == o.MISSED else 0
    share = v[2 * p[at + o.L_SHARE] + 1]
    return (crack if past > 0 and reached < share * past else o.NO_CRACK), edge
