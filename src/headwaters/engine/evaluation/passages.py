"""How far each recipient climbed the ladder of a touchpoint: one passage per step that somebody reported (design.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.cracks import LADDER_OF_STEP, LadderStep
from headwaters.domain.history.history import EpisodeId, PersonId, StoryId
from headwaters.engine.evaluation.handoffs import Passage as HandoffPassage
from headwaters.engine.evaluation.handoffs import passage
from headwaters.engine.evaluation.judging import Case
from headwaters.engine.evaluation.marks import LAST_KNOWN
from headwaters.engine.evaluation.matching import Look
from headwaters.engine.evaluation.vocabulary import NOT_NEEDED, PROPOSED

_NOT_OWED = (NOT_NEEDED, PROPOSED)


@dataclass(frozen=True, slots=True)
class Passage:
    """One step climbed: by whom, at which touchpoint, on which day, and which agency said so (None: it follows from the
    rule, and nobody had to say it)."""

    story_id: StoryId
    episode_id: EpisodeId
    recipient_id: PersonId | None
    role: Role
    element: str
    touchpoint: str
    step: LadderStep
    day: date
    agency: str | None


def passages(case: Case) -> Iterator[Passage]:
    """The steps of one judged occurrence, in ladder order; none where it is not owed or not open yet."""
    line, course = case.line, case.course
    for step, day, agency in sorted(_steps(case), key=lambda one: (list(LadderStep).index(one[0]), one[1])):
        yield Passage(
            case.reading.story.story_id,
            course.episode.episode_id,
            case.standing.recipient,
            line.role,
            line.occurrence.element.id,
            line.occurrence.id,
            step,
            date.fromordinal(day),
            agency,
        )


_Climbed = tuple[LadderStep, int, str | None]


def _steps(case: Case) -> list[_Climbed]:
    verdict, line = case.standing.verdict, case.line
    placed = verdict.placed
    today = case.reading.run.as_of.toordinal()
    triggered = 0 < placed.trigger.day <= LAST_KNOWN
    known = placed.trigger.day if triggered else placed.opens
    found_not_eligible = verdict.state_day and verdict.status is NOT_NEEDED and verdict.need is not False
    if (verdict.status in _NOT_OWED and not found_not_eligible) or known > today:
        return []
    climbed: dict[LadderStep, tuple[int, str | None]] = {LadderStep.KNOWN: (known, None)}
    if verdict.need is not None:
        climbed[LadderStep.NEED_SETTLED] = (known, None)
    seat = case.course.seats[line.seat]
    for look, step in ((line.shared.offered, LadderStep.OFFERED), (line.shared.accepted, LadderStep.SAID_YES)):
        if isinstance(look, Look):
            events = look.events(seat, today)
            if events:
                climbed[step] = (events[0].day, events[0].row.agency)
    run = handoff_passage(case, today)
    for taken in run.steps if run is not None else ():
        for step in LADDER_OF_STEP[Step(taken.state.value)]:
            climbed.setdefault(step, (taken.day, taken.event.row.agency))
    if placed.event is not None and line.shared.is_judged:
        climbed.setdefault(LadderStep.KEPT, (placed.matched, placed.event.row.agency))
    return [(step, day, agency) for step, (day, agency) in climbed.items()]


def handoff_passage(case: Case, today: int) -> HandoffPassage | None:
    """Where the row's own instance of its hand-off stands; None without a hand-off."""
    line = case.line
    if line.handoff is None:
        return None
    return passage(
        case.course.seats[line.seat],
        line.occurrence,
        line.handoff,
        way_back=line.way_back,
        kin=line.kin,
        placed=case.standing.verdict.placed,
        calendar=case.reading.program.calendar,
        day=today,
    )
