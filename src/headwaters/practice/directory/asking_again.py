"""Open places that nobody confirmed for a while: whoever keeps them is asked once a week whether they are still right."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Max

from headwaters.domain.consent import Action
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.models import Organisation
from headwaters.practice.directory.models import Service
from headwaters.practice.directory.offers import STALE_AFTER_DAYS
from headwaters.practice.messages.actions import queue_to_agency
from headwaters.practice.messages.kinds import MessageKind
from headwaters.practice.messages.models import Message


def ask_about_openings(*, by: Reader, address: str) -> int:
    """One mail a week to each organisation with openings that were last checked over `STALE_AFTER_DAYS` days ago. Returns how many
    were newly queued. `address`: of the page on which one press says that they are right.

    raises  NotPermitted  `by` does not run this installation
    """
    require(by, Action.ADMINISTER, detail="openings to be checked")
    edge, before = by.at.date() - timedelta(days=STALE_AFTER_DAYS), Message.objects.count()
    services = Service.objects.filter(same_as=None, status="active").annotate(checked=Max("openings__checked_on"))
    keepers = services.filter(checked__lt=edge).values_list("provider__organisation", flat=True).distinct()
    year, week, _day = by.at.date().isocalendar()
    for held in Organisation.objects.filter(pk__in=[one for one in keepers if one], through_day=None).exclude(email=""):
        queue_to_agency(
            MessageKind.OPENINGS_CHECK, email=held.email, organisation=held.pk, key=f"openings:{held.pk}:{year}-{week}"[:64],
            params={"link": address}, at=by.at, queued_by=by.id,
        )  # fmt: skip
    return Message.objects.count() - before
