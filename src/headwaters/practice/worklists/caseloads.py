"""Whose families these are on a day: read by the access decision itself, so nobody is asked here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from headwaters.practice.families.models import EpisodeRow, KnownAs, SeatRow
from headwaters.practice.worklists.models import Assignment, Cover


def caseload_of(account: str, *, on: date) -> frozenset[str]:
    """The stories that an account keeps on a day, its own and those of whom it covers, under the ids they have now."""
    return frozenset(_stories(_held(on).filter(account__in=[account, *covered_by(account, on=on)])))


def own_caseload_of(account: str, *, on: date) -> frozenset[str]:
    """Without those of anybody whom it covers."""
    return frozenset(_stories(_held(on).filter(account=account)))


def is_kept_by(story: str, account: str, *, on: date) -> bool:
    """Whether an account keeps this family on a day, by itself or in somebody's place."""
    whose = [account, *covered_by(account, on=on)]
    held = _held(on).filter(account__in=whose)
    return held.filter(story=story).exists() or story in _found_again(_lost(held))


def keepers_of(story: str, *, on: date) -> tuple[str, ...]:
    """The accounts that keep a family on a day, in the order in which they began; without whoever covers them."""
    rows = _held(on).filter(story=story).order_by("from_day", "pk")
    return tuple(dict.fromkeys(rows.values_list("account", flat=True)))


def covered_by(account: str, *, on: date) -> tuple[str, ...]:
    """Whose families an account keeps too on a day, because they are away."""
    rows = Cover.objects.filter(by_account=account, from_day__lte=on, through_day__gte=on)
    return tuple(rows.order_by("pk").values_list("away", flat=True))


def caseloads_of(accounts: Collection[str], *, on: date) -> dict[str, tuple[str, ...]]:
    """The stories of each account's own caseload, in two questions for all of them."""
    rows = list(_held(on).filter(account__in=accounts))
    now = _now_called(rows)
    found: dict[str, dict[str, None]] = {account: {} for account in accounts}
    for row in rows:
        if name := now.get(row.pk):
            found[row.account][name] = None
    return {account: tuple(sorted(stories)) for account, stories in found.items()}


def anchor_of(story: str) -> int | None:
    """A number under which a source knows the family's first person, by which the family is found whatever it is called."""
    person = EpisodeRow.objects.filter(story_id=story).order_by("id").values_list("person", flat=True).first()
    known = KnownAs.objects.filter(person=person).order_by("source", "local_id").first() if person else None
    return known.pk if known is not None else None


def _held(on: date) -> QuerySet[Assignment]:
    return Assignment.objects.filter(Q(through_day=None) | Q(through_day__gte=on), from_day__lte=on)


def _stories(rows: Iterable[Assignment]) -> list[str]:
    return list(_now_called(list(rows)).values())


def _now_called(rows: Collection[Assignment]) -> dict[int, str]:
    """By assignment: the family's story as it is called now. Families that are told no more are absent."""
    wanted = {row.story for row in rows}
    there = set(EpisodeRow.objects.filter(story_id__in=wanted).values_list("story_id", flat=True))
    found = {row.pk: row.story for row in rows if row.story in there}
    lost = [row for row in rows if row.pk not in found and row.anchor is not None]
    for row in lost:
        if again := _by_anchor(row.anchor):
            found[row.pk] = again
    return found


def _lost(rows: QuerySet[Assignment]) -> list[Assignment]:
    return list(rows.exclude(story__in=EpisodeRow.objects.values("story_id")))


def _found_again(rows: Iterable[Assignment]) -> set[str]:
    return {name for row in rows if (name := _by_anchor(row.anchor))}


def _by_anchor(anchor: int | None) -> str | None:
    person = KnownAs.objects.filter(pk=anchor).values_list("person", flat=True).first() if anchor is not None else None
    if not person:
        return None
    own = EpisodeRow.objects.filter(person=person).order_by("id").values_list("story_id", flat=True).first()
    return own or SeatRow.objects.filter(person=person).order_by("id").values_list("story_id", flat=True).first()
