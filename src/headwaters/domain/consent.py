"""Who may do what, for which purpose: grants as data, one decision, denied unless a grant says yes.

A grant is dated, names one action and one purpose, and reaches either the whole installation or named stories. Protected
subjects (design.md, One child, one record) stay off unless the grant switches each one on. Nothing here reads a database
or a clock: `practice.access` fetches the grants and passes the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwaters.domain.history.view import NOTHING_PROTECTED, View


class Action(StrEnum):
    READ_FAMILY = "read_family"
    """One family's page, its whys, its record."""
    LIST_FAMILIES = "list_families"
    """Lists of families: the work list, the families behind a crack, any table with one row per recipient."""
    READ_COUNTS = "read_counts"
    """Counts of people, small cells hidden unless the reader may also list the families."""
    READ_BLUEPRINT = "read_blueprint"
    EXPORT_ROWS = "export_rows"
    """A file with one row per recipient."""
    LOAD = "load"
    """Taking in agencies' files, and refreshing what is published from them."""


class Purpose(StrEnum):
    CARE = "care"
    """Keeping promises to a family: navigators, home visitors, agency staff."""
    MEASUREMENT = "measurement"
    """Counting who was reached; never a reason to open one family's page."""
    DESIGN = "design"
    """Working on a Child Success Model."""
    OPERATION = "operation"
    """Running the installation: loading, refreshing, checking what was set aside."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission. `stories` None: every story here. `subjects`: protected subjects switched on; None: all of them, for
    counting everybody and never for a page about one. `through` is the last day."""

    reader: str
    action: Action
    purpose: Purpose
    from_: date
    through: date | None = None
    stories: frozenset[str] | None = None
    subjects: frozenset[str] | None = frozenset()

    def holds_on(self, day: date) -> bool:
        return self.from_ <= day and (self.through is None or day <= self.through)

    def reaches(self, story: str | None) -> bool:
        """`story` None is a question about everybody; only a grant for everybody answers it."""
        return self.stories is None or (story is not None and story in self.stories)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it may be done and, if so, over which view. `why` is for the audit and never names anybody."""

    allowed: bool
    why: str
    view: View = NOTHING_PROTECTED


DENIED = Decision(allowed=False, why="no grant")


def permits(
    grants: Iterable[Grant], *, reader: str, action: Action, purpose: Purpose, story: str | None, on: date
) -> Decision:
    """The one access decision. Denied by default; the view joins the subjects of all grants that say yes.

    grants   any grants; those of other readers, actions, purposes, days and stories count for nothing
    story    the one family asked about; None asks about all
    on       the day of the request, not the day that the page speaks of
    """
    fitting = [
        grant
        for grant in grants
        if grant.reader == reader
        and grant.action is action
        and grant.purpose is purpose
        and grant.holds_on(on)
        and grant.reaches(story)
    ]
    if not fitting:
        return DENIED
    return Decision(allowed=True, why=f"grant for {action} in {purpose}", view=View(subjects=_joined(fitting)))


def _joined(fitting: Iterable[Grant]) -> frozenset[str] | None:
    switched_on: set[str] = set()
    for grant in fitting:
        if grant.subjects is None:
            return None
        switched_on |= grant.subjects
    return frozenset(switched_on)
