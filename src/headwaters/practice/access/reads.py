"""The week's looks that a supervisor should know of, from the audit: whose, at which family, and why they stand out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localtime

from headwaters.domain.consent import Action
from headwaters.domain.spelling import folded
from headwaters.domain.unusual import FOLLOWED_WITHIN, Looked, Unusual, Why, unusual
from headwaters.practice.access.actions import require
from headwaters.practice.access.emergency import readers_under
from headwaters.practice.access.models import AuditLine, AuditShown
from headwaters.practice.access.reader import Reader
from headwaters.practice.access.search import digits
from headwaters.practice.access.trail import shown
from headwaters.practice.accounts.models import Account
from headwaters.practice.families.models import KnownAs, PersonRow, SeatRow
from headwaters.practice.messages.models import WayRow

WEEK = timedelta(days=7)


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def unusual_reads(monday: date, *, by: Reader) -> tuple[Unusual, ...]:
    """The unusual looks of one week by the people of the reader's organisation.

    raises  NotPermitted
    """
    require(by, Action.READ_AUDIT, detail=f"unusual reads, week of {monday.isoformat()}")
    start = datetime.combine(monday, time.min, by.at.tzinfo)
    lines = AuditLine.objects.filter(allowed=True, at__gte=start).exclude(reader__startswith="family:")
    readers = readers_under(by)
    if readers is not None:
        lines = lines.filter(reader__in=readers)
    looks = _looks(lines.filter(at__lt=start + WEEK).exclude(story=""))
    deeds = _deeds(lines.filter(deed=True, at__lt=start + WEEK + FOLLOWED_WITHIN))
    akin = _akin({one.reader for one in looks}, {one.story for one in looks})
    found = unusual(looks, deeds, akin=akin, now=by.at)
    shown(one.story for one in found)
    return found


def _looks(lines: QuerySet[AuditLine]) -> list[Looked]:
    return [Looked(row.reader, row.story, localtime(row.at), row.deed) for row in lines.order_by("at", "pk")]


def _deeds(lines: QuerySet[AuditLine]) -> list[Looked]:
    """A deed about several families counts for each of them."""
    rows = list(lines)
    others = AuditShown.objects.filter(line__in=[row.pk for row in rows]).values_list("line_id", "story")
    also: dict[int, set[str]] = defaultdict(set)
    for line, story in others:
        also[line].add(story)
    return [
        Looked(row.reader, story, localtime(row.at), True)
        for row in rows
        for story in sorted({row.story, *also[row.pk]} - {""})
    ]


def _akin(readers: Collection[str], stories: Collection[str]) -> Callable[[str, str], frozenset[Why]]:
    """What a reader and somebody of a family have in common; last names count as they are spelt, whatever their case and marks."""
    accounts = {row.pk: row for row in Account.objects.filter(pk__in=readers)}
    people: dict[str, set[str]] = defaultdict(set)
    for story, person in SeatRow.objects.filter(story_id__in=stories).values_list("story_id", "person"):
        people[story].add(person)
    everybody = {person for some in people.values() for person in some}
    names, ways = _last_names(everybody), _ways(everybody)

    def akin(reader: str, story: str) -> frozenset[Why]:
        account = accounts.get(reader)
        if account is None:
            return frozenset()
        own = {folded(account.name.split()[-1])} if account.name.split() else set()
        reached = {way for way in (digits(account.phone)[-10:], account.email.casefold()) if way}
        why = {Why.SAME_NAME} if _any(people[story], names, own) else set()
        return frozenset(why | ({Why.SAME_WAY} if _any(people[story], ways, reached) else set()))

    return akin


def _any(people: Iterable[str], held: dict[str, set[str]], wanted: set[str]) -> bool:
    return any(held[person] & wanted for person in people if person in held)


def _last_names(people: Collection[str]) -> dict[str, set[str]]:
    numbers = dict(KnownAs.objects.filter(person__in=people).values_list("pk", "person"))
    found: dict[str, set[str]] = defaultdict(set)
    rows = PersonRow.objects.filter(known_as__in=list(numbers)).values_list("known_as", "family_name")
    for number, name in rows:
        if name and folded(name):
            found[str(numbers[number])] |= {folded(name), *(folded(part) for part in name.replace("-", " ").split())}
    return found


def _ways(people: Collection[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for person, value in WayRow.objects.filter(person__in=people).values_list("person", "value"):
        found[person].add(digits(value)[-10:] or value.casefold())
    return found
