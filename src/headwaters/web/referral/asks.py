"""The asking side: what was asked and whose move it is, one ask with all its steps, and its page on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from headwaters.domain.problems import NotTaken
from headwaters.domain.referral import REASONS, Deed, Reason, ReferralState, Side
from headwaters.domain.referral_course import next_route
from headwaters.practice.access.reader import Reader
from headwaters.practice.referrals.actions import AlreadyAnswered, NoConsent, Telling, do
from headwaters.practice.referrals.addresses import initials_of
from headwaters.practice.referrals.consent import permission
from headwaters.practice.referrals.links import make_link, revoke
from headwaters.practice.referrals.notices import ask_sent, nudged
from headwaters.practice.referrals.queries import Held, asked, for_asker
from headwaters.practice.referrals.ways import How, Way
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.words import agency_name, title_of
from headwaters.web.referral.links import address_of
from headwaters.web.referral.refer import send_out
from headwaters.web.referral.shown import Ask, shown
from headwaters.web.referral.words import REASONS as REASON_WORDS
from headwaters.web.referral.words import already
from headwaters.web.worklist.names import names_of


@dataclass(frozen=True, slots=True)
class Line:
    ask: Ask
    href: str
    name: str


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    site, by = here(), reader_of(request)
    closed = request.GET.get("show") == "closed"
    held = asked(by=by, blueprint=site.blueprint, closed=closed)
    names = _names(site, by, held)
    lines = [
        Line(
            shown(one, site.blueprint, by.at.date()), reverse("referral:one", args=[one.row.pk]),
            names.get(one.row.story, _("A family")),
        )
        for one in held
    ]  # fmt: skip
    return render(request, "referral/asks.html", {
        "lines": lines, "closed": closed, "late": sum(line.ask.late for line in lines),
    })  # fmt: skip


def _names(site: Here, by: Reader, held: tuple[Held, ...]) -> dict[str, str]:
    """What each family of the list is called, by its first child or pregnancy."""
    found: dict[str, str] = {}
    for (story, _episode), name in names_of(site, by, {one.row.story for one in held}).items():
        found.setdefault(story, name)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, ask_id: str) -> HttpResponse:
    site, by = here(), reader_of(request)
    held = for_asker(ask_id, by=by, blueprint=site.blueprint)
    if request.method != "POST":
        return _page(request, held, site, by)
    try:
        said = _press(request, held, site, by)
    except AlreadyAnswered as late:
        fresh = for_asker(ask_id, by=by, blueprint=site.blueprint)
        return _page(request, fresh, site, by, refused=already(late.step), status=409)
    except NotTaken as refused:
        return _page(
            request, held, site, by, refused=str(refused), status=409 if isinstance(refused, NoConsent) else 422
        )
    return redirect(f"{reverse('referral:one', args=[ask_id])}?said={said}")


def _press(request: HttpRequest, held: Held, site: Here, by: Reader) -> str:
    """What was pressed: sending, a link, or a deed. Returns the word for the page that follows."""
    posted, row = request.POST, held.row
    match posted.get("press"):
        case "send":
            send_out(request, row, by, site)
            return "sent"
        case "new_link":
            link = make_link(row.pk, by=by)
            ask_sent(link, by=by, address=address_of(request, link))
            return "link"
        case "revoke":
            for open_link in row.links.filter(revoked=None):
                revoke(open_link.pk, by=by)
            return "revoked"
    deed = _deed(posted.get("deed", ""))
    reason = posted.get(f"why_{deed}", "")
    version = posted.get("version", "")
    telling = Telling(
        reason=Reason(reason) if reason in REASONS.get(deed, ()) else None, words=posted.get(f"words_{deed}", ""),
        until=_day(posted.get("until", "")) if deed is Deed.HOLD else None, by_words=initials_of(by.id),
    )  # fmt: skip
    moved = do(
        row.pk, deed, by=by, side=Side.ASKER, how=How.PAGE, version=int(version) if version.isdigit() else -1,
        blueprint=site.blueprint, telling=telling,
    )  # fmt: skip
    if deed is Deed.NUDGE:
        link = row.links.filter(revoked=None, ends__gt=by.at).first() or make_link(row.pk, by=by)
        return "nudged" if nudged(moved, by=by, address=address_of(request, link)) else "nudged_by_hand"
    return "done"


def _deed(name: str) -> Deed:
    if name not in set(Deed) or Deed(name) is Deed.ASK:
        raise NotTaken(_("Choose one of the buttons on the page."))
    return Deed(name)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _said(word: str) -> str:
    return {
        "sent": _("It is sent. The agency’s clock runs."),
        "link": _("A new link was made. Where an address is on file it is on its way there; the one before opens nothing any more."),
        "revoked": _("The link opens nothing any more."),
        "nudged": _("A reminder is on its way to the agency’s address on file."),
        "nudged_by_hand": _("Written down. There is no mail address on file: call them."),
        "done": _("It is written down."),
        "typed": _("The answer is written down."),
    }.get(word, "")  # fmt: skip


def _page(
    request: HttpRequest, held: Held, site: Here, by: Reader, *, refused: str = "", status: int = 200
) -> HttpResponse:
    on, row = by.at.date(), held.row
    may = held.may(Side.ASKER)
    link = row.links.filter(revoked=None, ends__gt=by.at).order_by("-made").first()
    route = next_route(held.handoff)
    return render(request, "referral/one.html", {
        "ask": shown(held, site.blueprint, on), "row": row, "refused": refused, "said": _said(request.GET.get("said", "")),
        "may": {str(deed) for deed in may}, "typed": request.POST if refused else None,
        "draft": row.state == ReferralState.DRAFT,
        "consent": permission(row.story, held.handoff, on=on), "needs_consent": held.handoff.consent is not None,
        "reasons": {str(deed): [(one.value, str(REASON_WORDS[one])) for one in REASONS[deed]] for deed in REASONS},
        "link": address_of(request, link) if link is not None else "", "link_ends": link.ends if link is not None else None,
        "agency_may": [str(deed) for deed in held.may(Side.AGENCY)],
        "route": title_of(site.blueprint, route.element, route.touchpoint) if route.element else "",
        "why_none": route.why_none, "refused_by_agency": row.state in (ReferralState.REJECTED, ReferralState.FAILED) and not row.closed,
        "full": held.standing.step == "full", "catch": agency_name(site.blueprint, held.handoff.catch),
        "by_fax": row.way == Way.FAX,
    }, status=status)  # fmt: skip


@require_GET
def fax_page(request: HttpRequest, ask_id: str) -> HttpResponse:
    """The answer page's twin on paper: the same three boxes, and a code by which a person types the answer in."""
    site, by = here(), reader_of(request)
    held = for_asker(ask_id, by=by, blueprint=site.blueprint)
    return render(request, "referral/fax.html", {
        "ask": shown(held, site.blueprint, by.at.date()), "row": held.row,
        "why_not": [REASON_WORDS[one] for one in REASONS[Deed.NOT_ELIGIBLE]],
    })  # fmt: skip
