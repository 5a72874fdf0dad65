"""Asking an agency for one family: which need, which agency, which facts go, by which way."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from headwaters.domain.blueprint.handoff import Handoff
from headwaters.domain.consent import Action
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.domain.status import Status
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.messages.kinds import Channel
from headwaters.practice.messages.safety import safe_ways
from headwaters.practice.messages.ways import Way as ContactWay
from headwaters.practice.referrals.actions import NoConsent
from headwaters.practice.referrals.addresses import words_of
from headwaters.practice.referrals.asking import Asking, draft, log_unmet, send
from headwaters.practice.referrals.consent import permission
from headwaters.practice.referrals.facts import NEEDED, Around, around
from headwaters.practice.referrals.links import make_link
from headwaters.practice.referrals.models import Referral
from headwaters.practice.referrals.notices import ask_sent
from headwaters.practice.referrals.ways import Way
from headwaters.web.child.handoffs import handoff_of, handoff_title
from headwaters.web.child.story import Family, called_of, read_family
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.names import county_name
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.words import title_of
from headwaters.web.referral.links import address_of
from headwaters.web.referral.offers import OfferLine, offer_lines
from headwaters.web.referral.words import FACTS, WAYS, fact_words

_NEEDED_NOW = (
    Status.DUE,
    Status.OVERDUE,
    Status.IN_PROGRESS,
    Status.UPCOMING,
    Status.ASK,
    Status.MISSED,
    Status.NOT_NEEDED,
)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to ask for. `key` stands in the address: it says nothing by itself. `now`: the model says the family needs it."""

    key: str
    handoff: Handoff
    title: str
    between: str
    element: str
    person: str
    now: bool


@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, story_id: str) -> HttpResponse:
    site, by = here(), reader_of(request)
    require(by, Action.REFER, story=story_id, detail="page")
    family = read_family(site, by, story_id, request.GET.get("child") or None)
    needs = list(_needs(site, family))
    chosen = next((need for need in needs if need.key == request.GET.get("need")), None)
    about = _About(site, by, family, around(site.models, family.story, family.chosen.episode_id, by=by, on=site.as_of))
    if chosen is None:
        return _choose_need(request, about, needs)
    lines = offer_lines(chosen.handoff, about.around, site, by)
    to = next((line for line in lines if line.key == request.GET.get("to")), None)
    if to is None:
        return _choose_agency(request, about, chosen, lines)
    return _ask(request, about, chosen, to)


@require_POST
def unmet(request: HttpRequest, story_id: str) -> HttpResponse:
    site, by = here(), reader_of(request)
    require(by, Action.REFER, story=story_id, detail="page")
    family = read_family(site, by, story_id, request.GET.get("child") or None)
    need = next((one for one in _needs(site, family) if one.key == request.GET.get("need")), None)
    if need is None:
        raise NotFound(_("This family has no such need on file. Choose one on the page."))
    known = around(site.models, family.story, family.chosen.episode_id, by=by, on=site.as_of)
    log_unmet(
        story_id, need.person, need.handoff.id, by=by, blueprint=site.blueprint, county=known.county or "",
        language=known.language or "", words=request.POST.get("words", ""),
    )  # fmt: skip
    return redirect(f"{reverse('referral:refer', args=[story_id])}?child={family.chosen.episode_id}&logged=1")


@dataclass(frozen=True, slots=True)
class _About:
    site: Here
    by: Reader
    family: Family
    around: Around

    @property
    def story(self) -> str:
        return self.family.story.story_id

    def page(self) -> dict[str, object]:
        said = called_of(self.family, self.site, self.family.chosen)
        return {"story": self.story, "child": self.family.chosen.episode_id, "name": said.name, "parent": said.parent}


def _needs(site: Here, family: Family) -> Iterator[Need]:
    """What the model says the family needs now, then every other hand-off; each hand-off once."""
    met: set[str] = set()
    for row in sorted(family.rows, key=lambda one: _NEEDED_NOW.index(one.status) if one.status in _NEEDED_NOW else 99):
        handoff = handoff_of(site.blueprint, row)
        wanted = row.status in _NEEDED_NOW[:4] or row.crack is not None
        if handoff is None or handoff.id in met or not wanted:
            continue
        met.add(handoff.id)
        yield Need(
            _key(handoff.id), handoff, title_of(site.blueprint, row.element, row.touchpoint),
            handoff_title(site.blueprint, handoff), f"{row.element}/{row.touchpoint}", str(row.recipient_id or ""), now=True,
        )  # fmt: skip
    recipients = {row.role: row.recipient_id for row in family.rows}
    shown = {row.element for row in family.rows}
    for handoff in site.blueprint.handoffs.values():
        if handoff.id not in met:
            element = next(
                (
                    one
                    for one in site.blueprint.elements.values()
                    if any(t.handoff == handoff.id for t in one.touchpoints)
                ),
                None,
            )
            person = recipients.get(element.recipient) if element is not None else None
            if element is not None and person is not None and element.id in shown:
                yield Need(
                    _key(handoff.id), handoff, title_of(site.blueprint, element.id, element.touchpoints[0].id),
                    handoff_title(site.blueprint, handoff), element.id, person, now=False,
                )  # fmt: skip


