"""A directory comes in, again, mended, and goes out: idempotent, verbatim, repairable, whole."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "interchange" / "hsds"))
from directory_packages import HSDS_3_CSV, OHANA, OPEN_REFERRAL_1, as_bytes

from headwaters.domain.consent import Purpose
from headwaters.domain.problems import NotPermitted
from headwaters.interchange.hsds.package import Package
from headwaters.interchange.hsds.recognise import read_package
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.models import GrantRow
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.directory import actions, intake
from headwaters.practice.directory.looking_after import pairs_alike, state_of
from headwaters.practice.directory.models import Delivery, Entry, LeftOut, Service, ServiceNeed
from headwaters.practice.directory.outgoing import Format, export_directory
from headwaters.practice.directory.queries import Asked, search

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("America/Los_Angeles"))


@pytest.fixture
def by() -> Reader:
    grant_local_owner(on=date(2026, 1, 1))
    return Reader(id=LOCAL, role="owner", purpose=Purpose.CARE, at=NOW, through="command")


def package(files: dict[str, str]) -> Package:
    return read_package(as_bytes(files))


def take(files: dict[str, str], by: Reader, origin: str = "willow") -> intake.Outcome:
    return intake.import_package(package(files), origin=origin, delivery="willow", by=by)[1]


def test_an_import_makes_services_that_are_found(by: Reader) -> None:
    take(HSDS_3_CSV, by)
    found = search(Asked(need="food", county="lane", age_days=100, text="willow boxes"), by=by)
    (offer,) = found.offers
    assert (offer.name, offer.provider, offer.phone) == ("Food boxes", "Willow Street Pantry", "541-555-0100")
    assert offer.address == "1 Willow Street, Eugene, 97401"
    assert search(Asked(age_days=6 * 366), by=by).total == 0


def test_the_same_package_again_changes_nothing(by: Reader) -> None:
    first, again = take(OHANA, by), take(OHANA, by)
    assert (again.new, again.changed, again.unchanged) == (0, 0, first.new)
    assert Entry.objects.count() == first.new
    assert Delivery.objects.count() == 2


def test_a_newer_package_changes_what_it_changes_and_keeps_the_older_words(by: Reader) -> None:
    take(HSDS_3_CSV, by)
    newer = take(HSDS_3_CSV | {"services.csv": HSDS_3_CSV["services.csv"].replace("Food boxes", "Food bags")}, by)
    assert (newer.new, newer.changed) == (0, 1)
    assert Service.objects.get().name == "Food bags"
    assert sorted(Entry.objects.filter(table="service").values_list("values__name", "current")) == [
        ("Food bags", True),
        ("Food boxes", False),
    ]


def test_what_a_newer_package_leaves_out_stays_and_is_counted(by: Reader) -> None:
    take(HSDS_3_CSV, by)
    assert take({"organizations.csv": HSDS_3_CSV["organizations.csv"]}, by).absent == len(HSDS_3_CSV) - 1
    assert search(Asked(), by=by).total == 1


def test_a_row_set_aside_waits_and_is_cleared_when_it_comes_mended(by: Reader) -> None:
    assert take(OPEN_REFERRAL_1, by).set_aside == 1
    waiting = LeftOut.objects.get(cleared_by=None)
    assert (waiting.file, waiting.line, waiting.verbatim) == ("phones.csv", 3, "2,7,")
    mended = OPEN_REFERRAL_1 | {"phones.csv": OPEN_REFERRAL_1["phones.csv"].replace("2,7,", "2,7,541-555-0101")}
    assert take(mended, by).set_aside == 0
    assert not LeftOut.objects.filter(cleared_by=None).exists()
    assert LeftOut.objects.count() == 1


def test_a_preview_writes_nothing(by: Reader) -> None:
    outcome = intake.preview(package(OPEN_REFERRAL_1), origin="willow", by=by)
    assert (outcome.new, outcome.set_aside) == (14, 1)
    assert not Entry.objects.exists()
    assert not Delivery.objects.exists()


def test_two_directories_with_the_same_numbers_do_not_mix(by: Reader) -> None:
    take(OPEN_REFERRAL_1, by, origin="one")
    take(OPEN_REFERRAL_1, by, origin="two")
    assert Service.objects.count() == 2
    exported = export_directory(Format.CSV, by=by)
    again = read_package(exported.files)
    assert len(list(again.of("service"))) == 2
    assert not again.set_aside


@pytest.mark.parametrize("files", [HSDS_3_CSV, OPEN_REFERRAL_1, OHANA])
@pytest.mark.parametrize("form", list(Format))
def test_an_export_taken_in_elsewhere_exports_the_same(files: dict[str, str], form: Format, by: Reader) -> None:
    take(files, by)
    first = read_package(export_directory(form, by=by, origin="willow").files)
    intake.import_package(first, origin="elsewhere", delivery="x", by=by)
    second = read_package(export_directory(form, by=by, origin="elsewhere").files)
    assert {(row.table, row.key, row.digest()) for row in second.rows} == {
        (row.table, row.key, row.digest()) for row in first.rows
    }


def test_openings_and_rules_go_along_and_come_back_as_further_columns(by: Reader) -> None:
    take(HSDS_3_CSV, by)
    service = Service.objects.get()
    actions.say_openings(service.pk, actions.Room(open_places=4), by=by, on=NOW.date())
    exported = read_package(export_directory(Format.HSDS_3, by=by).files)
    (row,) = exported.of("service")
    assert row.extra["headwaters open places"] == "4"
    assert row.extra["colour"] == "teal"


def test_what_people_said_outlives_the_next_import(by: Reader) -> None:
    take(HSDS_3_CSV, by)
    service = Service.objects.get()
    actions.choose_needs(service.pk, ["books"], by=by)
    actions.say_openings(service.pk, actions.Room(open_places=4), by=by, on=NOW.date())
    take(HSDS_3_CSV | {"services.csv": HSDS_3_CSV["services.csv"].replace("Food boxes", "Food bags")}, by)
    (offer,) = search(Asked(), by=by).offers
    assert offer.needs == ("books",)
    assert offer.openings is not None


def test_services_that_look_alike_are_shown_once_and_a_decision_is_remembered_and_taken_back(by: Reader) -> None:
    take(HSDS_3_CSV, by, origin="one")
    take(OPEN_REFERRAL_1, by, origin="two")
    (pair,) = pairs_alike(by=by)
    assert pair.agree == ("name", "phone", "address")
    decision = actions.decide_pair(pair.left.service, pair.right.service, same=True, by=by)
    assert list(pairs_alike(by=by)) == []
    assert search(Asked(), by=by).total == 1
    actions.undo_pair(decision.pk, by=by)
    assert search(Asked(), by=by).total == 2
    actions.decide_pair(pair.left.service, pair.right.service, same=False, by=by)
    assert list(pairs_alike(by=by)) == []
    assert search(Asked(), by=by).total == 2


def test_who_may_not_keep_the_directory_takes_nothing_in(by: Reader) -> None:
    GrantRow.objects.all().delete()
    with pytest.raises(NotPermitted):
        take(HSDS_3_CSV, by)
    assert not Entry.objects.exists()


def test_the_state_counts_what_needs_a_person(by: Reader) -> None:
    take(OPEN_REFERRAL_1, by)
    service = Service.objects.get()
    actions.say_openings(service.pk, actions.Room(open_places=1), by=by, on=date(2026, 1, 5))
    state = state_of(by=by, as_of=NOW.date())
    assert (state.services, state.stale, state.fresh, state.silent, state.waiting) == (1, 1, 0, 0, 1)


def test_needs_are_read_from_names_and_terms_not_from_long_descriptions(by: Reader) -> None:
    text = HSDS_3_CSV | {
        "organizations.csv": HSDS_3_CSV["organizations.csv"].replace("Food for families", "housing dental books")
    }
    take(text, by)
    assert list(ServiceNeed.objects.values_list("need", flat=True)) == ["food"]
