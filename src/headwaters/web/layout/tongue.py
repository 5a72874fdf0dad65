"""The language of a page: families choose theirs; pages of people who work here are in English until their words are translated too.

On an installation with real families a text of a family's page is shown in another language only when a native speaker has read it
and somebody made it live; on a demonstration drafts are shown, and marked as drafts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import trans_real

from headwaters.practice.family_texts.catalogs import prepared
from headwaters.practice.family_texts.queries import counts_of
from headwaters.practice.installation import read_installation
from headwaters.web.layout.home import is_for_families


class TongueMiddleware:
    """Stands inside the one that says who asks, since pages of one and the same address differ by nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate("en")
        try:
            answer = self.get_response(request)
            answer.headers.setdefault("Content-Language", translation.get_language() or "en")
            return answer
        finally:
            translation.activate("en")

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:  # noqa: ARG002
        if not is_for_families(view):
            return
        language = chosen(request)
        if language != "en":
            drafts = read_installation(settings.DATA).synthetic
            prepared(settings.DATA, language, drafts=drafts)
            translation.activate(language)
            counts = counts_of(settings.DATA, language)
            request.draft_words = drafts and counts.live < counts.texts  # type: ignore[attr-defined]
            request.missing_words = not drafts and counts.live < counts.texts  # type: ignore[attr-defined]


def chosen(request: HttpRequest) -> str:
    """The language that was chosen on this browser, else the first that it asks for and that is here, else English."""
    here = {code.lower(): code for code, _name in settings.LANGUAGES}
    asked = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    asked += [code for code, _weight in trans_real.parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    for code in asked:
        found = here.get(code.lower()) or here.get(code.lower().split("-")[0])
        if found:
            return found
    return "en"
