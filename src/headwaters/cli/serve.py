"""`headwaters serve`: the pages, for one person on this machine."""

from __future__ import annotations

import gc
import logging
import threading
import webbrowser
from typing import TYPE_CHECKING, Annotated

import typer

from headwaters.cli.options import DATA, AsOf, DataFolder
from headwaters.domain.consent import Purpose
from headwaters.domain.problems import InputUnreadable

if TYPE_CHECKING:
    from datetime import date

    from headwaters.cli.opening import Opened

LOOPBACK = "127.0.0.1"
"""The single-user mode answers this machine only: there is no sign-in that could tell two people apart."""


def serve(
    data: DataFolder = DATA,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any free port.")] = 8000,
    as_of: AsOf = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the browser too.")] = False,
    at: Annotated[str, typer.Option("--at", help="The page to open.")] = "/",
) -> None:
    """Show the pages at an address of this machine, as they were last published. Stop with Ctrl-C.

    Everybody is judged first where nothing is published yet, or not by this blueprint, or not for the day that --as-of names.
    """
    from headwaters.cli.opening import open_for

    here = open_for(data, purpose=Purpose.OPERATION, as_of=as_of)
    _publish_if_needed(here, as_of)
    gc.collect()
    gc.freeze()  # the prepared model stays for good; walking it at each collection would make single pages slow
    _answer(port=port, open_browser=open_browser, at=at)


def _publish_if_needed(here: Opened, wanted: date | None) -> None:
    """What stands is served at once, for judging a state takes minutes; how to bring it up to date is said."""
    # after the folder is open: models can only be imported once Django stands
    from headwaters.practice.published.answering import run_answering, standing_run
    from headwaters.practice.published.manifest import Manifest

    run = standing_run(here.data, here.models)
    if run is None or wanted not in (None, Manifest.read(run).as_of):
        _publish(here)
        return
    day = Manifest.read(run).as_of
    if day != here.as_of or run_answering(here.data, here.models, as_of=day) is None:
        newer = "" if day != here.as_of else " Records have changed since."
        typer.echo(
            f"The pages speak of {day:%Y-%m-%d}, as they were last published.{newer} "
            f"To bring them up to date: headwaters refresh --data {here.data}",
            err=True,
        )


def _publish(here: Opened) -> None:
    from headwaters.cli.opening import engine_for
    from headwaters.cli.progress import parts_judged
    from headwaters.practice.families import queries
    from headwaters.practice.refresh import refresh as run

    typer.echo(f"Judging everybody as of {here.as_of:%Y-%m-%d} ...", err=True)
    judge = engine_for(None, stories=queries.count_stories(by=here.reader))
    run(here.data, here.models, by=here.reader, as_of=here.as_of, engine=judge, watch=parts_judged)


def _answer(*, port: int, open_browser: bool, at: str) -> None:
    import waitress

    from headwaters.server.wsgi import application

    # That somebody waits for a page behind another is no news for a terminal.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    try:
        server = waitress.create_server(application, host=LOOPBACK, port=port, threads=4, ident=None)
    except OSError as taken:
        raise InputUnreadable(
            f"Port {port} of this machine is taken ({taken.strerror}). Try another one: --port {port + 1}"
        ) from taken
    address = f"http://{LOOPBACK}:{server.effective_port}"
    typer.echo(f"Headwaters is at {address}{at}   (only this machine can open it; Ctrl-C stops it)")
    if open_browser:
        threading.Timer(0.5, webbrowser.open, [address + at]).start()
    server.run()
