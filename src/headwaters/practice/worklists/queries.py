"""Questions about work lists. Access is asked by whoever makes the list."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from headwaters.practice.worklists.models import Assignment, Cover, Snooze


@dataclass(frozen=True, slots=True)
class PutOff:
    """A promise that waits. `reason` as it was written, or `outcome:...`: put off by what came of a contact."""

    until: date
    reason: str
    account: str


def put_off(stories: Collection[str], *, on: date) -> dict[tuple[str, str, str], PutOff]:
    """What is put off beyond a day, by (story, episode, element/touchpoint); the last word on each promise counts."""
    rows = Snooze.objects.filter(story__in=stories, until__gt=on, lifted=False).order_by("pk")
    return {(row.story, row.episode, row.key): PutOff(row.until, row.reason, row.account) for row in rows}


def covers_on(accounts: Collection[str], *, on: date) -> tuple[Cover, ...]:
    """Who of these stands in for whom, on a day or later."""
    return tuple(Cover.objects.filter(away__in=accounts, through_day__gte=on).order_by("from_day", "pk"))


def unkept(stories: Collection[str], *, on: date) -> frozenset[str]:
    """Stories that were on a caseload and are on nobody's: somebody left, or an assignment ran out."""
    once = set(Assignment.objects.filter(story__in=stories).values_list("story", flat=True))
    kept = Assignment.objects.filter(story__in=once, from_day__lte=on).exclude(through_day__lt=on)
    return frozenset(once - set(kept.values_list("story", flat=True)))
