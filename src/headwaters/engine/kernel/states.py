"""What was worked out of each occurrence, by stretches of days; and what comes after it (`evaluation.triggers`)."""

from __future__ import annotations

from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN, NEVER, PENDING, UNKNOWN
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.compiled import Ints, compiled

STRIDE = o.SLOTS * o.X_WIDTH


@compiled
def is_reached(status: int) -> bool:
    return status <= o.REACHED_LATE


@compiled
def is_open(status: int) -> bool:
    """What has not happened, and still can."""
    return status == o.IN_PROGRESS or o.ASK <= status <= o.OVERDUE


@compiled
def known_at(s: Ints, course: int, line: int, day: int) -> int:
    """Where an occurrence's state as of a day stands; -1 where it was not worked out."""
    node = s[course + o.K_NODES] + line * STRIDE
    for _ in range(o.SLOTS):
        if s[node + o.X_START] <= day < s[node + o.X_EDGE]:
            return node
        node += o.X_WIDTH
    return -1


@compiled
def node_at(s: Ints, course: int, line: int, day: int) -> int:
    """The same for an occurrence that is known to be worked out."""
    node = known_at(s, course, line, day)
    if node < 0:
        raise AssertionError("an occurrence was asked about before it was judged")
    return node


@compiled
def target_at(p: Ints, s: Ints, course: int, target: int, day: int) -> int:
    """The state of what something refers to, across the story."""
    whose, line = p[target], p[target + 1]
    if whose == o.HERE:
        return node_at(s, course, line, day)
    if whose == o.PREGNANCY:
        pregnancy = s[course + o.K_PREGNANCY]
        return node_at(s, pregnancy, line, day) if pregnancy >= 0 else s[o.S_UNKNOWN_PREGNANCY]
    if whose < s[course + o.K_NCHILDREN]:
        return node_at(s, s[s[course + o.K_CHILDREN] + whose], line, day)
    return s[o.S_NOT_YET_BORN]


@compiled
def trigger_on(p: Ints, s: Ints, course: int, line: int, day: int) -> tuple[int, int, int, int]:
    """(day or mark, why unknown, edge, what it turns to on its edge) of what an occurrence comes after.

    On the day asked about it was looked further ahead, until something moves; that is remembered.
    """
    at = p[o.H_LINES] + line * o.L_WIDTH
    if p[at + o.L_TRIGGER] < 0:
        return 0, o.WHY_NOTHING, FOREVER, 0
    memo = s[course + o.K_TRIGGERS] + 5 * p[at + o.L_TRIGGER_NUMBER]
    if s[memo] <= day < s[memo + 1]:
        return s[memo + 2], s[memo + 3], s[memo + 1], s[memo + 4]
    number, why, edge = trigger_as_of(p, s, course, p[at + o.L_TRIGGER], day)
    return number, why, edge, number


@compiled
def trigger_as_of(p: Ints, s: Ints, course: int, trigger: int, day: int) -> tuple[int, int, int]:
    """Of several, the first (or last) known day; with none, the strongest mark: unknown, then pending, then never."""
    best, mark, why, edge = 0, 0, o.WHY_NOTHING, FOREVER
    for i in range(p[trigger + o.TR_NTARGETS]):
        node = target_at(p, s, course, p[trigger + o.TR_TARGETS] + 2 * i, day)
        edge = min(edge, s[node + o.X_EDGE])
        number, reason = _day_after(p, s, node, trigger, day)
        if number <= LAST_KNOWN:
            if best == 0 or (number > best if p[trigger + o.TR_LAST] else number < best):
                best = number
        elif number > mark:
            mark, why = number, reason
        elif number == mark:
            why = max(why, reason)
    return (best, o.WHY_NOTHING, edge) if best > 0 else (mark, why, edge)


@compiled
def _day_after(p: Ints, s: Ints, node: int, trigger: int, day: int) -> tuple[int, int]:
    """The day one X gives, or its mark and, for unknown, why."""
    status = s[node + o.X_STATUS]
    lapse = p[trigger + o.TR_LAPSE]
    if lapse != o.LAPSE_NONE:
        if status == o.UNOBSERVED:
            return UNKNOWN, o.WHY_UNOBSERVED
        return _lapsed(s, node, lapse, day), o.WHY_NOTHING
    if is_reached(status):
        return _reached(p, s, node, trigger)
    if status == o.UNOBSERVED:
        return UNKNOWN, o.WHY_UNOBSERVED
    if is_open(status) and p[trigger + o.TR_NOUTCOMES] == 0:
        return PENDING, o.WHY_NOTHING
    return NEVER, o.WHY_NOTHING


@compiled
def _reached(p: Ints, s: Ints, node: int, trigger: int) -> tuple[int, int]:
    wanted, outcome = p[trigger + o.TR_NOUTCOMES], s[node + o.X_OUTCOME]
    if wanted == 0:
        return s[node + o.X_MATCHED], o.WHY_NOTHING
    for i in range(wanted):
        if p[p[trigger + o.TR_OUTCOMES] + i] == outcome:
            return s[node + o.X_MATCHED], o.WHY_NOTHING
    if outcome == o.NO_WORD:
        return UNKNOWN, o.WHY_OUTCOME
    return NEVER, o.WHY_NOTHING


@compiled
def _lapsed(s: Ints, node: int, lapse: int, day: int) -> int:
    status = s[node + o.X_STATUS]
    if lapse == o.LAPSE_DECLINED:
        return s[node + o.X_NO_DAY] if status == o.DECLINED and s[node + o.X_NO_DAY] else NEVER
    if lapse == o.LAPSE_NOT_ELIGIBLE:
        told = s[node + o.X_STATE] == o.NOT_ELIGIBLE
        return s[node + o.X_STATE_DAY] if told and o.NOT_NEEDED <= status <= o.DECLINED else NEVER
    limit = s[node + (o.X_DUE if lapse == o.LAPSE_OVERDUE else o.X_CLOSES)]
    if limit > LAST_KNOWN:
        return NEVER
    if is_reached(status):
        return limit + 1 if s[node + o.X_MATCHED] > limit else NEVER
    return limit + 1 if (status == o.OVERDUE or status == o.MISSED) and limit < day else NEVER
