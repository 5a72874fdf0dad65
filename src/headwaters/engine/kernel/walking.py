"""Walking a story: every occurrence in the order in which they hang on each other, then later days where it must be known
when a row will differ (`evaluation.judging`, `evaluation.table`)."""

from __future__ import annotations

from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.cracks import LADDER_OF_STEP, LadderStep
from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN, PENDING, UNKNOWN
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.compiled import Floats, Ints, compiled
from headwaters.engine.kernel.cracking import crack_of
from headwaters.engine.kernel.deciding import decide
from headwaters.engine.kernel.event_lists import listed, open_events, open_seat
from headwaters.engine.kernel.passing import STEP_DAY, STEP_EVENT, STEP_ORDER, STEP_WIDTH, owns, steps_of
from headwaters.engine.kernel.recipients import open_moments
from headwaters.engine.kernel.states import STRIDE, known_at, trigger_as_of
from headwaters.engine.kernel.story import filled, next_handing_on, open_courses, recipient_on, room, seat_of
from headwaters.engine.kernel.timelines import open_statements, open_timelines

_RUNGS = list(LadderStep)
LADDERS = (
    0,
    *(sum(1 << _RUNGS.index(rung) for rung in LADDER_OF_STEP[Step(state.value)]) for state in o.STATES[1:]),
)
"""The ladder steps that each state's step proves, as bits."""
RUNGS = len(_RUNGS)
KNOWN, NEED_SETTLED, OFFERED, SAID_YES = 0, 1, 2, 3
KEPT = _RUNGS.index(LadderStep.KEPT)


@compiled
def open_story(p: Ints, c: Ints, v: Floats, s: Ints, g: Ints, story: int) -> None:
    """Everything that is known of a story before anything of it is judged."""
    open_courses(s, g, story)
    open_events(c, s, g, story)
    open_statements(c, s, g, story)
    open_timelines(p, c, v, s)
    for i in range(s[o.S_NCOURSES]):
        course = s[o.S_COURSES] + i * o.K_WIDTH
        for role in range(4):
            if (role == o.PARENT_ROLE) != (s[course + o.K_KIND] == 1) or role == o.HOUSEHOLD_ROLE:
                open_seat(p, c, s, course, role)
                open_moments(p, s, course, role)
        s[course + o.K_TRIGGERS] = filled(s, 5 * p[o.H_NTRIGGERS], 0)
        s[course + o.K_NODES] = room(s, STRIDE * p[o.H_NLINES])
        for at in range(s[course + o.K_NODES], s[course + o.K_NODES] + STRIDE * p[o.H_NLINES], o.X_WIDTH):
            s[at + o.X_START], s[at + o.X_EDGE] = 0, -1
            s[at + o.X_RING] = 0


@compiled
def absent(s: Ints, status: int, mark: int) -> int:
    """The state of an occurrence of which there is no course."""
    x = filled(s, o.X_WIDTH, 0)
    s[x + o.X_EDGE], s[x + o.X_PLACED_EDGE], s[x + o.X_STATUS] = FOREVER, FOREVER, status
    s[x + o.X_OPENS], s[x + o.X_DUE], s[x + o.X_CLOSES] = mark, mark, mark
    s[x + o.X_OUTCOME], s[x + o.X_MISSING], s[x + o.X_STATE] = o.NO_WORD, o.NO_WORD, -1
    return x


@compiled
def begin(s: Ints) -> None:
    """Rooms that all stories share."""
    s[o.S_TOP] = o.S_WIDTH
    s[o.S_STACK] = room(s, o.STACK_SIZE)
    s[o.S_TRUTHS] = room(s, o.TRUTHS_SIZE)
    s[o.S_UNKNOWN_PREGNANCY] = absent(s, o.UNOBSERVED, UNKNOWN)
    s[o.S_NOT_YET_BORN] = absent(s, o.UPCOMING, PENDING)


