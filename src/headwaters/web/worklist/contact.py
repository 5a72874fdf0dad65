"""Writing down what came of a call, text, visit or nudge: one page, no script needed, four taps from *Today*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headwaters.domain.consent import Action
from headwaters.domain.history.history import PersonId
from headwaters.domain.problems import NotPermitted, NotTaken
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.contacts.actions import Told, record_contact, undo_contact
from headwaters.practice.contacts.outcomes import OFFERED, TALKED, Outcome, Said, Sayable, Way, next_day, sayable
from headwaters.practice.contacts.promises import touchpoint_of
from headwaters.practice.contacts.queries import contacts_today
from headwaters.practice.messages.ways import ways_of
from headwaters.practice.worklists.actions import lift, snooze
from headwaters.web.child.page import age_line
from headwaters.web.child.story import Family, adult_of, called_of, course_of, read_family
from headwaters.web.layout.dates import short
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.words import title_of
from headwaters.web.worklist.outcome_words import ANSWERS, OUTCOMES, WAYS


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form holds: as it was opened, or as somebody filled it in."""

    id: UUID
    episode: str
    keys: tuple[str, ...]
    way: Way
    outcome: Outcome | None = None
    said: Said | None = None
    next: str = ""
    other_day: str = ""
    note: str = ""


def contact(request: HttpRequest, story_id: str) -> HttpResponse:
    site, by = here(), reader_of(request)
    if request.method != "POST":
        return _page(request, site, by, story_id, _opened(request.GET))
    typed = _opened(request.POST)
    try:
        return _save(site, by, story_id, typed)
    except NotPermitted as refused:
        return _shown_back(request, typed, str(refused))
    except NotTaken as refused:
        return _page(request, site, by, story_id, typed, problem=str(refused))


def _save(site: Here, by: Reader, story_id: str, typed: Typed) -> HttpResponse:
    if typed.outcome is None:
        raise NotTaken(_("Choose what came of it. Nothing was saved yet."))
    require(by, Action.RECORD_CONTACT, story=story_id, detail="contact")
    held = read_family(site, by, story_id, typed.episode or None)
    adult = adult_of(held) or held.chosen.person_id
    told = Told(
        id=typed.id, story=story_id, episode=typed.episode, keys=typed.keys, adult=adult,
        recipient=_recipient(held, typed.keys) or adult, way=typed.way, outcome=typed.outcome,
        said=typed.said if typed.outcome in TALKED else None, next_day=_next(typed, by.at.date()), note=typed.note,
    )  # fmt: skip
    saved = record_contact(told, blueprint=site.blueprint, by=by)
    return redirect(f"{reverse('worklist:today')}?saved={saved.pk}")


def _opened(held: QueryDict) -> Typed:
    way, outcome, said = held.get("way", ""), held.get("outcome", ""), held.get("said", "")
    try:
        own = UUID(held.get("contact", ""))
    except ValueError:
        own = uuid4()
    return Typed(
        own, held.get("child", ""), tuple(held.getlist("key"))[:40], Way(way) if way in set(Way) else Way.CALL,
        Outcome(outcome) if outcome in set(Outcome) else None, Said(said) if said in set(Said) else None,
        held.get("next", ""), held.get("other_day", ""), held.get("note", ""),
    )  # fmt: skip


def _next(typed: Typed, today: date) -> date | None:
    """The chosen day; without a choice the one that is usual for the outcome."""
    assert typed.outcome is not None
    if typed.next == "other":
        try:
            return date.fromisoformat(typed.other_day)
        except ValueError:
            raise NotTaken(_("Choose the other day, or one of the days offered.")) from None
    if typed.next == "none":
        return None
    return (
        today + timedelta(days=int(typed.next))
        if typed.next in ("1", "3", "7", "14")
        else next_day(typed.outcome, today)
    )


def _recipient(held: Family, keys: Sequence[str]) -> PersonId | None:
    """Whom the promises are for."""
    wanted = set(keys)
    found = [row.recipient_id for row in held.rows if f"{row.element}/{row.touchpoint}" in wanted]
    return next((one for one in found if one is not None), None)


