"""The examples of docs/how-to/design-a-blueprint.md are true."""

from __future__ import annotations

import textwrap
from pathlib import Path

from typer.testing import CliRunner

from headwaters.cli.blueprint import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "design-a-blueprint.md").read_text(encoding="utf-8")
SOUND = (ROOT / "tests" / "unit" / "interchange" / "sound.yaml").read_text(encoding="utf-8")


def example(first_line: str) -> str:
    """The indented block of the page that begins with a line."""
    lines = PAGE[PAGE.index(f"    {first_line}\n") :].splitlines()
    block = []
    for line in lines:
        if line and not line.startswith("    "):
            break
        block.append(line)
    return textwrap.dedent("\n".join(block))


def test_the_fork_is_sound_and_its_one_change_is_told_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "my-town.yaml"
    file.write_text(example("blueprint: my-town").split("\n\n")[0], encoding="utf-8")
    assert CliRunner().invoke(app, ["check", str(file)]).exit_code == 0
    told = CliRunner().invoke(app, ["compare", "first-1000-days", str(file)]).stdout
    assert "opens birth + 7 days, no longer birth + 14 days. Because: Families asked for help" in told


def test_the_case_holds(tmp_path: Path) -> None:
    (tmp_path / "blueprint.yaml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "cases.yaml").write_text(example("cases:").split("\n\n")[0], encoding="utf-8")
    result = CliRunner().invoke(app, ["test", str(tmp_path / "blueprint.yaml")])
    assert result.exit_code == 0
    assert "1 of 1 cases hold." in result.stderr


def test_the_message_is_the_one_that_is_printed(tmp_path: Path) -> None:
    file = tmp_path / "my-town.yaml"
    file.write_text(SOUND.replace("within: 14 days", "within: 14"), encoding="utf-8")
    printed = CliRunner().invoke(app, ["check", str(file)]).stdout.splitlines()
    assert [line.strip() for line in printed[1:3]] == [
        line.strip() for line in PAGE[PAGE.index("      `within: 14`") :].splitlines()[:2]
    ]
