"""Messages, ways to reach and agreed days as a navigator uses them in a browser; and what nobody can reach through them."""

from __future__ import annotations

import hmac
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from loading import FAMILY, load_paths, package
from signed_in import SignedIn, client_as

from headwaters.domain.problems import NotFound, NotPermitted
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.appointments.models import Appointment
from headwaters.practice.appointments.states import State as DayState
from headwaters.practice.families.models import EpisodeRow, KnownAs
from headwaters.practice.installation import Installation, SignIn, write_installation
from headwaters.practice.messages.actions import mark_seen, queue
from headwaters.practice.messages.kinds import Channel, MessageKind
from headwaters.practice.messages.models import Incoming, Message, OptOut, WayRow, Written
from headwaters.practice.messages.outbox import State
from headwaters.practice.messages.threads import thread_of, write
from headwaters.practice.messages.ways import end_way, ways_of
from headwaters.web.layout.instant import instant

pytestmark = pytest.mark.django_db

OTHER = {
    "people": "person,given_name,birth_date\nM9,Noor,1994-02-01\nK9,Sam,2026-03-14\n",
    "pregnancies": "pregnancy,person,due_date,children\nP9,M9,2026-03-20,K9\n",
    "events": "record,person,kind,start\n9,K9,birth,2026-03-14\n",
}
SIGNING_KEY = "a key of this test"


