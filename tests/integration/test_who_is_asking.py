"""From a session to a reader: an embedded installation, an installation with sign-in, roles that end, limits of time."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from signed_in import client_as

from headwaters.domain.consent import Purpose, ReaderRole
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.models import AuditLine
from headwaters.practice.access.reader import LOCAL
from headwaters.practice.accounts.models import Account, FamilyDoor, Membership, Organisation
from headwaters.practice.accounts.standing import reader_of_account
from headwaters.practice.installation import Installation, SignIn, read_installation, write_installation
from headwaters.web.layout.instant import instant
from headwaters.web.layout.session import FAMILY_IDLE, FAMILY_WHOLE, IDLE, WHOLE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    grant_local_owner(on=date(2020, 1, 1))
    return tmp_path


@pytest.fixture
def with_accounts(folder: Path) -> Path:
    write_installation(folder, Installation(sign_in=SignIn.ACCOUNTS, second_step=False))
    return folder


def last_reader() -> tuple[str, str]:
    line = AuditLine.objects.order_by("-pk")[0]
    return line.reader, line.role


def elsewhere() -> Client:
    return Client(REMOTE_ADDR="192.0.2.7")


def test_at_an_embedded_installation_whoever_sits_there_asks_as_its_owner() -> None:
    Client(REMOTE_ADDR="127.0.0.1").get("/blueprint/")
    assert last_reader() == (LOCAL, ReaderRole.OWNER)


def test_an_embedded_installation_answers_no_other_machine_even_to_somebody_signed_in() -> None:
    client = client_as("navigator")
    client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    assert client.get("/blueprint/").status_code == 403
    assert elsewhere().get("/sign-in/").status_code == 403


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA"])
def test_an_embedded_installation_behind_another_server_answers_nobody(header: str) -> None:
    behind = Client(REMOTE_ADDR="127.0.0.1", headers={header.removeprefix("HTTP_").replace("_", "-"): "192.0.2.7"})
    assert behind.get("/blueprint/").status_code == 403
    assert behind.get("/sign-in/").status_code == 403


def test_somebody_signed_in_asks_as_themselves_and_as_their_organisation() -> None:
    client = client_as("agency_worker", organisation="wic_lane", agency="wic")
    client.get("/blueprint/")
    assert last_reader() == (client.account, ReaderRole.AGENCY_WORKER)
    assert (client.reader.organisation, client.reader.works_as) == ("wic_lane", "wic")
    assert client.reader.purpose is Purpose.CARE


def test_a_family_asks_for_its_own_purpose_and_as_its_person() -> None:
    client = client_as("family", person="p1", story="s1")
    client.get("/my/")
    assert last_reader() == ("family:p1", ReaderRole.FAMILY)
    assert (client.reader.person, client.reader.purpose) == ("p1", Purpose.OWN)


def test_with_sign_in_nobody_is_shown_anything_before_and_comes_back_to_the_page_after(with_accounts: Path) -> None:
    answer = elsewhere().get("/reach/?county=lane")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in/?next=%2Freach%2F%3Fcounty%3Dlane"
    assert AuditLine.objects.count() == 0


def test_with_sign_in_other_machines_are_answered(with_accounts: Path) -> None:
    client = client_as("navigator")
    client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    client.get("/blueprint/")
    assert last_reader() == (client.account, ReaderRole.NAVIGATOR)


def test_a_role_that_ended_yesterday_opens_nothing(with_accounts: Path) -> None:
    client = client_as("navigator")
    Membership.objects.update(through_day=date(2020, 1, 2))
    answer = client.get("/blueprint/")
    assert answer.status_code == 403
    assert "You have no role here today" in answer.content.decode()


def test_a_role_that_begins_tomorrow_does_not_count_yet_and_an_organisation_that_left_takes_its_people_with_it() -> (
    None
):
    client = client_as("navigator")
    Membership.objects.update(from_day=date(2999, 1, 1))
    assert reader_of_account(client.account, at=instant()) is None
    Membership.objects.update(from_day=date(2020, 1, 1))
    Organisation.objects.update(through_day=date(2020, 1, 2))
    assert reader_of_account(client.account, at=instant()) is None


def test_somebody_deactivated_is_out_at_the_next_request(with_accounts: Path) -> None:
    client = client_as("navigator")
    Account.objects.filter(pk=client.account).update(is_active=False)
    assert client.get("/blueprint/").status_code == 302


def test_of_two_roles_the_one_chosen_asks() -> None:
    client = client_as("navigator", name="Two Hats")
    client_as("supervisor", name="Two Hats")
    second = Membership.objects.order_by("-pk")[0]
    assert reader_of_account(client.account, at=instant()).role is ReaderRole.NAVIGATOR  # type: ignore[union-attr]
    assert reader_of_account(client.account, at=instant(), chosen=second.pk).role is ReaderRole.SUPERVISOR  # type: ignore[union-attr]
    other = Membership.objects.get(account=client_as("analyst").account)
    assert reader_of_account(client.account, at=instant(), chosen=other.pk).role is ReaderRole.NAVIGATOR  # type: ignore[union-attr]


@pytest.mark.parametrize(("key", "limit"), [("seen", IDLE), ("began", WHOLE)])
def test_a_session_ends_half_an_hour_after_its_last_page_and_twelve_hours_after_its_first(
    with_accounts: Path, key: str, limit: int
) -> None:
    client = client_as("navigator")
    client.get("/blueprint/")
    for ago, still_in in ((limit - 60, True), (limit + 60, False)):
        kept = client.session
        kept[key] = int(time.time()) - ago
        kept.save()
        assert (client.get("/blueprint/").status_code != 302) is still_in, ago


@pytest.mark.parametrize(("key", "limit"), [("seen", FAMILY_IDLE), ("began", FAMILY_WHOLE)])
def test_a_familys_session_is_shorter(with_accounts: Path, key: str, limit: int) -> None:
    client = client_as("family", person="p1", story="s1")
    for ago, still_in in ((limit - 60, True), (limit + 60, False)):
        kept = client.session
        kept[key] = int(time.time()) - ago
        kept.save()
        assert (client.get("/my/").status_code != 302) is still_in, ago


def test_a_door_that_was_closed_ends_the_familys_session(with_accounts: Path) -> None:
    client = client_as("family", person="p1", story="s1")
    FamilyDoor.objects.update(closed=instant())
    assert client.get("/my/").status_code == 302


def test_roles_that_reach_families_are_sent_to_set_up_a_second_step_first(folder: Path) -> None:
    write_installation(folder, Installation(sign_in=SignIn.ACCOUNTS, second_step=True))
    for role in ("navigator", "agency_worker", "supervisor", "administrator"):
        assert client_as(role).get("/blueprint/").headers["Location"] == "/sign-in/second-step/", role
    client_as("analyst").get("/blueprint/")
    assert last_reader()[1] == ReaderRole.ANALYST


def test_on_a_demonstration_the_clock_has_the_demonstrations_day(folder: Path) -> None:
    write_installation(folder, Installation(synthetic=True, as_of=date(2026, 6, 30)))
    assert instant().date() == date(2026, 6, 30)
    write_installation(folder, Installation())
    assert instant().date() != date(2026, 6, 30)


def test_what_an_installation_says_of_sign_in_is_read_as_it_was_written(folder: Path) -> None:
    said = Installation(sign_in=SignIn.ACCOUNTS, second_step=False, hosts=("headwaters.example.org",))
    write_installation(folder, said)
    assert read_installation(folder) == said


def test_a_page_asked_for_without_a_session_asks_the_database_for_none() -> None:
    with CaptureQueriesContext(connection) as asked:
        Client(REMOTE_ADDR="127.0.0.1").get("/blueprint/")
    assert not [one for one in asked.captured_queries if "session" in one["sql"] or "accounts_" in one["sql"]]
