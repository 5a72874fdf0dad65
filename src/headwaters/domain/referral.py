"""One ask of one agency for one family, from the draft until it is told back: states, who may do what, and what each deed says
to the hand-off.

States are those of a Task in SDOH Clinical Care 2.x (HL7 2023, "Checking Task Status"). Each deed also becomes steps of the
hand-off (language part 4), and whose move it is and which clock runs is read off those steps: a referral's page, *Today* and
the crack ladder then say the same. Approval is not receipt: only what has begun was received.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.problems import NotTaken


class ReferralState(StrEnum):
    DRAFT = "draft"
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    IN_PROGRESS = "in-progress"
    ON_HOLD = "on-hold"
    FAILED = "failed"
    COMPLETED = "completed"
    ENTERED_IN_ERROR = "entered-in-error"


class Side(StrEnum):
    ASKER = "asker"
    """Who asked, and whoever catches what falls."""
    AGENCY = "agency"
    """Who was asked, by account, link, fax or telephone."""


class Deed(StrEnum):
    ASK = "ask"
    ACCEPT = "accept"
    FULL = "full"
    NOT_ELIGIBLE = "not_eligible"
    WRONG_PLACE = "wrong_place"
    NOT_REACHED = "not_reached"
    FAMILY_NOT_NOW = "family_not_now"
    NEED_TO_KNOW = "need_to_know"
    REPLY = "reply"
    FIRST_CONTACT = "first_contact"
    BEGIN = "begin"
    COMPLETE = "complete"
    STOP = "stop"
    TELL_BACK = "tell_back"
    HOLD = "hold"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    NUDGE = "nudge"
    MARK_ERROR = "mark_error"


class Reason(StrEnum):
    """Why not. A reason belongs to a program, an agency or an ask; none of them judges a family."""

    AGE = "age"
    AREA = "area"
    INCOME = "income"
    INSURANCE = "insurance"
    HAS_IT_ALREADY = "has_it_already"
    OTHER_RULE = "other_rule"
    LOST_CONTACT = "lost_contact"
    MOVED = "moved"
    NO_STAFF = "no_staff"
    PROGRAM_ENDED = "program_ended"
    ASK_ANOTHER = "ask_another"
    NOT_NEEDED_NOW = "not_needed_now"
    ASKED_ELSEWHERE = "asked_elsewhere"
    NO_OTHER_WAY = "no_other_way"
    LOOKED_AFTER = "looked_after"
    NO_WORD_CAME = "no_word_came"
    WRONG_FAMILY = "wrong_family"
    SENT_TWICE = "sent_twice"
    SOMETHING_ELSE = "something_else"


REASONS: Mapping[Deed, tuple[Reason, ...]] = {
    Deed.NOT_ELIGIBLE: (
        Reason.AGE, Reason.AREA, Reason.INCOME, Reason.INSURANCE, Reason.HAS_IT_ALREADY, Reason.OTHER_RULE,
    ),
    Deed.STOP: (Reason.LOST_CONTACT, Reason.MOVED, Reason.NO_STAFF, Reason.PROGRAM_ENDED, Reason.SOMETHING_ELSE),
    Deed.WITHDRAW: (Reason.ASK_ANOTHER, Reason.NOT_NEEDED_NOW, Reason.SOMETHING_ELSE),
    Deed.CLOSE: (Reason.ASKED_ELSEWHERE, Reason.NO_OTHER_WAY, Reason.LOOKED_AFTER, Reason.NO_WORD_CAME),
    Deed.MARK_ERROR: (Reason.WRONG_FAMILY, Reason.SENT_TWICE, Reason.SOMETHING_ELSE),
}  # fmt: skip
"""Deeds that need a reason, and the reasons to choose from."""


class Rule(NamedTuple):
    """Who may do a deed, from which states, into which (None: it stays), and which steps of the hand-off it says.

    `takes_back`: the steps said so far are taken back, as if there had been no ask.
    """

    sides: tuple[Side, ...]
    from_: tuple[ReferralState, ...]
    to: ReferralState | None
    steps: tuple[HandoffState, ...] = ()
    takes_back: bool = False


_S = ReferralState
_WAITING = (_S.REQUESTED, _S.ACCEPTED, _S.ON_HOLD)
_OPEN = (*_WAITING, _S.IN_PROGRESS)
_ASKER, _AGENCY, _EITHER = (Side.ASKER,), (Side.AGENCY,), (Side.ASKER, Side.AGENCY)

RULES: Mapping[Deed, Rule] = {
    Deed.ASK: Rule(_ASKER, (_S.DRAFT,), _S.REQUESTED, (HandoffState.SENT,)),
    Deed.ACCEPT: Rule(_AGENCY, (_S.REQUESTED, _S.ON_HOLD), _S.ACCEPTED, (HandoffState.ACCEPTED,)),
    Deed.FULL: Rule(_AGENCY, _WAITING, _S.ON_HOLD, (HandoffState.FULL,)),
    Deed.NOT_ELIGIBLE: Rule(_AGENCY, _WAITING, _S.REJECTED, (HandoffState.NOT_ELIGIBLE,)),
    Deed.WRONG_PLACE: Rule(_AGENCY, _WAITING, _S.REJECTED, (HandoffState.NOT_ELIGIBLE,)),
    Deed.NOT_REACHED: Rule(_AGENCY, _WAITING, _S.ON_HOLD, (HandoffState.NOT_REACHED,)),
    Deed.FAMILY_NOT_NOW: Rule(_EITHER, _OPEN, _S.CANCELLED, (HandoffState.DECLINED,)),
    Deed.NEED_TO_KNOW: Rule(_AGENCY, _WAITING, None, (HandoffState.RECEIVED,)),
    Deed.REPLY: Rule(_ASKER, _WAITING, None),
    Deed.FIRST_CONTACT: Rule(_AGENCY, _WAITING, _S.ACCEPTED, (HandoffState.ACCEPTED,)),
    Deed.BEGIN: Rule(_AGENCY, _WAITING, _S.IN_PROGRESS, (HandoffState.BEGUN,)),
    Deed.COMPLETE: Rule(
        _AGENCY, (_S.ACCEPTED, _S.IN_PROGRESS), _S.COMPLETED, (HandoffState.BEGUN, HandoffState.DONE)
    ),
    Deed.STOP: Rule(_AGENCY, (_S.ACCEPTED, _S.ON_HOLD, _S.IN_PROGRESS), _S.FAILED, (HandoffState.DROPPED,)),
    Deed.TELL_BACK: Rule(_EITHER, (_S.COMPLETED,), None, (HandoffState.TOLD,)),
    Deed.HOLD: Rule(_EITHER, _WAITING, _S.ON_HOLD),
    Deed.WITHDRAW: Rule(_ASKER, (_S.DRAFT, *_WAITING), _S.CANCELLED, takes_back=True),
    Deed.CLOSE: Rule(_ASKER, (_S.REJECTED, _S.FAILED, _S.COMPLETED), None),
    Deed.NUDGE: Rule(_ASKER, (*_OPEN, _S.COMPLETED), None),
    Deed.MARK_ERROR: Rule(
        _ASKER, tuple(one for one in _S if one is not _S.ENTERED_IN_ERROR), _S.ENTERED_IN_ERROR, takes_back=True
    ),
}  # fmt: skip

ANSWERS = frozenset({
    Deed.ACCEPT, Deed.FULL, Deed.NOT_ELIGIBLE, Deed.WRONG_PLACE, Deed.NOT_REACHED, Deed.FAMILY_NOT_NOW, Deed.FIRST_CONTACT,
    Deed.BEGIN, Deed.COMPLETE, Deed.STOP,
})  # fmt: skip
"""Deeds by which an agency has answered. A question is none."""

PROVES_CONTACT = frozenset({Deed.FIRST_CONTACT, Deed.BEGIN, Deed.COMPLETE, Deed.FAMILY_NOT_NOW})
"""Deeds that only somebody who has spoken with the family can do. Finding them not eligible may be done on paper alone."""

RECEIVED_BY_FAMILY = frozenset({HandoffState.BEGUN, HandoffState.DONE, HandoffState.TOLD})
"""Steps by which the family has what was asked for. Accepted, or approved, is none of them."""

_STEP_ORDER = {state: order for order, state in enumerate(HandoffState)}


class Taken(NamedTuple):
    """A step of the hand-off that this referral has said, and its day."""

    step: HandoffState
    day: date


@dataclass(frozen=True, slots=True)
class Standing:
    """A referral as it stands. `taken`: the hand-off's steps it has said and not taken back, in the order of their deeds.

    question   the agency has asked something, and nobody has replied
    contacted  the first day on which somebody of the agency spoke with the family
    told       the outcome was told to whoever asked
    closed     nothing more is owed: told, or with a reason why not
    """

    state: ReferralState = ReferralState.DRAFT
    taken: tuple[Taken, ...] = ()
    question: bool = False
    contacted: date | None = None
    told: bool = False
    closed: bool = False

    @property
    def step(self) -> HandoffState:
        """The state of the hand-off as this referral tells it: the last step by day, then by the order of steps."""
        if not self.taken:
            return HandoffState.NEEDED
        return max(self.taken, key=lambda one: (one.day, _STEP_ORDER[one.step])).step

    @property
    def received_by_family(self) -> bool:
        return any(one.step in RECEIVED_BY_FAMILY for one in self.taken)


DRAFTED = Standing()


class Said(NamedTuple):
    """What a deed changes in the hand-off's record: steps to enter, and steps to take back."""

    enter: tuple[Taken, ...]
    take_back: tuple[Taken, ...]


