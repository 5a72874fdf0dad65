"""What the codes of a status row mean in plain words. No page shows a code."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Element, Text, Touchpoint
from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.cracks import CrackKind
from headwaters.domain.status import Reason, Status, StatusRow
from headwaters.web.layout.dates import written


def text(of: Text | None, default: str = "") -> str:
    """A blueprint's text in the reader's language, else in English, else in the first there is."""
    if not of:
        return default
    language = (get_language() or "en").split("-")[0]
    return of.get(language) or of.get("en") or next(iter(of.values()))


CRACKS: dict[CrackKind, str | Promise] = {
    CrackKind.ASK: lazy("a fact is missing"),
    CrackKind.AGENCY_NOT_REPORTING: lazy("the agency does not report"),
    CrackKind.MOVED_BETWEEN_AREAS: lazy("moved between areas"),
    CrackKind.AGED_OUT_BETWEEN_PROGRAMS: lazy("grew out of one program before the next began"),
    CrackKind.NOT_ELIGIBLE_NO_NEXT_ROUTE: lazy("not eligible, and no next route"),
    CrackKind.NO_WORD_BACK: lazy("no word back to the one who asked"),
    CrackKind.BEGUN_DROPPED: lazy("began, then was dropped"),
    CrackKind.NO_CONSENT_YET: lazy("the family’s yes was not asked for yet"),
    CrackKind.NOT_SENT: lazy("the ask was not sent"),
    CrackKind.NO_ANSWER: lazy("no answer"),
    CrackKind.ACCEPTED_NOT_BEGUN: lazy("accepted, not begun"),
    CrackKind.FULL: lazy("full"),
    CrackKind.NOT_REACHED: lazy("the agency could not reach the family"),
    CrackKind.NOT_IDENTIFIED: lazy("nobody who could act knew the family"),
    CrackKind.NOT_OFFERED: lazy("not offered"),
    CrackKind.NOBODY_REPORTS_WHICH: lazy("nobody reports at which step"),
}

HANDOFF_STATES: dict[HandoffState, str | Promise] = {
    HandoffState.NEEDED: lazy("needed, not asked yet"),
    HandoffState.SENT: lazy("asked, no answer yet"),
    HandoffState.RECEIVED: lazy("received by the agency"),
    HandoffState.ACCEPTED: lazy("accepted by the agency"),
    HandoffState.FULL: lazy("the agency is full; the family waits"),
    HandoffState.NOT_REACHED: lazy("the agency has not reached the family yet"),
    HandoffState.NOT_ELIGIBLE: lazy("found not eligible"),
    HandoffState.DECLINED: lazy("the family said not now"),
    HandoffState.BEGUN: lazy("begun"),
    HandoffState.DROPPED: lazy("begun, then dropped"),
    HandoffState.DONE: lazy("done; word back is still owed"),
    HandoffState.TOLD: lazy("done, and those who asked were told"),
}

ENDINGS: dict[str, str | Promise] = {
    "died": lazy("the child died"),
    "loss": lazy("the pregnancy ended in a loss"),
    "induced": lazy("the pregnancy has ended"),
    "moved": lazy("moved away"),
    "left": lazy("the family left by choice"),
    "aged_out": lazy("older than this is for"),
    "custody_changed": lazy("custody changed"),
    "graduated": lazy("finished"),
}
"""The usual `ends` words; a blueprint's own word is shown with its underscores as spaces."""


def ending(word: str) -> str:
    return str(ENDINGS.get(word, word.replace("_", " ")))


def touchpoint_of(element: Element, instance: str) -> Touchpoint | None:
    """The touchpoint behind an instance `name@that` or a slot `name_3`."""
    name = instance.split("@", 1)[0]
    by_id = {touchpoint.id: touchpoint for touchpoint in element.touchpoints}
    if name in by_id:
        return by_id[name]
    stem, _underscore, slot = name.rpartition("_")
    return by_id.get(stem) if slot.isdigit() else None


