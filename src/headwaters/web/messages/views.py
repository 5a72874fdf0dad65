"""One person's messages, and the ways by which they can be reached."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotTaken
from headwaters.practice.access.actions import decide
from headwaters.practice.accounts.queries import person as colleague
from headwaters.practice.messages.actions import mark_seen
from headwaters.practice.messages.kinds import Channel
from headwaters.practice.messages.queries import of_story
from headwaters.practice.messages.replying import answer_family
from headwaters.practice.messages.threads import mark_read, thread_of
from headwaters.practice.messages.ways import add_way, end_way, ways_to_reach
from headwaters.web.layout.here import here
from headwaters.web.layout.reader import reader_of
from headwaters.web.messages.family import Whom, whom
from headwaters.web.messages.forms import WayForm, WordsForm, number_in
from headwaters.web.messages.words import letter_in_words, way_in_words


def thread(request: HttpRequest, story_id: str, person_id: str) -> HttpResponse:
    """What was said; a box to say more. Words stay on the family's page; a text only says that they wait there."""
    by = reader_of(request)
    about = whom(story_id, person_id, by=by)
    form = WordsForm(request.POST or None, initial={"key": uuid4().hex})
    if request.method == "POST" and "seen" in request.POST:
        mark_seen(number_in(request, "seen"), story=story_id, by=by)
        return redirect("messages:thread", story_id, person_id)
    if request.method == "POST" and form.is_valid():
        try:
            answer_family(
                person_id, form.cleaned_data["words"], story=story_id, by=by, name=_signature(request),
                key=form.cleaned_data["key"], link=request.build_absolute_uri("/my/"),
            )  # fmt: skip
            return redirect("messages:thread", story_id, person_id)
        except NotTaken as refused:
            form.add_error("words", str(refused))
    mark_read(person_id, story=story_id, by=by)
    return render(request, "messages/thread.html", _page(request, about, form))


def _page(request: HttpRequest, about: Whom, form: WordsForm) -> dict[str, object]:
    by = reader_of(request)
    on = here().as_of
    letters = [one for one in of_story(about.story, by=by) if one.person == about.person]
    return {
        "about": about,
        "form": form,
        "lines": thread_of(about.person, story=about.story, by=by),
        "ways": [way_in_words(way) for way in ways_to_reach(about.person, story=about.story, by=by)],
        "letters": [letter_in_words(one, on) for one in letters],
        "may_write": decide(by, Action.MESSAGE_FAMILY, story=about.story).allowed,
    }


def _signature(request: HttpRequest) -> str:
    """The name that the family sees beside the words."""
    held = colleague(reader_of(request).id)
    return held.name if held is not None else _("Your helper")


def ways(request: HttpRequest, story_id: str, person_id: str) -> HttpResponse:
    """Numbers and addresses: which are safe, and at what hours."""
    by = reader_of(request)
    about = whom(story_id, person_id, by=by)
    form = WayForm(request.POST if "add" in request.POST else None)
    if request.method == "POST" and "end" in request.POST:
        end_way(number_in(request, "end"), story=story_id, by=by)
        return redirect("messages:ways", story_id, person_id)
    if request.method == "POST" and form.is_valid() and _added(form, about, request):
        return redirect("messages:ways", story_id, person_id)
    held = [way_in_words(way) for way in ways_to_reach(person_id, story=story_id, by=by)]
    return render(request, "messages/ways.html", {"about": about, "form": form, "ways": held})


def _added(form: WayForm, about: Whom, request: HttpRequest) -> bool:
    said = form.cleaned_data
    opens, closes = said["opens"], said["closes"]
    if (opens is None) != (closes is None):
        form.add_error("closes", _("Give both hours, or neither."))
        return False
    try:
        add_way(
            about.person, story=about.story, by=reader_of(request), channel=Channel(said["channel"]), value=said["value"],
            shared=said["shared"], hours=(opens, closes) if opens and closes else None, note=said["note"],
        )  # fmt: skip
    except NotTaken as refused:
        form.add_error("value", str(refused))
        return False
    return True
