"""A family's own words: what goes well, messages, what went wrong."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from headwaters.domain.problems import NotTaken
from headwaters.practice.family_voice.actions import say, take_off, tell_keepers, tell_wrong
from headwaters.practice.family_voice.queries import own_words_of, wrongs_of
from headwaters.practice.family_voice.wrongs import Wrong
from headwaters.practice.messages.threads import mark_read, thread_of, write
from headwaters.web.family.own import own
from headwaters.web.family.page import helpers_of
from headwaters.web.layout.home import for_families


def _id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        return uuid4()


@for_families
@require_http_methods(["GET", "HEAD", "POST"])
def own_words(request: HttpRequest) -> HttpResponse:
    held = own(request)
    problem = ""
    if request.method == "POST":
        try:
            if "off" in request.POST:
                take_off(UUID(request.POST["off"]), by=held.by)
            else:
                say(
                    _id(request),
                    request.POST.get("words", ""),
                    story=held.story,
                    by=held.by,
                    shared="shared" in request.POST,
                )
            return redirect("family:own_words")
        except (NotTaken, ValueError) as refused:
            problem = str(refused)
    return render(request, "family/own_words.html", {
        "own": held, "held": own_words_of(held.story, by=held.by), "problem": problem, "fresh": uuid4(),
        "words": request.POST.get("words", ""), "helper": next((one.name.split(" ")[0] for one in helpers_of(held)), ""),
    })  # fmt: skip


@for_families
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest) -> HttpResponse:
    held = own(request)
    problem = ""
    if request.method == "POST":
        try:
            key = _id(request).hex
            write(held.person, request.POST.get("words", ""), story=held.story, by=held.by, name=held.name, key=key)
            link = request.build_absolute_uri(reverse("messages:thread", args=[held.story, held.person]))
            tell_keepers(held.story, by=held.by, key=f"wrote:{key}", link=link)
            return redirect("family:messages")
        except NotTaken as refused:
            problem = str(refused)
    lines = thread_of(held.person, story=held.story, by=held.by)
    mark_read(held.person, story=held.story, by=held.by)
    return render(request, "family/messages.html", {
        "own": held, "lines": lines, "problem": problem, "words": request.POST.get("words", ""), "fresh": uuid4(),
        "helpers": helpers_of(held),
    })  # fmt: skip


@for_families
@require_http_methods(["GET", "HEAD", "POST"])
def went_wrong(request: HttpRequest) -> HttpResponse:
    held = own(request)
    problem = ""
    if request.method == "POST":
        try:
            tell_wrong(
                _id(request), _wrong(request.POST.get("what", "")), story=held.story, by=held.by,
                words=request.POST.get("words", ""),
                link=request.build_absolute_uri(reverse("child:family", args=[held.story])),
            )  # fmt: skip
            return redirect(f"{reverse('family:page')}?said=wrong")
        except NotTaken as refused:
            problem = str(refused)
    return render(request, "family/wrong.html", {
        "own": held, "choices": wrong_words(), "problem": problem, "words": request.POST.get("words", ""), "fresh": uuid4(),
        "told": wrongs_of(held.story, by=held.by),
    })  # fmt: skip


def _wrong(said: str) -> Wrong:
    if said not in set(Wrong):
        raise NotTaken(_("Choose what went wrong first."))
    return Wrong(said)


def wrong_words() -> list[tuple[str, str]]:
    return [
        (Wrong.NO_ONE_CALLED, _("No one called")),
        (Wrong.COULD_NOT_GET_THERE, _("We could not get there")),
        (Wrong.DID_NOT_FEEL_RIGHT, _("It did not feel right")),
        (Wrong.SOMETHING_ELSE, _("Something else")),
    ]
