"""A navigator lets somebody of a family in; what that person then decides about their own page and their phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from household import EVERYBODY, Household, household
from signed_in import somebody

from headwaters.practice.accounts.family_doors import has_pin
from headwaters.practice.accounts.models import FamilyDoor
from headwaters.practice.consents.models import Consent
from headwaters.practice.installation import Installation, SignIn, write_installation
from headwaters.practice.messages.kinds import MessageKind
from headwaters.practice.messages.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    before, settings.DATA = settings.DATA, tmp_path / "data"
    yield household(tmp_path / "data")
    settings.DATA = before


def codes(home: Household) -> str:
    return f"/family/{home.story}/code/{home.people['M1']}/"


def shown_code(home: Household) -> str:
    page = EVERYBODY["keeper"](home).post(codes(home), {"press": "show"}).content.decode()
    found = re.search(r'class="told-code num" dir="ltr">(\d{6})<', page)
    assert found is not None
    return found.group(1)


def test_a_code_that_is_shown_opens_the_persons_own_page(home: Household) -> None:
    mother = Client(REMOTE_ADDR="192.0.2.9")
    assert mother.post("/come-in/", {"code": shown_code(home)}).status_code == 302
    assert mother.get("/my/").status_code == 200


def test_whoever_signs_in_after_a_family_on_one_browser_is_themself(home: Household) -> None:
    write_installation(settings.DATA, Installation(sign_in=SignIn.ACCOUNTS, second_step=False))
    account = somebody("navigator", name="Somebody Else")
    account.set_password("a long sentence of their own")
    account.save()
    browser = Client(REMOTE_ADDR="127.0.0.1")
    browser.post("/come-in/", {"code": shown_code(home)})
    assert browser.get("/my/").status_code == 200
    said = {"login": account.email, "password": "a long sentence of their own"}
    assert browser.post("/sign-in/login/", said).status_code == 302
    assert browser.get("/my/").status_code == 403
    assert browser.get("/").status_code == 200


def test_looking_at_the_page_makes_no_code_and_a_code_is_not_shown_again(home: Household) -> None:
    keeper, before = EVERYBODY["keeper"](home), FamilyDoor.objects.count()
    assert not re.search(r"\b\d{6}\b</p>", keeper.get(codes(home)).content.decode())
    assert FamilyDoor.objects.count() == before
    code = shown_code(home)
    assert code not in keeper.get(codes(home)).content.decode()


def test_a_code_is_sent_to_the_way_on_file(home: Household) -> None:
    page = EVERYBODY["keeper"](home).post(codes(home), {"press": "send"}).content.decode()
    assert "on its way" in page
    mail = Message.objects.get(kind=MessageKind.CODE)
    assert mail.to
    code = mail.params["code"]
    assert code not in page
    assert Client(REMOTE_ADDR="192.0.2.9").post("/come-in/", {"code": code}).status_code == 302


def test_a_number_of_ones_own_is_asked_for_and_can_be_taken_off_by_both(home: Household) -> None:
    mother = EVERYBODY["mother"](home)
    assert mother.post("/my/number/", {"number": "12"}).status_code == 409
    assert mother.post("/my/number/", {"number": ""}).status_code == 409
    assert mother.post("/my/number/", {"number": "8253"}).status_code == 302
    phone, code = Client(REMOTE_ADDR="192.0.2.9"), shown_code(home)
    assert "The number that you chose" in phone.post("/come-in/", {"code": code}).content.decode()
    assert phone.post("/come-in/", {"code": code, "pin": "8253"}).status_code == 302
    assert mother.post("/my/number/", {"off": "1"}).status_code == 302
    assert not has_pin(home.people["M1"])
    mother.post("/my/number/", {"number": "8253"})
    EVERYBODY["keeper"](home).post(codes(home), {"press": "forget"})
    assert not has_pin(home.people["M1"])


def test_private_things_are_off_until_switched_on_and_only_on_ones_own_page(home: Household) -> None:
    mother, other = EVERYBODY["mother"](home), EVERYBODY["other_parent"](home)
    assert "checked" not in mother.get("/my/sharing/").content.decode()
    assert mother.post("/my/private/", {"subject": ["mental_health", "substance_use", "made_up"]}).status_code == 302
    held = Consent.objects.get(agency="own_page", revoked_at=None)
    assert held.subjects == ["mental_health", "substance_use"]
    assert mother.get("/my/sharing/").content.decode().count(" checked") == 2
    assert "checked" not in other.get("/my/sharing/").content.decode()
    mother.post("/my/private/", {})
    assert not Consent.objects.filter(agency="own_page", revoked_at=None).exists()


def test_what_is_switched_on_for_oneself_is_no_agencys_row(home: Household) -> None:
    mother = EVERYBODY["mother"](home)
    mother.post("/my/private/", {"subject": "mental_health"})
    assert "own_page" not in mother.get("/my/sharing/").content.decode()
    assert "own page" not in EVERYBODY["keeper"](home).get(f"/family/{home.story}/sharing/").content.decode()
