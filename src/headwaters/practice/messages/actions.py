"""Deeds: sending to a family or an agency, and taking in what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from headwaters.domain.consent import Action
from headwaters.domain.messaging.replies import Reply, meaning_of
from headwaters.domain.problems import NotFound
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.appointments.answers import answer_by_text
from headwaters.practice.families.seated import seated
from headwaters.practice.messages.kinds import Channel, MessageKind
from headwaters.practice.messages.models import Incoming, Message, OptOut, WayRow
from headwaters.practice.messages.numbers import written_form
from headwaters.practice.messages.outbox import Addressee, State, put
from headwaters.practice.messages.safety import safe_ways
from headwaters.practice.messages.ways import Way

ANSWERS_FOR = timedelta(days=7)
"""A short answer belongs to the last question of these days; later than that a person reads it."""
OUR_OWN = "headwaters"
"""Who queued an answer that nobody pressed a button for."""


@transaction.atomic
def queue(
    kind: MessageKind, *, person: str, story: str, by: Reader, key: str, params: dict[str, str] | None = None,
    not_before: datetime | None = None, county: str | None = None, language: str = "en",
) -> Message:  # fmt: skip
    """Send one neutral message to somebody of a family, the safest way there is; without one it is held for a person to see.

    key     the same for the same deed: a double press sends once
    raises  NotPermitted
    """
    view = require(by, Action.MESSAGE_FAMILY, story=story, detail=f"{kind} message")
    seated(person, story=story, by=by, view=view)
    return queue_unasked(
        kind, person=person, story=story, queued_by=by.id, at=by.at, key=key, params=params or {},
        not_before=not_before, county=county, language=language,
    )  # fmt: skip


def queue_unasked(
    kind: MessageKind, *, person: str, story: str, queued_by: str, at: datetime, key: str, params: dict[str, str],
    not_before: datetime | None = None, county: str | None = None, language: str = "en",
) -> Message:  # fmt: skip
    """The same, inside a deed that has asked access for itself."""
    way = _best(safe_ways(person, story=story, on=at.date()))
    if way is None:
        row, _fresh = Message.objects.get_or_create(
            key=key,
            defaults={
                "kind": kind, "person": person, "story": story, "channel": Channel.TEXT, "to": "", "language": language,
                "params": params, "queued": at, "queued_by": queued_by, "not_before": at, "state": State.HELD,
                "why": "There is no safe way to reach them with a message.",
            },
        )  # fmt: skip
        return row
    to = Addressee(way.channel, way.value, way.language or language, person=person, way=way)
    return put(kind, params, to, key=key, at=at, queued_by=queued_by, story=story, not_before=not_before, county=county)


def queue_to_agency(
    kind: MessageKind, *, email: str, organisation: str, key: str, params: dict[str, str], at: datetime, queued_by: str,
    story: str = "", language: str = "en",
) -> Message:  # fmt: skip
    """Mail to an agency's or a worker's own address, inside a deed that has asked access for itself.

    raises  NotTaken  it is no mail address
    """
    to = Addressee(Channel.EMAIL, written_form(Channel.EMAIL, email), language, organisation=organisation)
    return put(kind, params, to, key=key, at=at, queued_by=queued_by, story=story)


def _best(ways: Sequence[Way]) -> Way | None:
    """Texts before mail, the newest first."""
    for channel in (Channel.TEXT, Channel.EMAIL):
        for way in ways:
            if way.channel is channel and not way.stopped:
                return way
    return None


@transaction.atomic
def take_in(channel: Channel, sender: str, text: str, *, key: str, at: datetime) -> Incoming:
    """One message that came in: kept as it is, understood where it is short, answered where it must be.

    The same key again changes nothing. What is not understood waits for a person.
    raises  NotTaken  the sender is no number or address
    """
    value = written_form(channel, sender)
    known = Incoming.objects.filter(key=key).first()
    if known is not None:
        return known
    meaning = meaning_of(text)
    question = _question(channel, value, at) if meaning in (Reply.WORKS, Reply.ANOTHER_TIME, Reply.CALL_ME) else None
    row = Incoming.objects.create(
        key=key, channel=channel, sender=value, text=text[:2000], received=at, meaning=meaning,
        person=_person_at(channel, value), answers=question,
    )  # fmt: skip
    _act_on(row, meaning, at)
    return row


def _question(channel: Channel, value: str, at: datetime) -> Message | None:
    asked = (MessageKind.REMINDER, MessageKind.PLEASE_CALL)
    return (
        Message.objects.filter(channel=channel, to=value, kind__in=asked, state=State.SENT, sent__gte=at - ANSWERS_FOR)
        .order_by("-sent")
        .first()
    )


def _person_at(channel: Channel, value: str) -> str:
    """Whose number that is; empty where it is nobody's here, or more than one person's."""
    day_open = WayRow.objects.filter(channel=channel, value=value, through_day__isnull=True)
    people = sorted(set(day_open.values_list("person", flat=True)))
    return people[0] if len(people) == 1 else ""


def _act_on(row: Incoming, meaning: Reply, at: datetime) -> None:
    channel, value = Channel(row.channel), row.sender
    match meaning:
        case Reply.STOP:
            OptOut.objects.get_or_create(channel=channel, value=value, ended=None, defaults={"since": at})
            _answer(MessageKind.STOPPED, row, at)
        case Reply.START:
            OptOut.objects.filter(channel=channel, value=value, ended__isnull=True).update(ended=at)
            _answer(MessageKind.STARTED, row, at)
        case Reply.HELP:
            _answer(MessageKind.HELP, row, at)
        case Reply.WORKS | Reply.ANOTHER_TIME if row.answers is not None:
            if answer_by_text(row.answers.key, meaning, at=at) and meaning is Reply.WORKS:
                Incoming.objects.filter(pk=row.pk).update(seen=at, seen_by=OUR_OWN)
        case _:
            pass


def _answer(kind: MessageKind, row: Incoming, at: datetime) -> None:
    """Straight back to where it came from: it was asked for there, whoever holds the telephone."""
    language = WayRow.objects.filter(value=row.sender).order_by("-id").values_list("language", flat=True).first()
    to = Addressee(Channel(row.channel), row.sender, language or "en", person=row.person)
    put(kind, {}, to, key=f"answer:{row.key}"[:64], at=at, queued_by=OUR_OWN)
    Incoming.objects.filter(pk=row.pk).update(seen=at, seen_by=OUR_OWN)


@transaction.atomic
def mark_seen(incoming: int, *, story: str, by: Reader) -> None:
    """A person has read it and knows what to do.

    raises  NotPermitted
            NotFound  there is no such answer in this story
    """
    view = require(by, Action.MESSAGE_FAMILY, story=story, detail="answer read")
    row = Incoming.objects.filter(pk=incoming).first()
    if row is None:
        raise NotFound("There is no such answer here.")
    seated(row.person, story=story, by=by, view=view)
    Incoming.objects.filter(pk=incoming, seen__isnull=True).update(seen=by.at, seen_by=by.id)
