"""A blueprint that starts from another."""

from __future__ import annotations

from blueprint_files import FORK, sound

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.difference import difference
from headwaters.domain.blueprint.window import Duration, Offset
from headwaters.interchange.blueprint_yaml import read_blueprint

HEAD = "blueprint: next-town\nversion: 0.1.0\nlanguage: 1\nextends: {blueprint: small-town, version: 1.0.0}\n"


def parent() -> Blueprint:
    blueprint = sound().blueprint
    assert blueprint is not None
    return blueprint


def test_a_fork_without_changes_has_no_difference() -> None:
    fork = read_blueprint(HEAD, file="fork.yaml", parent=sound())
    assert fork.problems == ()
    assert fork.blueprint is not None
    assert difference(parent(), fork.blueprint) == ()
    assert fork.blueprint.id == "next-town"
    assert fork.blueprint.extends == ("small-town", "1.0.0")


def test_changes_are_applied_in_order_at_their_place() -> None:
    fork = read_blueprint(FORK, file="fork.yaml", parent=sound()).blueprint
    assert fork is not None
    visits = fork.elements["well_child"].touchpoints
    assert [touchpoint.id for touchpoint in visits] == ["m2", "m3", "m4"]
    assert visits[0].opens == Offset("birth", Duration(days=42))
    assert fork.elements["screening"].for_ is None


def test_a_fault_in_a_change_stands_in_the_forks_file_and_one_it_causes_in_the_parents() -> None:
    text = FORK.replace("to: birth + 6 weeks", "to: birth + 9 months")
    problems = read_blueprint(text, file="fork.yaml", parent=sound()).problems
    assert {problem.where.file for problem in problems} == {"fork.yaml", "sound.yaml"}
    first = problems[0]
    assert first.where.line == 1 + text[: text.index("to: birth + 9 months")].count("\n")


def test_a_forks_reasons_come_with_the_parts_it_changed() -> None:
    reasons = read_blueprint(FORK, file="fork.yaml", parent=sound()).changed
    assert reasons["elements", "screening", "for"] == {"en": "Whatever the income of a family."}


def test_a_fork_of_a_fork() -> None:
    first = read_blueprint(FORK, file="fork.yaml", parent=sound())
    text = (
        "blueprint: third-town\nversion: 0.1.0\nlanguage: 1\nextends: {blueprint: next-town, version: 0.1.0}\n"
        "changes: [{at: elements.well_child.touchpoints.m2.opens, from: birth + 6 weeks, to: birth + 5 weeks, "
        "because: {en: Earlier still.}, source: talks}]\n"
    )
    third = read_blueprint(text, file="third.yaml", parent=first)
    assert third.problems == ()
    assert third.blueprint is not None
    assert third.blueprint.elements["well_child"].touchpoints[0].opens == Offset("birth", Duration(days=35))
