"""Cracks: the first step not met, named for the hand-off and its owners, never for a family (language part 9)."""

from __future__ import annotations

from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.cracks import CrackKind
from headwaters.engine.evaluation.course import Course, Seat
from headwaters.engine.evaluation.handoffs import RUNNING
from headwaters.engine.evaluation.lines import Line
from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN
from headwaters.engine.evaluation.observation import Sight, sight
from headwaters.engine.evaluation.plan import Program
from headwaters.engine.evaluation.verdict import Verdict
from headwaters.engine.evaluation.vocabulary import (
    ASK,
    DECLINED,
    ENDED,
    IN_PROGRESS,
    IS_REACHED,
    MISSED,
    NOT_NEEDED,
    OVERDUE,
    PROPOSED,
    STATE_ACCEPTED,
    STATE_BEGUN,
    STATE_DONE,
    STATE_DROPPED,
    STATE_FULL,
    STATE_NEEDED,
    STATE_NOT_ELIGIBLE,
    STATE_NOT_REACHED,
    STATE_RECEIVED,
    STATE_SENT,
    UNOBSERVED,
    UPCOMING,
    WHY_AGED_OUT,
    WHY_FOUND_NOT_ELIGIBLE,
    WHY_GAP,
    WHY_NO_SOURCE,
    WHY_WITHHELD,
)

Found = tuple[CrackKind | None, int]
"""The crack of an occurrence as of a day, and the edge until which that holds beyond the verdict's own."""

MOVED = "moved"
"""The `why` of an ending that means: moved out of the area."""

_PAST = (OVERDUE, MISSED)

OF_STATE: dict[HandoffState, CrackKind] = {
    STATE_NEEDED: CrackKind.NOT_SENT,
    STATE_SENT: CrackKind.NO_ANSWER,
    STATE_RECEIVED: CrackKind.NO_ANSWER,
    STATE_ACCEPTED: CrackKind.ACCEPTED_NOT_BEGUN,
    STATE_FULL: CrackKind.FULL,
    STATE_NOT_REACHED: CrackKind.NOT_REACHED,
    STATE_NOT_ELIGIBLE: CrackKind.NOT_ELIGIBLE_NO_NEXT_ROUTE,
    STATE_BEGUN: CrackKind.BEGUN_DROPPED,
    STATE_DROPPED: CrackKind.BEGUN_DROPPED,
    STATE_DONE: CrackKind.NO_WORD_BACK,
}
"""What it is called when a state's clock has run out (the table of part 4); told and declined have none."""


def crack_of(program: Program, course: Course, line: Line, verdict: Verdict, day: int) -> Found:
    """The crack that sits on an occurrence. Of a repeat, at most one slot of a phase carries one."""
    found = _own_crack(program, course, line, verdict, day)
    if found[0] is None or not line.slots:
        return found
    return _once_a_phase(program, course, line, found, day)


def _own_crack(program: Program, course: Course, line: Line, verdict: Verdict, day: int) -> Found:
    """The first row of the table that holds, whatever the other slots of a repeat are."""
    status, state = verdict.status, verdict.state
    if status is ASK:
        return (None if verdict.reason == WHY_WITHHELD else CrackKind.ASK), FOREVER
    if status is UNOBSERVED:
        untold = verdict.reason in (WHY_NO_SOURCE, WHY_GAP)
        return (CrackKind.AGENCY_NOT_REPORTING if untold else None), FOREVER
    if status in (DECLINED, PROPOSED):
        return None, FOREVER
    if status is UPCOMING and state in (None, STATE_NEEDED):
        return None, FOREVER
    if status is ENDED:
        return _ended_between(verdict), FOREVER
    if status is NOT_NEEDED:
        return _no_next_route(program, course, line, verdict, day)
    late = _late(verdict, day)
    if status in IS_REACHED:
        return (CrackKind.NO_WORD_BACK if state is STATE_DONE and late else None), FOREVER
    if state is STATE_DROPPED:
        return CrackKind.BEGUN_DROPPED, FOREVER
    if state is not None:
        return _of_handoff(course, line, verdict, day) if late or status in _PAST else (None, FOREVER)
    return (_without_handoff(course.seats[line.seat], line, verdict, day) if status in _PAST else None), FOREVER


def _late(verdict: Verdict, day: int) -> bool:
    return verdict.state is STATE_DROPPED or 0 < verdict.clock < day


def _ended_between(verdict: Verdict) -> CrackKind | None:
    """A move or a birthday cut an open promise off; other ends owe nothing."""
    was_open = verdict.placed.opens < verdict.ended <= verdict.placed.closes
    if not (was_open or verdict.state in RUNNING):
        return None
    if verdict.reason == MOVED:
        return CrackKind.MOVED_BETWEEN_AREAS
    return CrackKind.AGED_OUT_BETWEEN_PROGRAMS if verdict.reason == WHY_AGED_OUT else None


