"""`headwaters blueprint`: a designer at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from headwaters.cli.blueprint import app
from headwaters.domain.problems import BlueprintRefused, InputUnreadable, NotFound

FOLDER = Path(__file__).parents[1] / "unit" / "interchange"
SOUND = (FOLDER / "sound.yaml").read_text(encoding="utf-8")
CASES = """cases:
  - case: A visit at two months reaches the first check-up
    child: {birth: 2024-03-01}
    events: [{kind: well_visit, day: 2024-05-02}]
    checks: [{as_of: 2024-05-10, expect: {well_child.m2: STATUS}}]
"""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    file = tmp_path / "sound.yaml"
    file.write_text(SOUND, encoding="utf-8")
    return file


def broken(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = SOUND
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    file = tmp_path / "broken.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_check_finds_nothing_in_a_sound_blueprint(sound: Path) -> None:
    result = run("check", sound)
    assert result.exit_code == 0
    assert (
        "small-town 1.0.0 is sound: 5 elements, 7 touchpoints, 1 hand-offs, 1 sources, 0 numbers still asked for."
        in result.stdout
    )


def test_check_finds_everything_in_several_files_and_leaves_with_one(sound: Path, tmp_path: Path) -> None:
    file = broken(tmp_path, ("within: 14 days", "within: 14"), ("{en: Visits}", "Visits"))
    result = run("check", sound, file)
    assert result.exit_code == 1
    assert "`within: 14` has no unit." in result.stdout
    assert "`title` does not say its language." in result.stdout
    assert "is sound" in result.stdout
    assert "2 problems" in result.stderr


def test_check_as_json(tmp_path: Path) -> None:
    result = run("check", "--json", broken(tmp_path, ("within: 14 days", "within: 14")))
    (problem,) = json.loads(result.stdout)
    assert problem["line"] == 1 + SOUND[: SOUND.index("within: 14 days")].count("\n")
    assert problem["subject"] == 'touchpoint "help.begun"'
    assert problem["code"] == "unit_missing"


def test_check_of_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert isinstance(run("check", tmp_path / "gone.yaml").exception, InputUnreadable)
    assert isinstance(run("check", "no-such-id").exception, NotFound)


def test_show_reads_one_element_and_its_hand_off(sound: Path) -> None:
    result = run("show", sound, "help")
    assert result.exit_code == 0
    assert "It opens on that day, is due by that day + 14 days." in result.stdout
    assert "Early help answers within 3 business days" in result.stdout
    assert "Check-ups" not in result.stdout


def test_show_reads_the_whole_blueprint_by_its_id() -> None:
    result = run("show", "first-1000-days", "--lang", "es")
    assert result.exit_code == 0
    assert "Intervención temprana" in result.stdout


def test_show_as_json_and_of_a_hand_off(sound: Path) -> None:
    assert json.loads(run("show", sound, "well_child", "--json").stdout)["touchpoints"][0]["touchpoint"] == "m2"
    assert len(json.loads(run("show", sound, "--json").stdout)) == 5
    assert "The way back: letter." in run("show", sound, "screen_to_help").stdout


def test_show_of_an_unknown_element_suggests_one(sound: Path) -> None:
    exception = run("show", sound, "helb").exception
    assert isinstance(exception, NotFound)
    assert "Did you mean `help`" in str(exception)


def test_show_refuses_a_blueprint_with_problems(tmp_path: Path) -> None:
    assert isinstance(run("show", broken(tmp_path, ("within: 14 days", "within: 14"))).exception, BlueprintRefused)


def test_compare_tells_what_is_different_and_why(sound: Path, tmp_path: Path) -> None:
    other = broken(tmp_path, ("opens: birth + 2 months", "opens: birth + 6 weeks"))
    result = run("compare", sound, other)
    assert result.stdout == "Check-ups, m2: opens birth + 6 weeks, no longer birth + 2 months.\n"
    assert run("compare", sound, sound).stdout == ""
    (row,) = json.loads(run("compare", sound, other, "--json").stdout)
    assert row["path"] == ["elements", "well_child", "touchpoints", "m2", "opens"]


def test_compare_gives_the_reasons_of_a_fork(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = tmp_path / "blueprints"
    for id_, version, name in (("small-town", "1.0.0", "sound.yaml"), ("next-town", "0.1.0", "fork.yaml")):
        file = shelf / id_ / version / "blueprint.yaml"
        file.parent.mkdir(parents=True)
        file.write_text((FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr("headwaters.sources.shelf.shelf_folders", lambda: (shelf,))
    told = run("compare", "small-town", "next-town").stdout.splitlines()
    assert (
        told[0]
        == "Check-ups, m2: opens birth + 6 weeks, no longer birth + 2 months. Because: Families asked to come earlier."
    )


def test_test_runs_the_cases_beside_a_blueprint(tmp_path: Path) -> None:
    (tmp_path / "blueprint.yaml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "cases.yaml").write_text(CASES.replace("STATUS", "reached"), encoding="utf-8")
    result = run("test", tmp_path / "blueprint.yaml")
    assert result.exit_code == 0
    assert result.stdout.startswith("holds")
    assert "1 of 1 cases hold." in result.stderr


def test_test_leaves_with_one_when_a_case_does_not_hold(sound: Path, tmp_path: Path) -> None:
    cases = tmp_path / "mine.yaml"
    cases.write_text(CASES.replace("STATUS", "missed"), encoding="utf-8")
    result = run("test", sound, "--cases", cases)
    assert result.exit_code == 1
    assert "mine.yaml:2  A visit at two months reaches the first check-up" in result.stdout
    assert "well_child.m2: status is reached (reason: matched), expected missed." in result.stdout


def test_test_without_cases_is_not_found(sound: Path) -> None:
    assert isinstance(run("test", sound).exception, NotFound)