@compiled
def judge_today(p: Ints, c: Ints, v: Floats, s: Ints) -> None:
    """Every occurrence as of the day asked about, those first that others refer to."""
    for i in range(p[o.H_NLINES]):
        line = p[p[o.H_ORDER] + i]
        at = p[o.H_LINES] + line * o.L_WIDTH
        for k in range(s[o.S_NCOURSES]):
            course = s[o.S_COURSES] + k * o.K_WIDTH
            if s[course + o.K_KIND] == p[at + o.L_LEVEL]:
                if p[at + o.L_TRIGGER] >= 0:
                    _look_ahead(p, c, v, s, course, line)
                decide(p, c, v, s, course, line, s[course + o.K_NODES] + line * STRIDE, s[o.S_AS_OF])


@compiled
def _look_ahead(p: Ints, c: Ints, v: Floats, s: Ints, course: int, line: int) -> None:
    """What it comes after, as of today, until something of that moves: X passing from upcoming to due to overdue mostly
    moves nothing. Remembered for all that come after the same."""
    at = p[o.H_LINES] + line * o.L_WIDTH
    memo = s[course + o.K_TRIGGERS] + 5 * p[at + o.L_TRIGGER_NUMBER]
    if s[memo + 1] > 0:
        return
    number, why, edge = trigger_as_of(p, s, course, p[at + o.L_TRIGGER], s[o.S_AS_OF])
    then = number
    while edge <= LAST_KNOWN:
        _work_out(p, c, v, s, course, p[at + o.L_CONE], p[at + o.L_NCONE], p[at + o.L_AT_HOME], edge)
        later, other, until = trigger_as_of(p, s, course, p[at + o.L_TRIGGER], edge)
        if later != number or other != why:
            then = later
            break
        edge = until
    s[memo], s[memo + 1], s[memo + 2], s[memo + 3], s[memo + 4] = s[o.S_AS_OF], edge, number, why, then


@compiled
def _work_out(p: Ints, c: Ints, v: Floats, s: Ints, home: int, lines: int, count: int, at_home: int, day: int) -> None:
    """So many occurrences as of a later day, in the order in which they hang on each other."""
    for i in range(count):
        line = p[lines + i]
        level = p[p[o.H_LINES] + line * o.L_WIDTH + o.L_LEVEL]
        if at_home:
            _once(p, c, v, s, home, line, day)
        else:
            for k in range(s[o.S_NCOURSES]):
                course = s[o.S_COURSES] + k * o.K_WIDTH
                if s[course + o.K_KIND] == level:
                    _once(p, c, v, s, course, line, day)


@compiled
def _once(p: Ints, c: Ints, v: Floats, s: Ints, course: int, line: int, day: int) -> None:
    if known_at(s, course, line, day) >= 0:
        return
    node = s[course + o.K_NODES] + line * STRIDE
    ring = s[node + o.X_RING] % (o.SLOTS - 1) + 1
    s[node + o.X_RING] = ring
    x = node + ring * o.X_WIDTH
    s[x + o.X_EDGE] = -1
    decide(p, c, v, s, course, line, x, day)


@compiled
def stand(p: Ints, c: Ints, v: Floats, s: Ints, course: int, line: int, x: int, day: int) -> tuple[int, int, int]:
    """(crack, recipient, edge) of an occurrence whose state as of a day is `x`."""
    seat = seat_of(course, p[p[o.H_LINES] + line * o.L_WIDTH + o.L_SEAT])
    edge, crack, recipient = s[x + o.X_EDGE], o.NO_CRACK, s[seat + o.T_CONSTANT]
    if s[x + o.X_MAY_CRACK]:
        crack, until = crack_of(p, c, v, s, course, line, x, day)
        edge = min(edge, until)
    if recipient < 0:
        recipient = recipient_on(s, seat, day)
        edge = min(edge, next_handing_on(s, seat, day, FOREVER))
    return crack, recipient, edge


@compiled
def _same_row(s: Ints, one: int, other: int) -> bool:
    """Whether all columns are equal that hang on the state alone. The missing name is there only where a row says it."""
    for field in (
        o.X_STATUS,
        o.X_REASON,
        o.X_OPENS,
        o.X_DUE,
        o.X_CLOSES,
        o.X_EVENT,
        o.X_OUTCOME,
        o.X_STATE,
        o.X_CLOCK,
        o.X_MISSING,
    ):
        if s[one + field] != s[other + field]:
            return False
    return True


