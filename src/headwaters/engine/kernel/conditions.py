"""Needs: three-valued conditions on a day judged on, and the names they hang on (`evaluation.needs`, `domain.blueprint.truth`).

Every part is judged, none is skipped: nothing in a condition has an effect.
"""

from __future__ import annotations

from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN, PENDING
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.compiled import Floats, Ints, compiled
from headwaters.engine.kernel.day_numbers import age_on, day_of_age
from headwaters.engine.kernel.event_lists import span_ends
from headwaters.engine.kernel.moments import moment
from headwaters.engine.kernel.states import is_reached, target_at
from headwaters.engine.kernel.story import seat_of
from headwaters.engine.kernel.timelines import said_on, turns_around

FALSE, TRUE, UNSURE = 0, 1, 2


@compiled
def judge_rule(
    p: Ints, c: Ints, v: Floats, s: Ints, course: int, role: int, rule: int, judged_on: int, day: int
) -> tuple[int, int, int]:
    """(truth, edge by the day judged on, edge by the day asked about); remembered for the days on which it holds."""
    memo = s[seat_of(course, role) + o.T_NEEDS] + 5 * p[rule + o.N_NUMBER]
    judged_from, edge, asked_from, until = s[memo + 1], s[memo + 2], s[memo + 3], s[memo + 4]
    if judged_from <= judged_on < edge and asked_from <= day < until:
        return s[memo], edge, until
    truth = judge_nodes(p, c, v, s, course, role, rule, judged_on, day)
    judged_from, edge = _stretch(p, s, course, rule, judged_on)
    asked_from, until = 0, FOREVER
    if p[rule + o.N_REFERS]:
        asked_from, until = day, _edge(p, s, course, role, rule, day)
    s[memo], s[memo + 1], s[memo + 2], s[memo + 3], s[memo + 4] = truth, judged_from, edge, asked_from, until
    return truth, edge, until


@compiled
def _stretch(p: Ints, s: Ints, course: int, rule: int, day: int) -> tuple[int, int]:
    """(from, until) around a day judged on: nothing it asks of facts and ages turns in between."""
    start, edge = 0, FOREVER
    for i in range(p[rule + o.N_NFACTS]):
        began, turns = turns_around(s, course, p[p[rule + o.N_FACTS] + i], day)
        start, edge = max(start, began), min(edge, turns)
    birth = s[course + o.K_BIRTH]
    if birth > LAST_KNOWN:
        return start, edge
    if p[rule + o.N_ASKS_AGE]:
        if birth > day:
            edge = min(edge, birth)
        else:
            start = max(start, birth)
        for i in range(p[rule + o.N_NAGES]):
            at = p[rule + o.N_AGES] + 2 * i
            turn = day_of_age(birth, p[at + 1], p[at])
            if turn > day:
                edge = min(edge, turn)
            else:
                start = max(start, turn)
    for i in range(p[rule + o.N_NSTEPPING]):
        unit = p[p[rule + o.N_STEPPING] + i]
        start = day
        older = day_of_age(birth, age_on(birth, day, unit) + 1, unit)
        if day < older < edge:
            edge = older
    return start, edge


@compiled
def _edge(p: Ints, s: Ints, course: int, role: int, rule: int, day: int) -> int:
    """The next day on which it may turn with the day asked about."""
    edge = FOREVER
    for i in range(p[rule + o.N_NMOVING]):
        edge = min(edge, moment(p, s, course, role, p[p[rule + o.N_MOVING] + i], day)[1])
    for i in range(p[rule + o.N_NOUTCOMES]):
        outcome = p[p[rule + o.N_OUTCOMES] + i]
        for k in range(p[outcome + o.O_NTARGETS]):
            edge = min(edge, s[target_at(p, s, course, p[outcome + o.O_TARGETS] + 2 * k, day) + o.X_EDGE])
    return edge


