"""Deeds about contacts: writing down what came of one, in one transaction with what it means for the record; and undoing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.consent import Action
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.contacts.models import Contact
from headwaters.practice.contacts.outcomes import TALKED, Outcome, Said, Way, contact_kind, sayable
from headwaters.practice.contacts.promises import touchpoint_of
from headwaters.practice.records.entries import enter_event, retract
from headwaters.practice.worklists.actions import LONGEST_SNOOZE_DAYS, put_off
from headwaters.practice.worklists.models import Snooze


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a contact, as it was filled in.

    keys       the promises it was about, element/touchpoint; all of one family
    recipient  whom these promises are for; `adult`: with whom one speaks
    said       what the family said to an offer; None: it was not talked about, or nothing is offered
    next_day   when it comes back onto the list; None: it stays there
    """

    id: UUID
    story: str
    episode: str
    keys: tuple[str, ...]
    adult: str
    recipient: str
    way: Way
    outcome: Outcome
    said: Said | None = None
    next_day: date | None = None
    note: str = ""
    agency: str = ""


@transaction.atomic
def record_contact(told: Told, *, blueprint: Blueprint, by: Reader) -> Contact:
    """Write down what came of a contact. The same id again changes nothing: a double click, or a page sent twice.

    raises  NotPermitted
            NotTaken   the next day lies behind, or too far ahead
            NotFound   one of the people is known under another id since
    """
    require(by, Action.RECORD_CONTACT, story=told.story, detail=f"contact {told.outcome}")
    held = Contact.objects.filter(pk=told.id).first()
    if held is not None:
        return held
    today = by.at.date()
    if told.next_day is not None and not 0 < (told.next_day - today).days <= LONGEST_SNOOZE_DAYS:
        raise NotTaken(f"Choose a next day ahead, {LONGEST_SNOOZE_DAYS} days at most.")
    entries = list(_entered(told, blueprint, by))
    if told.next_day is not None:
        promises = [(told.story, told.episode, key) for key in told.keys]
        put_off(promises, by=by, until=told.next_day, reason=f"{REASON}{told.outcome.value}")
    return Contact.objects.create(
        id=told.id, story=told.story, episode=told.episode, keys=list(told.keys), person=told.adult, account=by.id,
        way=told.way, outcome=told.outcome, answer=told.said or "", on_day=today, at=by.at, next_day=told.next_day,
        note=told.note[:400], entries=entries,
    )  # fmt: skip


REASON = "outcome:"
"""A promise put off by an outcome says which; pages put it in words."""


def _entered(told: Told, blueprint: Blueprint, by: Reader) -> Iterator[str]:
    """What evaluation is to see of it. A try that reached nobody is no contact; one with an agency is none with the family."""
    if told.outcome not in TALKED or told.way is Way.NUDGE:
        return
    said = [(told.adult, kind) for kind in _talk(told.keys, blueprint)]
    said += [(told.recipient, kind) for kind in _answered(told, blueprint)]
    for place, (person, kind) in enumerate(dict.fromkeys(said)):
        yield enter_event(
            person,
            by=by,
            kind=kind,
            on=by.at.date(),
            record_id=f"contact-{told.id.hex}-{place}",
            agency=told.agency or None,
        )


def _talk(keys: Sequence[str], blueprint: Blueprint) -> list[str]:
    for key in keys or ("/",):
        element, _, instance = key.partition("/")
        if kind := contact_kind(blueprint, element, touchpoint_of(blueprint, key) if instance else None):
            return [kind]
    return []


def _answered(told: Told, blueprint: Blueprint) -> Iterator[str]:
    for key in told.keys if told.said is not None else ():
        element = blueprint.elements.get(key.partition("/")[0])
        if element is not None and told.said is not None:
            yield from sayable(element, touchpoint_of(blueprint, key)).kinds(told.said)


@transaction.atomic
def undo_contact(contact: UUID, *, by: Reader) -> Contact:
    """Take a contact back, with everything that was entered for it; its promises stand on the list again. It stays on file.

    raises  NotPermitted, NotFound
    """
    held = Contact.objects.select_for_update().filter(pk=contact).first()
    if held is None:
        raise NotFound("This contact is not on file here. Open the family to see its last notes.")
    require(by, Action.RECORD_CONTACT, story=held.story, detail="contact undone")
    if held.undone_at is None:
        for record_id in held.entries:
            retract(record_id, by=by)
        Snooze.objects.filter(
            story=held.story, episode=held.episode, key__in=held.keys, at=held.at, account=held.account
        ).update(lifted=True)
        held.undone_at, held.undone_by = by.at, by.id
        held.save(update_fields=["undone_at", "undone_by"])
    return held