@compiled
def changes_on(
    p: Ints, c: Ints, v: Floats, s: Ints, course: int, line: int, crack: int, recipient: int, edge: int
) -> int:
    """First later day on which the row differs with what is seen held fixed; FOREVER if there is none."""
    at = p[o.H_LINES] + line * o.L_WIDTH
    now = s[course + o.K_NODES] + line * STRIDE
    x = now
    while edge <= LAST_KNOWN:
        if s[x + o.X_SURE] <= edge:
            return s[x + o.X_SURE]
        day = edge
        _work_out(p, c, v, s, course, p[at + o.L_ROW_CONE], p[at + o.L_NROW_CONE], p[at + o.L_AT_HOME], day)
        x = known_at(s, course, line, day)
        other_crack, other_recipient, edge = stand(p, c, v, s, course, line, x, day)
        if other_crack != crack or other_recipient != recipient or not _same_row(s, now, x):
            return day
    return FOREVER


@compiled
def write_rows(
    p: Ints, c: Ints, v: Floats, s: Ints, y: Ints, z: Ints, story: int, people: int, width: int, room_for: int
) -> None:
    """The story's rows, by episode and then in file order: one column after another, `width` rows to a column."""
    for i in range(s[o.S_NCOURSES]):
        course = s[o.S_COURSES] + i * o.K_WIDTH
        is_child = s[course + o.K_KIND] == 1
        lines = p[o.H_CHILD_ROWS] if is_child else p[o.H_PREGNANCY_ROWS]
        count = p[o.H_NCHILD_ROWS] if is_child else p[o.H_NPREGNANCY_ROWS]
        for k in range(count):
            row = s[o.S_ROW]
            s[o.S_ROW] += 1
            if s[course + o.K_IS_JUDGED]:
                _write(p, c, v, s, y, z, course, p[lines + k], row, width, room_for)
                y[o.Y_STORY * width + row] = story
                recipient = y[o.Y_RECIPIENT * width + row]
                y[o.Y_RECIPIENT * width + row] = recipient + people if recipient >= 0 else -1
            else:
                y[o.Y_STATUS * width + row] = -1


@compiled
def _write(
    p: Ints, c: Ints, v: Floats, s: Ints, y: Ints, z: Ints, course: int, line: int, row: int, width: int, room_for: int
) -> None:
    x = s[course + o.K_NODES] + line * STRIDE
    crack, recipient, edge = stand(p, c, v, s, course, line, x, s[o.S_AS_OF])
    changes = edge
    if edge <= LAST_KNOWN and s[x + o.X_SURE] > edge:
        changes = changes_on(p, c, v, s, course, line, crack, recipient, edge)
    event = s[x + o.X_EVENT]
    y[o.Y_EPISODE * width + row] = s[course + o.K_EPISODE]
    y[o.Y_RECIPIENT * width + row] = recipient
    y[o.Y_LINE * width + row] = s[o.S_LINES_FROM] + line
    y[o.Y_STATUS * width + row] = s[x + o.X_STATUS]
    y[o.Y_REASON * width + row] = s[x + o.X_REASON]
    y[o.Y_MISSING * width + row] = s[x + o.X_MISSING]
    y[o.Y_OPENS * width + row] = s[x + o.X_OPENS]
    y[o.Y_DUE * width + row] = s[x + o.X_DUE]
    y[o.Y_CLOSES * width + row] = s[x + o.X_CLOSES]
    y[o.Y_MATCHED * width + row] = s[x + o.X_MATCHED] if event else FOREVER
    y[o.Y_EVENT * width + row] = s[event + o.V_ROW] if event else -1
    y[o.Y_OUTCOME * width + row] = s[x + o.X_OUTCOME]
    y[o.Y_STATE * width + row] = s[x + o.X_STATE]
    y[o.Y_CLOCK * width + row] = s[x + o.X_CLOCK] if s[x + o.X_CLOCK] else FOREVER
    y[o.Y_CRACK * width + row] = crack
    y[o.Y_CHANGES_ON * width + row] = changes
    if room_for > 0:
        _climb(p, c, s, z, course, line, x, row, room_for)


