"""Words between a family and those who work with it. They stay on the page; a text only says that they wait there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from headwaters.domain.consent import Action, ReaderRole
from headwaters.domain.problems import NotTaken
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.families.seated import hears, seated
from headwaters.practice.messages.models import Incoming, Written

MOST_LETTERS = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said. `by_text`: it came as a text; `mine`: the reader wrote it."""

    at: datetime
    words: str
    who: str
    from_family: bool
    mine: bool
    by_text: bool
    unread: bool
    id: int


def thread_of(person: str, *, story: str, by: Reader, most: int = 50) -> tuple[Line, ...]:
    """What was said between one person and those who work with them, oldest first. Another caregiver's is another thread.

    raises  NotPermitted  the story is not this reader's
            NotFound      the person is not of this story, or the thread is somebody else's
    """
    view = require(by, Action.READ_FAMILY, story=story, detail="messages")
    hears(story=story, by=by, view=view)
    seated(person, story=story, by=by, view=view)
    lines = [_written(row, by) for row in Written.objects.filter(person=person, story=story).order_by("-at")[:most]]
    lines += [_texted(row, by) for row in Incoming.objects.filter(person=person).order_by("-received")[:most]]
    return tuple(sorted(lines, key=lambda line: (line.at, line.id))[-most:])


@transaction.atomic
def write(person: str, words: str, *, story: str, by: Reader, name: str, key: str) -> None:
    """Say something in one person's thread. The same key again says nothing new.

    raises  NotPermitted
            NotFound  the person is not of this story, or the thread is somebody else's
            NotTaken  it is empty or too long to keep
    """
    view = require(by, Action.MESSAGE_FAMILY, story=story, detail="words written")
    seated(person, story=story, by=by, view=view)
    said = words.strip()
    if not said:
        raise NotTaken("There is nothing to send yet. Write a few words first.")
    if len(said) > MOST_LETTERS:
        raise NotTaken(f"This is longer than {MOST_LETTERS:,} letters. Please send it in two.")
    from_family = by.role == ReaderRole.FAMILY
    Written.objects.get_or_create(
        key=key,
        defaults={
            "person": person, "story": story, "from_family": from_family, "writer": by.id, "writer_name": name[:120],
            "words": said, "at": by.at,
        },
    )  # fmt: skip


@transaction.atomic
def mark_read(person: str, *, story: str, by: Reader) -> None:
    """The other side's words have been read on the page.

    raises  NotPermitted, NotFound
    """
    view = require(by, Action.READ_FAMILY, story=story, detail="messages read")
    hears(story=story, by=by, view=view)
    seated(person, story=story, by=by, view=view)
    theirs = by.role != ReaderRole.FAMILY
    Written.objects.filter(person=person, story=story, from_family=theirs, read__isnull=True).update(read=by.at)


def _written(row: Written, by: Reader) -> Line:
    mine = row.writer == by.id
    unread = row.read is None and not mine
    return Line(row.at, row.words, row.writer_name, row.from_family, mine, False, unread, row.pk)


def _texted(row: Incoming, by: Reader) -> Line:
    return Line(row.received, row.text, "", True, by.role == ReaderRole.FAMILY, True, row.seen is None, row.pk)
