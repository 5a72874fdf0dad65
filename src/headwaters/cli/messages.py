"""`headwaters messages`: sending what waits, and seeing what does not go."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from headwaters.cli.options import DATA, DataFolder
from headwaters.domain.consent import Purpose
from headwaters.domain.problems import InputUnreadable

if TYPE_CHECKING:
    from headwaters.practice.messages.gateways.gateway import Gateway

app = typer.Typer(no_args_is_help=True, help="Messages to families and agencies: what waits, and sending it.")

LEAST_PAUSE = 5


@app.command("send")
def send(
    data: DataFolder = DATA,
    watch: Annotated[
        int | None, typer.Option("--watch", metavar="SECONDS", help="Look again after so many seconds, until stopped.")
    ] = None,
) -> None:
    """Send every message whose time has come. Ends with exit code 1 where some could not be sent.

    Before that, whoever asked an agency hears of a day that passed without a word, and agencies are asked once a week about
    open places that nobody confirmed.

    How texts and mail leave is set in the environment: HEADWATERS_TEXTS=android with HEADWATERS_TEXTS_ADDRESS, _USER and
    _PASSWORD; HEADWATERS_MAIL=smtp with the usual mail settings. Without them messages are printed here instead. A
    demonstration always prints: it must reach nobody.
    """
    failed = _round(data)
    while watch is not None:
        time.sleep(max(watch, LEAST_PAUSE))
        failed = _round(data)
    if failed:
        raise typer.Exit(1)


@app.command("list")
def list_(data: DataFolder = DATA) -> None:
    """How many messages wait, were sent, failed, are held for a person, or were dropped."""
    from headwaters.cli.opening import open_for

    open_for(data, purpose=Purpose.OPERATION)
    from headwaters.practice.messages.outbox import State
    from headwaters.practice.messages.queries import counts

    held = counts()
    for state in State:
        typer.echo(f"{state.value:<8} {held.get(state, 0):>8,}")


def _round(data: DataFolder) -> int:
    from headwaters.cli.opening import open_for

    here = open_for(data, purpose=Purpose.OPERATION)
    from headwaters.practice.directory.asking_again import ask_about_openings
    from headwaters.practice.messages.outbox import send_due
    from headwaters.practice.referrals.following import tell_of_silence

    runs = replace(here.reader, purpose=Purpose.CARE)
    silent = tell_of_silence(by=runs, address=lambda ask: page_address("referral:one", ask))
    openings = ask_about_openings(by=runs, address=page_address("directory:ours"))
    if silent or openings:
        typer.echo(f"Asks past their day, told of: {silent}. Agencies asked about open places: {openings}.", err=True)
    done = send_due(gateways(synthetic=here.installation.synthetic), at=here.reader.at)
    typer.echo(
        f"Sent {done.sent}, to be tried again {done.later}, failed {done.failed}, dropped {done.dropped}.", err=True
    )
    for problem in done.problems:
        typer.echo(f"  {problem}", err=True)
    return done.failed + done.later


def page_address(name: str, *parts: str) -> str:
    """Where browsers find a page of this installation: under the first name it answers to that is not this machine's own."""
    from django.conf import settings
    from django.urls import reverse

    from headwaters.server.surroundings import LOOPBACK_HOSTS

    named = next((host for host in settings.ALLOWED_HOSTS if host not in LOOPBACK_HOSTS), None)
    return (f"https://{named}" if named else "http://127.0.0.1:8000") + reverse(name, args=parts)


def gateways(*, synthetic: bool) -> tuple[Gateway, ...]:
    """The ways out that are set up; the console stands in for the others.

    raises  InputUnreadable  a way out is named and not fully set up
    """
    from headwaters.practice.messages.gateways.android_telephone import AndroidTelephone
    from headwaters.practice.messages.gateways.console import Console
    from headwaters.practice.messages.gateways.smtp import Smtp

    ways: list[Gateway] = []
    if not synthetic and os.environ.get("HEADWATERS_TEXTS") == "android":
        ways.append(AndroidTelephone(*(_setting(name) for name in ("ADDRESS", "USER", "PASSWORD"))))
    if not synthetic and os.environ.get("HEADWATERS_MAIL") == "smtp":
        ways.append(Smtp())
    return (*ways, Console(sys.stdout))


def _setting(name: str) -> str:
    full = f"HEADWATERS_TEXTS_{name}"
    value = os.environ.get(full, "")
    if not value:
        raise InputUnreadable(f"{full} is not set. The text gateway needs its address, a name and a password.")
    return value
