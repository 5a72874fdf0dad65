"""Deeds on asks: each is one transaction that asks access, moves the ask from the version it was decided on, enters the steps of the
hand-off, and writes down who did what.

Of two deeds decided on the same version the second changes nothing and is told who was faster (`AlreadyAnswered`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.handoff import Handoff
from headwaters.domain.calendar import BusinessCalendar
from headwaters.domain.consent import Action, ReaderRole
from headwaters.domain.problems import NotFound, NotPermitted, NotTaken
from headwaters.domain.referral import REASONS, Deed, Reason, Said, Side, Standing, Taken, after
from headwaters.domain.referral_course import running, services_of
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.records.entries import enter_event, retract
from headwaters.practice.referrals.consent import permission
from headwaters.practice.referrals.ending import end_links_of
from headwaters.practice.referrals.models import AnswerLink, Referral, ReferralStep
from headwaters.practice.referrals.reach import asks_of
from headwaters.practice.referrals.standing import entered, standing_of
from headwaters.practice.referrals.ways import How

KEYED = (How.FAX, How.PHONE)
"""Answers that a person of the asking side types in for the agency."""


class AlreadyAnswered(NotTaken):
    """Somebody else moved this ask on after it was read. `step`: what they did."""

    def __init__(self, step: ReferralStep) -> None:
        super().__init__("Somebody already answered this ask.")
        self.step = step


@dataclass(frozen=True, slots=True)
class Telling:
    """What goes with a deed. `on` None: today. `until`: the day an agency promises, or until which it is full or waits.
    `by_words`: who, as the other side may read it. `happened`: kinds of event that this says happened, of those by which the
    blueprint knows the service (`services_of`): what was begun then counts as reached."""

    on: date | None = None
    reason: Reason | None = None
    until: date | None = None
    words: str = ""
    by_words: str = ""
    happened: tuple[str, ...] = ()


class NoConsent(NotTaken):
    """The family has not said yes to this agency: nothing was sent."""


PLAIN = Telling()


def do(
    referral: str,
    deed: Deed,
    *,
    by: Reader,
    side: Side,
    how: How,
    version: int,
    blueprint: Blueprint,
    telling: Telling = PLAIN,
) -> Referral:
    """Do one deed on one ask, for the version that was read.

    raises  NotPermitted     it is not this reader's to do
            NotFound         there is no such ask
            AlreadyAnswered  somebody was faster
            NoConsent        it would be sent, and the family has not said yes to this agency today
            NotTaken         it does not follow from where the ask stands, or a reason or a day is missing
    """
    _allow(by, ask_named(referral), side, how)  # outside of the transaction: a refusal stays written down
    with transaction.atomic():
        return _do(referral, deed, by, side, how, version, blueprint, telling)


def ask_named(referral: str) -> Referral:
    """raises  NotFound  there is no such ask"""
    row = Referral.objects.filter(pk=referral).first()
    if row is None:
        raise NotFound("There is no such ask. Open the list and choose one.")
    return row


def _do(
    referral: str, deed: Deed, by: Reader, side: Side, how: How, version: int, blueprint: Blueprint, telling: Telling
) -> Referral:
    row = Referral.objects.select_for_update().get(pk=referral)
    steps = list(row.steps.order_by("version"))
    if row.version != version:
        raise AlreadyAnswered(steps[-1])
    on = telling.on or by.at.date()
    _fits(deed, telling, on, by)
    then, said = after(standing_of(row, steps), deed, side, on=on)
    if deed is Deed.ASK:
        _with_consent(row, blueprint, on)
    step = ReferralStep(
        referral=row, version=version + 1, deed=deed, state=then.state, side=side, at=by.at, day=on, by=by.id,
        by_words=telling.by_words[:100], how=how, reason=telling.reason or "", until=telling.until, words=telling.words[:2000],
    )  # fmt: skip
    _happened(row, step, deed, telling, blueprint, by)
    _enter(row, step, said, {taken: record for record, taken in entered(steps).items()}, by)
    _move(row, version, then, step, blueprint)
    step.save()
    if then.closed:
        end_links_of(row, at=by.at)
    return row


def _allow(by: Reader, row: Referral, side: Side, how: How) -> None:
    """The asking side follows its own asks and types in what was told by telephone; an agency answers what it was asked itself."""
    if side is Side.ASKER or how in KEYED:
        require(by, Action.REFER, story=row.story, detail=f"ask {row.pk}")
        return
    require(by, Action.ANSWER_REFERRAL, story=row.story, detail=f"ask {row.pk}")
    if not is_asked(by, row):
        raise NotPermitted("This ask went to another agency. Open those of your own.")


def is_asked(by: Reader, row: Referral) -> bool:
    """Whether this reader answers for the agency that this very ask went to."""
    if by.through == "link":
        return AnswerLink.objects.filter(
            pk=by.id.removeprefix("link:"), referral=row, revoked=None, ends__gt=by.at
        ).exists()
    if by.role == ReaderRole.OWNER:
        return True
    return asks_of(organisation=by.organisation, agency=by.works_as).filter(pk=row.pk).exists()


def _with_consent(row: Referral, blueprint: Blueprint, on: date) -> None:
    consent = permission(row.story, handoff_of(blueprint, row.handoff), on=on)
    if consent is None:
        raise NoConsent(f"Not sent: the family has not said yes to {row.to_name}. Ask them first.")
    Referral.objects.filter(pk=row.pk).update(consent=consent)


def _fits(deed: Deed, telling: Telling, on: date, by: Reader) -> None:
    reasons = REASONS.get(deed)
    if reasons is not None and telling.reason not in reasons:
        raise NotTaken("Say why, so that the family can be helped on. Choose one of the reasons.")
    if on > by.at.date():
        raise NotTaken("That day is still ahead. Write down what has happened, on the day it did.")
    if deed in (Deed.ACCEPT, Deed.FULL, Deed.HOLD):
        if telling.until is None:
            raise NotTaken(_WANTS_DAY[deed])
        if telling.until < on:
            raise NotTaken("That day is over. Give today or a day ahead.")
    if deed in (Deed.NEED_TO_KNOW, Deed.REPLY) and not telling.words.strip():
        raise NotTaken("The message is empty. Write what you need to know, without health details.")


_WANTS_DAY = {
    Deed.ACCEPT: "Give the day by which you will call the family.",
    Deed.FULL: "Give the day until which you are full; your best guess will do.",
    Deed.HOLD: "Give the day until which this waits.",
}


def _enter(row: Referral, step: ReferralStep, said: Said, records: dict[Taken, str], by: Reader) -> None:
    """The hand-off's record says what the ask says: the same steps on the same days, entered and taken back with it."""
    step.taken_back = [records[one] for one in said.take_back]
    for record in step.taken_back:
        retract(record, by=by)
    speaks_for = row.to_agency if step.side == Side.AGENCY else row.from_agency
    for one in said.enter:
        record = f"ask-{row.pk}-{step.version}-{one.step}"
        enter_event(
            row.person, by=by, kind="handoff", on=one.day, handoff=row.handoff, step=one.step, record_id=record,
            agency=speaks_for,
        )  # fmt: skip
        step.entered.append([one.step, one.day.isoformat(), record])


