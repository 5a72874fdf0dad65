"""What a family allows, written down by somebody who sits with it: who answered what, the form to read out or to print, taking back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.domain.sharing import OWN_PAGE, REDISCLOSURE, SUBSTANCE_USE, Answer, Form
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.consents.actions import DUAL, give, revoke
from headwaters.practice.consents.models import Consent
from headwaters.practice.consents.queries import answering, consents_of
from headwaters.practice.consents.wording import sentences, sentences_of_keepers
from headwaters.practice.families import queries as families
from headwaters.practice.families.seated import seated
from headwaters.web.layout.dates import written
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.subjects import subject_words, subjects_in
from headwaters.web.layout.words import agency_name
from headwaters.web.oversight.forms import AnswerForm

YEAR = timedelta(days=365)
KEEPS = "navigator"
ANSWERS = {
    Answer.YES: lazy("Yes"), Answer.NO: lazy("No"), Answer.ASK_EACH_TIME: lazy("Ask each time"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One agency and one person's answer about it. `consent`: what may be taken back, 0 where there is nothing."""

    name: str
    answer: str
    about: str
    href: str
    consent: int


@dataclass(frozen=True, slots=True)
class Who:
    person: str
    name: str
    safety: str
    rows: tuple[Row, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, story_id: str) -> HttpResponse:
    site, by = here(), reader_of(request)
    held = consents_of(story_id, by=by)
    if request.method == "POST":
        wanted = request.POST.get("consent", "")
        if wanted not in {str(one.pk) for one in held}:
            raise NotFound(_("There is no such answer on file. Open the page again to see what is."))
        revoke(int(wanted), by=by)
        return redirect(f"{reverse('oversight:sharing', args=[story_id])}?said=ended")
    return render(request, "oversight/sharing.html", {
        "people": list(_people(site, by, story_id, held)), "story": story_id,
        "history": [_past(site, one) for one in held if one.revoked_at is not None][:20],
        "said": {"given": _("The answer is kept. It counts from now on."),
                 "ended": _("It is taken back. From now on it counts for nothing.")}.get(request.GET.get("said", ""), ""),
    })  # fmt: skip


def _people(site: Here, by: Reader, story: str, held: tuple[Consent, ...]) -> Iterator[Who]:
    names = names_in(story, by)
    for person in answering(story, on=by.at.date()):
        if person in names:
            standing = {
                one.agency: one for one in reversed(held) if one.given_by_person == person and one.revoked_at is None
            }
            yield Who(
                person, names[person], reverse("oversight:safety", args=[story, person]),
                tuple(_row(site, story, person, agency, standing.get(agency), by) for agency in agencies(site, standing)),
            )  # fmt: skip


def names_in(story: str, by: Reader) -> dict[str, str]:
    found = {}
    for one in families.people_of(story, by=by):
        said = " ".join(part for part in (one.given_name, one.family_name) if part)
        found[str(one.person_id)] = said or _("A parent")
    return found


def agencies(site: Here, also: dict[str, Consent]) -> list[str]:
    """Those who keep families' promises, then the agencies that the model may ask for a family, by name."""
    asked = {one.to for one in site.blueprint.handoffs.values() if one.consent is not None} | set(also) - {OWN_PAGE}
    return [KEEPS, *sorted(asked - {KEEPS}, key=lambda one: agency_name(site.blueprint, one))]


def title(site: Here, agency: str) -> str:
    return _("Your navigator and supervisor") if agency == KEEPS else agency_name(site.blueprint, agency)


def _row(site: Here, story: str, person: str, agency: str, held: Consent | None, by: Reader) -> Row:
    href = reverse("oversight:form", args=[story, person, agency])
    if held is None:
        said = (
            _("They see the page because they keep it; private subjects stay off.")
            if agency == KEEPS
            else _("Not asked yet.")
        )
        return Row(title(site, agency), "", said, href, 0)
    over = held.through_day is not None and held.through_day < by.at.date()
    answer = _("Over") if over else str(ANSWERS[Answer(held.answer)])
    return Row(title(site, agency), answer, _about(held), href, 0 if over else held.pk)


