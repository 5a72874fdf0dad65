"""Reading translations: English and the other language side by side, page by page; the same as a sheet on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotFound
from headwaters.practice.access.actions import require
from headwaters.practice.family_texts.actions import say
from headwaters.practice.family_texts.queries import Counts, Standing, State, counts_of, standings
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.templatetags.tongues import own_name

STATES = {
    State.MISSING: lazy("Not translated"), State.DRAFT: lazy("Draft"), State.READ: lazy("Read by a native speaker"),
    State.LIVE: lazy("Live"),
}  # fmt: skip
PAGES = {
    "page": lazy("My page"), "front_door": lazy("The front door"), "sharing": lazy("Who can see this"), "voice": lazy("Their own words"),
    "wrong": lazy("It went wrong"), "fridge": lazy("The sheet for the fridge"), "kinds": lazy("Texts and mails"),
    "wording": lazy("The form about sharing"), "tell": lazy("Tell us once"), "dates": lazy("Dates and ages"),
    "family_doors": lazy("Codes"), "private": lazy("Private things"), "subjects": lazy("Private subjects"), "cards": lazy("Cards and the line"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    title: str
    rows: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Tongue:
    code: str
    name: str
    counts: Counts


def languages(request: HttpRequest) -> HttpResponse:
    by = reader_of(request)
    require(by, Action.REVIEW_TEXTS, detail="languages")
    found = [
        Tongue(code, own_name(code, name), counts_of(settings.DATA, code))
        for code, name in settings.LANGUAGES
        if code != "en"
    ]
    return render(request, "texts/languages.html", {"tongues": found})


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, language: str) -> HttpResponse:
    by = reader_of(request)
    named = _named(language)
    if request.method == "POST":
        posted = request.POST
        say(
            settings.DATA, language, posted.get("text", ""), posted.get("wording", ""), posted.get("said", ""), by=by,
            words=posted.get("words", ""),
        )  # fmt: skip
        return redirect(
            f"{reverse('texts:review', args=[language])}?page={posted.get('page', '')}#t-{posted.get('text', '')}"
        )
    groups = _groups(standings(settings.DATA, language, by=by))
    chosen = next((one for one in groups if one.key == request.GET.get("page")), groups[0] if groups else None)
    return render(request, "texts/review.html", {
        "language": language, "named": named, "groups": groups, "chosen": chosen, "counts": counts_of(settings.DATA, language),
        "rtl": _is_rtl(language), "states": {state.value: str(words) for state, words in STATES.items()},
    })  # fmt: skip


def sheet(request: HttpRequest, language: str) -> HttpResponse:
    """All texts of a language on paper, numbered, with room to write."""
    by = reader_of(request)
    groups = _groups(standings(settings.DATA, language, by=by))
    return render(request, "texts/sheet.html", {
        "language": language, "named": _named(language), "groups": groups, "rtl": _is_rtl(language),
    })  # fmt: skip


def _named(language: str) -> str:
    if language not in dict(settings.LANGUAGES) or language == "en":
        raise NotFound(
            _("This language is not here yet. Put its catalog into the folder `languages` of the data folder.")
        )
    return own_name(language, language)


def _is_rtl(language: str) -> bool:
    try:
        return bool(get_language_info(language)["bidi"])
    except KeyError:
        return language.split("-")[0] in settings.LANGUAGES_BIDI


def _groups(found: Mapping[str, tuple[Standing, ...]]) -> list[Group]:
    """What stands on one page together, whether its template says it or the view behind it."""
    held: dict[str, list[Standing]] = {}
    for place, rows in found.items():
        held.setdefault(place.rpartition("/")[2].partition(".")[0] or "other", []).extend(rows)
    return [
        Group(key, str(PAGES.get(key, key.replace("_", " ").capitalize())), tuple(rows)) for key, rows in held.items()
    ]
