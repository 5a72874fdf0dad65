"""What families said that waits for somebody: words nobody has read, what went wrong and has no answer, a step answered with a wish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Max

from headwaters.domain.history.view import View
from headwaters.practice.contacts.models import Contact
from headwaters.practice.family_voice.models import StepAnswer, WentWrong
from headwaters.practice.family_voice.wrongs import Answer
from headwaters.practice.messages.models import Written


class Kind(StrEnum):
    WROTE = "wrote"
    WENT_WRONG = "went_wrong"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Waiting:
    """`since`: the earliest of its kind that still waits in this story, by this person."""

    kind: Kind
    story: str
    person: str
    since: datetime


def waiting(views: Mapping[str, View], protected: Mapping[str, frozenset[str]]) -> tuple[Waiting, ...]:
    """For a list whose reader was asked for each of these stories: what its families said, the oldest first. Four questions in all.

    protected  the subjects that an element touches; an answer about one that the reader may not see is not told of
    """
    found: dict[tuple[Kind, str, str], Waiting] = {}
    for one in (*_wrote(views), *_wrong(views), *_answered(views, protected)):
        view, key = views[one.story], (one.kind, one.story, one.person)
        if view.words and view.sees_person(one.person) and (key not in found or one.since < found[key].since):
            found[key] = one
    return tuple(sorted(found.values(), key=lambda one: (one.since, one.story, one.kind)))


def _wrote(views: Mapping[str, View]) -> Iterator[Waiting]:
    rows = Written.objects.filter(story__in=list(views), from_family=True, read__isnull=True)
    for story, person, at in rows.values_list("story", "person", "at"):
        yield Waiting(Kind.WROTE, story, person, at)


def _wrong(views: Mapping[str, View]) -> Iterator[Waiting]:
    rows = WentWrong.objects.filter(story__in=list(views), closed_at=None)
    for story, person, at in rows.values_list("story", "person", "at"):
        yield Waiting(Kind.WENT_WRONG, story, person, at)


def _answered(views: Mapping[str, View], protected: Mapping[str, frozenset[str]]) -> Iterator[Waiting]:
    """A wish waits until somebody has spoken with the family after it."""
    held = Contact.objects.filter(story__in=list(views), undone_at=None).values_list("story").annotate(last=Max("at"))
    spoken = dict(held)
    rows = StepAnswer.objects.filter(story__in=list(views), undone_at=None).exclude(answer=Answer.YES)
    for story, person, at, key in rows.values_list("story", "person", "at", "key"):
        subjects = protected.get(key.partition("/")[0], frozenset())
        seen = all(views[story].sees_subject(subject) for subject in subjects)
        if seen and (story not in spoken or spoken[story] < at):
            yield Waiting(Kind.ANSWERED, story, person, at)
