"""A family's own page, a step of it, and the sheet for the fridge."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headwaters.domain.problems import NotFound, NotTaken
from headwaters.engine.evaluation.reference import fact_on
from headwaters.engine.evaluation.views import protected_elements
from headwaters.practice.access.queries import keepers_shown
from headwaters.practice.accounts.queries import people as colleagues
from headwaters.practice.appointments.queries import upcoming
from headwaters.practice.appointments.states import State
from headwaters.practice.family_voice.actions import Answered, answer_step, undo_answer
from headwaters.practice.family_voice.queries import answers_of, own_words_of, wrongs_of
from headwaters.practice.family_voice.wrongs import Answer
from headwaters.practice.messages import reminders
from headwaters.practice.messages.threads import thread_of
from headwaters.web.child.entries import Entry, When
from headwaters.web.child.page import age_line
from headwaters.web.child.story import called_of, course_of
from headwaters.web.family.cards import Card, cards_of, line_of, owed_of, said_words
from headwaters.web.family.own import Own, own
from headwaters.web.layout.dates import written
from headwaters.web.layout.home import for_families
from headwaters.web.layout.marks import Mark
from headwaters.web.layout.names import language_name
from headwaters.web.layout.words import element_title, text
from headwaters.web.messages.forms import number_in

_DAY_ANSWERS = {
    Answer.YES: State.AGREED, Answer.ANOTHER_TIME: State.ASKED_TO_MOVE, Answer.NOT_FOR_US: State.CANCELLED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody whose work it is to help this family."""

    name: str
    initial: str
    does: str
    phone: str


@for_families
def page(request: HttpRequest) -> HttpResponse:
    held = own(request)
    if held.grieving:
        return render(request, "family/loss.html", _around(request, held))
    entries = held.entries()
    helpers = helpers_of(held)
    cards = _cards(held, entries)
    return render(request, "family/page.html", {
        **_around(request, held),
        "cards": cards, "owed": owed_of(entries, helpers[0].name.split(" ")[0] if helpers else ""),
        "line": line_of(entries), "age": _age(held), "children": _children(held),
        "wrongs": [one for one in wrongs_of(held.story, by=held.by) if one.told_back][:3],
        "nothing": _nothing(entries) if not cards else "",
    })  # fmt: skip


def _around(request: HttpRequest, held: Own) -> dict[str, object]:
    """What stands on every page of a family, whatever happened."""
    return {
        "own": held, "name": held.name, "child_name": held.child_name(), "helpers": helpers_of(held),
        "own_words": own_words_of(held.story, by=held.by), "said": _said(request), "fresh": uuid4(),
        "unread": sum(line.unread and not line.mine for line in thread_of(held.person, story=held.story, by=held.by)),
        "losses": bool(held.losses.children),
    }  # fmt: skip


def helpers_of(held: Own) -> list[Helper]:
    accounts = colleagues(keepers_shown(held.story, by=held.by))
    return [Helper(one.name, one.name[:1], _("Helps you find what you need."), one.phone) for one in accounts.values()]


def _cards(held: Own, entries: tuple[Entry, ...]) -> tuple[Card, ...]:
    days = upcoming(held.story, by=held.by, person=held.person)
    return cards_of(entries, days, answers_of(held.story, by=held.by), held.site.blueprint)


def _age(held: Own) -> str:
    child = held.child
    if child is None:
        return ""
    return age_line(course_of(held.family, held.site, called_of(held.family, held.site, child)), held.site.as_of)


def _children(held: Own) -> list[tuple[str, str, bool]]:
    """Each living child of the family that this page may show: its address, its name, whether the page speaks of it."""
    found = []
    for place, child in enumerate(held.family.children, start=1):
        if str(child.person_id) in held.losses.children or not held.family.view.sees_person(str(child.person_id)):
            continue
        person = held.family.people.get(child.person_id)
        name = (person.given_name if person is not None else None) or _("Child %(n)d") % {"n": place}
        found.append((f"{reverse('family:page')}?child={child.episode_id}", name, child == held.family.chosen))
    return found if len(found) > 1 else []


def _nothing(entries: tuple[Entry, ...]) -> str:
    """What comes next when nothing is due."""
    later = [(one.opens, one.title) for one in entries if one.opens is not None and one.when in (When.NEXT, When.LATER)]
    if not later:
        return _("Nothing is due now.")
    day, title = min(later)
    return _("Nothing is due now. Next: %(title)s, around %(day)s.") % {"title": title, "day": written(day)}


