"""Whether a family allows an agency to be told: asked before anything leaves, and again whenever the agency reads it."""

from __future__ import annotations

from datetime import date

from headwaters.domain.blueprint.handoff import Handoff
from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.practice.families.models import FactRow, KnownAs, SeatRow

NONE_NEEDED = ""
"""The hand-off asks for no permission: a law or the agency's own duty lets it be told."""


def permission(story: str, handoff: Handoff, *, on: date) -> str | None:
    """The permission under which this may be told on a day; None where there is none. Asks no access: for deeds and pages that
    have asked."""
    if handoff.consent is None:
        return NONE_NEEDED
    people = SeatRow.objects.filter(story_id=story).values_list("person", flat=True)
    numbers = KnownAs.objects.filter(person__in=list(people)).values_list("pk", flat=True)
    versions: dict[tuple[str, str], FactRow] = {}
    said = FactRow.objects.filter(known_as__in=list(numbers), fact=handoff.consent).order_by(
        "recorded", "revision", "id"
    )
    for row in said:
        versions[row.source, row.record_id] = row
    standing = [
        row
        for row in versions.values()
        if row.status != ENTERED_IN_ERROR and row.from_day <= on and (row.through_day is None or on <= row.through_day)
    ]
    last = max(standing, key=lambda row: (row.from_day, row.recorded, row.revision, row.pk), default=None)
    if last is None or last.value != "true":
        return None
    return f"{last.source}:{last.record_id}"[:64]
