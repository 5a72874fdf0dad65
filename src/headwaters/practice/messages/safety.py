"""What speaks against sending: a mark that somebody must be kept safe, a loss that silences everything, a wish to be left alone."""

from __future__ import annotations

from datetime import date

from headwaters.practice.consents.marks import is_marked
from headwaters.practice.families.silence import silenced
from headwaters.practice.messages.models import Message, WayRow
from headwaters.practice.messages.ways import Way, ways_of


def safe_ways(person: str, *, story: str, on: date) -> tuple[Way, ...]:
    """The ways by which a message may go to somebody on a day: none while all about the child is silent; for a person who
    is marked, only what nobody else can read."""
    if silenced(story, as_of=on):
        return ()
    marked = is_marked(person, on=on)
    return tuple(way for way in ways_of(person, on=on) if not (marked and way.shared))


def may_still_go(message: Message, *, on: date) -> bool:
    """Whether a message that was queued earlier may leave now."""
    if silenced(message.story, as_of=on):
        return False
    shared = WayRow.objects.filter(person=message.person, value=message.to, shared=True, through_day__isnull=True)
    return not (is_marked(message.person, on=on) and shared.exists())
