"""Whether somebody signed in with two proofs: asked once a session, not at each page."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.http import HttpRequest

_KEY = "second_step"


def has_second_step(request: HttpRequest) -> bool:
    """An app's code or a passkey is set up (sign-in then always asks for it), or another organisation's sign-in vouched."""
    if request.session.get(_KEY) == request.user.pk:
        return True
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    held = Authenticator.objects.filter(user_id=request.user.pk, type__in=kinds).exists() or _vouched(request)
    if held:
        request.session[_KEY] = request.user.pk
    return held


def forget(request: HttpRequest) -> None:
    """After a proof was taken off, the next page asks anew."""
    request.session.pop(_KEY, None)


def _vouched(request: HttpRequest) -> bool:
    """Single sign-on: the second proof is the identity provider's to ask for, as the installation's owner agreed with it."""
    methods = request.session.get("account_authentication_methods", [])
    return any(one.get("method") == "socialaccount" for one in methods)
