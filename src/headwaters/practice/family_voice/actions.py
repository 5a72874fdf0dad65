"""Deeds of a family on its own page, and of those who answer what went wrong. Each asks access and is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.consent import Action
from headwaters.domain.history.view import View
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.models import Account
from headwaters.practice.contacts.outcomes import Said, sayable
from headwaters.practice.contacts.promises import touchpoint_of
from headwaters.practice.families.seated import seated
from headwaters.practice.family_voice.models import OwnWords, StepAnswer, WentWrong
from headwaters.practice.family_voice.wrongs import Answer, Wrong
from headwaters.practice.messages.actions import queue_to_agency
from headwaters.practice.messages.kinds import MessageKind
from headwaters.practice.records.entries import enter_event, retract
from headwaters.practice.worklists.caseloads import keepers_of

MOST_LETTERS = 500
MOST_OWN_WORDS = 30
_SAID = {Answer.YES: Said.YES, Answer.NOT_FOR_US: Said.NOT_NOW}


@dataclass(frozen=True, slots=True)
class Answered:
    """A step as it was answered. `id`: drawn with the page, so that a double press answers once; `recipient`: for whom the step is;
    `said`: what somebody who keeps the family reads."""

    id: UUID
    story: str
    person: str
    recipient: str
    episode: str
    key: str
    answer: Answer
    words: str = ""


@transaction.atomic
def answer_step(told: Answered, *, blueprint: Blueprint, by: Reader, link: str) -> StepAnswer:
    """Keep an answer; a yes or a no is entered as the blueprint has it, and whoever keeps the family is told of what needs them.

    raises  NotPermitted
            NotFound      the step is somebody else's
            NotTaken      it is longer than can be kept
    """
    view = require(by, Action.TELL, story=told.story, detail=f"answer {told.answer}")
    _own(told.story, told.person, (told.recipient,), by, view)
    held = StepAnswer.objects.filter(pk=told.id).first()
    if held is not None:
        return held
    words = _short(told.words)
    entries = [
        enter_event(told.recipient, by=by, kind=kind, on=by.at.date(), record_id=f"answer-{told.id.hex}-{place}")
        for place, kind in enumerate(_kinds(told, blueprint))
    ]
    row = StepAnswer.objects.create(
        id=told.id, story=told.story, person=told.person, episode=told.episode, key=told.key, answer=told.answer,
        words=words, entries=entries, at=by.at,
    )  # fmt: skip
    if told.answer is not Answer.YES:
        tell_keepers(told.story, by=by, key=f"answer:{told.id.hex}", link=link)
    return row


def _kinds(told: Answered, blueprint: Blueprint) -> tuple[str, ...]:
    element = blueprint.elements.get(told.key.partition("/")[0])
    said = _SAID.get(told.answer)
    if element is None or said is None:
        return ()
    return sayable(element, touchpoint_of(blueprint, told.key)).kinds(said)


@transaction.atomic
def undo_answer(answer: UUID, *, by: Reader) -> StepAnswer:
    """Take an answer back, with what it said for the record.

    raises  NotPermitted, NotFound
    """
    held = StepAnswer.objects.filter(pk=answer).first()
    if held is None or held.person != by.person:
        raise NotFound("This answer is not on your page.")
    require(by, Action.TELL, story=held.story, detail="answer taken back")
    if held.undone_at is None:
        for record in held.entries:
            retract(record, by=by)
        held.undone_at = by.at
        held.save(update_fields=["undone_at"])
    return held


@transaction.atomic
def say(own: UUID, words: str, *, story: str, by: Reader, shared: bool) -> OwnWords:
    """Keep what somebody likes or what goes well, in their words.

    raises  NotPermitted
            NotTaken  there is nothing to keep, or more than fits
    """
    require(by, Action.TELL, story=story, detail="own words")
    said = _short(words)
    if not said:
        raise NotTaken("There is nothing to keep yet. Write a few words first.")
    if OwnWords.objects.filter(person=by.person, taken_back=None).count() >= MOST_OWN_WORDS:
        raise NotTaken("The page is full. Take one off first.")
    row, _fresh = OwnWords.objects.get_or_create(
        id=own, defaults={"story": story, "person": by.person, "words": said, "shared": shared, "at": by.at}
    )
    return row


@transaction.atomic
def take_off(own: UUID, *, by: Reader) -> None:
    """raises  NotPermitted, NotFound"""
    row = OwnWords.objects.filter(pk=own, person=by.person).first()
    if row is None:
        raise NotFound("These words are not on your page.")
    require(by, Action.TELL, story=row.story, detail="own words taken off")
    OwnWords.objects.filter(pk=own, taken_back=None).update(taken_back=by.at)


@transaction.atomic
def tell_wrong(
    id_: UUID, what: Wrong, *, story: str, by: Reader, words: str = "", about: str = "", link: str = ""
) -> WentWrong:
    """Something went wrong: it is kept, and whoever keeps the family is told at once.

    raises  NotPermitted, NotTaken
    """
    require(by, Action.TELL, story=story, detail="it went wrong")
    row, fresh = WentWrong.objects.get_or_create(
        id=id_,
        defaults={
            "story": story, "person": by.person, "what": what, "about": about[:200], "words": words.strip()[:2000],
            "at": by.at,
        },
    )  # fmt: skip
    if fresh:
        tell_keepers(story, by=by, key=f"wrong:{row.pk.hex}", link=link)
    return row


@transaction.atomic
def close_wrong(id_: UUID, told_back: str, *, by: Reader) -> WentWrong:
    """Say what was done about it; the family reads these words on its page.

    raises  NotPermitted, NotFound
            NotTaken  nothing was written
    """
    row = WentWrong.objects.filter(pk=id_).first()
    if row is None:
        raise NotFound("Nothing of that number is on file.")
    require(by, Action.RECORD_CONTACT, story=row.story, detail="what went wrong answered")
    if not told_back.strip():
        raise NotTaken("Write what you did about it. The family reads these words.")
    row.told_back, row.closed_at, row.closed_by = told_back.strip()[:2000], by.at, by.id
    row.save(update_fields=["told_back", "closed_at", "closed_by"])
    return row


def tell_keepers(story: str, *, by: Reader, key: str, link: str) -> None:
    """A neutral mail to everybody who keeps the family: that it wrote, and where to read it."""
    on = by.at.date()
    for account in Account.objects.filter(pk__in=keepers_of(story, on=on), is_active=True):
        queue_to_agency(
            MessageKind.FAMILY_WROTE, email=account.email, organisation="", key=f"{key}:{account.pk}"[:64],
            params={"link": link}, at=by.at, queued_by=by.id, story=story,
        )  # fmt: skip


def _own(story: str, person: str, others: Sequence[str], by: Reader, view: View) -> None:
    """The words are the reader's own, about somebody whom their page shows."""
    seated(person, story=story, by=by, view=view)
    if not all(view.sees_person(one) for one in others):
        raise NotFound("This step is on another person’s page.")


def _short(words: str) -> str:
    said = words.strip()
    if len(said) > MOST_LETTERS:
        raise NotTaken(f"This is longer than {MOST_LETTERS} letters. Please say it shorter.")
    return said
