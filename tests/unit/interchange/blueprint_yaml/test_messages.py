"""Every message a programme designer can meet: one broken file for each, its message written at its top."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from blueprint_files import BROKEN, FORK, FORKS, SOUND, codes, sound

import headwaters
from headwaters.domain.problems import Problem
from headwaters.interchange.blueprint_yaml import read_blueprint

SOURCE = Path(headwaters.__file__).parent


def expected(text: str) -> list[str]:
    """The message at the top of a broken file, line by line."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            return lines
        lines.append(line.removeprefix("# "))
    return lines


def said(problems: tuple[Problem, ...]) -> list[str]:
    return [line for problem in problems for line in str(problem).splitlines()]


def test_the_blueprint_that_all_broken_ones_are_made_from_is_sound() -> None:
    assert sound().problems == ()
    assert sound().blueprint is not None


@pytest.mark.parametrize("file", sorted(BROKEN.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_broken_blueprint_says_what_is_wrong_where_and_what_to_do(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    problems = read_blueprint(text, file=file.name).problems
    assert problems, "a broken file without a problem"
    assert said(problems) == expected(text)


@pytest.mark.parametrize("file", sorted(FORKS.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_broken_fork_says_what_is_wrong_where_and_what_to_do(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    parent = read_blueprint(SOUND, file="sound.yaml") if file.stem != "parent_missing" else None
    problems = read_blueprint(text, file=file.name, parent=parent).problems
    assert problems, "a broken file without a problem"
    assert said(problems) == expected(text)


def test_the_fork_that_all_broken_forks_are_made_from_is_sound() -> None:
    assert read_blueprint(FORK, file="fork.yaml", parent=sound()).problems == ()


ONLY_WITHOUT_A_FILE = {"empty", "encoding", "letter", "size"}
"""Faults of whole files, which no commented file can show; test_yaml_traps.py reads their messages."""


def test_every_kind_of_message_has_a_broken_file() -> None:
    shown = set()
    for file in [*BROKEN.glob("*.yaml"), *FORKS.glob("*.yaml")]:
        parent = sound() if file.parent == FORKS and file.stem != "parent_missing" else None
        reading = read_blueprint(file.read_text(encoding="utf-8"), file=file.name, parent=parent)
        shown.update(codes(reading))
    assert set(_codes_in_source()) - shown == ONLY_WITHOUT_A_FILE


def _codes_in_source() -> Iterator[str]:
    """The last word of every call that words a problem."""
    for folder in (SOURCE / "interchange" / "blueprint_yaml", SOURCE / "domain" / "blueprint"):
        for module in folder.glob("*.py"):
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _called(node) in _WORDING and node.args:
                    last = node.args[-1]
                    if isinstance(last, ast.Constant) and isinstance(last.value, str) and " " not in last.value:
                        yield last.value


_WORDING = {"problem", "refuse", "Misread", "Finding", "note", "_problem", "_refuse", "Problem"}


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def test_all_problems_come_at_once_and_in_the_order_of_the_file() -> None:
    reading = sound(
        ("within: 14 days", "within: 14"),
        ("income_fpl <= 185", "incom_fpl <= 185"),
        ("    catch: navigator\n    consent", "    consent"),
        ("cvx: [", "lists: [gone], cvx: ["),
    )
    assert codes(reading) == ["name_unknown", "fact_unknown", "unit_missing", "catch_missing"]
    lines = [problem.where.line for problem in reading.problems]
    assert lines == sorted(lines)


def test_a_fault_in_an_elements_default_is_told_once_not_for_every_touchpoint() -> None:
    reading = sound(("    done_by: [{event: screen}]", "    done_by: [{event: scren}]"))
    assert codes(reading).count("name_unknown") == 1


def test_a_blueprint_with_a_text_missing_can_still_be_read_by_a_program() -> None:
    reading = sound(("    title: {en: Visits}\n", ""))
    assert codes(reading) == ["text_missing"]
    assert reading.blueprint is not None
    assert "visits" in reading.blueprint.elements
