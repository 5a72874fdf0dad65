"""Hand-offs: the state a passage is in, and its clock (`evaluation.handoffs`)."""

from __future__ import annotations

from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.compiled import Ints, compiled
from headwaters.engine.kernel.day_numbers import plus
from headwaters.engine.kernel.event_lists import listed
from headwaters.engine.kernel.states import trigger_on
from headwaters.engine.kernel.story import room, seat_of

NO_STATE = -1
STEP_DAY, STEP_ORDER, STEP_EVENT, STEP_WIDTH = range(4)


@compiled
def steps_of(p: Ints, s: Ints, course: int, role: int, handoff: int, day: int) -> int:
    """Where all steps of a hand-off stand, by day and then by the order of steps; their number stands first."""
    memo = s[seat_of(course, role) + o.T_STEPS] + p[handoff + o.HO_NUMBER]
    if s[memo] != -2:
        return s[memo]
    slot = p[p[o.H_STEP_SLOTS] + role * p[o.H_NHANDOFFS] + p[handoff + o.HO_NUMBER]]
    entry = s[s[seat_of(course, role) + o.T_HEADS] + slot]
    told = -1
    if p[handoff + o.HO_WAY_BACK] >= 0:
        told, _ = listed(p, s, course, role, p[handoff + o.HO_WAY_BACK], day)
    steps = room(s, 1)
    s[steps], s[memo] = 0, steps
    while entry >= 0:
        _insert(s, steps, s[entry + o.X_EVENT_AT], s[entry + o.X_MASK])
        entry = s[entry + o.X_NEXT]
    last = 0
    while told >= 0:
        event = s[told + o.X_EVENT_AT]
        if s[event + o.V_DAY] != last:
            _insert(s, steps, event, o.TOLD)
        last = s[event + o.V_DAY]
        told = s[told + o.X_NEXT]
    return steps


@compiled
def _insert(s: Ints, steps: int, event: int, order: int) -> None:
    """After every step that is not later."""
    at = room(s, STEP_WIDTH)
    day = s[event + o.V_DAY]
    s[steps] += 1
    while at > steps + 1:
        before = at - STEP_WIDTH
        if s[before + STEP_DAY] < day or (s[before + STEP_DAY] == day and s[before + STEP_ORDER] <= order):
            break
        for i in range(STEP_WIDTH):
            s[at + i] = s[before + i]
        at = before
    s[at + STEP_DAY], s[at + STEP_ORDER], s[at + STEP_EVENT] = day, order, event


@compiled
def owns(p: Ints, s: Ints, course: int, line: int, step_day: int, day: int) -> tuple[bool, int]:
    """Whether a step of `step_day` belongs to this instance: of all instances' first triggers, its own is the latest."""
    at = p[o.H_LINES] + line * o.L_WIDTH
    own = p[at + o.L_ROOT]
    if own < 0:
        return True, FOREVER
    edge, best, owner = FOREVER, -1, -1
    for i in range(-1, p[at + o.L_NKIN]):
        root = own if i < 0 else p[p[at + o.L_KIN] + i]
        number, _, until, _ = trigger_on(p, s, course, root, day)
        edge = min(edge, until)
        if i >= 0 and best <= number <= step_day:
            best, owner = number, root
    return owner == own, edge


@compiled
def passage(p: Ints, s: Ints, course: int, line: int, x: int, day: int) -> tuple[int, int, int, int]:
    """(state, its day, the clock's last day or 0, edge) of the hand-off for one occurrence, placed in `x`."""
    at = p[o.H_LINES] + line * o.L_WIDTH
    handoff = p[at + o.L_HANDOFF]
    steps = steps_of(p, s, course, p[at + o.L_SEAT], handoff, day)
    top, count, edge = s[o.S_TOP], s[steps], FOREVER
    mine = room(s, count + 1)
    last = -1
    for i in range(count):
        is_mine, until = owns(p, s, course, line, s[steps + 1 + i * STEP_WIDTH], day)
        edge = min(edge, until)
        s[mine + i] = 1 if is_mine else 0
        last = i if is_mine else last
    state, when = o.NEEDED, 0
    if last >= 0:
        state, when = s[steps + 1 + last * STEP_WIDTH + STEP_ORDER], s[steps + 1 + last * STEP_WIDTH]
    clock = _clock(p, s, handoff, state, steps, mine, last, x)
    s[o.S_TOP] = top
    return state, when, clock, edge


@compiled
def _clock(p: Ints, s: Ints, handoff: int, state: int, steps: int, mine: int, last: int, x: int) -> int:
    rule = handoff + o.HO_CLOCKS + 6 * state
    if not p[rule]:
        return 0
    if state == o.NEEDED:
        start = _asked_on(s, x)
    else:
        start = _taken_on(s, steps, mine, p[rule + 4])
        start = start if start > 0 else _taken_on(s, steps, mine, p[rule + 5])
        start = start if start > 0 or last < 0 else s[steps + 1 + last * STEP_WIDTH]
    return plus(p, start, p[rule + 1], p[rule + 2], p[rule + 3]) if start > 0 else 0


@compiled
def _asked_on(s: Ints, x: int) -> int:
    """The trigger's day, else the day it opens; 0 while neither is known."""
    if 0 < s[x + o.X_TRIGGER] <= LAST_KNOWN:
        return s[x + o.X_TRIGGER]
    return s[x + o.X_OPENS] if s[x + o.X_OPENS] <= LAST_KNOWN else 0


@compiled
def _taken_on(s: Ints, steps: int, mine: int, state: int) -> int:
    """The last day of a step among those of this instance; 0 without one."""
    found = 0
    for i in range(s[steps]):
        if s[mine + i] and s[steps + 1 + i * STEP_WIDTH + STEP_ORDER] == state:
            found = s[steps + 1 + i * STEP_WIDTH]
    return found