@pytest.fixture
def family(settings: LazySettings, tmp_path: Path) -> tuple[str, str]:
    """Ana's story, and another family whose navigator is somebody else; returns Ana's story and Ana."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.TEXTS_SIGNING_KEY = SIGNING_KEY
    write_installation(settings.DATA, Installation(sign_in=SignIn.ACCOUNTS, second_step=False))
    grant_local_owner(on=date(2026, 1, 1))
    load_paths(package(tmp_path / "clinic", **FAMILY), package(tmp_path / "other", source="other", **OTHER))
    return _story_of("M1")


def _story_of(number: str) -> tuple[str, str]:
    person = KnownAs.objects.get(local_id=number).person or ""
    return EpisodeRow.objects.get(person=person).story_id, person


@pytest.fixture
def ana(family: tuple[str, str]) -> SignedIn:
    return client_as("navigator", stories=[family[0]], name="Ana Ruiz")


def page(story: str, person: str, which: str) -> str:
    return {
        "thread": f"/family/{story}/messages/{person}/",
        "ways": f"/family/{story}/messages/{person}/ways/",
        "days": f"/family/{story}/days/{person}/",
    }[which]


def add_text(client: Client, family: tuple[str, str], number: str = "541-555-0142", **more: str) -> None:
    said = {"add": "1", "channel": "text", "value": number, **more}
    assert client.post(page(*family, "ways"), said).status_code == 302


def test_words_stay_on_the_page_and_the_text_only_says_that_they_wait(ana: SignedIn, family: tuple[str, str]) -> None:
    add_text(ana, family)
    sent = {"key": "k1", "words": "The clinic has a place on Tuesday."}
    for _twice in range(2):
        assert ana.post(page(*family, "thread"), sent).status_code == 302
    assert Written.objects.get().writer_name == "Ana Ruiz"
    text = Message.objects.get()
    assert (text.kind, text.to, text.state) == (MessageKind.SOMEBODY_WROTE, "+15415550142", State.WAITING)
    assert "clinic" not in json.dumps(text.params)
    shown = ana.get(page(*family, "thread")).content.decode()
    assert "The clinic has a place on Tuesday." in shown
    assert shown.count('<li class="mine">') == 1


def test_without_a_safe_way_the_page_says_that_nothing_went(ana: SignedIn, family: tuple[str, str]) -> None:
    ana.post(page(*family, "thread"), {"key": "k1", "words": "Hello."})
    assert "no safe way" in ana.get(page(*family, "thread")).content.decode()
    outbox = ana.get("/messages/").content.decode()
    assert "One message did not go" in outbox


def test_a_number_that_is_none_is_refused_and_what_was_typed_stays(ana: SignedIn, family: tuple[str, str]) -> None:
    answer = ana.post(page(*family, "ways"), {"add": "1", "channel": "text", "value": "12", "note": "after five"})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="12"' in shown
    assert "after five" in shown
    assert not WayRow.objects.exists()


def test_only_one_hour_is_asked_to_be_two_or_none(ana: SignedIn, family: tuple[str, str]) -> None:
    answer = ana.post(page(*family, "ways"), {"add": "1", "channel": "text", "value": "541-555-0142", "opens": "09:00"})
    assert "Give both hours, or neither." in answer.content.decode()


def test_a_day_is_agreed_moved_and_kept(ana: SignedIn, family: tuple[str, str]) -> None:
    add_text(ana, family)
    day = instant().date() + timedelta(days=(7 - instant().weekday()) + 1)  # a Tuesday
    said = {
        "key": "d1",
        "what": "Home visit",
        "day": str(day),
        "time": "14:30",
        "clock": "pacific",
        "minutes": "60",
        "settled": "on",
    }
    for _twice in range(2):
        answer = ana.post(page(*family, "days"), said)
    if answer.status_code == 200:  # a holiday: the page says so once, and takes the second press
        assert "Most offices are closed" in answer.content.decode()
        ana.post(page(*family, "days"), {**said, "anyway": "1"})
    row = Appointment.objects.get()
    assert Message.objects.get(kind=MessageKind.REMINDER).state == State.WAITING
    later = {**said, "key": "d2", "day": str(day + timedelta(days=7)), "moving": str(row.pk), "anyway": "1"}
    assert ana.post(page(*family, "days"), later).status_code == 302
    fresh = Appointment.objects.get(key="d2")
    assert Appointment.objects.get(key="d1").state == DayState.MOVED
    assert "2:30 p.m." in ana.get(page(*family, "days")).content.decode()
    ana.post(page(*family, "days"), {"day_id": str(fresh.pk), "close": "kept"})
    assert Appointment.objects.get(key="d2").state == DayState.KEPT


def test_a_day_that_has_passed_is_refused_and_what_was_typed_stays(ana: SignedIn, family: tuple[str, str]) -> None:
    said = {
        "key": "d1",
        "what": "Home visit",
        "day": "2020-03-03",
        "time": "14:30",
        "clock": "pacific",
        "minutes": "60",
    }
    shown = ana.post(page(*family, "days"), said).content.decode()
    assert "This day and time has passed" in shown
    assert 'value="Home visit"' in shown


@pytest.mark.parametrize("said", [{"seen": "x"}, {"seen": "9" * 40}, {"seen": "-1"}])
def test_a_button_that_is_not_ours_is_refused_in_words(
    ana: SignedIn, family: tuple[str, str], said: dict[str, str]
) -> None:
    assert ana.post(page(*family, "thread"), said).status_code == 409


@pytest.mark.parametrize("which", ["thread", "ways", "days"])
def test_a_person_of_another_family_has_no_page_here(ana: SignedIn, family: tuple[str, str], which: str) -> None:
    other_story, other_person = _story_of("M9")
    assert ana.get(page(family[0], other_person, which)).status_code == 404
    assert ana.get(page(other_story, other_person, which)).status_code == 403


def test_deeds_refuse_a_person_of_another_family_through_ones_own_story(ana: SignedIn, family: tuple[str, str]) -> None:
    other_story, other_person = _story_of("M9")
    luis = client_as("navigator", stories=[other_story], name="Luis Ortega")
    add_text(luis, (other_story, other_person), "541-555-0199")
    way = WayRow.objects.get()
    came = Incoming.objects.create(
        key="i1", channel=Channel.TEXT, sender="+15415550199", text="1", received=ana.reader.at, meaning="unclear",
        person=other_person,
    )  # fmt: skip
    mine = family[0]
    with pytest.raises(NotFound):
        end_way(way.pk, story=mine, by=ana.reader)
    with pytest.raises(NotFound):
        mark_seen(came.pk, story=mine, by=ana.reader)
    with pytest.raises(NotFound):
        thread_of(other_person, story=mine, by=ana.reader)
    with pytest.raises(NotFound):
        write(other_person, "Hello.", story=mine, by=ana.reader, name="Ana", key="k")
    with pytest.raises(NotFound):
        queue(MessageKind.PLEASE_CALL, person=other_person, story=mine, by=ana.reader, key="k", params={"who": "Ana"})
    assert [one.id for one in ways_of(other_person, on=luis.reader.at.date())] == [way.pk]


def test_roles_that_count_and_administer_reach_nobody(family: tuple[str, str]) -> None:
    for role in ("pilot_lead", "facilitator", "analyst", "administrator"):
        client = client_as(role)
        assert client.get(page(*family, "thread")).status_code == 403
        with pytest.raises(NotPermitted):
            thread_of(family[1], story=family[0], by=client.reader)


def test_a_caseload_that_ends_closes_the_thread_at_the_next_request(ana: SignedIn, family: tuple[str, str]) -> None:
    assert ana.get(page(*family, "thread")).status_code == 200
    luis = client_as("navigator", name="Luis Ortega")
    assert luis.get(page(*family, "thread")).status_code == 403


def test_texts_come_in_signed_are_kept_once_and_stop_means_stop(ana: SignedIn, family: tuple[str, str]) -> None:
    add_text(ana, family)
    at = instant()
    body = json.dumps({
        "event": "sms:received", "id": "one",
        "payload": {"messageId": "m1", "message": "STOP", "phoneNumber": "+15415550142", "receivedAt": at.isoformat()},
    })  # fmt: skip
    stamp = str(int(at.timestamp()))
    gateway = Client(REMOTE_ADDR="127.0.0.1")

    def post(sign: str) -> int:
        return gateway.post(
            "/messages/incoming/",
            body,
            content_type="application/json",
            headers={"X-Signature": sign, "X-Timestamp": stamp},
        ).status_code

    assert post("0" * 64) == 403
    assert not Incoming.objects.exists()
    assert [
        post(hmac.new(SIGNING_KEY.encode(), (body + stamp).encode(), "sha256").hexdigest()) for _twice in range(2)
    ] == [204, 204]
    assert Incoming.objects.count() == 1
    assert OptOut.objects.get().value == "+15415550142"
    assert "they asked for no messages here" in ana.get(page(*family, "ways")).content.decode()


def test_a_purpose_that_is_not_care_reads_no_thread(ana: SignedIn, family: tuple[str, str]) -> None:
    with pytest.raises(NotPermitted):
        thread_of(family[1], story=family[0], by=replace(ana.reader, purpose="measurement"))  # type: ignore[arg-type]


def test_a_day_that_has_passed_waits_to_be_told_what_became_of_it(ana: SignedIn, family: tuple[str, str]) -> None:
    Appointment.objects.create(
        key="old", story=family[0], person=family[1], what="Home visit", starts=ana.reader.at - timedelta(days=1),
        minutes=60, clock="pacific", state=DayState.AGREED, agreed=ana.reader.at - timedelta(days=9), agreed_by="x",
    )  # fmt: skip
    row = Appointment.objects.get()
    assert "Days that have passed" in ana.get(page(*family, "days")).content.decode()
    ana.post(page(*family, "days"), {"day_id": str(row.pk), "close": "not_kept"})
    row.refresh_from_db()
    assert row.state == DayState.NOT_KEPT
    assert ana.post(page(*family, "days"), {"day_id": str(row.pk), "close": "kept"}).status_code == 409