def slot_of(element: Element, instance: str) -> int | None:
    """The number of a slot in a repeat, from 1; None for a touchpoint that stands alone."""
    name = instance.split("@", 1)[0]
    if any(touchpoint.id == name for touchpoint in element.touchpoints):
        return None
    slot = name.rpartition("_")[2]
    return int(slot) if slot.isdigit() else None


def title_of(blueprint: Blueprint, element_id: str, instance: str) -> str:
    """How a touchpoint is called on a page: "Well-child check-up: 9 months", "Home visit 3 of a series"."""
    element = blueprint.elements.get(element_id)
    if element is None:
        return element_id.replace("_", " ")
    whole = text(element.title)
    touchpoint = touchpoint_of(element, instance)
    part = text(touchpoint.title) if touchpoint is not None else ""
    if not part and len(element.touchpoints) > 1 and touchpoint is not None:
        part = touchpoint.id.replace("_", " ")
    slot = slot_of(element, instance)
    name = f"{whole}: {part}" if part and part.casefold() != whole.casefold() else whole
    if slot is not None:
        name = _("%(name)s, number %(n)d") % {"name": name, "n": slot}
    return name


def element_title(blueprint: Blueprint, element_id: str) -> str:
    element = blueprint.elements.get(element_id)
    if element is None:
        return element_id.replace("_", " ")
    return text(element.title)


def agency_name(blueprint: Blueprint, agency: str | None) -> str:
    if agency is None:
        return _("nobody named")
    held = blueprint.agencies.get(agency)
    if held is not None:
        return text(held.title)
    role = blueprint.roles.get(agency)
    return text(role.title) if role is not None else agency.replace("_", " ")


def broken_promise(row: StatusRow, as_of: date) -> date | None:
    """The day that has passed: the hand-off's own clock where one runs, else the last day in time."""
    for day in (row.handoff_clock, row.due_by):
        if isinstance(day, date) and day < as_of:
            return day
    return None


def days_late(row: StatusRow, as_of: date) -> int | None:
    promised = broken_promise(row, as_of)
    return None if promised is None else (as_of - promised).days


def late_in_words(days: int) -> str:
    return ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}


def fact_question(blueprint: Blueprint, name: str) -> str:
    """The question that would settle an unknown: the blueprint's own, or the name said plainly."""
    fact = blueprint.facts.get(name)
    if fact is not None and fact.ask:
        return text(fact.ask)
    return _("Ask about: %(name)s") % {"name": name.replace("_", " ").replace(".", ", ")}


_STILL = {
    Reason.NEED_FALSE: lazy("It is not for this family: the need for it is not there."),
    Reason.EXCLUDED: lazy("It is not for this family: something takes them out of it."),
    Reason.NO_WINDOW: lazy("There were no days left for it."),
    Reason.NOT_TRIGGERED: lazy("Nothing happened that would call for it."),
    Reason.MATCHED: lazy("An agency reported that it happened."),
    Reason.NEED_PRESUMED: lazy("An agency reported that it happened, so the need for it is taken as given."),
    Reason.AGED_OUT: lazy("The child is older than this is for."),
    Reason.FOUND_NOT_ELIGIBLE: lazy("The agency found the family not eligible."),
    Reason.DECLINED: lazy("The family said not now. That is their choice, and nobody’s failure."),
    Reason.TRIGGER_UNOBSERVED: lazy("It follows another step that no source would have told us about."),
    Reason.TRIGGER_OUTCOME_UNKNOWN: lazy("It depends on how another step came out, and nobody recorded that."),
    Reason.DATE_UNKNOWN: lazy("A date that it counts from is not known."),
    Reason.WITHHELD: lazy("The family keeps a fact private. It is offered all the same; nobody has to say why."),
    Reason.FACT_UNKNOWN: lazy("A fact that decides it is not known."),
    Reason.CLOSED: lazy("Its days are over, and those who would have told us reported nothing."),
    Reason.NO_SOURCE: lazy("No source reports this kind of thing here. No record is not “not done”."),
    Reason.GAP: lazy("The source was silent for some of these days. No record is not “not done”."),
    Reason.NOT_YET: lazy("The source has not reported these days yet. No record is not “not done”."),
    Reason.WAITS: lazy("It waits for another step to happen first."),
    Reason.NOT_OPEN: lazy("It is not time yet."),
    Reason.OPEN: lazy("It is open now and in time."),
    Reason.PAST_DUE: lazy("Its last day in time has passed, and those who would have told us reported nothing."),
    Reason.STAGE: lazy("It is designed, and does not exist here yet."),
}


