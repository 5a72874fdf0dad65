"""A family's page, and the why of one of its marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headwaters.domain.consent import Action
from headwaters.domain.history.history import Episode, EpisodeKind
from headwaters.domain.problems import NotFound
from headwaters.engine.evaluation.reference import explain, fact_on
from headwaters.engine.measures.families import FamilyLine
from headwaters.practice.access.actions import require
from headwaters.practice.access.queries import looks_at, who_may_read
from headwaters.practice.access.reader import Reader
from headwaters.practice.families import queries as families
from headwaters.practice.family_voice.actions import close_wrong
from headwaters.practice.published.families import list_families
from headwaters.web.child.around import looks_words, sees_of, strengths_of
from headwaters.web.child.deeds import days_of, deeds_of, reach_of, voice_of
from headwaters.web.child.entries import When
from headwaters.web.child.explaining import why_of
from headwaters.web.child.handoffs import open_handoffs
from headwaters.web.child.page import family_page
from headwaters.web.child.story import Family, adult_of, called_of, course_of, read_family
from headwaters.web.child.why import Why
from headwaters.web.layout.dates import age_in_words, pregnancy_in_words
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.names import county_name, language_name
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.refreshed import after_a_refresh
from headwaters.web.worklist.addresses import family_address, page_of
from headwaters.web.worklist.names import names_of


@dataclass(frozen=True, slots=True)
class Tab:
    href: str
    words: str
    here: bool


MOST = 50


@after_a_refresh
def find(request: HttpRequest) -> HttpResponse:
    """The list of families, and a way to one by its number. Names are never part of an address, so none is asked for."""
    site, by = here(), reader_of(request)
    wanted = request.GET.get("number", "").strip()
    if wanted:
        return _found(by, wanted)
    page = page_of(request)
    county = request.GET.get("county") or None
    lines = list_families(site.data, by=by, county=county, first=(page - 1) * MOST, most=MOST + 1)
    names = names_of(site, by, {line.story_id for line in lines})
    kept = {"county": county} if county else {}
    return render(request, "child/find.html", {
        "rows": [_listed(site, line, names) for line in lines[:MOST]],
        "county": county_name(county),
        "page": page,
        "before": f"?{urlencode({**kept, 'page': page - 1})}" if page > 1 else "",
        "after": f"?{urlencode({**kept, 'page': page + 1})}" if len(lines) > MOST else "",
    })  # fmt: skip


def _found(by: Reader, wanted: str) -> HttpResponse:
    require(by, Action.LIST_FAMILIES, detail="by a number")
    found = families.find(wanted, by=by)
    if not found:
        raise NotFound(_("Nobody here goes by that number. Give the number as the agency writes it."))
    return redirect("child:family", story_id=found[0].story_id)


@dataclass(frozen=True, slots=True)
class Listed:
    href: str
    name: str
    age: str
    where: str
    open: int
    late: int


def _listed(site: Here, line: FamilyLine, names: Mapping[tuple[str, str], str]) -> Listed:
    age = ""
    if line.birth is not None and line.birth <= site.as_of:
        age = age_in_words(line.birth, site.as_of)
    elif line.due_date is not None:
        age = pregnancy_in_words(line.due_date, site.as_of)
    places = (county_name(line.county), language_name(line.language))
    return Listed(
        href=family_address(line.story_id, line.episode_id),
        name=names.get((line.story_id, line.episode_id), _("A family")),
        age=age, where=", ".join(place for place in places if place), open=line.open, late=line.late,
    )  # fmt: skip


def family(request: HttpRequest, story_id: str) -> HttpResponse:
    site, by = here(), reader_of(request)
    held = read_family(site, by, story_id, request.GET.get("child") or None)
    said = called_of(held, site, held.chosen)
    handoffs = open_handoffs(site.blueprint, held.rows, held.events, site.as_of)
    page = family_page(site.blueprint, held.rows, course_of(held, site, said), handoffs, as_of=site.as_of)
    address = _address(held, held.chosen)
    key = request.GET.get("why", "")
    return render(request, "child/family.html", {
        "name": said.name,
        "page": page,
        "language_line": _language_line(site, held, said.parent),
        "tags": _tags(site, held),
        "tabs": _tabs(held),
        "why": _why(site, held, key) if key else None,
        "why_base": f"{address}&why=",
        "page_url": address,
        "opened": key,
        "strengths": strengths_of(site.blueprint, page.entries),
        "sees": sees_of(who_may_read(story_id, by=by)),
        "looks": looks_words(looks_at(story_id, by=by)),
        "deeds": deeds_of(by, held), "reach": reach_of(by, held), "voice": voice_of(by, held, site.blueprint), "story": story_id,
        "child": held.chosen.episode_id, "adult": adult_of(held) or held.chosen.person_id,
    })  # fmt: skip


def plan(request: HttpRequest, story_id: str) -> HttpResponse:
    """A family's plan on one sheet, for the bag of whoever visits: what is now, what is next, agreed days, open hand-offs."""
    site, by = here(), reader_of(request)
    held = read_family(site, by, story_id, request.GET.get("child") or None)
    said = called_of(held, site, held.chosen)
    handoffs = open_handoffs(site.blueprint, held.rows, held.events, site.as_of)
    page = family_page(site.blueprint, held.rows, course_of(held, site, said), handoffs, as_of=site.as_of)
    return render(request, "child/plan.html", {
        "name": said.name, "page": page, "language_line": _language_line(site, held, said.parent),
        "columns": [one for one in page.columns if one.when in (When.NOW, When.NEXT)], "reach": reach_of(by, held),
        "days": days_of(by, held), "page_url": _address(held, held.chosen),
    })  # fmt: skip


