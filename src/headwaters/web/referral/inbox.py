"""An agency's own: what it was asked, one ask, many calls written down at once, and what came of it all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwaters.domain.consent import Action, ReaderRole
from headwaters.domain.problems import HeadwatersError, NotTaken
from headwaters.domain.referral import Deed, ReferralState, Side
from headwaters.domain.referral_course import Climbed
from headwaters.practice.access.actions import require_some
from headwaters.practice.access.reader import Reader
from headwaters.practice.referrals.actions import AlreadyAnswered, Telling, do
from headwaters.practice.referrals.addresses import initials_of, on_file
from headwaters.practice.referrals.outcomes import Outcomes, outcomes_of
from headwaters.practice.referrals.queries import Held, agencies_with_asks, everything_of_agency, for_agency
from headwaters.practice.referrals.queries import inbox as asks_of_agency
from headwaters.practice.referrals.ways import How
from headwaters.web.layout.dates import month
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.words import agency_name
from headwaters.web.referral.answering import answered, notices_of
from headwaters.web.referral.deeds import offered
from headwaters.web.referral.run_chart import RunChart, run_chart
from headwaters.web.referral.shown import Ask, shown
from headwaters.web.referral.words import already


@dataclass(frozen=True, slots=True)
class Line:
    ask: Ask
    href: str
    name: str
    may_call: bool


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    title: str
    lines: list[Line]


def agency_of(request: HttpRequest, by: Reader) -> str:
    """Whose inbox: the reader's own; the owner of an embedded installation chooses among those that were asked."""
    if by.role != ReaderRole.OWNER:
        return by.works_as
    known = agencies_with_asks()
    wanted = request.GET.get("agency", "")
    return wanted if wanted in known else (known[0] if known else "")


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    site, by = here(), reader_of(request)
    agency, closed = agency_of(request, by), request.GET.get("show") == "closed"
    held = asks_of_agency(by=by, blueprint=site.blueprint, agency=agency, closed=closed)
    groups = _groups(held, site, by.at.date())
    late = sum(line.ask.late for group in groups for line in group.lines)
    return render(request, "referral/inbox.html", {
        "groups": groups, "closed": closed, "late": _late(late) if not closed else "", "agency": agency,
        "name": on_file(by.organisation).name or agency_name(site.blueprint, agency) if agency or by.organisation else "",
        "agencies": [(one, agency_name(site.blueprint, one)) for one in agencies_with_asks()] if by.role == ReaderRole.OWNER else [],
        "called": request.GET.get("called", ""),
    })  # fmt: skip


def _late(n: int) -> str:
    return (
        ngettext("%(n)d ask passed the day you agreed", "%(n)d asks passed the day you agreed", n) % {"n": n}
        if n
        else ""
    )


def _groups(held: Sequence[Held], site: Here, on: date) -> list[Group]:
    titles = {
        "new": _("New"), "us": _("Waiting for us"), "family": _("Waiting for the family or for whoever asked"),
        "begun": _("Begun"), "closed": _("Closed"),
    }  # fmt: skip
    sorted_in: dict[str, list[Line]] = {key: [] for key in titles}
    for one in held:
        name = next((said for label, said in (one.facts or ()) if label == "adult"), "")
        sorted_in[_group(one)].append(Line(
            shown(one, site.blueprint, on), reverse("referral:inbox_one", args=[one.row.pk]), name or _("A family"),
            Deed.FIRST_CONTACT in one.may(Side.AGENCY) and one.standing.contacted is None,
        ))  # fmt: skip
    return [Group(key, titles[key], lines) for key, lines in sorted_in.items() if lines]


