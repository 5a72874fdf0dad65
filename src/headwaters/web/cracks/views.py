"""The crack ladder and the families behind a crack."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Stage
from headwaters.domain.consent import Action
from headwaters.domain.cracks import CrackKind
from headwaters.domain.problems import NotFound
from headwaters.engine.measures.ladder_doors import element_touchpoints, handoff_touchpoints
from headwaters.engine.measures.promises import CrackedFamily
from headwaters.engine.measures.reach import NOT_ASKED, WITHHELD_GROUP, GroupKind
from headwaters.engine.measures.suppression import LEAST_SHOWN
from headwaters.practice.access.actions import decide
from headwaters.practice.published import queries
from headwaters.web.child.handoffs import handoff_title
from headwaters.web.cracks.cohorts import Choice, cohort_of, cohorts, in_words
from headwaters.web.cracks.files import COLUMNS, csv_text, rows_of
from headwaters.web.cracks.ladder import draw_ladder
from headwaters.web.cracks.small import overview_finding, place_name, small_ladder
from headwaters.web.layout.dates import age_in_words, pregnancy_in_words, written
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.names import county_name, language_name
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.refreshed import after_a_refresh
from headwaters.web.layout.words import CRACKS, agency_name, element_title, title_of
from headwaters.web.worklist.addresses import family_address
from headwaters.web.worklist.names import names_of

MOST_FAMILIES = 200


@dataclass(frozen=True, slots=True)
class Door:
    """What a ladder is about: one hand-off, or one element without one. `key` is `handoff=...` or `element=...`."""

    kind: str
    id: str
    title: str
    between: str
    touchpoints: tuple[str, ...]


def doors(blueprint: Blueprint, *, hidden: Collection[str] = ()) -> tuple[Door, ...]:
    """Every hand-off that some touchpoint names, then every running element, in the blueprint's order.

    hidden   elements that are absent for the reader: neither they nor their part of a hand-off leave a gap
    """
    found = []
    shown = [element for element in blueprint.elements.values() if element.id not in hidden]
    for handoff in blueprint.handoffs.values():
        touchpoints = handoff_touchpoints(blueprint, handoff.id, hidden=hidden)
        if touchpoints:
            between = _("%(from)s asks %(to)s") % {
                "from": agency_name(blueprint, handoff.from_), "to": agency_name(blueprint, handoff.to),
            }  # fmt: skip
            found.append(Door("handoff", handoff.id, handoff_title(blueprint, handoff), between, touchpoints))
    for element in shown:
        if element.stage is not Stage.PROPOSED:
            touchpoints = element_touchpoints(blueprint, element.id)
            found.append(Door("element", element.id, element_title(blueprint, element.id), "", touchpoints))
    return tuple(found)


def door_of(request: HttpRequest, held: Sequence[Door]) -> Door:
    """The door that the address names; without one, the first hand-off.

    raises  NotFound  the address names a hand-off or element that this blueprint does not have
    """
    for kind in ("handoff", "element"):
        wanted = request.GET.get(kind)
        if wanted:
            for door in held:
                if (door.kind, door.id) == (kind, wanted):
                    return door
            raise NotFound(
                _("This blueprint has no such hand-off or element. Choose one from the list on the Cracks page.")
            )
    if not held:
        raise NotFound(_("This blueprint has no running element yet, so there is nothing to count."))
    return held[0]


@after_a_refresh
def ladder(request: HttpRequest) -> HttpResponse:
    site, by = here(), reader_of(request)
    held = doors(site.blueprint, hidden=queries.hidden_elements(site.data, by=by))
    door = door_of(request, held)
    cohort = cohort_of(request.GET)
    rows_allowed, choosing = decide(by, Action.LIST_FAMILIES).allowed, queries.sees_rows(by)
    counted = queries.ladder(
        site.data, by=by, touchpoints=door.touchpoints, cohort=cohort, chain=door.kind == "handoff"
    )
    drawing = draw_ladder(counted, rows_allowed=rows_allowed)
    return render(request, "cracks/ladder.html", {
        "door": door,
        "drawing": drawing,
        "cohort": in_words(cohort, site.as_of),
        "passages": counted.passages,
        "too_young": counted.too_young,
        "rows_allowed": rows_allowed,
        "least": LEAST_SHOWN,
        "families": f"{reverse('cracks:families')}?{_query(door, request)}",
        "handoffs": [_choice(each, door, request) for each in held if each.kind == "handoff"],
        "elements": [_choice(each, door, request) for each in held if each.kind == "element"],
        "cohorts": cohorts(f"{door.kind}={door.id}", cohort, site.as_of, request.GET.get("county")) if choosing else (),
        "counties": _counties(site, door, request) if choosing else (),
        "tabs": tabs_of("cracks:ladder", door, request, choosing=choosing),
        "downloads": downloads_of(door, request),
        "model": f"{site.blueprint.id} {site.blueprint.version}",
    })  # fmt: skip


def tabs_of(view: str, door: Door | None, request: HttpRequest, *, choosing: bool) -> list[Choice]:
    """One ladder, all hand-offs and, for who may choose places, one hand-off in every place."""
    query = _query(door, request) if door is not None else ""
    named = (
        ("cracks:ladder", _("One ladder")), ("cracks:overview", _("All hand-offs")), ("cracks:places", _("Place by place")),
    )  # fmt: skip
    return [
        Choice(
            f"{reverse(name)}?{query}" if query and name != "cracks:overview" else reverse(name), words, name == view
        )
        for name, words in named
        if choosing or name != "cracks:places"
    ]


def _query(door: Door, request: HttpRequest, **more: str) -> str:
    kept = {key: value for key, value in request.GET.items() if key in ("from", "through", "county") and value}
    return urlencode({door.kind: door.id} | kept | more)


def _choice(each: Door, door: Door, request: HttpRequest) -> Choice:
    return Choice(f"?{_query(each, request)}", each.title, each is door or (each.kind, each.id) == (door.kind, door.id))


def _counties(site: Here, door: Door | None, request: HttpRequest) -> list[Choice]:
    """The counties of the blueprint's own fact, as links; the address is the filter."""
    fact = site.blueprint.facts.get("county")
    chosen = request.GET.get("county") or ""
    kept = {key: str(value) for key, value in request.GET.items() if key in ("from", "through") and value}
    every = kept if door is None else {door.kind: door.id} | kept
    links = [Choice(f"?{urlencode(every)}", _("All counties"), not chosen)]
    for county in fact.choices if fact is not None else ():
        query = urlencode(every | {"county": county})
        links.append(Choice(f"?{query}", county_name(county), county == chosen))
    return links


