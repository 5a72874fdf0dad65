"""Whose page it is: the door that the family came in by, its story, and the page as it stands today."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from headwaters.domain.consent import ReaderRole
from headwaters.domain.history.history import Episode, EpisodeKind
from headwaters.domain.problems import NotFound, NotPermitted
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.models import FamilyDoor
from headwaters.practice.families import queries as families
from headwaters.practice.families.silence import Losses, losses_of
from headwaters.web.child.entries import Entry, entries_of
from headwaters.web.child.story import Family, read_family
from headwaters.web.layout import session
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.reader import reader_of

CLOSED = lazy(
    "This page is closed for you now. If you think that is wrong, call the person who helps your family, or 211. "
    "Nothing that you wrote is lost."
)


@dataclass(frozen=True, slots=True)
class Own:
    """A family's own reading of itself: over its own view, without a child about whom all is silent."""

    site: Here
    by: Reader
    story: str
    family: Family
    losses: Losses

    @property
    def person(self) -> str:
        return self.by.person

    @property
    def name(self) -> str:
        """The reader's first name; empty where none is on file."""
        held = self.family.people.get(self.by.person)  # type: ignore[call-overload]
        return str(held.given_name or "") if held is not None else ""

    @property
    def grieving(self) -> bool:
        """Nothing but kind words: no child of this story lives and no pregnancy goes on."""
        return bool(self.losses.children) and not self.losses.others

    @property
    def child(self) -> Episode | None:
        """The child, or the pregnancy, that the page speaks of."""
        held = self.family.chosen
        return None if str(held.person_id) in self.losses.children else held

    def child_name(self) -> str:
        """The child's first name, once it is born and named; else "your baby"."""
        child = self.child
        if child is None or child.kind is not EpisodeKind.CHILD:
            return _("your baby")
        held = self.family.people.get(child.person_id)
        return (held.given_name if held is not None else None) or _("your baby")

    def entries(self) -> tuple[Entry, ...]:
        """The steps that this reader's page may show; none about a child who died, none of a pregnancy that was lost."""
        gone = self.losses.children
        lost = gone and self.family.chosen.kind is EpisodeKind.PREGNANCY
        rows = [row for row in self.family.rows if str(row.recipient_id) not in gone and not lost]
        return () if self.grieving else entries_of(self.site.blueprint, rows, self.site.as_of)


def own(request: HttpRequest) -> Own:
    """raises  NotPermitted  this reader answers for nobody of the story any more: the page is closed, in words that say so"""
    site, by = here(), reader_of(request)
    door = session.door_of(request)
    if by.role != ReaderRole.FAMILY or door is None:
        raise NotPermitted(_("This is a family’s own page. Come in by the code that the family was given."))
    story = _story(FamilyDoor.objects.get(pk=door), by)
    try:
        held = read_family(site, by, story, _asked(request))
    except NotPermitted:
        raise NotPermitted(str(CLOSED)) from None
    losses = losses_of(story, as_of=site.as_of)
    if str(held.chosen.person_id) in losses.children and losses.others:
        held = _another_child(site, by, story, held, losses)
    return Own(site, by, story, held, losses)


def _asked(request: HttpRequest) -> str | None:
    return request.GET.get("child") or request.POST.get("child") or None


def _story(door: FamilyDoor, by: Reader) -> str:
    """The story of the door; where linkage gave it another name since, the one that this person is in now."""
    now = families.stories_of(by.person, by=by)
    return door.story if not now or door.story in now else str(now[0])


def _another_child(site: Here, by: Reader, story: str, held: Family, losses: Losses) -> Family:
    others = [one for one in held.story.episodes if str(one.person_id) not in losses.children]
    try:
        return read_family(site, by, story, others[0].episode_id) if others else held
    except NotFound:
        return held
