"""Questions about what families said."""

from __future__ import annotations

from headwaters.domain.consent import Action, ReaderRole
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.family_voice.models import OwnWords, StepAnswer, WentWrong


def answers_of(story: str, *, by: Reader) -> dict[str, StepAnswer]:
    """The latest answer to each step that was not taken back, by element/touchpoint; a family reads its own person's.

    raises  NotPermitted
    """
    view = require(by, Action.READ_FAMILY, story=story, detail="answers")
    rows = StepAnswer.objects.filter(story=story, undone_at=None).order_by("at")
    if by.role == ReaderRole.FAMILY:
        rows = rows.filter(person=by.person)
    return {row.key: row for row in rows if view.words and view.sees_person(row.person)}


def own_words_of(story: str, *, by: Reader) -> tuple[OwnWords, ...]:
    """A person's own words, newest first; those who keep the family read what was shared with them.

    raises  NotPermitted
    """
    view = require(by, Action.READ_FAMILY, story=story, detail="own words")
    rows = OwnWords.objects.filter(story=story, taken_back=None).order_by("-at")
    if by.role == ReaderRole.FAMILY:
        return tuple(rows.filter(person=by.person))
    return tuple(row for row in rows.filter(shared=True) if view.words and view.sees_person(row.person))


def wrongs_of(story: str, *, by: Reader) -> tuple[WentWrong, ...]:
    """What went wrong for a family, newest first.

    raises  NotPermitted
    """
    view = require(by, Action.READ_FAMILY, story=story, detail="what went wrong")
    rows = WentWrong.objects.filter(story=story).order_by("-at")
    if by.role == ReaderRole.FAMILY:
        return tuple(rows.filter(person=by.person))
    return tuple(row for row in rows if view.words and view.sees_person(row.person))
