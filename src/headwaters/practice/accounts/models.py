"""Facts about who works here: organisations, people, their dated roles, invitations, and the codes by which families come in.

Nobody's role is edited: it is ended by `through_day`, and a new one begins. Somebody who leaves is never removed, or the audit
would speak of nobody.
"""

from __future__ import annotations

import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


def new_id() -> str:
    """An opaque id, as stands in the audit: nothing about a person follows from it."""
    return secrets.token_hex(8)


class Organisation(models.Model):
    """`agency`: the blueprint's agency whose promises it keeps; empty where the blueprint names none."""

    id = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=200)
    agency = models.CharField(max_length=64, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=64, blank=True)
    fax = models.CharField(max_length=64, blank=True)
    from_day = models.DateField()
    through_day = models.DateField(null=True)

    class Meta:
        db_table = "accounts_organisation"

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    def by_email(self, email: str) -> Account | None:
        """Addresses are the same whatever their letters' case."""
        return self.filter(email=email.strip().lower()).first()


class Account(AbstractBaseUser):
    """One person who signs in. `password` is a salted hash, or one that fits nothing. `long_password`: it has the length that a
    password needs which stands alone, so that a second step may be taken off."""

    id = models.CharField(primary_key=True, max_length=24, default=new_id)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    phone = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    long_password = models.BooleanField(default=False)
    joined = models.DateTimeField()
    left = models.DateTimeField(null=True)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        db_table = "accounts_account"

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """ "Ana Ruiz" -> "A.R.": what another agency may read of somebody."""
        return "".join(f"{part[0]}." for part in self.name.split()[:3])

    def get_full_name(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.long_password = raw_password is not None and len(raw_password) >= ALONE_LENGTH


ALONE_LENGTH = 15
"""Characters of a password that is the only proof (NIST SP 800-63B-4, 2025, section 3.1.1.2)."""


class Membership(models.Model):
    """What one person does for one organisation, from a day on. `works_as`: whose promises are theirs, as in `Reader`."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=32)
    works_as = models.CharField(max_length=64, blank=True)
    from_day = models.DateField()
    through_day = models.DateField(null=True)
    given_by = models.CharField(max_length=64)
    ended_by = models.CharField(max_length=64, blank=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "accounts_membership"
        indexes = [models.Index(fields=["organisation", "role"])]


class Invitation(models.Model):
    """One way in, for one person, once. With `account` it is a new way in for somebody who is here already."""

    id = models.CharField(primary_key=True, max_length=32)
    email = models.EmailField()
    name = models.CharField(max_length=150, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True)
    role = models.CharField(max_length=32, blank=True)
    works_as = models.CharField(max_length=64, blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True)
    made = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    ends = models.DateTimeField()
    used = models.DateTimeField(null=True)
    taken_back = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_invitation"


class FamilyDoor(models.Model):
    """One code for one person of one story. `id` may stand in a link; the code is kept as a keyed hash only. A person may get
    another id one day (linkage finds more): `anchor` is a number under which a source knows them."""

    id = models.CharField(primary_key=True, max_length=24)
    story = models.CharField(max_length=32)
    person = models.CharField(max_length=32, db_index=True)
    anchor = models.BigIntegerField(null=True)
    code = models.CharField(max_length=64, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    ends = models.DateTimeField()
    used = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)
    lasting = models.BooleanField(default=False)
    """Of a demonstration: the code may be used again."""

    class Meta:
        db_table = "accounts_family_door"


class FamilyPin(models.Model):
    """A number that one person chose because others hold the same telephone. Kept as a salted hash."""

    person = models.CharField(primary_key=True, max_length=32)
    pin = models.CharField(max_length=200)
    tries = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        db_table = "accounts_family_pin"


class MissedTry(models.Model):
    """A code that fitted nothing, from an address that is kept as a keyed hash: for the limits of tries, and no longer than they need."""

    address = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_missed_try"


class CachedRow(models.Model):
    """Django's cache, in the shape that it asks for: here it counts tries at sign-in, so that every process sees them."""

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_cache"