def may(standing: Standing, side: Side, deed: Deed) -> bool:
    """Whether this side may do this now."""
    rule = RULES[deed]
    if side not in rule.sides or standing.state not in rule.from_:
        return False
    if standing.closed and deed is not Deed.MARK_ERROR:
        return False
    return deed is not Deed.REPLY or standing.question


def choices(standing: Standing, side: Side) -> tuple[Deed, ...]:
    """What this side may do now, in the order of the deeds."""
    return tuple(deed for deed in Deed if may(standing, side, deed))


def after(standing: Standing, deed: Deed, side: Side, *, on: date) -> tuple[Standing, Said]:
    """The referral after a deed of that day, and what the hand-off's record is to say.

    raises  NotTaken  this side may not do that now, or the day lies before a step that is already there
    """
    if not may(standing, side, deed):
        raise NotTaken(_not_now(standing, deed))
    rule = RULES[deed]
    if not rule.takes_back and standing.taken and on < max(one.day for one in standing.taken):
        last = max(one.day for one in standing.taken)
        raise NotTaken(f"Something of {last:%B} {last.day} is already written down here. Give that day or a later one.")
    said = _said(standing, deed, rule, on)
    taken = tuple(one for one in standing.taken if one not in said.take_back) + said.enter
    state = rule.to or standing.state
    told = standing.told or deed is Deed.TELL_BACK
    return (
        Standing(
            state=state,
            taken=taken,
            question=deed is Deed.NEED_TO_KNOW or (standing.question and deed in (Deed.NUDGE, Deed.HOLD)),
            contacted=standing.contacted or (on if deed in PROVES_CONTACT and side is Side.AGENCY else None),
            told=told,
            closed=told or deed is Deed.CLOSE or state in (_S.CANCELLED, _S.ENTERED_IN_ERROR),
        ),
        said,
    )


