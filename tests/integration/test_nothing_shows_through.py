"""What somebody may not know leaves no mark and no gap: every page, list and file is the same, byte for byte, with it and without.

A page's own tokens against forgery, and the keys that keep a double press from counting twice, are drawn for each answer and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from itertools import zip_longest
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from household import EVERYBODY, NOW, OWNER, TODAY, YESTERDAY, Household, household
from referring import model
from routes import ROUTES
from signed_in import client_as

from headwaters.domain.consent import Purpose
from headwaters.engine.publishing.engines import Engine
from headwaters.practice.consents.actions import give, keep_safe
from headwaters.practice.families import queries as families
from headwaters.practice.families.models import SeatRow
from headwaters.practice.records.entries import enter_event, enter_fact
from headwaters.practice.refresh import refresh
from headwaters.practice.worklists.models import Assignment

pytestmark = pytest.mark.django_db

PROTECTED = ("depression_screen", "checkup_mood_screen", "mood_visit", "substance_notice", "plan_of_care")
DRAWN = re.compile(rb'(name="(?:csrfmiddlewaretoken|key|contact|id|form)" value=")[^"]*')
LINK = re.compile(r'href="(/[^"#]*)')
MOST_PAGES = 25


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Household]:
    """The clock stands still: a page says at what time somebody looked."""
    monkeypatch.setattr("headwaters.web.layout.reader.instant", lambda _installation: NOW)
    before, django_settings.DATA = django_settings.DATA, tmp_path / "data"
    yield household(tmp_path / "data")
    django_settings.DATA = before


Visit = Mapping[str, tuple[int, bytes]]


def visit(client: Client, home: Household) -> Visit:
    """Every address of the table, and wherever the answers lead: the status and the bytes of each."""
    client.raise_request_exception = False
    waiting = [one.address(home) for one in ROUTES if one.method == "get"]
    seen: dict[str, tuple[int, bytes]] = {}
    with transaction.atomic():  # what a look writes down is not seen by the next visit
        while waiting and len(seen) < MOST_PAGES + len(ROUTES):
            address = waiting.pop(0)
            if address in seen or address.startswith(("/static/", "/sign-in/")):
                continue
            answer = client.get(address)
            seen[address] = (answer.status_code, DRAWN.sub(rb"\1", answer.content))
            if answer.status_code in (301, 302):
                waiting.append(answer.headers["Location"])
            elif answer.headers.get("Content-Type", "").startswith("text/html"):
                waiting.extend(unescape(found) for found in LINK.findall(answer.content.decode()))
        transaction.set_rollback(True)
    return seen


def publish(home: Household, folder: str) -> None:
    data = home.data.parent / folder
    data.mkdir()
    (data / "installation.json").write_bytes((home.data / "installation.json").read_bytes())
    django_settings.DATA = data
    refresh(data, model(), by=replace(OWNER, purpose=Purpose.OPERATION), as_of=TODAY, engine=Engine.REFERENCE)


def protect(home: Household) -> None:
    """The mother was screened for her mood and asked for help with it; substance use and her tribe are on file."""
    mother = home.people["M1"]
    for kind in PROTECTED:
        enter_event(mother, by=OWNER, kind=kind, on=YESTERDAY, result="positive", record_id=f"hidden-{kind}")
    enter_event(
        mother, by=OWNER, kind="handoff", on=YESTERDAY, handoff="mood_to_care", step="sent", record_id="hidden-ask"
    )
    enter_fact(mother, by=OWNER, fact="tribal_affiliation", value="yes", from_=YESTERDAY, record_id="hidden-tribe")
    enter_fact(mother, by=OWNER, fact="consent_mental_health", value=True, from_=YESTERDAY, record_id="hidden-yes")


def unlike(one: Visit, other: Visit) -> list[str]:
    """Addresses that differ, or that only one visit led to, each with the first line that differs."""
    differing = (address for address in one.keys() | other.keys() if one.get(address) != other.get(address))
    return [f"{address}: {_first(one.get(address), other.get(address))}" for address in sorted(differing)]


def _first(one: tuple[int, bytes] | None, other: tuple[int, bytes] | None) -> str:
    if one is None or other is None or one[0] != other[0]:
        return f"{one and one[0]} and {other and other[0]}"
    lines = zip_longest(one[1].decode(errors="replace").splitlines(), other[1].decode(errors="replace").splitlines())
    return next((f"{here!r} and {there!r}" for here, there in lines if here != there), "?")


@pytest.mark.parametrize(
    "who", ["keeper", "supervisor", "emergency", "shared", "asked", "pilot_lead", "analyst", "mother", "other_parent"]
)
def test_protected_subjects_leave_no_trace_for_whom_they_are_not_switched_on(home: Household, who: str) -> None:
    client = EVERYBODY[who](home)
    without = visit(client, home)
    protect(home)
    publish(home, "again")
    assert unlike(without, visit(client, home)) == []


def test_this_would_be_noticed(home: Household) -> None:
    """The same events, once the mother has switched mental health on for those who keep her family's promises, are there to see."""
    client = EVERYBODY["keeper"](home)
    without = visit(client, home)
    protect(home)
    give(
        home.story, by=OWNER, agency="navigator", subjects=["mental_health"], through=TODAY, language="en", wording="May Ana know?",
        given_by_person=home.people["M1"],
    )  # fmt: skip
    assert unlike(without, visit(client, home))


