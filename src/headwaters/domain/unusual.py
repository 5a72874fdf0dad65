"""Looks at families that somebody else should know of: by night, by a namesake or neighbour, or with nothing done after.

None of them is a wrong by itself; each is a question for a talk (design.md: every read is audited).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

NIGHT_FROM, NIGHT_UNTIL = 21, 6
"""Hours of the day, on the installation's clock: from nine in the evening to six in the morning."""
FOLLOWED_WITHIN = timedelta(days=7)


class Why(StrEnum):
    SAME_NAME = "same_name"
    """Somebody of the family has the reader's own last name."""
    SAME_WAY = "same_way"
    """Somebody of the family has the reader's own telephone number or mail address, or lives where the reader does."""
    NIGHT = "night"
    NO_DEED = "no_deed"
    """Opened, and nothing written, asked or answered for the family by this reader in the week after."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One line of the audit about one family. `at`: with the installation's zone; `deed`: something was done, not only read."""

    reader: str
    story: str
    at: datetime
    deed: bool


@dataclass(frozen=True, slots=True)
class Unusual:
    """One reader's looks at one family in the week. `first`: the earliest that is unusual."""

    reader: str
    story: str
    first: datetime
    times: int
    why: tuple[Why, ...]


def unusual(
    looks: Iterable[Looked], deeds: Iterable[Looked], *, akin: Callable[[str, str], frozenset[Why]], now: datetime
) -> tuple[Unusual, ...]:
    """The unusual ones among a week's looks, by reader and family, those with the most reasons first.

    deeds  everything these readers did, in the week and the one after
    akin   (reader, story) -> what they have in common
    now    a look whose week has not passed yet is not called without a deed
    """
    done: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for one in deeds:
        done[one.reader, one.story].append(one.at)
    found: dict[tuple[str, str], list[Looked]] = defaultdict(list)
    for one in looks:
        found[one.reader, one.story].append(one)
    made = [
        _judged(reader, story, sorted(some, key=lambda one: one.at), done[reader, story], akin(reader, story), now)
        for (reader, story), some in found.items()
    ]
    return tuple(
        sorted((one for one in made if one.why), key=lambda one: (-len(one.why), one.reader, one.first, one.story))
    )


def _judged(
    reader: str, story: str, looks: list[Looked], done: list[datetime], akin: frozenset[Why], now: datetime
) -> Unusual:
    first, why = looks[0].at, set(akin)
    nights = [one.at for one in looks if is_night(one.at)]
    if nights:
        why.add(Why.NIGHT)
    without = list(_without_deed(looks, done, now))
    if without:
        why.add(Why.NO_DEED)
    if not akin:
        first = min([*nights, *without], default=first)
    return Unusual(reader, story, first, len(looks), tuple(one for one in Why if one in why))


def _without_deed(looks: Iterable[Looked], done: list[datetime], now: datetime) -> Iterator[datetime]:
    for one in looks:
        if one.at + FOLLOWED_WITHIN <= now and not any(one.at <= at <= one.at + FOLLOWED_WITHIN for at in done):
            yield one.at


def is_night(at: datetime) -> bool:
    return at.hour >= NIGHT_FROM or at.hour < NIGHT_UNTIL
