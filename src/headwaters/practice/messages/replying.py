"""Writing to a family: the words stay on its page, and a neutral text says that they wait there."""

from __future__ import annotations

from django.db import transaction

from headwaters.practice.access.reader import Reader
from headwaters.practice.messages.actions import queue
from headwaters.practice.messages.kinds import MessageKind
from headwaters.practice.messages.threads import write
from headwaters.practice.messages.ways import ways_of


@transaction.atomic
def answer_family(person: str, words: str, *, story: str, by: Reader, name: str, key: str, link: str) -> None:
    """raises  NotPermitted; NotTaken: there is nothing to send, or too much"""
    write(person, words, story=story, by=by, name=name, key=key)
    language = next((way.language for way in ways_of(person, on=by.at.date()) if way.language), "en")
    queue(
        MessageKind.SOMEBODY_WROTE, person=person, story=story, by=by, key=f"wrote:{key}"[:64],
        params={"who": name.split(" ")[0], "link": link}, language=language,
    )  # fmt: skip