def housing_word(home: Household, person: str) -> None:
    """The safe house told of a visit of somebody."""
    enter_event(person, by=OWNER, kind="well_visit", on=YESTERDAY, record_id="safe-house", agency="housing_help")
    enter_fact(person, by=OWNER, fact="county", value="gilliam", from_=YESTERDAY, record_id="safe-county")


@pytest.mark.parametrize("hidden", [[], ["housing_help"]])
@pytest.mark.parametrize("who", ["other_parent", "household", "custody_ended"])
def test_a_safety_mark_cannot_be_seen_by_anybody_else_of_the_family(
    home: Household, who: str, hidden: list[str]
) -> None:
    client = EVERYBODY[who](home)
    without = visit(client, home)
    keep_safe(
        home.people["M1"], story=home.story, by=OWNER, substitute_address="PO Box 1, Salem", hidden_agencies=hidden
    )
    assert unlike(without, visit(client, home)) == []


def test_an_advocate_of_a_hidden_agency_is_no_helper_on_the_other_parents_page(home: Household) -> None:
    advocate = client_as("navigator", organisation="shelter", agency="housing_help", name="advocate")
    father, mother = EVERYBODY["other_parent"](home), EVERYBODY["mother"](home)
    without = visit(father, home)
    keep_safe(home.people["M1"], story=home.story, by=OWNER, hidden_agencies=["housing_help"])
    Assignment.objects.create(story=home.story, account=advocate.account, from_day=TODAY, given_by="test", why="test")
    assert unlike(without, visit(father, home)) == []
    assert "Advocate" in mother.get("/my/").content.decode()


def test_what_a_hidden_agency_tells_of_the_child_is_not_there_for_the_other_parent(home: Household) -> None:
    client = EVERYBODY["other_parent"](home)
    without = visit(client, home)
    keep_safe(home.people["M1"], story=home.story, by=OWNER, hidden_agencies=["housing_help"])
    enter_event(
        home.people["K1"], by=replace(OWNER, organisation="housing_help"), kind="well_visit", on=YESTERDAY,
        record_id="safe-house", agency="housing_help",
    )  # fmt: skip
    assert unlike(without, visit(client, home)) == []


def test_the_other_parent_reads_nothing_of_the_mother_herself(home: Household) -> None:
    """Whatever is entered about her: her own course is hers."""
    client = EVERYBODY["other_parent"](home)
    without = visit(client, home)
    enter_event(home.people["M1"], by=OWNER, kind="prenatal_visit", on=YESTERDAY, record_id="her-own")
    enter_fact(home.people["M1"], by=OWNER, fact="county", value="gilliam", from_=YESTERDAY, record_id="her-county")
    assert unlike(without, visit(client, home)) == []


def test_everybody_who_works_here_hears_only_names_of_people_in_their_view(home: Household) -> None:
    """Somebody whom a consent does not cover is not named: a list of people is cut by the same view as the page."""
    client = EVERYBODY["shared"](home)
    reader = client.reader  # type: ignore[attr-defined]
    told = {one.person_id for one in families.people_of(home.story, by=reader)}
    assert told == {home.people["M1"], home.people["K1"]}
    assert SeatRow.objects.filter(story_id=home.story).count() > len(told)
