"""Open hand-offs of one family: between whom, whose move it is, and how the clock stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.handoff import Handoff, HandoffState
from headwaters.domain.history.history import Event
from headwaters.domain.status import Status, StatusRow
from headwaters.web.layout.clock import ClockBar, clock_bar
from headwaters.web.layout.dates import days_in_words, written
from headwaters.web.layout.words import HANDOFF_STATES, agency_name, text, touchpoint_of

RUNNING = frozenset({
    HandoffState.NEEDED, HandoffState.SENT, HandoffState.RECEIVED, HandoffState.ACCEPTED, HandoffState.FULL,
    HandoffState.NOT_REACHED, HandoffState.BEGUN, HandoffState.DONE,
})  # fmt: skip

STILL_OPEN = frozenset({
    Status.DUE, Status.IN_PROGRESS, Status.OVERDUE, Status.UPCOMING, Status.REACHED, Status.REACHED_LATE,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenHandoff:
    title: str
    between: str
    state: str
    time: str
    late: bool
    catch: str
    key: str
    clock: ClockBar


def handoff_title(blueprint: Blueprint, handoff: Handoff) -> str:
    return text(handoff.title) or _("%(from)s to %(to)s") % {
        "from": agency_name(blueprint, handoff.from_), "to": agency_name(blueprint, handoff.to),
    }  # fmt: skip


def handoff_of(blueprint: Blueprint, row: StatusRow) -> Handoff | None:
    element = blueprint.elements.get(row.element)
    touchpoint = touchpoint_of(element, row.touchpoint) if element is not None else None
    return blueprint.handoffs.get(touchpoint.handoff or "") if touchpoint is not None else None


def mover_of(handoff: Handoff, state: HandoffState) -> str:
    """Who owns the next step: the sender until it is sent, then the receiver."""
    return handoff.from_ if state is HandoffState.NEEDED else handoff.to


def open_handoffs(
    blueprint: Blueprint, rows: Iterable[StatusRow], events: Iterable[Event], as_of: date
) -> tuple[OpenHandoff, ...]:
    """One for each running hand-off, the least time left first; several touchpoints of one passage count once."""
    last_steps = _last_steps(events)
    held: dict[tuple[str, date], tuple[int, OpenHandoff]] = {}
    for row in rows:
        handoff = handoff_of(blueprint, row)
        state, promised = row.handoff_state, row.handoff_clock
        if handoff is None or state not in RUNNING or promised is None or row.status not in STILL_OPEN:
            continue
        if state is HandoffState.NEEDED and row.status is Status.UPCOMING:
            continue
        left = (promised - as_of).days
        held.setdefault(
            (handoff.id, promised), (left, _open(blueprint, row, handoff, state, promised, as_of, last_steps))
        )
    return tuple(item for _left, item in sorted(held.values(), key=lambda pair: (pair[0], pair[1].title)))


def _last_steps(events: Iterable[Event]) -> Mapping[str, date]:
    last: dict[str, date] = {}
    for event in events:
        if event.handoff is not None and event.start is not None:
            last[event.handoff] = max(last.get(event.handoff, event.start), event.start)
    return last


def _open(
    blueprint: Blueprint, row: StatusRow, handoff: Handoff, state: HandoffState, promised: date, as_of: date,
    last_steps: Mapping[str, date],
) -> OpenHandoff:  # fmt: skip
    left = (promised - as_of).days
    late = left < 0
    asked = last_steps.get(handoff.id)
    return OpenHandoff(
        title=handoff_title(blueprint, handoff),
        between=_("%(who)s: %(state)s") % {
            "who": agency_name(blueprint, mover_of(handoff, state)), "state": HANDOFF_STATES[state],
        },
        state=str(HANDOFF_STATES[state]),
        time=_time(left, promised, asked),
        late=late,
        catch=agency_name(blueprint, handoff.catch),
        key=f"{row.element}/{row.touchpoint}",
        clock=clock_bar(asked if asked is not None and asked <= promised else None, promised, as_of),
    )  # fmt: skip


def _time(left: int, promised: date, asked: date | None) -> str:
    if left < 0:
        said = _("%(days)s over, promised by %(day)s") % {"days": days_in_words(-left), "day": written(promised)}
    else:
        said = ngettext("%(n)d day left, by %(day)s", "%(n)d days left, by %(day)s", left) % {
            "n": left, "day": written(promised),
        }  # fmt: skip
    if asked is None:
        return said
    return _("%(said)s; last step %(day)s") % {"said": said, "day": written(asked)}
