"""Looking for a family by two things that are known of it, for a purpose: among one's own families and the open asks, and nowhere
else. Nothing is found by a name alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from headwaters.domain.consent import Action, ReaderRole
from headwaters.domain.history.view import View
from headwaters.domain.problems import NotTaken
from headwaters.domain.spelling import folded
from headwaters.practice.access.actions import decide, list_stories, require
from headwaters.practice.access.evidence import team_of
from headwaters.practice.access.reader import Reader
from headwaters.practice.access.trail import shown
from headwaters.practice.consents.models import Consent
from headwaters.practice.families.models import IdentifierRow, KnownAs, PersonRow, SeatRow
from headwaters.practice.messages.models import WayRow
from headwaters.practice.referrals.models import Referral
from headwaters.practice.referrals.reach import asks_of
from headwaters.practice.worklists.caseloads import caseload_of, caseloads_of

T = TypeVar("T")
Seat = tuple[str, str]
"""(story, person)"""
TOO_MANY = 2_000
"""People that one identifier may fit: more is no identifier."""


class For(StrEnum):
    """Why somebody looks: it stands in the audit."""

    CALL = "call"
    VISIT = "visit"
    ASK = "ask"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the family; two of the four at least. `number`: one that an agency gave; `given_name` only narrows a name."""

    family_name: str = ""
    given_name: str = ""
    birth: date | None = None
    number: str = ""
    phone: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which were given, without what they say."""
        held = {
            "name": folded(self.family_name),
            "birth": self.birth,
            "number": self.number.strip(),
            "phone": digits(self.phone),
        }
        return tuple(kind for kind, said in held.items() if said)

    def check(self) -> None:
        """raises  NotTaken  fewer than two"""
        if len(self.kinds) < 2:
            raise NotTaken(
                "Give two things that you know: a last name, a birth date, a number that an agency gave, or a telephone number. "
                "One alone could fit many families."
            )


@dataclass(frozen=True, slots=True)
class Hit:
    """A family that fits; `ask`: the open ask through which it may be spoken of, where its page may not be opened."""

    story: str
    ask: str = ""


def search(known: Known, *, why: For, by: Reader) -> tuple[Hit, ...]:
    """Families of the reader's own lists and open asks of which both are true.

    raises  NotPermitted
            NotTaken  fewer than two identifiers
    """
    require(by, Action.SEARCH, detail=f"for {why} by {' and '.join(known.kinds)}"[:200])
    known.check()
    views = _within_reach(by)
    stories = seats_with(known, views)
    asks = _asks(known, by)
    hits = [Hit(story) for story in sorted(stories)]
    hits += [Hit(story, ask) for story, ask in sorted(asks.items()) if story not in stories]
    shown(hit.story for hit in hits)
    return tuple(hits)


def _within_reach(by: Reader) -> Mapping[str, View] | None:
    """The families whose pages the reader may open today; None: every one."""
    if by.role == ReaderRole.OWNER and decide(by, Action.LIST_FAMILIES).allowed:
        return None
    on = by.at.date()
    wanted = set(caseload_of(by.id, on=on))
    if by.role == ReaderRole.SUPERVISOR:
        wanted |= {story for kept in caseloads_of(team_of(by, on=on), on=on).values() for story in kept}
    if by.role == ReaderRole.AGENCY_WORKER:
        wanted |= set(Consent.objects.filter(agency=by.works_as, revoked_at=None).values_list("story", flat=True))
    allowed = {story: decide(by, Action.READ_FAMILY, story=story) for story in sorted(wanted)}
    return {story: one.view for story, one in allowed.items() if one.allowed}


def seats_with(known: Known, within: Mapping[str, View] | None) -> frozenset[str]:
    """The stories in which each identifier fits somebody whom the view of that story shows; `within` None: any story. Asks no
    access: for deeds that have."""
    found = [_visible(seats, within) for seats in _by_each(known)]
    if not found:
        return frozenset()
    stories = frozenset.intersection(*(frozenset(story for story, _person in seats) for seats in found))
    return _named(known, stories, within) if folded(known.family_name) else stories


def _visible(seats: Iterable[Seat], within: Mapping[str, View] | None) -> list[Seat]:
    if within is None:
        return list(seats)
    return [(story, who) for story, who in seats if story in within and within[story].sees_person(who)]


def _by_each(known: Known) -> list[list[Seat]]:
    """Where each identifier but the name fits: these are indexed or rare, so that names are compared in few families only."""
    found = []
    if known.birth is not None:
        numbers = PersonRow.objects.filter(birth=known.birth).values_list("known_as", flat=True)[:TOO_MANY]
        found.append(_seats(_people(numbers)))
    if number := known.number.strip():
        found.append(_seats(_called(number)))
    if phone := digits(known.phone):
        ways = WayRow.objects.filter(value__endswith=phone[-10:], channel__in=("text", "call"))
        found.append(_seats(ways.values_list("person", flat=True)[:TOO_MANY]))
    return found


def _people(numbers: Iterable[int]) -> list[str]:
    rows = KnownAs.objects.filter(pk__in=list(numbers), person__isnull=False)
    return [person for person in rows.values_list("person", flat=True) if person]


def _called(number: str) -> list[str]:
    source, colon, local = number.partition(":")
    rows = KnownAs.objects.filter(person__isnull=False)
    rows = rows.filter(source=source, local_id=local) if colon else rows.filter(local_id=number)
    told = [person for person in rows.values_list("person", flat=True)[:TOO_MANY] if person]
    carried = IdentifierRow.objects.filter(value=number).values_list("person", flat=True)[:TOO_MANY]
    return [*told, *(person for person in carried if person)]


def _seats(people: Iterable[str]) -> list[Seat]:
    rows = SeatRow.objects.filter(person__in=sorted(set(people)))
    return [(str(story), str(person)) for story, person in rows.values_list("story_id", "person")]


def _named(known: Known, stories: Collection[str], within: Mapping[str, View] | None) -> frozenset[str]:
    """Those of a few stories in which somebody goes, or went, by the name."""
    rows = SeatRow.objects.filter(story_id__in=sorted(stories)).values_list("story_id", "person")
    seats = _visible([(str(story), str(person)) for story, person in rows], within)
    numbers = dict(KnownAs.objects.filter(person__in={person for _story, person in seats}).values_list("pk", "person"))
    wanted, given = folded(known.family_name), folded(known.given_name)
    fits = {
        numbers[row.known_as]
        for row in PersonRow.objects.filter(known_as__in=list(numbers))
        if folded(row.family_name or "") == wanted and (not given or folded(row.given_name or "") == given)
    }
    return frozenset(story for story, person in seats if person in fits)


def _asks(known: Known, by: Reader) -> dict[str, str]:
    """Open asks whose own facts fit: an agency looks among what it was told, and in nothing else."""
    if by.role != ReaderRole.AGENCY_WORKER:
        return {}
    rows = asks_of(organisation=by.organisation, agency=by.works_as).filter(closed=False).order_by("pk")
    fitting = {row.story: str(row.pk) for row in rows if _told(known, row)}
    allowed = list_stories(by, list(fitting), action=Action.ANSWER_REFERRAL, detail="asks that fit") if fitting else {}
    return {story: ask for story, ask in fitting.items() if story in allowed}


def _told(known: Known, row: Referral) -> bool:
    facts = {str(name): str(said) for name, said in row.facts}
    names = {folded(part) for part in facts.get("adult", "").split()} | {folded(facts.get("adult", ""))}
    fits = {
        "name": folded(known.family_name) in names,
        "birth": known.birth is not None and facts.get("born") == known.birth.isoformat(),
        "number": known.number.strip().upper() == row.code,
        "phone": bool(digits(known.phone)) and digits(known.phone)[-10:] in digits(row.safe_contact),
    }
    return all(fits[kind] for kind in known.kinds)


def digits(text: str) -> str:
    """A telephone number's digits; fewer than ten are none."""
    found = "".join(one for one in text if one.isdigit())
    return found if len(found) >= 10 else ""
