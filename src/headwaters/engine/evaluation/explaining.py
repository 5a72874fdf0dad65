"""Taking one row apart: which rule, facts, events, clock and owner made it, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.blueprint.moves import MOVES, OWNER_FROM
from headwaters.domain.blueprint.window import Moment, Offset
from headwaters.domain.explanation import (
    AnchorValue,
    ChangeKind,
    Explanation,
    HandoffPiece,
    NamePiece,
    NeedPiece,
    ObservedPiece,
    ReferredPiece,
    StepPiece,
    TriggerPiece,
    WindowPiece,
    WouldChange,
)
from headwaters.domain.history.history import FactValue, Observation
from headwaters.domain.status import Reason, Status, StatusRow
from headwaters.engine.evaluation.accounts import accountable
from headwaters.engine.evaluation.considering import considered
from headwaters.engine.evaluation.decision import line_anchors
from headwaters.engine.evaluation.handoffs import RUNNING, Passage
from headwaters.engine.evaluation.judging import Case
from headwaters.engine.evaluation.marks import LAST_KNOWN, as_date, as_day
from headwaters.engine.evaluation.models import Models
from headwaters.engine.evaluation.needs import AGES
from headwaters.engine.evaluation.observation import sight
from headwaters.engine.evaluation.passages import handoff_passage

_REACHED = (Status.REACHED, Status.REACHED_LATE)
_OPEN = (Status.UPCOMING, Status.DUE, Status.OVERDUE, Status.IN_PROGRESS, Status.ASK, Status.UNOBSERVED)


def explain_case(models: Models, case: Case, row: StatusRow) -> Explanation:
    """Everything that made a row, as values."""
    line, verdict = case.line, case.standing.verdict
    touchpoint = line.occurrence.touchpoint
    event = verdict.placed.event
    run = handoff_passage(case, _today(case))
    return Explanation(
        row=row,
        as_of=case.reading.run.as_of,
        element=line.shared.element,
        touchpoint=touchpoint,
        window=_window(case),
        need=_need(case),
        trigger=_trigger(case),
        matched=event.row if event is not None else None,
        considered=tuple(considered(case)),
        handoff=_handoff(case, run),
        observed=_observed(case),
        ended_on=as_date(verdict.ended) if 0 < verdict.ended <= _today(case) else None,
        declined_on=date.fromordinal(verdict.no_day) if verdict.no_day else None,
        accountable=accountable(models, row),
        would_change=tuple(_would_change(case, run, row)),
    )


def _today(case: Case) -> int:
    return case.reading.run.as_of.toordinal()


def _window(case: Case) -> WindowPiece:
    touchpoint = case.line.occurrence.touchpoint
    anchors = line_anchors(case.course.seat(case.line.role), case.line, _today(case))
    from_: Moment = touchpoint.from_
    if from_ == Offset("from"):
        from_ = Offset("trigger") if touchpoint.after is not None else Offset("birth")
    return WindowPiece(
        touchpoint.opens,
        touchpoint.due_by,
        touchpoint.closes,
        from_,
        tuple(AnchorValue(name, as_day(number)) for name, number in anchors),
    )


def _need(case: Case) -> NeedPiece:
    line, verdict = case.line, case.standing.verdict
    element, touchpoint = line.shared.element, line.occurrence.touchpoint
    conditions = tuple(one for one in (element.for_, touchpoint.for_) if one is not None)
    names = dict.fromkeys(name for rule in line.rules for name in rule.names)
    return NeedPiece(
        conditions,
        element.unless,
        verdict.need,
        verdict.reason == Reason.EXCLUDED,
        date.fromordinal(min(verdict.judged_on, LAST_KNOWN)),
        tuple(_name(case, name) for name in names),
    )


def _name(case: Case, name: str) -> NamePiece:
    """A name's value on the day judged on; for a fact, as it was said and by whom."""
    course, verdict = case.course, case.standing.verdict
    if name in case.reading.plan.blueprint.facts:
        line = course.fact(name)
        said = line.row_at(verdict.judged_on)
        withheld = line.withheld_at(verdict.judged_on)
        return NamePiece(name, said.value if said and not withheld else None, withheld, said)
    value = _value_of(case, name)
    return NamePiece(name, value, False, None)


def _value_of(case: Case, name: str) -> FactValue | None:
    scope = (case.course.seat(case.line.role), case.standing.verdict.judged_on, _today(case))
    for rule in case.line.rules:
        for other, get in rule.getters:
            if other == name:
                value = get(scope)
                is_day = isinstance(value, int) and not isinstance(value, bool) and name not in AGES
                if is_day and isinstance(value, int):
                    return date.fromordinal(value)
                return value if isinstance(value, bool | int | float | str) else None
    return None


def _trigger(case: Case) -> TriggerPiece | None:
    after = case.line.occurrence.touchpoint.after
    trigger = case.line.occurrence.trigger
    if after is None or trigger is None:
        return None
    referred: list[ReferredPiece] = []
    for target in trigger.targets:
        verdict = case.course.verdict_of(target, _today(case))
        occurrence = case.reading.program.lines[target.at].occurrence
        matched = verdict.placed.matched
        referred.append(
            ReferredPiece(
                occurrence.element.id,
                occurrence.id,
                verdict.status,
                date.fromordinal(matched) if matched else None,
                verdict.outcome,
            )
        )
    return TriggerPiece(after, as_day(case.standing.verdict.placed.trigger.day), tuple(referred))


