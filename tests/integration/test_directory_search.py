"""Search by need, place, language and age; room with its day; the fit of one family; fast over a large directory."""

from __future__ import annotations

import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from headwaters.domain.consent import Purpose
from headwaters.domain.problems import NotPermitted
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.models import GrantRow
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.directory import actions
from headwaters.practice.directory.models import (
    EligibilityRule,
    Opening,
    Place,
    Provider,
    ServedArea,
    Service,
    ServiceNeed,
    ServicePlace,
    SpokenLanguage,
)
from headwaters.practice.directory.offers import Fit, Point, miles_between
from headwaters.practice.directory.queries import Asked, find, search

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
TODAY = NOW.date()


@pytest.fixture
def by() -> Reader:
    grant_local_owner(on=date(2026, 1, 1))
    return Reader(id=LOCAL, role="owner", purpose=Purpose.CARE, at=NOW, through="web")


def service(
    key: str, *, need: str = "food", county: str = "lane", language: str | None = None, ages: tuple[int | None, int | None] = (None, None),
    at: tuple[float, float] | None = None, zip_: str = "97401", agency: str = "", organisation: str = "",
) -> Service:  # fmt: skip
    provider = Provider.objects.create(
        origin="t", key=key, name=f"Provider {key}", agency=agency, organisation=organisation
    )
    made = Service.objects.create(
        provider=provider, origin="t", key=key, name=f"Service {key}", status="active", words=f"service {key}",
        from_age_months=ages[0], to_age_months=ages[1],
    )  # fmt: skip
    ServiceNeed.objects.create(service=made, need=need)
    ServedArea.objects.create(service=made, county=county, said=county)
    if language:
        SpokenLanguage.objects.create(service=made, code=language, name=language)
    place = Place.objects.create(
        origin="t", key=key, zip=zip_, county=county, latitude=at[0] if at else None, longitude=at[1] if at else None
    )
    ServicePlace.objects.create(service=made, place=place)
    return made


def names(offers: object) -> list[str]:
    return [offer.name.removeprefix("Service ") for offer in offers]  # type: ignore[attr-defined]


def test_a_need_finds_only_services_that_answer_it(by: Reader) -> None:
    service("pantry")
    service("rent", need="housing")
    assert names(find(need="food", by=by)) == ["pantry"]


def test_a_blueprints_agency_stands_for_the_needs_it_answers_and_for_itself(by: Reader) -> None:
    service("clinic food", need="wic")
    service("named so", need="books", agency="wic")
    service("other", need="books")
    assert sorted(names(find(need="wic", by=by))) == ["clinic food", "named so"]


def test_a_service_for_the_whole_state_is_found_in_every_county(by: Reader) -> None:
    service("everywhere", county="statewide")
    service("next door", county="linn")
    assert names(find(county="lane", by=by)) == ["everywhere"]


def test_language_and_age_narrow(by: Reader) -> None:
    service("spanish", language="es")
    service("toddlers", ages=(12, 36))
    service("babies", ages=(0, 11), language="es")
    assert sorted(names(find(language="es", by=by))) == ["babies", "spanish"]
    assert sorted(names(find(age_days=400, by=by))) == ["spanish", "toddlers"]
    assert sorted(names(find(age_days=-100, by=by))) == ["babies", "spanish"]


def test_room_checked_lately_comes_first_and_old_words_about_room_are_marked(by: Reader) -> None:
    for key in ("full", "room", "stale", "silent"):
        service(key)
    pk = {row.key: row.pk for row in Service.objects.all()}
    actions.say_openings(pk["full"], actions.Room(open_places=0), by=by, on=TODAY)
    actions.say_openings(pk["room"], actions.Room(open_places=3, days_to_first_contact=4), by=by, on=TODAY)
    actions.say_openings(pk["stale"], actions.Room(open_places=9), by=by, on=date(2026, 5, 16))
    offers = find(by=by)
    assert names(offers) == ["room", "silent", "stale", "full"]
    assert [offer.stale for offer in offers] == [False, True, True, False]
    assert offers[0].first_contact_days == 4
    assert (offers[2].checked_on, offers[2].openings.checked_days_ago) == (date(2026, 5, 16), 46)  # type: ignore[union-attr]


def test_the_45th_day_is_still_fresh(by: Reader) -> None:
    made = service("edge")
    actions.say_openings(made.pk, actions.Room(open_places=1), by=by, on=date(2026, 5, 17))
    assert not find(by=by)[0].stale


