"""Who is asking: whoever signed in, a family that came in, or whoever sits at this machine. Refusals become pages in plain words."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from headwaters.domain.consent import Purpose, ReaderRole
from headwaters.domain.problems import BlueprintRefused, HeadwatersError, NotFound, NotPermitted, NotTaken
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.accounts.models import Account, FamilyDoor
from headwaters.practice.accounts.roles import NEEDS_SECOND_STEP
from headwaters.practice.accounts.standing import reader_of_account, reader_of_family
from headwaters.practice.installation import Installation, SignIn, read_installation
from headwaters.web.layout import kept, session
from headwaters.web.layout.doors import is_open
from headwaters.web.layout.home import home_of, is_for_families
from headwaters.web.layout.instant import instant
from headwaters.web.layout.second_step import has_second_step

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")
"""What a server adds that asks for somebody else. Its own address may be this machine's; theirs is not."""


def reader_of(request: HttpRequest) -> Reader:
    """The reader that the middleware put on the request.

    raises  NotPermitted  nobody has signed in: a page that answers them all the same builds a reader of its own
    """
    held: Reader | None = getattr(request, "reader", None)
    if held is None:
        raise NotPermitted(_("Sign in first; then this page can be shown to you."))
    return held


def from_this_machine(request: HttpRequest) -> bool:
    """An installation without sign-in answers the loopback address alone, and nobody for whom another server asks."""
    if any(name in request.META for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def is_embedded(installation: Installation) -> bool:
    return installation.sign_in is SignIn.THIS_COMPUTER


class ReaderMiddleware:
    """Puts `request.reader` there, sends those who have to sign in to do so, and words every refusal of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        installation = read_installation(settings.DATA)
        if is_embedded(installation) and not from_this_machine(request):
            return _refusal(request, 403, _("This page is open to this computer only"), _(
                "Headwaters runs here for one person at one machine. Open it on the machine where it was started."
            ))  # fmt: skip
        request.reader = _who_asks(request, installation)  # type: ignore[attr-defined]
        answer = self.get_response(request)
        # A family's page must not stay in a shared machine's cache after the reader has gone.
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if is_open(view, request.path):
            return None
        by: Reader | None = request.reader  # type: ignore[attr-defined]
        if by is None:
            if request.user.is_authenticated:
                return _refusal(request, 403, _("You have no role here today"), _(
                    "Your sign-in works, but nobody has given you a role, or it has ended. Ask your administrator."
                ))  # fmt: skip
            if request.method == "POST":
                return kept.signed_out(request, family=is_for_families(view))
            back = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('accounts:sign_in')}?{back}")
        if by.role == ReaderRole.FAMILY and not is_for_families(view):
            return redirect(home_of(by.role))
        if self._lacks_second_step(request, by):
            return redirect("accounts:second_step")
        return None

    def _lacks_second_step(self, request: HttpRequest, by: Reader) -> bool:
        installation = read_installation(settings.DATA)
        asked = not is_embedded(installation) and installation.second_step and by.role in NEEDS_SECOND_STEP
        return asked and not has_second_step(request)

    def process_exception(self, request: HttpRequest, refused: Exception) -> HttpResponse | None:
        if not isinstance(refused, HeadwatersError):
            return None
        match refused:
            case NotPermitted():
                return _refusal(request, 403, _("You may not see this"), str(refused))
            case NotFound():
                return _refusal(request, 404, _("We have no such page"), str(refused))
            case NotTaken():
                return _refusal(request, 409, _("That could not be done"), str(refused))
            case BlueprintRefused():
                return _refusal(request, 500, _("The blueprint has problems"), str(refused))
            case _:
                return _refusal(request, 500, _("This cannot be shown now"), str(refused))


def _who_asks(request: HttpRequest, installation: Installation) -> Reader | None:
    """Signed in, or come in as a family, in that order; else the owner where nobody has to sign in, else nobody."""
    at = instant(installation)
    if session.keep(request):
        if door := session.door_of(request):
            held = FamilyDoor.objects.filter(pk=door, closed=None).first()
            if held is not None:
                return reader_of_family(held, at=at)
        elif isinstance(request.user, Account):
            return reader_of_account(request.user.pk, at=at, chosen=session.chosen_role(request))
    if not is_embedded(installation):
        return None
    return Reader(id=LOCAL, role=ReaderRole.OWNER, purpose=Purpose.CARE, at=at, through="web")


def _refusal(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    return render(request, "layout/refusal.html", {"heading": title, "words": words}, status=status)
