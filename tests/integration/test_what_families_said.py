"""What a family said waits on the list of whoever keeps it, until somebody has read or answered it; a hidden step is not told of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from household import EVERYBODY, NOW, Household, household

from headwaters.domain.history.view import NOTHING_PROTECTED, View
from headwaters.practice.contacts.models import Contact
from headwaters.practice.family_voice.models import StepAnswer, WentWrong
from headwaters.practice.family_voice.waiting import Kind, waiting
from headwaters.practice.messages.models import Written

pytestmark = pytest.mark.django_db
STEP = "well_child/m2"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    before, settings.DATA = settings.DATA, tmp_path / "data"
    yield household(tmp_path / "data")
    settings.DATA = before


def wish(home: Household, key: str = STEP, answer: str = "another_time") -> StepAnswer:
    return StepAnswer.objects.create(
        id=uuid4(), story=home.story, person=home.people["M1"], episode="e", key=key, answer=answer, at=NOW
    )


def wrote(home: Household) -> Written:
    return Written.objects.create(
        key=uuid4().hex,
        person=home.people["M1"],
        story=home.story,
        from_family=True,
        writer="family",
        words="Help",
        at=NOW,
    )


def wrong(home: Household) -> WentWrong:
    return WentWrong.objects.create(
        id=uuid4(), story=home.story, person=home.people["M1"], what="no_one_called", at=NOW - timedelta(days=1)
    )


def kinds(home: Household, view: View = NOTHING_PROTECTED, **protected: frozenset[str]) -> list[Kind]:
    return [one.kind for one in waiting({home.story: view}, protected)]


def quiet(home: Household) -> None:
    Written.objects.all().delete()
    WentWrong.objects.all().delete()
    StepAnswer.objects.all().delete()


def test_the_oldest_stands_first(home: Household) -> None:
    quiet(home)
    wrote(home), wrong(home)
    assert kinds(home) == [Kind.WENT_WRONG, Kind.WROTE]


def test_words_wait_until_they_are_read_and_a_wrong_until_it_is_answered(home: Household) -> None:
    quiet(home)
    letter, thing = wrote(home), wrong(home)
    letter.read, thing.closed_at = NOW, NOW
    letter.save(), thing.save()
    assert kinds(home) == []


def test_a_wish_waits_until_somebody_spoke_with_the_family_after_it(home: Household) -> None:
    quiet(home)
    wish(home)
    spoken = Contact(
        id=uuid4(), story=home.story, person=home.people["M1"], account="a", way="call", outcome="reached", on_day=NOW.date(),
        at=NOW - timedelta(hours=1),
    )  # fmt: skip
    spoken.save()
    assert kinds(home) == [Kind.ANSWERED]
    spoken.at = NOW + timedelta(hours=1)
    spoken.save()
    assert kinds(home) == []


def test_a_yes_needs_nobody(home: Household) -> None:
    quiet(home)
    wish(home, answer="yes")
    assert kinds(home) == []


def test_a_wish_about_a_private_subject_is_told_only_to_whom_the_family_shows_it(home: Household) -> None:
    quiet(home)
    wish(home)
    subject = frozenset({"mental_health"})
    assert kinds(home, View(subjects=frozenset()), well_child=subject) == []
    assert kinds(home, View(subjects=subject), well_child=subject) == [Kind.ANSWERED]


def test_who_hears_no_words_of_the_family_is_told_of_none(home: Household) -> None:
    quiet(home)
    wrote(home), wrong(home), wish(home)
    assert kinds(home, replace(NOTHING_PROTECTED, words=False)) == []
    assert kinds(home, replace(NOTHING_PROTECTED, people=frozenset({home.people["D1"]}))) == []


def test_today_names_them_and_leads_there(home: Household) -> None:
    quiet(home)
    wrote(home), wish(home)
    keeper = EVERYBODY["keeper"](home)
    page = keeper.get("/").content.decode()
    assert "Families said" in page
    assert f"/family/{home.story}/messages/{home.people['M1']}/" in page
    family = keeper.get(f"/family/{home.story}/").content.decode()
    assert "They wish for another time" in family
    assert "Families said" not in EVERYBODY["colleague"](home).get("/").content.decode()
