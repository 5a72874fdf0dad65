"""Reach: the share of those with the need who were reached, by one formula (design.md, Evaluation).

    need  = reached + reached_late + missed + overdue + in_progress + declined + unobserved
    reach = reached / need          late shown apart; declined is a part of its own and never a crack

Beside the need stand `ask`, `still_open`, `ended`, `not_needed` and `before_unseen`; all parts together are the cohort.

**Who counts.** People, once: a recipient is one person in one role in one story (a pregnancy and its children), so twins are
one birthing parent, one caregiver and two children.

**When.** A recipient's row counts in the need once its last day in time has passed (`due_by`, or `closes` where that is
earlier), whatever came of it. Until then it is `still_open`, even where it was reached early: else the quick would be
counted before the slow, and every young cohort would look well served. A hand-off that runs has been asked for, so its
need is settled: it counts as `in_progress` at once. What no longer waits for a day keeps its own word: `ask`, `ended`,
`not_needed`. Where the step before was seen by nobody, it is not known whether this one was ever due: `before_unseen`.

**What.** A *line* is one occurrence as the status table names it (`visit_3`, `again@m18`). A touchpoint of several occurrences
(a series, or a chain after several others), and an element of several, also have lines of their own. There a recipient
stands with the least of what is theirs, in the order of `LEAST_FIRST`: reached means that everything due so far came. A
caregiver of twins stands with the least of the two children's rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import sqrt


class Part(StrEnum):
    """What a recipient counts as on one line. The order is that of tables."""

    REACHED = "reached"
    REACHED_LATE = "reached_late"
    MISSED = "missed"
    OVERDUE = "overdue"
    IN_PROGRESS = "in_progress"
    DECLINED = "declined"
    UNOBSERVED = "unobserved"
    ASK = "ask"
    STILL_OPEN = "still_open"
    ENDED = "ended"
    NOT_NEEDED = "not_needed"
    BEFORE_UNSEEN = "before_unseen"


PARTS = tuple(Part)
NEED = (
    Part.REACHED,
    Part.REACHED_LATE,
    Part.MISSED,
    Part.OVERDUE,
    Part.IN_PROGRESS,
    Part.DECLINED,
    Part.UNOBSERVED,
)
"""The parts that make the need (design.md: Reach has one formula)."""
BESIDE = tuple(part for part in PARTS if part not in NEED)
LEAST_FIRST = (
    Part.MISSED,
    Part.OVERDUE,
    Part.UNOBSERVED,
    Part.DECLINED,
    Part.IN_PROGRESS,
    Part.REACHED_LATE,
    Part.REACHED,
    Part.ASK,
    Part.BEFORE_UNSEEN,
    Part.STILL_OPEN,
    Part.ENDED,
    Part.NOT_NEEDED,
)
"""Which part a recipient stands with where several rows are theirs: the first of these that is among them."""


class GroupKind(StrEnum):
    """What people are told apart by. `region`: pilot regions; `zip`: zip codes inside their county."""

    ALL = "all"
    RACE = "race"
    LANGUAGE = "language"
    PAYER = "payer"
    REGION = "region"
    COUNTY = "county"
    ZIP = "zip"


NOT_ASKED = "not_asked"
"""Nobody told it, or what was told has lapsed. A group of its own: nobody is imputed."""
WITHHELD_GROUP = "withheld"
"""Asked, and kept private by choice. A group of its own."""
ELSEWHERE = "elsewhere"
"""Of kind `region`: a county that stands in no pilot region."""


class CountingRule(StrEnum):
    """How people with several identities are counted. Printed on every output."""

    ONE_GROUP_EACH = "one_group_each"
    """Each person stands in one group, so the groups add up to everybody."""
    EACH_GROUP_NAMED = "each_group_named"
    """Each person stands in every group they named, so the groups add up to more than everybody."""


@dataclass(frozen=True, slots=True)
class Line:
    """`touchpoint` None: the element as a whole. `occurrences`: how many occurrences of the status table it sums up."""

    element: str
    touchpoint: str | None = None
    occurrences: int = 1


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both shares from 0 to 1."""

    low: float
    high: float


Z_95 = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""


def wilson(count: int, of: int, *, z: float = Z_95) -> Interval | None:
    """The score interval of a share; None of nobody.

    source  Wilson EB, 1927, Probable inference, the law of succession, and statistical inference, JASA 22:209-212
    """
    if not of:
        return None
    share, square = count / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return Interval(0.0 if count == 0 else max(0.0, middle - half), 1.0 if count == of else min(1.0, middle + half))


@dataclass(frozen=True, slots=True)
class Counts:
    """Recipients by part, on one line and in one group. Not suppressed: not for display (`release`)."""

    reached: int = 0
    reached_late: int = 0
    missed: int = 0
    overdue: int = 0
    in_progress: int = 0
    declined: int = 0
    unobserved: int = 0
    ask: int = 0
    still_open: int = 0
    ended: int = 0
    not_needed: int = 0
    before_unseen: int = 0

    @classmethod
    def of(cls, parts: Mapping[Part, int]) -> Counts:
        return cls(*(parts.get(part, 0) for part in PARTS))

    def part(self, part: Part) -> int:
        return int(getattr(self, part.value))

    def items(self) -> Iterator[tuple[Part, int]]:
        return ((part, self.part(part)) for part in PARTS)

    @property
    def need(self) -> int:
        return sum(self.part(part) for part in NEED)

    @property
    def cohort(self) -> int:
        """Everybody of the line: the need and all that stands beside it."""
        return sum(self.part(part) for part in PARTS)

    @property
    def reach(self) -> float | None:
        """Reached in time, of the need; None where nobody has the need."""
        return self.reached / self.need if self.need else None

    @property
    def reach_with_late(self) -> float | None:
        return (self.reached + self.reached_late) / self.need if self.need else None

    @property
    def bounds(self) -> Interval | None:
        """Reach if all of the unobserved were missed, and if all of them were reached."""
        if not self.need:
            return None
        return Interval(self.reached / self.need, (self.reached + self.unobserved) / self.need)

    @property
    def interval(self) -> Interval | None:
        """The Wilson 95 % interval of `reach`."""
        return wilson(self.reached, self.need)

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(mine + theirs for (_, mine), (_, theirs) in zip(self.items(), other.items(), strict=True)))


def added(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


@dataclass(frozen=True, slots=True)
class Born:
    """Children born (or due) from `first` through `last`, in whole quarters; None: no bound."""

    first: date | None = None
    last: date | None = None


WHENEVER = Born()
"""Everybody, whenever born or due."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group of one kind. `within`: the county of a zip code, the region of a county; None: not nested."""

    kind: GroupKind
    id: str
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """One line in one cohort by one kind of group, every number open. Not for display: `release` it first."""

    line: Line
    kind: GroupKind
    born: Born
    groups: Mapping[Group, Counts]
    place: str | None = None
    """The region that the table is narrowed to; None: everywhere."""
    outside: int = 0
    """Recipients known here who are not in the register that covers their birth: in no count above."""

    @property
    def everybody(self) -> Counts:
        return added(self.groups.values())