def _page(
    request: HttpRequest, site: Here, by: Reader, story_id: str, typed: Typed, *, problem: str = ""
) -> HttpResponse:
    require(by, Action.RECORD_CONTACT, story=story_id, detail="contact page")
    held = read_family(site, by, story_id, typed.episode or None)
    said, today = called_of(held, site, held.chosen), by.at.date()
    adult = adult_of(held) or held.chosen.person_id
    offers = _offers(site, typed)
    return render(request, "worklist/contact.html", {
        "name": said.name,
        "age": age_line(course_of(held, site, said), site.as_of),
        "typed": typed,
        "problem": problem,
        "promises": [title_of(site.blueprint, *_parts(key)) for key in typed.keys],
        "ways": [way for way in ways_of(adult, on=today) if not way.stopped],
        "way_words": WAYS[typed.way],
        "other_ways": _other_ways(typed),
        "outcomes": [Option(one, str(OUTCOMES[one]), one is typed.outcome) for one in OFFERED[typed.way]],
        "answers": [Option(one, str(ANSWERS[one]), one is typed.said) for one in _answers(offers)],
        "days": _days(typed, today),
        "earlier": [_earlier(one.at.astimezone(by.at.tzinfo).strftime("%H:%M"), one.outcome)
                    for one in contacts_today(story_id, on=today)],
    }, status=400 if problem else 200)  # fmt: skip


def _parts(key: str) -> tuple[str, str]:
    element, _slash, touchpoint = key.partition("/")
    return element, touchpoint


def _earlier(at: str, outcome: str) -> str:
    return _("Written down today at %(time)s already: %(outcome)s.") % {
        "time": at,
        "outcome": OUTCOMES[Outcome(outcome)],
    }


def _offers(site: Here, typed: Typed) -> list[Sayable]:
    if typed.way is Way.NUDGE:
        return []
    elements = [(site.blueprint.elements.get(_parts(key)[0]), key) for key in typed.keys]
    return [sayable(element, touchpoint_of(site.blueprint, key)) for element, key in elements if element is not None]


def _answers(offers: Sequence[Sayable]) -> list[Said]:
    """Only what the blueprint has words for: nothing is asked that would be lost."""
    yes, no = any(one.yes or one.offered for one in offers), any(one.not_now for one in offers)
    return [said for said, shown in ((Said.YES, yes), (Said.THINKING, yes), (Said.NOT_NOW, no)) if shown]


def _days(typed: Typed, today: date) -> list[Option]:
    named = [("", _("As usual for it"))]
    named += [(str(days), _in_days(days, today)) for days in (1, 3, 7, 14)]
    return [Option(value, words, value == typed.next) for value, words in [*named, ("none", _("Keep on the list"))]]


def _in_days(days: int, today: date) -> str:
    day = today + timedelta(days=days)
    named = {1: _("Tomorrow"), 3: _("In 3 days"), 7: _("In a week"), 14: _("In 2 weeks")}
    return _("%(words)s, %(day)s") % {"words": named[days], "day": short(day)}


def _other_ways(typed: Typed) -> list[tuple[str, str]]:
    links = []
    for way in Way:
        if way is typed.way:
            continue
        kept = QueryDict(mutable=True)
        kept["child"], kept["way"] = typed.episode, way.value
        kept.setlist("key", list(typed.keys))
        links.append((f"?{kept.urlencode(safe='/@')}", str(WAYS[way])))
    return links


def _shown_back(request: HttpRequest, typed: Typed, why: str) -> HttpResponse:
    """Somebody who may not write for this family any more gets back what they typed, and nothing of the family."""
    lines = [str(WAYS[typed.way])]
    lines += [str(OUTCOMES[typed.outcome])] if typed.outcome else []
    lines += [str(ANSWERS[typed.said])] if typed.said else []
    lines += [typed.note] if typed.note else []
    return render(request, "worklist/not_saved.html", {"why": why, "lines": lines}, status=403)


@require_POST
def undo(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    held = undo_contact(contact_id, by=reader_of(request))
    return redirect(f"{reverse('worklist:today')}?saved={held.pk}")


@require_POST
def put_off_promises(request: HttpRequest, story_id: str) -> HttpResponse:
    """Snooze with a reason, or bring back at once."""
    by = reader_of(request)
    promises = [(story_id, request.POST.get("child", ""), key) for key in request.POST.getlist("key")[:40]]
    if request.POST.get("back"):
        lift(promises, by=by)
        return redirect("worklist:today")
    try:
        until = date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        raise NotTaken(_("Choose the day until which it can wait. Nothing was changed.")) from None
    snooze(promises, by=by, until=until, reason=request.POST.get("reason", ""))
    return redirect("worklist:today")
