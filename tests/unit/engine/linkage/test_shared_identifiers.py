"""Who is who, by shared numbers alone."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from headwaters.domain.history.history import PersonId
from headwaters.engine.linkage.shared_identifiers import Known, join

BORN = date(2026, 3, 14)
CLINIC = Known("clinic", "1", (("medicaid", "M1"),), BORN)
WIC = Known("wic", "7", (("medicaid", "M1"), ("wic", "W1")))
BIRTHS = Known("births", "B", (("wic", "W1"),), BORN)


def test_a_shared_number_joins_and_a_chain_of_them_joins_all() -> None:
    joined = join([CLINIC, WIC, BIRTHS])
    assert len(set(joined.person_of.values())) == 1
    assert joined.kept_apart == ()


def test_the_same_number_in_another_system_joins_nobody() -> None:
    other = Known("wic", "7", (("wic", "M1"),), BORN)
    assert len(set(join([CLINIC, other]).person_of.values())) == 2


def test_neither_a_name_nor_a_birth_date_joins() -> None:
    twin = Known("clinic", "2", (), BORN)
    assert len(set(join([CLINIC, twin]).person_of.values())) == 2


def test_ids_do_not_depend_on_the_order_of_files() -> None:
    answers = [dict(join(order).person_of) for order in permutations([CLINIC, WIC, BIRTHS])]
    assert all(answer == answers[0] for answer in answers)


def test_one_number_with_two_birth_dates_keeps_all_who_carry_it_apart_and_says_so() -> None:
    """A mother's number written on her newborn's record must not make them one person."""
    mother = Known("clinic", "m", (("medicaid", "M1"),), date(1996, 2, 1))
    joined = join([CLINIC, mother, WIC])
    assert len(set(joined.person_of.values())) == 3
    assert [conflict.system for conflict in joined.kept_apart] == ["medicaid"]
    assert joined.kept_apart[0].aliases == (("clinic", "1"), ("clinic", "m"), ("wic", "7"))


def test_a_chain_never_joins_two_birth_dates_over_somebody_without_one() -> None:
    other = Known("births", "B", (("wic", "W1"),), date(2025, 1, 1))
    joined = join([CLINIC, WIC, other])
    assert joined.person_of["clinic", "1"] != joined.person_of["births", "B"]
    assert len(joined.kept_apart) == 1


def test_persons_keep_their_ids_when_more_is_known() -> None:
    before = join([CLINIC]).person_of
    after = join([BIRTHS, WIC, CLINIC], before).person_of
    assert set(after.values()) == {before["clinic", "1"]}


def test_two_persons_who_turn_out_to_be_one_become_one_of_the_two() -> None:
    before = join([CLINIC, BIRTHS]).person_of
    assert len(set(before.values())) == 2
    after = join([CLINIC, BIRTHS, WIC], before).person_of
    assert set(after.values()) == {min(before.values())}


def test_one_person_who_turns_out_to_be_two_leaves_the_id_with_one_of_them() -> None:
    before = join([CLINIC, WIC, BIRTHS]).person_of
    without = Known("wic", "7", (("wic", "W1"),))
    after = join([CLINIC, without, BIRTHS], before).person_of
    assert after["wic", "7"] == after["births", "B"] == before["births", "B"]
    assert after["clinic", "1"] not in before.values()


def test_an_id_that_is_taken_is_not_given_again() -> None:
    fresh = join([CLINIC]).person_of["clinic", "1"]
    other = join([CLINIC, BIRTHS], {("births", "B"): PersonId(fresh)}).person_of
    assert other["clinic", "1"] != fresh
