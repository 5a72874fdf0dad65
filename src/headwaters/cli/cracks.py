"""`headwaters cracks`: who was not reached, and at which hand-off, with the agency that answers for it."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from headwaters.cli.options import DATA, AsOf, DataFolder, KnownBy, ModelChoice
from headwaters.domain.consent import Action, Purpose
from headwaters.domain.cracks import CrackKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from headwaters.cli.opening import Opened

CrackRow = dict[str, str | bool | None]
FORMAT = 1
"""Version of the JSON object; a field that changes its meaning raises it."""


def cracks(
    data: DataFolder = DATA,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    blueprint: ModelChoice = None,
    element: Annotated[str | None, typer.Option("--element", help="Only this element.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: counts, and a row per crack.")] = False,
) -> None:
    """List the cracks: at which touchpoint, which step failed first, who answers for it and who catches it."""
    from headwaters.cli.opening import open_for

    here = open_for(data, purpose=Purpose.OPERATION, as_of=as_of, blueprint=blueprint)
    rows = [row for row in _crack_rows(here, known_by) if element is None or row["element"] == element]
    if as_json:
        typer.echo(json.dumps(_as_object(here, rows), indent=1))
    else:
        _print_counts(here, rows)


def _crack_rows(here: Opened, known_by: date | None) -> Iterator[CrackRow]:
    from headwaters.cli.progress import counted
    from headwaters.engine.evaluation.reference import accountable
    from headwaters.practice.families import queries
    from headwaters.practice.judging import judge_everybody

    judged = judge_everybody(
        here.models, by=here.reader, action=Action.EXPORT_ROWS, as_of=here.as_of, known_by=known_by
    )
    for _, judgement in counted(judged, total=queries.count_stories(by=here.reader), what="families judged"):
        for row in judgement.rows:
            if row.crack is None:
                continue
            answers = accountable(here.models, row)
            yield {
                "story": row.story_id, "recipient": row.recipient_id, "role": row.role.value,
                "element": row.element, "touchpoint": row.touchpoint, "status": row.status.value,
                "crack": row.crack.value, "missing": row.missing, "handoff": here.models.handoff_of(row),
                "handoff_state": row.handoff_state.value if row.handoff_state else None,
                "agency": answers.agency, "move": answers.move, "catch": answers.catch, "caught": answers.caught,
                "clock": row.handoff_clock.isoformat() if row.handoff_clock else None,
                "changes_on": row.changes_on.isoformat() if row.changes_on else None,
            }  # fmt: skip


def _as_object(here: Opened, rows: list[CrackRow]) -> dict[str, object]:
    places = Counter((r["element"], r["touchpoint"], r["handoff"], r["crack"], r["agency"]) for r in rows)
    return {
        "format": FORMAT,
        "as_of": here.as_of.isoformat(),
        "blueprint": here.models.default.blueprint.id,
        "version": here.models.default.blueprint.version,
        "synthetic": here.installation.synthetic,
        "total": len(rows),
        "by_crack": dict(Counter(str(r["crack"]) for r in rows).most_common()),
        "by_place": [
            dict(zip(("element", "touchpoint", "handoff", "crack", "agency"), place, strict=True), rows=n)
            for place, n in places.most_common()
        ],
        "cracks": rows,
    }


def _print_counts(here: Opened, rows: list[CrackRow]) -> None:
    from rich.console import Console
    from rich.table import Table

    from headwaters.domain.wording import crack_in_words

    model = here.models.default.blueprint
    table = Table(title=f"{len(rows):,} cracks as of {here.as_of:%Y-%m-%d}, judged by {model.id} {model.version}")
    for heading, side in (
        ("Rows", "right"),
        ("Where", "left"),
        ("First step not met", "left"),
        ("Who answers", "left"),
    ):
        table.add_column(heading, justify=side)  # type: ignore[arg-type]
    places = Counter(
        (str(r["element"]), str(r["touchpoint"]).split("@")[0], str(r["crack"]), r["agency"]) for r in rows
    )
    for (element, touchpoint, crack, agency), n in places.most_common():
        title = model.elements[element].title.get("en", element)
        answers = model.agencies[str(agency)].title.get("en", str(agency)) if agency in model.agencies else agency
        table.add_row(
            f"{n:,}", f"{title} ({element}.{touchpoint})", crack_in_words(CrackKind(crack)), str(answers or "not said")
        )
    Console().print(table)
    if here.installation.synthetic:
        typer.echo("Invented families: nothing here is about a real child.", err=True)
