"""Who sees what: one row for each agency, a plain sentence, and who looked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headwaters.domain.problems import NotTaken
from headwaters.domain.sharing import OWN_PAGE, Answer
from headwaters.practice.access.queries import Look, looks_at
from headwaters.practice.accounts.family_doors import has_pin
from headwaters.practice.accounts.queries import people as colleagues
from headwaters.practice.consents.actions import give, revoke
from headwaters.practice.consents.models import Consent
from headwaters.practice.consents.queries import consents_of, speaks_for
from headwaters.practice.consents.wording import sentences, wording_of
from headwaters.web.child.around import PURPOSES, reader_words
from headwaters.web.family.own import Own, own
from headwaters.web.family.private import switches
from headwaters.web.layout.dates import written
from headwaters.web.layout.home import for_families
from headwaters.web.layout.words import agency_name

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Row:
    """One agency. `answer`: yes, no, ask_each_time, or empty where nobody asked yet; `consent`: what may be taken back."""

    agency: str
    name: str
    answer: str
    until: str
    consent: int
    signs: bool


@for_families
def who_sees(request: HttpRequest) -> HttpResponse:
    held = own(request)
    looks = looks_at(held.story, by=held.by, most=30)
    return render(request, "family/sharing.html", {
        "own": held, "name": held.name, "rows": list(_rows(held)), "looks": looks_in_words(held, looks),
        "said": _("Your answer is kept. It counts from now on.") if request.GET.get("said") else "",
        "subjects": switches(held), "has_number": has_pin(held.person),
    })  # fmt: skip


def _rows(held: Own) -> Iterator[Row]:
    """Agencies that the model may hand any family to, and those that this reader answered about. What is kept out of sight leaves
    no gap here: the list is the model's own, whoever reads it."""
    answered = {one.agency: one for one in reversed(consents_of(held.story, by=held.by)) if one.revoked_at is None}
    asked = [one.to for one in held.site.blueprint.handoffs.values() if one.consent is not None]
    on = held.by.at.date()
    signs = bool(speaks_for(held.story, held.person, forms=(), on=on))
    for agency in sorted({*asked, *answered} - {OWN_PAGE}, key=lambda one: agency_name(held.site.blueprint, one)):
        row = answered.get(agency)
        if row is not None and row.through_day is not None and row.through_day < on:
            row = None
        yield Row(
            agency, agency_name(held.site.blueprint, agency), row.answer if row is not None else "",
            _until(row), row.pk if row is not None else 0, signs,
        )  # fmt: skip


def _until(row: Consent | None) -> str:
    return written(row.through_day) if row is not None and row.through_day is not None else ""


@for_families
def ask(request: HttpRequest, agency: str) -> HttpResponse:
    """The whole form for one agency: what is told, to whom, until when, and how to take it back."""
    held = own(request)
    row = next((one for one in _rows(held) if one.agency == agency), None)
    if row is None:
        raise NotTaken(_("This agency is not on your page. Open the list and choose one."))
    today = held.by.at.date()
    return render(request, "family/sharing_one.html", {
        "own": held, "row": row, "sentences": sentences(row.name), "until": (today + YEAR).isoformat(),
        "first": (today + timedelta(days=1)).isoformat(),
    })  # fmt: skip


@for_families
@require_POST
def decide(request: HttpRequest, agency: str) -> HttpResponse:
    held = own(request)
    row = next((one for one in _rows(held) if one.agency == agency), None)
    said = request.POST.get("answer", "")
    if row is None or said not in set(Answer):
        raise NotTaken(_("Choose yes, no, or ask me each time."))
    if said != Answer.YES and row.consent:
        revoke(row.consent, by=held.by)
    if said == Answer.YES or not row.consent or said == Answer.ASK_EACH_TIME or said == Answer.NO:
        _give(held, agency, Answer(said), _day(request.POST.get("until", "")))
    return redirect(f"{reverse('family:sharing')}?said=sharing")


def _give(held: Own, agency: str, said: Answer, until: date | None) -> None:
    language = (get_language() or "en").split("-")[0]
    give(
        held.story, by=held.by, agency=agency, through=(until or held.by.at.date() + YEAR) if said is Answer.YES else None,
        language=language, wording=wording_of(held.site.blueprint, agency, language=language), given_by_person=held.person,
        answer=said, blueprint=held.site.blueprint,
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def looks_in_words(held: Own, looks: tuple[Look, ...]) -> list[str]:
    """Who looked, by day: name and why; several looks of one person on one day are one line. Refused looks are told too. Whoever
    works for an agency that is kept out of sight does not stand here."""
    named = colleagues({one.reader for one in looks})
    grouped: dict[tuple[date, str, str, bool], int] = {}
    for look in looks:
        if look.reader == held.by.id or look.reader.startswith("family:"):
            continue
        who = named[look.reader].name if look.reader in named else reader_words(look.reader)
        key = (localtime(look.at).date(), who, str(PURPOSES[look.purpose]), look.allowed)
        grouped[key] = grouped.get(key, 0) + 1
    lines = []
    for (day, who, why, allowed), n in grouped.items():
        times = ngettext("once", "%(n)d times", n) % {"n": n}
        words = _("%(day)s: %(who)s, %(times)s, %(why)s") % {
            "day": written(day),
            "who": who,
            "times": times,
            "why": why,
        }
        lines.append(words if allowed else _("%(words)s (was not let in)") % {"words": words})
    return lines
