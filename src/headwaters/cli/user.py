"""`headwaters user`: who works here, from the machine that holds the records. The first administrator comes in this way."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headwaters.cli.options import DATA, DataFolder
from headwaters.domain.consent import Purpose, ReaderRole
from headwaters.domain.problems import NotFound, NotTaken

if TYPE_CHECKING:
    from headwaters.practice.access.reader import Reader
    from headwaters.practice.accounts.models import Account

app = typer.Typer(
    no_args_is_help=True, help="People who work here: add, invite, list, let go, and whether they sign in."
)

Email = Annotated[str, typer.Argument(metavar="E-MAIL", help="Their e-mail address, by which they sign in.")]
Role = Annotated[ReaderRole, typer.Option("--role", help="What they do here.")]
Organisation = Annotated[
    str, typer.Option("--organisation", metavar="ID", help="For whom they work; `headwaters user list` shows the ids.")
]
OrganisationName = Annotated[
    str, typer.Option("--organisation-name", metavar="NAME", help="Add an organisation of this name, under that id.")
]
Agency = Annotated[
    str, typer.Option("--agency", metavar="ID", help="Which agency of the model a new organisation is, as in `wic`.")
]


@app.command("add")
def add(
    email: Email,
    name: Annotated[str, typer.Option("--name", help="Their name, as others here should see it.")],
    role: Role,
    organisation: Organisation,
    organisation_name: OrganisationName = "",
    agency: Agency = "",
    data: DataFolder = DATA,
) -> None:
    """Add somebody who sits beside you: they type a password of their own. To somebody far away send an invitation."""
    by = _open(data, create=True)
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from headwaters.practice.accounts.actions import accept, invite
    from headwaters.practice.accounts.passwords import refuse_weak

    with transaction.atomic():
        _organisation(organisation, organisation_name, agency, by)
        made = invite(email, organisation=organisation, role=role, by=by, name=name)
        password = _typed_password()
        try:
            refuse_weak(password, made.invitation, name)
        except ValidationError as refused:
            raise NotTaken(" ".join([*refused.messages, "Nobody was added; try again."])) from None
        accept(made.token, name=name, password=password, at=by.at)
    typer.echo(f"{name} is here as {role.value.replace('_', ' ')}. They sign in as {made.invitation.email}.")
    _say_if_nobody_signs_in(data)


@app.command("invite")
def invite_somebody(
    email: Email,
    role: Role,
    organisation: Organisation,
    name: Annotated[str, typer.Option("--name", help="Their name, where you know it.")] = "",
    organisation_name: OrganisationName = "",
    agency: Agency = "",
    site: Annotated[
        str,
        typer.Option(
            "--site", metavar="ADDRESS", help="Where browsers reach this installation. Default: its first host."
        ),
    ] = "",
    data: DataFolder = DATA,
) -> None:
    """Print a link by which one person comes in, once, within a week. Nothing is sent: hand it to them yourself."""
    by = _open(data)
    from django.db import transaction
    from django.urls import reverse

    from headwaters.practice.accounts.actions import invite

    with transaction.atomic():
        _organisation(organisation, organisation_name, agency, by)
        made = invite(email, organisation=organisation, role=role, by=by, name=name)
    link = _address(data, site) + reverse("accounts:invited", args=[made.token])
    typer.echo(link)
    typer.echo(f"It works once, until {made.invitation.ends:%Y-%m-%d %H:%M}. Give it to this person alone.", err=True)
    _say_if_nobody_signs_in(data)


@app.command("deactivate")
def let_go(
    email: Email,
    why: Annotated[str, typer.Option("--why", help="For the record.")] = "left",
    data: DataFolder = DATA,
) -> None:
    """End all that somebody does here: roles, sessions, caseload. What is left without anybody is listed."""
    by = _open(data)
    from headwaters.practice.accounts.leaving import deactivate

    left = deactivate(_account(email).pk, by=by, why=why)
    typer.echo(f"Roles that ended: {left.roles}. Sessions that ended: {left.sessions}.")
    if left.stories:
        typer.echo(f"Families on nobody's list now: {len(left.stories)}. A supervisor gives them to somebody, on Team:")
        typer.echo("\n".join(f"  {story}" for story in left.stories))
    if left.asks:
        typer.echo(f"Open asks that somebody else must follow: {', '.join(left.asks)}")


@app.command("list")
def list_people(data: DataFolder = DATA) -> None:
    """Who works here and as what, then the organisations with their ids."""
    by = _open(data)
    from django.db.models import Prefetch

    from headwaters.domain.consent import Action
    from headwaters.practice.access.actions import require
    from headwaters.practice.accounts.factors import has_second_proof
    from headwaters.practice.accounts.models import Account, Membership
    from headwaters.practice.accounts.queries import offices
    from headwaters.practice.accounts.standing import held_on

    require(by, Action.ADMINISTER, detail="people listed")
    held = Membership.objects.filter(held_on(by.at.date())).order_by("pk")
    for one in Account.objects.order_by("name").prefetch_related(Prefetch("memberships", queryset=held)):
        roles = ", ".join(f"{row.role} ({row.organisation_id})" for row in one.memberships.all()) or "no role"
        marks = "" if one.is_active else "; no longer here"
        marks += "; second step" if has_second_proof(one) else ""
        typer.echo(f"{one.email}  {one.name}: {roles}{marks}")
    for office in offices(on=by.at.date()):
        typer.echo(f"organisation {office.id}  {office.name}" + (f" ({office.agency})" if office.agency else ""))


@app.command("sign-in")
def sign_in(
    on: Annotated[bool, typer.Option("--on/--off", help="On: everybody signs in. Off: one person at this machine.")],
    host: Annotated[
        list[str] | None,
        typer.Option("--host", metavar="NAME", help="A name under which browsers ask for it; repeat it."),
    ] = None,
    second_step: Annotated[
        bool, typer.Option(help="Whether roles that reach families sign in with two proofs.")
    ] = True,
    data: DataFolder = DATA,
) -> None:
    """Say whether people sign in to this installation, and under which names browsers ask for it."""
    by = _open(data)
    from headwaters.domain.consent import Action
    from headwaters.practice.access.actions import require
    from headwaters.practice.accounts.models import Membership
    from headwaters.practice.accounts.standing import held_on
    from headwaters.practice.installation import SignIn, read_installation, write_installation

    require(by, Action.ADMINISTER, detail=f"sign-in {'on' if on else 'off'}")
    rows = Membership.objects.filter(held_on(by.at.date()), account__is_active=True, role=ReaderRole.ADMINISTRATOR)
    if on and not any(row.account.has_usable_password() for row in rows.select_related("account")):
        raise NotTaken(
            "Nobody could sign in to look after it. First: headwaters user add E-MAIL --name NAME --role administrator "
            "--organisation hub --organisation-name NAME"
        )
    held = read_installation(data)
    write_installation(data, replace(
        held, sign_in=SignIn.ACCOUNTS if on else SignIn.THIS_COMPUTER, second_step=second_step,
        hosts=tuple(host) if host else held.hosts,
    ))  # fmt: skip
    typer.echo("Everybody signs in from now on." if on else "One person at this machine, without sign-in.")
    typer.echo(f"Start `headwaters serve` anew, and ask `headwaters doctor --data {data}` what else has to be right.")


def _open(data: Path, *, create: bool = False) -> Reader:
    from headwaters.cli.opening import open_for
    from headwaters.server.start import open_data

    if create:
        open_data(data)
    return open_for(data, purpose=Purpose.CARE).reader


def _typed_password() -> str:
    """Twice at a terminal; once, as a line, from a pipe."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    said: str = typer.prompt("A password (15 characters or more; a few words do well)", hide_input=True)
    if typer.prompt("Once more", hide_input=True) != said:
        raise NotTaken("The two are not the same. Nobody was added; try again.")
    return said


