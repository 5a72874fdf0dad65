"""A form that came too late: the session ended while it was open, or another tab signed in anew. Nothing that was typed is lost.

The page shows what was typed to the browser that sent it, and offers to send it once more after signing in. It is kept nowhere.
A form that another site sent is refused in words alone, and never offered again.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

NEVER_SHOWN = ("password", "code", "pin", "csrfmiddlewaretoken")
"""Parts of names of fields that are never put on a page again."""
LONG = 12
"""Characters from which on a value is somebody's own words, rather than a choice in a list."""


def signed_out(request: HttpRequest, *, family: bool) -> HttpResponse:
    """The answer to a form that was sent after its session had ended."""
    return _page(
        request, _("You were signed out"),
        _("Nobody had used this page for a while, so it was closed to others. What you wrote is still here."), family=family,
    )  # fmt: skip


def refused_token(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Django's CSRF_FAILURE_VIEW: the form's token is none of this session, as after signing in in another tab."""
    return _page(
        request, _("This page was open too long"),
        _("It belongs to an earlier sign-in, perhaps in another tab. What you wrote is still here. Send it once more."),
        family=False, signed_in=getattr(request, "reader", None) is not None,
    )  # fmt: skip


def _page(request: HttpRequest, heading: str, words: str, *, family: bool, signed_in: bool = False) -> HttpResponse:
    fields = _fields(request) if _from_here(request) else []
    again = bool(fields) and not any(_is_secret(name) for name in request.POST if name != "csrfmiddlewaretoken")
    if not fields:
        words = _("Nothing was changed. Open the page again from here and do it once more.")
    return render(request, "layout/kept.html", {
        "heading": heading, "words": words, "family": family, "signed_in": signed_in, "fields": fields if again else [],
        "wrote": [value for _name, value in fields if len(value) >= LONG or " " in value], "action": request.get_full_path(),
    }, status=403)  # fmt: skip


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not _is_secret(name)
        for value in values
        if isinstance(value, str)
    ]


def _is_secret(name: str) -> bool:
    return any(part in name.lower() for part in NEVER_SHOWN)


def _from_here(request: HttpRequest) -> bool:
    """Whether one of our own pages sent it, as the browser says; a browser that says nothing is not believed."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.get_host()
