"""How the ways in to an ask end."""

from __future__ import annotations

from datetime import datetime, timedelta

from headwaters.practice.access.models import GrantRow
from headwaters.practice.referrals.models import Referral


def end_links_of(row: Referral, *, at: datetime) -> None:
    """No link of this ask opens anything from this moment; their grants end with them."""
    open_links = row.links.filter(revoked=None)
    readers = [f"link:{name}" for name in open_links.values_list("pk", flat=True)]
    GrantRow.objects.filter(reader__in=readers).update(through_day=at.date() - timedelta(days=1))
    open_links.update(revoked=at)