def _handoff(case: Case, run: Passage | None) -> HandoffPiece | None:
    if run is None or case.line.handoff is None:
        return None
    steps = tuple(
        StepPiece(Step(one.state.value), date.fromordinal(one.day), one.event.row.agency) for one in run.steps
    )
    clock = date.fromordinal(run.clock) if run.clock else None
    return HandoffPiece(case.line.handoff, steps, run.state, clock, run.late(_today(case)))


def _observed(case: Case) -> ObservedPiece | None:
    """The days that had to be observed for a silence to mean anything: only where the status hangs on them."""
    line, placed, status = case.line, case.standing.verdict.placed, case.standing.verdict.status
    closed = placed.closes < _today(case)
    last = placed.closes if closed else placed.due_by
    if status not in (Status.MISSED, Status.OVERDUE, Status.UNOBSERVED) or last > LAST_KNOWN:
        return None
    first = placed.opens if placed.opens <= LAST_KNOWN else last
    days = (date.fromordinal(first), date.fromordinal(last))
    if line.always_observed:
        return ObservedPiece((), *days, "always", ())
    came_to, _ = sight(case.course.stretches(line.observed_by), first, last, _today(case))
    return ObservedPiece(line.observed_by, *days, came_to.value, tuple(_spans(case, *days)))


def _spans(case: Case, first: date, last: date) -> Iterator[Observation]:
    """Spans of the fitting kinds for where the story was on any of those days, nearest first in time."""
    area = case.course.area()
    places = {None, area.at(first.toordinal()), area.at(last.toordinal())}
    rows = [one for one in case.course.observations.rows if one.kind in case.line.observed_by and one.area in places]
    rows.sort(key=lambda one: (one.from_, one.through, one.source))
    meeting = [one for one in rows if one.from_ <= last and one.through >= first]
    yield from meeting or rows[-2:]


def _would_change(case: Case, run: Passage | None, row: StatusRow) -> Iterator[WouldChange]:
    """The news that would make it another row, in the order a person would go about it."""
    verdict, line = case.standing.verdict, case.line
    placed = verdict.placed
    yield from _asked_for(case, row)
    if run is not None and line.handoff is not None:
        yield from _next_steps(case, run)
    if verdict.status in _OPEN and line.observed_by and placed.opens <= LAST_KNOWN:
        kinds = tuple(kind for kind in line.observed_by if kind != "handoff")
        if kinds:
            yield WouldChange(ChangeKind.EVENT, kinds=kinds, from_=as_day(placed.opens), through=as_day(placed.closes))
    if verdict.status is Status.UNOBSERVED and verdict.reason != Reason.TRIGGER_UNOBSERVED:
        yield WouldChange(ChangeKind.OBSERVATION, kinds=line.observed_by)
    if verdict.status is Status.DECLINED and line.shared.resumed is not None:
        yield WouldChange(ChangeKind.RESUMED, kinds=tuple(sorted(line.shared.resumed.kinds)))
    if placed.event is not None:
        yield WouldChange(ChangeKind.RETRACTION, agency=placed.event.row.agency)


def _asked_for(case: Case, row: StatusRow) -> Iterator[WouldChange]:
    verdict = case.standing.verdict
    if verdict.need is None and verdict.reason != Reason.WITHHELD:
        scope = (case.course.seat(case.line.role), verdict.judged_on, _today(case))
        for name in dict.fromkeys(name for rule in case.line.rules for name in rule.unknown(scope)):
            yield WouldChange(ChangeKind.FACT, name=name)
    elif verdict.reason == Reason.TRIGGER_OUTCOME_UNKNOWN:
        yield WouldChange(ChangeKind.OUTCOME, name=row.missing)
    elif verdict.reason == Reason.DATE_UNKNOWN:
        yield WouldChange(ChangeKind.DATE, name=row.missing)
    elif verdict.reason == Reason.NEED_FALSE:
        for name in dict.fromkeys(name for rule in case.line.rules for name in rule.facts):
            yield WouldChange(ChangeKind.FACT, name=name)


_ANSWERS = (Step.ACCEPTED, Step.FULL, Step.NOT_REACHED, Step.NOT_ELIGIBLE, Step.DECLINED)
_NEXT_STEPS: dict[str, tuple[Step, ...]] = {
    "needed": (Step.SENT,),
    "sent": (Step.RECEIVED, *_ANSWERS),
    "received": _ANSWERS,
    "accepted": (Step.BEGUN,),
    "full": (Step.ACCEPTED,),
    "not_reached": (Step.SENT, Step.ACCEPTED),
    "begun": (Step.DONE, Step.DROPPED),
    "dropped": (Step.SENT, Step.BEGUN),
    "done": (Step.TOLD,),
}


def _next_steps(case: Case, run: Passage) -> Iterator[WouldChange]:
    handoff = case.line.handoff
    steps = _NEXT_STEPS.get(run.state.value, ())
    owed = case.standing.verdict.status in _OPEN or run.state in RUNNING or run.state.value == "done"
    if handoff is None or not steps or not owed or case.standing.verdict.need is False:
        return
    agency = handoff.from_ if MOVES[run.state].owner == OWNER_FROM else handoff.to
    yield WouldChange(ChangeKind.STEP, name=handoff.id, steps=steps, agency=agency)
