"""One visit read for its page: the family judged live over its reader's view, with what was answered so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from headwaters.domain.consent import Action
from headwaters.domain.history.history import PersonId
from headwaters.domain.problems import NotFound
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.queries import people as colleagues
from headwaters.practice.contacts.models import Visit
from headwaters.practice.contacts.visit_entries import Household
from headwaters.practice.contacts.visit_questions import ask
from headwaters.practice.contacts.visits import Head, heads_of, planned_visit, waiting_of
from headwaters.practice.published.recipients import holders
from headwaters.web.child.page import age_line
from headwaters.web.child.story import Family, adult_of, called_of, course_of, read_family
from headwaters.web.layout.here import Here
from headwaters.web.layout.words import element_title, text, title_of
from headwaters.web.visit.form import Part, Standing, parts_of

OTHER = "other"
"""Somebody who is nobody's record here: a grandmother, a neighbour."""


@dataclass(frozen=True, slots=True)
class VisitPage:
    """What a visit's page shows. `seen`: what the family will see of it."""

    id: UUID
    story: str
    episode: str
    name: str
    age: str
    on: date
    parts: tuple[Part, ...]
    count: int
    begun: bool
    finished: bool
    first: bool
    needs_you: int
    seen: tuple[str, ...]


def visit_page(site: Here, by: Reader, story_id: str, *, episode: str = "", visit: UUID | None = None) -> VisitPage:
    """raises  NotPermitted, NotFound  also where the visit is to another family"""
    require(by, Action.RECORD_CONTACT, story=story_id, detail="visit page")
    family = read_family(site, by, story_id, episode or None)
    own = visit or planned_visit(story_id, site.as_of)
    held = Visit.objects.filter(pk=own).first()
    if held is not None and held.story != story_id:
        raise NotFound(_("This visit is to another family. Open it from your list of visits."))
    heads = heads_of(held) if held is not None else {}
    waiting = waiting_of(held) if held is not None else {}
    people = {str(one): words for one, words in _people(family).items()}
    asked = ask(site.blueprint, family.rows, role=by.works_as, people=[*people, OTHER], answered=heads)
    writers = {one.account for one in [*heads.values(), *(each for rows in waiting.values() for each in rows)]}
    accounts = {id_: one.name for id_, one in colleagues(writers).items()}
    standing = Standing(heads, waiting, {**people, **accounts, OTHER: _("Somebody else")}, by.id, by.at.tzinfo)
    said = called_of(family, site, family.chosen)
    return VisitPage(
        own, story_id, str(family.chosen.episode_id), said.name, age_line(course_of(family, site, said), site.as_of),
        held.on_day if held is not None else site.as_of, parts_of(site.blueprint, asked, standing), asked.count,
        begun=held is not None, finished=held is not None and held.finished_at is not None,
        first=not Visit.objects.filter(story=story_id).exclude(pk=own).exists(), needs_you=len(waiting),
        seen=tuple(_seen(site, heads)),
    )  # fmt: skip


def household_of(site: Here, by: Reader, story_id: str, episode: str) -> Household:
    """The family as its answers are about it.

    raises  NotPermitted, NotFound
    """
    family = read_family(site, by, story_id, episode or None)
    adult = adult_of(family) or family.chosen.person_id
    recipients: dict[str, str] = {}
    for row in family.judged.rows:
        if row.recipient_id is not None and row.episode_id == family.chosen.episode_id:
            recipients[f"{row.element}/{row.touchpoint}"] = row.recipient_id
    for row in family.rows:
        if row.recipient_id is not None:
            recipients.setdefault(f"{row.element}/{row.touchpoint}", row.recipient_id)
    return Household(site.blueprint, adult, dict(holders(family.story, family.chosen)), recipients)


def _people(family: Family) -> dict[PersonId, str]:
    """Those of the story who may have been there, by the name that people here use."""
    named: dict[PersonId, str] = {}
    for person, one in family.people.items():
        words = one.given_name or (_("The baby") if one.birth is not None and person == family.chosen.person_id else "")
        if words:
            named[person] = words
    return named


def _seen(site: Here, heads: Mapping[str, Head]) -> list[str]:
    """What the family will see: what was done, what comes, and their own words. Nothing that was noted about them."""
    lines: list[str] = []
    for key, head in heads.items():
        kind, _colon, about = key.partition(":")
        element, _slash, touchpoint = about.partition("/")
        if kind == "did" and head.value == "done":
            held = site.blueprint.elements.get(element)
            lines.append(_("Done: %(title)s. %(words)s") % {
                "title": title_of(site.blueprint, element, touchpoint), "words": text(held.family_text) if held else "",
            })  # fmt: skip
        elif kind == "said" and head.value == "yes":
            lines.append(_("You said yes to: %(title)s.") % {"title": element_title(site.blueprint, element)})
    for key, words in (("wants", _("You want next: “%(said)s”")), ("next", _("We meet again on %(said)s."))):
        held_answer: Any = heads[key].value if key in heads else ""
        if held_answer:
            lines.append(words % {"said": held_answer})
    return lines
