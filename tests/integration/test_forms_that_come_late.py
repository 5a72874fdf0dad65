"""A form that was open while its session ended, or while another tab signed in anew: what was typed stays, and can be sent once more."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from signed_in import client_as

from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.accounts.models import Organisation
from headwaters.practice.installation import Installation, SignIn, write_installation

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ORIGIN": "http://testserver"}
TYPED = {"name": "Common Table & Pantry", "email": "table@example.org", "agency": "", "phone": "", "fax": ""}


@pytest.fixture(autouse=True)
def with_accounts(settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.SECURE_SSL_REDIRECT = False
    grant_local_owner(on=date(2020, 1, 1))
    write_installation(tmp_path, Installation(sign_in=SignIn.ACCOUNTS, second_step=False))


def words(answer: HttpResponse) -> str:
    return answer.content.decode()


def hidden(answer: HttpResponse) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', words(answer)))


def test_after_the_session_ended_what_was_typed_is_on_the_page_and_goes_through_after_signing_in() -> None:
    late = Client().post("/people/offices/", TYPED, **HERE)
    assert late.status_code == 403
    assert "You were signed out" in words(late)
    assert "Common Table &amp; Pantry" in words(late)
    assert Organisation.objects.filter(name=TYPED["name"]).count() == 0
    again = hidden(late) | {"name": TYPED["name"]}
    again.pop("csrfmiddlewaretoken")
    assert again == TYPED
    assert client_as("administrator").post("/people/offices/", again, **HERE).status_code == 302
    assert Organisation.objects.filter(name=TYPED["name"]).count() == 1


def test_a_form_of_an_earlier_sign_in_is_offered_once_more_with_a_token_that_holds() -> None:
    robin = client_as("administrator")
    robin.handler.enforce_csrf_checks = True
    late = robin.post("/people/offices/", TYPED | {"csrfmiddlewaretoken": "x" * 64}, **HERE)
    assert late.status_code == 403
    assert "open too long" in words(late)
    sent = hidden(late)
    sent["name"] = TYPED["name"]
    assert robin.post("/people/offices/", sent, **HERE).status_code == 302
    assert Organisation.objects.filter(name=TYPED["name"]).count() == 1


def test_what_another_site_sent_is_neither_shown_nor_offered_again() -> None:
    robin = client_as("administrator")
    robin.handler.enforce_csrf_checks = True
    for origin in ({"HTTP_ORIGIN": "https://evil.example"}, {}):
        refused = robin.post("/people/offices/", TYPED, **origin)
        assert refused.status_code == 403
        assert "Common Table" not in words(refused)
        assert "Nothing was changed" in words(refused)


def test_a_password_is_never_put_on_a_page_again() -> None:
    robin = client_as("administrator")
    robin.handler.enforce_csrf_checks = True
    typed = {"oldpassword": "the river runs cold", "password1": "a new one for may", "password2": "a new one for may"}
    late = robin.post("/sign-in/password/change/", typed, **HERE)
    assert late.status_code == 403
    assert "river" not in words(late)
    assert "Send it once more" not in words(late)


@pytest.mark.parametrize(("role", "home"), [("administrator", "/people/"), ("navigator", "/"), ("analyst", "/reach/")])
def test_whoever_signs_in_begins_where_their_role_begins(role: str, home: str) -> None:
    account = client_as(role).account
    from headwaters.practice.accounts.models import Account

    held = Account.objects.get(pk=account)
    held.set_password("the river runs cold")
    held.save()
    came = Client().post("/sign-in/", {"login": held.email, "password": "the river runs cold"})
    assert came.status_code == 302
    assert came.headers["Location"] == home


def test_a_wrong_password_is_said_in_words_and_after_many_one_has_to_wait() -> None:
    client_as("navigator", name="Ana Ruiz")
    browser = Client()
    for _ in range(5):
        wrong = browser.post("/sign-in/", {"login": "ana.ruiz@example.org", "password": "not it at all"})
        assert "do not fit together" in words(wrong)
    assert "tried too often" in words(
        browser.post("/sign-in/", {"login": "ana.ruiz@example.org", "password": "not it at all"})
    )


def test_the_mail_for_a_new_password_says_nothing_but_the_link_and_the_link_works_once(
    settings: LazySettings, mailoutbox: list[EmailMessage]
) -> None:
    client_as("navigator", name="Ana Ruiz")
    browser = Client()
    assert browser.post("/sign-in/password/reset/", {"email": "nobody@example.org"}).status_code == 302
    assert mailoutbox == []
    assert browser.post("/sign-in/password/reset/", {"email": "ana.ruiz@example.org"}).status_code == 302
    (mail,) = mailoutbox
    assert mail.subject == "A new way to sign in"
    assert "Ruiz" not in mail.body
    link = re.search(r"http://testserver(\S+)", mail.body)
    assert link is not None
    page = browser.get(link.group(1), follow=True)
    chosen = {"password1": "nine herons stand in mist", "password2": "nine herons stand in mist"}
    assert browser.post(page.redirect_chain[-1][0], chosen).status_code == 302
    assert "does not work any more" in words(Client().get(link.group(1), follow=True))
    signed = Client().post("/sign-in/", {"login": "ana.ruiz@example.org", "password": chosen["password1"]})
    assert signed.headers["Location"] == "/"
