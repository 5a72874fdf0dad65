"""A directory of invented services for a demonstration: in the counties of its families, with room and days of every kind. It comes in
by the same door as any directory, as an HSDS 3 package."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from headwaters.interchange.hsds.recognise import read_package
from headwaters.practice.access.reader import Reader
from headwaters.practice.directory.actions import Room, belongs_to, choose_needs, say_openings
from headwaters.practice.directory.intake import import_package
from headwaters.practice.directory.models import Provider, Service

ORIGIN = "demonstration"


class Kind(NamedTuple):
    """One kind of service that every county of the demonstration has. `agency`: the blueprint's; `need`: the directory's."""

    agency: str
    need: str
    service: str
    description: str
    ages: tuple[int | None, int | None]
    """Years."""


KINDS = (
    Kind("wic", "wic", "WIC food and feeding help", "Food, feeding help and check-ups for parents and young children.", (0, 5)),
    Kind("food_help", "food", "Food boxes", "A box of food each week. No papers are asked for.", (None, None)),
    Kind("housing_help", "housing", "Help to keep a home", "Help with rent and with a landlord's letter.", (None, None)),
    Kind("early_intervention", "early_intervention", "Early intervention", "Checks how a child grows and learns, and helps at home.", (0, 2)),
    Kind("early_head_start", "early_learning", "Early Head Start", "Learning and family support for babies and their parents.", (0, 2)),
    Kind("relief_nursery", "family_support", "Relief nursery", "Playgroups and a break for parents under strain.", (0, 4)),
    Kind("family_connects", "home_visiting", "A nurse visits at home", "A nurse comes in the first weeks after a birth.", (0, 1)),
    Kind("child_care_referral", "child_care", "Finding child care", "Somebody looks for a place with you.", (0, 12)),
    Kind("behavioral_health", "mental_health", "Counseling", "Talking with a counselor when things feel too heavy.", (None, None)),
    Kind("doula_hub", "pregnancy", "Doulas", "Somebody at your side before, during and after a birth.", (None, None)),
)  # fmt: skip
TONGUES = (
    ("English", "en"),
    ("Spanish", "es"),
    ("Russian", "ru"),
    ("Vietnamese", "vi"),
    ("Arabic", "ar"),
    ("Somali", "so"),
)


def seed_directory(
    *, seed: int, counties: Sequence[str], as_of: date, by: Reader, organisations: Mapping[str, str]
) -> int:
    """Make it, and say the room of most of it on days before `as_of`. Returns how many services there are.

    counties       the blueprint's words
    organisations  by agency: the organisation of `practice.accounts` that offers it in the first county
    """
    random = Random(seed)
    package = read_package({name: text.encode() for name, text in _files(counties, random).items()})
    import_package(package, origin=ORIGIN, delivery="invented services", by=by, invented=True)
    for row in Provider.objects.filter(origin=ORIGIN):
        agency, _slash, county = row.key.partition("/")
        own = organisations.get(agency, "") if county == counties[0] else ""
        belongs_to(row.pk, organisation=own, agency=agency, by=by)
    named = {kind.agency: kind for kind in KINDS}
    services = list(Service.objects.filter(origin=ORIGIN).select_related("provider").order_by("key"))
    for service in services:
        kind = named[service.key.partition("/")[0]]
        choose_needs(service.pk, [kind.need], by=by)
        _say_room(service.pk, random, as_of, by)
    return len(services)


def _say_room(service: int, random: Random, as_of: date, by: Reader) -> None:
    """Most were checked lately; some long ago, and some never."""
    ago = random.choice((1, 3, 8, 15, 30, 60, 120, None))
    if ago is None:
        return
    on = as_of - timedelta(days=ago)
    places = random.choice((0, 0, 1, 2, 4, 8, None))
    room = Room(
        open_places=places, waiting=random.choice((0, 3, 12)) if places == 0 else 0,
        languages=tuple(code for _name, code in TONGUES if code == "en" or random.random() < 0.3),
        days_to_first_contact=random.choice((2, 4, 7, 14, None)),
    )  # fmt: skip
    say_openings(service, room, by=replace(by, at=by.at.replace(year=on.year, month=on.month, day=on.day)), on=on)


def _files(counties: Sequence[str], random: Random) -> dict[str, str]:
    """An HSDS 3 package of tables."""
    tables: dict[str, list[dict[str, str]]] = {
        name: []
        for name in (
            "organizations",
            "services",
            "phones",
            "service_areas",
            "languages",
            "service_at_locations",
            "locations",
            "addresses",
        )
    }
    number = 0
    for county in counties:
        place = county.replace("_", " ").title()
        for kind in KINDS:
            key, number = f"{kind.agency}/{county}", number + 1
            tables["organizations"].append({
                "id": key, "name": f"{place} {kind.service} (invented)", "description": "Invented for a demonstration.",
            })  # fmt: skip
            low, high = kind.ages
            tables["services"].append({
                "id": key, "organization_id": key, "name": f"{kind.service}, {place} County", "description": kind.description,
                "status": "active", "minimum_age": "" if low is None else str(low), "maximum_age": "" if high is None else str(high),
                "fees_description": "Free", "application_process": "Call, or have somebody ask for you.",
            })  # fmt: skip
            tables["phones"].append({"id": f"p{number}", "service_id": key, "number": f"541-555-01{number % 100:02d}"})
            tables["service_areas"].append({"id": f"a{number}", "service_id": key, "name": f"{place} County"})
            tables["languages"] += [
                {"id": f"l{number}-{code}", "service_id": key, "name": name, "code": code}
                for name, code in TONGUES
                if code == "en" or random.random() < (0.8 if code == "es" else 0.2)
            ]
    return {f"{name}.csv": _written(rows) for name, rows in tables.items() if rows}


def _written(rows: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
