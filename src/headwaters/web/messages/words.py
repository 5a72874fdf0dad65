"""Messages, ways to reach and agreed days in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.utils.dateformat import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext

from headwaters.domain.time_zones import PACIFIC
from headwaters.practice.appointments.queries import AgreedDay
from headwaters.practice.appointments.states import OPEN
from headwaters.practice.appointments.states import State as DayState
from headwaters.practice.messages.kinds import Channel, MessageKind
from headwaters.practice.messages.outbox import NEEDS_A_PERSON, State
from headwaters.practice.messages.queries import Letter
from headwaters.practice.messages.ways import Way
from headwaters.web.layout.dates import written

CHANNEL_WORDS = {
    Channel.TEXT: lazy("Text"), Channel.CALL: lazy("Call"), Channel.EMAIL: lazy("Email"), Channel.POST: lazy("Post"),
}  # fmt: skip
KIND_WORDS = {
    MessageKind.CODE: lazy("A code for their page"),
    MessageKind.REMINDER: lazy("A reminder of an agreed day"),
    MessageKind.SOMEBODY_WROTE: lazy("Word that a message waits on their page"),
    MessageKind.PLEASE_CALL: lazy("A wish to talk"),
}
STATE_WORDS = {
    State.WAITING: lazy("waits until %(day)s"),
    State.SENDING: lazy("on its way"),
    State.SENT: lazy("sent %(day)s"),
    State.FAILED: lazy("did not go"),
    State.HELD: lazy("held back"),
    State.DROPPED: lazy("not needed any more"),
}
DAY_WORDS = {
    DayState.PROPOSED: lazy("The family has not said yet that it works"),
    DayState.AGREED: lazy("Agreed"),
    DayState.ASKED_TO_MOVE: lazy("The family would like another time. Offer one."),
    DayState.MOVED: lazy("It was moved to another day"),
    DayState.CANCELLED: lazy("It was called off"),
    DayState.KEPT: lazy("It happened"),
    DayState.NOT_KEPT: lazy("It did not happen"),
}


def hour(time: time) -> str:
    """ "2:30 p.m."; "noon"."""
    return time_format(time, pgettext("time format: 2:30 p.m.", "P"))


@dataclass(frozen=True, slots=True)
class WayLine:
    id: int
    how: str
    shown: str
    notes: tuple[str, ...]


def way_in_words(way: Way) -> WayLine:
    notes = []
    if way.hours is not None:
        notes.append(_("%(opens)s to %(closes)s") % {"opens": hour(way.hours.opens), "closes": hour(way.hours.closes)})
    if way.shared:
        notes.append(_("somebody else may read or hear it"))
    if way.stopped:
        notes.append(_("they asked for no messages here"))
    if way.note:
        notes.append(way.note)
    return WayLine(way.id, str(CHANNEL_WORDS[way.channel]), way.shown, tuple(notes))


@dataclass(frozen=True, slots=True)
class LetterLine:
    """`stuck`: a person must look."""

    key: str
    what: str
    state: str
    why: str
    stuck: bool
    again: bool
    href: tuple[str, str]


def letter_in_words(letter: Letter, on: date) -> LetterLine:
    when = (letter.sent or letter.not_before).astimezone(PACIFIC)
    day = _("today, %(time)s") % {"time": hour(when.time())} if when.date() == on else written(when.date())
    words = str(STATE_WORDS[letter.state]) % {"day": day}
    return LetterLine(
        letter.key, str(KIND_WORDS.get(letter.kind, _("A message"))), words, letter.why, letter.state in NEEDS_A_PERSON,
        letter.state is State.FAILED, (letter.story, letter.person),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayLine:
    id: int
    what: str
    when: str
    clock: str
    where: str
    bring: str
    with_whom: str
    state: str
    wants_another: bool
    open: bool


def day_in_words(day: AgreedDay) -> DayLine:
    """ "Tue, March 4, 2026, 2:30 p.m., Mountain time"."""
    return DayLine(
        day.id, day.what, f"{written(day.local.date())}, {hour(day.local.time())}",
        _("Mountain time") if day.clock == "mountain" else _("Pacific time"), day.where, day.bring, day.with_whom,
        str(DAY_WORDS.get(day.state, "")), day.state is DayState.ASKED_TO_MOVE, day.state in OPEN,
    )  # fmt: skip