def _group(held: Held) -> str:
    row = held.row
    if row.closed:
        return "closed"
    if row.state in (ReferralState.IN_PROGRESS, ReferralState.COMPLETED, ReferralState.FAILED):
        return "begun"
    if held.standing.question or row.state == ReferralState.REJECTED or held.standing.step == "not_reached":
        return "family"
    return "new" if row.state == ReferralState.REQUESTED else "us"


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, ask_id: str) -> HttpResponse:
    site, by = here(), reader_of(request)
    held = for_agency(ask_id, by=by, blueprint=site.blueprint)
    if request.method != "POST":
        return _page(request, held, site, by)
    try:
        answered(request, held, site, by, how=How.PAGE)
    except AlreadyAnswered as late:
        fresh = for_agency(ask_id, by=by, blueprint=site.blueprint)
        return _page(request, fresh, site, by, refused=already(late.step), status=409)
    except NotTaken as refused:
        return _page(request, held, site, by, refused=str(refused), status=422)
    return redirect(f"{reverse('referral:inbox_one', args=[ask_id])}?thanks=1")


def _page(
    request: HttpRequest, held: Held, site: Here, by: Reader, *, refused: str = "", status: int = 200
) -> HttpResponse:
    on = by.at.date()
    return render(request, "referral/inbox_one.html", {
        "ask": shown(held, site.blueprint, on), "offered": offered(held, site.blueprint, on), "refused": refused,
        "thanks": bool(request.GET.get("thanks")) and not refused, "typed": request.POST if refused else None,
        "initials": initials_of(by.id), "notices": notices_of(held),
    }, status=status)  # fmt: skip


@require_POST
def called(request: HttpRequest) -> HttpResponse:
    """ "We called these": each as a deed of its own, so that one that somebody else moved on stops no other."""
    site, by = here(), reader_of(request)
    require_some(by, Action.ANSWER_REFERRAL, detail="calls written down")
    done, passed = 0, 0
    for named in request.POST.getlist("ask"):
        ask_id, _colon, version = named.partition(":")
        try:
            do(
                ask_id, Deed.FIRST_CONTACT, by=by, side=Side.AGENCY, how=How.PAGE, blueprint=site.blueprint,
                version=int(version) if version.isdigit() else -1, telling=Telling(by_words=initials_of(by.id)),
            )  # fmt: skip
            done += 1
        except (NotTaken, HeadwatersError):
            passed += 1
    back = f"{reverse('referral:inbox')}?called={done}-{passed}"
    return redirect(f"{back}&agency={request.POST['agency']}" if request.POST.get("agency") else back)


@dataclass(frozen=True, slots=True)
class Rung:
    title: str
    n: int
    percent: float


@require_GET
def outcomes(request: HttpRequest) -> HttpResponse:
    site, by = here(), reader_of(request)
    agency = agency_of(request, by)
    found = outcomes_of(everything_of_agency(by=by, blueprint=site.blueprint, agency=agency))
    return render(request, "referral/outcomes.html", {
        "found": found, "rungs": _rungs(found), "agency": agency,
        "name": on_file(by.organisation).name or agency_name(site.blueprint, agency),
        "months": [(month(first), len(days), _middle(days), waiting) for first, days, waiting in found.months],
        "chart": _chart(found),
    })  # fmt: skip


def _rungs(found: Outcomes) -> list[Rung]:
    titles = {
        Climbed.ASKED: _("Asked"), Climbed.ANSWERED: _("Answered"), Climbed.REACHED: _("Reached"),
        Climbed.BEGAN: _("Began"), Climbed.TOLD_BACK: _("Told back"),
    }  # fmt: skip
    return [
        Rung(titles[step], n, round(100 * n / found.asks, 1) if found.asks else 0) for step, n in found.climbed.items()
    ]


def _middle(days: tuple[int, ...]) -> str:
    if not days:
        return "—"
    half = len(days) // 2
    return f"{days[half] if len(days) % 2 else (days[half - 1] + days[half]) / 2:g}"


def _chart(found: Outcomes) -> RunChart | None:
    return run_chart([(first, float(_middle(days))) for first, days, _waiting in found.months if days])
