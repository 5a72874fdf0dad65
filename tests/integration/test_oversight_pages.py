"""Finding a family, opening one in an emergency, the review, the week's looks, and what a family allows: as people do it on pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from household import EVERYBODY, NOW, OWNER, Household, household
from signed_in import client_as

from headwaters.domain.unusual import Why
from headwaters.practice.access.models import AuditLine, AuditShown, EmergencyLook
from headwaters.practice.access.queries import looks_at
from headwaters.practice.access.reads import unusual_reads, week_of
from headwaters.practice.accounts.models import Account
from headwaters.practice.consents.actions import keep_safe
from headwaters.practice.consents.marks import address_of
from headwaters.practice.consents.models import Consent
from headwaters.practice.messages.kinds import Channel
from headwaters.practice.messages.models import WayRow
from headwaters.practice.messages.ways import add_way, ways_of

pytestmark = pytest.mark.django_db

FITS = {"family_name": "EXAMPLOVÁ", "birth": "2026-02-14", "why": "call"}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    before, django_settings.DATA = django_settings.DATA, tmp_path / "data"
    yield household(tmp_path / "data")
    django_settings.DATA = before


def found(client: Client, home: Household, **said: str) -> bool:
    answer = client.post("/search/", {"why": "call"} | said)
    return f"/family/{home.story}/" in answer.content.decode()


def test_two_things_that_are_known_find_a_family_of_ones_own(home: Household) -> None:
    ana = EVERYBODY["keeper"](home)
    assert found(ana, home, **FITS)
    assert found(ana, home, birth="1996-02-01", phone="541 555 0142")
    assert found(ana, home, family_name="examplova", number="K1")
    assert found(ana, home, family_name="examplova", number="clinic:M1")
    assert not found(ana, home, family_name="examplova", birth="2026-02-15")
    assert not found(ana, home, family_name="examplova", given_name="Maria", birth="2026-02-14")


@pytest.mark.parametrize("one", [{"family_name": "Examplova"}, {"birth": "2026-02-14"}, {"phone": "5415550142"}, {}])
def test_one_thing_alone_finds_nothing(home: Household, one: dict[str, str]) -> None:
    answer = EVERYBODY["keeper"](home).post("/search/", {"why": "call"} | one)
    assert answer.status_code == 422
    assert "Give two things" in answer.content.decode()


def test_a_family_of_somebody_elses_is_as_if_it_were_not_there(home: Household) -> None:
    luis = EVERYBODY["colleague"](home)
    there = luis.post("/search/", FITS).content.decode()
    assert "No family of yours fits both" in there
    assert home.story not in there


def test_an_agency_finds_its_open_asks_by_what_it_was_told_and_nothing_more(home: Household) -> None:
    kim = EVERYBODY["asked"](home)
    told = kim.post("/search/", {"family_name": "Examplova", "number": home.ask.code, "why": "ask"}).content.decode()
    assert f"/inbox/{home.ask.pk}/" in told
    guessed = kim.post("/search/", FITS).content.decode()
    assert "No family of yours fits both" in guessed, "the child's birth date was not told to this agency"


def test_what_was_typed_stands_in_no_line_of_the_audit(home: Household) -> None:
    EVERYBODY["keeper"](home).post("/search/", FITS)
    line = AuditLine.objects.latest("pk")
    assert line.action == "search"
    assert "for call by name and birth" in line.detail
    assert "xamplov" not in line.detail.lower()
    assert list(AuditShown.objects.filter(line=line).values_list("story", flat=True)) == [home.story]


REASON = {
    "family_name": "Examplova",
    "birth": "2026-02-14",
    "reason": "The clinic calls: the baby was left alone and they need a number.",
}


def test_an_emergency_opens_one_family_for_an_hour_to_one_person(home: Household) -> None:
    luis, other = EVERYBODY["colleague"](home), client_as("navigator", name="another one")
    assert luis.get(f"/family/{home.story}/").status_code == 403
    answer = luis.post("/search/emergency/", REASON)
    assert answer.headers["Location"] == f"/family/{home.story}/"
    assert luis.get(f"/family/{home.story}/").status_code == 200
    assert other.get(f"/family/{home.story}/").status_code == 403
    assert luis.get(f"/contact/{home.story}/").status_code == 403, "it is for reading"
    EmergencyLook.objects.filter(reader=luis.account).update(until_at=luis.reader.at - timedelta(seconds=1))  # type: ignore[attr-defined]
    assert luis.get(f"/family/{home.story}/").status_code == 403


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (REASON | {"reason": "because"}, "Say in a sentence"),
        (REASON | {"birth": ""}, "Give two things"),
        (REASON | {"family_name": "Nobody"}, "No family fits both, or more than one does"),
    ],
)
def test_without_a_reason_or_two_fitting_things_nothing_opens(
    home: Household, said: dict[str, str], words: str
) -> None:
    luis = EVERYBODY["colleague"](home)
    before = EmergencyLook.objects.count()
    answer = luis.post("/search/emergency/", said)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert EmergencyLook.objects.count() == before


def test_somebody_else_reviews_it_once_and_the_family_sees_who_looked(home: Household) -> None:
    luis, dana = EVERYBODY["colleague"](home), EVERYBODY["supervisor"](home)
    luis.post("/search/emergency/", REASON)
    luis.get(f"/family/{home.story}/")
    row = EmergencyLook.objects.latest("pk")
    assert row.reason in dana.get("/oversight/").content.decode()
    assert luis.post(f"/oversight/emergency/{row.pk}/", {"right": "yes"}).status_code == 403
    assert dana.post(f"/oversight/emergency/{row.pk}/", {"right": "no"}).status_code == 409, "what follows is not said"
    assert dana.post(f"/oversight/emergency/{row.pk}/", {"right": "yes"}).status_code == 302
    assert dana.post(f"/oversight/emergency/{row.pk}/", {"right": "no", "remark": "x"}).status_code == 409
    row.refresh_from_db()
    assert (row.was_right, row.reviewed_by) == (True, dana.account)  # type: ignore[attr-defined]
    mother = EVERYBODY["mother"](home)
    assert luis.account in {one.reader for one in looks_at(home.story, by=mother.reader)}  # type: ignore[attr-defined]
    assert "Colleague" in mother.get("/my/sharing/").content.decode()


def test_a_supervisor_does_not_review_their_own(home: Household) -> None:
    dana = client_as("supervisor", name="dana alone")
    dana.post("/search/emergency/", REASON)
    row = EmergencyLook.objects.latest("pk")
    assert row.reader == dana.account
    assert "somebody else reviews it" in dana.get("/oversight/").content.decode()
    assert dana.post(f"/oversight/emergency/{row.pk}/", {"right": "yes"}).status_code == 403


def test_looks_of_another_organisation_are_not_on_the_list(home: Household) -> None:
    luis, other = EVERYBODY["colleague"](home), EVERYBODY["other_supervisor"](home)
    luis.post("/search/emergency/", REASON)
    row = EmergencyLook.objects.latest("pk")
    assert row.reason not in other.get("/oversight/").content.decode()
    assert other.post(f"/oversight/emergency/{row.pk}/", {"right": "yes"}).status_code == 404


def looks(home: Household, who: Client, *, hour: int = 10, days_ago: int = 14) -> None:
    """One look at the family, as the audit keeps it."""
    at = (NOW - timedelta(days=days_ago)).replace(hour=hour)
    AuditLine.objects.create(
        at=at, reader=who.account, role="navigator", door="web", action="read_family", purpose="care", story=home.story,  # type: ignore[attr-defined]
        allowed=True, organisation="hub",
    )  # fmt: skip


def week(home: Household, days_ago: int = 14) -> dict[str, tuple[Why, ...]]:
    dana = EVERYBODY["supervisor"](home)
    monday = week_of((NOW - timedelta(days=days_ago)).date())
    return {one.reader: one.why for one in unusual_reads(monday, by=dana.reader)}  # type: ignore[attr-defined]


def test_a_look_by_night_and_one_with_nothing_done_after_are_listed(home: Household) -> None:
    luis = EVERYBODY["colleague"](home)
    looks(home, luis, hour=23)
    assert week(home)[luis.account] == (Why.NIGHT, Why.NO_DEED)  # type: ignore[attr-defined]


def test_a_look_that_was_followed_by_a_deed_is_not(home: Household) -> None:
    luis = EVERYBODY["colleague"](home)
    looks(home, luis)
    looks(home, luis, days_ago=12)
    assert luis.account in week(home)  # type: ignore[attr-defined]
    AuditLine.objects.filter(reader=luis.account, at__lt=NOW - timedelta(days=13)).update(deed=False)  # type: ignore[attr-defined]
    AuditLine.objects.filter(reader=luis.account, at__gte=NOW - timedelta(days=13)).update(deed=True)  # type: ignore[attr-defined]
    assert luis.account not in week(home)  # type: ignore[attr-defined]


def test_a_look_of_this_week_is_not_yet_one_with_nothing_done_after(home: Household) -> None:
    luis = EVERYBODY["colleague"](home)
    looks(home, luis, days_ago=0)
    assert luis.account not in week(home, 0)  # type: ignore[attr-defined]


def test_a_namesake_and_somebody_with_the_familys_number_are_listed(home: Household) -> None:
    namesake, neighbour = client_as("navigator", name="nina Éxamplova"), client_as("navigator", name="neighbour")
    Account.objects.filter(pk=neighbour.account).update(phone="(541) 555-0142")
    assert WayRow.objects.filter(value="+15415550142").exists()
    for who in (namesake, neighbour):
        looks(home, who, days_ago=0)
    said = week(home, 0)
    assert said[namesake.account] == (Why.SAME_NAME,)
    assert said[neighbour.account] == (Why.SAME_WAY,)


def test_opening_a_page_on_which_something_could_be_done_is_no_deed(home: Household) -> None:
    ana = EVERYBODY["keeper"](home)
    ana.get(f"/contact/{home.story}/")
    assert not AuditLine.objects.latest("pk").deed
    ana.post(f"/family/{home.story}/messages/{home.people['M1']}/", {"words": "Hello", "key": "k-1"})
    assert AuditLine.objects.latest("pk").deed


def form_of(home: Household, agency: str = "wic") -> str:
    return f"/family/{home.story}/sharing/{home.people['M1']}/{agency}/"


YES = {"answer": "yes", "through": "2027-05-05", "language": "es"}


def test_a_yes_is_written_down_with_its_words_and_taken_back_at_once(home: Household) -> None:
    ana, kim = EVERYBODY["keeper"](home), EVERYBODY["without_consent"](home)
    assert kim.get(f"/family/{home.story}/").status_code == 403
    assert ana.post(form_of(home), YES).status_code == 302
    held = Consent.objects.latest("pk")
    assert (held.forms, held.given_by_person) == (["ferpa", "hipaa"], home.people["M1"])
    spanish = "¿" in held.wording
    assert held.language == ("es" if spanish else "en"), "the language is that of the words that were shown"
    assert len(held.wording.splitlines()) >= 7
    assert kim.get(f"/family/{home.story}/").status_code == 200
    assert ana.post(f"/family/{home.story}/sharing/", {"consent": held.pk}).status_code == 302
    assert kim.get(f"/family/{home.story}/").status_code == 403


def test_substance_use_goes_only_with_its_own_part_of_the_form(home: Household) -> None:
    ana = EVERYBODY["keeper"](home)
    refused = ana.post(form_of(home), YES | {"subjects": "substance_use"})
    assert refused.status_code == 422
    assert "only with their own form" in refused.content.decode()
    assert ana.post(form_of(home), YES | {"subjects": "substance_use", "part_2": "on"}).status_code == 302
    held = Consent.objects.latest("pk")
    assert "42 CFR part 2 prohibits unauthorized use or disclosure" in held.wording
    kim = EVERYBODY["without_consent"](home)
    assert "42 CFR part 2 prohibits" in kim.get(f"/family/{home.story}/").content.decode()
    assert "42 CFR part 2 prohibits" not in ana.get(f"/family/{home.story}/").content.decode()


def test_the_form_can_be_printed_in_the_familys_language_under_both_laws(home: Household) -> None:
    page = EVERYBODY["keeper"](home).get(form_of(home) + "?language=es").content.decode().partition("<article")[2]
    assert ('lang="es"' in page) is ("¿" in page)
    assert "45 CFR 164.508" in page
    assert "34 CFR 99.30" in page


def test_nobody_answers_for_a_person_of_another_family_or_one_who_may_not_sign(home: Household) -> None:
    ana = EVERYBODY["keeper"](home)
    for who in ("M2", "E1", "H1", "G1"):
        there = f"/family/{home.story}/sharing/{home.people[who]}/wic/"
        before = Consent.objects.count()
        assert ana.post(there, YES).status_code in (404, 422), who
        assert Consent.objects.count() == before


def test_letters_go_to_the_substitute_address_and_nowhere_else(home: Household) -> None:
    ana, mother = EVERYBODY["keeper"](home), home.people["M1"]
    for row in ("12 Elm Street", "14 Elm Street"):
        add_way(mother, story=home.story, by=OWNER, channel=Channel.POST, value=row)
    pages = [
        f"/family/{home.story}/",
        f"/family/{home.story}/messages/{mother}/ways/",
        f"/contact/{home.story}/?way=visit",
    ]
    assert any("Elm Street" in ana.get(page).content.decode() for page in pages)
    there = f"/family/{home.story}/safety/{mother}/"
    ana.post(there, {"set": "1", "substitute_address": "PO Box 1, Salem", "hidden_agencies": ["housing_help"]})
    on = OWNER.at.date()
    assert address_of(mother, "12 Elm Street", on=on) == "PO Box 1, Salem"
    assert not [page for page in pages if "Elm Street" in ana.get(page).content.decode()]
    assert [way.shown for way in ways_of(mother, on=on) if way.channel is Channel.POST] == ["PO Box 1, Salem"]
    ana.post(there, {"set": "1", "substitute_address": ""})
    assert not [way for way in ways_of(mother, on=on) if way.channel is Channel.POST], "no letter goes anywhere"
    assert "This is set today" in ana.get(there).content.decode()
    ana.post(there, {"lift": "1"})
    assert address_of(mother, "12 Elm Street", on=on) == "12 Elm Street"
    assert ana.post(f"/family/{home.story}/safety/{home.people['M2']}/", {"set": "1"}).status_code == 404


def test_those_who_work_for_a_protected_agency_did_not_look_for_the_other_parent(home: Household) -> None:
    kim, father = EVERYBODY["asked"](home), EVERYBODY["other_parent"](home)
    kim.get(f"/inbox/{home.ask.pk}/")
    assert kim.account in {one.reader for one in looks_at(home.story, by=father.reader)}  # type: ignore[attr-defined]
    keep_safe(home.people["M1"], story=home.story, by=OWNER, hidden_agencies=["housing_help"])
    assert kim.account not in {one.reader for one in looks_at(home.story, by=father.reader)}  # type: ignore[attr-defined]
