"""Opening a family in an emergency: two identifiers and a reason, for an hour, and somebody else reviews it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotFound, NotPermitted, NotTaken
from headwaters.practice.access.actions import require
from headwaters.practice.access.evidence import team_of
from headwaters.practice.access.models import EmergencyLook
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.access.search import Known, seats_with
from headwaters.practice.access.trail import shown

LASTS = timedelta(hours=1)
LEAST_REASON = 15
"""Letters: enough to be a sentence that somebody else can weigh."""
NOT_FOUND = (
    "No family fits both, or more than one does. Check what you typed, or give another number. "
    "If somebody is in danger now, call 911; to report harm to a child in Oregon call 855-503-7233."
)
"""Oregon Child Abuse Hotline: 855-503-SAFE (Oregon Department of Human Services)."""


@transaction.atomic
def look(known: Known, reason: str, *, by: Reader) -> EmergencyLook:
    """Open the one family that both identifiers fit, for an hour, to this reader alone. It is written down for review before
    anything is shown.

    raises  NotPermitted
            NotTaken  fewer than two identifiers, or no reason that somebody could weigh
            NotFound  none, or more than one, fits: in the same words
    """
    require(by, Action.BREAK_GLASS, detail=f"by {' and '.join(known.kinds)}"[:200])
    known.check()
    if len(reason.strip()) < LEAST_REASON:
        raise NotTaken("Say in a sentence why you need it now. Somebody else reads it this week.")
    found = seats_with(known, None)
    if len(found) != 1:
        raise NotFound(NOT_FOUND)
    story = next(iter(found))
    shown([story])
    return EmergencyLook.objects.create(
        reader=by.id, organisation=by.organisation, story=story, reason=reason.strip()[:500], from_at=by.at, until_at=by.at + LASTS
    )  # fmt: skip


def looks_to_review(*, by: Reader, reviewed: bool = False, most: int = 100) -> tuple[EmergencyLook, ...]:
    """Emergency looks of the reader's organisation, the oldest first where they wait, the newest first where they were reviewed.

    raises  NotPermitted
    """
    require(by, Action.READ_AUDIT, detail="emergency looks")
    rows = EmergencyLook.objects.filter(reviewed_at__isnull=not reviewed)
    if by.id != LOCAL:
        rows = rows.filter(organisation=by.organisation)
    found = tuple(rows.order_by("-from_at" if reviewed else "from_at")[:most])
    shown(one.story for one in found)
    return found


@transaction.atomic
def review(look_id: int, *, was_right: bool, remark: str, by: Reader) -> EmergencyLook:
    """Say whether it was right to look, and what follows. Once; nobody reviews a look of their own.

    raises  NotPermitted  also for one's own
            NotFound      there is none of that number in the reader's organisation
            NotTaken      it was reviewed already, or was not right and nothing is said of what follows
    """
    require(by, Action.READ_AUDIT, detail=f"emergency look {look_id} reviewed")
    row = EmergencyLook.objects.select_for_update().filter(pk=look_id).first()
    if row is None or (by.id != LOCAL and row.organisation != by.organisation):
        raise NotFound("There is no such look. Open the list again.")
    if row.reader == by.id and by.id != LOCAL:
        raise NotPermitted("Somebody else reviews what you opened yourself.")
    if row.reviewed_at is not None:
        raise NotTaken("Somebody has reviewed it already. Open the list again.")
    if not was_right and not remark.strip():
        raise NotTaken("It was not right: write what follows from it.")
    row.reviewed_at, row.reviewed_by, row.was_right, row.remark = by.at, by.id, was_right, remark.strip()[:500]
    row.save(update_fields=["reviewed_at", "reviewed_by", "was_right", "remark"])
    shown([row.story])
    return row


def readers_under(by: Reader) -> frozenset[str] | None:
    """Whose reads this reader looks after: the people of their organisation; None: everybody's, for the owner."""
    return None if by.id == LOCAL else team_of(by, on=by.at.date())