def _happened(
    row: Referral, step: ReferralStep, deed: Deed, telling: Telling, blueprint: Blueprint, by: Reader
) -> None:
    """The service itself, as the agency says it happened; taken back by hand if it was wrong, not by what the ask does later."""
    if deed not in (Deed.BEGIN, Deed.COMPLETE):
        return
    for kind in telling.happened:
        if kind not in services_of(blueprint, row.handoff):
            raise NotTaken("The model does not know that service by this hand-off. Choose one of those offered.")
        enter_event(row.person, by=by, kind=kind, on=step.day, record_id=f"ask-{row.pk}-{kind}", agency=row.to_agency)


def _move(row: Referral, version: int, then: Standing, step: ReferralStep, blueprint: Blueprint) -> None:
    """Compare and set: the row moves on only from the version that was read."""
    clock = running(then, handoff_of(blueprint, row.handoff), calendar_of(blueprint), as_of=step.day)
    row.state, row.closed, row.version = then.state, then.closed, version + 1
    row.mover, row.last_day, row.first_contact_on = clock.mover, clock.last_day, then.contacted
    if step.deed == Deed.ACCEPT:
        row.promised_by = step.until
    if step.deed == Deed.ASK:
        row.asked_on = step.day
    kept = ("state", "closed", "version", "mover", "last_day", "first_contact_on", "promised_by", "asked_on")
    moved = Referral.objects.filter(pk=row.pk, version=version).update(**{name: getattr(row, name) for name in kept})
    if not moved:
        raise AlreadyAnswered(row.steps.order_by("-version")[0])


def handoff_of(blueprint: Blueprint, handoff: str) -> Handoff:
    """raises  NotFound  the model no longer has it"""
    held = blueprint.handoffs.get(handoff)
    if held is None:
        raise NotFound("The model that judges here no longer has this hand-off. Ask the person who keeps the model.")
    return held


def calendar_of(blueprint: Blueprint) -> BusinessCalendar:
    return BusinessCalendar(blueprint.holidays)
