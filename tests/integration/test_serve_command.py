"""`headwaters serve` shows what stands at once, and judges first only where nothing that was asked for stands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).with_name("headwaters"))
CLEAN = {key: value for key, value in os.environ.items() if not key.startswith(("HEADWATERS", "DJANGO"))}


@dataclass
class Served:
    page: str
    said: str
    run: str


def serve(data: Path, *more: str) -> Served:
    """Today's page, and what the terminal showed meanwhile."""
    words = [COMMAND, "serve", "--port", "0", "--data", str(data), *more]
    with (data / "said").open("w+") as said:
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=said, text=True, env=CLEAN) as server:
            try:
                found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline() if server.stdout else "")
                assert found is not None
                with urllib.request.urlopen(found.group()) as answer:
                    page = answer.read().decode()
            finally:
                server.terminate()
        said.seek(0)
        return Served(page, said.read(), (data / "published" / "current").read_text())


def refresh(data: Path, day: str) -> None:
    words = [COMMAND, "refresh", "--data", str(data), "--as-of", day]
    subprocess.run(words, check=True, capture_output=True, env=CLEAN)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("serve") / "data"
    subprocess.run(
        [COMMAND, "demo", "--births", "2", "--seed", "3", "--no-check", "--data", str(data)],
        check=True, capture_output=True, env=CLEAN,
    )  # fmt: skip
    return data


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data"))


def test_what_was_never_published_is_judged_before_the_pages_open(folder: Path) -> None:
    served = serve(folder)
    assert "Judging everybody as of 2026-06-30" in served.said
    assert "June 30, 2026" in served.page
    again = serve(folder)
    assert again.said == ""
    assert again.run == served.run


def test_what_was_published_is_served_at_once_with_its_day_and_how_to_bring_it_up_to_date(folder: Path) -> None:
    refresh(folder, "2026-05-04")
    run = (folder / "published" / "current").read_text()
    (folder / "installation.json").unlink()
    served = serve(folder)
    assert served.run == run
    assert "Judging" not in served.said
    assert "The pages speak of 2026-05-04" in served.said
    assert f"headwaters refresh --data {folder}" in served.said
    assert "May 4, 2026" in served.page


def test_a_day_that_is_named_and_not_published_is_judged_first(folder: Path) -> None:
    refresh(folder, "2026-06-15")
    served = serve(folder, "--as-of", "2026-06-14")
    assert "Judging everybody as of 2026-06-14" in served.said
    assert "June 14, 2026" in served.page
