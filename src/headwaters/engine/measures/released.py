"""Reach tables that may be shown. Pages, commands and files take these and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from headwaters.engine.measures.reach import Born, CountingRule, Group, GroupKind, Interval, Line, Part
from headwaters.engine.measures.suppression import Released

UNSTEADY_BELOW = 30
"""A share of fewer than this many people is drawn hollow (ux.md 1.7: "Unsteady: fewer than 30 children")."""


@dataclass(frozen=True, slots=True)
class ReleasedRow:
    """One group, or everybody (`group` None). A number that is None is too few to show, or could give such a number away.

    reach       reached in time, of the need; from 0 to 1
    interval    its Wilson 95 % interval
    bounds      reach with the unobserved all missed, and all reached
    nobody      nobody in this group had the need yet: there is no share, and nothing is hidden
    """

    group: Group | None
    parts: Mapping[Part, Released]
    need: Released
    cohort: Released
    reach: float | None = None
    reach_with_late: float | None = None
    interval: Interval | None = None
    bounds: Interval | None = None

    @property
    def nobody(self) -> bool:
        return self.need.count == 0

    @property
    def unsteady(self) -> bool:
        return self.need.count is not None and 0 < self.need.count < UNSTEADY_BELOW

    @property
    def hidden(self) -> bool:
        """Whether any number of the row is hidden."""
        return self.share_hidden or self.cohort.count is None or any(one.count is None for one in self.parts.values())

    @property
    def share_hidden(self) -> bool:
        return self.need.count is None or self.parts[Part.REACHED].count is None


@dataclass(frozen=True, slots=True)
class Denominator:
    """Of whom the shares are.

    register       the source whose people are everybody, where its area and days hold the whole cohort; None: known to us
    births         published births of the place and period, beside; None where no figure was found
    not_seen_here  about how many more were born than are known here
    """

    register: str | None = None
    births: int | None = None
    births_year: int | None = None
    births_unit: str | None = None
    births_source: str | None = None
    not_seen_here: int | None = None


@dataclass(frozen=True, slots=True)
class ReleasedReach:
    """One line by one kind of group. `hides_through`: counts from 1 to this are hidden; 0: the reader may see all rows."""

    line: Line
    kind: GroupKind
    born: Born
    place: str | None
    everybody: ReleasedRow
    rows: tuple[ReleasedRow, ...]
    counting_rule: CountingRule
    hides_through: int
    denominator: Denominator = Denominator()

    @property
    def hides(self) -> bool:
        return any(row.hidden for row in (self.everybody, *self.rows))