def _said(standing: Standing, deed: Deed, rule: Rule, on: date) -> Said:
    """Steps of one day stand in a fixed order, not in that of the clock: what was said earlier on the same day and would hide
    the new step is taken back."""
    if rule.takes_back:
        return Said((), standing.taken)
    steps = tuple(step for step in rule.steps if _is_news(standing, deed, step))
    enter = tuple(Taken(step, on) for step in steps)
    if not steps:
        return Said((), ())
    last = max(_STEP_ORDER[step] for step in steps)
    return Said(enter, tuple(one for one in standing.taken if one.day == on and _STEP_ORDER[one.step] > last))


def _is_news(standing: Standing, deed: Deed, step: HandoffState) -> bool:
    """A step that says again where the hand-off stands, or would take it back a step, is left out."""
    if deed is Deed.NEED_TO_KNOW:
        return standing.step is HandoffState.SENT
    if deed is Deed.COMPLETE and step is HandoffState.BEGUN:
        return standing.step is not HandoffState.BEGUN
    return standing.step is not step or deed in (Deed.FULL, Deed.NOT_REACHED)


def _not_now(standing: Standing, deed: Deed) -> str:
    if standing.closed:
        return "This ask is closed. Nothing more can be written on it; ask again if help is still needed."
    if deed is Deed.REPLY:
        return "The agency has not asked anything that waits for a reply."
    if standing.state is ReferralState.DRAFT:
        return "This ask was not sent yet. Send it first."
    return "This does not follow from where the ask stands now. Look at its steps and choose one of those offered."
