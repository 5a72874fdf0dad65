"""Keeping somebody safe: where letters go instead, and of whom nothing is said to others. The page says what it does, and its name
stands nowhere else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from headwaters.practice.consents.actions import keep_safe, lift
from headwaters.practice.consents.queries import safety_of
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.words import agency_name
from headwaters.web.oversight.forms import SafetyForm
from headwaters.web.oversight.sharing import names_in


@require_http_methods(["GET", "HEAD", "POST"])
def safety(request: HttpRequest, story_id: str, person_id: str) -> HttpResponse:
    site, by = here(), reader_of(request)
    held = safety_of(person_id, story=story_id, by=by)
    form = SafetyForm(
        request.POST if "set" in request.POST else None, agencies=_agencies(site),
        initial={"substitute_address": held.substitute_address, "hidden_agencies": sorted(held.hidden_agencies)} if held else {},
    )  # fmt: skip
    back = f"{reverse('oversight:safety', args=[story_id, person_id])}?said="
    if request.method == "POST" and "lift" in request.POST:
        lift(person_id, story=story_id, by=by)
        return redirect(f"{back}lifted")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        keep_safe(
            person_id, story=story_id, by=by, substitute_address=said["substitute_address"],
            hidden_agencies=said["hidden_agencies"],
        )  # fmt: skip
        return redirect(f"{back}set")
    return render(request, "oversight/safety.html", {
        "form": form, "held": held is not None, "name": names_in(story_id, by).get(person_id, ""), "story": story_id,
        "said": {"set": _("It holds from now on."), "lifted": _("Nothing special is needed any more.")}.get(request.GET.get("said", ""), ""),
    })  # fmt: skip


def _agencies(site: Here) -> list[tuple[str, str]]:
    return sorted(((key, agency_name(site.blueprint, key)) for key in site.blueprint.agencies), key=lambda one: one[1])
