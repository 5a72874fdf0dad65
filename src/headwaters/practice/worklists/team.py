"""Who works beside whom: the navigators of one organisation, for its supervisor. No question of access is asked here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from headwaters.domain.consent import ReaderRole
from headwaters.practice.accounts.models import Account, Membership
from headwaters.practice.accounts.standing import held_on


@dataclass(frozen=True, slots=True)
class Member:
    """`account` is the id by which a caseload names them."""

    account: str
    name: str


def team_of(organisation: str, *, on: date) -> tuple[Member, ...]:
    """The navigators who work for an organisation on a day, by name: an order that says nothing about anybody."""
    rows = Membership.objects.filter(
        held_on(on), organisation=organisation, role=ReaderRole.NAVIGATOR, account__is_active=True
    )
    people = {(row.account.name, row.account_id) for row in rows.select_related("account")}
    return tuple(Member(account, name) for name, account in sorted(people))


def names_of_accounts(accounts: set[str]) -> dict[str, str]:
    """What colleagues are called, whether they still work here or not."""
    return dict(Account.objects.filter(pk__in=accounts).values_list("pk", "name"))
