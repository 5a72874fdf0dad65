"""From somebody who signed in, or a family that came in, to the `Reader` that every question of access is asked by."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet

from headwaters.domain.consent import ReaderRole
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.models import FamilyDoor, Membership
from headwaters.practice.accounts.roles import PURPOSE_OF


def held_on(on: date) -> Q:
    """Dated rows that hold on a day."""
    return Q(from_day__lte=on) & (Q(through_day=None) | Q(through_day__gte=on))


def memberships_of(account: str, *, on: date) -> QuerySet[Membership]:
    """What somebody does here on a day, oldest first; nothing once they or their organisation have left."""
    ended = Q(organisation__through_day__lt=on)
    rows = Membership.objects.filter(held_on(on), account=account, account__is_active=True).exclude(ended)
    return rows.select_related("organisation", "account").order_by("pk")


def reader_of_account(account: str, *, at: datetime, chosen: int | None = None) -> Reader | None:
    """Who is asking, as the role they chose, else as their first one; None for somebody who has no role here today."""
    held = list(memberships_of(account, on=at.date()))
    if not held:
        return None
    return reader_as(next((row for row in held if row.pk == chosen), held[0]), at=at)


def reader_as(membership: Membership, *, at: datetime) -> Reader:
    role = ReaderRole(membership.role)
    return Reader(
        id=membership.account_id,
        role=role,
        purpose=PURPOSE_OF[role],
        at=at,
        through="web",
        organisation=membership.organisation_id,
        works_as=membership.works_as,
    )


def reader_of_family(door: FamilyDoor, *, at: datetime) -> Reader:
    return Reader(
        id=f"family:{door.person}",
        role=ReaderRole.FAMILY,
        purpose=PURPOSE_OF[ReaderRole.FAMILY],
        at=at,
        through="web",
        works_as="",
        person=door.person,
    )
