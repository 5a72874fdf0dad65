"""The directory as people use it: looking for a service, one service, what looks alike."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.practice.access.actions import decide, require
from headwaters.practice.directory.actions import choose_needs, decide_pair
from headwaters.practice.directory.looking_after import pairs_alike
from headwaters.practice.directory.models import Hours, Service
from headwaters.practice.directory.needs import NEEDS, title_of
from headwaters.practice.directory.offers import Fit, Offer
from headwaters.practice.directory.queries import Asked, offer_of, search
from headwaters.web.layout.dates import written
from headwaters.web.layout.here import here
from headwaters.web.layout.names import county_name, language_name
from headwaters.web.layout.reader import reader_of
from headwaters.web.worklist.addresses import page_of

MOST = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One service of a list. `room`: what is known of open places and since when; `stale`: call first."""

    href: str
    name: str
    provider: str
    room: str
    stale: bool
    details: tuple[str, ...]
    phone: str


def found(request: HttpRequest) -> HttpResponse:
    site, by = here(), reader_of(request)
    require(by, Action.READ_DIRECTORY, detail="directory")
    asked, page = _asked(request), page_of(request)
    held = search(asked, by=by, as_of=site.as_of, first=(page - 1) * MOST, most=MOST)
    counties = site.blueprint.facts["county"].choices if "county" in site.blueprint.facts else ()
    languages = site.blueprint.facts["language"].choices if "language" in site.blueprint.facts else ()
    kept = {key: value for key, value in request.GET.items() if key != "page" and value}
    return render(request, "directory/found.html", {
        "lines": [line_of(one) for one in held.offers], "total": held.total, "asked": asked, "months": request.GET.get("months", ""),
        "needs": [(one.id, str(one.title)) for one in NEEDS],
        "counties": sorted(((one, county_name(one)) for one in counties), key=lambda pair: pair[1]),
        "languages": [(one, language_name(one)) for one in languages if one != "other"],
        "before": f"?{urlencode({**kept, 'page': page - 1})}" if page > 1 else "",
        "after": f"?{urlencode({**kept, 'page': page + 1})}" if page * MOST < held.total else "",
        "keeps": decide(by, Action.KEEP_DIRECTORY).allowed,
    })  # fmt: skip


def _asked(request: HttpRequest) -> Asked:
    get, months = request.GET, request.GET.get("months", "")
    return Asked(
        need=get.get("need") or None, county=get.get("county") or None, zip=get.get("zip", "").strip() or None,
        language=get.get("language") or None, text=get.get("words", ""),
        age_days=int(months) * 365 // 12 + 1 if months.isascii() and months.isdigit() and len(months) < 4 else None,
    )  # fmt: skip


def line_of(offer: Offer) -> Line:
    return Line(
        reverse("directory:service", args=[offer.service]), offer.name, offer.provider, room_in_words(offer), offer.stale,
        tuple(_details(offer)), offer.phone,
    )  # fmt: skip


def room_in_words(offer: Offer) -> str:
    """Never a number without its day."""
    held = offer.openings
    if held is None:
        return _("Nobody has said how many places are open: call to ask.")
    places = (
        _("Open places not said") if held.open_places is None
        else ngettext("%(n)d open place", "%(n)d open places", held.open_places) % {"n": held.open_places}
    )  # fmt: skip
    said = _("%(places)s, checked on %(day)s") % {"places": places, "day": written(held.checked_on)}
    return _("%(said)s: call first") % {"said": said} if held.stale else said


def _details(offer: Offer) -> list[str]:
    fits = {
        Fit.MAY_QUALIFY: _("You may qualify"), Fit.NEEDS_TO_KNOW: _("It depends on something nobody told us yet"),
        Fit.PROBABLY_NOT: _("Probably not for this family"),
    }  # fmt: skip
    found = [str(fits[offer.fit])] if offer.fit in fits else []
    if offer.languages:
        found.append(", ".join(language_name(one) for one in offer.languages))
    if offer.counties:
        found.append(
            ", ".join(county_name(one) if one != "statewide" else _("all of Oregon") for one in offer.counties[:3])
        )
    if offer.first_contact_days is not None:
        words = ngettext("first contact within %(n)d day", "first contact within %(n)d days", offer.first_contact_days)
        found.append(words % {"n": offer.first_contact_days})
    if offer.distance_miles is not None:
        found.append(_("about %(miles)d miles as the crow flies") % {"miles": round(offer.distance_miles)})
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HttpRequest, service_id: int) -> HttpResponse:
    site, by = here(), reader_of(request)
    require(by, Action.READ_DIRECTORY, detail=f"service {service_id}")
    offer = offer_of(service_id, by=by, as_of=site.as_of)
    row = Service.objects.select_related("provider").filter(pk=service_id).first()
    if offer is None or row is None:
        raise NotFound(_("There is no such service in the directory."))
    if request.method == "POST":
        choose_needs(
            service_id, [one for one in request.POST.getlist("need") if one in {need.id for need in NEEDS}], by=by
        )
        return redirect(f"{reverse('directory:service', args=[service_id])}?said=1")
    ours = bool(by.organisation) and offer.organisation == by.organisation
    return render(request, "directory/service.html", {
        "line": line_of(offer), "row": row, "offer": offer, "needs": [(one.id, str(one.title), one.id in offer.needs) for one in NEEDS],
        "answers": [title_of(one) for one in offer.needs], "hours": Hours.objects.filter(service=row).values_list("said", flat=True),
        "rules": row.rules.filter(ended_at=None), "keeps": decide(by, Action.KEEP_DIRECTORY).allowed and (ours or by.role != "agency_worker"),
        "ours": ours or by.role == "owner", "said": bool(request.GET.get("said")),
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def alike(request: HttpRequest) -> HttpResponse:
    """Pairs that may be one service: a person decides."""
    by = reader_of(request)
    require(by, Action.KEEP_DIRECTORY, detail="services that look alike")
    if request.method == "POST":
        left, _bar, right = request.POST.get("pair", "").partition("|")
        if not (left.isdigit() and right.isdigit()):
            raise NotTaken(_("Press one of the two buttons beside a pair."))
        decide_pair(int(left), int(right), same=request.POST.get("same") == "yes", by=by)
        return redirect("directory:alike")
    pairs = []
    for pair in pairs_alike(by=by):
        pairs.append(pair)
        if len(pairs) == MOST:
            break
    return render(request, "directory/alike.html", {"pairs": pairs})
