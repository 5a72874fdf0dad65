"""The pages of the work list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from headwaters.domain.consent import Action, ReaderRole
from headwaters.engine.measures.promises import WorkFilter
from headwaters.practice.access.actions import decide
from headwaters.practice.access.reader import Reader
from headwaters.practice.published import queries
from headwaters.web.layout.dates import long_day
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.names import county_name
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.refreshed import after_a_refresh
from headwaters.web.layout.words import agency_name
from headwaters.web.worklist.addresses import page_of
from headwaters.web.worklist.counts import Counts, Narrowed, Shown
from headwaters.web.worklist.own_today import own_today, saved_of, standing
from headwaters.web.worklist.rows import rows_of
from headwaters.web.worklist.today import finding_of, groups_of

MOST = 30
"""Promises on one page: what a person can work through in a day."""
SOON_ENOUGH_DAYS = 60
"""How far back a promise can still be mended as a task of the day (ux.md N1: 60 days back)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One link of the filter; the address is the filter."""

    href: str
    words: str
    count: int | None
    here: bool


@dataclass(frozen=True, slots=True)
class AgencyCount:
    name: str
    open: int
    late: int


@after_a_refresh
def today(request: HttpRequest) -> HttpResponse:
    """A navigator's own families; for whoever may see everybody, everybody's."""
    site, by = here(), reader_of(request)
    if by.role == ReaderRole.NAVIGATOR:
        return own_today(request, site, by)
    if by.role == ReaderRole.SUPERVISOR:
        return redirect("caseload:team")
    return _everybody(request, site, by)


def _everybody(request: HttpRequest, site: Here, by: Reader) -> HttpResponse:
    edge = site.as_of - timedelta(days=SOON_ENOUGH_DAYS)
    counts = Counts(queries.work_summary(site.data, by=by, older_than=edge), by.works_as)
    narrowed = Narrowed(
        _shown(request), county=request.GET.get("county") or None, interpreter=bool(request.GET.get("interpreter"))
    )
    wanted = _filter(narrowed, counts, edge)
    page = page_of(request)
    first = (page - 1) * MOST
    listed = queries.work_items(site.data, by=by, wanted=wanted, first=first, most=MOST) if wanted.moves else ()
    items = standing(site, by, listed)
    may_record = decide(by, Action.RECORD_CONTACT).allowed
    total, late = counts.of(narrowed), counts.of(narrowed, late=True)
    mine = narrowed.shown is not Shown.AGENCIES
    return render(request, "worklist/today.html", {
        "long_day": long_day(site.as_of),
        "finding": finding_of(late=late, total=total, first=first, shown=len(listed), mine=mine),
        "before": _turned(request, page - 1) if page > 1 else "",
        "after": _turned(request, page + 1) if first + len(listed) < total else "",
        "groups": groups_of(rows_of(site, by, items, may_record=may_record)),
        "saved": saved_of(request, by),
        "choices": _choices(counts, narrowed),
        "counties": _counties(request, counts, narrowed),
        "county_chosen": bool(narrowed.county),
        "agencies": [
            AgencyCount(agency_name(site.blueprint, move), open_, past) for move, open_, past in counts.by_agency()
        ],
    })  # fmt: skip


def _turned(request: HttpRequest, page: int) -> str:
    kept = {key: value for key, value in request.GET.items() if key in ("show", "interpreter", "county")}
    return f"?{urlencode({**kept, 'page': page})}"


def _shown(request: HttpRequest) -> Shown:
    asked = request.GET.get("show", "")
    return Shown(asked) if asked in set(Shown) else Shown.MINE


def _filter(narrowed: Narrowed, counts: Counts, edge: date) -> WorkFilter:
    """What can still be mended soon stands in *Mine*; what is older is a list of its own, so that it buries nothing."""
    wanted = WorkFilter(county=narrowed.county, interpreter=True if narrowed.interpreter else None)
    match narrowed.shown:
        case Shown.MINE:
            return replace(wanted, moves=(counts.role,), by_from=edge)
        case Shown.OLDER:
            older = edge - timedelta(days=1)
            return replace(wanted, moves=(counts.role,), by_from=date.min, by_through=older, late=True)
        case Shown.AGENCIES:
            return replace(wanted, moves=tuple(move for move, _open, _late in counts.by_agency()))


def _choices(counts: Counts, narrowed: Narrowed) -> list[Choice]:
    mine, older, agencies = Narrowed(Shown.MINE), Narrowed(Shown.OLDER), Narrowed(Shown.AGENCIES)
    interpreter = replace(mine, interpreter=True)
    return [
        Choice("?", _("Mine"), counts.of(mine), narrowed == mine),
        Choice("?interpreter=1", _("Needs an interpreter"), counts.of(interpreter),
               narrowed.shown is Shown.MINE and narrowed.interpreter),
        Choice("?show=older", _("Over two months late"), counts.of(older), narrowed.shown is Shown.OLDER),
        Choice("?show=agencies", _("Waiting on agencies"), counts.of(agencies), narrowed.shown is Shown.AGENCIES),
    ]  # fmt: skip


def _counties(request: HttpRequest, counts: Counts, narrowed: Narrowed) -> list[Choice]:
    kept = {key: value for key, value in request.GET.items() if key in ("show", "interpreter")}
    links = [
        Choice(f"?{urlencode(kept | {'county': county})}", county_name(county), open_, county == narrowed.county)
        for county, open_ in counts.by_county(narrowed)
    ]
    return links if len(links) > 1 or narrowed.county else []