def test_distance_is_counted_from_published_coordinates_and_unknown_where_there_are_none(by: Reader) -> None:
    service("eugene", at=(44.0521, -123.0868), zip_="97401")
    service("salem", at=(44.9429, -123.0351), zip_="97301", county="lane")
    service("nowhere", zip_="97999")
    offers = find(zip="97401", by=by)
    assert names(offers) == ["eugene", "salem", "nowhere"]
    assert offers[0].distance_miles == 0.0
    assert 61 < (offers[1].distance_miles or 0) < 62
    assert offers[2].distance_miles is None
    assert miles_between(Point(0, 0), Point(0, 180)) == pytest.approx(3.14159265 * 3958.8)


def test_a_rule_says_whether_a_family_fits_and_which_fact_is_missing(by: Reader) -> None:
    made = service("wic office", need="wic")
    EligibilityRule.objects.create(
        service=made, condition="income_fpl <= 185", source="a page", as_of=TODAY, written_by="x", written_at=NOW
    )
    assert find(need="wic", facts={"income_fpl": 150}, by=by)[0].fit is Fit.MAY_QUALIFY
    assert find(need="wic", facts={"income_fpl": 300}, by=by)[0].fit is Fit.PROBABLY_NOT
    unknown = find(need="wic", facts={}, by=by)[0]
    assert (unknown.fit, unknown.missing) == (Fit.NEEDS_TO_KNOW, ("income_fpl",))


def test_who_has_no_grant_finds_nothing(by: Reader) -> None:
    service("pantry")
    GrantRow.objects.all().delete()
    with pytest.raises(NotPermitted):
        find(need="food", by=by)


def test_an_agency_worker_keeps_only_their_own_listing(by: Reader) -> None:
    own, other = service("own", organisation="7"), service("other", organisation="8")
    for action in ("read_directory", "keep_directory"):
        GrantRow.objects.create(
            reader="kim", action=action, purpose="care", from_day=date(2026, 1, 1), given_by="t", why="t", subjects=[]
        )
    kim = Reader(
        id="kim", role="agency_worker", purpose=Purpose.CARE, at=NOW, through="web", organisation="7", works_as="wic"
    )
    actions.say_openings(own.pk, actions.Room(open_places=2), by=kim, on=TODAY)
    with pytest.raises(NotPermitted):
        actions.say_openings(other.pk, actions.Room(open_places=2), by=kim, on=TODAY)
    assert Opening.objects.filter(service=other).count() == 0


def test_five_thousand_services_are_searched_within_a_tenth_of_a_second(by: Reader) -> None:
    providers = Provider.objects.bulk_create(Provider(origin="m", key=str(n), name=f"P{n}") for n in range(500))
    services = Service.objects.bulk_create(
        Service(
            origin="m", key=str(n), name=f"S{n}", provider=providers[n % 500], status="active", words=f"s{n} pantry"
        )
        for n in range(5000)
    )
    places = Place.objects.bulk_create(
        Place(
            origin="m",
            key=str(n),
            zip=f"97{n % 300:03d}",
            county=("lane", "linn", "marion")[n % 3],
            latitude=44 + n / 5000,
            longitude=-123.0,
        )
        for n in range(5000)
    )
    ServicePlace.objects.bulk_create(ServicePlace(service=s, place=p) for s, p in zip(services, places, strict=True))
    ServiceNeed.objects.bulk_create(
        ServiceNeed(service=s, need=("food", "housing", "books", "wic")[n % 4]) for n, s in enumerate(services)
    )
    ServedArea.objects.bulk_create(
        ServedArea(service=s, county=("lane", "linn", "marion")[n % 3], said="x") for n, s in enumerate(services)
    )
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(service=s, code=("en", "es")[n % 2], name="x") for n, s in enumerate(services)
    )
    Opening.objects.bulk_create(
        Opening(service=s, open_places=n % 5, checked_on=TODAY, checked_at=NOW, checked_by="m")
        for n, s in enumerate(services[:2500])
    )
    took = []
    for _ in range(5):
        began = time.perf_counter()
        found = search(Asked(need="food", county="lane", zip="97123", language="en", age_days=300), by=by)
        took.append(time.perf_counter() - began)
    assert found.total == 417
    assert min(took) < 0.1, took
