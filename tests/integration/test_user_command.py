"""`headwaters user` and `headwaters doctor` as whoever sets a site up runs them, from an empty machine to people who sign in."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from loading import environment

PASSWORD = "the river runs cold in may"
ROBIN = (
    "--name",
    "Robin Hall",
    "--role",
    "administrator",
    "--organisation",
    "hub",
    "--organisation-name",
    "Valley hub",
)


def run(*arguments: object, typed: str = "", **surroundings: str) -> subprocess.CompletedProcess[str]:
    code = "from headwaters.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *map(str, arguments)],
        capture_output=True, text=True, input=typed, env={**environment(), **surroundings}, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one administrator in it, who came by the command."""
    folder = tmp_path_factory.mktemp("people") / "data"
    done = run("user", "add", "Robin@Example.org", *ROBIN, "--data", folder, typed=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    return folder


def test_the_first_administrator_makes_the_folder_and_nobody_else_on_the_machine_opens_it(data: Path) -> None:
    assert data.stat().st_mode & 0o077 == 0
    listed = run("user", "list", "--data", data)
    assert "robin@example.org  Robin Hall: administrator (hub)" in listed.stdout
    assert "organisation hub  Valley hub" in listed.stdout


def test_a_short_password_adds_nobody(data: Path) -> None:
    refused = run("user", "add", "kit@example.org", *ROBIN, "--data", data, typed="river\n")
    assert refused.returncode == 2
    assert "15 or more" in refused.stderr
    assert "kit@example.org" not in run("user", "list", "--data", data).stdout


def test_an_invitation_is_a_link_and_the_same_address_is_not_invited_twice_over(data: Path) -> None:
    asked = ("user", "invite", "ana@example.org", "--role", "navigator", "--organisation", "hub", "--data", data)
    first, second = run(*asked, "--site", "https://hw.example.org"), run(*asked)
    assert re.fullmatch(r"https://hw\.example\.org/sign-in/invited/\S+/", first.stdout.strip())
    assert second.stdout.strip() != first.stdout.strip()
    here = run("user", "invite", "robin@example.org", "--role", "navigator", "--organisation", "hub", "--data", data)
    assert here.returncode == 2
    assert "here already" in here.stderr


def test_an_organisation_that_is_not_there_is_asked_for(data: Path) -> None:
    asked = run("user", "invite", "x@example.org", "--role", "navigator", "--organisation", "nowhere", "--data", data)
    assert asked.returncode == 2
    assert "--organisation-name" in asked.stderr


def test_whoever_leaves_is_listed_as_gone(data: Path) -> None:
    lee = ("--name", "Lee Park", "--role", "analyst", "--organisation", "hub")
    assert run("user", "add", "lee@example.org", *lee, "--data", data, typed=f"{PASSWORD}\n").returncode == 0
    left = run("user", "deactivate", "lee@example.org", "--data", data)
    assert "Roles that ended: 1" in left.stdout
    assert "lee@example.org  Lee Park: no role; no longer here" in run("user", "list", "--data", data).stdout
    nobody = run("user", "deactivate", "nobody@example.org", "--data", data)
    assert nobody.returncode == 2


def test_sign_in_is_not_switched_on_where_nobody_could_look_after_it(tmp_path: Path, data: Path) -> None:
    empty = tmp_path / "data"
    empty.mkdir()
    refused = run("user", "sign-in", "--on", "--data", empty)
    assert refused.returncode == 2
    assert "user add" in refused.stderr


def test_the_doctor_fails_until_the_site_is_right(data: Path) -> None:
    assert run("doctor", "--data", data).returncode == 0
    assert run("user", "sign-in", "--on", "--host", "hw.example.org", "--data", data).returncode == 0
    ill = run("doctor", "--data", data)
    assert ill.returncode == 1
    assert "WRONG  https" in ill.stdout
    assert "WRONG  mail" in ill.stdout
    well = run(
        "doctor", "--brief", "--data", data, HEADWATERS_PROXIES="1", HEADWATERS_MAIL_URL="smtp://mail.example.org",
        HEADWATERS_MAIL="smtp",
    )  # fmt: skip
    assert well.returncode == 0, well.stdout
    assert "Nothing is wrong." in well.stdout


@pytest.mark.parametrize(
    ("url", "words"),
    [("postgresql://hw@127.0.0.1:1/records", "cannot be reached"), ("mysql://hw@host/records", "is not understood")],
)
def test_a_database_that_cannot_be_reached_is_said_in_words(data: Path, url: str, words: str) -> None:
    done = run("doctor", "--data", data, DATABASE_URL=url)
    assert done.returncode == 3
    assert words in done.stderr
    assert "Traceback" not in done.stderr
