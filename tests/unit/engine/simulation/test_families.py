"""Invented families: the same each time, in the published proportions, and recognisably invented."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from headwaters.domain.days import plus_months
from headwaters.engine.simulation.families import Family, draw_family, families, how_many, window
from headwaters.engine.simulation.names import MARK
from headwaters.engine.simulation.parameters import Parameters

MANY = 6000
LAST_DAY = date(2026, 6, 30)


@pytest.fixture(scope="module")
def many(parameters: Parameters) -> list[Family]:
    return [draw_family(index, 3, parameters, LAST_DAY) for index in range(MANY)]


def share(of: list[Family], fits: list[Family]) -> float:
    return len(fits) / len(of)


def test_about_as_many_children_are_born_a_year_as_were_asked_for(parameters: Parameters) -> None:
    asked, born = 2000, Counter[int]()
    for family in families(range(how_many(asked, parameters, LAST_DAY)), 11, parameters, LAST_DAY):
        for child in family.children:
            born[(LAST_DAY - child.birth).days // 365] += 1
    assert [born[year] / asked for year in (0, 1)] == pytest.approx([1, 1], abs=0.07)


def test_the_births_of_a_state_bring_its_thousand_days(parameters: Parameters) -> None:
    """38,000 births a year are 104,000 conceptions in 1000 days, some of them too young for anybody to know, some lost."""
    families_in_all = how_many(38_000, parameters, LAST_DAY)
    older, recent, coming = window(parameters, LAST_DAY).days
    assert families_in_all * (recent + coming) / (older + recent + coming) == pytest.approx(100_000, rel=0.02)


def test_there_is_always_a_family(parameters: Parameters) -> None:
    assert how_many(1, parameters, LAST_DAY) >= 1


def test_of_children_past_their_second_birthday_one_in_four_is_told(parameters: Parameters, many: list[Family]) -> None:
    turning_two = plus_months(LAST_DAY, -24)
    births = [family.born for family in many if family.born]
    older, recent = [day for day in births if day <= turning_two], [day for day in births if day > turning_two]
    assert min(births) > plus_months(LAST_DAY, -39)
    assert len(older) / 15 / (len(recent) / 24) == pytest.approx(0.25, abs=0.04)


def test_pregnancies_under_way_are_those_that_some_agency_may_know(parameters: Parameters, many: list[Family]) -> None:
    waiting = [family for family in many if family.born is None and family.lost is None]
    known = [family for family in waiting if family.pregnancy_start + timedelta(days=45) <= LAST_DAY]
    assert len(known) / len(waiting) > 0.9  # of the others, who come early, nobody has heard
    assert len(waiting) / MANY == pytest.approx(235 / 1079, abs=0.03)


def test_a_family_is_the_same_however_many_families_there_are(parameters: Parameters) -> None:
    few = list(families(range(10, 20), 5, parameters, LAST_DAY))
    many = {family.index: family for family in families(range(80), 5, parameters, LAST_DAY)}
    assert all(many[family.index] == family for family in few)


def test_counties_are_drawn_by_their_residents_and_every_county_has_its_own_zip_areas(
    parameters: Parameters, many: list[Family]
) -> None:
    residents, zips = parameters.shares("population.county"), parameters.table("population.zip_of_county")
    assert set(residents) == set(zips)
    assert len(residents) == 36
    assert sum(residents.values()) == 4_237_256
    areas = [area for held in zips.values() for area in held]
    assert len(areas) == len(set(areas))
    count = Counter(family.homes[0].county for family in many)
    assert count["multnomah"] / MANY == pytest.approx(815_428 / 4_237_256, abs=0.02)
    assert all(home.zip in zips[home.county] for family in many for home in family.homes if home.county)


def test_families_of_a_few_counties_live_and_move_in_these_alone(parameters: Parameters) -> None:
    few = {"lane", "yamhill"}
    there = [draw_family(index, 7, parameters.only("population.county", few), LAST_DAY) for index in range(300)]
    assert {home.county for family in there for home in family.homes if home.county is not None} == few


def test_another_seed_gives_other_families(parameters: Parameters) -> None:
    assert draw_family(0, 1, parameters, LAST_DAY) != draw_family(0, 2, parameters, LAST_DAY)


def test_nobody_is_born_or_dies_after_the_last_day(many: list[Family]) -> None:
    days = [day for family in many for child in family.children for day in (child.birth, child.died) if day]
    assert max(days) <= LAST_DAY


def test_one_birth_in_eleven_is_early_as_published(many: list[Family]) -> None:
    born = [family for family in many if family.born]
    early = [family for family in born if family.born and (family.born - family.pregnancy_start).days < 37 * 7]
    assert share(born, early) == pytest.approx(0.089, abs=0.012)


def test_births_by_race_follow_the_published_shares(many: list[Family]) -> None:
    count = Counter(family.race for family in many)
    assert count["white"] / MANY == pytest.approx(0.67, abs=0.02)
    assert count["hispanic_latino"] / MANY == pytest.approx(0.19, abs=0.02)
    assert count["black_african_american"] / MANY == pytest.approx(0.023, abs=0.008)


@pytest.mark.parametrize(("race", "published"), [("hispanic_latino", 0.66), ("white", 0.356)])
def test_medicaid_at_birth_follows_the_published_shares(many: list[Family], race: str, published: float) -> None:
    group = [family for family in many if family.race == race]
    assert share(group, [family for family in group if family.payer == "ohp"]) == pytest.approx(published, abs=0.04)


def test_about_one_family_in_six_speaks_another_language_at_home(many: list[Family]) -> None:
    assert share(many, [family for family in many if family.language != "en"]) == pytest.approx(0.16, abs=0.03)


def test_hard_cases_are_among_them(many: list[Family]) -> None:
    """Twins, a loss, a death, a pregnancy still going on, a move, a move out of Oregon, an adoption, a parent who is a minor."""
    assert any(len(family.children) == 2 for family in many)
    assert any(family.lost for family in many)
    assert any(child.died for family in many for child in family.children)
    assert any(family.born is None and family.lost is None for family in many)
    assert any(len(family.homes) == 2 and family.homes[1].county for family in many)
    assert any(family.left_state for family in many)
    assert any(family.adopted for family in many)
    assert any(family.born and (family.born - family.parent.birth).days < 18 * 365.25 for family in many)


def test_every_name_says_that_it_is_invented(many: list[Family]) -> None:
    people = [person for family in many for person in (family.parent, *family.children)]
    assert all(person.family.startswith(MARK) for person in people)