@after_a_refresh
def table_csv(request: HttpRequest) -> HttpResponse:
    """The ladder that the address names, as a file. A file is handed on, so it always hides small numbers."""
    site, by = here(), reader_of(request)
    door = door_of(request, doors(site.blueprint, hidden=queries.hidden_elements(site.data, by=by)))
    counted = queries.ladder(
        site.data, by=by, touchpoints=door.touchpoints, cohort=cohort_of(request.GET), chain=door.kind == "handoff"
    )
    drawing = draw_ladder(counted, rows_allowed=False)
    return HttpResponse(
        csv_text(COLUMNS, rows_of(counted, drawing)).encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="ladder-{door.id}-{site.as_of}.csv"'},
    )


def downloads_of(door: Door, request: HttpRequest) -> list[Choice]:
    return [Choice(f"{reverse('cracks:csv')}?{_query(door, request)}", _("a table (CSV)"), here=False)]


@after_a_refresh
def overview(request: HttpRequest) -> HttpResponse:
    """Every hand-off at a glance: one small ladder each, of one cohort and, if wanted, one county."""
    site, by = here(), reader_of(request)
    held = tuple(
        door for door in doors(site.blueprint, hidden=queries.hidden_elements(site.data, by=by)) if door.kind == "handoff"
    )  # fmt: skip
    cohort = cohort_of(request.GET)
    rows_allowed, choosing = decide(by, Action.LIST_FAMILIES).allowed, queries.sees_rows(by)
    found = queries.ladders(site.data, by=by, doors={door.id: door.touchpoints for door in held}, cohort=cohort)
    heading, lede = overview_finding([(door.title, found[door.id]) for door in held], rows_allowed=rows_allowed)
    return render(request, "cracks/overview.html", {
        "heading": heading,
        "lede": lede,
        "cohort": in_words(cohort, site.as_of),
        "small": [
            small_ladder(
                found[door.id], title=door.title, between=door.between,
                href=f"{reverse('cracks:ladder')}?{_query(door, request)}", rows_allowed=rows_allowed, few=False,
            )
            for door in held
        ],
        "tabs": tabs_of("cracks:overview", None, request, choosing=choosing),
        "cohorts": cohorts("", cohort, site.as_of, request.GET.get("county")) if choosing else (),
        "counties": _counties(site, None, request) if choosing else (),
        "model": f"{site.blueprint.id} {site.blueprint.version}",
    })  # fmt: skip


