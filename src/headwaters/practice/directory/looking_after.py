"""What the directory needs a person for: services that look alike, openings nobody checked, rows that wait for repair."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import combinations

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotPermitted
from headwaters.practice.access.actions import decide
from headwaters.practice.access.reader import Reader
from headwaters.practice.directory.models import (
    EligibilityRule,
    LeftOut,
    Opening,
    PairDecision,
    Phone,
    Place,
    Provider,
    Service,
    ServicePlace,
)
from headwaters.practice.directory.offers import STALE_AFTER_DAYS
from headwaters.practice.directory.queries import REFUSED

ALIKE = 0.85
"""Share of letters that two names have in common, in order, from which on they may be one. A judgement: below it, pairs of real
directories that were looked at were different services."""
LARGEST_BLOCK = 150
"""Services at one number or door that are compared with each other: a call centre's number says nothing about sameness."""
_STOP = re.compile(r"\b(inc|llc|the|of|and|program|services?|department|dept|co|center|centre)\b|[^\w\s]", re.I)
_STREET = {
    "street": "st",
    "avenue": "ave",
    "road": "rd",
    "boulevard": "blvd",
    "suite": "ste",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of two services, as they stand side by side."""

    service: int
    origin: str
    name: str
    provider: str
    phone: str
    address: str
    zip: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two services that may be one, and in what they agree: `name`, `phone`, `address`."""

    left: Side
    right: Side
    agree: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """`alike`: pairs nobody has decided about. `left_out`: rows that wait for repair, oldest first."""

    services: int
    providers: int
    places: int
    fresh: int
    stale: int
    silent: int
    with_rule: int
    waiting: int
    alike: int
    left_out: tuple[LeftOut, ...]


def state_of(*, by: Reader, as_of: date) -> State:
    """raises NotPermitted"""
    if not decide(by, Action.READ_DIRECTORY).allowed:
        raise NotPermitted(REFUSED)
    services = Service.objects.filter(same_as=None, status="active")
    latest = dict(
        Opening.objects.filter(service__in=services.values("pk"))
        .order_by("checked_at", "pk")
        .values_list("service", "checked_on")
    )
    edge = as_of - timedelta(days=STALE_AFTER_DAYS)
    fresh = sum(checked >= edge for checked in latest.values())
    waiting = LeftOut.objects.filter(cleared_by=None)
    count = services.count()
    return State(
        services=count, providers=Provider.objects.count(), places=Place.objects.count(), fresh=fresh,
        stale=len(latest) - fresh, silent=count - len(latest),
        with_rule=EligibilityRule.objects.filter(ended_at=None).values("service").distinct().count(),
        waiting=waiting.count(), alike=sum(1 for _ in pairs_alike(by=by)), left_out=tuple(waiting.order_by("pk")[:200]),
    )  # fmt: skip


def pairs_alike(*, by: Reader) -> Iterator[Pair]:
    """Services that look alike and about which nobody has decided, those that agree in most first.

    Alike: names nearly the same, and the same telephone or the same door. Of one provider only at the same door: one service
    at several places is several rows on purpose.
    raises  NotPermitted
    """
    if not decide(by, Action.READ_DIRECTORY).allowed:
        raise NotPermitted(REFUSED)
    decided = {frozenset(pair) for pair in PairDecision.objects.filter(undone_at=None).values_list("left", "right")}
    sides = _sides()
    found = {}
    for one, other in _candidates(sides.values()):
        key = frozenset((one.service, other.service))
        if key not in decided and key not in found and (agree := _agreement(one, other)):
            left, right = sorted((one, other), key=lambda side: side.service)
            found[key] = Pair(left, right, agree)
    yield from sorted(
        found.values(),
        key=lambda pair: (-len(pair.agree), pair.left.name.casefold(), pair.left.service, pair.right.service),
    )


def _sides() -> dict[int, Side]:
    phones: dict[int, str] = {}
    for service, digits in (
        Phone.objects.exclude(service=None).exclude(digits="").order_by("-pk").values_list("service", "digits")
    ):
        phones[service] = digits
    doors: dict[int, tuple[str, str]] = {}
    for service, address, zip_ in ServicePlace.objects.order_by("-pk").values_list(
        "service", "place__address", "place__zip"
    ):
        doors[service] = (address, zip_)
    rows = Service.objects.filter(same_as=None, status="active").values_list("pk", "origin", "name", "provider__name")
    return {
        pk: Side(pk, origin, name, provider or "", phones.get(pk, ""), *doors.get(pk, ("", "")))
        for pk, origin, name, provider in rows
    }


def _candidates(sides: Iterable[Side]) -> Iterator[tuple[Side, Side]]:
    blocks: dict[tuple[str, str], list[Side]] = defaultdict(list)
    for side in sides:
        if side.phone:
            blocks["phone", side.phone].append(side)
        if side.address:
            blocks["door", door_of(side)].append(side)
    for block in blocks.values():
        if 1 < len(block) <= LARGEST_BLOCK:
            yield from combinations(block, 2)


def door_of(side: Side) -> str:
    """An address as it is compared: small letters, short words for streets, no signs, with its zip."""
    words = re.sub(r"[^\w\s]", " ", side.address.casefold()).split()
    return " ".join(_STREET.get(word, word) for word in words) + "|" + side.zip[:5]


def plain_name(name: str) -> str:
    return " ".join(_STOP.sub(" ", name.casefold()).split())


def _agreement(one: Side, other: Side) -> tuple[str, ...]:
    """In what two sides agree; empty where they are not alike."""
    a, b = plain_name(one.name), plain_name(other.name)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if not a or not b or matcher.quick_ratio() < ALIKE or matcher.ratio() < ALIKE:
        return ()
    same_door = bool(one.address) and door_of(one) == door_of(other)
    same_phone = bool(one.phone) and one.phone == other.phone
    if one.origin == other.origin and one.provider == other.provider and not same_door:
        return ()
    agree = ("name", *(("phone",) if same_phone else ()), *(("address",) if same_door else ()))
    return agree if len(agree) > 1 else ()
