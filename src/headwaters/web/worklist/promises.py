"""A promise in words: what has been undertaken for a family, by whom, by which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.handoff import Handoff, HandoffState
from headwaters.domain.cracks import CrackKind
from headwaters.domain.status import Status
from headwaters.engine.measures.promises import WorkItem
from headwaters.practice.contacts.outcomes import Way
from headwaters.web.layout.clock import ClockBar, clock_bar
from headwaters.web.layout.dates import age_in_words, pregnancy_in_words, written
from headwaters.web.layout.marks import Mark
from headwaters.web.layout.names import county_name, language_name
from headwaters.web.layout.words import CRACKS, agency_name, title_of, touchpoint_of

MOST_TITLES = 4
"""Steps named in one sentence; more would not be read."""


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One row of *Today*. `number` is days over or left as text; `mark` only where the day has passed."""

    name: str
    age: str
    said: str
    move: str
    move_note: str
    number: str
    unit: str
    late: bool
    mark: Mark | None
    clock: ClockBar | None
    tags: tuple[str, ...]
    href: str
    action: str
    promises: int
    story: str
    main: str
    main_href: str
    put_off: str
    fields: tuple[tuple[str, str], ...]
    """Hidden fields that name this row's promises in a form."""


def promise_row(
    blueprint: Blueprint,
    together: Sequence[WorkItem],
    *,
    name: str,
    href: str,
    role: str,
    as_of: date,
    main_href: str = "",
    put_off: str = "",
) -> PromiseRow:
    """One row for promises to one family that fall on one day and stand alike; the first speaks for all."""
    item = together[0]
    late = item.days_left is not None and item.days_left < 0
    mine = item.move == role
    return PromiseRow(
        name=name,
        age=age_of(item, as_of),
        said=promise_in_words(blueprint, together),
        move=_("Your move") if mine else agency_name(blueprint, item.move),
        move_note=_note(blueprint, item, mine=mine),
        number=_number(item.days_left),
        unit=_unit(item.days_left),
        late=late,
        mark=Mark.LATE if late else None,
        clock=clock_bar(None, item.by_day, as_of) if item.by_day is not None else None,
        tags=_tags(item),
        href=href,
        action=_("See why"),
        promises=len(together),
        story=item.story_id,
        main=str(MAIN[way_for(blueprint, item)]) if main_href else "",
        main_href=main_href,
        put_off=put_off,
        fields=(("child", item.episode_id), *(("key", f"{one.element}/{one.touchpoint}") for one in together)),
    )  # fmt: skip


MAIN = {Way.CALL: lazy("Call"), Way.TEXT: lazy("Text"), Way.VISIT: lazy("Visit"), Way.NUDGE: lazy("Nudge")}
WAITS_ON_AGENCY = frozenset({
    HandoffState.SENT, HandoffState.RECEIVED, HandoffState.ACCEPTED, HandoffState.FULL, HandoffState.NOT_REACHED, HandoffState.DONE,
})  # fmt: skip


def way_for(blueprint: Blueprint, item: WorkItem) -> Way:
    """What to do first about a promise: chase the agency that was asked, go to see the family, or call it."""
    if item.handoff_state is not None and HandoffState(item.handoff_state) in WAITS_ON_AGENCY:
        return Way.NUDGE
    element = blueprint.elements.get(item.element)
    touchpoint = touchpoint_of(element, item.touchpoint) if element is not None else None
    if element is not None and not item.caught:
        told = touchpoint.delivered_by if touchpoint is not None and touchpoint.delivered_by else element.delivered_by
        if any(one.role == item.move and one.travel_minutes for one in told):
            return Way.VISIT
    return Way.CALL


def age_of(item: WorkItem, as_of: date) -> str:
    if item.birth is not None and item.birth <= as_of:
        return age_in_words(item.birth, as_of)
    return pregnancy_in_words(item.due_date, as_of) if item.due_date is not None else ""


def promise_in_words(blueprint: Blueprint, together: Sequence[WorkItem]) -> str:
    """One sentence: who is to do what for this family, by when."""
    item = together[0]
    titles = list(dict.fromkeys(title_of(blueprint, one.element, one.touchpoint) for one in together))
    title = "; ".join(titles[:MOST_TITLES])
    if len(titles) > MOST_TITLES:
        title = _("%(titles)s and %(n)d more") % {"titles": title, "n": len(titles) - MOST_TITLES}
    handoff = blueprint.handoffs.get(item.handoff or "")
    if item.status == Status.ASK:
        said = _("Ask what decides it: %(title)s") % {"title": title}
    elif handoff is not None and item.handoff_state is not None:
        said = _step_in_words(blueprint, handoff, HandoffState(item.handoff_state), title)
    else:
        said = title
    if item.by_day is None:
        return _("%(said)s.") % {"said": said}
    return _("%(said)s, by %(day)s.") % {"said": said, "day": written(item.by_day)}


def _step_in_words(blueprint: Blueprint, handoff: Handoff, state: HandoffState, title: str) -> str:
    words = {
        HandoffState.NEEDED: _("%(from)s to ask %(to)s (%(title)s)"),
        HandoffState.SENT: _("%(to)s to answer the ask (%(title)s)"),
        HandoffState.RECEIVED: _("%(to)s to begin (%(title)s)"),
        HandoffState.ACCEPTED: _("%(to)s to begin (%(title)s)"),
        HandoffState.FULL: _("%(to)s to find a place (%(title)s)"),
        HandoffState.NOT_REACHED: _("%(to)s to try again to reach the family (%(title)s)"),
        HandoffState.NOT_ELIGIBLE: _("Open the next way for this family: %(to)s found them not eligible (%(title)s)"),
        HandoffState.DROPPED: _("Find out why %(to)s stopped (%(title)s)"),
        HandoffState.BEGUN: _("%(to)s to carry it through (%(title)s)"),
        HandoffState.DONE: _("%(to)s to tell %(from)s how it came out (%(title)s)"),
    }
    pattern = words.get(state, "%(title)s")
    return pattern % {
        "from": agency_name(blueprint, handoff.from_), "to": agency_name(blueprint, handoff.to), "title": title,
    }  # fmt: skip


def _note(blueprint: Blueprint, item: WorkItem, *, mine: bool) -> str:
    """Why it is whose: a catch says who owed it, a running hand-off that nothing is to be done yet."""
    if item.caught and item.accountable and item.accountable != item.move:
        owed = agency_name(blueprint, item.accountable)
        crack = CRACKS[CrackKind(item.crack)] if item.crack else _("no word by its day")
        return _("%(agency)s owed this: %(crack)s. You catch it.") % {"agency": owed, "crack": crack}
    if item.crack:
        return str(CRACKS[CrackKind(item.crack)]).capitalize()
    return "" if mine else _("Nothing for you to do yet")


def _number(days_left: int | None) -> str:
    if days_left is None:
        return "—"
    return _("Today") if days_left == 0 else str(abs(days_left))


def _unit(days_left: int | None) -> str:
    if days_left is None:
        return _("no day set")
    if days_left < 0:
        return ngettext("day over", "days over", -days_left)
    return _("last day in time") if days_left == 0 else ngettext("day left", "days left", days_left)


def _tags(item: WorkItem) -> tuple[str, ...]:
    tags = [language_name(item.language)] if item.language else []
    if item.interpreter:
        tags.append(_("Interpreter needed"))
    if item.county:
        tags.append(county_name(item.county))
    return tuple(tags)
