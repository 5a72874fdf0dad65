"""The traps of the file format: each is a clear problem with its line, or does no harm."""

from __future__ import annotations

import pytest
from blueprint_files import SOUND, codes, sound

from headwaters.domain.blueprint.condition import Compare, Literal
from headwaters.domain.problems import Problem
from headwaters.interchange.blueprint_yaml import decode, read_blueprint


def only(text: str) -> Problem:
    reading = read_blueprint(text, file="a.yaml")
    assert reading.blueprint is None
    (problem,) = reading.problems
    return problem


@pytest.mark.parametrize("text", ["", "   \n\n", "\ufeff"])
def test_an_empty_file(text: str) -> None:
    assert only(text).what == "The file is empty."


@pytest.mark.parametrize("text", ["# only a comment\n", "~\n"])
def test_a_file_that_says_nothing(text: str) -> None:
    assert only(text).code in ("empty", "not_a_map")


def test_a_file_that_holds_a_list() -> None:
    assert only("- a\n- b\n").what == "The file holds a list."


def test_a_file_that_holds_one_text() -> None:
    assert only("hello\n").what == "The file holds a single text."


def test_a_file_larger_than_any_blueprint() -> None:
    assert only("a: " + "x" * 5_000_001).code == "size"


@pytest.mark.parametrize(("letter", "number"), [("\x00", 0), ("\x07", 7), ("\ud800", 55296)])
def test_an_invisible_control_character(letter: str, number: int) -> None:
    problem = only(f"blueprint: a\nversion: {letter}\n")
    assert problem.where.line == 2
    assert problem.what == f"An invisible control character stands here (number {number})."


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_blueprint("\ufeff" + SOUND, file="a.yaml").problems == ()
    assert decode(b"\xef\xbb\xbfa: b", file="a.yaml") == "a: b"


def test_windows_line_ends_do_no_harm() -> None:
    assert read_blueprint(SOUND.replace("\n", "\r\n"), file="a.yaml").problems == ()


def test_latin_1_is_named_with_its_line() -> None:
    problem = decode("a: b\nc: talón\n".encode("latin-1"), file="a.yaml")
    assert isinstance(problem, Problem)
    assert problem.where.line == 2
    assert "not UTF-8" in problem.what


def test_utf_16_is_named() -> None:
    problem = decode("a: b".encode("utf-16"), file="a.yaml")
    assert isinstance(problem, Problem)
    assert problem.what == "The file is saved as UTF-16."


def test_aliases_that_would_fill_the_memory_are_not_followed() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{c}: &{c} [{','.join([f'*{b}'] * 9)}]\n" for b, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    reading = read_blueprint(bomb + SOUND, file="a.yaml")
    assert set(codes(reading)) >= {"alias"}
    assert len(str(reading.document)) < 100_000


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "? " * 5_000, "- " * 5_000 + "x"])
def test_deep_nesting_ends_in_a_message(text: str) -> None:
    assert only(text).code in ("depth", "key", "syntax")


def test_no_and_on_are_words_not_booleans() -> None:
    reading = sound(
        ("{type: code, choices: [ohp, private]}", "{type: code, choices: [no, on, yes, off]}"),
        ("for: income_fpl <= 185", "for: coverage == 'no'"),
    )
    assert reading.blueprint is not None
    assert reading.blueprint.facts["coverage"].choices == ("no", "on", "yes", "off")
    assert reading.problems == ()


def test_an_outcome_may_be_called_yes() -> None:
    reading = sound(
        ("{at risk: zone == 'high', typical", "{yes: zone == 'high', typical"), ("== 'at risk'", "== 'yes'")
    )
    assert reading.problems == ()


def test_a_date_stays_a_date_whether_quoted_or_not() -> None:
    bare, quoted = sound(), sound(("[2026-12-25]", '["2026-12-25"]'))
    assert bare.blueprint is not None
    assert quoted.blueprint is not None
    assert bare.blueprint.holidays == quoted.blueprint.holidays
    assert len(bare.blueprint.holidays) == 1


def test_a_code_keeps_its_leading_zero_with_and_without_quotes() -> None:
    reading = sound(('cvx: ["03", "94"]', "cvx: [03, 94, 1.10]"))
    assert reading.blueprint is not None
    assert reading.blueprint.codes["vaccine"].codes == {("cvx", "03"), ("cvx", "94"), ("cvx", "1.10")}


def test_a_version_that_yaml_takes_for_a_number_is_shown_as_written() -> None:
    (problem,) = sound(("version: 1.0.0", "version: 1.10")).problems
    assert problem.what == "`1.10` is not a version."


def test_for_true_is_a_condition() -> None:
    reading = sound(("for: income_fpl <= 185", "for: true"))
    assert reading.blueprint is not None
    assert reading.blueprint.elements["screening"].for_ == Literal(True)


def test_a_condition_folded_over_lines_reads_as_one() -> None:
    reading = sound(("for: income_fpl <= 185", "for: >\n      income_fpl\n      <= 185"))
    assert reading.blueprint is not None
    assert isinstance(reading.blueprint.elements["screening"].for_, Compare)
