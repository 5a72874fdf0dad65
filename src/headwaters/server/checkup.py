"""What an installation must not have wrong, and what it had better have right: each with what to do about it.

Pure readings of what is handed in; `cli.doctor` opens the installation and gathers it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from headwaters.practice.installation import Installation, SignIn
from headwaters.server.surroundings import LOOPBACK_HOSTS

KEY_LENGTH = 50
"""Characters, as Django's own deployment check asks (security.W009)."""
OTHERS = 0o077
"""What the group and everybody else may do with a file."""
BACKUP_AGE = timedelta(hours=26)
"""A backup a night, and two hours of patience."""
ROOM = 2 * 1024**3
"""Bytes that a night's run of a state needs free, and some."""


class Weight(StrEnum):
    """How much a finding matters: `WRONG` makes `headwaters doctor` fail."""

    WRONG = "wrong"
    WEAK = "weak"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` is looked at, `words` say how it stands, `remedy` what to do; empty where there is nothing to do."""

    weight: Weight
    what: str
    words: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """What only the records know. `administrators`, `without_second`: people; `audit_break`: where the chain is broken, or empty."""

    administrators: int
    without_second: int
    audit_break: str


@dataclass(frozen=True, slots=True)
class Site:
    """All that is looked at. `settings`: Django's by name; `free`: bytes on the data folder's disk."""

    data: Path
    installation: Installation
    environment: Mapping[str, str]
    settings: Mapping[str, Any]
    records: Records
    free: int
    now: datetime

    @property
    def signs_in(self) -> bool:
        return self.installation.sign_in is SignIn.ACCOUNTS


def examine(site: Site) -> tuple[Finding, ...]:
    """Every check, in the order in which somebody would set a site up."""
    checks = (_sign_in, _hosts, _https, _secrets, _files, _room, _mail, _texts, _passwords, _people, _audit, _backups)
    return tuple(found for check in checks for found in check(site))


def _wrong(what: str, words: str, remedy: str) -> Finding:
    return Finding(Weight.WRONG, what, words, remedy)


def _weak(what: str, words: str, remedy: str) -> Finding:
    return Finding(Weight.WEAK, what, words, remedy)


def _fine(what: str, words: str) -> Finding:
    return Finding(Weight.FINE, what, words)


def _named(site: Site) -> list[str]:
    return [host for host in site.settings["ALLOWED_HOSTS"] if host not in LOOPBACK_HOSTS]


def _sign_in(site: Site) -> Iterator[Finding]:
    if site.settings["DEBUG"]:
        yield _wrong("debug", "DEBUG is on: a page that fails shows its insides.", "Take DEBUG out of your settings.")
    if not site.signs_in:
        if _named(site):
            yield _wrong(
                "sign-in", f"Browsers ask for it as {', '.join(_named(site))}, but nobody signs in.",
                "headwaters user sign-in --on, or take the names away: without sign-in one person uses it, at this machine.",
            )  # fmt: skip
        else:
            yield _fine("sign-in", "One person at this machine; no other machine is answered.")
        return
    yield _fine("sign-in", "Everybody signs in.")
    if site.installation.synthetic:
        yield _weak(
            "demonstration", "Its families are invented, and codes of invented families are known to everybody.",
            "Keep real families in a data folder of their own.",
        )  # fmt: skip
    if not site.installation.second_step:
        yield _wrong(
            "second step", "Roles that reach families sign in with a password alone.",
            "headwaters user sign-in --on --second-step",
        )  # fmt: skip


def _hosts(site: Site) -> Iterator[Finding]:
    named = _named(site)
    if any("*" in host for host in named):
        yield _wrong("names", "Any name is answered (`*`).", "Name the hosts: HEADWATERS_HOSTS=headwaters.example.org")
    elif site.signs_in and not named:
        yield _wrong(
            "names", "Only this machine's own names are answered, so nobody else can open it.",
            "HEADWATERS_HOSTS=headwaters.example.org, or headwaters user sign-in --on --host headwaters.example.org",
        )  # fmt: skip
    elif named:
        yield _fine("names", f"Answers as {', '.join(named)}.")


def _https(site: Site) -> Iterator[Finding]:
    if not site.signs_in:
        return
    secure = ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS")
    if not all(site.settings[name] for name in secure):
        yield _wrong(
            "https", "Pages and cookies travel without https (HEADWATERS_HTTPS=0), so others on the way can read them.",
            "Take HEADWATERS_HTTPS away and put a server with a certificate in front.",
        )  # fmt: skip
    elif not site.settings["PROXIES"]:
        yield _wrong(
            "https", "No server in front is named, so every page would send its reader to itself for ever.",
            "HEADWATERS_PROXIES=1 where one server ends https in front and sets X-Forwarded-For and X-Forwarded-Proto.",
        )  # fmt: skip
    else:
        yield _fine("https", "Pages and cookies by https alone.")


def _secrets(site: Site) -> Iterator[Finding]:
    path = site.data / "secret-key"
    if len(str(site.settings["SECRET_KEY"])) < KEY_LENGTH:
        yield _wrong(
            "signing key", f"{path} holds fewer than {KEY_LENGTH} characters.",
            "Move the file away and start anew: a long one is made. Sessions and links given out end with the old one.",
        )  # fmt: skip
    elif path.exists() and path.stat().st_mode & OTHERS:
        yield _wrong("signing key", f"Others on this machine can read {path}.", f"chmod 600 {path}")
    else:
        yield _fine("signing key", "Long, and its owner's alone.")


def _files(site: Site) -> Iterator[Finding]:
    if site.data.stat().st_mode & OTHERS:
        weigh = _weak if site.installation.synthetic or not site.signs_in else _wrong
        yield weigh("data folder", f"Others on this machine can open {site.data}.", f"chmod 700 {site.data}")
    else:
        yield _fine("data folder", "Its owner's alone.")


def _room(site: Site) -> Iterator[Finding]:
    if site.free < ROOM:
        yield _weak(
            "disk", f"{site.free / 1024**3:.1f} GB are free where the data folder lies.",
            "Make room: a night's run writes before it takes old runs away.",
        )  # fmt: skip


def _mail(site: Site) -> Iterator[Finding]:
    if site.environment.get("HEADWATERS_MAIL_URL"):
        yield _fine("mail", "Leaves by the server in HEADWATERS_MAIL_URL.")
        if site.environment.get("HEADWATERS_MAIL") != "smtp":
            yield _weak(
                "messages by mail", "Invitations and messages that wait are printed by `headwaters messages send`, not sent.",
                "HEADWATERS_MAIL=smtp",
            )  # fmt: skip
    elif site.signs_in:
        yield _wrong(
            "mail", "No mail server is named: invitations and forgotten passwords are printed only.",
            "HEADWATERS_MAIL_URL=smtp://name:password@mail.example.org:587?tls=1 and HEADWATERS_MAIL_FROM=address",
        )  # fmt: skip


def _texts(site: Site) -> Iterator[Finding]:
    if not site.environment.get("HEADWATERS_TEXTS"):
        if site.signs_in:
            yield _weak(
                "texts",
                "Texts to families are printed only.",
                "HEADWATERS_TEXTS=android, see docs/how-to/send-messages.md",
            )
        return
    if not site.settings["TEXTS_SIGNING_KEY"]:
        yield _wrong(
            "texts", "Texts leave, but no key proves who sends what comes in, so answers such as STOP are not taken in.",
            "HEADWATERS_TEXTS_SIGNING_KEY, as it stands in the gateway's settings",
        )  # fmt: skip
    else:
        yield _fine("texts", "Leave and come in by the gateway.")


def _passwords(site: Site) -> Iterator[Finding]:
    listed: Path | None = site.settings["BREACHED_PASSWORDS"]
    if listed is not None and not listed.exists():
        yield _wrong("stolen passwords", f"There is no list {listed}.", "Mend HEADWATERS_BREACHED_PASSWORDS.")
    elif listed is not None:
        yield _fine("stolen passwords", f"Compared with {listed}.")
    elif site.signs_in:
        yield _weak(
            "stolen passwords", "Compared with the 20,000 commonest alone.",
            "Put the Have I Been Pwned list (SHA-1, sorted by hash) at HEADWATERS_BREACHED_PASSWORDS.",
        )  # fmt: skip


def _people(site: Site) -> Iterator[Finding]:
    if not site.signs_in:
        return
    if not site.records.administrators:
        yield _wrong(
            "people", "Nobody who signs in looks after it.",
            "headwaters user add E-MAIL --name NAME --role administrator --organisation ID",
        )  # fmt: skip
    elif site.records.administrators == 1:
        yield _weak("people", "One person alone looks after it.", "Make a second one administrator.")
    if site.records.without_second:
        yield _weak(
            "second step", f"People who have not set one up yet: {site.records.without_second}. They see nothing until they do.",
            "Ask them to sign in once; `headwaters user list` shows who has one.",
        )  # fmt: skip


def _audit(site: Site) -> Iterator[Finding]:
    if site.records.audit_break:
        yield _wrong(
            "audit", f"Its chain is broken: {site.records.audit_break}",
            "headwaters audit verify, and compare with a backup from before.",
        )  # fmt: skip
    else:
        yield _fine("audit", "Stands as it was closed.")


def _backups(site: Site) -> Iterator[Finding]:
    named = site.environment.get("HEADWATERS_BACKUPS", "")
    if not named:
        if not site.installation.synthetic:
            yield _weak(
                "backups", "Nobody said where backups lie, so nobody looks after them.",
                "HEADWATERS_BACKUPS=FOLDER, see docs/how-to/run-a-site.md",
            )  # fmt: skip
        return
    newest = _newest(Path(named))
    if newest is None or site.now.timestamp() - newest > BACKUP_AGE.total_seconds():
        yield _wrong(
            "backups", f"The newest file in {named} is older than a day, or there is none.", "See why the last backup did not come."
        )  # fmt: skip
    else:
        yield _fine("backups", f"One of the last day lies in {named}.")


def _newest(folder: Path) -> float | None:
    if not folder.is_dir():
        return None
    return max((one.stat().st_mtime for one in folder.iterdir() if one.is_file() and one.stat().st_size), default=None)
