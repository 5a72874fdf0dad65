"""Agencies that may take a family, as a navigator compares them: do they take this family, is there room and since when is that known,
how long it usually takes, how far it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.domain.blueprint.handoff import Handoff
from headwaters.practice.access.reader import Reader
from headwaters.practice.directory.offers import Fit, Offer
from headwaters.practice.directory.queries import find
from headwaters.practice.referrals.addresses import OnFile, on_file, organisations_of
from headwaters.practice.referrals.facts import Around
from headwaters.practice.referrals.outcomes import days_of_agency, usual_days
from headwaters.practice.referrals.ways import Way
from headwaters.web.layout.dates import written
from headwaters.web.layout.here import Here
from headwaters.web.layout.words import agency_name


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One agency to choose. `key` stands in the address and says nothing. `listed`: it is in the directory or has accounts here;
    otherwise its name is typed by hand. `details`: what is known, each a sentence."""

    key: str
    name: str
    provider: str
    organisation: str
    email: str
    phone: str
    ways: tuple[Way, ...]
    details: tuple[str, ...]
    stale: bool
    listed: bool


def offer_lines(handoff: Handoff, family: Around, site: Here, by: Reader) -> list[OfferLine]:
    """The directory's services first, in its own order; then organisations here that are not in it; then a name typed by hand."""
    offers = find(
        need=handoff.to,
        county=family.county,
        language=family.language,
        age_days=family.age_days,
        by=by,
        as_of=site.as_of,
    ) or find(need=handoff.to, county=family.county, age_days=family.age_days, by=by, as_of=site.as_of)
    lines = [_of_offer(offer, handoff) for offer in offers]
    met = {line.organisation for line in lines if line.organisation}
    lines += [_of_organisation(held, handoff) for held in organisations_of(handoff.to) if held.organisation not in met]
    by_hand = OfferLine(
        "by-hand", agency_name(site.blueprint, handoff.to), "", "", "", "", (Way.FAX, Way.ELSEWHERE),
        (_("It is not in the directory: write down who you ask."),), stale=False, listed=False,
    )  # fmt: skip
    return [*lines, by_hand]


def _of_offer(offer: Offer, handoff: Handoff) -> OfferLine:
    held = on_file(offer.organisation)
    return OfferLine(
        _key(f"service {offer.service}"), offer.name, offer.provider, offer.organisation, held.email,
        held.phone or offer.phone, _ways(held), tuple(_details(offer, handoff)), offer.stale, listed=True,
    )  # fmt: skip


def _of_organisation(held: OnFile, handoff: Handoff) -> OfferLine:
    return OfferLine(
        _key(f"organisation {held.organisation}"), held.name, "", held.organisation, held.email, held.phone, _ways(held),
        tuple(_usual(held.organisation, held.name, handoff, None)), stale=True, listed=True,
    )  # fmt: skip


def _ways(held: OnFile) -> tuple[Way, ...]:
    ways = [Way.HERE] if held.answers_here else []
    ways += [Way.EMAIL] if held.email else []
    return (*ways, Way.FAX, Way.ELSEWHERE)


def _details(offer: Offer, handoff: Handoff) -> list[str]:
    fits = {
        Fit.MAY_QUALIFY: _("May take this family"), Fit.NEEDS_TO_KNOW: _("Needs to know more to say whether it takes this family"),
        Fit.PROBABLY_NOT: _("Probably does not take this family"), Fit.NO_RULE: _("Its rules are not written down: ask"),
    }  # fmt: skip
    return [
        fits[offer.fit],
        _room(offer),
        *_usual(offer.organisation, offer.name, handoff, offer.first_contact_days),
        *_far(offer),
    ]


def _room(offer: Offer) -> str:
    held = offer.openings
    if held is None:
        return _("Nobody has said how many places are open: call first")
    places = (
        _("open places not said") if held.open_places is None
        else ngettext("%(n)d open place", "%(n)d open places", held.open_places) % {"n": held.open_places}
    )  # fmt: skip
    said = _("%(places)s as of %(day)s") % {"places": places, "day": written(held.checked_on)}
    if held.stale:
        return _("%(said)s; last checked %(days)d days ago: call first") % {"said": said, "days": held.checked_days_ago}
    return said


def _usual(organisation: str, name: str, handoff: Handoff, said: int | None) -> list[str]:
    """What we have seen ourselves, with its spread; else what the agency says."""
    usual = usual_days(days_of_agency(organisation=organisation, name=name, agency=handoff.to))
    if usual is not None:
        return [
            _("First contact after %(middle)g days as a rule, most within %(fast)d to %(slow)d (%(n)d asks)") % {
                "middle": usual.middle, "fast": usual.fast, "slow": usual.slow, "n": usual.asks,
            }
        ]  # fmt: skip
    if said is not None:
        return [
            ngettext("It says: first contact within %(n)d day", "It says: first contact within %(n)d days", said)
            % {"n": said}
        ]
    return []


def _far(offer: Offer) -> list[str]:
    if offer.distance_miles is None:
        return []
    return [_("About %(miles)d miles away, as the crow flies") % {"miles": round(offer.distance_miles)}]


def _key(named: str) -> str:
    return hashlib.blake2b(named.encode(), digest_size=6).hexdigest()
