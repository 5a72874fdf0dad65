"""Rows held against a blueprint's words, and what cannot be true whoever says it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from headwaters.domain.blueprint.element import Role
from headwaters.domain.records.checks import impossible
from headwaters.domain.records.statement import (
    EventStatement,
    FactStatement,
    ObservationStatement,
    Origin,
    PersonStatement,
    PregnancyStatement,
    Reading,
    RelationStatement,
    Statement,
)
from headwaters.domain.records.vocabulary import Held, Vocabulary
from headwaters.sources.shelf import Shelf

BLUEPRINT = Path(__file__).parents[3] / "integration" / "small_blueprint.yaml"
ORIGIN = Origin("clinic", "primary_care", "1", "clinic/events.csv", 2)
DAY = date(2026, 4, 12)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(Shelf().open_file(BLUEPRINT))


def hold(vocabulary: Vocabulary, *statements: Statement, record_type: str = "events") -> Held:
    return vocabulary.hold(Reading(ORIGIN, record_type, "{}", statements))


def event(kind: str = "well_visit", **more: object) -> EventStatement:
    return EventStatement(ORIGIN, "K1", kind, DAY, **more)  # type: ignore[arg-type]


def fact(key: str, value: object) -> FactStatement:
    return FactStatement(ORIGIN, "K1", key, value, DAY)  # type: ignore[arg-type]


def test_a_known_kind_passes_unchanged(vocabulary: Vocabulary) -> None:
    assert hold(vocabulary, event()) == Held((event(),))


def test_an_unknown_kind_is_kept_without_effect_and_the_nearest_is_named(vocabulary: Vocabulary) -> None:
    held = hold(vocabulary, event("wel_visit"))
    assert (held.statements, held.problems) == ((), ())
    assert "Did you mean `well_visit`?" in held.notes[0].what


def test_a_name_that_slipped_into_the_kind_is_not_repeated(vocabulary: Vocabulary) -> None:
    held = hold(vocabulary, event("Ana Example"))
    assert "Ana" not in str(held.notes[0])


@pytest.mark.parametrize(
    ("key", "given", "read"),
    [
        ("county", "lane", "lane"),
        ("county", "Lane", "lane"),
        ("income_fpl", "185", 185.0),
        ("foster_care", "yes", True),
        ("foster_care", "0", False),
        ("county", "withheld", "withheld"),
        ("income_fpl", "withheld", "withheld"),
    ],
)
def test_a_facts_value_is_read_as_its_type(vocabulary: Vocabulary, key: str, given: str, read: object) -> None:
    (statement,) = hold(vocabulary, fact(key, given)).statements
    assert isinstance(statement, FactStatement)
    assert (statement.value, type(statement.value)) == (read, type(read))


@pytest.mark.parametrize(
    ("key", "given", "says"),
    [
        ("county", "lanne", "none of the choices"),
        ("income_fpl", "low", "takes a number"),
        ("income_fpl", "inf", "takes a number"),
        ("foster_care", "perhaps", "takes a boolean"),
    ],
)
def test_a_value_that_a_fact_cannot_take_sets_the_row_aside_without_repeating_it(
    vocabulary: Vocabulary, key: str, given: str, says: str
) -> None:
    held = hold(vocabulary, fact(key, given), record_type="facts")
    assert held.statements == ()
    assert says in held.problems[0].what
    assert f"`{given}`" not in held.problems[0].what


def test_a_bad_fact_beside_other_statements_is_left_out_and_the_rest_stays(vocabulary: Vocabulary) -> None:
    person = PersonStatement(ORIGIN, "K1")
    held = hold(vocabulary, person, fact("county", "atlantis"), record_type="Patient")
    assert (held.statements, held.problems) == ((person,), ())
    assert len(held.notes) == 1


def test_declared_columns_are_typed_and_others_are_noted(vocabulary: Vocabulary) -> None:
    held = hold(vocabulary, event("dev_screen", columns={"zone": "referral", "minutes": "15", "mood": "good"}))
    (statement,) = held.statements
    assert isinstance(statement, EventStatement)
    assert statement.columns == {"zone": "referral", "minutes": 15.0}
    assert [note.where.field for note in held.notes] == ["mood"]


def test_a_column_of_the_wrong_type_sets_the_row_aside(vocabulary: Vocabulary) -> None:
    held = hold(vocabulary, event("dev_screen", columns={"minutes": "long"}))
    assert held.statements == ()
    assert held.problems[0].where.field == "minutes"


def test_code_systems_get_the_blueprints_spelling(vocabulary: Vocabulary) -> None:
    (statement,) = hold(vocabulary, event("immunization", codings=(("CVX", "08"),))).statements
    assert isinstance(statement, EventStatement)
    assert statement.codings == (("cvx", "08"),)


@pytest.mark.parametrize(
    ("coding", "says"), [(("cvx", "999"), "holds this code"), (("cvxx", "08"), "Did you mean `cvx`?")]
)
def test_an_unknown_code_is_loaded_with_a_note(vocabulary: Vocabulary, coding: tuple[str, str], says: str) -> None:
    held = hold(vocabulary, event("immunization", codings=(coding,)))
    assert len(held.statements) == 1
    assert says in held.notes[0].what


def test_an_unknown_step_sets_the_row_aside_and_an_unknown_hand_off_is_kept(vocabulary: Vocabulary) -> None:
    wrong = hold(vocabulary, event("handoff", handoff="screen_to_ei", step="recieved"))
    assert "Did you mean `received`?" in wrong.problems[0].what
    unknown = hold(vocabulary, event("handoff", handoff="screen_to_ei", step="received"))
    assert (unknown.statements, unknown.problems) == ((), ())


def test_an_unknown_agency_is_loaded_with_a_note(vocabulary: Vocabulary) -> None:
    origin = Origin("clinic", "primary_car", "1", "f", 2)
    held = vocabulary.hold(Reading(origin, "events", "{}", (EventStatement(origin, "K1", "well_visit", DAY),)))
    assert len(held.statements) == 1
    assert "Did you mean `primary_care`?" in held.notes[0].what


def test_observation_of_an_unknown_kind_is_kept_without_effect(vocabulary: Vocabulary) -> None:
    assert hold(vocabulary, ObservationStatement(ORIGIN, "wel_visit", None, DAY, DAY)).statements == ()


IMPOSSIBLE = {
    "a birth to come": PersonStatement(ORIGIN, "K1", birth=date(2027, 1, 1)),
    "a death to come": PersonStatement(ORIGIN, "K1", died=date(2027, 1, 1)),
    "a death before the birth": PersonStatement(ORIGIN, "K1", birth=DAY, died=date(2026, 4, 11)),
    "a slip of the century": PersonStatement(ORIGIN, "K1", birth=date(1900, 1, 1)),
    "an end before its start": EventStatement(ORIGIN, "K1", "well_visit", DAY, date(2026, 4, 11)),
    "a fact that ends before it begins": FactStatement(ORIGIN, "K1", "county", "lane", DAY, date(2026, 4, 11)),
    "a relation that ends before it begins": RelationStatement(
        ORIGIN, "K1", Role.CAREGIVER, "K2", from_=DAY, through=date(2026, 4, 11)
    ),
    "a pregnancy's birth to come": PregnancyStatement(ORIGIN, "K1", "P1", birth=date(2027, 1, 1)),
}


@pytest.mark.parametrize("statement", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_be_true_is_a_problem_that_shows_no_day(statement: Statement) -> None:
    (problem,) = impossible(Reading(ORIGIN, "r", "{}", (statement,)), received=date(2026, 5, 1))
    assert problem.where.line == 2
    assert not any(year in str(problem) for year in ("2026-", "2027-", "1900"))


def test_days_up_to_the_one_it_came_in_on_are_possible() -> None:
    born = PersonStatement(ORIGIN, "K1", birth=date(2026, 5, 1))
    due = PregnancyStatement(ORIGIN, "K1", "P1", due_date=date(2027, 1, 1))
    for statement in (born, due, EventStatement(ORIGIN, "K1", "wic_certification", DAY, date(2027, 4, 1))):
        assert impossible(Reading(ORIGIN, "r", "{}", (statement,)), received=date(2026, 5, 1)) == ()