def _organisation(id_: str, name: str, agency: str, by: Reader) -> None:
    """Add the organisation that a name was given for, unless it is here."""
    from headwaters.practice.accounts.actions import add_organisation
    from headwaters.practice.accounts.queries import office

    if name and office(id_) is None:
        add_organisation(name, by=by, id_=id_, agency=agency)
    elif office(id_) is None:
        raise NotFound(
            f"There is no organisation {id_}. Add it with --organisation-name NAME, or see `headwaters user list`."
        )


def _account(email: str) -> Account:
    from headwaters.practice.accounts.models import Account

    held = Account.objects.by_email(email)
    if held is None:
        raise NotFound(f"Nobody here signs in as {email}. `headwaters user list` shows who does.")
    return held


def _address(data: Path, said: str) -> str:
    from headwaters.practice.installation import read_installation

    hosts = read_installation(data).hosts
    return said.rstrip("/") or (f"https://{hosts[0]}" if hosts else "http://127.0.0.1:8000")


def _say_if_nobody_signs_in(data: Path) -> None:
    from headwaters.practice.installation import SignIn, read_installation

    if read_installation(data).sign_in is SignIn.THIS_COMPUTER:
        typer.echo(
            f"Nobody signs in here yet. When all is ready: headwaters user sign-in --on --host NAME --data {data}",
            err=True,
        )
