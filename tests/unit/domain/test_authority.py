"""Who answers for whom: parents, carers whose days end, minors for themselves."""

from __future__ import annotations

from datetime import date

import pytest

from headwaters.domain.authority import AuthorityKind, authorities_of, reads, signs_for
from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import Episode, EpisodeId, EpisodeKind, PersonId, Relation
from headwaters.domain.sharing import Form

BORN, PLACED, BACK = date(2026, 2, 14), date(2026, 3, 1), date(2026, 4, 30)
CARRIED = Episode(EpisodeId("p"), EpisodeKind.PREGNANCY, PersonId("m"), BORN)
CHILD = Episode(EpisodeId("c"), EpisodeKind.CHILD, PersonId("k"), BORN)


def carer(person: str, kind: str, from_: date | None = None, through: date | None = None) -> Relation:
    return Relation(EpisodeId("c"), Role.CAREGIVER, PersonId(person), True, from_, through, kind)


def test_a_birthing_parent_answers_for_the_child_though_nobody_said_so() -> None:
    held = authorities_of([CARRIED, CHILD], [])
    assert reads(held, "m", on=BORN) == {"m", "k"}


def test_a_foster_carer_reads_while_the_child_is_placed_and_signs_nothing() -> None:
    held = authorities_of([CARRIED, CHILD], [carer("f", "foster_carer", PLACED, BACK)])
    assert reads(held, "f", on=PLACED) == {"f", "k"}
    assert reads(held, "f", on=BACK) == {"f", "k"}
    assert reads(held, "f", on=date(2026, 5, 1)) == frozenset()
    assert not any(signs_for(held, "f", form=form, on=PLACED) for form in Form)


def test_from_the_placement_on_a_parent_answers_only_as_told() -> None:
    held = authorities_of([CARRIED, CHILD], [carer("f", "foster_carer", PLACED)])
    assert reads(held, "m", on=PLACED) == {"m"}
    told = authorities_of([CARRIED, CHILD], [carer("f", "foster_carer", PLACED), carer("m", "parent", BORN)])
    assert reads(told, "m", on=PLACED) == {"m", "k"}


def test_a_surrogate_signs_for_school_records_alone() -> None:
    held = authorities_of([CHILD], [carer("e", "educational_surrogate", BORN)])
    assert [form for form in Form if signs_for(held, "e", form=form, on=BORN)] == [Form.FERPA]


def test_nobody_answers_for_a_minor_who_carries() -> None:
    held = authorities_of([CHILD], [carer("g", "parent", BORN)], own_care={"k"})
    assert reads(held, "g", on=date(2026, 6, 1)) == frozenset()
    assert reads(held, "k", on=date(2026, 6, 1)) == {"k"}


def test_living_in_one_household_is_no_authority() -> None:
    lodger = Relation(EpisodeId("c"), Role.HOUSEHOLD, PersonId("h"), True, BORN)
    assert reads(authorities_of([CARRIED, CHILD], [lodger]), "h", on=BORN) == frozenset()


@pytest.mark.parametrize("kind", list(AuthorityKind))
def test_at_eighteen_a_person_answers_for_themself(kind: AuthorityKind) -> None:
    held = authorities_of([CHILD], [carer("g", kind.value, BORN)])
    assert reads(held, "g", on=date(2044, 2, 13)) or kind is AuthorityKind.SELF
    assert "k" not in reads(held, "g", on=date(2044, 2, 15))
