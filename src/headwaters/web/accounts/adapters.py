"""How the sign-in library behaves here: nobody signs up by themself, and a session begins with its clocks."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from headwaters.web.accounts.homes import home_of_account
from headwaters.web.layout import session


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come of invitations alone."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The address and the password do not fit together. Check both, or ask for a new password."),
        "invalid_login": _("The address and the password do not fit together. Check both, or ask for a new password."),
        "too_many_login_attempts": _("That was tried too often. Wait some minutes, then try again."),
        "account_inactive": _("This account has ended. Ask your administrator."),
    }  # fmt: skip

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        session.begin(request)
        answer: HttpResponse = super().post_login(request, user, **more)
        return answer

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of_account(str(request.user.pk))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("accounts:sign_in")


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """As it comes; the name that apps show stands in the settings."""


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Another organisation vouches for somebody who is here already; it brings nobody in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        return False
