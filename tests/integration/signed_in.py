"""A test's browser, signed in as somebody who works here, or as a family that came in by its code."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone

from django.test import Client

from headwaters.domain.consent import ReaderRole
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.models import Account, FamilyDoor, Membership, Organisation
from headwaters.practice.accounts.roles import works_as_of
from headwaters.practice.accounts.standing import reader_of_account, reader_of_family
from headwaters.practice.worklists.models import Assignment
from headwaters.web.layout.instant import instant

LONG_AGO = date(2020, 1, 1)
BEGAN = datetime(2020, 1, 1, tzinfo=timezone.utc)  # noqa: UP017


class SignedIn(Client):
    """`account` is the id in the audit and in caseloads; `reader` is who this browser asks as, for calling deeds and questions."""

    account: str
    reader: Reader


def organisation(id_: str = "hub", *, agency: str = "", name: str = "") -> Organisation:
    """One that is there already stays as it is."""
    held, _made = Organisation.objects.get_or_create(
        id=id_, defaults={"name": name or id_.replace("_", " ").title(), "agency": agency, "from_day": LONG_AGO}
    )
    return held


def somebody(
    role: ReaderRole | str,
    *,
    organisation: str = "hub",
    works_as: str | None = None,
    name: str = "",
    agency: str = "",
    from_day: date = LONG_AGO,
    through_day: date | None = None,
) -> Account:
    """An account with one role. The same name is the same person."""
    where = _organisation(organisation, agency or (works_as or ""))
    role = ReaderRole(role)
    called = name or f"{role.value.replace('_', ' ')} of {where.id}"
    email = f"{called.lower().replace(' ', '.')}@example.org"
    account = Account.objects.by_email(email) or Account.objects.create(email=email, name=called.title(), joined=BEGAN)
    Membership.objects.get_or_create(
        account=account, organisation=where, role=role, through_day=through_day,
        defaults={
            "works_as": works_as_of(role, where.agency) if works_as is None else works_as,
            "from_day": from_day, "given_by": "test",
        },
    )  # fmt: skip
    return account


def client_as(
    role: ReaderRole | str,
    *,
    organisation: str = "hub",
    works_as: str | None = None,
    stories: Iterable[str] = (),
    name: str = "",
    agency: str = "",
    person: str = "",
    story: str = "",
) -> SignedIn:
    """Signed in as that role.

    stories        a navigator's caseload
    agency         the blueprint's agency that the organisation is (`wic`), where `works_as` does not say it
    person, story  of a family: who they are, and in which story
    """
    client = SignedIn(REMOTE_ADDR="127.0.0.1")
    if ReaderRole(role) is ReaderRole.FAMILY:
        return _family(client, person, story)
    account = somebody(role, organisation=organisation, works_as=works_as, name=name, agency=agency)
    for kept in stories:
        Assignment.objects.get_or_create(
            story=kept, account=account.pk, defaults={"from_day": LONG_AGO, "given_by": "test", "why": "test"}
        )
    client.force_login(account)
    client.account = account.pk
    reader = reader_of_account(account.pk, at=instant())
    assert reader is not None
    client.reader = reader
    return client


def _organisation(id_: str, agency: str) -> Organisation:
    return organisation(id_, agency=agency if agency != "navigator" else "")


def _family(client: SignedIn, person: str, story: str) -> SignedIn:
    door = FamilyDoor.objects.create(
        id=f"door-{person}-{FamilyDoor.objects.count()}"[:24], story=story, person=person, code="", made=BEGAN,
        made_by="test", ends=BEGAN + timedelta(days=20_000), used=BEGAN,
    )  # fmt: skip
    session = client.session
    session["family_door"] = door.pk
    now = int(datetime.now(tz=timezone.utc).timestamp())  # noqa: UP017
    session["began"] = session["seen"] = now
    session.save()
    client.reader = reader_of_family(door, at=instant())
    client.account = client.reader.id
    return client
