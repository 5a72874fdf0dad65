"""Questions about access itself: who may read a family, and who has looked (design.md: the family sees who looked)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from headwaters.domain.consent import Action, Purpose
from headwaters.practice.access.actions import decide
from headwaters.practice.access.models import AuditLine, AuditShown, GrantRow
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.models import Membership, Organisation
from headwaters.practice.accounts.standing import held_on
from headwaters.practice.worklists.caseloads import keepers_of


@dataclass(frozen=True, slots=True)
class MayRead:
    """A grant that reaches one family today. `through` None: until it is ended."""

    reader: str
    purpose: Purpose
    through: date | None
    every_family: bool


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one family."""

    at: datetime
    reader: str
    role: str
    purpose: Purpose
    allowed: bool


def who_may_read(story: str, *, by: Reader) -> tuple[MayRead, ...]:
    """The grants that let somebody read this family on the day of the request; empty for a reader who may not read it."""
    if not decide(by, Action.READ_FAMILY, story=story).allowed:
        return ()
    on = by.at.date()
    rows = GrantRow.objects.filter(action=Action.READ_FAMILY, from_day__lte=on).order_by("reader", "purpose")
    return tuple(
        MayRead(row.reader, Purpose(row.purpose), row.through_day, row.stories is None)
        for row in rows
        if (row.through_day is None or on <= row.through_day) and (row.stories is None or story in row.stories)
    )


def keepers_shown(story: str, *, by: Reader) -> tuple[str, ...]:
    """The accounts that keep this family, without those of an agency that the reader's view hides: a shelter's advocate is nobody's
    helper on the other parent's page. Empty for a reader who may not read the family."""
    decision = decide(by, Action.READ_FAMILY, story=story)
    if not decision.allowed:
        return ()
    on, hidden = by.at.date(), decision.view.hidden_agencies
    kept = keepers_of(story, on=on)
    works = Membership.objects.filter(held_on(on), account__in=kept).filter(
        Q(works_as__in=hidden) | Q(organisation__agency__in=hidden) | Q(organisation__in=hidden)
    )
    away = set(works.values_list("account", flat=True)) if hidden else set()
    return tuple(one for one in kept if one not in away)


def looks_at(story: str, *, by: Reader, most: int = 10) -> tuple[Look, ...]:
    """The latest looks at this family, newest first, those in a list or a file among them; empty for a reader who may not read it.

    Empty, too, for an agency with which the family shares its page. Left out: whoever works for an agency that the reader's view hides, and the setting of a safety mark, which nobody is shown.
    """
    decision = decide(by, Action.READ_FAMILY, story=story)
    if not decision.allowed or not decision.view.words:
        return ()
    listed = AuditShown.objects.filter(story=story).values("line")
    rows = AuditLine.objects.filter(Q(story=story) | Q(pk__in=listed)).exclude(action=Action.MARK_SAFETY)
    hidden = decision.view.hidden_agencies
    if hidden:
        offices = Organisation.objects.filter(agency__in=hidden).values("pk")
        rows = rows.exclude(works_as__in=hidden).exclude(organisation__in=offices).exclude(organisation__in=hidden)
    return tuple(
        Look(row.at, row.reader, row.role, Purpose(row.purpose), row.allowed)
        for row in rows.order_by("-at", "-pk")[:most]
    )
