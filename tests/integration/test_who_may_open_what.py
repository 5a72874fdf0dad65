"""Every address, asked by everybody who might ask: answered exactly where the table of routes says so, and silent elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from household import EVERYBODY, NAMES, Household, household
from routes import FAMILIES, NOT_THEIRS, OPEN, ROUTES, Route, every_name

from headwaters.practice.access.models import AuditLine


@pytest.fixture(scope="module")
def home(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Household]:
    """Loaded and published once for this module, and taken back at its end."""
    data = tmp_path_factory.mktemp("household")
    before, django_settings.DATA = django_settings.DATA, data
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield household(data)
        transaction.set_rollback(True)
    django_settings.DATA = before


pytestmark = pytest.mark.django_db

REFUSALS = (403, 404)


def test_no_address_is_missing_from_the_table() -> None:
    """A page added later must be added to `routes.py`, or this fails."""
    assert {one.name for one in ROUTES} | OPEN == every_name()


def sent(client: Client, one: Route, home: Household) -> HttpResponse:
    client.raise_request_exception = False
    ask = client.post if one.method == "post" else client.get
    return ask(one.address(home), dict(one.data))  # type: ignore[return-value]


def refused(answer: HttpResponse, one: Route) -> bool:
    """Refused in words, sent to sign in, or (a family, where others work) sent back to its own page."""
    if answer.status_code in (301, 302):
        back = ("/sign-in/",) if one.name.startswith(("family:", "directory:own")) else ("/sign-in/", "/my/")
        return answer.headers["Location"].startswith(back)
    return answer.status_code in REFUSALS


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_is_answered_exactly_where_the_table_says(home: Household, who: str) -> None:
    client = EVERYBODY[who](home)
    wrong = []
    for one in ROUTES:
        with transaction.atomic():
            answer = sent(client, one, home)
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            wrong.append(f"{one.method} {one.name} broke: {answer.status_code}")
        elif refused(answer, one) is (who in one.who):
            wrong.append(f"{one.method} {one.name}{one.query} answered {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_refusal_names_nobody_and_changes_nothing(home: Household, who: str) -> None:
    client = EVERYBODY[who](home)
    wrong = []
    for one in ROUTES:
        if who in one.who:
            continue
        with transaction.atomic():
            before = rows()
            answer = sent(client, one, home)
            after = rows()
            transaction.set_rollback(True)
        said = answer.content.decode(errors="replace") + answer.headers.get("Location", "")
        if any(name in said for name in NAMES):
            wrong.append(f"{one.method} {one.name} names somebody")
        if before != after:
            wrong.append(f"{one.method} {one.name} changed {set(after) - set(before)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", sorted(NOT_THEIRS))
def test_no_answer_to_somebody_without_a_tie_names_anybody_of_the_family(home: Household, who: str) -> None:
    client = EVERYBODY[who](home)
    wrong = []
    for one in ROUTES:
        with transaction.atomic():
            said = sent(client, one, home).content.decode(errors="replace")
            transaction.set_rollback(True)
        unknown = {*NAMES, home.story} - set(one.data.values())  # what they typed themself stands in the form again
        wrong += [f"{one.method} {one.name} says {name}" for name in unknown if name in said]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_answer_about_a_family_leaves_one_line(home: Household, who: str) -> None:
    """And a refusal at a family's own address does, too; who is sent to sign in has asked nothing yet."""
    client = EVERYBODY[who](home)
    wrong = []
    for one in ROUTES:
        if home.story not in one.address(home):
            continue
        with transaction.atomic():
            before = AuditLine.objects.count()
            answer = sent(client, one, home)
            lines = list(AuditLine.objects.order_by("pk")[before:])
            transaction.set_rollback(True)
        if refused(answer, one) and (answer.status_code == 302 or not lines):
            continue
        if len(lines) != 1 or lines[0].allowed is (answer.status_code == 403):
            wrong.append(f"{one.method} {one.name}: {answer.status_code}, {[line.allowed for line in lines]}")
        elif any(name in f"{lines[0].detail}{lines[0].reader}" for name in NAMES):
            wrong.append(f"{one.method} {one.name}: a name stands in the audit")
    assert not wrong, "\n".join(wrong)


def rows() -> tuple[tuple[str, int], ...]:
    """How many rows each table has, without the audit and what sessions need."""
    told = {"access_audit", "access_audit_shown", "access_seal", "django_session"}
    tables = sorted(model._meta.db_table for model in apps.get_models() if model._meta.db_table not in told)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{one}', count(*) FROM {one}" for one in tables))
        return tuple((str(name), int(n)) for name, n in cursor.fetchall())


def test_a_family_is_refused_in_the_same_words_whether_or_not_it_exists(home: Household) -> None:
    for who in ("colleague", "without_consent", "analyst"):
        client = EVERYBODY[who](home)
        there, not_there = client.get(f"/family/{home.story}/"), client.get("/family/nobody-at-all/")
        assert (there.status_code, there.content) == (not_there.status_code, not_there.content)


def test_nobody_of_a_family_is_let_in_where_others_work() -> None:
    assert not [one.name for one in ROUTES if one.who & FAMILIES and one.name.split(":")[0] in ("child", "worklist")]
