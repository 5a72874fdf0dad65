"""`headwaters chart run` as somebody with a spreadsheet uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from headwaters.cli.chart import app

BEFORE, AFTER = [50, 55, 48, 57, 51, 53, 49, 56, 50, 54], [70, 75, 68, 77, 71, 73, 69, 76, 70, 74]


def lines(values: list[int]) -> str:
    rows = [f"{2024 + place // 12}-{place % 12 + 1:02d}-01,{value}" for place, value in enumerate(values)]
    return "date,value\n" + "\n".join(rows) + "\n"


def run(*arguments: str) -> tuple[int, str, str]:
    answer = CliRunner().invoke(app, ["run", *arguments])
    if answer.exception is not None and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer.exit_code, answer.stdout, answer.stderr


def test_a_shift_is_told_in_words_and_to_a_program(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text(lines(BEFORE + AFTER))
    assert "Higher than chance explains, since 2024-11-01." in run(str(file))[1]
    told = json.loads(run(str(file), "--json")[1])
    assert told["signals"] == {"shift": True, "crossings": True}
    assert (told["centre"], told["verdict"], len(told["points"])) == (62.5, "above", 20)


def test_the_other_rules_name_each_point_and_its_cause(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text(lines(BEFORE + AFTER))
    told = json.loads(run(str(file), "--json", "--rules", "nhs")[1])
    assert told["signals"]["shift"] is True
    assert all("one_side" in point["causes"] for point in told["points"])


def test_limits_set_anew_need_a_day_and_a_reason(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text(lines(BEFORE + AFTER))
    told = json.loads(run(str(file), "--json", "--break", "2024-11-01=new form")[1])
    assert [phase["centre"] for phase in told["phases"]] == [52.0, 72.0]
    with pytest.raises(Exception, match="when and why"):
        run(str(file), "--break", "2024-11-01")


def test_rows_that_cannot_be_read_are_told_and_the_others_judged(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text(lines(BEFORE) + "soon,4\n")
    code, out, err = run(str(file))
    assert code == 1
    assert "No signal" in out
    assert "m.csv:12" in err


def test_three_points_are_too_few_and_a_file_without_points_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text(lines([1, 2, 3]))
    assert "Too few points" in run(str(file))[1]
    file.write_text("date,value\n")
    with pytest.raises(Exception, match="holds no points"):
        run(str(file))


def test_how_large_a_change_could_be_seen() -> None:
    answer = CliRunner().invoke(app, ["power", "--births", "312", "--share", "0.75", "--json"])
    told = json.loads(answer.stdout)
    assert (told["rise"], told["fall"]) == (9.0, 10.3)
    assert "no rise could be seen" in CliRunner().invoke(app, ["power", "--births", "5", "--share", "0.5"]).stdout
