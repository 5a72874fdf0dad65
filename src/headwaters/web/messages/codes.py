"""Letting somebody of a family in: a code for their own page, shown here or sent; and a forgotten number of theirs taken off."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headwaters.domain.consent import Action
from headwaters.practice.access.actions import decide
from headwaters.practice.accounts.family_doors import MINUTES, forget_pin, has_pin, make_code
from headwaters.practice.messages.actions import queue
from headwaters.practice.messages.kinds import MessageKind
from headwaters.practice.messages.outbox import State
from headwaters.practice.messages.ways import ways_to_reach
from headwaters.web.layout.reader import reader_of
from headwaters.web.messages.family import whom
from headwaters.web.messages.words import way_in_words


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, story_id: str, person_id: str) -> HttpResponse:
    """The address is the short one, because it is typed. A code is shown once, on the answer to the press that made it: no address and no page to come back to holds it."""
    by = reader_of(request)
    about = whom(story_id, person_id, by=by)
    page: dict[str, object] = {
        "about": about, "minutes": MINUTES, "may": decide(by, Action.MESSAGE_FAMILY, story=story_id).allowed,
        "ways": [way_in_words(way) for way in ways_to_reach(person_id, story=story_id, by=by) if not way.stopped],
        "address": request.build_absolute_uri(reverse("family:front_door")),
    }  # fmt: skip
    match request.POST.get("press"):
        case "forget":
            forget_pin(story_id, person_id, by=by)
            return redirect("messages:code", story_id, person_id)
        case "show":
            made = make_code(story_id, person_id, by=by)
            page["code"] = made.code
        case "send":
            made = make_code(story_id, person_id, by=by)
            sent = queue(
                MessageKind.CODE, person=person_id, story=story_id, by=by, key=f"code:{uuid4().hex}",
                params={"code": made.code, "minutes": str(MINUTES)},
            )  # fmt: skip
            page |= {"sent": sent.state != State.HELD, "held": sent.state == State.HELD}
    return render(request, "messages/code.html", page | {"pin": has_pin(person_id)})
