"""What is queued leaves once, by day, by a safe way; what fails is tried again and then shown to a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from headwaters.domain.problems import NotPermitted
from headwaters.practice.access.models import GrantRow
from headwaters.practice.access.reader import Reader
from headwaters.practice.messages import safety
from headwaters.practice.messages.actions import queue, queue_to_agency, take_in
from headwaters.practice.messages.gateways.gateway import NotSent, Outgoing
from headwaters.practice.messages.kinds import WORDS, Channel, MessageKind, said
from headwaters.practice.messages.models import Incoming, Message, OptOut
from headwaters.practice.messages.outbox import LOST, PAUSES, State, drop, send_due, try_again
from headwaters.practice.messages.ways import add_way, end_way, ways_of


class Pigeon:
    """A gateway that keeps what it was given, and fails when told to."""

    name = "pigeon"
    channels = frozenset({Channel.TEXT, Channel.EMAIL})

    def __init__(self) -> None:
        self.carried: list[Outgoing] = []
        self.failure: Exception | None = None

    def send(self, message: Outgoing) -> str:
        if self.failure is not None:
            raise self.failure
        self.carried.append(message)
        return f"p{len(self.carried)}"


@pytest.fixture
def pigeon() -> Pigeon:
    return Pigeon()


@pytest.fixture
def rosa(by: Reader) -> str:
    add_way("rosa", story="s1", by=by, channel=Channel.TEXT, value="(541) 555-0142", language="es")
    return "rosa"


def ask(by: Reader, key: str = "k1", kind: MessageKind = MessageKind.PLEASE_CALL) -> Message:
    return queue(kind, person="rosa", story="s1", by=by, key=key, params={"who": "Ana"})


def test_a_message_goes_out_once_however_often_the_button_was_pressed(by: Reader, rosa: str, pigeon: Pigeon) -> None:
    assert ask(by).pk == ask(by).pk
    assert send_due([pigeon], at=by.at).sent == 1
    assert send_due([pigeon], at=by.at).sent == 0
    assert [one.to for one in pigeon.carried] == ["+15415550142"]


def test_at_night_it_waits_for_eight_in_the_morning(by: Reader, rosa: str, pigeon: Pigeon) -> None:
    night = replace(by, at=by.at.replace(hour=22))
    ask(night)
    assert send_due([pigeon], at=night.at).sent == 0
    assert send_due([pigeon], at=night.at + timedelta(hours=9, minutes=59)).sent == 0
    assert send_due([pigeon], at=night.at + timedelta(hours=10)).sent == 1


def test_a_family_in_malheur_county_has_its_evening_an_hour_earlier(by: Reader, rosa: str) -> None:
    evening = replace(by, at=by.at.replace(hour=19, minute=30))
    row = queue(
        MessageKind.PLEASE_CALL, person="rosa", story="s1", by=evening, key="m", params={"who": "Ana"}, county="malheur"
    )
    assert row.not_before > evening.at
    assert ask(evening, "here").not_before == evening.at


def test_without_a_way_it_is_held_for_a_person_to_see(by: Reader, pigeon: Pigeon) -> None:
    row = ask(by)
    assert (row.state, row.to) == (State.HELD, "")
    assert send_due([pigeon], at=by.at).sent == 0
    assert "no safe way" in row.why


def test_somebody_who_is_kept_safe_gets_nothing_where_others_can_read_it(
    by: Reader, pigeon: Pigeon, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_way("rosa", story="s1", by=by, channel=Channel.TEXT, value="541-555-0100", shared=True)
    assert ask(by).state == State.WAITING
    monkeypatch.setattr(safety, "is_marked", lambda *_who, **_when: True)
    assert ask(by, "k2").state == State.HELD
    done = send_due([pigeon], at=by.at)
    assert (done.sent, done.dropped) == (0, 1), "what was queued before the mark does not leave either"


def test_after_a_loss_nothing_leaves_any_more(
    by: Reader, rosa: str, pigeon: Pigeon, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(by)
    monkeypatch.setattr(safety, "silenced", lambda *_who, **_when: True)
    assert send_due([pigeon], at=by.at).dropped == 1
    assert pigeon.carried == []
    assert ask(by, "k2").state == State.HELD


def test_stop_is_answered_once_and_nothing_else_arrives_after_it(by: Reader, rosa: str, pigeon: Pigeon) -> None:
    ask(by)
    take_in(Channel.TEXT, "541-555-0142", "Stop.", key="in1", at=by.at)
    done = send_due([pigeon], at=by.at)
    assert (done.sent, done.dropped) == (1, 1)
    assert pigeon.carried[0].body == said(MessageKind.STOPPED, {}, language="es", channel=Channel.TEXT).body
    assert ask(by, "k2").state == State.HELD
    take_in(Channel.TEXT, "541-555-0142", "START", key="in2", at=by.at)
    assert ask(by, "k3").state == State.WAITING
    assert OptOut.objects.get().ended == by.at


def test_the_same_text_posted_twice_is_one(by: Reader, rosa: str) -> None:
    for _time in range(2):
        take_in(Channel.TEXT, "+15415550142", "Where is the office?", key="in1", at=by.at)
    row = Incoming.objects.get()
    assert (row.person, row.meaning, row.seen) == ("rosa", "words", None)


def test_a_number_of_two_people_belongs_to_neither(by: Reader, rosa: str) -> None:
    add_way("luz", story="s2", by=by, channel=Channel.TEXT, value="541 555 0142")
    assert take_in(Channel.TEXT, "5415550142", "Hello", key="in", at=by.at).person == ""


def test_a_failure_is_tried_again_ever_later_and_then_a_person_looks(by: Reader, rosa: str, pigeon: Pigeon) -> None:
    ask(by)
    pigeon.failure = NotSent("The text gateway did not answer.", again=True)
    at = by.at
    for pause in PAUSES:
        assert send_due([pigeon], at=at).later == 1
        assert send_due([pigeon], at=at + pause - timedelta(seconds=1)).later == 0
        at += pause
    assert send_due([pigeon], at=at).failed == 1
    assert Message.objects.get().why == "The text gateway did not answer."
    pigeon.failure = None
    assert try_again("k1", at=at)
    assert send_due([pigeon], at=at).sent == 1
    assert not try_again("k1", at=at)


def test_a_number_that_cannot_be_reached_is_not_tried_again(by: Reader, rosa: str, pigeon: Pigeon) -> None:
    ask(by)
    pigeon.failure = NotSent("The text gateway does not take this number or text.", again=False)
    assert send_due([pigeon], at=by.at).failed == 1


def test_a_process_that_dies_while_sending_leaves_the_message_to_the_next(
    by: Reader, rosa: str, pigeon: Pigeon
) -> None:
    ask(by)
    pigeon.failure = KeyboardInterrupt()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        send_due([pigeon], at=by.at)
    assert Message.objects.get().state == State.SENDING
    pigeon.failure = None
    assert send_due([pigeon], at=by.at + LOST - timedelta(seconds=1)).sent == 0
    assert send_due([pigeon], at=by.at + LOST).sent == 1
    assert pigeon.carried[0].key == "k1", "the gateway knows it by the same key"


def test_what_was_overtaken_does_not_leave(by: Reader, rosa: str, pigeon: Pigeon) -> None:
    ask(by)
    assert drop(["k1", "nobody"], why="The day was moved.") == 1
    assert send_due([pigeon], at=by.at).sent == 0


def test_without_a_way_out_for_texts_the_message_says_so(by: Reader, rosa: str) -> None:
    ask(by)
    done = send_due([], at=by.at)
    assert (done.failed, done.problems) == (1, ["Nothing is set up to send a text."])


def test_an_agency_gets_mail_at_any_hour(by: Reader, pigeon: Pigeon) -> None:
    night = by.at.replace(hour=23)
    queue_to_agency(
        MessageKind.REFERRAL_NUDGE, email=" Intake@Example.ORG ", organisation="wic", key="n1", at=night, queued_by=by.id,
        params={"asked": "March 1", "link": "https://here/a/1"},
    )  # fmt: skip
    assert send_due([pigeon], at=night).sent == 1
    assert pigeon.carried[0].to == "intake@example.org"
    assert "https://here/a/1" in pigeon.carried[0].body


def test_a_number_that_is_no_longer_right_is_not_used(by: Reader, rosa: str) -> None:
    end_way(ways_of("rosa", on=by.at.date())[0].id, story="s1", by=by)
    assert ask(by).state == State.HELD


def test_whoever_may_not_write_to_a_family_queues_nothing(by: Reader, rosa: str) -> None:
    GrantRow.objects.all().delete()
    with pytest.raises(NotPermitted):
        ask(by)
    assert Message.objects.count() == 0


@pytest.mark.parametrize("kind", [kind for kind in MessageKind if WORDS[kind].to_family])
def test_no_text_to_a_family_can_hold_more_than_a_day_a_code_a_first_name_or_a_link(kind: MessageKind) -> None:
    assert set(WORDS[kind].params) <= {"code", "minutes", "day", "time", "who", "link"}
    with pytest.raises(ValueError, match="holds no"):
        said(kind, dict.fromkeys((*WORDS[kind].params, "program"), "x"), language="en", channel=Channel.TEXT)


def test_a_reminder_fits_two_parts() -> None:
    body = said(
        MessageKind.REMINDER,
        {"day": "Wednesday, September 30", "time": "10:30 AM"},
        language="en",
        channel=Channel.TEXT,
    ).body
    assert body.endswith("Reply STOP to end, HELP for help.")
    assert len(body) <= 306


def test_every_instant_is_kept_with_its_zone(by: Reader, rosa: str) -> None:
    row = Message.objects.get(pk=ask(by).pk)
    assert isinstance(row.not_before, datetime)
    assert row.not_before.tzinfo is not None
