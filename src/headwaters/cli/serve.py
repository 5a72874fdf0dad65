"""`headwaters serve`: the pages, for one person on this machine."""

from __future__ import annotations

import gc
import threading
import webbrowser
from typing import Annotated

import typer

from headwaters.cli.options import DATA, AsOf, DataFolder
from headwaters.domain.consent import Purpose
from headwaters.domain.problems import InputUnreadable

LOOPBACK = "127.0.0.1"
"""The single-user mode answers this machine only: there is no sign-in that could tell two people apart."""


def serve(
    data: DataFolder = DATA,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any free port.")] = 8000,
    as_of: AsOf = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the browser too.")] = False,
    at: Annotated[str, typer.Option("--at", help="The page to open.")] = "/",
) -> None:
    """Show the pages at an address of this machine; publishes first if nothing current is published. Stop with Ctrl-C."""
    from headwaters.cli.opening import open_for
    from headwaters.cli.progress import parts_judged

    here = open_for(data, purpose=Purpose.OPERATION, as_of=as_of)
    # after the folder is open: models can only be imported once Django stands
    from headwaters.practice.refresh import published_is_current
    from headwaters.practice.refresh import refresh as run

    if not published_is_current(here.data, here.models, as_of=here.as_of):
        typer.echo(f"Judging everybody as of {here.as_of:%Y-%m-%d} ...", err=True)
        run(here.data, here.models, by=here.reader, as_of=here.as_of, watch=parts_judged)
    gc.collect()
    gc.freeze()  # the prepared model stays for good; walking it at each collection would make single pages slow
    _answer(port=port, open_browser=open_browser, at=at)


def _answer(*, port: int, open_browser: bool, at: str) -> None:
    import waitress

    from headwaters.server.wsgi import application

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
