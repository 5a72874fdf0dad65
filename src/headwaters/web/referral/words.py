"""What states, deeds and reasons are called on pages. No page shows a code."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from headwaters.domain.blueprint.handoff import Clock
from headwaters.domain.referral import Deed, Reason, ReferralState, Side
from headwaters.practice.referrals.facts import Shared
from headwaters.practice.referrals.models import ReferralStep
from headwaters.practice.referrals.queries import Held
from headwaters.practice.referrals.ways import How, Way
from headwaters.web.layout.dates import written
from headwaters.web.layout.names import county_name, language_name

STATES: dict[ReferralState, str | Promise] = {
    ReferralState.DRAFT: lazy("Not sent yet"),
    ReferralState.REQUESTED: lazy("Asked, no answer yet"),
    ReferralState.ACCEPTED: lazy("Accepted; nothing has begun yet"),
    ReferralState.REJECTED: lazy("The agency cannot take it"),
    ReferralState.CANCELLED: lazy("Called off"),
    ReferralState.IN_PROGRESS: lazy("Begun"),
    ReferralState.ON_HOLD: lazy("Waiting"),
    ReferralState.FAILED: lazy("Ended before it was done"),
    ReferralState.COMPLETED: lazy("Done"),
    ReferralState.ENTERED_IN_ERROR: lazy("Entered by mistake"),
}

DEEDS: dict[Deed, str | Promise] = {
    Deed.ASK: lazy("asked"),
    Deed.ACCEPT: lazy("accepted"),
    Deed.FULL: lazy("full"),
    Deed.NOT_ELIGIBLE: lazy("not eligible"),
    Deed.WRONG_PLACE: lazy("wrong place"),
    Deed.NOT_REACHED: lazy("could not reach the family"),
    Deed.FAMILY_NOT_NOW: lazy("the family said not now"),
    Deed.NEED_TO_KNOW: lazy("asked a question"),
    Deed.REPLY: lazy("replied"),
    Deed.FIRST_CONTACT: lazy("spoke with the family"),
    Deed.BEGIN: lazy("begun"),
    Deed.COMPLETE: lazy("done"),
    Deed.STOP: lazy("ended before it was done"),
    Deed.TELL_BACK: lazy("told back"),
    Deed.HOLD: lazy("put on hold"),
    Deed.WITHDRAW: lazy("withdrawn"),
    Deed.CLOSE: lazy("closed"),
    Deed.NUDGE: lazy("reminded"),
    Deed.MARK_ERROR: lazy("entered by mistake"),
}

REASONS: dict[Reason, str | Promise] = {
    Reason.AGE: lazy("age"),
    Reason.AREA: lazy("they live outside our area"),
    Reason.INCOME: lazy("income"),
    Reason.INSURANCE: lazy("health plan"),
    Reason.HAS_IT_ALREADY: lazy("they have this already"),
    Reason.OTHER_RULE: lazy("another rule of ours"),
    Reason.LOST_CONTACT: lazy("we lost contact"),
    Reason.MOVED: lazy("they moved away"),
    Reason.NO_STAFF: lazy("we have nobody to do it"),
    Reason.PROGRAM_ENDED: lazy("the program ended"),
    Reason.ASK_ANOTHER: lazy("another agency is asked instead"),
    Reason.NOT_NEEDED_NOW: lazy("it is not needed any more"),
    Reason.ASKED_ELSEWHERE: lazy("another way is open for this family"),
    Reason.NO_OTHER_WAY: lazy("there is no other way here; the unmet need is logged"),
    Reason.LOOKED_AFTER: lazy("we know where the family is, and they are looked after"),
    Reason.NO_WORD_CAME: lazy("the agency never told how it came out"),
    Reason.WRONG_FAMILY: lazy("it was meant for another family"),
    Reason.SENT_TWICE: lazy("it was sent twice"),
    Reason.SOMETHING_ELSE: lazy("something else"),
}

HOWS: dict[How, str | Promise] = {
    How.PAGE: lazy("on this page"),
    How.LINK: lazy("by the answer link"),
    How.FAX: lazy("by fax, typed in"),
    How.PHONE: lazy("by telephone, typed in"),
    How.CSV: lazy("by a file"),
}

WAYS: dict[Way, str | Promise] = {
    Way.HERE: lazy("In this system: they see it in their inbox"),
    Way.EMAIL: lazy("By mail: a link they answer without an account"),
    Way.FAX: lazy("By fax: a page to print, with three boxes"),
    Way.ELSEWHERE: lazy("It was sent elsewhere, and is written down here"),
}

CLOCKS: dict[Clock, str | Promise] = {
    Clock.SEND: lazy("to be sent"),
    Clock.ANSWER: lazy("to be answered"),
    Clock.BEGIN: lazy("to begin"),
    Clock.WAIT: lazy("until a place is free"),
    Clock.RETRY: lazy("to try again"),
    Clock.ROUTE: lazy("to open the next way"),
    Clock.FINISH: lazy("to be carried through"),
    Clock.TELL: lazy("to be told back"),
}

FACTS: dict[str, str | Promise] = {
    Shared.ADULT: lazy("Who to ask for"),
    Shared.CHILD: lazy("Child"),
    Shared.BORN: lazy("Born"),
    Shared.DUE: lazy("Baby due"),
    Shared.LANGUAGE: lazy("Language"),
    Shared.INTERPRETER: lazy("Interpreter"),
    Shared.COUNTY: lazy("Lives in"),
}


def fact_words(name: str, value: str) -> str:
    """A shared fact's value as people read it."""
    match name:
        case Shared.BORN | Shared.DUE:
            return written(date.fromisoformat(value))
        case Shared.LANGUAGE:
            return language_name(value)
        case Shared.COUNTY:
            return county_name(value)
        case Shared.INTERPRETER:
            return _("Needed") if value == "yes" else _("Not needed")
        case _:
            return value


def facts_in_words(facts: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(str(FACTS.get(name, name)), fact_words(name, value)) for name, value in facts]


def step_in_words(step: ReferralStep) -> str:
    """ "Accepted, will call by Fri, May 8, 2026"."""
    deed = Deed(step.deed)
    said = str(DEEDS[deed])
    if step.until is not None:
        pattern = {
            Deed.ACCEPT: _("%(said)s; will call by %(day)s"), Deed.FULL: _("%(said)s until %(day)s"),
        }.get(deed, _("%(said)s until %(day)s"))  # fmt: skip
        said = pattern % {"said": said, "day": written(step.until)}
    if step.reason:
        said = _("%(said)s: %(why)s") % {"said": said, "why": REASONS[Reason(step.reason)]}
    return said[:1].upper() + said[1:]


def who_did(step: ReferralStep, held: Held) -> str:
    """The side, and by whom as the other side may read it."""
    side = held.row.to_name if step.side == Side.AGENCY else (held.row.asker_words or _("Whoever asked"))
    who = _("%(side)s, %(who)s") % {"side": side, "who": step.by_words} if step.by_words else side
    return _("%(who)s, %(how)s") % {"who": who, "how": HOWS[How(step.how)]}


def already(step: ReferralStep) -> str:
    """ "Someone at your agency already answered: accepted, Mar 3, J.S." """
    parts = [str(DEEDS[Deed(step.deed)]), written(step.day), step.by_words]
    pattern = (
        _("Someone at your agency already answered: %(what)s.")
        if step.side == Side.AGENCY
        else _("The ask changed while this page was open: %(what)s.")
    )
    return pattern % {"what": ", ".join(part for part in parts if part).rstrip(".")}
