"""Questions about messages: what a person must look at, and what was sent to whom, without the words of others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from headwaters.domain.consent import Action, ReaderRole
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.messages.kinds import Channel, MessageKind
from headwaters.practice.messages.models import Incoming, Message
from headwaters.practice.messages.outbox import NEEDS_A_PERSON, State


@dataclass(frozen=True, slots=True)
class Letter:
    """One message in the outbox, without its words and without the number it goes to."""

    key: str
    kind: MessageKind
    story: str
    person: str
    channel: Channel
    state: State
    why: str
    queued: datetime
    not_before: datetime
    sent: datetime | None
    attempts: int


def of_story(story: str, *, by: Reader, most: int = 20) -> tuple[Letter, ...]:
    """The latest messages to one family, newest first.

    raises  NotPermitted
    """
    view = require(by, Action.READ_FAMILY, story=story, detail="messages sent")
    rows = Message.objects.filter(story=story).order_by("-id")
    if by.role == ReaderRole.FAMILY:
        rows = rows.filter(person=by.person)
    return tuple(_letter(row) for row in rows[:most] if view.words and (not row.person or view.sees_person(row.person)))


def needing_a_person(stories: Iterable[str] | None, *, by: Reader, most: int = 50) -> tuple[Letter, ...]:
    """Messages that did not go and will not by themselves, oldest first. `stories`: a caseload; None: everybody's.

    raises  NotPermitted
    """
    rows = _needing()
    if stories is None:
        require(by, Action.LIST_FAMILIES, detail="messages that did not go")
    else:
        rows = rows.filter(story__in=list(stories))
    return tuple(map(_letter, rows[:most]))


def unmatched(*, by: Reader, most: int = 50) -> tuple[Incoming, ...]:
    """What came in from numbers that are nobody's here, oldest first.

    raises  NotPermitted
    """
    require(by, Action.SUPERVISE, detail="texts from unknown numbers")
    return tuple(Incoming.objects.filter(person="", seen__isnull=True).order_by("received")[:most])


def waiting_answers(people: Iterable[str]) -> dict[str, int]:
    """How many unread answers each of these people sent, for a list whose reader was asked for each of their stories."""
    rows = Incoming.objects.filter(person__in=list(people), seen__isnull=True)
    return dict(rows.values_list("person").annotate(Count("id")))


def counts() -> dict[State, int]:
    """How many messages stand in each state: for whoever runs the installation; no person in it."""
    rows = Message.objects.values_list("state").annotate(Count("id"))
    return {State(state): n for state, n in rows}


def _needing() -> QuerySet[Message]:
    return Message.objects.filter(state__in=NEEDS_A_PERSON).order_by("queued")


def _letter(row: Message) -> Letter:
    return Letter(
        row.key, MessageKind(row.kind), row.story, row.person, Channel(row.channel), State(row.state), row.why,
        row.queued, row.not_before, row.sent, row.attempts,
    )  # fmt: skip
