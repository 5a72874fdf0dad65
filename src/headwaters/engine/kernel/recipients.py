"""What is worked out of a recipient before any occurrence: static moments, and the day on which nothing more is owed."""

from __future__ import annotations

from headwaters.engine.evaluation.marks import FOREVER, PENDING
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.compiled import Ints, compiled
from headwaters.engine.kernel.event_lists import listed
from headwaters.engine.kernel.moments import reckon
from headwaters.engine.kernel.story import room, seat_of


@compiled
def open_moments(p: Ints, s: Ints, course: int, role: int) -> None:
    """The static moments that the recipient's occurrences hang on, those first that others count from."""
    values = s[seat_of(course, role) + o.T_VALUES]
    needed = p[o.H_NEEDED_STATICS] + 2 * role
    for i in range(p[needed + 1]):
        which = p[p[needed] + i]
        form = p[o.H_STATICS] + which * o.FORM_WIDTH
        if p[form] == o.ST_EVENT:
            s[values + which] = _first_or_last(p, s, course, role, values, form)
        else:
            s[values + which] = reckon(p, s, course, values, form)


@compiled
def _first_or_last(p: Ints, s: Ints, course: int, role: int, values: int, form: int) -> int:
    """The day of the first or last such event; without one what stands in for it, else `pending`."""
    entry, _ = listed(p, s, course, role, p[form + 1], 0)
    found = 0
    while entry >= 0:
        day = s[s[entry + o.X_EVENT_AT] + o.V_DAY]
        if day >= s[course + o.K_BEGINS]:
            found = day
            if not p[form + 2]:
                break
        entry = s[entry + o.X_NEXT]
    if found > 0:
        return found
    return s[values + p[form + 3]] if p[form + 3] >= 0 else PENDING


@compiled
def ended_by_event(p: Ints, c: Ints, s: Ints, course: int, role: int) -> tuple[int, int]:
    """(first day nothing more is owed, why) by the last `ends` event that no `resumes` has followed; FOREVER without one."""
    seat = seat_of(course, role)
    if not s[seat + o.T_END_KNOWN]:
        s[seat + o.T_END], s[seat + o.T_END_WHY] = _standing(p, c, s, course, role)
        s[seat + o.T_END_KNOWN] = 1
    return s[seat + o.T_END], s[seat + o.T_END_WHY]


@compiled
def _standing(p: Ints, c: Ints, s: Ints, course: int, role: int) -> tuple[int, int]:
    # Lists are made before days are gathered, so that the days stand together.
    _gather(p, s, course, role, p[o.H_ENDS], p[o.H_NENDS], False)
    _gather(p, s, course, role, p[o.H_RESUMES], p[o.H_NRESUMES], False)
    overs = s[o.S_TOP]
    over = _gather(p, s, course, role, p[o.H_ENDS], p[o.H_NENDS], True)
    last, why = FOREVER, o.NO_WORD
    if over == 0:
        s[o.S_TOP] = overs
        return last, why
    backs = s[o.S_TOP]
    back = _gather(p, s, course, role, p[o.H_RESUMES], p[o.H_NRESUMES], True)
    for i in range(over):
        when, word = s[overs + 2 * i], s[overs + 2 * i + 1]
        stands = True
        for k in range(back):
            if s[backs + 2 * k] >= when:
                other = s[backs + 2 * k + 1]
                stands = stands and not (other == word or not _is_among(s, overs, over, other))
        rank = c[o.CH_RANKS]
        if stands and (last == FOREVER or when > last or (when == last and c[rank + word] > c[rank + why])):
            last, why = when, word
    s[o.S_TOP] = overs
    return last, why


@compiled
def _is_among(s: Ints, at: int, count: int, word: int) -> bool:
    for i in range(count):  # noqa: SIM110
        if s[at + 2 * i + 1] == word:
            return True
    return False


@compiled
def _gather(p: Ints, s: Ints, course: int, role: int, rules: int, count: int, says: bool) -> int:
    """Pushes (day, why) of every event of the rules that concerns the recipient; how many."""
    found = 0
    for i in range(count):
        rule = rules + i * o.ENDING_WIDTH
        look, why = p[rule + o.ENDING_LOOK], p[rule + o.ENDING_WHY]
        if p[rule + o.ENDING_OF] == role:
            found += _push(p, s, course, course, role, look, why, says)
        elif p[rule + o.ENDING_OF] == o.FOR_ALL:
            found += _push(p, s, course, course, o.HOUSEHOLD_ROLE, look, why, says)
            for k in range(s[course + o.K_NCHILDREN]):
                child = s[s[course + o.K_CHILDREN] + k]
                found += _push(p, s, course, child, o.CHILD_ROLE, look, why, says)
    return found


@compiled
def _push(p: Ints, s: Ints, course: int, whose: int, role: int, look: int, why: int, says: bool) -> int:
    entry, _ = listed(p, s, whose, role, look, s[o.S_AS_OF])
    found = 0
    while entry >= 0:
        day = s[s[entry + o.X_EVENT_AT] + o.V_DAY]
        if says and day >= s[course + o.K_BEGINS]:
            at = room(s, 2)
            s[at], s[at + 1] = day, why
            found += 1
        entry = s[entry + o.X_NEXT]
    return found