def _about(held: Consent) -> str:
    words = _("Since %(day)s") % {"day": written(held.from_day)}
    if held.through_day is not None:
        words = _("%(words)s, until %(day)s") % {"words": words, "day": written(held.through_day)}
    named = ", ".join(subject_words(one) for one in held.subjects)
    return _("%(words)s. Also: %(subjects)s") % {"words": words, "subjects": named} if named else f"{words}."


def _past(site: Here, held: Consent) -> str:
    return _("%(who)s: %(answer)s from %(first)s, ended %(last)s") % {
        "who": title(site, held.agency), "answer": ANSWERS[Answer(held.answer)], "first": written(held.from_day),
        "last": written(held.revoked_at.date()) if held.revoked_at else "",
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, story_id: str, person_id: str, agency: str) -> HttpResponse:
    """One form under both laws, to read out, to sign on paper, and to write the answer down."""
    site, by = here(), reader_of(request)
    view = require(by, Action.GIVE_CONSENT, story=story_id, detail="form")
    seated(person_id, story=story_id, by=by, view=view)
    if agency != KEEPS and agency not in site.blueprint.agencies:
        raise NotFound(_("The model knows no such agency. Choose one on the page before."))
    first, language = by.at.date() + timedelta(days=1), _language(request)
    typed = AnswerForm(
        request.POST or None, subjects=_subjects(site), first=first,
        initial={"through": (by.at.date() + YEAR).isoformat()},
    )  # fmt: skip
    words, language = _words(site, agency, language)
    if request.method == "POST" and typed.is_valid():
        try:
            _give(request, site, by, (story_id, person_id, agency), typed, words, language)
            return redirect(f"{reverse('oversight:sharing', args=[story_id])}?said=given")
        except NotTaken as refused:
            typed.add_error(None, str(refused))
    return render(request, "oversight/form.html", {
        "form": typed, "sentences": words, "name": names_in(story_id, by).get(person_id, ""), "agency": title(site, agency),
        "story": story_id, "language": language, "untold": language != _language(request), "dir": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "languages": [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES],
        "part_2": REDISCLOSURE, "answers": [(one.value, words) for one, words in ANSWERS.items()],
    }, status=422 if typed.errors else 200)  # fmt: skip


def _language(request: HttpRequest) -> str:
    wanted = request.POST.get("language") or request.GET.get("language") or translation.get_language() or "en"
    return wanted if wanted in dict(settings.LANGUAGES) else "en"


def _words(site: Here, agency: str, language: str) -> tuple[tuple[str, ...], str]:
    """The form's words, and the language that they really are in: what was not translated yet is English, whatever was asked for."""
    with translation.override("en"):
        english = _form(site, agency)
    with translation.override(language):
        words = _form(site, agency)
    told = sum(one != other for one, other in zip(words, english, strict=True))
    return (words, language) if told == len(words) else (english, "en")


def _form(site: Here, agency: str) -> tuple[str, ...]:
    return sentences_of_keepers() if agency == KEEPS else sentences(title(site, agency))


def _subjects(site: Here) -> list[tuple[str, str]]:
    """The protected subjects of the model."""
    return [(one, subject_words(one)) for one in subjects_in(site.blueprint)]


def _give(
    request: HttpRequest, site: Here, by: Reader, about: tuple[str, str, str], typed: AnswerForm, words: tuple[str, ...],
    language: str,
) -> None:  # fmt: skip
    story, person, agency = about
    if request.POST.get("answer") not in set(Answer):
        raise NotTaken(_("Choose what they answered: yes, no, or ask each time."))
    said, answer = typed.cleaned_data, Answer(request.POST["answer"])
    subjects = said["subjects"] if answer is Answer.YES else []
    shown = [*words, *(subject_words(one) for one in subjects)]
    if SUBSTANCE_USE in subjects:
        shown.append(REDISCLOSURE)
    give(
        story, by=by, agency=agency, subjects=subjects, through=said["through"] if answer is Answer.YES else None,
        language=language, wording="\n".join(shown), forms=DUAL | {Form.PART_2} if said["part_2"] else DUAL,
        given_by_person=person, answer=answer, blueprint=site.blueprint,
    )  # fmt: skip