@require_POST
def answered(request: HttpRequest, story_id: str) -> HttpResponse:
    """What was done about something that went wrong for a family."""
    try:
        wanted = UUID(request.POST.get("wrong", ""))
    except ValueError:
        raise NotFound(_("Nothing of that number is on file.")) from None
    close_wrong(wanted, request.POST.get("words", ""), by=reader_of(request))
    return redirect("child:family", story_id=story_id)


def why(request: HttpRequest, story_id: str, element: str, touchpoint: str) -> HttpResponse:
    """The same explanation on a page of its own, for printing and for links from elsewhere."""
    site, by = here(), reader_of(request)
    held = read_family(site, by, story_id, request.GET.get("child") or None)
    said = called_of(held, site, held.chosen)
    return render(request, "child/why.html", {
        "name": said.name,
        "why": _why(site, held, f"{element}/{touchpoint}"),
        "page_url": _address(held, held.chosen),
    })  # fmt: skip


def _why(site: Here, held: Family, key: str) -> Why:
    element, _slash, touchpoint = key.partition("/")
    for row in held.rows:
        if (row.element, row.touchpoint) == (element, touchpoint):
            explained = explain(
                site.models, held.story, held.observations, element=element, touchpoint=touchpoint,
                recipient=row.recipient_id, episode=row.episode_id, as_of=site.as_of, view=held.view,
            )  # fmt: skip
            return why_of(site.blueprint, explained[0])
    raise NotFound(_("This family has no such step. Open the family’s page and press a mark."))


def _address(held: Family, episode: Episode) -> str:
    query = urlencode({"child": episode.episode_id})
    return f"{reverse('child:family', args=[held.story.story_id])}?{query}"


def _tabs(held: Family) -> list[Tab]:
    """Twins each have a page; the adults' rows stand on both."""
    if len(held.children) < 2:
        return []
    tabs = []
    for place, child in enumerate(held.children, start=1):
        person = held.people.get(child.person_id)
        name = (person.given_name if person is not None else None) or _("Child %(n)d") % {"n": place}
        tabs.append(Tab(_address(held, child), name, child == held.chosen))
    return tabs


def _language_line(site: Here, held: Family, parent: str) -> str:
    adult = adult_of(held)
    if adult is None:
        return ""
    language = fact_on(site.models, held.story, adult, "language", site.as_of)
    interpreter = fact_on(site.models, held.story, adult, "interpreter", site.as_of)
    if not isinstance(language, str):
        return ""
    who = parent or _("The parent")
    if language == "other":
        return _("%(who)s speaks a language that is not on the list.") % {"who": who}
    if interpreter is True:
        return _("%(who)s speaks %(language)s and would like an interpreter.") % {
            "who": who, "language": language_name(language),
        }  # fmt: skip
    return _("%(who)s speaks %(language)s.") % {"who": who, "language": language_name(language)}


def _tags(site: Here, held: Family) -> list[str]:
    county = fact_on(site.models, held.story, held.chosen.person_id, "county", site.as_of)
    tags = [county_name(county)] if isinstance(county, str) else []
    if held.chosen.kind is EpisodeKind.PREGNANCY:
        tags.append(_("Pregnancy"))
    return tags
