"""No more of a name than a page needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import Episode, EpisodeId, EpisodeKind, PersonId, Relation
from headwaters.web.layout.names import called, county_name, language_name

AS_OF = date(2027, 3, 4)
CHILD, PARENT, SISTER = PersonId("c"), PersonId("p"), PersonId("s")


@dataclass(frozen=True)
class Name:
    given_name: str | None
    family_name: str | None


def course(birth: date) -> Episode:
    return Episode(EpisodeId("e"), EpisodeKind.CHILD, CHILD, birth)


def people(*relations: Relation) -> tuple[Relation, ...]:
    return relations or (Relation(EpisodeId("e"), Role.BIRTHING_PARENT, PARENT),)


NAMES = {CHILD: Name("Mateo", "Morales"), PARENT: Name("Rosa", "Morales"), SISTER: Name("Ana", "Lopez")}


def test_a_young_baby_is_called_by_its_parent() -> None:
    assert called(course(date(2026, 12, 20)), people(), NAMES, as_of=AS_OF).name == "Baby of Rosa M."


def test_an_older_child_has_its_own_first_name_and_never_a_family_name() -> None:
    said = called(course(date(2026, 5, 28)), people(), NAMES, as_of=AS_OF)
    assert said.name == "Mateo, child of Rosa M."
    assert "Morales" not in said.name


def test_a_name_like_baby_girl_is_no_name() -> None:
    held = {**NAMES, CHILD: Name("Baby Girl", "Morales")}
    assert called(course(date(2026, 5, 28)), people(), held, as_of=AS_OF).name == "Baby of Rosa M."


def test_the_caregiver_of_today_speaks_for_the_child() -> None:
    relations = people(
        Relation(EpisodeId("e"), Role.BIRTHING_PARENT, PARENT, through=None),
        Relation(EpisodeId("e"), Role.CAREGIVER, SISTER),
    )
    assert called(course(date(2026, 12, 20)), relations, NAMES, as_of=AS_OF).name == "Baby of Ana L."


def test_a_pregnancy_is_called_by_the_person_who_carries_it() -> None:
    pregnancy = Episode(EpisodeId("e"), EpisodeKind.PREGNANCY, PARENT, None, date(2027, 6, 1))
    assert called(pregnancy, (), NAMES, as_of=AS_OF).name == "Rosa M."


def test_nobody_named_is_a_child_all_the_same() -> None:
    assert called(course(date(2026, 5, 28)), people(), {}, as_of=AS_OF).name == "A child"


def test_codes_become_names() -> None:
    assert county_name("hood_river") == "Hood River County"
    assert language_name("chk") == "Chuukese"
    assert language_name("es") == "Spanish"
    assert language_name(None) == ""
