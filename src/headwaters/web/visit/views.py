"""Logging a visit: a page that works without a script, and takes single answers from a phone that was without a network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4, uuid5

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.practice.access.actions import list_stories, require, require_some
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.queries import person as colleague
from headwaters.practice.appointments.queries import agreed_in
from headwaters.practice.contacts.models import Visit
from headwaters.practice.contacts.visit_questions import Kind
from headwaters.practice.contacts.visits import Head, Sent, State, Taken, heads_of, take_answer, waiting_of
from headwaters.practice.worklists.caseloads import caseload_of
from headwaters.web.layout.dates import long_day
from headwaters.web.layout.doors import without_sign_in
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.reader import reader_of
from headwaters.web.messages.words import hour
from headwaters.web.visit.fetching import VisitPage, household_of, visit_page
from headwaters.web.visit.form import Field
from headwaters.web.worklist.names import names_of

TAKEN = "taken_along"
MOST_BYTES = 20_000


@dataclass(frozen=True, slots=True)
class Going:
    """One visit of the day. `when`: the agreed hour, or empty."""

    story: str
    name: str
    when: str
    href: str


@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest) -> HttpResponse:
    """The visits of the day: agreed ones, and families taken along. The page and its visits are kept on the device until tomorrow."""
    site, by = here(), reader_of(request)
    require_some(by, Action.RECORD_CONTACT, detail="visits of the day")
    on = by.at.date()
    views = list_stories(by, caseload_of(by.id, on=on), detail="visits of the day")
    if request.method == "POST":
        story = request.POST.get("story", "")
        if story not in views:
            raise NotTaken(_("Choose a family of your list."))
        request.session[TAKEN] = {on.isoformat(): [*dict.fromkeys([*_taken_along(request, on), story])]}
        return redirect("visit:day")
    names: dict[str, str] = {}
    for (story, _episode), name in names_of(site, by, set(views)).items():
        names.setdefault(story, name)
    going = list(_going(names, by, _taken_along(request, on)))
    others = sorted(
        ((story, name) for story, name in names.items() if story not in {one.story for one in going}),
        key=lambda one: one[1],
    )
    return render(request, "visit/day.html", {
        "going": going, "others": others, "long_day": long_day(on), "keep": [one.href for one in going], "on": on.isoformat(),
    })  # fmt: skip


def _taken_along(request: HttpRequest, on: date) -> list[str]:
    held: dict[str, list[str]] = request.session.get(TAKEN, {})
    return held.get(on.isoformat(), [])


def _going(names: dict[str, str], by: Reader, taken: list[str]) -> Iterator[Going]:
    start = datetime.combine(by.at.date(), time.min, by.at.tzinfo)
    agreed = agreed_in(names, from_=start, through=start + timedelta(days=1))
    met: set[str] = set()
    for one in agreed:
        met.add(one.story)
        yield Going(one.story, names[one.story], hour(one.local.time()), reverse("visit:visit", args=[one.story]))
    for story in taken:
        if story in names and story not in met:
            yield Going(story, names[story], "", reverse("visit:visit", args=[story]))


@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, story_id: str) -> HttpResponse:
    site, by = here(), reader_of(request)
    asked = request.POST if request.method == "POST" else request.GET
    page = visit_page(site, by, story_id, episode=asked.get("child", ""))
    problem = ""
    if request.method == "POST":
        try:
            if "pick" in request.POST:
                _pick(request, page, site, by)
            else:
                _save(request, page, site, by)
            return redirect(f"{reverse('visit:visit', args=[story_id])}?child={page.episode}&saved=1")
        except NotTaken as refused:
            problem = str(refused)
    return render(request, "visit/visit.html", {
        "page": page, "problem": problem, "saved": bool(request.GET.get("saved")) and not problem, "form_id": uuid4(),
        "answer_url": reverse("visit:answer", args=[story_id]), "typed": request.POST if problem else None,
    }, status=422 if problem else 200)  # fmt: skip


def _save(request: HttpRequest, page: VisitPage, site: Here, by: Reader) -> None:
    """All that was filled in at once; each answer by itself, as from a phone."""
    household = household_of(site, by, page.story, page.episode)
    form = _uuid(request.POST.get("form", ""))
    for field in _fields(page):
        values = request.POST.getlist(field.key)
        value: str | list[str] = values if field.kind is Kind.PEOPLE else (values[0].strip() if values else "")
        before = [one.value for one in field.choices if one.chosen] if field.kind is Kind.PEOPLE else _now(field)
        if value == before or (not value and not field.base):
            continue
        take_answer(
            Sent(
                uuid5(form, f"{field.key}|{value}"), page.id, page.story, page.episode, field.key, value,
                request.POST.get(f"base:{field.key}", field.base), by.at, page.on,
            ),
            household=household, by=by,
        )  # fmt: skip
    if "finish" in request.POST:
        _finish(form, page, site, by)


def _now(field: Field) -> str:
    return next((one.value for one in field.choices if one.chosen), field.value)


def _finish(form: UUID, page: VisitPage, site: Here, by: Reader) -> None:
    held = Visit.objects.filter(pk=page.id).first()
    head = heads_of(held).get("finished") if held is not None else None
    take_answer(
        Sent(uuid5(form, "finished"), page.id, page.story, page.episode, "finished", "yes", head.version if head else "", by.at, page.on),
        household=household_of(site, by, page.story, page.episode), by=by,
    )  # fmt: skip


def _pick(request: HttpRequest, page: VisitPage, site: Here, by: Reader) -> None:
    """One of two answers that differ is right; the other stays on file."""
    question, _bar, version = request.POST["pick"].rpartition("|")
    held = Visit.objects.filter(pk=page.id).first()
    if held is None:
        raise NotTaken(_("Nothing of this visit is on file yet."))
    heads, waiting = heads_of(held), waiting_of(held)
    found = next((one for one in _both(question, heads, waiting) if one.version == version), None)
    if found is None:
        raise NotTaken(_("This was settled already. The page shows what stands now."))
    take_answer(
        Sent(
            uuid4(), page.id, page.story, page.episode, question, found.value, heads[question].version if question in heads else "",
            by.at, page.on, settles=True,
        ),
        household=household_of(site, by, page.story, page.episode), by=by,
    )  # fmt: skip


def _both(question: str, heads: dict[str, Head], waiting: dict[str, list[Head]]) -> Iterator[Head]:
    if question in heads:
        yield heads[question]
    yield from waiting.get(question, [])


def _fields(page: VisitPage) -> Iterator[Field]:
    for part in page.parts:
        yield from part.fields


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotTaken(_("Open the visit again and fill it in once more; what was sent before is kept.")) from None


@require_POST
def answer(request: HttpRequest, story_id: str) -> HttpResponse:
    """One answer from a device: JSON in, and what became of it out. Sent twice it is written once."""
    site, by = here(), reader_of(request)
    require(by, Action.RECORD_CONTACT, story=story_id, detail="visit answer")
    try:
        sent = _from_device(request.body, story_id, by)
        taken = take_answer(sent, household=household_of(site, by, story_id, sent.episode), by=by)
    except (NotTaken, NotFound) as refused:
        return JsonResponse({"refused": str(refused)}, status=422)
    return JsonResponse(_told(taken, by))


def _from_device(body: bytes, story_id: str, by: Reader) -> Sent:
    """raises  NotTaken  it is not what a page of ours sends"""
    if len(body) > MOST_BYTES:
        raise NotTaken(_("This is longer than can be kept in one answer. Shorten it; nothing was lost."))
    try:
        said = json.loads(body)
        value = said["value"] if isinstance(said["value"], str) else [str(one) for one in said["value"]]
        at = datetime.fromisoformat(str(said["at"]).replace("Z", "+00:00"))
        return Sent(
            UUID(said["version"]), UUID(said["visit"]), story_id, str(said.get("episode", "")), str(said["question"]), value,
            str(said.get("base", "")), at if at.tzinfo else by.at, date.fromisoformat(str(said["on"])),
            settles=False,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise NotTaken(
            _("This answer cannot be read. Open the visit again; what you typed is kept on this device.")
        ) from None


def _told(taken: Taken, by: Reader) -> dict[str, object]:
    held = colleague(taken.head.account)
    who = _("you") if taken.head.account == by.id else held.name if held is not None else _("a colleague")
    words = {State.SENT: _("Sent"), State.NEEDS_YOU: _("Needs you: %(who)s wrote something else") % {"who": who}}
    return {
        "state": taken.state.value,
        "words": words[taken.state],
        "head": taken.head.version,
        "value": taken.head.value,
    }


@without_sign_in
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """What a phone needs to put the visits on its home screen."""
    return JsonResponse({
        "name": _("Headwaters visits"), "short_name": _("Visits"), "start_url": reverse("visit:day"), "scope": "/",
        "display": "standalone", "background_color": "#ffffff", "theme_color": "#00507D",
        "icons": [{"src": static("headwaters.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }, content_type="application/manifest+json")  # fmt: skip


@without_sign_in
@require_GET
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The service worker, from the root, so that it may answer for the pages of visits."""
    found = finders.find("visit/worker.js")
    if not isinstance(found, str):
        raise NotFound(_("There is no such page here."))
    with open(found, encoding="utf-8") as file:
        answer = HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")
    answer.headers["Service-Worker-Allowed"] = "/"
    answer.headers["Cache-Control"] = "no-cache"
    return answer
