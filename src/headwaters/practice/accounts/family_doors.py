"""A family comes in by a code that somebody who knows them made: six digits, for minutes, for five tries.

The code alone is weak; what guards it is that few hold at a time and few tries are counted: five for each code that came with a link,
five from one address in a quarter of an hour, and fifty in an hour from all addresses together where no link says which code is meant
(NIST SP 800-63B-4, 2025, section 3.1.3: at least six digits, ten minutes, once, with limited tries).
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotPermitted, NotTaken
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.models import FamilyDoor, FamilyPin, MissedTry
from headwaters.practice.families.models import KnownAs
from headwaters.practice.families.seated import seated

MINUTES = 10
TRIES = 5
ADDRESS_MISSES, ADDRESS_WAIT = 5, timedelta(minutes=15)
ALL_MISSES, ALL_WAIT = 50, timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Code:
    """`code` is told to the family and kept nowhere; `door` may stand in a link: it says nothing about anybody."""

    code: str
    door: str
    ends: datetime


class PinWanted(NotTaken):
    """The code fits, and this person chose a number of their own too."""


def make_code(
    story: str, person: str, *, by: Reader, minutes: int = MINUTES, code: str = "", lasting: bool = False
) -> Code:
    """A new code for one person of a family; their earlier codes that nobody used yet fit no more.

    code, lasting  of a demonstration, whose codes stand on its sign-in page
    raises  NotPermitted  who asks may not write to this family
            NotFound      nobody of that id is in it
    """
    view = require(by, Action.MESSAGE_FAMILY, story=story, detail="front door code")
    seated(person, story=story, by=by, view=view)
    FamilyDoor.objects.filter(person=person, used=None, closed=None).update(closed=by.at)
    door = FamilyDoor.objects.create(
        id=secrets.token_urlsafe(15), story=story, person=person, anchor=_anchor(person),
        code="", made=by.at, made_by=by.id, ends=by.at + timedelta(minutes=minutes), lasting=lasting,
    )  # fmt: skip
    told = code or _unlike_any_open(by.at)
    FamilyDoor.objects.filter(pk=door.pk).update(code=_hash(told))
    return Code(told, door.pk, door.ends)


def come_in(code: str, *, at: datetime, address: str, door: str = "", pin: str = "") -> FamilyDoor:
    """The door that a code opens; the page then begins the family's session with it.

    code     as typed: spaces and dashes count for nothing
    address  where the request came from; kept as a keyed hash, for an hour
    door     from the link, where the family came by one
    raises   PinWanted  this person chose a number of their own, and it was not given
             NotTaken   no such code, an old one, or too many tries; the words do not say which of the first two
    """
    digits = re.sub(r"\D", "", code)
    _refuse_too_many(address, at, everybody=not door)
    held = _by_link(door, digits, at) if door else _by_code(digits, at)
    if held is None:
        _miss(address, at)
        raise NotTaken(_("That code does not fit, or it is old. Check the six digits, or ask for a new code."))
    _check_pin(held, pin, address, at)
    if not held.lasting and not FamilyDoor.objects.filter(pk=held.pk, used=None).update(used=at):
        raise NotTaken(_("That code was used already. Ask for a new code."))
    held.person = _now_called(held)
    FamilyDoor.objects.filter(pk=held.pk).update(person=held.person)
    return held


def close_doors(person: str, *, at: datetime) -> int:
    """End every code and every session of one person at once: a lost telephone, a parent who may no longer read. Returns how many."""
    return FamilyDoor.objects.filter(person=person, closed=None).update(closed=at)


def choose_pin(pin: str, *, by: Reader) -> None:
    """Somebody who shares a telephone chooses a number that is asked for beside the code; an empty one takes it off.

    raises  NotTaken  fewer than four or more than twelve digits, or one that anybody would try first
    """
    if not by.person:
        raise NotPermitted(_("Only a family chooses this number, and only its own."))
    if not pin:
        FamilyPin.objects.filter(person=by.person).delete()
        return
    if not re.fullmatch(r"\d{4,12}", pin):
        raise NotTaken(_("Choose a number of 4 to 12 digits."))
    if len(set(pin)) == 1 or pin in "01234567890123" or pin in "9876543210987":
        raise NotTaken(_("That number is easy to guess. Choose another one."))
    FamilyPin.objects.update_or_create(
        person=by.person, defaults={"pin": make_password(pin), "tries": 0, "since": by.at}
    )


def has_pin(person: str) -> bool:
    return FamilyPin.objects.filter(person=person).exists()


def forget_pin(story: str, person: str, *, by: Reader) -> None:
    """A navigator who knows the family takes a forgotten number off."""
    view = require(by, Action.MESSAGE_FAMILY, story=story, detail="number of a shared telephone taken off")
    seated(person, story=story, by=by, view=view)
    FamilyPin.objects.filter(person=person).delete()


def _by_link(door: str, digits: str, at: datetime) -> FamilyDoor | None:
    """A try is taken before the code is looked at, so that many at once count as many."""
    if not _open(at).filter(pk=door, tries__lt=TRIES).update(tries=F("tries") + 1):
        return None
    held = FamilyDoor.objects.get(pk=door)
    return held if constant_time_compare(held.code, _hash(digits)) else None


def _by_code(digits: str, at: datetime) -> FamilyDoor | None:
    return _open(at).filter(code=_hash(digits), tries__lt=TRIES).first()


def _open(at: datetime) -> QuerySet[FamilyDoor]:
    return FamilyDoor.objects.filter(closed=None, ends__gt=at).exclude(used__isnull=False, lasting=False)


def _check_pin(held: FamilyDoor, pin: str, address: str, at: datetime) -> None:
    chosen = FamilyPin.objects.filter(person=held.person).first()
    if chosen is None:
        return
    if not pin:
        raise PinWanted(_("Type the number that you chose for a shared phone, too."))
    if not FamilyPin.objects.filter(pk=chosen.pk, tries__lt=TRIES).update(tries=F("tries") + 1):
        raise NotTaken(_("That number was missed too often. Ask the person who helps you to take it off."))
    if not check_password(pin, chosen.pin):
        _miss(address, at)
        raise PinWanted(_("That is not the number you chose. Check the digits."))
    FamilyPin.objects.filter(pk=chosen.pk).update(tries=0)


def _refuse_too_many(address: str, at: datetime, *, everybody: bool) -> None:
    MissedTry.objects.filter(at__lt=at - ALL_WAIT).delete()
    here = MissedTry.objects.filter(address=_hash(address), at__gt=at - ADDRESS_WAIT).count()
    if here >= ADDRESS_MISSES:
        raise NotTaken(_("That was tried too often from here. Wait 15 minutes, then try again."))
    if everybody and MissedTry.objects.filter(at__gt=at - ALL_WAIT).count() >= ALL_MISSES:
        raise NotTaken(_("Open the link in the message that we sent you; codes alone are not taken just now."))


def _miss(address: str, at: datetime) -> None:
    MissedTry.objects.create(address=_hash(address), at=at)


def _unlike_any_open(at: datetime) -> str:
    taken = set(_open(at).values_list("code", flat=True))
    while True:
        code = f"{secrets.randbelow(1_000_000):06d}"
        if _hash(code) not in taken:
            return code


def _hash(words: str) -> str:
    """Keyed: who reads the table cannot try a million codes against it without the installation's own key."""
    return salted_hmac("headwaters.family_doors", words, algorithm="sha256").hexdigest()


def _anchor(person: str) -> int | None:
    known = KnownAs.objects.filter(person=person).order_by("source", "local_id").first()
    return known.pk if known is not None else None


def _now_called(held: FamilyDoor) -> str:
    """The person's id of today: linkage may have found since that two were one."""
    known = KnownAs.objects.filter(pk=held.anchor).first() if held.anchor is not None else None
    return str(known.person) if known is not None and known.person else held.person
