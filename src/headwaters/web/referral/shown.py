"""One ask as both sides read it: where it stands, whose move it is, what happened so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.referral import Deed, ReferralState
from headwaters.practice.referrals.queries import Held
from headwaters.web.child.handoffs import handoff_title
from headwaters.web.layout.clock import ClockBar, clock_bar
from headwaters.web.layout.dates import written
from headwaters.web.layout.words import agency_name, text
from headwaters.web.referral.words import CLOCKS, STATES, facts_in_words, step_in_words, who_did


@dataclass(frozen=True, slots=True)
class StepLine:
    day: str
    said: str
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class Ask:
    """`move`: "WIC, to be answered by Tue, May 12, 2026"; `number`, `unit`: days left or over; `question`: what the agency asked and
    nobody has replied to."""

    id: str
    code: str
    version: int
    what: str
    from_words: str
    to_name: str
    state: str
    move: str
    note: str
    number: str
    unit: str
    late: bool
    clock: ClockBar | None
    facts: list[tuple[str, str]] | None
    words: str
    safe_contact: str
    question: str
    reply: str
    steps: list[StepLine]
    closed: bool
    answered: bool
    by_day: str


def shown(held: Held, blueprint: Blueprint, as_of: date) -> Ask:
    row, running = held.row, held.running
    left = (running.last_day - as_of).days if running.last_day is not None else None
    message = held.message
    return Ask(
        id=row.pk, code=row.code, version=row.version, what=_what(held, blueprint),
        from_words=row.asker_words or agency_name(blueprint, row.from_agency), to_name=row.to_name,
        state=str(STATES[ReferralState(row.state)]), move=_move(held, blueprint), note=_note(held, blueprint),
        number=_number(left), unit=_unit(left), late=left is not None and left < 0,
        clock=clock_bar(_began(held), running.last_day, as_of) if running.last_day is not None else None,
        facts=facts_in_words(held.facts) if held.facts is not None else None,
        words=row.words if held.facts is not None else "", safe_contact=row.safe_contact if held.facts is not None else "",
        question=message.words if message is not None and held.standing.question else "",
        reply=message.words if message is not None and message.deed == Deed.REPLY else "",
        steps=[StepLine(written(one.day), step_in_words(one), who_did(one, held), one.words) for one in reversed(held.steps)],
        closed=row.closed, answered=held.answer is not None,
        by_day=written(running.last_day) if running.last_day is not None else "",
    )  # fmt: skip


def _what(held: Held, blueprint: Blueprint) -> str:
    element, _slash, _touchpoint = held.row.need.partition("/")
    named = blueprint.elements.get(element)
    return text(named.title) if named is not None else handoff_title(blueprint, held.handoff)


def _began(held: Held) -> date | None:
    taken = held.standing.taken
    return max(one.day for one in taken) if taken else None


def _move(held: Held, blueprint: Blueprint) -> str:
    running = held.running
    if not running.mover:
        return _("Nothing more is owed")
    who = held.row.to_name if running.mover == held.row.to_agency else agency_name(blueprint, running.mover)
    if held.row.state == ReferralState.DRAFT:
        return _("%(who)s: send it") % {"who": who}
    if running.clock is None or running.last_day is None:
        return who
    return _("%(who)s, %(what)s by %(day)s") % {
        "who": who, "what": CLOCKS[running.clock], "day": written(running.last_day),
    }  # fmt: skip


def _note(held: Held, blueprint: Blueprint) -> str:
    if held.standing.question:
        return _("%(who)s asked a question and waits for your reply.") % {"who": held.row.to_name}
    if held.running.caught and held.running.last_day is not None:
        return _("The day passed without a word. %(who)s catches it.") % {
            "who": agency_name(blueprint, held.handoff.catch)
        }
    return ""


def _number(left: int | None) -> str:
    if left is None:
        return "—"
    return _("Today") if left == 0 else str(abs(left))


def _unit(left: int | None) -> str:
    if left is None:
        return _("no day set")
    if left < 0:
        return ngettext("day over", "days over", -left)
    return _("last day in time") if left == 0 else ngettext("day left", "days left", left)