@compiled
def value_of(
    p: Ints, v: Floats, s: Ints, course: int, role: int, kind: int, of: int, judged_on: int, day: int
) -> tuple[int, float]:
    """(tag, value) of a name or a literal."""
    if kind == o.BY_LITERAL:
        return int(v[2 * of]), v[2 * of + 1]
    if kind == o.BY_FACT:
        said = said_on(s, course, of, judged_on)
        if said < 0:
            return o.NONE, 0.0
        said += p[o.H_SAID_VALUES]
        return int(v[2 * said]), v[2 * said + 1]
    if kind == o.BY_AGE:
        return _age(s, course, of, judged_on)
    if kind == o.BY_BORN:
        birth = s[course + o.K_BIRTH]
        if birth <= LAST_KNOWN:
            return o.BOOLEAN, 1.0 if birth <= judged_on else 0.0
        return (o.BOOLEAN if birth == PENDING else o.NONE), 0.0
    if kind == o.BY_ANCHOR:
        number = moment(p, s, course, role, of, day)[0]
        return (o.WHOLE if number <= LAST_KNOWN else o.NONE), float(number)
    return _outcome(p, s, course, of, day)


@compiled
def _age(s: Ints, course: int, unit: int, judged_on: int) -> tuple[int, float]:
    birth = s[course + o.K_BIRTH]
    if birth <= LAST_KNOWN:
        return o.WHOLE, float(age_on(birth, judged_on, unit))
    return (o.WHOLE if birth == PENDING else o.NONE), -1.0


@compiled
def _outcome(p: Ints, s: Ints, course: int, outcome: int, day: int) -> tuple[int, float]:
    """What a condition asks of other occurrences; of several touchpoints the one reached last."""
    part, last, first, standing, is_unsure = p[outcome + o.O_PART], -1, -1, -1, False
    for i in range(p[outcome + o.O_NTARGETS]):
        node = target_at(p, s, course, p[outcome + o.O_TARGETS] + 2 * i, day)
        status = s[node + o.X_STATUS]
        if is_reached(status) and (last < 0 or s[node + o.X_MATCHED] > s[last + o.X_MATCHED]):
            last = node
        is_unsure = is_unsure or status == o.UNOBSERVED
        first = node if first < 0 else first
        standing = node if standing < 0 and status != o.NOT_NEEDED else standing
    if part == o.PART_REACHED:
        if last >= 0:
            return o.BOOLEAN, 1.0
        return (o.NONE if is_unsure else o.BOOLEAN), 0.0
    if part == o.PART_DAY:
        return (o.WHOLE, float(s[last + o.X_MATCHED])) if last >= 0 else (o.NONE, 0.0)
    if part == o.PART_OUTCOME:
        if last < 0:
            return o.TEXT, float(o.W_NONE)
        outcome_word = s[last + o.X_OUTCOME]
        return (o.NONE if outcome_word == o.NO_WORD else o.TEXT), float(outcome_word)
    chosen = last if last >= 0 else standing if standing >= 0 else first
    return o.TEXT, float(o.W_OF_STATUS + s[chosen + o.X_STATUS])


@compiled
def _compared(c: Ints, comparison: int, one: tuple[int, float], other: tuple[int, float]) -> int:
    """A comparison after Kleene; text against a number is unequal and has no order."""
    if one[0] == o.NONE or other[0] == o.NONE:
        return UNSURE
    a, b = one[1], other[1]
    if (one[0] == o.TEXT) != (other[0] == o.TEXT):
        return FALSE if comparison == o.EQ else TRUE if comparison == o.NE else UNSURE
    if one[0] == o.TEXT:
        a, b = float(c[c[o.CH_RANKS] + int(a)]), float(c[c[o.CH_RANKS] + int(b)])
    if comparison == o.EQ:
        return int(a == b)
    if comparison == o.NE:
        return int(a != b)
    if comparison == o.LT:
        return int(a < b)
    if comparison == o.LE:
        return int(a <= b)
    return int(a > b) if comparison == o.GT else int(a >= b)


@compiled
def _is_listed(p: Ints, c: Ints, v: Floats, node: int, tag: int, value: float) -> bool:
    for i in range(p[node + o.C_NLIST]):
        at = 2 * p[p[node + o.C_LIST] + i]
        if v[at] != o.NONE and _compared(c, o.EQ, (tag, value), (int(v[at]), v[at + 1])) == TRUE:
            return True
    return False


