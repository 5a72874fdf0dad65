"""What waits to be sent, and sending it: written down before it leaves, tried again when it fails, never sent twice knowingly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from headwaters.domain.messaging.quiet_hours import ALLOWED, common_hours, next_allowed
from headwaters.domain.messaging.text_parts import text_parts
from headwaters.domain.time_zones import PACIFIC, zone_of
from headwaters.practice.messages.gateways.gateway import Gateway, NotSent, Outgoing
from headwaters.practice.messages.kinds import WORDS, Channel, MessageKind, said
from headwaters.practice.messages.models import Message
from headwaters.practice.messages.safety import may_still_go
from headwaters.practice.messages.ways import Way, stopped_at


class State(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    """Tried as often as makes sense: a person must look."""
    HELD = "held"
    """There is no safe way to send it: a person must look."""
    DROPPED = "dropped"
    """It was overtaken: the day was moved, they asked for silence, there is nothing left to say."""


NEEDS_A_PERSON = (State.FAILED, State.HELD)
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8))
"""How long to wait after each failed attempt; after the last one a person looks."""
LOST = timedelta(minutes=15)
"""A message still `sending` after this was left behind by a process that ended; it is tried again under the same key."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where one message goes. `way` None: an organisation's own address, outside any family."""

    channel: Channel
    to: str
    language: str
    person: str = ""
    organisation: str = ""
    way: Way | None = None


def put(
    kind: MessageKind, params: dict[str, str], to: Addressee, *, key: str, at: datetime, queued_by: str, story: str = "",
    not_before: datetime | None = None, county: str | None = None,
) -> Message:  # fmt: skip
    """Write one message down to be sent. The same key again gives the message that is there."""
    words = said(kind, params, language=to.language, channel=to.channel)
    earliest = max(at, not_before) if not_before is not None else at
    row, _fresh = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind, "person": to.person, "story": story, "organisation": to.organisation, "channel": to.channel,
            "to": to.to, "language": to.language, "params": params, "queued": at, "queued_by": queued_by,
            "not_before": arrival(kind, to, earliest, county), "state": State.WAITING,
            "parts": text_parts(words.body) if to.channel is Channel.TEXT else 0,
        },
    )  # fmt: skip
    return row


def arrival(kind: MessageKind, to: Addressee, earliest: datetime, county: str | None) -> datetime:
    """The first instant at which it may arrive: for families in their hours and by their clock."""
    words = WORDS[kind]
    if words.urgent or not words.to_family:
        return earliest
    zone = zone_of(county, chosen=to.way.clock if to.way is not None else None)
    hours = common_hours(to.way.hours) if to.way is not None else ALLOWED
    return next_allowed(earliest, zone=zone, hours=hours)


@dataclass(slots=True)
class Sent:
    """What one round did, as counts; `problems`: each sentence once."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    dropped: int = 0
    problems: list[str] = field(default_factory=list)


def send_due(gateways: Sequence[Gateway], *, at: datetime, most: int = 500) -> Sent:
    """Send what may arrive now. A crash at any point leaves each message sent, or waiting to be tried under its old key."""
    _take_up_lost(at)
    done = Sent()
    due = Message.objects.filter(state=State.WAITING, not_before__lte=at).order_by("not_before", "id")[:most]
    for key in list(due.values_list("key", flat=True)):
        _send_one(key, gateways, at, done)
    return done


def _take_up_lost(at: datetime) -> None:
    Message.objects.filter(state=State.SENDING, not_before__lte=at - LOST).update(state=State.WAITING)


def _send_one(key: str, gateways: Sequence[Gateway], at: datetime, done: Sent) -> None:
    row = _claim(key, at, done)
    if row is None:
        return
    channel = Channel(row.channel)
    gateway = next((one for one in gateways if channel in one.channels), None)
    if gateway is None:
        _after_failure(row, NotSent(f"Nothing is set up to send a {channel}.", again=False), at, done)
        return
    words = said(MessageKind(row.kind), row.params, language=row.language, channel=channel)
    try:
        number = gateway.send(Outgoing(row.key, channel, row.to, words.subject, words.body))
    except NotSent as failure:
        _after_failure(row, failure, at, done)
        return
    Message.objects.filter(pk=row.pk).update(
        state=State.SENT, sent=at, gateway_id=number[:120], attempts=row.attempts + 1, why=""
    )
    done.sent += 1


@transaction.atomic
def _claim(key: str, at: datetime, done: Sent) -> Message | None:
    """Take one message for sending, unless something since it was queued speaks against it."""
    if not Message.objects.filter(key=key, state=State.WAITING).update(state=State.SENDING, not_before=at):
        return None  # another process was faster
    row = Message.objects.get(key=key)
    reason = _against(row, at)
    if reason is None:
        return row
    Message.objects.filter(pk=row.pk).update(state=State.DROPPED, why=reason)
    done.dropped += 1
    return None


def _against(row: Message, at: datetime) -> str | None:
    kind = MessageKind(row.kind)
    if kind is not MessageKind.STOPPED and (row.channel, row.to) in stopped_at([row.to]):
        return "They asked for no more messages."
    if WORDS[kind].to_family and row.story and not may_still_go(row, on=at.astimezone(PACIFIC).date()):
        return "There is nothing left to say."
    return None


def _after_failure(row: Message, failure: NotSent, at: datetime, done: Sent) -> None:
    attempts = row.attempts + 1
    again = failure.again and attempts <= len(PAUSES)
    Message.objects.filter(pk=row.pk).update(
        attempts=attempts, why=failure.why[:200], state=State.WAITING if again else State.FAILED,
        not_before=at + PAUSES[attempts - 1] if again else row.not_before,
    )  # fmt: skip
    if again:
        done.later += 1
    else:
        done.failed += 1
    if failure.why not in done.problems:
        done.problems.append(failure.why)


def drop(keys: Sequence[str], *, why: str) -> int:
    """Take back what has not left yet: the day was moved, the ask was answered. Returns how many."""
    return Message.objects.filter(key__in=list(keys), state=State.WAITING).update(state=State.DROPPED, why=why[:200])


def try_again(key: str, *, at: datetime) -> bool:
    """Somebody looked at a message that failed: one more attempt. False: it is no longer one of those."""
    return bool(
        Message.objects.filter(key=key, state=State.FAILED).update(state=State.WAITING, attempts=0, not_before=at)
    )
