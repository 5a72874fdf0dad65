"""Mail that goes with asks: to an agency's address on file, and to whoever asked. It says that there is something to read, and
nothing about whom it concerns."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format

from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.accounts.models import Account
from headwaters.practice.messages.actions import queue_to_agency
from headwaters.practice.messages.kinds import MessageKind
from headwaters.practice.referrals.models import AnswerLink, Referral


def ask_sent(held: AnswerLink, *, by: Reader, address: str) -> None:
    """The ask itself, to the agency's address on file. `address`: of the answer page."""
    _ask_mail(held, at=by.at, queued_by=by.id, address=address)


def new_link_sent(held: AnswerLink, *, at: datetime, address: str) -> None:
    """A new link in place of an old one, to the address on file and nowhere else."""
    _ask_mail(held, at=at, queued_by=held.made_by, address=address)


def nudged(row: Referral, *, by: Reader, address: str) -> bool:
    """A reminder to the agency; False where no address is on file."""
    if not row.to_email:
        return False
    queue_to_agency(
        MessageKind.REFERRAL_NUDGE, email=row.to_email, organisation=row.to_organisation, key=f"nudge:{row.pk}:{row.version}",
        params={"asked": _day(row.asked_on or by.at.date()), "link": address}, at=by.at, queued_by=by.id, story=row.story,
    )  # fmt: skip
    return True


def tell_asker(row: Referral, *, at: datetime, address: str) -> None:
    """That an answer came, to whoever asked, where they have an account with an address."""
    _to_asker(row, MessageKind.REFERRAL_ANSWERED, at, address)


def tell_unanswered(row: Referral, *, at: datetime, address: str) -> None:
    """That the agency's day has passed without a word. Once for each clock."""
    _to_asker(row, MessageKind.REFERRAL_UNANSWERED, at, address)


def _to_asker(row: Referral, kind: MessageKind, at: datetime, address: str) -> None:
    email = Account.objects.filter(pk=row.asker, left=None).values_list("email", flat=True).first()
    if row.asker == LOCAL or not email:
        return
    queue_to_agency(
        kind, email=email, organisation=row.from_organisation, key=f"{kind}:{row.pk}:{row.version}",
        params={"link": address}, at=at, queued_by="headwaters", story=row.story,
    )  # fmt: skip


def _ask_mail(held: AnswerLink, *, at: datetime, queued_by: str, address: str) -> None:
    row = held.referral
    if not held.address:
        return
    queue_to_agency(
        MessageKind.REFERRAL_ASKED, email=held.address, organisation=row.to_organisation, key=f"ask:{held.pk}",
        params={"day": _day(row.last_day or at.date()), "link": address, "until": _day(held.ends.date())}, at=at,
        queued_by=queued_by, story=row.story,
    )  # fmt: skip


def _day(day: object) -> str:
    return str(date_format(day, "D, F j"))  # type: ignore[arg-type]
