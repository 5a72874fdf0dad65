"""Moments as of a day: static ones worked out once for each recipient, moving ones step by step (`evaluation.moments`)."""

from __future__ import annotations

from headwaters.engine.evaluation.course import PREGNANCY_DAYS
from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN, NEVER, PENDING, UNKNOWN
from headwaters.engine.evaluation.moments import EARLY_DAYS
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.compiled import Ints, compiled
from headwaters.engine.kernel.day_numbers import FIRST_DAY, shifted
from headwaters.engine.kernel.states import is_open, is_reached, node_at, target_at, trigger_on
from headwaters.engine.kernel.story import seat_of


@compiled
def later_mark(one: int, other: int) -> int:
    """The latest of two: unknown before all, then never, then pending, then the last known day."""
    for mark in (UNKNOWN, NEVER, PENDING):
        if one == mark or other == mark:
            return mark
    return max(one, other)


@compiled
def sooner_mark(one: int, other: int) -> int:
    """The earliest of two: unknown before all; pending or never is ignored if the other one is known."""
    if one == UNKNOWN or other == UNKNOWN:
        return UNKNOWN
    if one > LAST_KNOWN and other > LAST_KNOWN:
        return max(one, other)
    return min(one, other)


@compiled
def built_in(s: Ints, course: int, which: int) -> int:
    """The days that every story has, in the order of `layout.BUILT_IN`."""
    birth, due_date = s[course + o.K_BIRTH], s[course + o.K_DUE_DATE]
    if which == 0:
        return birth
    if which == 1:
        return due_date
    if which == 2:
        return due_date if due_date > LAST_KNOWN else max(due_date - PREGNANCY_DAYS, FIRST_DAY)
    if which == 3:
        if birth > LAST_KNOWN or due_date > LAST_KNOWN:
            return birth
        return due_date if birth < due_date - EARLY_DAYS else birth
    return s[o.S_PERIOD_FIRST] if which == 4 else s[o.S_PERIOD_LAST]


@compiled
def reckon(p: Ints, s: Ints, course: int, values: int, form: int) -> int:
    """One static moment that hangs on no event, from those before it."""
    op = p[form]
    if op == o.ST_SHIFT:
        number = s[values + p[form + 1]]
        return number if number > LAST_KNOWN else shifted(p, form + 2, number)
    if op == o.ST_DAY:
        return p[form + 1]
    if op == o.ST_BUILT_IN:
        return built_in(s, course, p[form + 1])
    found = s[values + p[p[form + 1]]]
    for i in range(1, p[form + 2]):
        other = s[values + p[p[form + 1] + i]]
        found = later_mark(found, other) if op == o.ST_LATEST else sooner_mark(found, other)
    return found


@compiled
def moment(p: Ints, s: Ints, course: int, role: int, which: int, day: int) -> tuple[int, int]:
    """(known day or mark, edge until which it stays so) of a moment as of a day."""
    values = s[seat_of(course, role) + o.T_VALUES]
    if which >= 0:
        return s[values + which], FOREVER
    at = p[o.H_MOVING] + 2 * (-which - 2)
    step, stack, edge = p[at], s[o.S_STACK], FOREVER
    for _ in range(p[at + 1]):
        op = p[step]
        if op == o.MV_STATIC:
            s[stack] = s[values + p[step + 1]]
            stack += 1
        elif op == o.MV_SHIFT:
            if s[stack - 1] <= LAST_KNOWN:
                s[stack - 1] = shifted(p, step + 1, s[stack - 1])
        elif op == o.MV_LATEST or op == o.MV_EARLIEST:
            for _i in range(1, p[step + 1]):
                stack -= 1
                one, other = s[stack - 1], s[stack]
                s[stack - 1] = later_mark(one, other) if op == o.MV_LATEST else sooner_mark(one, other)
        elif op == o.MV_EVENT_OR:
            found = s[values + p[step + 1]]
            if found != PENDING:
                s[stack - 1] = found
        else:
            s[stack], until = _of_others(p, s, course, step, day)
            edge = min(edge, until)
            stack += 1
        step += o.FORM_WIDTH
    return s[stack - 1], edge


@compiled
def _of_others(p: Ints, s: Ints, course: int, step: int, day: int) -> tuple[int, int]:
    """What hangs on other occurrences: a trigger, the one before, or a touchpoint that was reached."""
    op = p[step]
    if op == o.MV_TRIGGER:
        number, _, edge, _ = trigger_on(p, s, course, p[step + 1], day)
        return number, edge
    if op == o.MV_PREVIOUS:
        node = node_at(s, course, p[step + 1], day)
        if s[node + o.X_MATCHED] == 0:
            return PENDING, s[node + o.X_PLACED_EDGE]
        return _day_or_end(s, node, p[step + 2]), s[node + o.X_PLACED_EDGE]
    return _touchpoint(p, s, course, step, day)


@compiled
def _day_or_end(s: Ints, node: int, end: int) -> int:
    if not end:
        return s[node + o.X_MATCHED]
    until = s[s[node + o.X_EVENT] + o.V_END]
    return until if until > 0 else UNKNOWN


@compiled
def _touchpoint(p: Ints, s: Ints, course: int, step: int, day: int) -> tuple[int, int]:
    last, mark, edge = -1, 0, FOREVER
    for i in range(p[step + 2]):
        node = target_at(p, s, course, p[step + 1] + 2 * i, day)
        edge = min(edge, s[node + o.X_EDGE])
        status = s[node + o.X_STATUS]
        if s[node + o.X_MATCHED] and is_reached(status):
            if last < 0 or s[node + o.X_MATCHED] > s[last + o.X_MATCHED]:
                last = node
        else:
            mark = max(mark, UNKNOWN if status == o.UNOBSERVED else PENDING if is_open(status) else NEVER)
    return (mark if last < 0 else _day_or_end(s, last, p[step + 3])), edge
