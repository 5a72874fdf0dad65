"""Who signs in with two proofs: whoever set a second one up, and whoever must before anything is shown to them."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings

from headwaters.practice.accounts.models import Account, Membership
from headwaters.practice.accounts.roles import NEEDS_SECOND_STEP
from headwaters.practice.installation import SignIn, read_installation

SECOND_PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_proof(account: Account) -> bool:
    """An app's code or a passkey is set up; sign-in then always asks for it."""
    return bool(Authenticator.objects.filter(user_id=account.pk, type__in=SECOND_PROOFS).exists())


def must_have_second(account: Account) -> bool:
    """A role that this installation asks two proofs of, whether it has begun or not."""
    invited: str = getattr(account, "invited_as", "")
    roles = {invited} | set(
        Membership.objects.filter(account=account.pk, through_day=None).values_list("role", flat=True)
    )
    installation = read_installation(settings.DATA)
    asked = installation.sign_in is SignIn.ACCOUNTS and installation.second_step
    return asked and not roles.isdisjoint(NEEDS_SECOND_STEP)


def signs_in_with_two(account: Account) -> bool:
    return must_have_second(account) or has_second_proof(account)
