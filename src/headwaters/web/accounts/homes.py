"""Where somebody begins who has just signed in."""

from __future__ import annotations

from django.urls import reverse

from headwaters.practice.accounts.standing import memberships_of
from headwaters.web.layout.home import home_of
from headwaters.web.layout.instant import instant


def home_of_account(account: str) -> str:
    """The address at which their first role begins; their own page for somebody who has none today."""
    held = memberships_of(account, on=instant().date()).first()
    return reverse("accounts:oneself" if held is None else home_of(held.role))
