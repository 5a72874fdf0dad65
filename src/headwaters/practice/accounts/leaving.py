"""Somebody leaves: their roles, sessions and caseload end at once, and what is left without anybody is said."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotFound
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.actions import end_memberships, end_sessions_of, keep_an_administrator
from headwaters.practice.accounts.models import Account, Invitation, Membership
from headwaters.practice.referrals.models import Referral
from headwaters.practice.worklists.actions import end_assignments_of
from headwaters.practice.worklists.caseloads import caseloads_of, keepers_of


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """`stories`: families whom nobody keeps now. `asks`: numbers of open asks whose asker is gone."""

    roles: int
    sessions: int
    stories: tuple[str, ...]
    asks: tuple[str, ...]


@transaction.atomic
def deactivate(account: str, *, by: Reader, why: str = "left") -> LeftBehind:
    """End everything that somebody does here. Their name stays in the audit; a new invitation lets them back in.

    raises  NotFound  nobody has that id
            NotTaken  nobody else looks after the installation
    """
    require(by, Action.ADMINISTER, detail=f"{account} deactivated")
    held = Account.objects.filter(pk=account).first()
    if held is None:
        raise NotFound("Nobody here goes by that number.")
    today = by.at.date()
    roles = Membership.objects.filter(account=held, through_day=None)
    if roles.filter(role="administrator").exists():
        keep_an_administrator(but=held.pk, by=by)
    kept = caseloads_of([held.pk], on=today)[held.pk]
    ended = roles.count()
    end_memberships(roles, by=by)
    end_assignments_of(held.pk, by=by, why=why)
    Invitation.objects.filter(account=held, used=None, taken_back=None).update(taken_back=by.at)
    Account.objects.filter(pk=held.pk).update(is_active=False, left=by.at)
    return LeftBehind(
        roles=ended,
        sessions=end_sessions_of(held.pk),
        stories=tuple(story for story in kept if not keepers_of(story, on=today)),
        asks=tuple(Referral.objects.filter(asker=held.pk, closed=False).order_by("pk").values_list("code", flat=True)),
    )
