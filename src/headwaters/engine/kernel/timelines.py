"""Facts through time, and the days on which somebody would have told us (`evaluation.facts`, `course`, `observation`)."""

from __future__ import annotations

from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN
from headwaters.engine.evaluation.people import BEGINNING, END
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.compiled import Floats, Ints, compiled
from headwaters.engine.kernel.day_numbers import FIRST_DAY, plus_months, weekdays_through
from headwaters.engine.kernel.story import counts, filled, room, seat_of


@compiled
def open_statements(c: Ints, s: Ints, g: Ints, story: int) -> None:
    """The fact statements that a run sees."""
    first, stop = g[g[o.G_FACT_FIRST] + story], g[g[o.G_FACT_FIRST] + story + 1]
    people = g[g[o.G_PERSON_FIRST] + story]
    s[o.S_STATEMENTS] = room(s, (stop - first) * o.W_WIDTH)
    s[o.S_NSTATEMENTS] = 0
    for row in range(first, stop):
        superseded = g[g[o.G_FACT_SUPERSEDED] + row]
        said = c[o.CH_SAID] + g[g[o.G_FACT_SAID] + row] * o.SD_WIDTH
        if c[said + o.SD_KEY] < 0 or g[g[o.G_FACT_FROM] + row] > s[o.S_AS_OF]:
            continue
        if g[g[o.G_FACT_RECORDED] + row] > s[o.S_KNOWN_BY] or 0 < superseded <= s[o.S_KNOWN_BY]:
            continue
        at = s[o.S_STATEMENTS] + s[o.S_NSTATEMENTS] * o.W_WIDTH
        through = g[g[o.G_FACT_THROUGH] + row]
        s[at + o.W_PERSON], s[at + o.W_SAID] = g[g[o.G_FACT_PERSON] + row] - people, g[g[o.G_FACT_SAID] + row]
        s[at + o.W_FIRST], s[at + o.W_STOP] = g[g[o.G_FACT_FROM] + row], through + 1 if through > 0 else FOREVER
        s[at + o.W_RANK] = g[g[o.G_FACT_RANK] + row]
        s[o.S_NSTATEMENTS] += 1


@compiled
def open_timelines(p: Ints, c: Ints, v: Floats, s: Ints) -> None:
    """Every fact of every course: the children's first, since a pregnancy sees what its children agree on."""
    facts, courses = p[o.H_NFACTS], s[o.S_NCOURSES]
    for i in range(courses - 1, -1, -1):
        course = s[o.S_COURSES] + i * o.K_WIDTH
        s[course + o.K_TIMELINES] = filled(s, 2 * facts, 0)
        for fact in range(facts):
            rule = p[o.H_FACTS] + fact * o.F_WIDTH
            if p[rule + o.F_OF] == o.CHILD_ROLE and s[course + o.K_KIND] == 0:
                _agree(p, v, s, course, fact)
            else:
                _tell(p, c, s, course, fact)
        area = p[o.H_AREA_CHILD]
        if s[course + o.K_KIND] == 0 and s[s[course + o.K_TIMELINES] + 2 * area + 1] == 0:
            area = p[o.H_AREA_PARENT]
        s[course + o.K_AREA] = area
        s[course + o.K_STRETCHES] = filled(s, 2 * p[o.H_NKINDSETS], -1)


@compiled
def _is_theirs(s: Ints, seat: int, person: int) -> bool:
    for i in range(s[seat + o.T_NPERSONS]):  # noqa: SIM110
        if s[s[seat + o.T_PERSONS] + i] == person:
            return True
    return False


@compiled
def _insert(s: Ints, first: int, count: int, day: int) -> int:
    """A day into its place among so many in order, once; how many there are then."""
    at = first + count
    while at > first and s[at - 1] > day:
        at -= 1
    if at > first and s[at - 1] == day:
        return count
    for k in range(first + count, at, -1):
        s[k] = s[k - 1]
    s[at] = day
    return count + 1


@compiled
def _tell(p: Ints, c: Ints, s: Ints, course: int, fact: int) -> None:
    """The statements about one person as pieces (from which day on, what is said or -1)."""
    rule = p[o.H_FACTS] + fact * o.F_WIDTH
    seat = seat_of(course, p[rule + o.F_OF])
    mine = s[o.S_TOP]
    count = 0
    for i in range(s[o.S_NSTATEMENTS]):
        row = s[o.S_STATEMENTS] + i * o.W_WIDTH
        key = c[c[o.CH_SAID] + s[row + o.W_SAID] * o.SD_WIDTH + o.SD_KEY]
        if key == p[rule + o.F_KEY] and _is_theirs(s, seat, s[row + o.W_PERSON]):
            room(s, 2)
            stop = s[row + o.W_STOP]
            if p[rule + o.F_VALID]:
                months, days, business_days = p[rule + o.F_MONTHS], p[rule + o.F_DAYS], p[rule + o.F_BUSINESS_DAYS]
                stop = min(stop, valid_until(s[row + o.W_FIRST], months, days, business_days))
            s[mine + 2 * count], s[mine + 2 * count + 1] = row, stop
            count += 1
    if count > 0:
        _piece_together(p, s, course, fact, mine, count)


