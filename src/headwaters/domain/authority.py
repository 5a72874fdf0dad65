"""Who answers for whom in a story, from when until when, and what that lets them read and sign (design.md, One child, one record).

An authority is over one person. A pregnant person, whatever their age, answers for themself; nobody else's authority reaches
somebody who carries or has carried a pregnancy: a minor parent's own care is theirs (ORS 109.610 and 109.640).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from headwaters.domain.blueprint.element import Role
from headwaters.domain.days import plus_months
from headwaters.domain.history.history import Episode, EpisodeKind, Relation
from headwaters.domain.sharing import Form

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """Days on which something holds, both included; an end that is None is open."""

    from_: date | None = None
    through: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.through is None or day <= self.through)


ALWAYS = Term()


class AuthorityKind(StrEnum):
    PARENT = "parent"
    LEGAL_GUARDIAN = "legal_guardian"
    STATE_CUSTODY = "state_custody"
    FOSTER_CARER = "foster_carer"
    EDUCATIONAL_SURROGATE = "educational_surrogate"
    SELF = "self"


SIGNS = {
    AuthorityKind.PARENT: frozenset(Form),
    AuthorityKind.LEGAL_GUARDIAN: frozenset(Form),
    AuthorityKind.STATE_CUSTODY: frozenset(Form),
    AuthorityKind.FOSTER_CARER: frozenset[Form](),
    AuthorityKind.EDUCATIONAL_SURROGATE: frozenset({Form.FERPA}),
    AuthorityKind.SELF: frozenset(Form),
}
"""The forms that each may sign. A foster carer cares day by day and reads, and signs nothing away; a surrogate parent signs for
education records alone (34 CFR 303.422)."""

PLACES = frozenset({AuthorityKind.LEGAL_GUARDIAN, AuthorityKind.STATE_CUSTODY, AuthorityKind.FOSTER_CARER})
"""Kinds that say that a child lives in somebody else's care: from then on the birthing parent answers only as told."""

_KNOWN = frozenset(kind.value for kind in AuthorityKind)

OF_AGE_MONTHS = 18 * 12
"""From then on a person answers for themself alone (ORS 109.510)."""


@dataclass(frozen=True, slots=True)
class Authority:
    """One person answers for another (or themself) on these days."""

    person: str
    over: str
    kind: AuthorityKind
    term: Term = ALWAYS

    def holds_on(self, day: date) -> bool:
        return self.term.holds_on(day)


def authorities_of(
    episodes: Iterable[Episode], people: Iterable[Relation], *, own_care: Collection[str] = frozenset()
) -> tuple[Authority, ...]:
    """Everybody's authority in one story.

    own_care  persons of the story who carry or have carried a pregnancy in whatever story

    A birthing parent of whom no source says so answers for their child all the same, until the child is placed with somebody else;
    what follows a placement has to be told. Being of one household is no authority.
    """
    episodes, people = tuple(episodes), tuple(people)
    carrying = tuple(one for one in episodes if one.kind is EpisodeKind.PREGNANCY)
    theirs = {*own_care, *(one.person_id for one in carrying)}
    found = [Authority(one.person_id, one.person_id, AuthorityKind.SELF) for one in carrying]
    for child in (one for one in episodes if one.kind is EpisodeKind.CHILD):
        if child.person_id in theirs:
            found.append(Authority(child.person_id, child.person_id, AuthorityKind.SELF))
        else:
            found.extend(_over_child(child, carrying, people))
    return tuple(dict.fromkeys(found))


def _over_child(child: Episode, carrying: Iterable[Episode], people: Iterable[Relation]) -> Iterator[Authority]:
    told = [
        one
        for one in people
        if one.episode_id == child.episode_id
        and one.role in (Role.CAREGIVER, Role.BIRTHING_PARENT)
        and one.authority in _KNOWN
    ]
    last = plus_months(child.birth, OF_AGE_MONTHS) if child.birth is not None else None
    for one in told:
        if one.person_id != child.person_id:
            kind, until = AuthorityKind(one.authority), _earlier(one.through, last)
            yield Authority(one.person_id, child.person_id, kind, Term(one.from_, until))
    placed = [one.from_ or date.min for one in told if AuthorityKind(one.authority) in PLACES]
    until = _earlier(min(placed) - ONE_DAY if placed and min(placed) > date.min else None, last)
    named = {one.person_id for one in told}
    for parent in dict.fromkeys(one.person_id for one in carrying):
        if parent not in named and date.min not in placed:
            yield Authority(parent, child.person_id, AuthorityKind.PARENT, Term(None, until))


def _earlier(one: date | None, other: date | None) -> date | None:
    days = [day for day in (one, other) if day is not None]
    return min(days) if days else None


def reads(authorities: Iterable[Authority], person: str, *, on: date) -> frozenset[str]:
    """Of whom a person may read on a day: themself, and those they answer for; nobody where they answer for nobody."""
    over = frozenset(one.over for one in authorities if one.person == person and one.holds_on(on))
    return over | {person} if over else frozenset()


def signs_for(authorities: Iterable[Authority], person: str, *, form: Form, on: date) -> frozenset[str]:
    """Of whom a person may let go records of that form on a day."""
    return frozenset(
        one.over for one in authorities if one.person == person and one.holds_on(on) and form in SIGNS[one.kind]
    )
