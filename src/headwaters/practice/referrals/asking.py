"""Deeds of whoever asks: a draft, and sending it; and a need that nobody here takes."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field

from django.db import transaction

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.consent import Action
from headwaters.domain.problems import NotTaken
from headwaters.domain.referral import Deed, ReferralState, Side
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.referrals.actions import ask_named, do, handoff_of
from headwaters.practice.referrals.models import Referral, UnmetNeed
from headwaters.practice.referrals.ways import How, Way

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXY346789"
"""Without those that look alike on a fax."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is to be asked of whom. `key`: drawn once for the form, so that pressing twice asks once. `facts`: [name, value] pairs
    (`facts.Shared`), only those that are to go. `to_email`: the agency's address on file; links go nowhere else."""

    key: str
    story: str
    person: str
    handoff: str
    to_name: str
    to_agency: str
    way: Way
    need: str = ""
    to_organisation: str = ""
    to_email: str = ""
    to_phone: str = ""
    elsewhere: str = ""
    words: str = ""
    safe_contact: str = ""
    facts: tuple[tuple[str, str], ...] = field(default=())
    asker_words: str = ""


def draft(asking: Asking, *, by: Reader, blueprint: Blueprint) -> Referral:
    """Write an ask down without sending it; nobody but the asking side sees it.

    raises  NotPermitted
            NotFound      the model has no such hand-off
            NotTaken      there is nobody to send it to in that way
    """
    require(by, Action.REFER, story=asking.story, detail="ask drafted")
    handoff = handoff_of(blueprint, asking.handoff)
    _fits(asking)
    with transaction.atomic():
        row, _fresh = Referral.objects.get_or_create(
            pk=_id_of(asking.key, by),
            defaults={
                "code": _code(), "story": asking.story, "person": asking.person, "handoff": handoff.id,
                "need": asking.need, "from_agency": by.works_as if by.works_as in blueprint.agencies else handoff.from_,
                "from_organisation": by.organisation, "asker": by.id, "asker_words": asking.asker_words[:200],
                "to_agency": asking.to_agency or handoff.to, "to_organisation": asking.to_organisation,
                "to_name": asking.to_name[:200], "to_email": asking.to_email[:200], "to_phone": asking.to_phone[:64],
                "way": asking.way, "elsewhere": asking.elsewhere[:64], "words": asking.words[:2000],
                "facts": [list(pair) for pair in asking.facts], "safe_contact": asking.safe_contact[:300],
                "state": ReferralState.DRAFT, "mover": handoff.from_,
            },
        )  # fmt: skip
    return row


def send(referral: str, *, by: Reader, blueprint: Blueprint) -> Referral:
    """Send a draft; one that was sent already is left as it is.

    raises  NoConsent     the family has not said yes to this agency today, whatever it had said when the page was opened
            NotPermitted, NotFound, NotTaken
    """
    row = ask_named(referral)
    if row.state != ReferralState.DRAFT:
        require(by, Action.REFER, story=row.story, detail=f"ask {row.pk}")
        return row
    return do(row.pk, Deed.ASK, by=by, side=Side.ASKER, how=How.PAGE, version=row.version, blueprint=blueprint)


def ask(asking: Asking, *, by: Reader, blueprint: Blueprint) -> Referral:
    """Draft and send at once. Without the family's yes neither is done.

    raises  NoConsent, NotPermitted, NotFound, NotTaken
    """
    require(by, Action.REFER, story=asking.story, detail="ask")
    with transaction.atomic():
        return send(draft(asking, by=by, blueprint=blueprint).pk, by=by, blueprint=blueprint)


def log_unmet(
    story: str,
    person: str,
    handoff: str,
    *,
    by: Reader,
    blueprint: Blueprint,
    county: str,
    language: str,
    words: str = "",
) -> UnmetNeed:
    """Write down that nobody here takes what this family needs; twice on one day is once.

    raises  NotPermitted, NotFound
    """
    require(by, Action.REFER, story=story, detail="unmet need")
    held = handoff_of(blueprint, handoff)
    row, _fresh = UnmetNeed.objects.get_or_create(
        person=person, handoff=handoff, day=by.at.date(),
        defaults={
            "story": story, "agency": held.to, "county": county, "language": language, "by": by.id,
            "organisation": by.organisation, "words": words[:500],
        },
    )  # fmt: skip
    return row


def _fits(asking: Asking) -> None:
    if not asking.to_name.strip():
        raise NotTaken("Say which agency you ask.")
    if asking.way is Way.EMAIL and not asking.to_email:
        raise NotTaken(
            "There is no mail address on file for this agency. Send a fax page, or put the address into the directory."
        )
    if asking.way is Way.ELSEWHERE and not asking.elsewhere.strip():
        raise NotTaken("Say where you sent it, for example Connect Oregon or by telephone.")
    if asking.way is not Way.ELSEWHERE and not asking.safe_contact.strip():
        raise NotTaken("Say how the agency can reach the family safely.")


def _id_of(key: str, by: Reader) -> str:
    return hashlib.blake2b(f"{by.id}:{key}".encode(), digest_size=12).hexdigest()


def _code() -> str:
    while True:
        code = "".join(secrets.choice(_LETTERS) for _ in range(6))
        if not Referral.objects.filter(code=code).exists():
            return code
