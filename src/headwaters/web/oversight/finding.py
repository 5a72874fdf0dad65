"""Finding a family by two things that are known of it, and opening one in an emergency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.practice.access.actions import decide, require
from headwaters.practice.access.emergency import look
from headwaters.practice.access.reader import Reader
from headwaters.practice.access.search import For, Hit, search
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.reader import reader_of
from headwaters.web.oversight.forms import EmergencyForm, SearchForm
from headwaters.web.worklist.names import names_of


@dataclass(frozen=True, slots=True)
class Line:
    href: str
    name: str


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """The form; and, sent, the families among one's own that both fit."""
    site, by = here(), reader_of(request)
    require(by, Action.SEARCH, detail="page")
    form = SearchForm(request.POST or None)
    lines: list[Line] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            lines = _lines(search(form.known(), why=For(form.cleaned_data["why"]), by=by), site, by)
        except NotTaken as refused:
            form.add_error(None, str(refused))
    return render(request, "oversight/search.html", {
        "form": form, "lines": lines, "found": _found(lines), "may_break": decide(by, Action.BREAK_GLASS).allowed,
    }, status=422 if form.errors else 200)  # fmt: skip


def _found(lines: list[Line] | None) -> str:
    if lines is None:
        return ""
    if not lines:
        return _("No family of yours fits both")
    return ngettext("One family fits", "%(n)d families fit", len(lines)) % {"n": len(lines)}


def _lines(hits: Sequence[Hit], site: Here, by: Reader) -> list[Line]:
    named: dict[str, str] = {}
    for (story, _episode), name in names_of(site, by, {hit.story for hit in hits if not hit.ask}).items():
        named.setdefault(story, name)
    return [
        Line(reverse("referral:inbox_one", args=[hit.ask]), _("An ask that is open with you"))
        if hit.ask
        else Line(reverse("child:family", args=[hit.story]), named.get(hit.story, _("A family")))
        for hit in hits
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    """For an hour, for a reason, and somebody reviews it."""
    by = reader_of(request)
    require(by, Action.BREAK_GLASS, detail="page")
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = look(form.known(), form.cleaned_data["reason"], by=by)
        except (NotTaken, NotFound) as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("child:family", story_id=opened.story)
    return render(request, "oversight/emergency.html", {"form": form}, status=422 if form.errors else 200)