def _no_next_route(program: Program, course: Course, line: Line, verdict: Verdict, day: int) -> Found:
    handoff = line.handoff
    if verdict.reason != WHY_FOUND_NOT_ELIGIBLE or handoff is None or handoff.next_route is None:
        return None, FOREVER
    if not _late(verdict, day):
        return None, FOREVER
    element_id, _, touchpoint_id = handoff.next_route.partition(".")
    if element_id in course.hidden:
        return None, FOREVER  # what the reader may not see must not show through a crack
    targets = program.unrolled.targets(line.role, element_id, touchpoint_id or None)
    label = line.occurrence.label
    chain = [one for one in targets if label and program.lines[one.at].occurrence.label == label]
    verdicts = [course.verdict_of(target, day) for target in chain or targets]
    edge = min(one.edge for one in verdicts)
    taken = (*IS_REACHED, IN_PROGRESS, DECLINED)
    if any(one.status in taken for one in verdicts):
        return None, edge
    return CrackKind.NOT_ELIGIBLE_NO_NEXT_ROUTE, edge


def _of_handoff(course: Course, line: Line, verdict: Verdict, day: int) -> Found:
    assert line.handoff is not None
    if verdict.state is not STATE_NEEDED or line.handoff.consent is None:
        return OF_STATE.get(verdict.state) if verdict.state is not None else None, FOREVER
    consent = course.fact(line.handoff.consent)
    # A verdict holds for a stretch of days, and the day judged on moves through it: consent is asked for that day.
    last = min(verdict.placed.closes, (verdict.ended or FOREVER) - 1)
    judged_on = min(day, last)
    edge = consent.next_after(judged_on)
    crack = CrackKind.NOT_SENT if consent.at(judged_on) is True else CrackKind.NO_CONSENT_YET
    return crack, edge if judged_on == day and edge <= last else FOREVER


def _without_handoff(seat: Seat, line: Line, verdict: Verdict, day: int) -> CrackKind:
    """Told apart by who knew, who offered and who said yes."""
    shared = line.shared
    if shared.element.known_by and not _known(seat, shared.element.known_by):
        return CrackKind.NOT_IDENTIFIED
    if shared.accepted is not None and shared.accepted.events(seat, day):
        return CrackKind.ACCEPTED_NOT_BEGUN
    if shared.offered is not None and shared.offered.events(seat, day):
        return CrackKind.NO_ANSWER
    if not shared.offered_kinds or _offers_observed(seat, line, verdict, day):
        return CrackKind.NOT_OFFERED
    return CrackKind.NOBODY_REPORTS_WHICH


def _known(seat: Seat, agencies: tuple[str, ...]) -> bool:
    """Whether one of these agencies has any event of the recipient."""
    known = seat.memory.get("agencies")
    if not isinstance(known, frozenset):
        people = seat.course.people
        known = frozenset(
            event.row.agency
            for person in people.persons(seat.role)
            for events in seat.course.seen.get(person, {}).values()
            for event in events
            if people.counts(seat.role, person, event.day)
        )
        seat.memory["agencies"] = known
    return not known.isdisjoint(agencies)


def _offers_observed(seat: Seat, line: Line, verdict: Verdict, day: int) -> bool:
    placed = verdict.placed
    last = placed.closes if verdict.status is MISSED else placed.due_by
    first = placed.opens if placed.opens <= LAST_KNOWN else last
    return sight(seat.course.stretches(line.shared.offered_kinds), first, last, day)[0] is Sight.OBSERVED


def _once_a_phase(program: Program, course: Course, line: Line, found: Found, day: int) -> Found:
    """The first slot of a phase with a crack carries it for all; a dose measure may allow a share to be missed."""
    crack, edge = found
    for index in line.slots:
        if index == line.index:
            break
        verdict = course.verdict(index, day)
        other, until = _own_crack(program, course, program.lines[index], verdict, day)
        if other is not None:
            # Until that slot changes, it carries the phase's crack and this one does not.
            return None, min(edge, until, verdict.edge)
        edge = min(edge, until, verdict.edge)
    share = program.shares.get((line.occurrence.element.id, line.occurrence.touchpoint.id))
    if share is None or crack in (CrackKind.ASK, CrackKind.AGENCY_NOT_REPORTING):
        return crack, edge
    verdicts = [course.verdict(index, day) for index in line.slots]
    reached = sum(verdict.status in IS_REACHED for verdict in verdicts)
    past = reached + sum(verdict.status is MISSED for verdict in verdicts)
    edge = min(edge, *(verdict.edge for verdict in verdicts))
    return (crack if past and reached < share * past else None), edge
