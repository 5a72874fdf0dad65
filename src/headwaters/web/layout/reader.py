"""Who is asking: in the local single-user mode, whoever sits at this machine. Refusals become pages in plain words."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from headwaters.domain.consent import Action, Purpose, ReaderRole
from headwaters.domain.problems import BlueprintRefused, HeadwatersError, NotFound, NotPermitted
from headwaters.practice.access.actions import decide
from headwaters.practice.access.reader import LOCAL, Reader


def reader_of(request: HttpRequest) -> Reader:
    """The reader that the middleware put on the request."""
    held: Reader = request.reader  # type: ignore[attr-defined]
    return held


def may_see_counts(request: HttpRequest) -> bool:
    """Whether ways to pages of counts are shown. Records that cannot be opened hide them; a refusal is shown all the same."""
    by = getattr(request, "reader", None)
    try:
        return by is not None and decide(by, Action.READ_COUNTS).allowed
    except DatabaseError:
        return False


def from_this_machine(request: HttpRequest) -> bool:
    """The local mode has no sign-in, so it answers the loopback address alone."""
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class ReaderMiddleware:
    """Puts `request.reader` there, refuses everybody else, and words every refusal of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not from_this_machine(request):
            return _refusal(request, 403, _("This page is open to this computer only"), _(
                "Headwaters runs here for one person at one machine. Open it on the machine where it was started."
            ))  # fmt: skip
        request.reader = Reader(  # type: ignore[attr-defined]
            id=LOCAL, role=ReaderRole.OWNER, purpose=Purpose.CARE, at=timezone.localtime(), through="web"
        )
        answer = self.get_response(request)
        # A family's page must not stay in a shared machine's cache after the reader has gone.
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    def process_exception(self, request: HttpRequest, refused: Exception) -> HttpResponse | None:
        if not isinstance(refused, HeadwatersError):
            return None
        match refused:
            case NotPermitted():
                return _refusal(request, 403, _("You may not see this"), str(refused))
            case NotFound():
                return _refusal(request, 404, _("We have no such page"), str(refused))
            case BlueprintRefused():
                return _refusal(request, 500, _("The blueprint has problems"), str(refused))
            case _:
                return _refusal(request, 500, _("This cannot be shown now"), str(refused))


def _refusal(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    return render(request, "layout/refusal.html", {"heading": title, "words": words}, status=status)
