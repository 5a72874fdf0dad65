"""The marks: shape first, colour second, a word always available (one grammar on every page, screen and print).

A mark says what a family's page may say about one touchpoint on one day. It is decided here and nowhere else.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from headwaters.domain.cracks import CrackKind
from headwaters.domain.status import Reason, Status, StatusRow


class Mark(StrEnum):
    """The value is the id of the drawing in `layout/defs.svg`."""

    DONE = "k-done"
    DONE_LATE = "k-latedone"
    BOOKED = "k-booked"
    DUE = "k-due"
    SOON = "k-soon"
    LATE = "k-late"
    NOT_NOW = "k-notnow"
    CRACK = "k-crack"
    NOT_SEEN = "k-notseen"
    HIDDEN = "k-hidden"
    ASK = "k-ask"
    MISSED = "k-missed"
    ENDED = "k-ended"
    PROPOSED = "k-proposed"


LEGEND: dict[Mark, str | Promise] = {
    Mark.DONE: _("Reached"),
    Mark.DONE_LATE: _("Reached, later than planned"),
    Mark.BOOKED: _("Under way"),
    Mark.DUE: _("Due now"),
    Mark.SOON: _("Later"),
    Mark.LATE: _("Late against a promise"),
    Mark.NOT_NOW: _("Family said not now"),
    Mark.CRACK: _("Lost here"),
    Mark.MISSED: _("Missed: its days are over"),
    Mark.NOT_SEEN: _("Not seen: no record"),
    Mark.ASK: _("Ask: a fact is missing"),
    Mark.ENDED: _("Ended: nothing more is owed"),
    Mark.HIDDEN: _("Hidden to protect someone"),
    Mark.PROPOSED: _("Does not exist here yet"),
}

ENDED_WITHOUT_SERVICE = frozenset({
    CrackKind.FULL, CrackKind.NOT_REACHED, CrackKind.BEGUN_DROPPED, CrackKind.NOT_ELIGIBLE_NO_NEXT_ROUTE,
    CrackKind.MOVED_BETWEEN_AREAS, CrackKind.AGED_OUT_BETWEEN_PROGRAMS,
})  # fmt: skip
"""Somebody said no, or the way ended. The other cracks are silences, which a late answer can still mend."""

_PLAIN = {
    Status.REACHED: Mark.DONE,
    Status.REACHED_LATE: Mark.DONE_LATE,
    Status.DECLINED: Mark.NOT_NOW,
    Status.IN_PROGRESS: Mark.BOOKED,
    Status.UNOBSERVED: Mark.NOT_SEEN,
    Status.PROPOSED: Mark.PROPOSED,
}


def mark_of(row: StatusRow, as_of: date) -> Mark | None:
    """The mark of a row on that day; None where nothing is owed and nothing was lost, so nothing is drawn."""
    if row.status in _PLAIN:
        return _PLAIN[row.status]
    lost = row.crack in ENDED_WITHOUT_SERVICE
    if row.status is Status.NOT_NEEDED:
        return Mark.CRACK if lost else None
    if row.status is Status.ENDED:
        return Mark.CRACK if lost else Mark.ENDED
    if row.status is Status.ASK:
        # Kept private never makes a reminder: the offer goes to everybody who keeps it private.
        return Mark.ASK if row.reason != Reason.WITHHELD else _waiting(row, as_of)
    if row.status is Status.MISSED:
        return Mark.CRACK if lost or row.handoff_state is not None else Mark.MISSED
    if row.crack is not None:
        return Mark.CRACK if lost else Mark.LATE
    if row.status is Status.OVERDUE:
        return Mark.LATE
    return _waiting(row, as_of)


def _waiting(row: StatusRow, as_of: date) -> Mark:
    return Mark.DUE if isinstance(row.opens, date) and row.opens <= as_of else Mark.SOON
