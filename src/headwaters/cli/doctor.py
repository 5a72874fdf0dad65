"""`headwaters doctor`: what an installation must not have wrong, each with what to do. Exit code 1 where something is."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Annotated

import typer

from headwaters.cli.options import DATA, DataFolder
from headwaters.domain.consent import Purpose
from headwaters.domain.problems import InputUnreadable

if TYPE_CHECKING:
    from headwaters.cli.opening import Opened
    from headwaters.server.checkup import Records

SETTINGS = (
    "DEBUG", "ALLOWED_HOSTS", "SECRET_KEY", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
    "SECURE_HSTS_SECONDS", "PROXIES", "TEXTS_SIGNING_KEY", "BREACHED_PASSWORDS",
)  # fmt: skip
SIGNS = {"wrong": "WRONG", "weak": "weak ", "fine": "fine "}


def doctor(
    data: DataFolder = DATA,
    brief: Annotated[bool, typer.Option("--brief", help="Leave out what is fine.")] = False,
) -> None:
    """Look at the settings, files, people and records of an installation. Run it with the surroundings that the site runs with."""
    here = _opened(data)
    from django.conf import settings
    from django.utils import timezone

    from headwaters.server.checkup import Site, Weight, examine

    found = examine(Site(
        data=here.data, installation=here.installation, environment=os.environ,
        settings={name: getattr(settings, name) for name in SETTINGS}, records=_records(here),
        free=shutil.disk_usage(here.data).free, now=timezone.now(),
    ))  # fmt: skip
    for one in found:
        if brief and one.weight is Weight.FINE:
            continue
        typer.echo(f"{SIGNS[one.weight]}  {one.what}: {one.words}")
        if one.remedy:
            typer.echo(f"       Do: {one.remedy}")
    wrong = sum(one.weight is Weight.WRONG for one in found)
    if wrong:
        typer.echo(f"{wrong} of {len(found)} must not stay so.", err=True)
        raise typer.Exit(1)
    typer.echo("Nothing is wrong.")


def _opened(data: DataFolder) -> Opened:
    """raises  InputUnreadable  the records cannot be reached, with where they should be"""
    from django.db import OperationalError

    from headwaters.cli.opening import open_for

    try:
        return open_for(data, purpose=Purpose.OPERATION)
    except OperationalError as unreachable:
        where = (
            "The database server that DATABASE_URL names"
            if os.environ.get("DATABASE_URL")
            else f"{data}/records.sqlite3"
        )
        said = str(unreachable).strip().splitlines()[0]
        raise InputUnreadable(
            f"{where} cannot be reached ({said}). See that it runs, that the name and the password are right, and that this "
            "machine may reach it."
        ) from unreachable


def _records(here: Opened) -> Records:
    from headwaters.practice.access.sealing import seal_finished, verify
    from headwaters.practice.accounts.factors import has_second_proof
    from headwaters.practice.accounts.models import Membership
    from headwaters.practice.accounts.roles import NEEDS_SECOND_STEP
    from headwaters.practice.accounts.standing import held_on
    from headwaters.server.checkup import Records

    held = Membership.objects.filter(held_on(here.reader.at.date()), account__is_active=True).select_related("account")
    looks_after = {row.account.pk for row in held if row.role == "administrator" and row.account.has_usable_password()}
    reached = {row.account.pk: row.account for row in held if row.role in NEEDS_SECOND_STEP}
    asked = here.installation.second_step
    seal_finished(now=here.reader.at)
    broken = verify()
    return Records(
        administrators=len(looks_after),
        without_second=sum(not has_second_proof(one) for one in reached.values()) if asked else 0,
        audit_break=""
        if broken is None
        else f"minute {broken.number}, {broken.minute:%Y-%m-%d %H:%M} UTC: {broken.what}.",
    )
