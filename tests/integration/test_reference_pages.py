"""Reference pages that are written from the code say what the code says."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def render() -> ModuleType:
    spec = importlib.util.spec_from_file_location("render", ROOT / "docs" / "render.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(name: str) -> str:
    return (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")


def test_the_page_of_the_status_table_is_current(render: ModuleType) -> None:
    assert page("status-table.md") == render.status_table(), "run `make docs`"


def test_the_page_of_who_may_do_what_is_current(render: ModuleType) -> None:
    assert page("access.md") == render.access(), "run `make docs`"


def test_every_command_has_its_section(render: ModuleType) -> None:
    sections = {line for line in render.commands().splitlines() if line.startswith("## ")}
    assert sections <= set(page("commands.md").splitlines()), "run `make docs`"
    assert "## headwaters blueprint check" in sections


@pytest.mark.parametrize("start", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/README.md"])
def test_links_lead_somewhere(start: str) -> None:
    import re

    source = ROOT / start
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", source.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:")):
            assert (source.parent / target).exists(), f"{start} links to {target}"
