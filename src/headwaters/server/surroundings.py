"""What an installation is told by its surroundings: environment variables, and its own installation.json. Passwords stand in the first alone.

HEADWATERS_HOSTS      names under which browsers ask for it, with commas
HEADWATERS_HTTPS      0 where browsers reach it without https; only for trying out
HEADWATERS_PROXIES    how many trusted servers stand in front and add X-Forwarded-For, X-Forwarded-Proto
DATABASE_URL          postgresql://name:password@host:5432/database; without it records lie in DATA/records.sqlite3
HEADWATERS_MAIL_URL   smtp://name:password@host:587?tls=1, or smtps://; without it messages are printed
HEADWATERS_MAIL_FROM  the address that mail comes from
HEADWATERS_OIDC_URL, _CLIENT, _SECRET, _NAME   single sign-on by OpenID Connect
HEADWATERS_BREACHED_PASSWORDS   a file or folder of SHA-1 hashes as Have I Been Pwned publishes them
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from headwaters.domain.problems import InputUnreadable
from headwaters.practice.installation import Installation, SignIn

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]", "testserver")
POSTGRESQL = ("postgres", "postgresql")


def hosts(environment: Mapping[str, str], installation: Installation) -> list[str]:
    named = [one.strip() for one in environment.get("HEADWATERS_HOSTS", "").split(",") if one.strip()]
    return list(dict.fromkeys((*LOOPBACK_HOSTS, *installation.hosts, *named)))


def by_https(environment: Mapping[str, str], installation: Installation) -> bool:
    """An embedded installation is reached without; one with sign-in never is, unless somebody tries it out."""
    return installation.sign_in is SignIn.ACCOUNTS and environment.get("HEADWATERS_HTTPS", "1") != "0"


def database(environment: Mapping[str, str], data: Path) -> dict[str, Any]:
    """Django's DATABASES["default"].

    raises  InputUnreadable  DATABASE_URL names another kind of database, or no database
    """
    url = environment.get("DATABASE_URL", "")
    if not url:
        return sqlite(data / "records.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in POSTGRESQL or not name:
        raise InputUnreadable(
            "DATABASE_URL is not understood. Write postgresql://name:password@host:5432/database, "
            "or take it away to keep records in the data folder."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # Readers never wait for the one writer; a crash loses the open transaction and nothing else.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    }


def mail(environment: Mapping[str, str]) -> dict[str, Any]:
    """Django's EMAIL_ settings.

    raises  InputUnreadable  HEADWATERS_MAIL_URL is no address of a mail server
    """
    sender = environment.get("HEADWATERS_MAIL_FROM", "headwaters@localhost")
    url = environment.get("HEADWATERS_MAIL_URL", "")
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend", "DEFAULT_FROM_EMAIL": sender}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise InputUnreadable("HEADWATERS_MAIL_URL is not understood. Write smtp://name:password@host:587?tls=1")
    options = dict(parse_qsl(parts.query))
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and options.get("tls", "1") != "0",
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender,
    }


def single_sign_on(environment: Mapping[str, str]) -> dict[str, Any]:
    """allauth's SOCIALACCOUNT_PROVIDERS: one OpenID Connect provider, or none."""
    url, client = environment.get("HEADWATERS_OIDC_URL", ""), environment.get("HEADWATERS_OIDC_CLIENT", "")
    if not url or not client:
        return {}
    app = {
        "provider_id": "sso",
        "name": environment.get("HEADWATERS_OIDC_NAME", "your organisation"),
        "client_id": client,
        "secret": environment.get("HEADWATERS_OIDC_SECRET", ""),
        "settings": {"server_url": url, "token_auth_method": "client_secret_basic", "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def breached_passwords(environment: Mapping[str, str], data: Path) -> Path | None:
    named = environment.get("HEADWATERS_BREACHED_PASSWORDS", "")
    if named:
        return Path(named)
    own = data / "breached-passwords"
    return own if own.exists() else None


def further_languages(data: Path) -> list[tuple[str, str]]:
    """Languages that an installation added: each a catalog in DATA/languages, as `ar.po`. Those that come with Headwaters stay."""
    found = sorted((data / "languages").glob("*.po")) if (data / "languages").is_dir() else []
    return [
        (path.stem, path.stem)
        for path in found
        if path.stem.replace("-", "").isalpha() and path.stem not in ("en", "es")
    ]
