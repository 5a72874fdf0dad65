"""From verdicts to the row that is published, and the exact day on which it will next be another (language part 8)."""

from __future__ import annotations

from headwaters.domain.cracks import CrackKind
from headwaters.domain.history.history import PersonId, StoryId
from headwaters.domain.status import RecordRef, StatusRow
from headwaters.engine.evaluation.course import Course
from headwaters.engine.evaluation.cracks import crack_of
from headwaters.engine.evaluation.lines import Line
from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN, as_date, as_day
from headwaters.engine.evaluation.plan import Program
from headwaters.engine.evaluation.verdict import Verdict
from headwaters.engine.evaluation.vocabulary import ASK, WHY_NEED_PRESUMED


class Standing:
    """A verdict with its crack and the recipient it is about, the same until `edge`; `sure`: on that day it differs."""

    # Hundreds are made for a page: no default, no property, nothing to look up twice.
    __slots__ = ("columns", "crack", "edge", "recipient", "sure", "verdict")

    def __init__(self, verdict: Verdict, crack: CrackKind | None, recipient: PersonId | None, edge: int) -> None:
        self.verdict = verdict
        self.crack = crack
        self.recipient = recipient
        self.edge = edge
        self.sure = verdict.sure
        self.columns: tuple[object, ...] | None = None

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
    recipient = course.people.constant[line.seat]
    if recipient is None:
        return _stand_of_many(program, course, line, verdict, day)
    # Most rows cannot carry a crack, and those of one verdict stand alike.
    if not verdict.may_crack:
        standing: Standing | None = verdict.standing
        if standing is None:
            standing = verdict.standing = Standing(verdict, None, recipient, verdict.edge)
        return standing
    crack, edge = crack_of(program, course, line, verdict, day)
    return Standing(verdict, crack, recipient, edge if edge < verdict.edge else verdict.edge)


def _stand_of_many(program: Program, course: Course, line: Line, verdict: Verdict, day: int) -> Standing:
    """Where the recipient is another person on other days."""
    crack, edge = crack_of(program, course, line, verdict, day) if verdict.may_crack else (None, FOREVER)
    recipient = course.people.recipient(line.role, day)
    handed_on = min((one for one in course.people.edges(line.role) if one > day), default=FOREVER)
    return Standing(verdict, crack, recipient, min(verdict.edge, edge, handed_on))


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


def row_of(story_id: StoryId, course: Course, line: Line, standing: Standing, changes: int) -> StatusRow:
    """The published row."""
    columns = standing.columns
    if columns is None:
        columns = standing.columns = _columns(standing)
    return StatusRow._make(
        (
            story_id,
            course.episode.episode_id,
            standing.recipient,
            *line.names,
            *columns,
            as_date(changes),
            *line.version,
        )
    )


def _columns(standing: Standing) -> tuple[object, ...]:
    """The row's columns from `status` to `crack`."""
    verdict = standing.verdict
    placed = verdict.placed
    matched = event = agency = None
    if placed.event is not None:
        told = placed.event.row
        matched, event, agency = as_date(placed.matched), RecordRef(told.source, told.record_id), told.agency
    return (
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
    )
