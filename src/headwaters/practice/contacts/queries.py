"""Questions about contacts and visits. The caller has asked access for the family or the list."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.practice.contacts.models import Contact, Visit
from headwaters.practice.contacts.outcomes import NAVIGATOR_CONTACT, TALKED
from headwaters.practice.families.models import EventRow, KnownAs, SeatRow


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was done with a family, for the last notes on its page. `visit`: it was one, part done or finished."""

    at: datetime
    account: str
    way: str
    outcome: str
    answer: str
    words: str
    next_day: date | None
    contact: UUID | None = None
    visit: UUID | None = None
    finished: bool = True


def last_notes(story: str, *, most: int = 3) -> tuple[Note, ...]:
    """The last contacts and visits of a family, newest first, without what was taken back."""
    contacts = [
        Note(one.at, one.account, one.way, one.outcome, one.answer, one.note, one.next_day, contact=one.pk)
        for one in Contact.objects.filter(story=story, undone_at=None).order_by("-at")[:most]
    ]
    visits = [
        Note(one.begun_at, one.account, "visit", "visit_done" if one.finished_at else "", "", "", None, visit=one.pk,
             finished=one.finished_at is not None)
        for one in Visit.objects.filter(story=story).order_by("-begun_at")[:most]
    ]  # fmt: skip
    return tuple(sorted([*contacts, *visits], key=lambda note: note.at, reverse=True)[:most])


def last_contact_days(stories: Collection[str], *, blueprint: Blueprint, as_of: date) -> dict[str, date]:
    """Of each story the last day on which somebody spoke with the family, by our own notes and by what agencies reported;
    stories without one are absent."""
    found: dict[str, date] = {}
    ours = Contact.objects.filter(story__in=stories, undone_at=None, outcome__in=[one.value for one in TALKED])
    visits = Visit.objects.filter(story__in=stories, finished_at__isnull=False)
    for rows in (ours, visits):
        for story, day in rows.values("story").annotate(last=Max("on_day")).values_list("story", "last"):
            found[story] = max(day, found.get(story, day))
    if NAVIGATOR_CONTACT in blueprint.events:
        for story, day in _reported(stories, as_of):
            found[story] = max(day, found.get(story, day))
    return found


def _reported(stories: Collection[str], as_of: date) -> list[tuple[str, date]]:
    seats = list(SeatRow.objects.filter(story_id__in=stories).values_list("person", "story_id"))
    known = dict(KnownAs.objects.filter(person__in={person for person, _ in seats}).values_list("pk", "person"))
    rows = EventRow.objects.filter(known_as__in=list(known), kind=NAVIGATOR_CONTACT, start__lte=as_of)
    last: dict[str, date] = {}
    for key, day in rows.values("known_as").annotate(last=Max("start")).values_list("known_as", "last"):
        person = known[key]
        last[person or ""] = max(day, last.get(person or "", day))
    return [(story, last[person]) for person, story in seats if person in last]


def contacts_today(story: str, *, on: date) -> tuple[Contact, ...]:
    """What was written down for a family today already, so that nobody calls twice."""
    return tuple(Contact.objects.filter(story=story, on_day=on, undone_at=None).order_by("at"))