def _said(request: HttpRequest) -> str:
    return {
        "yes": said_words(Answer.YES), "another": said_words(Answer.ANOTHER_TIME), "no": said_words(Answer.NOT_FOR_US),
        "undone": _("Taken back."), "kept": _("It is kept."), "off": _("It is off your page."),
        "wrong": _("Thank you for telling us. Somebody reads it today, and you will see here what we did."),
        "sent": _("Your message is sent."), "sharing": _("Your answer is kept. It counts from now on."),
    }.get(request.GET.get("said", ""), "")  # fmt: skip


@for_families
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """One of the three answers to a card."""
    held = own(request)
    wanted = request.POST.get("answer", "")
    if wanted not in set(Answer):
        raise NotTaken(_("Press one of the three answers."))
    said = Answer(wanted)
    if request.POST.get("appointment"):
        reminders.answer(number_in(request, "appointment"), _DAY_ANSWERS[said], by=held.by)
        return redirect(_back(said))
    entry = _entry(held, request.POST.get("key", ""))
    answer_step(
        Answered(
            _uuid(request), held.story, held.person, str(entry.row.recipient_id or held.person), str(entry.row.episode_id),
            entry.key, said, request.POST.get("words", ""),
        ),
        blueprint=held.site.blueprint, by=held.by, link=_staff_link(request, held),
    )  # fmt: skip
    return redirect(_back(said))


def _back(said: Answer) -> str:
    word = {Answer.YES: "yes", Answer.ANOTHER_TIME: "another", Answer.NOT_FOR_US: "no"}[said]
    return f"{reverse('family:page')}?said={word}"


def _staff_link(request: HttpRequest, held: Own) -> str:
    """Where somebody who keeps the family reads what it said."""
    return request.build_absolute_uri(reverse("messages:thread", args=[held.story, held.person]))


def _uuid(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        return uuid4()


def _entry(held: Own, key: str) -> Entry:
    found = next((one for one in held.entries() if one.key == key), None)
    if found is None:
        raise NotFound(_("This step is not on your page any more. Open your page to see what is."))
    return found


@for_families
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    held = own(request)
    try:
        wanted = UUID(request.POST.get("answer", ""))
    except ValueError:
        raise NotTaken(_("Open your page again and press once more.")) from None
    undo_answer(wanted, by=held.by)
    return redirect(f"{reverse('family:page')}?said=undone")


@for_families
def step(request: HttpRequest, element: str, touchpoint: str) -> HttpResponse:
    """One step: what it is, why people do it, who does it, and who will know."""
    held = own(request)
    entry = _entry(held, f"{element}/{touchpoint}")
    rule = held.site.blueprint.elements[entry.element]
    said = answers_of(held.story, by=held.by).get(entry.key)
    return render(request, "family/step.html", {
        **_around(request, held), "entry": entry, "what": text(rule.family_text), "why": text(rule.why),
        "card": cards_of([entry], (), {} if said is None else {entry.key: said}, held.site.blueprint),
        "agency": entry.agency, "title": element_title(held.site.blueprint, entry.element),
    })  # fmt: skip


@for_families
def fridge(request: HttpRequest) -> HttpResponse:
    """One sheet to print: days, steps and people; no last name, and nothing that a visitor in the kitchen should not read."""
    held = own(request)
    entries = () if held.grieving else held.entries()
    protected = _open_subjects(held)
    shown = [
        one
        for one in entries
        if one.element not in protected
        and one.when in (When.NOW, When.NEXT)
        and one.mark in (Mark.DUE, Mark.BOOKED, Mark.SOON)
    ]
    language = fact_on(held.site.models, held.family.story, held.by.person, "language", held.site.as_of)  # type: ignore[arg-type]
    return render(request, "family/fridge.html", {
        **_around(request, held), "days": cards_of((), upcoming(held.story, by=held.by, person=held.person), {}, held.site.blueprint),
        "steps": sorted({one.element: one for one in reversed(shown)}.values(), key=lambda one: (one.opens or held.site.as_of))[:6], "age": _age(held),
        "language": language_name(language) if isinstance(language, str) else "",
    })  # fmt: skip


def _open_subjects(held: Own) -> frozenset[str]:
    """Elements that touch a protected subject: they stay off paper even where the page shows them."""
    return frozenset(protected_elements(held.site.blueprint))