def reason_in_words(row: StatusRow) -> str:
    """One sentence for the row's reason code."""
    if row.reason in set(Reason):
        return str(_STILL[Reason(row.reason)])
    if row.reason in set(HandoffState):
        return _("The hand-off is running: %(state)s.") % {"state": HANDOFF_STATES[HandoffState(row.reason)]}
    return _("Nothing more is owed: %(why)s.") % {"why": ending(row.reason)}


def state_in_words(row: StatusRow, as_of: date) -> str:
    """A few words under a title: what became of it and when, and the step that failed."""
    said = _settled_words(row) or _open_words(row, as_of)
    if row.crack is not None and row.crack not in (CrackKind.ASK, CrackKind.AGENCY_NOT_REPORTING):
        said = _("%(said)s: %(crack)s") % {"said": said, "crack": CRACKS[row.crack]}
    return said


def _settled_words(row: StatusRow) -> str:
    """For what is behind: done, said no to, over, not seen; empty for what is still open."""
    day = written(row.matched) if row.matched is not None else ""
    due = row.due_by if isinstance(row.due_by, date) else None
    match row.status:
        case Status.REACHED:
            return _("Done %(day)s") % {"day": day} if day else _("Done")
        case Status.REACHED_LATE:
            return _("Done %(day)s, later than planned") % {"day": day} if day else _("Done later than planned")
        case Status.DECLINED:
            return _("The family said not now")
        case Status.MISSED:
            return _("Missed; it was due by %(day)s") % {"day": written(due)} if due is not None else _("Missed")
        case Status.UNOBSERVED:
            return _("Not seen: no record is not “not done”")
        case Status.ENDED:
            return _("Ended: %(why)s") % {"why": ending(row.reason)}
        case Status.NOT_NEEDED:
            return _("Not needed")
        case Status.PROPOSED:
            return _("Does not exist here yet")
        case _:
            return ""


def _open_words(row: StatusRow, as_of: date) -> str:
    due = row.due_by if isinstance(row.due_by, date) else None
    opens = row.opens if isinstance(row.opens, date) else None
    match row.status:
        case Status.IN_PROGRESS:
            return _handoff_words(row)
        case Status.ASK:
            return _("Kept private; offer it") if row.reason == Reason.WITHHELD else _("Needs an answer first")
        case Status.UPCOMING:
            return _("From %(day)s") % {"day": written(opens)} if opens is not None else _("Waits for an earlier step")
        case Status.DUE:
            return _("Due by %(day)s") % {"day": written(due)} if due is not None else _("Open now")
        case _:
            promised = broken_promise(row, as_of)
            if promised is None:
                return _("Past its day")
            late = late_in_words((as_of - promised).days)
            return _("%(late)s, promised by %(day)s") % {"late": late, "day": written(promised)}


def _handoff_words(row: StatusRow) -> str:
    state = HANDOFF_STATES[row.handoff_state] if row.handoff_state is not None else _("under way")
    if row.handoff_clock is None:
        return _("Under way: %(state)s") % {"state": state}
    return _("Under way: %(state)s; next step by %(day)s") % {"state": state, "day": written(row.handoff_clock)}
