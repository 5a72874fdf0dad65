"""Questions to the directory: which services answer a need, here, in this language, at this age, for this family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Q, QuerySet

from headwaters.domain.blueprint.truth import Known
from headwaters.domain.consent import Action
from headwaters.domain.eligibility import Answer, Situation, judge
from headwaters.domain.problems import NotPermitted
from headwaters.practice.access.actions import decide
from headwaters.practice.access.reader import Reader
from headwaters.practice.directory.models import (
    EligibilityRule,
    Opening,
    Phone,
    Place,
    Provider,
    ServedArea,
    Service,
    ServiceNeed,
    ServicePlace,
    SpokenLanguage,
)
from headwaters.practice.directory.needs import need_ids
from headwaters.practice.directory.offers import Fit, Offer, Openings, Point, miles_between
from headwaters.practice.directory.rules import read_stored

IDS_AT_ONCE = 2_000
"""Services beyond these are not listed one by one in a question to the database; the whole table is read instead."""
STATEWIDE = "statewide"
REFUSED = "You may not read the directory. Sign in, or ask the person who runs this installation."
_FITS = {
    Answer.MAY_QUALIFY: Fit.MAY_QUALIFY,
    Answer.NEEDS_TO_KNOW: Fit.NEEDS_TO_KNOW,
    Answer.PROBABLY_NOT: Fit.PROBABLY_NOT,
}
_FIT_ORDER = {Fit.MAY_QUALIFY: 0, Fit.NO_RULE: 1, Fit.NEEDS_TO_KNOW: 1, Fit.PROBABLY_NOT: 2}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for. `need`: a need's id or a blueprint's agency; `county`, `language`: the blueprint's words;
    `age_days`: below 0 before birth; `text`: words that must all stand in the service."""

    need: str | None = None
    county: str | None = None
    zip: str | None = None
    language: str | None = None
    age_days: int | None = None
    text: str = ""
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of offers, and how many there are in all."""

    offers: tuple[Offer, ...]
    total: int


def find(
    *, need: str | None = None, county: str | None = None, zip: str | None = None, language: str | None = None,  # noqa: A002
    age_days: int | None = None, facts: Mapping[str, Known] | None = None, by: Reader, as_of: date | None = None,
    most: int = 25,
) -> tuple[Offer, ...]:  # fmt: skip
    """Services for one family, those it may qualify for and that have room first.

    need     a need's id (`needs.NEEDS`), or the blueprint's agency that a hand-off goes to (`wic`)
    facts    what is known of the family, as conditions compare it; decides `fit` where a service has a runnable rule
    as_of    the day that "checked on" is counted from; default the day of the request
    order    may qualify, then undecided, then probably not; open places; checked lately; usual days; distance
    raises   NotPermitted  `by` may not read the directory
    """
    asked = Asked(need=need, county=county, zip=zip, language=language, age_days=age_days)
    return search(asked, facts=facts, by=by, as_of=as_of, most=most).offers


def search(
    asked: Asked, *, facts: Mapping[str, Known] | None = None, by: Reader, as_of: date | None = None, first: int = 0,
    most: int = 25,
) -> Found:  # fmt: skip
    """One page of what `find` finds, with the number of all.

    raises  NotPermitted
    """
    if not decide(by, Action.READ_DIRECTORY).allowed:
        raise NotPermitted(REFUSED)
    day = as_of or by.at.date()
    services = _matching(asked)
    held = _Held(services, Situation(day, facts or {}), _point_of(asked), day)
    offers = sorted(held.offers(), key=_order)
    return Found(tuple(offers[first : first + most]), len(offers))


def offer_of(service: int, *, by: Reader, as_of: date | None = None) -> Offer | None:
    """One service as an offer; None where there is none."""
    if not decide(by, Action.READ_DIRECTORY).allowed:
        raise NotPermitted(REFUSED)
    day = as_of or by.at.date()
    return next(iter(_Held(Service.objects.filter(pk=service), Situation(day), None, day).offers()), None)


def _matching(asked: Asked) -> QuerySet[Service]:
    found = Service.objects.filter(same_as=None, status="active")
    if asked.need:
        wanted = ServiceNeed.objects.filter(need__in=need_ids(asked.need)).values("service")
        named = Provider.objects.filter(agency=asked.need).values("pk")
        found = found.filter(Q(pk__in=wanted) | Q(provider__in=named))
    if asked.organisation is not None:
        found = found.filter(provider__organisation=asked.organisation)
    if asked.county:
        found = found.filter(_serves(asked.county))
    if asked.language:
        found = found.filter(_speaks(asked.language))
    if asked.age_days is not None:
        months = max(asked.age_days, 0) * 12 // 365
        found = found.filter(Q(from_age_months=None) | Q(from_age_months__lte=months))
        found = found.filter(Q(to_age_months=None) | Q(to_age_months__gte=months))
    for word in asked.text.casefold().split()[:8]:
        found = found.filter(words__contains=word)
    return found


def _serves(county: str) -> Q:
    """It names the county or the whole state; where it names no county we know, it stands in the county."""
    areas = ServedArea.objects.exclude(county="")
    here = areas.filter(county__in=(county, STATEWIDE)).values("service")
    standing = ServicePlace.objects.filter(place__county=county).values("service")
    return Q(pk__in=here) | (Q(pk__in=standing) & ~Q(pk__in=areas.values("service")))


def _speaks(language: str) -> Q:
    own = SpokenLanguage.objects.filter(code=language).exclude(service=None).values("service")
    places = SpokenLanguage.objects.filter(code=language).exclude(place=None).values("place")
    return Q(pk__in=own) | Q(pk__in=ServicePlace.objects.filter(place__in=places).values("service"))


def _point_of(asked: Asked) -> Point | None:
    """The middle of the published coordinates in a zip, else in the county; None where there are none."""
    for field, value in (("zip", asked.zip), ("county", asked.county)):
        if value:
            middle = Place.objects.filter(**{field: value}).aggregate(lat=Avg("latitude"), lon=Avg("longitude"))
            if middle["lat"] is not None and middle["lon"] is not None:
                return Point(middle["lat"], middle["lon"])
    return None


def _order(offer: Offer) -> tuple[object, ...]:
    room = offer.openings.open_places if offer.openings and not offer.stale else None
    return (
        _FIT_ORDER[offer.fit],
        0 if room else 2 if room == 0 else 1,
        offer.stale,
        10**6 if offer.first_contact_days is None else offer.first_contact_days,
        1e9 if offer.distance_miles is None else offer.distance_miles,
        offer.name.casefold(),
        offer.service,
    )


class _Held:
    """Everything about a set of services that offers are made from: one query for each kind, none for each service."""

    def __init__(self, services: QuerySet[Service], situation: Situation, start: Point | None, day: date) -> None:
        self._situation, self._start, self._day = situation, start, day
        self._rows = list(
            services.values_list(
                "pk", "name", "provider__name", "provider__organisation", "provider__agency", "provider__invented", "provider"
            )
        )  # fmt: skip
        ids = [row[0] for row in self._rows]
        some = {"service__in": ids} if len(ids) <= IDS_AT_ONCE else {}
        self._places = _grouped(
            ServicePlace.objects.filter(**some).values_list(
                "service", "place__address", "place__city", "place__zip", "place__county", "place__latitude", "place__longitude", "place",
            )
        )  # fmt: skip
        self._zips = _zip_points() if start else {}
        self._areas = _grouped(ServedArea.objects.filter(**some).exclude(county="").values_list("service", "county"))
        self._needs = _grouped(ServiceNeed.objects.filter(**some).values_list("service", "need"))
        self._languages = _grouped(
            SpokenLanguage.objects.filter(**some).exclude(code="").values_list("service", "code")
        )
        self._phones = _grouped(Phone.objects.filter(**some).order_by("pk").values_list("service", "number"))
        self._provider_phones = _grouped(
            Phone.objects.exclude(provider=None).order_by("pk").values_list("provider", "number")
        )
        self._openings = {row.service_id: row for row in Opening.objects.filter(**some).order_by("checked_at", "pk")}
        self._rules = _grouped(
            EligibilityRule.objects.filter(**some, ended_at=None).values_list("service", "condition")
        )

    def offers(self) -> Iterable[Offer]:
        for pk, name, provider, organisation, agency, invented, provider_pk in self._rows:
            places = self._places.get(pk, ())
            openings = self._said(pk)
            fit, missing = self._fit(pk)
            phones = self._phones.get(pk) or self._provider_phones.get(provider_pk) or ()
            yield Offer(
                service=pk, name=name, provider=provider or "", organisation=organisation or "", agency=agency or "",
                needs=tuple(row[1] for row in self._needs.get(pk, ())),
                languages=tuple(dict.fromkeys(row[1] for row in self._languages.get(pk, ()))),
                counties=tuple(dict.fromkeys(row[1] for row in self._areas.get(pk, ())))
                or tuple(dict.fromkeys(row[4] for row in places if row[4])),
                address=_address(places[0]) if places else "",
                phone=phones[0][1] if phones else "",
                openings=openings, first_contact_days=openings.days_to_first_contact if openings else None,
                distance_miles=self._miles(places), fit=fit, missing=missing, invented=bool(invented),
            )  # fmt: skip

    def _said(self, service: int) -> Openings | None:
        row = self._openings.get(service)
        if row is None:
            return None
        return Openings(
            checked_on=row.checked_on, checked_days_ago=(self._day - row.checked_on).days, open_places=row.open_places,
            waiting=row.waiting, languages=tuple(row.languages), area=row.area,
            days_to_first_contact=row.days_to_first_contact,
        )  # fmt: skip

    def _fit(self, service: int) -> tuple[Fit, tuple[str, ...]]:
        """Several rules must all be met."""
        said = [
            judge(condition, self._situation)
            for _, text in self._rules.get(service, ())
            if (condition := read_stored(text))
        ]
        if not said:
            return Fit.NO_RULE, ()
        worst = max(said, key=lambda one: list(Answer).index(one.answer))
        return _FITS[worst.answer], tuple(dict.fromkeys(name for one in said for name in one.missing))

    def _miles(self, places: Sequence[tuple[Any, ...]]) -> float | None:
        if self._start is None:
            return None
        points = [
            Point(row[5], row[6]) if row[5] is not None and row[6] is not None else self._zips.get(str(row[3]))
            for row in places
        ]
        miles = [miles_between(self._start, point) for point in points if point is not None]
        return round(min(miles), 1) if miles else None


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[Any, list[tuple[Any, ...]]]:
    found: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


def _zip_points() -> dict[str, Point]:
    rows = (
        Place.objects.exclude(latitude=None)
        .exclude(zip="")
        .values("zip")
        .annotate(lat=Avg("latitude"), lon=Avg("longitude"))
    )
    return {row["zip"]: Point(row["lat"], row["lon"]) for row in rows if row["lon"] is not None}


def _address(row: tuple[Any, ...]) -> str:
    return ", ".join(str(part) for part in row[1:4] if part)
