"""What did not go and needs a person: messages held or failed, and texts from numbers that are nobody's here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from headwaters.domain.consent import Action
from headwaters.practice.access.actions import decide, require, require_some
from headwaters.practice.access.reader import Reader
from headwaters.practice.messages.outbox import try_again
from headwaters.practice.messages.queries import needing_a_person, unmatched
from headwaters.practice.worklists.caseloads import caseload_of
from headwaters.web.layout.here import here
from headwaters.web.layout.reader import reader_of
from headwaters.web.messages.words import letter_in_words


def outbox(request: HttpRequest) -> HttpResponse:
    by = reader_of(request)
    require_some(by, Action.MESSAGE_FAMILY, detail="messages that did not go")
    stories = _stories(by)
    if request.method == "POST":
        return _again(request, by, stories)
    letters = needing_a_person(stories, by=by)
    supervises = decide(by, Action.SUPERVISE).allowed
    return render(request, "messages/outbox.html", {
        "letters": [letter_in_words(one, here().as_of) for one in letters],
        "strangers": unmatched(by=by) if supervises else (),
        "supervises": supervises,
    })  # fmt: skip


def _stories(by: Reader) -> frozenset[str] | None:
    """A worker's own caseload; everybody's for whoever may list everybody."""
    return None if decide(by, Action.LIST_FAMILIES).allowed else frozenset(caseload_of(by.id, on=by.at.date()))


def _again(request: HttpRequest, by: Reader, stories: frozenset[str] | None) -> HttpResponse:
    wanted = request.POST.get("again", "")
    for letter in needing_a_person(stories, by=by, most=1000):
        if letter.key == wanted:
            require(by, Action.MESSAGE_FAMILY, story=letter.story, detail="message sent again")
            try_again(letter.key, at=by.at)
    return redirect("messages:outbox")
