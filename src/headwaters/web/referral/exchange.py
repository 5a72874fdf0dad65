"""An agency's asks as a file, and its answers from one: shown row by row first, and kept only when somebody agrees."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotTaken
from headwaters.practice.access.actions import require_some
from headwaters.practice.access.reader import Reader
from headwaters.practice.referrals.actions import ask_named
from headwaters.practice.referrals.exchange import ANSWERS, Answer, Preview, agreed, as_csv, keep, read_answers
from headwaters.practice.referrals.notices import tell_asker
from headwaters.practice.referrals.queries import inbox
from headwaters.web.layout.dates import written
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.reader import reader_of
from headwaters.web.referral.inbox import agency_of
from headwaters.web.referral.links import page_of_ask
from headwaters.web.referral.words import DEEDS, REASONS

MOST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    code: str
    said: str
    key: str


@require_GET
def out(request: HttpRequest) -> HttpResponse:
    site, by = here(), reader_of(request)
    asks = inbox(by=by, blueprint=site.blueprint, agency=agency_of(request, by), most=5_000)
    answer = HttpResponse("\ufeff" + as_csv(asks), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="asks-{by.at.date():%Y-%m-%d}.csv"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def taken_in(request: HttpRequest) -> HttpResponse:
    site, by = here(), reader_of(request)
    require_some(by, Action.ANSWER_REFERRAL, detail="answers from a file")
    if request.method != "POST":
        return _page(request, by)
    try:
        text = _text(request)
        preview = read_answers(text, by=by, blueprint=site.blueprint, agency=agency_of(request, by))
        if request.POST.get("press") == "keep":
            return _keep(request, preview, site, by)
    except NotTaken as refused:
        return _page(request, by, refused=str(refused), status=422)
    return _page(request, by, preview=preview, text=text)


def _keep(request: HttpRequest, preview: Preview, site: Here, by: Reader) -> HttpResponse:
    """What was agreed to is what was shown: its versions come back with the form."""
    if preview.problems:
        raise NotTaken(_("Some rows cannot be kept as they are. Mend them first; nothing was kept."))
    shown = dict(pair.rpartition(":")[::2] for pair in request.POST.getlist("shown"))
    answers = agreed(preview.answers, {ask: int(version) for ask, version in shown.items() if version.isdigit()})
    if set(shown) != {one.ask for one in answers}:
        raise NotTaken(_("The asks changed while the page was open. Nothing was kept; look at the rows once more."))
    n = keep(answers, by=by, blueprint=site.blueprint)
    for one in answers:
        tell_asker(ask_named(one.ask), at=by.at, address=page_of_ask(request, one.ask))
    return redirect(f"{reverse('referral:inbox')}?called={n}-0")


def _text(request: HttpRequest) -> str:
    """The file, or what was read from it before.

    raises  NotTaken  there is none, or it is no text
    """
    kept = request.POST.get("text")
    if kept:
        return str(kept)
    file = request.FILES.get("file")
    if file is None:
        raise NotTaken(_("Choose a file first."))
    if (file.size or 0) > MOST_BYTES:
        raise NotTaken(_("The file is too long for one go. Cut it into files of at most 500 rows."))
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotTaken(_("This is not a CSV file in UTF-8. In a spreadsheet choose: save as, CSV UTF-8.")) from None


def _page(
    request: HttpRequest,
    by: Reader,
    *,
    preview: Preview | None = None,
    text: str = "",
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    return render(request, "referral/csv_in.html", {
        "preview": preview, "text": text, "refused": refused, "agency": agency_of(request, by), "answers": list(ANSWERS),
        "rows": [Row(one.line, one.code, _said(one), f"{one.ask}:{one.version}") for one in preview.answers] if preview else [],
    }, status=status)  # fmt: skip


def _said(one: Answer) -> str:
    parts = [str(DEEDS[one.deed])]
    if one.telling.until is not None:
        parts.append(written(one.telling.until))
    if one.telling.reason is not None:
        parts.append(str(REASONS[one.telling.reason]))
    if one.telling.words:
        parts.append(one.telling.words)
    return "; ".join(parts)
