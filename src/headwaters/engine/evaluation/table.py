"""From verdicts to the row that is published, and the exact day on which it will next be another (language part 8)."""

from __future__ import annotations

from headwaters.domain.cracks import CrackKind
from headwaters.domain.history.history import PersonId, StoryId
from headwaters.domain.status import RecordRef, StatusRow
from headwaters.engine.evaluation.course import Course
from headwaters.engine.evaluation.cracks import crack_of, may_crack
from headwaters.engine.evaluation.lines import Line
from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN, as_date, as_day
from headwaters.engine.evaluation.plan import Program
from headwaters.engine.evaluation.verdict import Verdict
from headwaters.engine.evaluation.vocabulary import ASK, NOT_NEEDED, WHY_NEED_PRESUMED


class Standing:
    """A verdict with its crack and the recipient it is about, the same until `edge`; `sure`: on that day it differs."""

    # Hundreds are made for a page: no default, no property, nothing to look up twice.
    __slots__ = ("crack", "edge", "recipient", "sure", "verdict")

    def __init__(self, verdict: Verdict, crack: CrackKind | None, recipient: PersonId | None, edge: int) -> None:
        self.verdict = verdict
        self.crack = crack
        self.recipient = recipient
        self.edge = edge
        self.sure = verdict.sure

    def same_row(self, other: Standing) -> bool:
        """Whether all columns but `changes_on` are equal."""
        one, two = self.verdict, other.verdict
        a, b = one.placed, two.placed
        return (
            one.status is two.status
            and one.reason == two.reason
            and self.crack is other.crack
            and self.recipient == other.recipient
            and a.opens == b.opens
            and a.due_by == b.due_by
            and a.closes == b.closes
            and a.event is b.event
            and one.outcome == two.outcome
            and one.state is two.state
            and one.clock == two.clock
            and said_missing(one) == said_missing(two)
        )


def said_missing(verdict: Verdict) -> str | None:
    """The unknown name, where it is what the status hangs on."""
    asks = verdict.status is ASK or verdict.reason == WHY_NEED_PRESUMED
    return verdict.missing if asks else None


def stand(program: Program, course: Course, line: Line, day: int) -> Standing:
    """Verdict, crack and recipient of an occurrence as of a day."""
    verdict = course.verdict(line.index, day)
    edge = verdict.edge
    crack: CrackKind | None = None
    status = verdict.status
    # Most rows cannot carry a crack; `may_crack` decides for the rest.
    if (status is not NOT_NEEDED or verdict.state_day) and may_crack(verdict):
        crack, until = crack_of(program, course, line, verdict, day)
        if until < edge:
            edge = until
    recipient = course.people.constant[line.seat]
    if recipient is None:
        recipient = course.people.recipient(line.role, day)
        edge = min(edge, *(one for one in course.people.edges(line.role) if one > day), FOREVER)
    return Standing(verdict, crack, recipient, edge)


def changes_on(program: Program, course: Course, line: Line, now: Standing) -> int:
    """First later day on which the row differs with what is seen held fixed; FOREVER if there is none.

    Walks the edges of this row and of what it refers to, and looks only where it could differ.
    """
    standing = now
    while standing.edge <= LAST_KNOWN:
        if standing.sure <= standing.edge:
            return standing.sure
        day = standing.edge
        standing = stand(program, course, line, day)
        if not standing.same_row(now):
            return day
    return FOREVER


def row_of(
    story_id: StoryId, program: Program, course: Course, line: Line, standing: Standing, changes: int
) -> StatusRow:
    """The published row."""
    verdict = standing.verdict
    placed = verdict.placed
    matched = event = agency = None
    if placed.event is not None:
        told = placed.event.row
        matched, event, agency = as_date(placed.matched), RecordRef(told.source, told.record_id), told.agency
    return StatusRow(
        story_id,
        course.episode.episode_id,
        standing.recipient,
        line.role,
        line.shared.id,
        line.occurrence.id,
        verdict.status,
        verdict.reason,
        said_missing(verdict) if verdict.missing is not None else None,
        as_day(placed.opens),
        as_day(placed.due_by),
        as_day(placed.closes),
        matched,
        event,
        agency,
        verdict.outcome,
        verdict.state,
        as_date(verdict.clock) if verdict.clock else None,
        standing.crack,
        as_date(changes),
        program.blueprint.id,
        program.blueprint.version,
    )
