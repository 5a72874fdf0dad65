"""On an installation without sign-in every page asks the one access function, is audited, and answers this machine only.

Who may open what where people sign in: `test_who_may_open_what.py` over the table in `routes.py`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.models import AuditLine, GrantRow

pytestmark = pytest.mark.django_db

PAGES = (
    "/", "/?show=agencies", "/tour/", "/family/", "/family/?number=17", "/family/s1/", "/family/s1/why/well_child/m9/",
    "/cracks/", "/cracks/overview/", "/cracks/places/", "/cracks/table.csv", "/cracks/families/", "/blueprint/",
    "/reach/", "/reach/counties/", "/reach/places/", "/reach/places.csv", "/reach/table.csv", "/reach/table.parquet", "/reach/picture.svg",
)  # fmt: skip


@pytest.fixture(autouse=True)
def empty_installation(settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def anybody() -> Client:
    GrantRow.objects.all().delete()
    return Client(REMOTE_ADDR="127.0.0.1")


@pytest.fixture
def owner() -> Client:
    GrantRow.objects.all().delete()
    grant_local_owner(on=date(2026, 1, 1))
    return Client(REMOTE_ADDR="127.0.0.1")


@pytest.mark.parametrize("page", PAGES)
def test_without_a_grant_every_page_is_refused_and_the_refusal_is_written_down(anybody: Client, page: str) -> None:
    answer = anybody.get(page)
    assert answer.status_code == 403
    assert "You may not see this" in answer.content.decode()
    line = AuditLine.objects.get()
    assert not line.allowed
    assert line.door == "web"


def test_a_family_that_does_not_exist_is_refused_in_the_same_words_as_one_that_does(anybody: Client) -> None:
    assert anybody.get("/family/s1/").content == anybody.get("/family/nobody-at-all/").content


def test_another_machine_is_refused(owner: Client) -> None:
    answer = owner.get("/", REMOTE_ADDR="192.0.2.7")
    assert answer.status_code == 403
    assert "this computer only" in answer.content.decode()


@pytest.mark.parametrize(
    "page", ["/", "/tour/", "/family/", "/cracks/", "/cracks/overview/", "/reach/", "/reach/counties/"]
)
def test_before_the_first_refresh_a_page_says_what_to_do(owner: Client, page: str) -> None:
    answer = owner.get(page)
    assert answer.status_code == 200
    assert "Nothing has been judged yet" in answer.content.decode()


def test_the_blueprint_can_be_read_before_anything_is_loaded(owner: Client) -> None:
    assert "Hand-offs" in owner.get("/blueprint/").content.decode()


def test_the_policy_allows_no_style_and_no_script_but_our_own(owner: Client) -> None:
    answer = owner.get("/blueprint/")
    policy = answer.headers["Content-Security-Policy"]
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert " style=" not in answer.content.decode()


def test_the_owner_of_an_empty_installation_is_told_that_a_family_is_not_here(owner: Client) -> None:
    answer = owner.get("/family/s1/")
    assert answer.status_code == 404
    assert AuditLine.objects.filter(story="s1", allowed=True).exists()
