"""A site that is right has nothing wrong; each thing that must not be is found alone, with what to do."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from headwaters.practice.installation import Installation, SignIn
from headwaters.server.checkup import Finding, Records, Site, Weight, examine

NOW = datetime(2026, 6, 30, 12, tzinfo=timezone.utc)  # noqa: UP017
SETTINGS: dict[str, Any] = {
    "DEBUG": False, "ALLOWED_HOSTS": ["127.0.0.1", "headwaters.example.org"], "SECRET_KEY": "k" * 60,
    "SECURE_SSL_REDIRECT": True, "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True, "SECURE_HSTS_SECONDS": 3600,
    "PROXIES": 1, "TEXTS_SIGNING_KEY": "key", "BREACHED_PASSWORDS": None,
}  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Site:
    data, backups = tmp_path / "data", tmp_path / "backups"
    data.mkdir(mode=0o700)
    (data / "secret-key").touch(mode=0o600)
    backups.mkdir()
    (backups / "last-night").write_text("records")
    os.utime(backups / "last-night", (NOW.timestamp() - 3600,) * 2)
    environment = {
        "HEADWATERS_MAIL_URL": "smtp://mail.example.org", "HEADWATERS_MAIL": "smtp", "HEADWATERS_TEXTS": "android",
        "HEADWATERS_BACKUPS": str(backups),
    }  # fmt: skip
    return Site(
        data, Installation(sign_in=SignIn.ACCOUNTS, hosts=("headwaters.example.org",)), environment, dict(SETTINGS),
        Records(administrators=2, without_second=0, audit_break=""), free=10**11, now=NOW,
    )  # fmt: skip


def wrong(site: Site) -> list[Finding]:
    return [one for one in examine(site) if one.weight is Weight.WRONG]


def test_a_site_that_is_right_has_nothing_wrong(site: Site) -> None:
    assert wrong(site) == []
    assert [one.what for one in examine(site) if one.weight is Weight.WEAK] == ["stolen passwords"]


def _setting(**changed: Any) -> Callable[[Site], Site]:
    return lambda site: replace(site, settings={**site.settings, **changed})


def _surroundings(**changed: str) -> Callable[[Site], Site]:
    return lambda site: replace(site, environment={**site.environment, **changed})


def _installation(**changed: Any) -> Callable[[Site], Site]:
    return lambda site: replace(site, installation=replace(site.installation, **changed))


def _records(**changed: Any) -> Callable[[Site], Site]:
    return lambda site: replace(site, records=replace(site.records, **changed))


def _open_to_others(site: Site) -> Site:
    site.data.chmod(0o755)
    return site


def _key_open_to_others(site: Site) -> Site:
    (site.data / "secret-key").chmod(0o644)
    return site


def _backup_of_last_week(site: Site) -> Site:
    week = (NOW - timedelta(days=7)).timestamp()
    os.utime(Path(site.environment["HEADWATERS_BACKUPS"]) / "last-night", (week, week))
    return site


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (_setting(DEBUG=True), "debug"),
        (_installation(sign_in=SignIn.THIS_COMPUTER), "sign-in"),
        (_installation(second_step=False), "second step"),
        (_setting(ALLOWED_HOSTS=["127.0.0.1"]), "names"),
        (_setting(ALLOWED_HOSTS=["*"]), "names"),
        (_setting(SESSION_COOKIE_SECURE=False), "https"),
        (_setting(PROXIES=0), "https"),
        (_setting(SECRET_KEY="short"), "signing key"),
        (_key_open_to_others, "signing key"),
        (_open_to_others, "data folder"),
        (_surroundings(HEADWATERS_MAIL_URL=""), "mail"),
        (_setting(TEXTS_SIGNING_KEY=""), "texts"),
        (_setting(BREACHED_PASSWORDS=Path("/no/such/list")), "stolen passwords"),
        (_records(administrators=0), "people"),
        (_records(audit_break="minute 3: a line is missing."), "audit"),
        (_backup_of_last_week, "backups"),
        (_surroundings(HEADWATERS_BACKUPS="/no/such/folder"), "backups"),
    ],
)  # fmt: skip
def test_what_must_not_be_is_found_alone_and_says_what_to_do(
    site: Site, spoil: Callable[[Site], Site], what: str
) -> None:
    found = wrong(spoil(site))
    assert [one.what for one in found] == [what]
    assert found[0].words
    assert found[0].remedy


def test_one_person_at_their_own_machine_needs_no_mail_https_or_second_step(site: Site) -> None:
    alone = replace(
        site, installation=Installation(), environment={}, records=Records(0, 0, ""),
        settings={**SETTINGS, "ALLOWED_HOSTS": ["127.0.0.1"], "SECURE_SSL_REDIRECT": False, "PROXIES": 0},
    )  # fmt: skip
    assert wrong(alone) == []
