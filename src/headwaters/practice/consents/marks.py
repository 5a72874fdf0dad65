"""What a safety mark changes, for deeds and pages that have asked: where letters go, which ways are safe, who is not spoken of."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from headwaters.domain.authority import Term
from headwaters.domain.permission import Mark
from headwaters.practice.consents.models import SafetyMark
from headwaters.practice.families.models import KnownAs


@dataclass(frozen=True, slots=True)
class Safety:
    """How somebody is kept safe: where their letters go instead (empty: nowhere), and of whom nothing is said to others."""

    person: str
    substitute_address: str
    hidden_agencies: frozenset[str]


def is_marked(person: str, *, on: date) -> bool:
    """Whether somebody is kept safe on a day. Asks no access: for deeds that have asked."""
    return _of([person], on).exists()


def safety_on(person: str, *, on: date) -> Safety | None:
    """How somebody is kept safe on a day; None where nothing special is needed."""
    rows = list(_of([person], on).order_by("-id"))
    if not rows:
        return None
    hidden = frozenset(agency for row in rows for agency in row.hidden_agencies)
    return Safety(person, rows[0].substitute_address, hidden)


def address_of(person: str, address: str, *, on: date) -> str:
    """The address that may be printed or shown: their own, or the one that stands in its place. Everybody prints through here."""
    safety = safety_on(person, on=on)
    return address if safety is None else safety.substitute_address


def marks_among(people: Iterable[str]) -> tuple[Mark, ...]:
    """All marks ever set on these people, dated, as the access decision reads them."""
    wanted = tuple(people)
    if not SafetyMark.objects.exists():
        return ()
    numbers = KnownAs.objects.filter(pk__in=SafetyMark.objects.values("anchor"), person__in=wanted)
    now_called = {pk: person for pk, person in numbers.values_list("pk", "person") if person}
    rows = SafetyMark.objects.filter(Q(person__in=wanted) | Q(anchor__in=list(now_called)))
    return tuple(
        Mark(
            now_called.get(row.anchor or 0, row.person), frozenset(row.hidden_agencies),
            Term(row.from_day, row.through_day),
        )
        for row in rows
    )  # fmt: skip


def _of(people: Collection[str], on: date) -> QuerySet[SafetyMark]:
    numbers = KnownAs.objects.filter(person__in=people).values("pk")
    return SafetyMark.objects.filter(
        Q(person__in=people) | Q(anchor__in=numbers), Q(through_day=None) | Q(through_day__gte=on), from_day__lte=on
    )
