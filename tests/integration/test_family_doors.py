"""A family comes in by a code: six digits, for minutes, for five tries, and never by guessing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from headwaters.domain.consent import Purpose, ReaderRole
from headwaters.domain.problems import NotFound, NotPermitted, NotTaken
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.accounts.family_doors import (
    ADDRESS_MISSES,
    ADDRESS_WAIT,
    ALL_MISSES,
    MINUTES,
    TRIES,
    Code,
    PinWanted,
    choose_pin,
    close_doors,
    come_in,
    forget_pin,
    make_code,
)
from headwaters.practice.accounts.models import FamilyDoor, MissedTry
from headwaters.practice.accounts.standing import reader_of_family
from headwaters.practice.families.models import KnownAs, SeatRow

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 30, 10, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
BY = Reader(LOCAL, ReaderRole.OWNER, Purpose.CARE, AT, "web")
HERE = "192.0.2.7"


@pytest.fixture(autouse=True)
def owner() -> None:
    grant_local_owner(on=AT.date())
    SeatRow.objects.bulk_create(SeatRow(story_id="s1", person=person) for person in ("p1", "p2"))


def code(person: str = "p1", **more: object) -> Code:
    return make_code("s1", person, by=BY, **more)  # type: ignore[arg-type]


def other(than: str) -> str:
    return f"{(int(than) + 1) % 1_000_000:06d}"


def test_the_code_opens_the_door_of_that_person_and_is_kept_nowhere() -> None:
    made = code()
    assert len(made.code) == 6
    assert made.code.isdigit()
    assert made.code not in str(FamilyDoor.objects.values())
    held = come_in(made.code, at=AT, address=HERE)
    assert (held.person, held.story) == ("p1", "s1")
    assert reader_of_family(held, at=AT).purpose is Purpose.OWN


def test_spaces_and_dashes_in_a_pasted_code_count_for_nothing() -> None:
    made = code()
    assert come_in(f" {made.code[:3]}-{made.code[3:]} ", at=AT, address=HERE).person == "p1"


def test_a_code_is_used_once() -> None:
    made = code()
    come_in(made.code, at=AT, address=HERE)
    with pytest.raises(NotTaken, match="does not fit"):
        come_in(made.code, at=AT, address=HERE)


def test_a_demonstrations_code_is_used_again() -> None:
    made = code(lasting=True, code="123456")
    assert made.code == "123456"
    for _ in range(3):
        assert come_in("123456", at=AT, address=HERE).person == "p1"


def test_a_code_is_old_after_ten_minutes() -> None:
    made = code()
    with pytest.raises(NotTaken):
        come_in(made.code, at=AT + timedelta(minutes=MINUTES), address=HERE)
    assert come_in(made.code, at=AT + timedelta(minutes=MINUTES, seconds=-1), address=HERE).person == "p1"


def test_a_new_code_makes_the_one_before_it_fit_no_more() -> None:
    first, second = code(), code()
    with pytest.raises(NotTaken):
        come_in(first.code, at=AT, address=HERE, door=first.door)
    assert come_in(second.code, at=AT, address=HERE).person == "p1"


def test_after_five_tries_by_its_link_even_the_right_code_opens_nothing() -> None:
    made = code()
    for n in range(TRIES):
        with pytest.raises(NotTaken):
            come_in(other(made.code), at=AT, address=f"192.0.2.{n}", door=made.door)
    with pytest.raises(NotTaken):
        come_in(made.code, at=AT, address="192.0.2.99", door=made.door)


def test_a_link_opens_with_its_own_code_only() -> None:
    ours, theirs = code("p1"), code("p2")
    with pytest.raises(NotTaken):
        come_in(theirs.code, at=AT, address=HERE, door=ours.door)


def test_after_five_misses_an_address_waits_a_quarter_of_an_hour() -> None:
    made = code(minutes=60)
    for _ in range(ADDRESS_MISSES):
        with pytest.raises(NotTaken, match="does not fit"):
            come_in(other(made.code), at=AT, address=HERE)
    with pytest.raises(NotTaken, match="Wait 15 minutes"):
        come_in(made.code, at=AT, address=HERE)
    assert come_in(made.code, at=AT + ADDRESS_WAIT + timedelta(seconds=1), address=HERE).person == "p1"


def test_many_addresses_together_cannot_try_codes_without_a_link_but_links_open_still() -> None:
    made = code(minutes=60)
    for n in range(ALL_MISSES):
        with pytest.raises(NotTaken):
            come_in(other(made.code), at=AT, address=f"10.0.{n}.1")
    with pytest.raises(NotTaken, match="link"):
        come_in(made.code, at=AT, address=HERE)
    assert come_in(made.code, at=AT, address=HERE, door=made.door).person == "p1"


def test_addresses_are_kept_as_a_keyed_hash_and_forgotten_after_an_hour() -> None:
    made = code(minutes=120)
    with pytest.raises(NotTaken):
        come_in(other(made.code), at=AT, address=HERE)
    assert HERE not in str(MissedTry.objects.values())
    come_in(made.code, at=AT + timedelta(minutes=61), address=HERE)
    assert MissedTry.objects.count() == 0


def test_who_shares_a_telephone_types_their_own_number_too() -> None:
    family = Reader("family:p1", ReaderRole.FAMILY, Purpose.OWN, AT, "web", person="p1")
    choose_pin("8253", by=family)
    made = code()
    with pytest.raises(PinWanted):
        come_in(made.code, at=AT, address=HERE)
    with pytest.raises(PinWanted, match="not the number"):
        come_in(made.code, at=AT, address=HERE, pin="8254")
    assert come_in(made.code, at=AT, address=HERE, pin="8253").person == "p1"


def test_a_number_missed_five_times_is_taken_off_by_somebody_who_knows_the_family() -> None:
    choose_pin("8253", by=Reader("family:p1", ReaderRole.FAMILY, Purpose.OWN, AT, "web", person="p1"))
    made = code()
    for n in range(TRIES):
        with pytest.raises(PinWanted):
            come_in(made.code, at=AT, address=f"192.0.2.{n}", pin="0001")
    with pytest.raises(NotTaken, match="missed too often"):
        come_in(made.code, at=AT, address=HERE, pin="8253")
    forget_pin("s1", "p1", by=BY)
    assert come_in(made.code, at=AT, address=HERE).person == "p1"


@pytest.mark.parametrize("pin", ["12", "1111", "1234", "4321", "12ab", "1" * 13])
def test_a_number_that_anybody_would_try_first_is_not_taken(pin: str) -> None:
    with pytest.raises(NotTaken):
        choose_pin(pin, by=Reader("family:p1", ReaderRole.FAMILY, Purpose.OWN, AT, "web", person="p1"))


def test_nobody_else_chooses_a_familys_number_or_makes_a_code_without_a_grant() -> None:
    with pytest.raises(NotPermitted):
        choose_pin("8253", by=BY)
    with pytest.raises(NotPermitted):
        make_code("s1", "p1", by=replace(BY, id="stranger", role=ReaderRole.ANALYST))
    assert FamilyDoor.objects.count() == 0


def test_closing_a_persons_doors_ends_what_is_open_and_what_is_in_use() -> None:
    come_in(code().code, at=AT, address=HERE)
    code()
    close_doors("p1", at=AT)
    assert FamilyDoor.objects.filter(closed=None).count() == 0


def test_a_person_whom_linkage_calls_otherwise_since_comes_in_as_who_they_are_now() -> None:
    KnownAs.objects.create(id=7, source="clinic", local_id="M1", person="p1")
    made = code()
    KnownAs.objects.filter(pk=7).update(person="p9")
    assert come_in(made.code, at=AT, address=HERE).person == "p9"


def test_nobody_is_let_in_through_a_family_that_they_are_not_of() -> None:
    with pytest.raises(NotFound):
        code("somebody-elses")
    with pytest.raises(NotFound):
        forget_pin("s1", "somebody-elses", by=BY)