@compiled
def judge_nodes(
    p: Ints, c: Ints, v: Floats, s: Ints, course: int, role: int, rule: int, judged_on: int, day: int
) -> int:
    """The truth of a condition; that of each of its parts stays in the state, parts before what they are part of."""
    count, nodes, truths = p[rule + o.N_NNODES], p[rule + o.N_NODES], s[o.S_TRUTHS]
    for i in range(count):
        op = p[nodes + i * o.C_WIDTH + o.C_OP]
        s[truths + i] = FALSE if op == o.OP_OR else TRUE
    for i in range(count):
        node = nodes + i * o.C_WIDTH
        op = p[node + o.C_OP]
        if op < o.OP_AND:
            s[truths + i] = _leaf(p, c, v, s, course, role, node, judged_on, day)
        parent, truth = p[node + o.C_PARENT], s[truths + i]
        if parent >= 0:
            s[truths + parent] = _taken_in(p[nodes + parent * o.C_WIDTH + o.C_OP], s[truths + parent], truth)
    return s[truths + count - 1]


@compiled
def _taken_in(op: int, truth: int, part: int) -> int:
    if op == o.OP_NOT:
        return UNSURE if part == UNSURE else 1 - part
    decides = FALSE if op == o.OP_AND else TRUE
    if truth == decides or part == decides:
        return decides
    return UNSURE if part == UNSURE else truth


@compiled
def _leaf(p: Ints, c: Ints, v: Floats, s: Ints, course: int, role: int, node: int, judged_on: int, day: int) -> int:
    op, negated = p[node + o.C_OP], p[node + o.C_NEGATED]
    tag, value = value_of(p, v, s, course, role, p[node + o.C_LEFT], p[node + o.C_LEFT_OF], judged_on, day)
    if op == o.OP_LITERAL or op == o.OP_NAME:
        return int(value) if tag == o.BOOLEAN else UNSURE
    if op == o.OP_IS_KNOWN:
        return int(tag != o.NONE) ^ negated
    if op == o.OP_COMPARE:
        right = value_of(p, v, s, course, role, p[node + o.C_RIGHT], p[node + o.C_RIGHT_OF], judged_on, day)
        return _compared(c, p[node + o.C_COMPARISON], (tag, value), right)
    if tag == o.NONE:
        return UNSURE
    if op == o.OP_IN_LIST:
        return int(_is_listed(p, c, v, node, tag, value)) ^ negated
    if tag != o.WHOLE and tag != o.BOOLEAN:
        return UNSURE
    first, last = span_ends(p, s, course, role, p[node + o.C_LIST], day)
    if (first <= PENDING and value < first) or (last <= PENDING and value > last):
        return negated
    return UNSURE if first > PENDING or last > PENDING else 1 - negated


@compiled
def first_unknown(
    p: Ints, c: Ints, v: Floats, s: Ints, course: int, role: int, rule: int, judged_on: int, day: int
) -> tuple[int, bool]:
    """(the first name because of which a condition is unknown, whether one of all these facts was kept private)."""
    word, is_private = o.NO_WORD, False
    if judge_nodes(p, c, v, s, course, role, rule, judged_on, day) != UNSURE:
        return word, is_private
    count, nodes, truths = p[rule + o.N_NNODES], p[rule + o.N_NODES], s[o.S_TRUTHS]
    # A part is asked about where it is unknown itself and part of nothing that is decided.
    for i in range(count - 2, -1, -1):
        if s[truths + p[nodes + i * o.C_WIDTH + o.C_PARENT]] != UNSURE:
            s[truths + i] = FALSE
    for i in range(count):
        node = nodes + i * o.C_WIDTH
        if p[node + o.C_OP] >= o.OP_AND or s[truths + i] != UNSURE:
            continue
        found = o.NO_WORD
        for side in range(2):
            name = p[node + (o.C_RIGHT_NAME if side else o.C_NAME)]
            if name == o.NO_WORD:
                continue
            kind, of = p[node + (o.C_RIGHT if side else o.C_LEFT)], p[node + (o.C_RIGHT_OF if side else o.C_LEFT_OF)]
            tag, _ = value_of(p, v, s, course, role, kind, of, judged_on, day)
            if tag != o.NONE:
                continue
            found = name if found == o.NO_WORD else found
            if kind == o.BY_FACT and is_withheld(c, s, course, of, judged_on):
                is_private = True
        if found == o.NO_WORD and p[node + o.C_OP] == o.OP_IN_SPAN:
            found = p[node + o.C_NLIST]
        word = found if word == o.NO_WORD else word
    return word, is_private


@compiled
def is_withheld(c: Ints, s: Ints, course: int, fact: int, day: int) -> bool:
    said = said_on(s, course, fact, day)
    return said >= 0 and c[c[o.CH_SAID] + said * o.SD_WIDTH + o.SD_WITHHELD] == 1
