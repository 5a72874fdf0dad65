"""The answer page: no account, one link, one ask. Opening it changes nothing; what is pressed is an agency's word.

An old link shows nothing about anybody. A new one goes to the address on file, and the page says the same whether or not there is one.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from headwaters.domain.problems import NotTaken
from headwaters.domain.referral import Side
from headwaters.practice.access.reader import Reader
from headwaters.practice.referrals.actions import AlreadyAnswered, do
from headwaters.practice.referrals.links import link_named, make_new, reader_by, works
from headwaters.practice.referrals.models import AnswerLink
from headwaters.practice.referrals.notices import new_link_sent, tell_asker
from headwaters.practice.referrals.queries import Held, for_agency
from headwaters.practice.referrals.ways import How
from headwaters.web.layout.doors import without_sign_in
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.instant import instant
from headwaters.web.referral.deeds import offered, pressed
from headwaters.web.referral.links import address_of, page_of_ask
from headwaters.web.referral.shown import shown
from headwaters.web.referral.words import already


@without_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    link, at = link_named(token), instant()
    if link is None:
        return _private(render(request, "referral/no_link.html", status=404))
    if not works(link, at=at):
        return _private(_old(request, link, token))
    site, by = here(), reader_by(link, at=at)
    held = for_agency(link.referral_id, by=by, blueprint=site.blueprint)
    if request.method != "POST":
        return _private(_page(request, held, site, by, token))
    try:
        answered(request, held, site, by, how=How.LINK)
    except AlreadyAnswered as late:
        fresh = for_agency(link.referral_id, by=by, blueprint=site.blueprint)
        return _private(_page(request, fresh, site, by, token, refused=already(late.step), status=409))
    except NotTaken as refused:
        return _private(_page(request, held, site, by, token, refused=str(refused), status=422))
    return _private(redirect(f"{reverse('referral:answer', args=[token])}?thanks=1"))


def answered(request: HttpRequest, held: Held, site: Here, by: Reader, *, how: How) -> None:
    """Do what an agency pressed, and tell whoever asked.

    raises  AlreadyAnswered, NotTaken, NotPermitted
    """
    told = pressed(request.POST, held, site.blueprint)
    row = do(
        held.row.pk, told.deed, by=by, side=Side.AGENCY, how=how, version=told.version, blueprint=site.blueprint,
        telling=told.telling,
    )  # fmt: skip
    if told.then is not None:
        deed, telling = told.then
        row = do(
            row.pk,
            deed,
            by=by,
            side=Side.AGENCY,
            how=how,
            version=row.version,
            blueprint=site.blueprint,
            telling=telling,
        )
    tell_asker(row, at=by.at, address=page_of_ask(request, row.pk))


@without_sign_in
@require_POST
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    link, at = link_named(token), instant()
    fresh = make_new(link, at=at) if link is not None and not works(link, at=at) else None
    if fresh is not None:
        new_link_sent(fresh, at=at, address=address_of(request, fresh))
    return _private(render(request, "referral/old_link.html", {"sent": True, "token": token}))


def _old(request: HttpRequest, link: AnswerLink, token: str) -> HttpResponse:
    """Nothing about the family stands here; that an ask is closed may be said to whoever answered it."""
    closed = link.referral.closed
    thanks = bool(request.GET.get("thanks"))
    return render(
        request,
        "referral/old_link.html",
        {"token": token, "closed": closed, "thanks": thanks},
        status=200 if closed else 410,
    )


def _page(
    request: HttpRequest, held: Held, site: Here, by: Reader, token: str, *, refused: str = "", status: int = 200
) -> HttpResponse:
    on = by.at.date()
    return render(request, "referral/answer.html", {
        "ask": shown(held, site.blueprint, on), "offered": offered(held, site.blueprint, on), "refused": refused,
        "thanks": _("Thank you. It is written down, and whoever asked can see it.") if request.GET.get("thanks") and not refused else "",
        "typed": request.POST if refused else None, "notices": notices_of(held),
        "demo": site.installation.synthetic, "token": token,
    }, status=status)  # fmt: skip


def notices_of(held: Held) -> list[str]:
    """What must stand beside shared facts."""
    if held.facts is None:
        return []
    return [
        _(
            "Use these facts only to answer this ask. The family said yes to sharing them with you and may take that back."
        )
    ]


def _private(answer: HttpResponse) -> HttpResponse:
    """No copy stays behind, no search engine keeps it, and no page that is opened from here learns the address."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
