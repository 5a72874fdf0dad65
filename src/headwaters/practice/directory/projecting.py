"""What a search needs of delivered rows: services, providers, places and what hangs on them, made from entries again and again.

Entries are the truth; these tables can be made anew from them. What people said (openings, rules, needs they chose, pairs they
decided) hangs on the service and stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Model

from headwaters.interchange.hsds.package import Row
from headwaters.interchange.hsds.shape import TABLES
from headwaters.practice.directory.geography import counties_in, county_of_city
from headwaters.practice.directory.hanging import (
    draw_areas,
    draw_hours,
    draw_languages,
    draw_needs,
    draw_phones,
    draw_places,
)
from headwaters.practice.directory.models import Entry, Place, Provider, Service
from headwaters.practice.directory.needs import needs_in

AT_ONCE = 500


def project(origin: str, rows: Iterable[Row], *, invented: bool) -> None:
    """Draw the search tables anew for everything that these rows of an origin touch.

    Called inside the import's transaction, after the entries were written.
    """
    rows = list(rows)
    touched = _touched(rows)
    held = _Held(origin)
    _providers(held, touched["organization"], invented)
    _places(held, touched["location"])
    _services(held, touched["service"])


def _touched(rows: Sequence[Row]) -> dict[str, set[str]]:
    """Keys of organizations, locations and services that a row is, or that it points to."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row.table].add(row.key)
        for name, column in TABLES[row.table].columns.items():
            if column.to in ("service", "location") and name in row.values:
                found[column.to].add(row.values[name])
            elif column.to == "organization" and row.table == "phone" and name in row.values:
                found["organization"].add(row.values[name])
        if row.table == "attribute" and row.values.get("link_entity") == "service":
            found["service"].add(row.values.get("link_id", ""))
    return found


