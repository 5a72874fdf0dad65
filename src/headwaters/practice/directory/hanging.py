"""What hangs on a service, a place or a provider in the search tables: written anew for each owner that was drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Model

from headwaters.practice.directory.geography import counties_in
from headwaters.practice.directory.hours import hours_in_words
from headwaters.practice.directory.languages import language_code
from headwaters.practice.directory.models import (
    Hours,
    Phone,
    Place,
    Provider,
    ServedArea,
    Service,
    ServiceNeed,
    ServicePlace,
    SpokenLanguage,
)

AT_ONCE = 500
Values = Sequence[Mapping[str, str]]
Owner = Provider | Place | Service


def _anew(model: type[Model], owner: str, owners: Iterable[Model], rows: Iterable[Model]) -> None:
    numbers = [row.pk for row in owners]
    for start in range(0, len(numbers), AT_ONCE):
        model._default_manager.filter(**{f"{owner}__in": numbers[start : start + AT_ONCE]}).delete()
    model._default_manager.bulk_create(rows, batch_size=AT_ONCE)


def draw_phones(owner: str, found: Mapping[Owner, Values]) -> None:
    rows = (
        Phone(**{owner: row}, number=one["number"][:100], digits=digits_of(one["number"]), kind=one.get("type", "")[:40])
        for row, phones in found.items() for one in phones if one.get("number")
    )  # fmt: skip
    _anew(Phone, owner, found, rows)


def digits_of(number: str) -> str:
    """The ten digits of an American number, whatever stands around them: for finding the same one written otherwise."""
    digits = re.sub(r"\D", "", number)
    return digits[1:11] if len(digits) >= 11 and digits[0] == "1" else digits[:10]


def draw_languages(owner: str, found: Mapping[Owner, Values]) -> None:
    rows = []
    for row, said in found.items():
        named: dict[str, str] = {}
        for one in said:
            for name in re.split(r"\s*[,;]\s*", one.get("name", "") or one.get("code", "")):
                if name:
                    named.setdefault(name, language_code(name, one.get("code", "")))
        rows += [SpokenLanguage(**{owner: row}, code=code, name=name[:100]) for name, code in named.items()]
    _anew(SpokenLanguage, owner, found, rows)


def draw_hours(owner: str, found: Mapping[Owner, Values]) -> None:
    rows = (Hours(**{owner: row}, said=line[:300]) for row, said in found.items() for line in hours_in_words(said))
    _anew(Hours, owner, found, rows)


def draw_areas(found: Mapping[Service, Values]) -> None:
    rows = []
    for row, said in found.items():
        for one in said:
            text = one.get("name") or one.get("extent") or one.get("description") or ""
            counties = counties_in(text) or ("",)
            rows += [ServedArea(service=row, county=county, said=text[:300]) for county in counties if text]
    _anew(ServedArea, "service", found, rows)


def draw_places(found: Mapping[Service, Values], *, origin: str) -> None:
    places = dict(Place.objects.filter(origin=origin).values_list("key", "pk"))
    pairs = {
        (row.pk, places[one["location_id"]])
        for row, said in found.items()
        for one in said
        if one.get("location_id") in places
    }
    _anew(
        ServicePlace,
        "service",
        found,
        [ServicePlace(service_id=service, place_id=place) for service, place in sorted(pairs)],
    )


def draw_needs(found: Mapping[Service, tuple[str, ...]]) -> None:
    """A person's choice stays; only what words said is drawn anew."""
    numbers = [row.pk for row in found]
    chosen: set[int] = set()
    for start in range(0, len(numbers), AT_ONCE):
        some = ServiceNeed.objects.filter(service__in=numbers[start : start + AT_ONCE])
        chosen |= set(some.filter(by_person=True).values_list("service", flat=True))
        some.filter(by_person=False).delete()
    ServiceNeed.objects.bulk_create(
        (ServiceNeed(service=row, need=need) for row, needs in found.items() if row.pk not in chosen for need in needs),
        batch_size=AT_ONCE,
    )
