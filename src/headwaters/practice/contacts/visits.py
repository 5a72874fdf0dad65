"""Deeds about visits: each answer is taken by itself, once, whenever it arrives; two that differ wait side by side for a person.

An answer carries the id of its version, made on the device, and the id of the version it was typed over. Sent twice it is written
once. Typed over something else than what stands now, it is kept beside it, and both are shown with who and when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotTaken
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.contacts.models import Answer, Visit
from headwaters.practice.contacts.visit_entries import Household, enter_answers
from headwaters.practice.contacts.visit_questions import known_question

NAMESPACE = UUID("6b3e5a52-6b5e-4b7f-9a0e-0d6c5f1f2b11")
LONGEST_TEXT = 2_000
Value = str | list[str]


class State(StrEnum):
    SENT = "sent"
    NEEDS_YOU = "needs_you"


@dataclass(frozen=True, slots=True)
class Sent:
    """One version of one answer, as it comes from a page or a phone. `at`: when it was given, by the device's clock.
    `settles`: it was picked in place of others that waited."""

    version: UUID
    visit: UUID
    story: str
    episode: str
    question: str
    value: Value
    base: str
    at: datetime
    on: date
    settles: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What stands for a question now."""

    version: str
    value: Value
    account: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an answer. `head`: what stands now; of an answer that needs somebody it is the other one."""

    state: State
    head: Head


def planned_visit(story: str, on: date) -> UUID:
    """The id of a family's visit on a day: the same on each device, so that two who write about one visit write in one place."""
    return uuid5(NAMESPACE, f"{story}|{on.isoformat()}")


@transaction.atomic
def take_answer(sent: Sent, *, household: Household, by: Reader) -> Taken:
    """Take one version in, and enter what it means for the record where it stands.

    household  the family as the blueprint's questions are about it

    raises  NotPermitted
            NotTaken  the answer is to no question of this blueprint, too long, or of a visit to another family
            NotFound  one of the people is known under another id since
    """
    require(by, Action.RECORD_CONTACT, story=sent.story, detail="visit answer")
    _check(sent, household)
    visit = _visit(sent, by)
    held = Answer.objects.filter(pk=sent.version).first()
    head = _head(visit, sent.question)
    if held is not None and held.visit_id != visit.pk:
        raise NotTaken(
            "This answer belongs to another visit. Open the visit again; what you typed is kept on this device."
        )
    if held is not None:
        return _taken(held, head)
    stands = head is None or str(head.pk) == sent.base or head.value == sent.value
    answer = Answer.objects.create(
        id=sent.version, visit=visit, question=sent.question, value=sent.value, base=sent.base, account=by.id,
        at=min(sent.at, by.at), received=by.at, place=_next_place(visit), stands=stands,
    )  # fmt: skip
    if not stands:
        return _taken(answer, head)
    if sent.settles:
        Answer.objects.filter(visit=visit, question=sent.question, stands=False, settled_by="").update(
            settled_by=str(sent.version)
        )
    if sent.question == "finished":
        Visit.objects.filter(pk=visit.pk).update(finished_at=by.at if sent.value == "yes" else None)
    enter_answers(visit, sent.question, heads_of(visit), household=household, by=by)
    return _taken(answer, answer)


def _check(sent: Sent, household: Household) -> None:
    if not known_question(household.blueprint, sent.question):
        raise NotTaken(
            "This question is not asked any more: the model has changed. Copy what you wrote into the notes."
        )
    texts = [sent.value] if isinstance(sent.value, str) else sent.value
    if any(len(text) > LONGEST_TEXT for text in texts) or len(texts) > 50:
        raise NotTaken(f"This is longer than {LONGEST_TEXT} letters. Shorten it; nothing was lost.")


def _visit(sent: Sent, by: Reader) -> Visit:
    held, _ = Visit.objects.get_or_create(
        pk=sent.visit,
        defaults={"story": sent.story, "episode": sent.episode, "account": by.id, "on_day": min(sent.on, by.at.date()),
                  "begun_at": min(sent.at, by.at)},
    )  # fmt: skip
    if held.story != sent.story:
        raise NotTaken("This visit is to another family. Open the family's own visit and write it there.")
    return Visit.objects.select_for_update().get(pk=held.pk)


def _next_place(visit: Visit) -> int:
    return (Answer.objects.filter(visit=visit).aggregate(last=Max("place"))["last"] or 0) + 1


def _head(visit: Visit, question: str) -> Answer | None:
    return Answer.objects.filter(visit=visit, question=question, stands=True).order_by("-place").first()


def _taken(answer: Answer, head: Answer | None) -> Taken:
    shown = head if head is not None else answer
    waits = not answer.stands and not answer.settled_by
    return Taken(State.NEEDS_YOU if waits else State.SENT, head_of(shown))


def head_of(answer: Answer) -> Head:
    return Head(str(answer.pk), answer.value, answer.account, answer.at)


def heads_of(visit: Visit) -> dict[str, Head]:
    """What stands for each question of a visit."""
    rows = Answer.objects.filter(visit=visit, stands=True).order_by("place")
    return {row.question: head_of(row) for row in rows}


def waiting_of(visit: Visit) -> dict[str, list[Head]]:
    """Answers that were typed over something else than what stood, and wait until somebody picks."""
    found: dict[str, list[Head]] = {}
    for row in Answer.objects.filter(visit=visit, stands=False, settled_by="").order_by("place"):
        found.setdefault(row.question, []).append(head_of(row))
    return found
