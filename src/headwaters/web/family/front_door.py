"""The front door: a language, six digits, and a way out that leaves nothing behind."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from headwaters.domain.problems import NotTaken
from headwaters.practice.accounts.family_doors import PinWanted, come_in
from headwaters.web.layout import session
from headwaters.web.layout.doors import without_sign_in
from headwaters.web.layout.home import for_families
from headwaters.web.layout.instant import instant

AWAY = "https://www.weather.gov/"
"""Where *Leave this page fast* goes: a page that anybody might be reading."""


@without_sign_in
@for_families
@require_http_methods(["GET", "HEAD", "POST"])
def front_door(request: HttpRequest, door: str = "") -> HttpResponse:
    code, pin = request.POST.get("code", ""), request.POST.get("pin", "")
    problem, wants_pin = "", False
    if request.method == "POST":
        try:
            held = come_in(code, at=instant(), address=request.META.get("REMOTE_ADDR", ""), door=door, pin=pin)
        except PinWanted as wanted:
            problem, wants_pin = str(wanted), True
        except NotTaken as refused:
            problem = str(refused)
        else:
            session.begin_family(request, held)
            return redirect("family:page")
    return render(request, "family/front_door.html", {
        "code": code, "problem": problem, "wants_pin": wants_pin, "helper_phone": settings.HELP_PHONE,
    }, status=422 if problem and not wants_pin else 200)  # fmt: skip


@without_sign_in
@for_families
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """The session ends here and on the server; the browser goes somewhere that says nothing."""
    session.leave(request)
    answer = HttpResponseRedirect(AWAY)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@without_sign_in
@for_families
@require_POST
def speak(request: HttpRequest) -> HttpResponse:
    """The language of the pages from here on, kept in this browser for a year."""
    wanted, back = request.POST.get("language", ""), request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    answer = redirect(back if safe and back.startswith("/") else "family:page")
    if wanted not in dict(settings.LANGUAGES):
        raise NotTaken(_("This language is not here yet. Choose one in the list, or ask for an interpreter."))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 24 * 3600, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer
