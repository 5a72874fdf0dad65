"""What a password must be: long, not known to those who try lists of them, and not made of one's own name. Nothing else is asked.

NIST SP 800-63B-4 (2025), section 3.1.1.2: 15 characters for a password that stands alone, 8 beside a second proof, at least 64 allowed;
compared with lists of common and breached passwords; no rules on kinds of characters, and no change without a cause. Nothing is
asked over a network: lists lie in files.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.practice.accounts.factors import signs_in_with_two
from headwaters.practice.accounts.models import ALONE_LENGTH, Account, Invitation

BESIDE_LENGTH = 8
LONGEST = 256
"""More than the 64 that must be taken; a limit at all, so that nobody sends a book to be hashed."""
OWN_WORDS = ("headwaters", "passwort", "password")
SHORTEST_WORD = 4


def refuse_weak(password: str, invitation: Invitation, name: str) -> None:
    """By the rules for whom an invited person will be: their role, name and organisation.

    raises  django.core.exceptions.ValidationError  the rules that it breaks, in words
    """
    account = invitation.account or Account(email=invitation.email, name=name)
    account.invited_as = invitation.role  # type: ignore[attr-defined]
    where = invitation.organisation
    account.invited_by = where.name if where is not None else ""  # type: ignore[attr-defined]
    validate_password(password, account)


class LongEnough:
    """15 characters, or 8 for somebody who signs in with two proofs."""

    def validate(self, password: str, user: Account | None = None) -> None:
        least = BESIDE_LENGTH if user is not None and signs_in_with_two(user) else ALONE_LENGTH
        if len(password) < least:
            raise ValidationError(
                ngettext(
                    "It has %(n)d character and needs %(least)d or more. A few words in a row do well.",
                    "It has %(n)d characters and needs %(least)d or more. A few words in a row do well.",
                    len(password),
                )
                % {"n": len(password), "least": least}
            )
        if len(password) > LONGEST:
            raise ValidationError(_("It is longer than %(most)d characters. Take a shorter one.") % {"most": LONGEST})

    def get_help_text(self) -> str:
        return _("15 characters or more; 8 beside a second step. Spaces count, and you may paste it.")


class NotCommon(CommonPasswordValidator):
    """Not among the 20,000 that are tried first (Django's list)."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002
        try:
            super().validate(password, None)
        except ValidationError:
            raise ValidationError(_("Many people use this one, so it is tried first. Take another.")) from None

    def get_help_text(self) -> str:
        return _("Not one that many people use.")


class NotBreached:
    """Not among those that were stolen elsewhere, where the installation keeps such a list."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002
        listed: Path | None = settings.BREACHED_PASSWORDS
        if listed is not None and is_listed(password, listed):
            raise ValidationError(_("This one was stolen somewhere and is on a list that thieves use. Take another."))

    def get_help_text(self) -> str:
        return ""


class NotOneself:
    """Not made of the person's name, address or organisation: those are tried second."""

    def validate(self, password: str, user: Account | None = None) -> None:
        rest = password.lower()
        for word in sorted(_own_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(re.sub(r"[\W\d_]", "", rest)) < SHORTEST_WORD and len(rest) < len(password):
            raise ValidationError(
                _("It is mostly your name, your address or your organisation. Add words of your own.")
            )

    def get_help_text(self) -> str:
        return _("Not your name, your address or your organisation.")


def is_listed(password: str, listed: Path) -> bool:
    """Whether the list holds the SHA-1 of a password, in either form in which Have I Been Pwned publishes it.

    listed  one sorted file of lines HASH:COUNT, or a folder of files named by the first five digits with lines REST:COUNT
    """
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    if listed.is_dir():
        for name in (digest[:5], f"{digest[:5]}.txt"):
            if (part := listed / name).exists():
                lines = part.read_text(encoding="ascii").splitlines()
                return any(line.partition(":")[0].upper() == digest[5:] for line in lines)
        return False
    return listed.exists() and _in_sorted(digest, listed)


def _in_sorted(digest: str, listed: Path) -> bool:
    """By halves: the whole list has a billion lines."""
    with listed.open("rb") as file:
        low, high = 0, listed.stat().st_size
        while low < high:
            middle = (low + high) // 2
            file.seek(middle)
            if middle:
                file.readline()
            at, line = file.tell(), file.readline()
            found = line[:40].decode("ascii", "replace").upper()
            if not line or found > digest:
                high = middle
            elif found == digest:
                return True
            else:
                low = max(at + len(line) - 1, middle + 1)
        file.seek(0)
        return file.readline()[:40].decode("ascii", "replace").upper() == digest


def _own_words(user: Account | None) -> set[str]:
    said = list(OWN_WORDS)
    if user is not None:
        said += [user.name, *re.split(r"[@.]", user.email)]
        said += [getattr(user, "invited_by", "")]
        if user.pk:
            said += [row.organisation.name for row in user.memberships.select_related("organisation")]
    parts = {part for words in said for part in re.split(r"\W+", words.lower())}
    return {part for part in parts if len(part) >= SHORTEST_WORD}
