"""What ends, stops or turns down an element for a recipient (language parts 3 and 8; decision 0013)."""

from __future__ import annotations

from dataclasses import dataclass

from headwaters.domain.blueprint.blueprint import Ending, EndsFor
from headwaters.domain.blueprint.element import Role
from headwaters.domain.status import Reason
from headwaters.engine.evaluation.course import Seat
from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN, UNKNOWN
from headwaters.engine.evaluation.matching import Look
from headwaters.engine.evaluation.moments import When
from headwaters.engine.evaluation.seen import SeenEvent
from headwaters.engine.evaluation.verdict import NOT_ENDED, Ended, Placed

LOSS = "loss"
"""Why a pregnancy ended without a birth, where nobody said."""


@dataclass(frozen=True, slots=True)
class EndingRule:
    """A compiled `ends` or `resumes` of a blueprint."""

    rule: Ending
    look: Look


Endings = tuple[tuple[EndingRule, ...], tuple[EndingRule, ...]]
"""The blueprint's `ends` and `resumes`."""


@dataclass(frozen=True, slots=True)
class StopRule:
    """A compiled `stopped_by`."""

    look: Look
    as_declined: bool
    why: str


def cut_short(over: Ended, seat: Seat, placed: Placed) -> Ended:
    """The same, or the end of the pregnancy where that came sooner and the window counts from dates that its loss leaves
    unknown for ever (decision 0016)."""
    episode = seat.course.episode
    if episode.ended is None or seat.course.birth != UNKNOWN or not _is_undated(placed):
        return over
    # Not even what closed before the loss can still be asked.
    day = min(episode.ended.toordinal(), placed.closes)
    return over if over.day <= day else Ended(day, episode.ended_why or LOSS, over.edge)


def _is_undated(placed: Placed) -> bool:
    """Undated for its own sake, and not for its trigger's."""
    return placed.trigger.day != UNKNOWN and UNKNOWN in (placed.opens, placed.due_by, placed.closes)


def ended(seat: Seat, endings: Endings, until: When | None, day: int) -> Ended:
    """The last `ends` event not followed by a `resumes`, or the day after `until`, whichever is earlier."""
    static = -1 if until is None else until.static
    keeps = until is None or static >= 0
    if keeps:
        known = seat.ended.get(static)
        if known is not None:
            return known
    by_event = seat.memory.get("ended")
    if not isinstance(by_event, Ended):
        by_event = seat.memory["ended"] = _by_event(seat, endings, day)
    found = by_event if until is None else _sooner(by_event, *until.at(seat, day))
    if keeps:
        seat.ended[static] = found
    return found


def _sooner(by_event: Ended, last: int, edge: int) -> Ended:
    if last > LAST_KNOWN or last + 1 >= by_event.day:
        return by_event if edge == FOREVER else Ended(by_event.day, by_event.why, edge)
    return Ended(last + 1, Reason.AGED_OUT.value, edge)


def _by_event(seat: Seat, endings: Endings, day: int) -> Ended:
    ends, resumes = endings
    over = [(event.day, ending.rule.why) for ending in ends for event in _theirs(seat, ending, day)]
    if not over:
        return NOT_ENDED
    whys = {why for _, why in over}
    back = [(event.day, one.rule.why) for one in resumes for event in _theirs(seat, one, day)]
    standing = [
        (when, why)
        for when, why in over
        if not any(later >= when and (word == why or word not in whys) for later, word in back)
    ]
    if not standing:
        return NOT_ENDED
    last, why = max(standing)
    return Ended(last, why, FOREVER)


def _theirs(seat: Seat, ending: EndingRule, day: int) -> list[SeenEvent]:
    """Events of one rule that concern the recipient: their own, or anybody's of the household where it ends for all."""
    of, course = ending.rule.of, seat.course
    if of is not EndsFor.ALL:
        found = ending.look.events(seat, day) if of.value == seat.role.value else []
    else:
        found = list(ending.look.events(course.seat(Role.HOUSEHOLD), day))
        for child in course.children:
            found += ending.look.events(child.seat(Role.CHILD), day)
    begins = course.begins()
    return [event for event in found if event.day >= begins]


def turned_down(
    seat: Seat, own: Look | None, by: Look | None, resumed: Look | None, window: tuple[int, int], day: int
) -> tuple[int, int]:
    """Day of the no that is in force (0: none) and the edge at which it runs out.

    The touchpoint's own counts inside the window; the element's up to the day it closes, unless the family came back on
    or after it. A no with an end is in force up to that day.
    """
    opens, closes = window
    if own is not None and opens <= LAST_KNOWN:
        inside = [event for event in own.events(seat, day) if opens <= event.day <= closes]
        if inside and _in_force(inside[-1], closes, day):
            return inside[-1].day, _runs_out(inside[-1], closes)
    if by is None:
        return 0, FOREVER
    no = _last_standing(by, resumed, seat, closes, day)
    if no is None or not _in_force(no, closes, day):
        return 0, FOREVER
    return no.day, _runs_out(no, closes)


def _last_standing(look: Look, resumed: Look | None, seat: Seat, closes: int, day: int) -> SeenEvent | None:
    said = [event for event in look.events(seat, day) if event.day <= closes]
    if not said:
        return None
    back = resumed.events(seat, day) if resumed is not None else []
    return None if any(said[-1].day <= event.day <= closes for event in back) else said[-1]


def _in_force(no: SeenEvent, closes: int, day: int) -> bool:
    return no.end is None or no.end >= min(day, closes)


def _runs_out(no: SeenEvent, closes: int) -> int:
    return no.end + 1 if no.end is not None and no.end < closes else FOREVER


def stopped(
    seat: Seat, stops: tuple[StopRule, ...], resumed: Look | None, closes: int, day: int
) -> tuple[StopRule, int] | None:
    """What stopped it, and when: the latest such event up to the day it closes, unless taken up again since."""
    found: tuple[StopRule, int] | None = None
    for rule in stops:
        event = _last_standing(rule.look, resumed, seat, closes, day)
        if event is not None and (found is None or event.day > found[1]):
            found = (rule, event.day)
    return found