@compiled
def _climb(p: Ints, c: Ints, s: Ints, z: Ints, course: int, line: int, x: int, row: int, room_for: int) -> None:
    """How far the recipient climbed the ladder of a touchpoint (`evaluation.passages`)."""
    status, today = s[x + o.X_STATUS], s[o.S_AS_OF]
    trigger = s[x + o.X_TRIGGER]
    known = trigger if 0 < trigger <= LAST_KNOWN else s[x + o.X_OPENS]
    found_not_eligible = s[x + o.X_STATE_DAY] > 0 and status == o.NOT_NEEDED and s[x + o.X_NEED] != 0
    if known > today or ((status == o.NOT_NEEDED or status == o.PROPOSED) and not found_not_eligible):
        return
    at = p[o.H_LINES] + line * o.L_WIDTH
    element, role = p[at + o.L_ELEMENT], p[at + o.L_SEAT]
    climbed = s[o.S_TRUTHS]
    for i in range(RUNGS):
        s[climbed + 2 * i] = 0
    s[climbed], s[climbed + 1] = known, -1
    if s[x + o.X_NEED] != 2:
        s[climbed + 2 * NEED_SETTLED], s[climbed + 2 * NEED_SETTLED + 1] = known, -1
    _note_first(p, c, s, course, role, p[element + o.E_OFFERED], climbed + 2 * OFFERED)
    _note_first(p, c, s, course, role, p[element + o.E_ACCEPTED], climbed + 2 * SAID_YES)
    if p[at + o.L_HANDOFF] >= 0:
        _note_steps(p, c, s, course, line, role, p[at + o.L_HANDOFF], climbed)
    if s[x + o.X_EVENT] and p[element + o.E_IS_JUDGED] and s[climbed + 2 * KEPT] == 0:
        s[climbed + 2 * KEPT] = s[x + o.X_MATCHED]
        s[climbed + 2 * KEPT + 1] = c[s[s[x + o.X_EVENT] + o.V_CONTENT] + o.CT_AGENCY]
    for i in range(RUNGS):
        if s[climbed + 2 * i] > 0:
            n = s[o.S_PASSAGES]
            z[o.Z_ROW * room_for + n], z[o.Z_STEP * room_for + n] = row, i
            z[o.Z_DAY * room_for + n], z[o.Z_AGENCY * room_for + n] = s[climbed + 2 * i], s[climbed + 2 * i + 1]
            s[o.S_PASSAGES] = n + 1


@compiled
def _note_first(p: Ints, c: Ints, s: Ints, course: int, role: int, look: int, rung: int) -> None:
    if look < 0:
        return
    entry, _ = listed(p, s, course, role, look, s[o.S_AS_OF])
    if entry >= 0:
        event = s[entry + o.X_EVENT_AT]
        s[rung], s[rung + 1] = s[event + o.V_DAY], c[s[event + o.V_CONTENT] + o.CT_AGENCY]


@compiled
def _note_steps(p: Ints, c: Ints, s: Ints, course: int, line: int, role: int, handoff: int, climbed: int) -> None:
    steps = steps_of(p, s, course, role, handoff, s[o.S_AS_OF])
    for i in range(s[steps]):
        step = steps + 1 + i * STEP_WIDTH
        if not owns(p, s, course, line, s[step + STEP_DAY], s[o.S_AS_OF])[0]:
            continue
        proved = LADDERS[s[step + STEP_ORDER]]
        for rung in range(RUNGS):
            if proved >> rung & 1 and s[climbed + 2 * rung] == 0:
                s[climbed + 2 * rung] = s[step + STEP_DAY]
                s[climbed + 2 * rung + 1] = c[s[s[step + STEP_EVENT] + o.V_CONTENT] + o.CT_AGENCY]