@compiled
def valid_until(first: int, months: int, days: int, business_days: int) -> int:
    """The day after the last on which an answer still holds; its business days know no holidays."""
    if business_days == 0:
        if months != 0:
            first = plus_months(first, months)
        return min(max(first + days, FIRST_DAY), LAST_KNOWN)
    first = plus_months(first, months) + days
    rank = weekdays_through(first if business_days > 0 else first - 1) + business_days + (0 if business_days > 0 else 1)
    weeks = (rank - 1) // 5
    return min(max(weeks * 7 + (rank - 1 - weeks * 5) + 1, FIRST_DAY), LAST_KNOWN)


@compiled
def _piece_together(p: Ints, s: Ints, course: int, fact: int, mine: int, count: int) -> None:
    role = p[p[o.H_FACTS] + fact * o.F_WIDTH + o.F_OF]
    seat = seat_of(course, role)
    days = room(s, 2 * count + 2 * s[seat + o.T_NTENURES] + 1)
    turns, begin = 0, FOREVER
    for i in range(count):
        first, stop = s[s[mine + 2 * i] + o.W_FIRST], s[mine + 2 * i + 1]
        begin = min(begin, first)
        turns = _insert(s, days, turns, first)
        if stop < FOREVER:
            turns = _insert(s, days, turns, stop)
    is_sole = s[seat + o.T_SOLE] >= 0
    if not is_sole:
        for i in range(s[seat + o.T_NTENURES]):
            at = s[seat + o.T_TENURES] + i * o.TENURE_WIDTH
            if s[at + 1] > begin and s[at + 1] > BEGINNING:
                turns = _insert(s, days, turns, s[at + 1])
            if begin < s[at + 2] + 1 <= END:
                turns = _insert(s, days, turns, s[at + 2] + 1)
    pieces = room(s, 2 * turns)
    written = 0
    for i in range(turns):
        best = -1
        for k in range(count):
            row = s[mine + 2 * k]
            if s[row + o.W_FIRST] <= s[days + i] < s[mine + 2 * k + 1]:
                speaks = best < 0 or s[row + o.W_RANK] > s[best + o.W_RANK]
                if speaks and (is_sole or counts(s, seat, role == o.HOUSEHOLD_ROLE, s[row + o.W_PERSON], s[days + i])):
                    best = row
        s[pieces + 2 * written] = s[days + i]
        s[pieces + 2 * written + 1] = s[best + o.W_SAID] if best >= 0 else -1
        written += 1
    s[s[course + o.K_TIMELINES] + 2 * fact], s[s[course + o.K_TIMELINES] + 2 * fact + 1] = pieces, written


@compiled
def _agree(p: Ints, v: Floats, s: Ints, course: int, fact: int) -> None:
    """A child's fact as the pregnancy sees it: known where all its children agree (decision 0010)."""
    children = s[course + o.K_NCHILDREN]
    line = s[course + o.K_TIMELINES] + 2 * fact
    if children == 0:
        return
    first = s[s[s[course + o.K_CHILDREN]] + o.K_TIMELINES] + 2 * fact
    if children == 1:
        s[line], s[line + 1] = s[first], s[first + 1]
        return
    total = 0
    for i in range(children):
        total += s[s[s[s[course + o.K_CHILDREN] + i] + o.K_TIMELINES] + 2 * fact + 1]
    days, turns = room(s, total + 1), 0
    for i in range(children):
        other = s[s[s[course + o.K_CHILDREN] + i] + o.K_TIMELINES] + 2 * fact
        for k in range(s[other + 1]):
            turns = _insert(s, days, turns, s[s[other] + 2 * k])
    pieces = room(s, 2 * turns)
    for t in range(turns):
        s[pieces + 2 * t], s[pieces + 2 * t + 1] = s[days + t], _agreed(p, v, s, course, fact, s[days + t])
    s[line], s[line + 1] = pieces, turns


@compiled
def _agreed(p: Ints, v: Floats, s: Ints, course: int, fact: int, day: int) -> int:
    children = s[s[course + o.K_CHILDREN]]
    said = said_on(s, children, fact, day)
    withheld = -1
    is_agreed = True
    for i in range(s[course + o.K_NCHILDREN]):
        other = said_on(s, s[s[course + o.K_CHILDREN] + i], fact, day)
        is_agreed = is_agreed and same_value(p, v, said, other)
        if (
            withheld < 0
            and other >= 0
            and v[2 * (p[o.H_SAID_VALUES] + other)] == o.NONE
            and v[2 * (p[o.H_SAID_VALUES] + other) + 1] > 0
        ):
            withheld = other
    return said if is_agreed else withheld


