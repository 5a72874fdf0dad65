"""What must add up, and the event whose day made it complete (`evaluation.requirements`)."""

from __future__ import annotations

from headwaters.engine.evaluation.marks import FOREVER
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.compiled import Ints, compiled
from headwaters.engine.kernel.event_lists import span_on, taken


@compiled
def met(p: Ints, s: Ints, course: int, role: int, rule: int, day: int) -> tuple[int, int]:
    """(event or 0, edge) of a requirement; its parts stand before what they are part of."""
    stack, edge = s[o.S_TRUTHS], FOREVER
    node = p[rule + 1]
    for _ in range(p[rule]):
        op = p[node]
        if op == o.R_LEAF:
            s[stack], until = _leaf(p, s, course, role, p[node + 1], day)
            edge = min(edge, until)
            stack += 1
        else:
            stack -= p[node + 1]
            s[stack] = _chosen(s, stack, p[node + 1], op)
            stack += 1
        node += 2
    return s[stack - 1], edge


@compiled
def _chosen(s: Ints, parts: int, count: int, op: int) -> int:
    """Of several parts: any, the first to be complete; all, the last, if each is."""
    best = 0
    for i in range(count):
        event = s[parts + i]
        if event == 0:
            if op == o.R_ALL:
                return 0
        elif best == 0:
            best = event
        else:
            day, so_far = s[event + o.V_DAY], s[best + o.V_DAY]
            if (day > so_far) if op == o.R_ALL else (day < so_far):
                best = event
    return best


@compiled
def _leaf(p: Ints, s: Ints, course: int, role: int, leaf: int, day: int) -> tuple[int, int]:
    """The event that completes a count, and the edge of its spans."""
    top, edge, after = s[o.S_TOP], FOREVER, 0
    if p[leaf + o.Q_WITHIN] >= 0:
        edge = span_on(p, s, course, role, p[leaf + o.Q_WITHIN], day)[2]
    if p[leaf + o.Q_FIRST] >= 0:
        first, until = taken(p, s, course, role, p[leaf + o.Q_FIRST], p[leaf + o.Q_FIRST_WITHIN], day)
        edge = min(edge, until)
        after = s[s[first + o.X_EVENT_AT] + o.V_DAY] if first >= 0 else FOREVER
    wanted = max(1, p[leaf + o.Q_AT_LEAST])
    if p[leaf + o.Q_IF_ANY] >= 0:
        if_any, until = taken(p, s, course, role, p[leaf + o.Q_IF_ANY], p[leaf + o.Q_WITHIN], day)
        edge = min(edge, until)
        wanted = max(p[leaf + o.Q_USUALLY], p[leaf + o.Q_THEN] if if_any >= 0 else 1)
    entry, until = taken(p, s, course, role, p[leaf + o.Q_LOOK], p[leaf + o.Q_WITHIN], day)
    event = _nth(s, entry, wanted, after, p[leaf + o.Q_EVERY_EVENT])
    s[o.S_TOP] = top
    return event, min(edge, until)


@compiled
def _nth(s: Ints, entry: int, wanted: int, after: int, every_event: int) -> int:
    """The so-manieth event (or first event of a day) later than a day; 0 where there are fewer."""
    counted, last = 0, 0
    while entry >= 0:
        event = s[entry + o.X_EVENT_AT]
        day = s[event + o.V_DAY]
        if day > after and (every_event or day != last):
            counted += 1
            last = day
            if counted == wanted:
                return event
        entry = s[entry + o.X_NEXT]
    return 0
