"""`headwaters cracks`: who was not reached, and at which hand-off, with the agency that answers for it."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Annotated

import typer

from headwaters.cli.options import DATA, AsOf, DataFolder, KnownBy, ModelChoice
from headwaters.domain.consent import Purpose
from headwaters.domain.cracks import CrackKind
from headwaters.domain.problems import CannotWrite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from headwaters.cli.opening import Opened
    from headwaters.engine.publishing.crack_rows import Table

FORMAT = 1
"""Version of the JSON object; a field that changes its meaning raises it."""

PLACE = ("element", "touchpoint", "handoff", "crack", "agency")
Place = tuple[str | None, ...]


@dataclass(slots=True)
class Counted:
    """Rows by PLACE, places in the order in which they were first found."""

    total: int = 0
    places: Counter[Place] = field(default_factory=Counter)

    def add(self, cracks: Table) -> None:
        from headwaters.engine.publishing.crack_rows import counted_by

        self.total += cracks.num_rows
        for place, rows in counted_by(cracks, *PLACE):
            self.places[place] += rows


def cracks(
    data: DataFolder = DATA,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    blueprint: ModelChoice = None,
    element: Annotated[str | None, typer.Option("--element", help="Only this element.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: counts, and a row per crack.")] = False,
) -> None:
    """List the cracks: at which touchpoint, which step failed first, who answers for it and who catches it.

    What `headwaters refresh` published for the same day is read; otherwise everybody is judged for it.
    """
    from headwaters.cli.opening import open_for

    here = open_for(data, purpose=Purpose.OPERATION, as_of=as_of, blueprint=blueprint)
    tables, counted = _tables(here, known_by, element), Counted()
    if as_json:
        _print_object(here, tables, counted)
        return
    for table in tables:
        counted.add(table)
    _print_counts(here, counted)


def _tables(here: Opened, known_by: date | None, element: str | None) -> Iterator[Table]:
    from headwaters.cli.opening import engine_for
    from headwaters.cli.progress import parts_judged
    from headwaters.practice.cracks import Asked, everybodys_cracks
    from headwaters.practice.families import queries

    total = queries.count_stories(by=here.reader)
    return everybodys_cracks(
        here.data, here.models, Asked(here.as_of, known_by, element), by=here.reader,
        engine=lambda: engine_for(None, stories=total), watch=lambda parts: parts_judged(parts, total, 0),
    )  # fmt: skip


def _print_object(here: Opened, tables: Iterator[Table], counted: Counted) -> None:
    """Counts stand before rows: rows wait on the disk, in a file without a name, until all are counted."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as rows:
        try:
            _write_rows(tables, counted, rows)
        except OSError as refused:
            raise CannotWrite(
                f"The cracks could not be kept in {tempfile.gettempdir()} while they are counted: {refused.strerror}. "
                "Make room there, or name another folder in TMPDIR."
            ) from refused
        rows.seek(0)
        head = json.dumps(_as_object(here, counted), indent=1).removesuffix("\n}")
        sys.stdout.write(f'{head},\n "cracks": [')
        shutil.copyfileobj(rows, sys.stdout, 1 << 20)
        sys.stdout.write("\n ]\n}\n" if counted.total else "]\n}\n")


def _write_rows(tables: Iterator[Table], counted: Counted, file: IO[str]) -> None:
    from headwaters.engine.publishing.json_rows import json_rows

    for table in tables:
        before = "," if counted.total else ""
        counted.add(table)
        for row in json_rows(table, indent=1, depth=2):
            file.write(f"{before}\n{row}")
            before = ","


def _as_object(here: Opened, counted: Counted) -> dict[str, object]:
    by_crack: Counter[str | None] = Counter()
    for place, rows in counted.places.items():
        by_crack[place[PLACE.index("crack")]] += rows
    return {
        "format": FORMAT,
        "as_of": here.as_of.isoformat(),
        "blueprint": here.models.default.blueprint.id,
        "version": here.models.default.blueprint.version,
        "synthetic": here.installation.synthetic,
        "total": counted.total,
        "by_crack": dict(by_crack.most_common()),
        "by_place": [dict(zip(PLACE, place, strict=True), rows=rows) for place, rows in counted.places.most_common()],
    }


def _print_counts(here: Opened, counted: Counted) -> None:
    from rich.console import Console
    from rich.table import Table

    from headwaters.domain.wording import crack_in_words

    model = here.models.default.blueprint
    table = Table(title=f"{counted.total:,} cracks as of {here.as_of:%Y-%m-%d}, judged by {model.id} {model.version}")
    for heading, side in (
        ("Rows", "right"),
        ("Where", "left"),
        ("First step not met", "left"),
        ("Who answers", "left"),
    ):
        table.add_column(heading, justify=side)  # type: ignore[arg-type]
    places: Counter[tuple[str, str, str, str | None]] = Counter()
    for (element, touchpoint, _, crack, agency), rows in counted.places.items():
        places[str(element), str(touchpoint).split("@")[0], str(crack), agency] += rows
    for (element, touchpoint, crack, agency), n in places.most_common():
        title = model.elements[element].title.get("en", element)
        answers = model.agencies[str(agency)].title.get("en", str(agency)) if agency in model.agencies else agency
        table.add_row(
            f"{n:,}", f"{title} ({element}.{touchpoint})", crack_in_words(CrackKind(crack)), str(answers or "not said")
        )
    Console().print(table)
    if here.installation.synthetic:
        typer.echo("Invented families: nothing here is about a real child.", err=True)
