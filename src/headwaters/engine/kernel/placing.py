"""Placing an occurrence: its window as of a day, and the event that reached it (`evaluation.placing`)."""

from __future__ import annotations

from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.compiled import Ints, compiled
from headwaters.engine.kernel.day_numbers import plus
from headwaters.engine.kernel.event_lists import listed
from headwaters.engine.kernel.moments import later_mark, moment
from headwaters.engine.kernel.passing import owns
from headwaters.engine.kernel.requirements import met
from headwaters.engine.kernel.states import node_at
from headwaters.engine.kernel.story import seat_of


@compiled
def place(p: Ints, c: Ints, s: Ints, course: int, line: int, x: int, day: int) -> int:
    """Notes window and match as of a day in `x`; returns the day on which its opening is known to become another.

    `x` holds the trigger already, its edge as the edge so far, and as X_SURE what the trigger turns to on it.
    """
    at = p[o.H_LINES] + line * o.L_WIDTH
    role = p[at + o.L_SEAT]
    s[x + o.X_MATCHED], s[x + o.X_EVENT] = 0, 0
    if s[x + o.X_TRIGGER] > LAST_KNOWN:
        return _wait(p, s, course, at, x, day)
    opens, one = moment(p, s, course, role, p[at + o.L_OPENS], day)
    due, two = moment(p, s, course, role, p[at + o.L_DUE], day)
    closes, three = moment(p, s, course, role, p[at + o.L_CLOSES], day)
    edge = min(min(one, two), min(three, s[x + o.X_PLACED_EDGE]))
    s[x + o.X_OPENS], s[x + o.X_DUE], s[x + o.X_CLOSES], s[x + o.X_PLACED_EDGE] = opens, due, closes, edge
    if p[at + o.L_INTERVAL]:
        _keep_interval(p, s, course, at, x, day)
    if s[x + o.X_OPENS] <= LAST_KNOWN:
        if p[at + o.L_LOOK] >= 0:
            _match(p, c, s, course, line, x, day)
        if p[at + o.L_REQUIRES] >= 0 and s[x + o.X_MATCHED] == 0:
            event, until = met(p, s, course, role, p[at + o.L_REQUIRES], day)
            s[x + o.X_PLACED_EDGE] = min(s[x + o.X_PLACED_EDGE], until)
            if event > 0:
                s[x + o.X_EVENT], s[x + o.X_MATCHED] = event, s[event + o.V_DAY]
    return FOREVER


@compiled
def untriggered_window(p: Ints, s: Ints, course: int, at: int, mark: int, edge: int, day: int) -> tuple[int, int, int]:
    """(due_by, closes, edge) while the trigger is a mark, as which it opens."""
    role = p[at + o.L_SEAT]
    if p[at + o.L_BY_TRIGGER]:
        values = s[seat_of(course, role) + o.T_VALUES]
        due, closes = p[at + o.L_TRIGGER_DUE], p[at + o.L_TRIGGER_CLOSES]
        return mark if due < 0 else s[values + due], mark if closes < 0 else s[values + closes], edge
    due_by, one = moment(p, s, course, role, p[at + o.L_DUE], day)
    closes_on, two = moment(p, s, course, role, p[at + o.L_CLOSES], day)
    return due_by, closes_on, min(edge, min(one, two))


@compiled
def _wait(p: Ints, s: Ints, course: int, at: int, x: int, day: int) -> int:
    mark, edge = s[x + o.X_TRIGGER], s[x + o.X_PLACED_EDGE]
    due, closes, until = untriggered_window(p, s, course, at, mark, edge, day)
    s[x + o.X_OPENS], s[x + o.X_DUE], s[x + o.X_CLOSES], s[x + o.X_PLACED_EDGE] = mark, due, closes, until
    turns_to = s[x + o.X_SURE]  # put there by whoever asked
    certain = turns_to > LAST_KNOWN or p[at + o.L_OPENS_OF_TRIGGER]
    return edge if turns_to != mark and certain else FOREVER


@compiled
def _keep_interval(p: Ints, s: Ints, course: int, at: int, x: int, day: int) -> None:
    """Opens at the earliest so long after the touchpoint before it, and is never due before it opens."""
    before, edge = moment(p, s, course, p[at + o.L_SEAT], p[at + o.L_PREVIOUS], day)
    if before <= LAST_KNOWN:
        before = plus(p, before, p[at + o.L_MONTHS], p[at + o.L_DAYS], p[at + o.L_BUSINESS_DAYS])
    s[x + o.X_OPENS] = later_mark(s[x + o.X_OPENS], before)
    s[x + o.X_PLACED_EDGE] = min(s[x + o.X_PLACED_EDGE], edge)
    if s[x + o.X_DUE] < s[x + o.X_OPENS] <= LAST_KNOWN:
        s[x + o.X_DUE] = s[x + o.X_OPENS]


@compiled
def _match(p: Ints, c: Ints, s: Ints, course: int, line: int, x: int, day: int) -> None:
    """The first day in the window with a fitting event that no occurrence before it in the element has used."""
    at = p[o.H_LINES] + line * o.L_WIDTH
    look = p[at + o.L_LOOK]
    top = s[o.S_TOP]
    entry, edge = listed(p, s, course, p[at + o.L_SEAT], look, day)
    if p[p[o.H_LOOKS] + look * o.LK_WIDTH + o.LK_STATIC]:
        top = s[o.S_TOP]  # what is remembered stays
    last, opens, closes = 0, s[x + o.X_OPENS], s[x + o.X_CLOSES]
    while entry >= 0:
        event = s[entry + o.X_EVENT_AT]
        entry = s[entry + o.X_NEXT]
        when = s[event + o.V_DAY]
        if when == last:
            continue
        last = when
        if when < opens:
            continue
        if when > closes:
            break
        if p[at + o.L_NSTEPS_OF] > 0 and _is_step_of(p, c, s, at, event):
            mine, until = owns(p, s, course, line, when, day)
            edge = min(edge, until)
            if not mine:
                continue
        is_used = False
        for i in range(p[at + o.L_NRIVALS]):
            rival = node_at(s, course, p[p[at + o.L_RIVALS] + i], day)
            edge = min(edge, s[rival + o.X_PLACED_EDGE])
            if s[rival + o.X_EVENT] == event:
                is_used = True
                break
        if not is_used:
            s[x + o.X_EVENT], s[x + o.X_MATCHED] = event, when
            break
    s[o.S_TOP] = top
    s[x + o.X_PLACED_EDGE] = min(s[x + o.X_PLACED_EDGE], edge)


@compiled
def _is_step_of(p: Ints, c: Ints, s: Ints, at: int, event: int) -> bool:
    """Whether it is a step of a hand-off whose steps are shared out among instances."""
    handoff = c[s[event + o.V_CONTENT] + o.CT_HANDOFF]
    for i in range(p[at + o.L_NSTEPS_OF]):  # noqa: SIM110
        if p[p[at + o.L_STEPS_OF] + i] == handoff:
            return True
    return False