def _key(handoff: str) -> str:
    """Opaque, so that an address does not say what a family needs."""
    return hashlib.blake2b(handoff.encode(), digest_size=5).hexdigest()


def _choose_need(request: HttpRequest, about: _About, needs: Sequence[Need]) -> HttpResponse:
    return render(request, "referral/choose_need.html", {
        **about.page(), "now": [one for one in needs if one.now], "others": [one for one in needs if not one.now],
        "logged": bool(request.GET.get("logged")),
    })  # fmt: skip


def _choose_agency(request: HttpRequest, about: _About, need: Need, lines: Sequence[OfferLine]) -> HttpResponse:
    return render(request, "referral/choose_agency.html", {
        **about.page(), "need": need, "lines": lines, "listed": any(line.listed for line in lines),
        "county": county_name(about.around.county),
    })  # fmt: skip


def _ask(request: HttpRequest, about: _About, need: Need, to: OfferLine) -> HttpResponse:
    consent = permission(about.story, need.handoff, on=about.by.at.date())
    refused = ""
    if request.method == "POST":
        try:
            row = draft(_asking(request, about, need, to), by=about.by, blueprint=about.site.blueprint)
            if request.POST.get("press") == "send":
                row = send_out(request, row, about.by, about.site)
        except NoConsent as words:
            refused, consent = str(words), None
        except NotTaken as words:
            refused = str(words)
        else:
            return redirect("referral:one", ask_id=row.pk)
    chosen = (
        set(request.POST.getlist("fact")) if request.method == "POST" else {name for name, _said in about.around.facts}
    )
    return render(request, "referral/ask.html", {
        **about.page(), "need": need, "to": to, "consent": consent, "needs_consent": need.handoff.consent is not None,
        "refused": refused, "typed": request.POST if request.method == "POST" else None,
        "key": request.POST.get("key") or secrets.token_hex(8),
        "facts": [
            (name, FACTS[name], fact_words(name, said), name in NEEDED, name in chosen)
            for name, said in about.around.facts
        ],
        "ways": [(way.value, WAYS[way]) for way in to.ways],
        "safe_contact": request.POST.get("safe_contact") if request.method == "POST" else _safe_words(about),
    }, status=409 if refused else 200)  # fmt: skip


def send_out(request: HttpRequest, row: Referral, by: Reader, site: Here) -> Referral:
    """Send a draft, with the mail that goes with it.

    raises  NoConsent, NotTaken, NotPermitted
    """
    sent = send(row.pk, by=by, blueprint=site.blueprint)
    if sent.way == Way.EMAIL and not sent.links.exists():
        link = make_link(sent.pk, by=by)
        ask_sent(link, by=by, address=address_of(request, link))
    return sent


def _asking(request: HttpRequest, about: _About, need: Need, to: OfferLine) -> Asking:
    posted = request.POST
    ways = {way.value: way for way in to.ways}
    if posted.get("way") not in ways:
        raise NotTaken(_("Choose how to send it."))
    kept = set(posted.getlist("fact")) | set(NEEDED)
    return Asking(
        key=posted.get("key", ""), story=about.story, person=need.person, handoff=need.handoff.id, need=need.element,
        to_name=posted.get("to_name", "").strip() or to.name, to_agency=need.handoff.to, to_organisation=to.organisation,
        to_email=to.email, to_phone=to.phone, way=ways[posted["way"]], elsewhere=posted.get("elsewhere", ""),
        words=posted.get("words", ""), safe_contact=posted.get("safe_contact", ""),
        facts=tuple((name, said) for name, said in about.around.facts if name in kept),
        asker_words=words_of(about.by.id, about.by.organisation),
    )  # fmt: skip


def _safe_words(about: _About) -> str:
    """The newest safe ways, as people write them; empty where none is on file."""
    person = about.around.adult or about.around.recipient
    ways = safe_ways(person, story=about.story, on=about.by.at.date())
    return "; ".join(_way_words(way) for way in ways[:2])


def _way_words(way: ContactWay) -> str:
    named = {
        Channel.TEXT: _("Text %(to)s"), Channel.CALL: _("Call %(to)s"), Channel.EMAIL: _("Mail %(to)s"),
        Channel.POST: _("Write to %(to)s"),
    }  # fmt: skip
    words = named[way.channel] % {"to": way.shown}
    return f"{words} ({way.note})" if way.note else words
