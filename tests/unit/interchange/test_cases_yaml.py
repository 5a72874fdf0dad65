"""Designers' cases: what they may leave out, and what is wrong with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.designer_case import DesignerCase, shortfalls
from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import EpisodeKind
from headwaters.engine.evaluation.reference import evaluate, prepare
from headwaters.interchange.blueprint_yaml import read_blueprint
from headwaters.interchange.cases_yaml import CasesReading, read_cases

SOUND = (Path(__file__).parent / "sound.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    reading = read_blueprint(SOUND, file="sound.yaml").blueprint
    assert reading is not None
    return reading


def read(text: str, blueprint: Blueprint) -> CasesReading:
    return read_cases("cases:\n" + text, file="cases.yaml", blueprint=blueprint)


def only(text: str, blueprint: Blueprint) -> DesignerCase:
    reading = read(text, blueprint)
    assert reading.problems == ()
    (case,) = reading.cases
    return case


VISITED = """
  - case: A visit at two months reaches the first check-up
    child: {birth: 2024-03-01}
    facts: [{fact: coverage, value: ohp}]
    events: [{kind: well_visit, day: 2024-05-02}]
    checks:
      - as_of: 2024-05-10
        expect: {well_child.m2: {status: %s, matched: 2024-05-02}, well_child.m4: upcoming}
"""


def failing(case: DesignerCase, blueprint: Blueprint) -> list[str]:
    plan = prepare(blueprint)
    return [
        one.sentence
        for check in case.checks
        for one in shortfalls(check, evaluate(plan, case.story, case.observations, as_of=check.as_of))
    ]


def test_a_case_that_holds(blueprint: Blueprint) -> None:
    assert failing(only(VISITED % "reached", blueprint), blueprint) == []


def test_a_case_that_does_not_hold_says_what_is_said_instead(blueprint: Blueprint) -> None:
    assert failing(only(VISITED % "missed", blueprint), blueprint) == [
        "On 2024-05-10, well_child.m2: status is reached (reason: matched), expected missed."
    ]


def test_a_touchpoint_that_makes_no_such_row(blueprint: Blueprint) -> None:
    case = only(VISITED.replace("well_child.m4", "well_child.m5") % "reached", blueprint)
    assert failing(case, blueprint) == ["On 2024-05-10, there is no row well_child.m5. It has: m2, m4."]


def test_a_child_comes_with_a_mother_who_cares_for_it(blueprint: Blueprint) -> None:
    story = only(VISITED % "reached", blueprint).story
    assert {episode.kind for episode in story.episodes} == {EpisodeKind.PREGNANCY, EpisodeKind.CHILD}
    assert {r.role for r in story.people if r.person_id == "mother"} == {
        Role.BIRTHING_PARENT,
        Role.CAREGIVER,
        Role.HOUSEHOLD,
    }


def test_a_fact_is_known_from_a_year_before_birth(blueprint: Blueprint) -> None:
    (fact,) = only(VISITED % "reached", blueprint).story.facts
    assert fact.person_id == "child"
    assert fact.from_ == date(2023, 3, 2)


def test_everything_is_observed_but_what_a_case_takes_out(blueprint: Blueprint) -> None:
    text = (
        VISITED % "reached"
        + "    unobserved: [letter]\n    observed: [{kind: moved, from: 2024-01-01, through: 2024-02-01}]\n"
    )
    kinds = {o.kind: (o.from_, o.through) for o in only(text, blueprint).observations}
    assert "letter" not in kinds
    assert kinds["moved"] == (date(2024, 1, 1), date(2024, 2, 1))
    assert kinds["handoff"] == (date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("well_visit", "wel_visit", "`wel_visit` is not an event of this blueprint."),
        ("fact: coverage", "fact: coverge", "`coverge` is not a fact of this blueprint."),
        ("value: ohp", "value: opp", "`opp` is not one of the choices of coverage."),
        ("well_child.m4: upcoming", "well_chid.m4: upcoming", "`well_chid.m4` is not a touchpoint."),
        ("upcoming", "soon", "`well_child.m4: soon` is not one of the words there are."),
        ("matched:", "matchd:", "`matchd` is not a column of a status row."),
        ("birth: 2024-03-01", "birth: 2024-02-30", "There is no day 2024-02-30."),
        ("    child: {birth: 2024-03-01}\n", "", "The case is about nobody."),
        ("kind: well_visit", "handoff: screen_to_halp, step: sent", "`screen_to_halp` is not a hand-off."),
        ("as_of: 2024-05-10", "as_if: 2024-05-10", "`as_if` is not a key of a check."),
    ],
)
def test_a_slip_in_a_case_is_a_problem_with_its_line(old: str, new: str, what: str, blueprint: Blueprint) -> None:
    reading = read((VISITED % "reached").replace(old, new), blueprint)
    assert reading.cases == ()
    assert what in [problem.what for problem in reading.problems]
    assert all(problem.where.line > 1 and problem.subject == "case 1" for problem in reading.problems)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a",
        "cases: [",
        "cases: [[]]",
        "cases: {a: b}",
        "x: 1",
        "cases: [{case: a}]",
        "cases: [{child: 3, checks: 1}]",
    ],
)
def test_any_other_file_is_a_problem(text: str, blueprint: Blueprint) -> None:
    reading = read_cases(text, file="cases.yaml", blueprint=blueprint)
    assert reading.problems
