"""Django's settings. Everything an installation owns lies in one data folder, `HEADWATERS_DATA`.

The local mode is for one person on one machine: `headwaters serve` binds to the loopback address only.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF

DATA = Path(os.environ.get("HEADWATERS_DATA", "data")).absolute()
PACKAGE = Path(__file__).resolve().parents[1]


def _secret_key(data: Path) -> str:
    """The installation's own signing key: made once, kept beside its records, readable by its owner only."""
    path = data / "secret-key"
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    if not data.is_dir():
        return secrets.token_urlsafe(50)  # no folder yet: nothing is signed that has to be read again
    key = secrets.token_urlsafe(50)
    path.touch(mode=0o600)
    path.write_text(key, encoding="ascii")
    return key


SECRET_KEY = _secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
ROOT_URLCONF = "headwaters.server.urls"
WSGI_APPLICATION = "headwaters.server.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "headwaters.practice.records",
    "headwaters.practice.families",
    "headwaters.practice.access",
    "headwaters.practice.published",
    "headwaters.practice.accounts",
    "headwaters.practice.consents",
    "headwaters.practice.worklists",
    "headwaters.practice.contacts",
    "headwaters.practice.referrals",
    "headwaters.practice.directory",
    "headwaters.practice.family_voice",
    "headwaters.practice.family_texts",
    "headwaters.practice.messages",
    "headwaters.practice.appointments",
    "headwaters.web.layout",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "headwaters.web.layout.reader.ReaderMiddleware",
]

AREAS = (
    "layout", "worklist", "child", "cracks", "reach", "blueprint", "accounts", "oversight", "visit", "caseload", "referral",
    "directory", "family", "texts", "messages",
)  # fmt: skip
"""The folders of `web`: each may bring templates and its own style sheet or script."""

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / area / "templates" for area in AREAS],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "headwaters.web.layout.context.every_page",
            ]
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "records.sqlite3",
        "OPTIONS": {
            # Readers never wait for the one writer; a crash loses the open transaction and nothing else.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    }
}

USE_TZ = True
TIME_ZONE = "America/Los_Angeles"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # another joins when its catalog of page words is whole and read by a native speaker
LOCALE_PATHS = [PACKAGE / "web" / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [folder for area in AREAS if (folder := PACKAGE / "web" / area / "static").is_dir()]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

TEXTS_SIGNING_KEY = os.environ.get("HEADWATERS_TEXTS_SIGNING_KEY", "")
"""The key by which the text gateway signs what comes in; without one nothing is taken in."""

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
SESSION_COOKIE_AGE = 12 * 60 * 60  # the shorter limit, of time without a request, stands in web.layout.session
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation goes to the address it names
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Headwaters"
MFA_PASSKEY_LOGIN_ENABLED = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"talk": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["talk"], "level": "WARNING"},
}
