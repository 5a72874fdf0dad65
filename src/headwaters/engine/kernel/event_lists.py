"""Each recipient's events, shared out once among all looks of the blueprint that take them.

A list is a chain of entries (event, next entry, which parts of the look take it), in the order of resolution. What an
event's content decides was decided before (`contents`); what hangs on its days is asked here (`evaluation.matching`).
"""

from __future__ import annotations

from headwaters.engine.evaluation.marks import FOREVER, UNKNOWN
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.compiled import Ints, compiled
from headwaters.engine.kernel.moments import moment
from headwaters.engine.kernel.story import counts, filled, room, seat_of

STILL_RUNNING = 4_000_000
"""Days that something still going on lasts: past every day there is (`evaluation.seen`)."""


@compiled
def open_events(c: Ints, s: Ints, g: Ints, story: int) -> None:
    """The story's events that a run sees: begun by `as_of`, believed by `known_by`, later ends hidden unless planned."""
    first, stop = g[g[o.G_PERSON_FIRST] + story], g[g[o.G_PERSON_FIRST] + story + 1]
    as_of, known_by = s[o.S_AS_OF], s[o.S_KNOWN_BY]
    s[o.S_PEOPLE] = room(s, 2 * (stop - first))
    rows = g[g[o.G_EVENT_FIRST] + stop] - g[g[o.G_EVENT_FIRST] + first]
    at = s[o.S_EVENTS] = room(s, rows * o.V_WIDTH)
    for person in range(first, stop):
        s[s[o.S_PEOPLE] + 2 * (person - first)] = at
        for row in range(g[g[o.G_EVENT_FIRST] + person], g[g[o.G_EVENT_FIRST] + person + 1]):
            day, superseded = g[g[o.G_EVENT_DAY] + row], g[g[o.G_EVENT_SUPERSEDED] + row]
            if day > as_of or g[g[o.G_EVENT_RECORDED] + row] > known_by or 0 < superseded <= known_by:
                continue
            content = c[o.CH_CONTENTS] + g[g[o.G_EVENT_CONTENT] + row] * o.CT_WIDTH
            end = g[g[o.G_EVENT_END] + row]
            if end > as_of and not c[content + o.CT_PLANNED]:
                end = 0
            s[at + o.V_DAY], s[at + o.V_END], s[at + o.V_LAST] = day, end, max(day, end)
            if end == 0 and c[content + o.CT_RUNNING]:
                s[at + o.V_LAST] = day + STILL_RUNNING
            s[at + o.V_CONTENT], s[at + o.V_ROW], s[at + o.V_ORDER] = content, row, g[g[o.G_EVENT_ORDER] + row]
            at += o.V_WIDTH
        s[s[o.S_PEOPLE] + 2 * (person - first) + 1] = at


@compiled
def open_seat(p: Ints, c: Ints, s: Ints, course: int, role: int) -> None:
    """A recipient's lists, and room for what is worked out about them."""
    seat = seat_of(course, role)
    slots = p[p[o.H_NLOOK_SLOTS] + role]
    s[seat + o.T_HEADS] = filled(s, slots, -1)
    s[seat + o.T_TAILS] = room(s, slots)
    s[seat + o.T_MEMO] = filled(s, slots, -2)
    s[seat + o.T_VALUES] = room(s, p[o.H_NSTATICS])
    s[seat + o.T_NEEDS] = filled(s, 5 * p[o.H_NNEEDS], 0)
    s[seat + o.T_AGENCIES] = filled(s, p[o.H_NKNOWN_AGENCIES], 0)
    s[seat + o.T_STEPS] = filled(s, p[o.H_NHANDOFFS], -2)
    s[seat + o.T_END_KNOWN] = 0
    is_household = role == o.HOUSEHOLD_ROLE
    # What happened to somebody who alone has the role, or to anybody of a household without dates, always counts.
    always = s[seat + o.T_SOLE] >= 0 or (is_household and s[seat + o.T_CONSTANT] >= 0)
    for i in range(s[seat + o.T_NPERSONS]):
        person = s[s[seat + o.T_PERSONS] + i]
        events = s[o.S_PEOPLE] + 2 * person
        for at in range(s[events], s[events + 1], o.V_WIDTH):
            if always or counts(s, seat, is_household, person, s[at + o.V_DAY]):
                _share_out(c, s, seat, role, at)


@compiled
def _share_out(c: Ints, s: Ints, seat: int, role: int, event: int) -> None:
    content = s[event + o.V_CONTENT]
    agency = c[content + o.CT_KNOWN_AGENCY]
    if agency >= 0:
        s[s[seat + o.T_AGENCIES] + agency] = 1
    first = c[content + o.CT_LISTS + 2 * role]
    for i in range(first, first + 2 * c[content + o.CT_LISTS + 2 * role + 1], 2):
        _put_in(s, s[seat + o.T_HEADS] + c[i], s[seat + o.T_TAILS] + c[i], event, c[i + 1])


@compiled
def _put_in(s: Ints, head: int, tail: int, event: int, mask: int) -> None:
    """Into its place in the order. Events come by person and kind, so that it mostly is the last."""
    order = s[event + o.V_ORDER]
    if s[head] < 0 or s[s[s[tail] + o.X_EVENT_AT] + o.V_ORDER] < order:
        append(s, head, tail, event, mask)
        return
    entry, before = room(s, o.ENTRY_WIDTH), -1
    after = s[head]
    while s[s[after + o.X_EVENT_AT] + o.V_ORDER] < order:
        before, after = after, s[after + o.X_NEXT]
    s[entry + o.X_EVENT_AT], s[entry + o.X_NEXT], s[entry + o.X_MASK] = event, after, mask
    if before < 0:
        s[head] = entry
    else:
        s[before + o.X_NEXT] = entry


