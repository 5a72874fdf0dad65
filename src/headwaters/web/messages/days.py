"""Agreed days of one person: what is planned, agreeing another, moving one, and what became of it."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from headwaters.domain.history.history import PersonId
from headwaters.domain.problems import NotTaken
from headwaters.engine.evaluation.reference import fact_on
from headwaters.practice.appointments.actions import Plan
from headwaters.practice.appointments.queries import is_day_off, past, upcoming
from headwaters.practice.appointments.states import State
from headwaters.practice.families import queries as families
from headwaters.practice.messages import reminders
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.reader import reader_of
from headwaters.web.messages.family import Whom, whom
from headwaters.web.messages.forms import DayForm, number_in
from headwaters.web.messages.words import day_in_words

CLOSINGS = {"kept": State.KEPT, "not_kept": State.NOT_KEPT, "off": State.CANCELLED}


def agreed(request: HttpRequest, story_id: str, person_id: str) -> HttpResponse:
    site, by = here(), reader_of(request)
    about = whom(story_id, person_id, by=by)
    form = DayForm(
        request.POST if "what" in request.POST else None,
        initial={
            "key": uuid4().hex,
            "clock": _clock(site, story_id, person_id, request),
            "minutes": 60,
            "settled": True,
        },
    )
    if request.method == "POST" and "close" in request.POST:
        reminders.close(number_in(request, "day_id"), _closing(request.POST["close"]), by=by)
        return redirect("messages:days", story_id, person_id)
    if request.method == "POST" and form.is_valid() and _agreed(form, about, request):
        return redirect("messages:days", story_id, person_id)
    return render(request, "messages/days.html", {
        "about": about, "form": form, "moving": request.GET.get("move", ""),
        "days": [day_in_words(day) for day in upcoming(story_id, by=by, person=person_id)],
        "past": [day_in_words(day) for day in past(story_id, by=by) if day.person == person_id],
        "closed_day": _closed_day(form, site),
    })  # fmt: skip


def _closing(said: str) -> State:
    """raises  NotTaken  it is none of the three buttons"""
    if said not in CLOSINGS:
        raise NotTaken(_("Press one of the three buttons."))
    return CLOSINGS[said]


def _agreed(form: DayForm, about: Whom, request: HttpRequest) -> bool:
    said, by = form.cleaned_data, reader_of(request)
    if _closed_day(form, here()) and "anyway" not in request.POST:
        return False  # said beside the form; a second press takes it
    plan = Plan(
        said["what"], form.local(), said["clock"], said["minutes"], said["with_whom"], said["where"], said["bring"]
    )
    try:
        if "moving" in request.POST:
            reminders.move(number_in(request, "moving"), plan, by=by, key=said["key"])
        else:
            reminders.agree(
                plan, story=about.story, person=about.person, by=by, key=said["key"], settled=said["settled"]
            )
    except NotTaken as refused:
        form.add_error("day", str(refused))
        return False
    return True


def _closed_day(form: DayForm, site: Here) -> str:
    """A word where the day chosen is one on which offices are closed."""
    if not form.is_bound or not form.is_valid():
        return ""
    day = form.cleaned_data["day"]
    if not is_day_off(day, site.blueprint.holidays):
        return ""
    return _("Most offices are closed on that day. Press once more if it is right all the same.")


def _clock(site: Here, story_id: str, person_id: str, request: HttpRequest) -> str:
    """The clock of the county where the family lives, as a first guess."""
    held = families.story(story_id, by=reader_of(request))
    county = fact_on(site.models, held, PersonId(person_id), "county", site.as_of)
    return "mountain" if county == "malheur" else "pacific"
