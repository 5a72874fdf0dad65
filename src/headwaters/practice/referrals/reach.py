"""Which families an agency may answer about: those of its own open asks. Asked by `practice.access`; knows no reader."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from headwaters.domain.referral import ReferralState
from headwaters.practice.referrals.models import Referral


def asks_of(*, organisation: str, agency: str) -> QuerySet[Referral]:
    """The asks that reached an organisation: by its id, or by the kind of agency where the ask names no organisation.
    Drafts reached nobody, and what was entered in error is nobody's."""
    mine = Q(to_organisation=organisation) if organisation else Q(pk__in=())
    unnamed = Q(to_organisation="", to_agency=agency) if agency else Q(pk__in=())
    hidden = (ReferralState.DRAFT, ReferralState.ENTERED_IN_ERROR)
    return Referral.objects.filter(mine | unnamed).exclude(state__in=hidden)


def answerable(story: str, *, organisation: str, agency: str) -> bool:
    """Whether an ask about this family stands open with this organisation."""
    return asks_of(organisation=organisation, agency=agency).filter(story=story, closed=False).exists()