@compiled
def append(s: Ints, head: int, tail: int, event: int, mask: int) -> None:
    entry = room(s, o.ENTRY_WIDTH)
    s[entry + o.X_EVENT_AT], s[entry + o.X_NEXT], s[entry + o.X_MASK] = event, -1, mask
    if s[head] < 0:
        s[head] = entry
    else:
        s[s[tail] + o.X_NEXT] = entry
    s[tail] = entry


@compiled
def raw_list(p: Ints, s: Ints, course: int, role: int, look: int) -> int:
    """Every event that a look could take, whatever the days; -1 where there is none."""
    slot = p[p[o.H_LOOK_SLOTS] + role * p[o.H_NLOOKS] + look]
    return s[s[seat_of(course, role) + o.T_HEADS] + slot]


@compiled
def listed(p: Ints, s: Ints, course: int, role: int, look: int, day: int) -> tuple[int, int]:
    """(first entry of all events that a look takes as of a day or -1, edge until which that holds)."""
    head = raw_list(p, s, course, role, look)
    at = p[o.H_LOOKS] + look * o.LK_WIDTH
    if head < 0 or not p[at + o.LK_SPANNED]:
        return head, FOREVER
    if not p[at + o.LK_STATIC]:
        return taken(p, s, course, role, look, -1, day)
    memo = s[seat_of(course, role) + o.T_MEMO] + p[p[o.H_LOOK_SLOTS] + role * p[o.H_NLOOKS] + look]
    if s[memo] == -2:
        s[memo] = taken(p, s, course, role, look, -1, day)[0]
    return s[memo], FOREVER


@compiled
def taken(p: Ints, s: Ints, course: int, role: int, number: int, within: int, day: int) -> tuple[int, int]:
    """The entries whose events lie to the parts' spans as these ask; `within` is the span of a part without its own."""
    look, entry = p[o.H_LOOKS] + number * o.LK_WIDTH, raw_list(p, s, course, role, number)
    parts, edge = p[look + o.LK_NPARTS], FOREVER
    ends = room(s, 2 + 2 * parts)
    s[ends] = -1
    for part in range(parts):
        span = p[p[look + o.LK_PARTS] + 2 * part]
        span = span if span >= 0 else within
        s[ends + 2 + 2 * part], s[ends + 3 + 2 * part] = 0, FOREVER
        if span >= 0:
            s[ends + 2 + 2 * part], s[ends + 3 + 2 * part], until = span_on(p, s, course, role, span, day)
            edge = min(edge, until)
    while entry >= 0:
        event, mask = s[entry + o.X_EVENT_AT], s[entry + o.X_MASK]
        for part in range(parts):
            if mask >> part & 1:
                at = p[look + o.LK_PARTS] + 2 * part
                is_free = p[at] < 0 and within < 0
                if is_free or relates(s, event, p[at + 1], s[ends + 2 + 2 * part], s[ends + 3 + 2 * part]):
                    append(s, ends, ends + 1, event, mask)
                    break
        entry = s[entry + o.X_NEXT]
    return s[ends], edge


@compiled
def last_between(s: Ints, entry: int, first: int, last: int) -> int:
    """Of the entries' events that begin from `first` to `last`, the first of the last day; 0 without one."""
    found = 0
    while entry >= 0:
        event = s[entry + o.X_EVENT_AT]
        if s[event + o.V_DAY] > last:
            break
        if s[event + o.V_DAY] >= first and (found == 0 or s[event + o.V_DAY] != s[found + o.V_DAY]):
            found = event
        entry = s[entry + o.X_NEXT]
    return found


@compiled
def span_on(p: Ints, s: Ints, course: int, role: int, span: int, day: int) -> tuple[int, int, int]:
    """(first, last, edge) of a span as of a day; an unknown end gives a span that holds no day."""
    at = p[o.H_SPANS] + span * o.SP_WIDTH
    first, one = moment(p, s, course, role, p[at + o.SP_FIRST], day)
    last, other = moment(p, s, course, role, p[at + o.SP_LAST], day)
    if p[at + o.SP_IS_PREGNANCY] and first == UNKNOWN:
        if s[course + o.K_FIRST_SEEN] == 0 or s[course + o.K_ENDED] == 0:
            return UNKNOWN, 0, FOREVER
        return s[course + o.K_FIRST_SEEN], s[course + o.K_ENDED], FOREVER
    return first, (0 if last == UNKNOWN else last), min(one, other)


@compiled
def relates(s: Ints, event: int, relation: int, first: int, last: int) -> bool:
    """How the event lies to the days from `first` to `last`."""
    if relation == o.STARTS_IN:
        return first <= s[event + o.V_DAY] <= last
    if relation == o.ENDS_IN:
        return s[event + o.V_END] > 0 and first <= s[event + o.V_END] <= last
    if relation == o.INSIDE:
        return first <= s[event + o.V_DAY] and s[event + o.V_LAST] <= last
    return s[event + o.V_DAY] <= last and s[event + o.V_LAST] >= first


@compiled
def span_ends(p: Ints, s: Ints, course: int, role: int, span: int, day: int) -> tuple[int, int]:
    """(first, last) of a span as conditions ask: `pending` and `never` are later than every day; unknown stays unknown."""
    at = p[o.H_SPANS] + span * o.SP_WIDTH
    return moment(p, s, course, role, p[at + o.SP_FIRST], day)[0], moment(p, s, course, role, p[at + o.SP_LAST], day)[0]
