"""Whom a page about messages speaks of: one adult of one family, by the name that lists use."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotFound
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.families import queries as families


@dataclass(frozen=True, slots=True)
class Whom:
    story: str
    person: str
    name: str


def whom(story_id: str, person_id: str, *, by: Reader) -> Whom:
    """raises  NotPermitted  the reader may not read this family; NotFound: nobody of that id is in it"""
    require(by, Action.READ_FAMILY, story=story_id, detail="messages page")
    held = next((one for one in families.people_of(story_id, by=by) if one.person_id == person_id), None)
    if held is None:
        raise NotFound(_("Nobody of that number is in this family. Open the family’s page and start from there."))
    given, initial = held.given_name or "", (held.family_name or "")[:1]
    return Whom(
        story_id, person_id, f"{given} {initial}.".strip(" .") + "." if given and initial else given or _("A parent")
    )
