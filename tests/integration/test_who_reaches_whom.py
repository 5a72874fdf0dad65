"""What somebody with a proper page of their own tries with the numbers of others: other children, other teams, old forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from household import EVERYBODY, NOW, OWNER, TODAY, Household, household
from signed_in import client_as

from headwaters.domain.problems import NotTaken
from headwaters.practice.access.queries import looks_at
from headwaters.practice.consents.models import Consent
from headwaters.practice.families.models import EpisodeRow, FactRow, MemberRow
from headwaters.practice.messages.models import WayRow, Written
from headwaters.practice.records.entries import enter_fact
from headwaters.practice.referrals.models import Referral
from headwaters.practice.worklists.actions import cover, end_cover
from headwaters.practice.worklists.models import Cover

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    before, django_settings.DATA = django_settings.DATA, tmp_path / "data"
    yield household(tmp_path / "data")
    django_settings.DATA = before


def half_brother(home: Household) -> EpisodeRow:
    """The mother's other child, for whom the second parent answers in nothing."""
    row = EpisodeRow.objects.get(person=home.people["K1"])
    twin = EpisodeRow.objects.get(person=home.people["K2"])
    twin.story_id = row.story_id
    twin.save()
    return twin


def test_a_parent_opens_no_other_childs_page_within_the_same_story(home: Household) -> None:
    brother = half_brother(home)
    father, mother = EVERYBODY["other_parent"](home), EVERYBODY["mother"](home)
    assert father.get(f"/my/?child={brother.episode_id}").status_code == 404
    assert brother.episode_id not in father.get("/my/").content.decode()
    assert mother.get(f"/my/?child={brother.episode_id}").status_code == 200


def test_a_placement_that_ends_closes_the_page_at_the_next_request(home: Household) -> None:
    carer = EVERYBODY["placement_ended"](home)
    rows = MemberRow.objects.filter(person=home.people["E1"])
    assert carer.get("/my/").status_code == 403
    rows.update(through_day=TODAY)
    assert carer.get("/my/").status_code == 200
    rows.update(through_day=TODAY - timedelta(days=1))
    assert carer.get("/my/").status_code == 403
    assert carer.post("/my/words/", {"words": "from an old form"}).status_code == 403


def test_a_minor_mothers_own_course_is_hers(home: Household) -> None:
    """The grandmother is her parent in another story and reads nothing of it, nor of the baby."""
    EpisodeRow.objects.create(
        story_id=home.other_story,
        episode_id="teen",
        kind="child",
        person=home.people["M1"],
        birth=TODAY - timedelta(days=365 * 16),
    )
    MemberRow.objects.create(
        story_id=home.other_story,
        episode_id="teen",
        role="caregiver",
        person=home.people["H1"],
        is_primary=True,
        authority="parent",
    )
    grandmother = client_as("family", person=home.people["H1"], story=home.other_story)
    assert grandmother.get("/my/?child=teen").status_code in (403, 404)
    own = client_as("family", person=home.people["M1"], story=home.story)
    assert own.get("/my/").status_code == 200


def test_a_form_opened_before_the_yes_was_taken_back_sends_nothing_after(home: Household) -> None:
    ana, kim = EVERYBODY["keeper"](home), EVERYBODY["shared"](home)
    page = f"/family/{home.story}/"
    assert kim.get(page).status_code == 200
    held = Consent.objects.get(agency="wic", revoked_at=None)
    ana.post(f"/family/{home.story}/sharing/", {"consent": held.pk})
    assert kim.get(page).status_code == 403
    before = (Written.objects.count(), WayRow.objects.count())
    kim.post(f"/family/{home.story}/messages/{home.people['M1']}/", {"words": "still there?", "key": "old"})
    kim.post(
        f"/family/{home.story}/messages/{home.people['M1']}/ways/",
        {"add": "1", "channel": "text", "value": "541-555-0111"},
    )
    assert (Written.objects.count(), WayRow.objects.count()) == before


def test_an_agency_reads_no_facts_of_its_ask_once_the_family_said_no(home: Household) -> None:
    kim = EVERYBODY["asked"](home)
    one, listed = f"/inbox/{home.ask.pk}/", "/inbox/"
    assert "Rosamund" in kim.get(one).content.decode()
    assert b"Rosamund" in kim.get("/inbox/file/").content
    enter_fact(home.people["M1"], by=OWNER, fact="consent_housing", value=False, from_=TODAY, record_id="consent-1")
    for page in (one, listed, "/inbox/file/"):
        assert b"Rosamund" not in kim.get(page).content, page


def test_another_agency_and_another_office_open_no_ask_by_its_number(home: Household) -> None:
    other = client_as("agency_worker", organisation="food", agency="food_help", name="of food")
    Referral.objects.filter(pk=home.ask.pk).update(to_organisation="harbor")
    office = client_as("agency_worker", organisation="harbor_two", agency="housing_help", name="second office")
    for who in (other, office):
        assert who.get(f"/inbox/{home.ask.pk}/").status_code == 403
        assert who.post(f"/inbox/{home.ask.pk}/", {"deed": "accept", "version": "2"}).status_code == 403
        assert home.ask.pk not in who.get("/inbox/").content.decode()
    home.ask.refresh_from_db()
    assert home.ask.state == "requested"


def test_a_supervisor_of_elsewhere_changes_nothing_about_who_stands_in(home: Household) -> None:
    EVERYBODY["stand_in"](home)
    row = Cover.objects.latest("pk")
    other = EVERYBODY["other_supervisor"](home)
    assert other.post("/team/cover/", {"end": str(row.pk)}).status_code == 409
    row.refresh_from_db()
    assert row.through_day == TODAY
    reader = other.reader  # type: ignore[attr-defined]
    with pytest.raises(NotTaken):
        end_cover(row.pk, by=reader)
    with pytest.raises(NotTaken):
        cover(row.away, row.by_account, by=reader, from_=TODAY, through=TODAY, why="to see them")


def test_a_mother_answers_nothing_in_another_familys_name(home: Household) -> None:
    mother = EVERYBODY["mother"](home)
    facts, words = FactRow.objects.count(), Written.objects.count()
    mother.post("/my/answer/", {"answer": "yes", "key": "well_child/m4", "child": "no-such-child"})
    mother.post("/my/messages/", {"words": "hello", "person": home.people["M2"], "story": home.other_story})
    assert FactRow.objects.count() == facts
    assert set(Written.objects.values_list("person", flat=True)[words:]) <= {home.people["M1"]}


def test_an_agency_that_is_shared_with_reads_neither_words_nor_who_looked(home: Household) -> None:
    kim = EVERYBODY["shared"](home)
    ana = EVERYBODY["keeper"](home)
    ana.post(f"/family/{home.story}/messages/{home.people['M1']}/", {"words": "A word in private", "key": "w-1"})
    assert Written.objects.filter(words="A word in private").exists()
    page = kim.get(f"/family/{home.story}/").content.decode()
    assert "A word in private" not in page
    assert "Visit at home" not in page
    assert kim.get(f"/family/{home.story}/messages/{home.people['M1']}/").status_code == 403
    assert looks_at(home.story, by=replace(kim.reader, at=NOW)) == ()  # type: ignore[attr-defined]
