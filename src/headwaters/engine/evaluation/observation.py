"""On which days somebody would have told us: observation spans by kind and area (language part 8, *Observed*)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from headwaters.domain.history.history import Observation
from headwaters.domain.history.view import EVERYTHING, View

Stretch = tuple[int, int]
"""First and last day number; both belong to it."""


class Sight(StrEnum):
    """Whether days were observed, and if not, why; the words are the reasons of the status table."""

    OBSERVED = "observed"
    NO_SOURCE = "no_source"
    GAP = "gap"
    NOT_YET = "not_yet"


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Their union, in order; seams without a missing day are closed."""
    union: list[Stretch] = []
    for first, last in sorted(stretches):
        if first > last:
            continue
        if union and first <= union[-1][1] + 1:
            if last > union[-1][1]:
                union[-1] = (union[-1][0], last)
        else:
            union.append((first, last))
    return union


def sight(stretches: Sequence[Stretch], first: int, last: int, by: int) -> tuple[Sight, int]:
    """Whether every day from `first` to `last` is observed, as known on day `by`; and the next day on which a later
    stretch begins, which turns `not_yet` into `gap`. Stretches are joined and in order."""
    if len(stretches) == 1 and stretches[0][0] <= first and last <= stretches[0][1]:
        return Sight.OBSERVED, 0
    meeting = [one for one in stretches if one[1] >= first and one[0] <= last]
    if not meeting:
        return Sight.NO_SOURCE, 0
    if meeting[0][0] <= first and meeting[0][1] >= last:
        return Sight.OBSERVED, 0
    if meeting[0][0] > first:
        return Sight.GAP, 0
    later = next((one[0] for one in stretches if one[0] > meeting[0][1]), 0)
    if later and later <= by:
        return Sight.GAP, 0
    return Sight.NOT_YET, later


class ObservationIndex:
    """All observation spans, shared by all stories. Joined stretches are remembered per kinds and area."""

    __slots__ = ("_by_kind", "_joined", "_views", "rows")

    def __init__(self, rows: Iterable[Observation]) -> None:
        self.rows = tuple(rows)
        self._by_kind: dict[str, list[tuple[str | None, int, int]]] = {}
        for row in self.rows:
            stretch = (row.area, row.from_.toordinal(), row.through.toordinal())
            self._by_kind.setdefault(row.kind, []).append(stretch)
        self._joined: dict[tuple[tuple[str, ...], str | None], list[Stretch]] = {}
        self._views: dict[tuple[frozenset[str] | None, frozenset[str]], ObservationIndex] = {}

    def stretches(self, kinds: tuple[str, ...], area: str | None) -> list[Stretch]:
        """Days on which one of these kinds would have been told for the area; for an unknown area (None) only by
        sources that tell everywhere."""
        key = (kinds, area)
        found = self._joined.get(key)
        if found is None:
            found = self._joined[key] = joined(
                (first, last)
                for kind in kinds
                for place, first, last in self._by_kind.get(kind, ())
                if place is None or place == area
            )
        return found

    def within(self, view: View = EVERYTHING) -> ObservationIndex:
        """Only the spans of agencies in the view: whom we may not hear cannot have told us."""
        if not view.narrows_agencies:
            return self
        key = (view.agencies, view.hidden_agencies)
        found = self._views.get(key)
        if found is None:
            found = self._views[key] = ObservationIndex(row for row in self.rows if view.sees_agency(row.agency))
        return found