@dataclass(slots=True)
class _Held:
    """The current entries of an origin, found by key and by link. Read once for an import, whatever its size."""

    origin: str
    by_key: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    extra: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    by_link: dict[tuple[str, str, str], list[tuple[str, Mapping[str, str]]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def __post_init__(self) -> None:
        found = (
            Entry.objects.filter(origin=self.origin, current=True)
            .order_by("pk")
            .values_list("table", "key", "values", "extra")
        )
        for table, key, values, extra in found.iterator(chunk_size=5_000):
            self.by_key[table, key] = values
            if extra:
                self.extra[table, key] = extra
            for name, column in TABLES[table].columns.items():
                if name in values and (column.to in ("service", "location", "organization") or name == "link_id"):
                    self.by_link[table, name, values[name]].append((key, values))

    def linked(self, table: str, column: str, key: str) -> list[Mapping[str, str]]:
        return [values for _, values in self.by_link.get((table, column, key), ())]


def _providers(held: _Held, keys: set[str], invented: bool) -> None:
    known = {row.key: row for row in Provider.objects.filter(origin=held.origin)}
    made = []
    for key in sorted(keys):
        values = held.by_key.get(("organization", key))
        if values is not None:
            row = known.get(key) or Provider(origin=held.origin, key=key)
            row.name, row.description = values["name"][:300], values.get("description", "")
            row.website, row.email = values.get("website", "")[:500], values.get("email", "")[:254]
            row.agency = row.agency or held.extra.get(("organization", key), {}).get("agency", "")[:64]
            row.invented = invented
            made.append(row)
    _save(Provider, made, ["name", "description", "website", "email", "agency", "invented"])
    draw_phones("provider", {row: held.linked("phone", "organization_id", row.key) for row in made})


def _places(held: _Held, keys: set[str]) -> None:
    known = {row.key: row for row in Place.objects.filter(origin=held.origin)}
    made = []
    for key in sorted(keys):
        values = held.by_key.get(("location", key))
        if values is not None:
            row = known.get(key) or Place(origin=held.origin, key=key)
            row.name = values.get("name", "")[:300]
            row.latitude, row.longitude = _coordinates(values)
            _address(row, held.linked("address", "location_id", key))
            made.append(row)
    _save(Place, made, ["name", "latitude", "longitude", "address", "city", "state", "zip", "county"])
    draw_phones("place", {row: held.linked("phone", "location_id", row.key) for row in made})
    draw_languages("place", {row: held.linked("language", "location_id", row.key) for row in made})
    draw_hours("place", {row: held.linked("schedule", "location_id", row.key) for row in made})


def _coordinates(values: Mapping[str, str]) -> tuple[float | None, float | None]:
    """Both or none; 0, 0 is a hole in somebody's table and no place."""
    try:
        latitude, longitude = float(values["latitude"]), float(values["longitude"])
    except (KeyError, ValueError):
        return None, None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or latitude == longitude == 0:
        return None, None
    return latitude, longitude


def _address(row: Place, addresses: Sequence[Mapping[str, str]]) -> None:
    best = min(addresses, key=lambda one: one.get("address_type") != "physical", default={})
    row.address = ", ".join(part for part in (best.get("address_1", ""), best.get("address_2", "")) if part)[:400]
    row.city, row.state = best.get("city", "")[:100], best.get("state_province", "")[:40]
    row.zip = (
        best.get("postal_code", "")[:5]
        if best.get("postal_code", "")[:5].isdigit()
        else best.get("postal_code", "")[:12]
    )
    named = counties_in(best.get("region", "")) if row.state.casefold() in ("or", "oregon", "") else ()
    row.county = named[0] if named else county_of_city(row.city, row.state)


def _services(held: _Held, keys: set[str]) -> None:
    known = {row.key: row for row in Service.objects.filter(origin=held.origin)}
    providers = {row.key: row for row in Provider.objects.filter(origin=held.origin)}
    made = []
    for key in sorted(keys):
        values = held.by_key.get(("service", key))
        if values is not None:
            row = known.get(key) or Service(origin=held.origin, key=key)
            row.provider = providers.get(values.get("organization_id", ""))
            _service(row, values, held)
            made.append(row)
    _save(Service, made, [
        "provider", "name", "description", "status", "who_for", "how_to_apply", "fees", "website", "email", "from_age_months",
        "to_age_months", "words",
    ])  # fmt: skip
    draw_phones("service", {row: held.linked("phone", "service_id", row.key) for row in made})
    draw_languages("service", {row: held.linked("language", "service_id", row.key) for row in made})
    draw_hours("service", {row: held.linked("schedule", "service_id", row.key) for row in made})
    draw_areas({row: held.linked("service_area", "service_id", row.key) for row in made})
    draw_places({row: held.linked("service_at_location", "service_id", row.key) for row in made}, origin=held.origin)
    draw_needs({row: needs_in([row.name, *_terms(row.key, held), *_kept(row.key, held)]) for row in made})


def _service(row: Service, values: Mapping[str, str], held: _Held) -> None:
    row.name, row.description = values["name"][:300], values.get("description", "")
    row.status = values.get("status", "active")
    row.who_for, row.how_to_apply = values.get("eligibility_description", ""), values.get("application_process", "")
    row.fees = values.get("fees_description") or values.get("fees", "")
    row.website, row.email = values.get("url", "")[:500], values.get("email", "")[:254]
    row.from_age_months, row.to_age_months = _months(values.get("minimum_age")), _last_month(values.get("maximum_age"))
    provider = row.provider.name if row.provider else ""
    said = [
        row.name,
        values.get("alternate_name", ""),
        row.description,
        row.who_for,
        provider,
        *_terms(row.key, held),
        *_kept(row.key, held),
    ]
    row.words = " ".join(" ".join(said).casefold().split())


def _terms(key: str, held: _Held) -> list[str]:
    """Names (or codes, where no name is at hand) of the terms that a service was given."""
    found = []
    for values in held.linked("attribute", "link_id", key):
        term = values.get("taxonomy_term_id", "")
        found.append(held.by_key.get(("taxonomy_term", term), {}).get("name", term))
    return found


def _kept(key: str, held: _Held) -> list[str]:
    extra = held.extra.get(("service", key), {})
    return [extra[name] for name in ("keywords", "audience") if name in extra]


def _months(years: str | None) -> int | None:
    """The standard counts ages in years, with parts of years."""
    return None if not years else max(0, round(float(years) * 12))


def _last_month(years: str | None) -> int | None:
    """A maximum age of 5 holds until the sixth birthday; one of 0.5 or 1.5 to that very age."""
    if not years:
        return None
    return round(float(years) * 12) + (11 if float(years).is_integer() else 0)


def _save(model: type[Model], rows: Sequence[Model], columns: list[str]) -> None:
    fresh, known = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
    model._default_manager.bulk_create(fresh, batch_size=AT_ONCE)
    model._default_manager.bulk_update(known, columns, batch_size=AT_ONCE)
