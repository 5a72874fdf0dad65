"""What families said, on *Today*: who, what kind of thing, since when. The words themselves stand on the page behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from headwaters.domain.history.view import View
from headwaters.engine.evaluation.views import protected_elements
from headwaters.practice.access.reader import Reader
from headwaters.practice.families.queries import casts
from headwaters.practice.family_voice.waiting import Kind, Waiting, waiting
from headwaters.web.layout.dates import short
from headwaters.web.layout.here import Here

WORDS = {
    Kind.WROTE: lazy("wrote to you"),
    Kind.WENT_WRONG: lazy("told you that something went wrong"),
    Kind.ANSWERED: lazy("answered a step with a wish"),
}


@dataclass(frozen=True, slots=True)
class SaidLine:
    href: str
    name: str
    words: str
    since: str


def lines_of(site: Here, by: Reader, views: Mapping[str, View]) -> list[SaidLine]:
    """To be asked after the list itself was allowed."""
    found = waiting(views, protected_elements(site.blueprint)) if views else ()
    names = {
        (str(story), str(one.person_id)): " ".join(part for part in (one.given_name, one.family_name) if part)
        for story, cast in (casts({one.story for one in found}, by=by).items() if found else ())
        for one in cast.names
    }
    return [
        SaidLine(
            _href(one),
            names.get((one.story, one.person)) or _("Somebody"),
            str(WORDS[one.kind]),
            short(one.since.date()),
        )
        for one in found
    ]


def _href(one: Waiting) -> str:
    if one.kind is Kind.WROTE:
        return reverse("messages:thread", args=[one.story, one.person])
    return reverse("child:family", args=[one.story]) + "#said"
