"""Our openings: what an agency says of its own services, and "still right" in one tap."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from headwaters.domain.consent import Action, ReaderRole
from headwaters.domain.problems import NotTaken
from headwaters.practice.access.actions import require
from headwaters.practice.directory.actions import Room, say_openings, still_right
from headwaters.practice.directory.offers import Offer
from headwaters.practice.directory.queries import Asked, search
from headwaters.web.directory.search import room_in_words
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.names import language_name
from headwaters.web.layout.reader import reader_of


@dataclass(frozen=True, slots=True)
class Ours:
    offer: Offer
    room: str
    languages: tuple[tuple[str, str, bool], ...]


@require_http_methods(["GET", "HEAD", "POST"])
def openings(request: HttpRequest) -> HttpResponse:
    site, by = here(), reader_of(request)
    require(by, Action.KEEP_DIRECTORY, detail="our openings")
    problem = ""
    if request.method == "POST":
        try:
            _say(request, site)
            return redirect(f"{reverse('directory:ours')}?said=1")
        except NotTaken as refused:
            problem = str(refused)
    whose = None if by.role == ReaderRole.OWNER else by.organisation
    offers = search(Asked(organisation=whose), by=by, as_of=site.as_of, most=50).offers if whose != "" else ()
    return render(request, "directory/ours.html", {
        "rows": [_ours(one, site) for one in offers], "said": bool(request.GET.get("said")), "problem": problem,
        "typed": request.POST if problem else None,
    }, status=422 if problem else 200)  # fmt: skip


def _ours(offer: Offer, site: Here) -> Ours:
    today = set(offer.openings.languages) if offer.openings else set()
    known = site.blueprint.facts["language"].choices if "language" in site.blueprint.facts else ()
    return Ours(
        offer, room_in_words(offer), tuple((one, language_name(one), one in today) for one in known if one != "other")
    )


def _say(request: HttpRequest, site: Here) -> None:
    posted, by = request.POST, reader_of(request)
    if not posted.get("service", "").isdigit():
        raise NotTaken(_("Press the button beside one of your services."))
    service = int(posted["service"])
    if "still" in posted:
        still_right(service, by=by, on=site.as_of)
        return
    say_openings(
        service,
        Room(
            _number(posted.get("open", "")), _number(posted.get("waiting", "")), tuple(posted.getlist("language"))[:20],
            posted.get("area", ""), _number(posted.get("days", "")),
        ),
        by=by, on=site.as_of,
    )  # fmt: skip


def _number(text: str) -> int | None:
    said = text.strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit()):
        raise NotTaken(_("Write a whole number, or leave the field empty. What you wrote is still here."))
    return int(said)
