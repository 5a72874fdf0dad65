"""The `headwaters` command. Each subcommand is a module beside this one; here they are only listed.

Exit codes: 0 fine, 1 checked and found problems, 2 wrong usage or not found, 3 input unreadable, 4 refused, 130 stopped.
"""

from __future__ import annotations

import sys

import typer

from headwaters.cli import (
    audit,
    blueprint,
    chart,
    cracks,
    demo,
    directory,
    doctor,
    evaluate,
    export,
    load,
    measures,
    messages,
    reach,
    refresh,
    serve,
    user,
    why,
)
from headwaters.domain.problems import (
    BlueprintRefused,
    CannotWrite,
    HeadwatersError,
    InputUnreadable,
    NotFound,
    NotPermitted,
    NotTaken,
)

app = typer.Typer(
    name="headwaters",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=(
        "Makes a Child Success Model real: what should reach each child, what did, and where the hand-offs broke.\n\n"
        "Exit codes: 0 fine; 1 checked and found problems; 2 wrong usage or not found; 3 input unreadable; "
        "4 refused; 130 stopped."
    ),
)
app.command("demo")(demo.demo)
app.command("load")(load.load)
app.add_typer(blueprint.app, name="blueprint")
app.command("refresh")(refresh.refresh)
app.command("evaluate")(evaluate.evaluate)
app.command("export")(export.export)
app.command("why")(why.why)
app.command("cracks")(cracks.cracks)
app.command("measures")(measures.measures)
app.command("reach")(reach.reach)
app.add_typer(chart.app, name="chart")
app.add_typer(messages.app, name="messages")
app.add_typer(directory.app, name="directory")
app.add_typer(audit.app, name="audit")
app.command("doctor")(doctor.doctor)
app.add_typer(user.app, name="user")
app.command("serve")(serve.serve)

EXIT_CODES: dict[type[HeadwatersError], int] = {
    BlueprintRefused: 1,
    NotFound: 2,
    NotTaken: 2,
    CannotWrite: 3,
    InputUnreadable: 3,
    NotPermitted: 4,
}


def main() -> None:
    """Run the command line; refusals that are ours to word become one message and an exit code."""
    try:
        app()
    except HeadwatersError as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(EXIT_CODES.get(type(refusal), 1))
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away, as `head` does
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
