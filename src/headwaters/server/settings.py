"""Django's settings. Everything an installation owns lies in one data folder, `HEADWATERS_DATA`.

The local mode is for one person on one machine: `headwaters serve` binds to the loopback address only.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from headwaters.practice.installation import read_installation
from headwaters.server import surroundings

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


INSTALLATION = read_installation(DATA)
HTTPS = surroundings.by_https(os.environ, INSTALLATION)
SECRET_KEY = _secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = surroundings.hosts(os.environ, INSTALLATION)
ROOT_URLCONF = "headwaters.server.urls"
WSGI_APPLICATION = "headwaters.server.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
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
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "headwaters.web.layout.reader.ReaderMiddleware",
    "headwaters.web.layout.tongue.TongueMiddleware",
    "headwaters.web.oversight.audited.AuditMiddleware",
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
        "APP_DIRS": True,  # pages of the sign-in library; our own folders come first
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "headwaters.web.layout.context.every_page",
            ]
        },
    }
]

DATABASES = {"default": surroundings.database(os.environ, DATA)}
CACHES = {
    # Counts of tries, which every process of a larger installation must see.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"}
}

USE_TZ = True
TIME_ZONE = "America/Los_Angeles"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Spanish"), *surroundings.further_languages(DATA)]
LOCALE_PATHS: list[
    Path
] = []  # catalogs of families' pages are read by practice.family_texts, which shows what may be shown

STATIC_URL = "/static/"
STATICFILES_DIRS = [folder for area in AREAS if (folder := PACKAGE / "web" / area / "static").is_dir()]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

HELP_PHONE = os.environ.get("HEADWATERS_HELP_PHONE", "")
"""A telephone number that stands on a family's front door, where the site has one."""
TEXTS_SIGNING_KEY = os.environ.get("HEADWATERS_TEXTS_SIGNING_KEY", "")
"""The key by which the text gateway signs what comes in; without one nothing is taken in."""

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
PROXIES = int(os.environ.get("HEADWATERS_PROXIES", "0"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
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
CSRF_FAILURE_VIEW = "headwaters.web.layout.kept.refused_token"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"headwaters.practice.accounts.passwords.{name}"}
    for name in ("LongEnough", "NotCommon", "NotBreached", "NotOneself")
]
BREACHED_PASSWORDS = surroundings.breached_passwords(os.environ, DATA)
globals().update(surroundings.mail(os.environ))

ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
ACCOUNT_ADAPTER = "headwaters.web.accounts.adapters.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation goes to the address it names
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to people who have nothing to do with us
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_FORMS = {
    "login": "headwaters.web.accounts.forms.SignIn",
    "change_password": "headwaters.web.accounts.forms.ChangePassword",
    "reset_password_from_key": "headwaters.web.accounts.forms.NewPassword",
    "reset_password": "headwaters.web.accounts.forms.ForgottenPassword",
    "reauthenticate": "headwaters.web.accounts.forms.PasswordAgain",
}
MFA_ADAPTER = "headwaters.web.accounts.adapters.SecondStep"
MFA_FORMS = {
    "authenticate": "headwaters.web.accounts.forms.CodeAtSignIn",
    "reauthenticate": "headwaters.web.accounts.forms.CodeAgain",
    "activate_totp": "headwaters.web.accounts.forms.FirstCode",
    "add_webauthn": "headwaters.web.accounts.forms.AddPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Headwaters"
MFA_TOTP_TOLERANCE = 1  # telephones' clocks run half a minute off
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers themselves allow it on the loopback address alone
SOCIALACCOUNT_ADAPTER = "headwaters.web.accounts.adapters.SingleSignOn"
SOCIALACCOUNT_PROVIDERS = surroundings.single_sign_on(os.environ)
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # the one provider here is the installation's own
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"talk": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["talk"], "level": "WARNING"},
}
