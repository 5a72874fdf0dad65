"""What came of an agency's asks: how far they climbed, and how many days until somebody spoke with the family."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from headwaters.domain.referral_course import Climbed, climbed
from headwaters.practice.referrals.models import Referral
from headwaters.practice.referrals.queries import Held

ENOUGH = 5
"""Fewer first contacts than this say nothing of how long it usually takes."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Days from the ask to the first contact: the middle one, and from the second fastest tenth to the slowest tenth."""

    asks: int
    middle: float
    fast: int
    slow: int


def usual_days(days: Sequence[int]) -> Usual | None:
    """None where there are too few to say."""
    if len(days) < ENOUGH:
        return None
    ordered = sorted(days)
    tenth = max(len(ordered) // 10, 0)
    return Usual(len(ordered), float(median(ordered)), ordered[tenth], ordered[len(ordered) - 1 - tenth])


def days_of_agency(*, organisation: str, name: str, agency: str) -> list[int]:
    """Of all asks to one organisation, or to one name where it has no account here. Counts only; no family is read."""
    rows = Referral.objects.filter(asked_on__isnull=False, first_contact_on__isnull=False)
    if organisation:
        rows = rows.filter(to_organisation=organisation)
    else:
        rows = rows.filter(to_organisation="", to_name=name, to_agency=agency)
    return [
        (first - asked).days
        for asked, first in rows.values_list("asked_on", "first_contact_on")
        if asked is not None and first is not None
    ]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """`climbed`: asks that came that far; `months`: (first day of the month asked in, days to first contact, asks not reached yet)."""

    asks: int
    climbed: dict[Climbed, int]
    days: Usual | None
    months: tuple[tuple[date, tuple[int, ...], int], ...]
    words: tuple[str, ...]


def outcomes_of(asks: Iterable[Held]) -> Outcomes:
    counted: Counter[Climbed] = Counter()
    days: list[int] = []
    months: dict[date, list[int]] = defaultdict(list)
    waiting: Counter[date] = Counter()
    words: list[str] = []
    total = 0
    for held in asks:
        if not held.standing.taken or held.row.asked_on is None:
            continue
        total += 1
        counted.update(climbed(held.standing))
        month = held.row.asked_on.replace(day=1)
        months.setdefault(month, [])
        if held.row.first_contact_on is not None:
            took = (held.row.first_contact_on - held.row.asked_on).days
            days.append(took)
            months[month].append(took)
        else:
            waiting[month] += 1
        words += [one.words for one in held.steps if one.deed == "reply" and one.words]
    return Outcomes(
        total, {step: counted[step] for step in Climbed}, usual_days(days),
        tuple((month, tuple(sorted(found)), waiting[month]) for month, found in sorted(months.items())), tuple(words[-5:]),
    )  # fmt: skip