@after_a_refresh
def places(request: HttpRequest) -> HttpResponse:
    """One hand-off in every county or pilot region, side by side."""
    site, by = here(), reader_of(request)
    door = door_of(request, doors(site.blueprint, hidden=queries.hidden_elements(site.data, by=by)))
    kind = GroupKind.COUNTY if request.GET.get("by") == GroupKind.COUNTY else GroupKind.REGION
    cohort = replace(cohort_of(request.GET), county=None)
    rows_allowed = decide(by, Action.LIST_FAMILIES).allowed
    found = queries.ladders_by(
        site.data, by=by, touchpoints=door.touchpoints, kind=kind, cohort=cohort, chain=door.kind == "handoff"
    )
    small = [
        small_ladder(one, title=place_name(kind, key), between="", href=_place_href(door, request, kind, key),
                     rows_allowed=rows_allowed, few=True)
        for key, one in found.items()
    ]  # fmt: skip
    return render(request, "cracks/places.html", {
        "door": door,
        "cohort": in_words(cohort, site.as_of),
        "small": sorted(small, key=lambda one: one.title),
        "ways": [
            Choice(f"?{_query(door, request, by=each.value)}", words, each is kind)
            for each, words in ((GroupKind.REGION, _("Pilot regions")), (GroupKind.COUNTY, _("Counties")))
        ],
        "cohorts": cohorts(f"{door.kind}={door.id}&by={kind}", cohort, site.as_of, None),
        "tabs": tabs_of("cracks:places", door, request, choosing=True),
        "model": f"{site.blueprint.id} {site.blueprint.version}",
    })  # fmt: skip


def _place_href(door: Door, request: HttpRequest, kind: GroupKind, place: str) -> str:
    """A county's own ladder; a region has none."""
    if kind is not GroupKind.COUNTY or place in (NOT_ASKED, WITHHELD_GROUP):
        return ""
    return f"{reverse('cracks:ladder')}?{_query(door, request, county=place)}"


@dataclass(frozen=True, slots=True)
class FamilyRow:
    href: str
    name: str
    age: str
    step: str
    words: str
    where: str


@after_a_refresh
def families(request: HttpRequest) -> HttpResponse:
    """The families behind a crack, for those who may list them; everybody else is refused."""
    site, by = here(), reader_of(request)
    held = doors(site.blueprint, hidden=queries.hidden_elements(site.data, by=by))
    door = door_of(request, held)
    cohort = cohort_of(request.GET)
    crack = request.GET.get("crack") or None
    if crack is not None and crack not in set(CrackKind):
        raise NotFound(_("There is no crack of that name. Choose one from the ladder."))
    found = queries.cracked_families(site.data, by=by, touchpoints=door.touchpoints, cohort=cohort, crack=crack)
    names = names_of(site, by, {each.story_id for each in found[:MOST_FAMILIES]})
    return render(request, "cracks/families.html", {
        "door": door,
        "crack": CRACKS[CrackKind(crack)] if crack else _("every crack"),
        "count": len(found),
        "rows": [_family_row(site, names, each) for each in found[:MOST_FAMILIES]],
        "cohort": in_words(cohort, site.as_of),
        "back": f"{reverse('cracks:ladder')}?{_query(door, request)}",
        "most": MOST_FAMILIES,
    })  # fmt: skip


def _family_row(site: Here, names: Mapping[tuple[str, str], str], each: CrackedFamily) -> FamilyRow:
    crack = CRACKS[CrackKind(each.crack)] if each.crack else ""
    places = (county_name(each.county), language_name(each.language))
    return FamilyRow(
        href=family_address(each.story_id, each.episode_id, f"{each.element}/{each.touchpoint}"),
        name=names.get((each.story_id, each.episode_id), _("A family")),
        age=_age(each, site.as_of),
        step=title_of(site.blueprint, each.element, each.touchpoint),
        words=f"{crack}; {written(each.handoff_clock)}" if each.handoff_clock else str(crack),
        where=", ".join(place for place in places if place),
    )


def _age(each: CrackedFamily, as_of: date) -> str:
    if each.birth is not None and each.birth <= as_of:
        return age_in_words(each.birth, as_of)
    return pregnancy_in_words(each.due_date, as_of) if each.due_date is not None else ""
