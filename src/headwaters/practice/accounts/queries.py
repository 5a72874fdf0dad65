"""Questions about who works here: what people and organisations are called, who is in a team. No family's fact is among them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from headwaters.domain.consent import ReaderRole
from headwaters.practice.accounts.models import Account, Membership, Organisation
from headwaters.practice.accounts.standing import held_on


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here, as others may read of them. `id` is the reader's id in caseloads and in the audit."""

    id: str
    name: str
    initials: str
    phone: str


@dataclass(frozen=True, slots=True)
class Office:
    """An organisation. `agency`: the blueprint's agency that it is, or empty; `email`, `phone`, `fax`: as on file, or empty."""

    id: str
    name: str
    agency: str
    email: str
    phone: str
    fax: str


def people(ids: Collection[str]) -> dict[str, Person]:
    """By id; ids of nobody (`local`, links, families) are absent."""
    return {row.pk: _person(row) for row in Account.objects.filter(pk__in=ids)}


def person(id_: str) -> Person | None:
    return people([id_]).get(id_)


def team_of(organisation: str, *, on: date, role: ReaderRole = ReaderRole.NAVIGATOR) -> tuple[Person, ...]:
    """Who does this role for an organisation on a day, by name."""
    rows = Membership.objects.filter(held_on(on), organisation=organisation, role=role, account__is_active=True)
    by_id = {row.account_id: _person(row.account) for row in rows.select_related("account")}
    return tuple(sorted(by_id.values(), key=lambda one: (one.name, one.id)))


def office(id_: str) -> Office | None:
    row = Organisation.objects.filter(pk=id_).first()
    return None if row is None else _office(row)


def offices(*, on: date, agency: str = "") -> tuple[Office, ...]:
    """The organisations that are here on a day, by name; with `agency` those that keep that agency's promises."""
    rows = Organisation.objects.filter(held_on(on)).order_by("name", "pk")
    return tuple(_office(row) for row in (rows.filter(agency=agency) if agency else rows))


def _person(row: Account) -> Person:
    return Person(row.pk, row.name, row.initials, row.phone)


def _office(row: Organisation) -> Office:
    return Office(row.pk, row.name, row.agency, row.email, row.phone, row.fax)
