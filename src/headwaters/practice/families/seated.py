"""Who sits in a story: what deeds ask before they take a person's number that a page sent them."""

from __future__ import annotations

from headwaters.domain.consent import Action, ReaderRole
from headwaters.domain.history.view import View
from headwaters.domain.problems import NotFound, NotPermitted
from headwaters.practice.access.reader import Reader
from headwaters.practice.access.trail import Ask, note
from headwaters.practice.families.models import SeatRow


def telling(by: Reader) -> Action:
    """The action of saying something about a family: a family tells of itself, everybody else records a contact."""
    return Action.TELL if by.role == ReaderRole.FAMILY else Action.RECORD_CONTACT


def hears(*, story: str, by: Reader, view: View) -> None:
    """Refuse a reader with whom the family shares its page and not what it says to those who keep it.

    raises  NotPermitted
    """
    if not view.words:
        note(Ask(by, Action.READ_FAMILY, story, "words", allowed=False))
        raise NotPermitted("The family shares its page with you, and not what it writes to those who keep it.")


def seated(person: str, *, story: str, by: Reader, view: View) -> None:
    """Refuse a person who is not of this story, or of whom this reader may hear nothing. A family's page speaks for whoever
    opened it: the other caregiver's numbers, words and days are theirs.

    view    what `require` answered for this story
    raises  NotFound  in the same words, whichever it was
    """
    another = by.role == ReaderRole.FAMILY and by.person != person
    if another or not view.sees_person(person) or not SeatRow.objects.filter(story_id=story, person=person).exists():
        raise NotFound("Nobody of that number is in this family. Open the family’s page and start from there.")
