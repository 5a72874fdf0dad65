"""For the person who types in what came by fax or telephone: the code on the page, then the same questions as on the answer page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.practice.access.actions import require_some
from headwaters.practice.access.reader import Reader
from headwaters.practice.referrals.actions import AlreadyAnswered
from headwaters.practice.referrals.queries import Held, by_code, for_asker
from headwaters.practice.referrals.ways import How
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.reader import reader_of
from headwaters.web.referral.answering import answered
from headwaters.web.referral.deeds import offered
from headwaters.web.referral.shown import shown
from headwaters.web.referral.words import already


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    site, by = here(), reader_of(request)
    require_some(by, Action.REFER, detail="typing in an answer")
    refused = ""
    if request.method == "POST":
        try:
            held = by_code(request.POST.get("code", ""), by=by, blueprint=site.blueprint)
        except NotFound as nobody:
            refused = str(nobody)
        else:
            return redirect("referral:typed", ask_id=held.row.pk)
    return render(request, "referral/find_code.html", {"refused": refused, "code": request.POST.get("code", "")})


@require_http_methods(["GET", "HEAD", "POST"])
def typed(request: HttpRequest, ask_id: str) -> HttpResponse:
    site, by = here(), reader_of(request)
    held = for_asker(ask_id, by=by, blueprint=site.blueprint)
    if request.method != "POST":
        return _page(request, held, site, by)
    how = How.FAX if request.POST.get("how") == How.FAX else How.PHONE
    try:
        if not request.POST.get("who", "").strip():
            raise NotTaken(_("Write who told you, so that somebody can ask again."))
        answered(request, held, site, by, how=how)
    except AlreadyAnswered as late:
        fresh = for_asker(ask_id, by=by, blueprint=site.blueprint)
        return _page(request, fresh, site, by, refused=already(late.step), status=409)
    except NotTaken as refused:
        return _page(request, held, site, by, refused=str(refused), status=422)
    return redirect(f"{reverse('referral:one', args=[ask_id])}?said=typed")


def _page(
    request: HttpRequest, held: Held, site: Here, by: Reader, *, refused: str = "", status: int = 200
) -> HttpResponse:
    on = by.at.date()
    return render(request, "referral/typed.html", {
        "ask": shown(held, site.blueprint, on), "offered": offered(held, site.blueprint, on), "refused": refused,
        "typed": request.POST if refused else None, "keyed": True, "initials": "",
    }, status=status)  # fmt: skip