@compiled
def same_value(p: Ints, v: Floats, one: int, other: int) -> bool:
    """Whether two statements say the same, be it that neither says anything that can be compared."""
    a, b = 2 * (p[o.H_SAID_VALUES] + one), 2 * (p[o.H_SAID_VALUES] + other)
    first = v[a] if one >= 0 else float(o.NONE)
    second = v[b] if other >= 0 else float(o.NONE)
    if first == o.NONE or second == o.NONE:
        return first == second
    return (first == o.TEXT) == (second == o.TEXT) and v[a + 1] == v[b + 1]


@compiled
def said_on(s: Ints, course: int, fact: int, day: int) -> int:
    """What is said of a fact on a day: its number among all that is said; -1 where nothing holds."""
    line = s[course + o.K_TIMELINES] + 2 * fact
    pieces, found = s[line], -1
    for i in range(s[line + 1]):
        if s[pieces + 2 * i] > day:
            break
        found = s[pieces + 2 * i + 1]
    return found


@compiled
def turns_around(s: Ints, course: int, fact: int, day: int) -> tuple[int, int]:
    """(from, until) around a day: no statement of the fact begins or ends in between."""
    line = s[course + o.K_TIMELINES] + 2 * fact
    pieces, start = s[line], 0
    for i in range(s[line + 1]):
        turn = s[pieces + 2 * i]
        if turn > day:
            return start, turn
        start = turn
    return start, FOREVER


@compiled
def stretches(c: Ints, s: Ints, course: int, kinds: int) -> tuple[int, int]:
    """(where they stand in s, how many) of the days on which one of these kinds would have been told about this story."""
    memo = s[course + o.K_STRETCHES] + 2 * kinds
    if s[memo + 1] < 0:
        _observe(c, s, course, kinds, memo)
    return s[memo], s[memo + 1]


@compiled
def _observe(c: Ints, s: Ints, course: int, kinds: int, memo: int) -> None:
    """By the areas where the story was; where nobody knows, only by sources that tell everywhere."""
    line = s[course + o.K_TIMELINES] + 2 * s[course + o.K_AREA]
    pieces, count = s[line], s[line + 1]
    total = 0
    for i in range(-1, count):
        total += c[_told_in(c, s, kinds, pieces, i) + 1]
    found = room(s, 2 * total)
    written = 0
    for i in range(-1, count):
        start = -1 if i < 0 else s[pieces + 2 * i]
        stop = s[pieces + 2 * i + 2] if i + 1 < count else FOREVER
        told = _told_in(c, s, kinds, pieces, i)
        for k in range(c[told + 1]):
            first, last = c[c[told] + 2 * k], c[c[told] + 2 * k + 1]
            if first < stop and last >= start:
                first, last = max(first, start), min(last, stop - 1)
                # Pieces and their stretches come in order, so that a seam is always with the one before.
                if written > 0 and first <= s[found + 2 * written - 1] + 1:
                    s[found + 2 * written - 1] = max(last, s[found + 2 * written - 1])
                else:
                    s[found + 2 * written], s[found + 2 * written + 1] = first, last
                    written += 1
    s[memo], s[memo + 1] = found, written


@compiled
def _told_in(c: Ints, s: Ints, kinds: int, pieces: int, piece: int) -> int:
    area = 0
    if piece >= 0 and s[pieces + 2 * piece + 1] >= 0:
        area = c[c[o.CH_SAID] + s[pieces + 2 * piece + 1] * o.SD_WIDTH + o.SD_AREA]
    return c[o.CH_OBSERVED] + 2 * (kinds * c[o.CH_AREAS] + area)


@compiled
def sight(s: Ints, at: int, count: int, first: int, last: int, by: int) -> tuple[int, int]:
    """(0 where every day from `first` to `last` was observed, else the word why not; the next day that turns `not_yet`)."""
    meeting = -1
    for i in range(count):
        if s[at + 2 * i + 1] >= first and s[at + 2 * i] <= last:
            meeting = i
            break
    if meeting < 0:
        return o.W_NO_SOURCE, 0
    if s[at + 2 * meeting] <= first and s[at + 2 * meeting + 1] >= last:
        return 0, 0
    if s[at + 2 * meeting] > first:
        return o.W_GAP, 0
    later = s[at + 2 * meeting + 2] if meeting + 1 < count else 0
    if later and later <= by:
        return o.W_GAP, 0
    return o.W_NOT_YET, later
