"""Ways in without an account: one signed link for one ask, which ends on its day, with the ask, or when it is revoked.

The address holds an opaque id and its signature, and nothing about anybody. What a link may do is a dated grant of one story,
so that `practice.access` decides on it as on everybody else.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db import transaction

from headwaters.domain.consent import Action, Purpose, ReaderRole
from headwaters.domain.problems import NotFound
from headwaters.practice.access.actions import require
from headwaters.practice.access.models import GrantRow
from headwaters.practice.access.reader import Reader
from headwaters.practice.referrals.actions import ask_named
from headwaters.practice.referrals.ending import end_links_of
from headwaters.practice.referrals.models import AnswerLink, Referral

LASTS = timedelta(days=45)
"""How long a link works: the answer clocks are days, those to begin are weeks; after that a new one is sent."""
_SIGNER = Signer(salt="headwaters.referrals.answer-link")


def token_of(link: AnswerLink) -> str:
    """What stands in the address."""
    return _SIGNER.sign(link.pk)


def link_named(token: str) -> AnswerLink | None:
    """The link of an address, whether or not it still works; None for an address that we did not make."""
    try:
        name = _SIGNER.unsign(token)
    except BadSignature:
        return None
    return AnswerLink.objects.select_related("referral").filter(pk=name).first()


def works(link: AnswerLink, *, at: datetime) -> bool:
    return link.revoked is None and at < link.ends and not link.referral.closed


def reader_by(link: AnswerLink, *, at: datetime) -> Reader:
    """Whoever holds the link: somebody at the agency that was asked."""
    row = link.referral
    return Reader(
        id=f"link:{link.pk}", role=ReaderRole.AGENCY_WORKER, purpose=Purpose.CARE, at=at, through="link",
        organisation=row.to_organisation, works_as=row.to_agency,
    )  # fmt: skip


def make_link(referral: str, *, by: Reader) -> AnswerLink:
    """A link for one ask; links made before stop working.

    raises  NotPermitted, NotFound
    """
    row = ask_named(referral)
    require(by, Action.REFER, story=row.story, detail=f"answer link for ask {row.pk}")
    with transaction.atomic():
        return _make(row, by.at, by.id)


def make_new(old: AnswerLink, *, at: datetime) -> AnswerLink | None:
    """A new link in place of an old one, asked for by whoever holds that; None where no address is on file or the ask is closed.
    It goes to the address on file and nowhere else, so that an old link in the wrong hands opens nothing."""
    with transaction.atomic():
        row = Referral.objects.select_for_update().get(pk=old.referral_id)
        address = row.to_email
        if not address or row.closed:
            return None
        return _make(row, at, f"link:{old.pk}")


def _make(row: Referral, at: datetime, made_by: str) -> AnswerLink:
    end_links_of(row, at=at)
    link = AnswerLink.objects.create(
        id=secrets.token_hex(12), referral=row, address=row.to_email, made=at, ends=at + LASTS, made_by=made_by
    )
    GrantRow.objects.create(
        reader=f"link:{link.pk}", action=Action.ANSWER_REFERRAL, purpose=Purpose.CARE, from_day=at.date(),
        through_day=link.ends.date(), stories=[row.story], subjects=[], given_by=made_by[:64], why="answer link",
    )  # fmt: skip
    return link


def revoke(link: str, *, by: Reader) -> None:
    """The link works no more, from this moment.

    raises  NotPermitted, NotFound
    """
    held = AnswerLink.objects.select_related("referral").filter(pk=link).first()
    if held is None:
        raise NotFound("There is no such link. It may have been replaced.")
    require(by, Action.REFER, story=held.referral.story, detail=f"answer link of ask {held.referral_id} ended")
    with transaction.atomic():
        end_links_of(held.referral, at=by.at)
