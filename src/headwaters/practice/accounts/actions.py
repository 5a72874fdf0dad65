"""Deeds of whoever looks after an installation: organisations, invitations, roles, and leaving. Each is asked for and audited."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from headwaters.domain.consent import Action, ReaderRole
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.models import Account, Invitation, Membership, Organisation
from headwaters.practice.accounts.roles import GIVEN_ROLES, works_as_of
from headwaters.practice.accounts.standing import held_on

INVITED_FOR = timedelta(days=7)
_SIGNER = Signer(salt="headwaters.invitation")


@dataclass(frozen=True, slots=True)
class Invited:
    """`token` goes into the link, once; it is kept nowhere."""

    invitation: Invitation
    token: str


@transaction.atomic
def add_organisation(
    name: str, *, by: Reader, id_: str = "", agency: str = "", email: str = "", phone: str = "", fax: str = ""
) -> Organisation:
    """raises  NotTaken  it has no name, or its id is taken"""
    require(by, Action.ADMINISTER, detail="organisation added")
    if not name.strip():
        raise NotTaken(_("Give the organisation a name."))
    key = id_ or re.sub(r"\W+", "_", name.strip().lower()).strip("_")[:60]
    if Organisation.objects.filter(pk=key).exists():
        raise NotTaken(_("There is an organisation of this name already. Choose it, or give this one another name."))
    return Organisation.objects.create(
        id=key, name=name.strip(), agency=agency, email=email, phone=phone, fax=fax, from_day=by.at.date()
    )


@transaction.atomic
def change_organisation(id_: str, *, by: Reader, name: str, agency: str, email: str, phone: str, fax: str) -> None:
    require(by, Action.ADMINISTER, detail=f"organisation {id_} changed")
    if not name.strip():
        raise NotTaken(_("Give the organisation a name."))
    Organisation.objects.filter(pk=id_).update(name=name.strip(), agency=agency, email=email, phone=phone, fax=fax)


@transaction.atomic
def invite(
    email: str, *, organisation: str, role: ReaderRole, by: Reader, works_as: str = "", name: str = ""
) -> Invited:
    """A link for one person, once, within a week.

    raises  NotTaken  the address belongs to somebody who is here, the role is not given to anybody, no such organisation
    """
    require(by, Action.ADMINISTER, detail=f"invited as {role}")
    where = Organisation.objects.filter(pk=organisation).first()
    if where is None:
        raise NotTaken(_("Choose an organisation that is here, or add it first."))
    if role not in GIVEN_ROLES:
        raise NotTaken(_("Choose one of the roles in the list."))
    address = email.strip().lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", address):
        raise NotTaken(_("Write the whole e-mail address, as in ana.ruiz@example.org."))
    if Account.objects.by_email(address) is not None:
        raise NotTaken(_("Somebody with this address is here already. Give them the role on their own page."))
    Invitation.objects.filter(email=address, used=None, taken_back=None).update(taken_back=by.at)
    return _invitation(
        by, email=address, name=name.strip(), organisation=where, role=role,
        works_as=works_as or works_as_of(role, where.agency),
    )  # fmt: skip


@transaction.atomic
def way_in_again(account: str, *, by: Reader, forget_second_step: bool = False) -> Invited:
    """A link by which somebody who is here, or was, sets a new password; their sessions end.

    forget_second_step  their telephone or key is lost: they set a new one up
    """
    require(by, Action.ADMINISTER, detail=f"new way in for {account}")
    held = _account(account)
    if forget_second_step:
        Authenticator.objects.filter(user_id=held.pk).delete()
    end_sessions_of(held.pk)
    Invitation.objects.filter(account=held, used=None, taken_back=None).update(taken_back=by.at)
    return _invitation(by, email=held.email, name=held.name, account=held)


@transaction.atomic
def take_back(invitation: str, *, by: Reader) -> None:
    require(by, Action.ADMINISTER, detail="invitation taken back")
    Invitation.objects.filter(pk=invitation, used=None).update(taken_back=by.at)


def invitation_of(token: str, *, at: datetime) -> Invitation:
    """What a link stands for, while it does.

    raises  NotTaken  it was used, taken back, is too old, or is no link of ours
    """
    try:
        key = _SIGNER.unsign(token)
    except BadSignature:
        key = ""
    held = Invitation.objects.select_related("organisation", "account").filter(pk=key, taken_back=None).first()
    if held is None or held.used is not None or held.ends <= at:
        raise NotTaken(_("This link was used already, or it is too old. Ask the person who invited you for a new one."))
    return held


@transaction.atomic
def accept(token: str, *, name: str, password: str, at: datetime) -> Account:
    """The invited person says what they are called and by which password they sign in. The password has been checked.

    raises  NotTaken  the link does not stand any more, or the name is missing
    """
    held = invitation_of(token, at=at)
    if not name.strip():
        raise NotTaken(_("Write your name as others here should see it."))
    if not Invitation.objects.filter(pk=held.pk, used=None).update(used=at):
        raise NotTaken(_("This link was used already. Sign in with the password you chose."))
    account = held.account or Account(email=held.email, joined=at)
    account.name, account.is_active, account.left = name.strip()[:150], True, None
    account.set_password(password)
    account.save()
    EmailAddress.objects.update_or_create(
        user=account, email=account.email, defaults={"verified": True, "primary": True}
    )
    if held.organisation is not None and held.account is None:
        Membership.objects.create(
            account=account, organisation=held.organisation, role=held.role, works_as=held.works_as,
            from_day=at.date(), given_by=held.made_by, why="invitation",
        )  # fmt: skip
    return account


@transaction.atomic
def give_role(account: str, *, organisation: str, role: ReaderRole, by: Reader, works_as: str = "") -> Membership:
    """One more role for somebody who is here; one that they hold already stays as it is."""
    require(by, Action.ADMINISTER, detail=f"role {role} to {account}")
    where = Organisation.objects.filter(pk=organisation).first()
    if where is None or role not in GIVEN_ROLES:
        raise NotTaken(_("Choose a role and an organisation in the lists."))
    held = Membership.objects.filter(held_on(by.at.date()), account=account, organisation=where, role=role).first()
    return held or Membership.objects.create(
        account=_account(account), organisation=where, role=role, works_as=works_as or works_as_of(role, where.agency),
        from_day=by.at.date(), given_by=by.id,
    )  # fmt: skip


@transaction.atomic
def end_role(membership: int, *, by: Reader) -> None:
    """From now on they do this no more.

    raises  NotTaken  nobody would be left who looks after the installation
    """
    held = Membership.objects.filter(pk=membership).first()
    if held is None:
        raise NotFound(_("There is no such role; it may have ended already."))
    require(by, Action.ADMINISTER, detail=f"role {held.role} of {held.account_id} ended")
    if held.role == ReaderRole.ADMINISTRATOR:
        keep_an_administrator(but=held.account_id, by=by)
    end_memberships(Membership.objects.filter(pk=membership), by=by)


def end_memberships(rows: QuerySet[Membership], *, by: Reader) -> None:
    """A role that began today never was; others have their last day yesterday."""
    yesterday = by.at.date() - timedelta(days=1)
    rows.filter(held_on(by.at.date())).update(through_day=yesterday, ended_by=by.id)


def keep_an_administrator(*, but: str, by: Reader) -> None:
    """raises  NotTaken  nobody but this one looks after the installation"""
    rows = Membership.objects.filter(held_on(by.at.date()), role=ReaderRole.ADMINISTRATOR, account__is_active=True)
    if by.role is not ReaderRole.OWNER and not rows.exclude(account=but).exists():
        raise NotTaken(_("Nobody else looks after this installation. Make somebody else administrator first."))


def end_sessions_of(account: str) -> int:
    """Sign somebody out everywhere. Returns how many sessions ended."""
    rows = UserSession.objects.filter(user_id=account)
    Session.objects.filter(session_key__in=list(rows.values_list("session_key", flat=True))).delete()
    ended: int = rows.delete()[0]
    return ended


def _invitation(by: Reader, **more: object) -> Invited:
    made = Invitation.objects.create(
        id=secrets.token_urlsafe(18), made=by.at, made_by=by.id, ends=by.at + INVITED_FOR, **more
    )
    return Invited(made, _SIGNER.sign(made.pk))


def _account(id_: str) -> Account:
    held = Account.objects.filter(pk=id_).first()
    if held is None:
        raise NotFound(_("Nobody here goes by that number."))
    return held
