"""`headwaters reach`: whom each element reached, by group, with small numbers hidden and everything said that a share hangs on."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from headwaters.cli.options import DATA, AsOf, DataFolder, day
from headwaters.domain.consent import Purpose
from headwaters.domain.problems import NotFound
from headwaters.engine.measures.reach import PARTS, CountingRule, GroupKind, Interval, Part

if TYPE_CHECKING:
    from rich.table import Table

    from headwaters.cli.opening import Opened
    from headwaters.engine.measures.released import Denominator, ReleasedReach, ReleasedRow
    from headwaters.engine.measures.suppression import Released

FORMAT = 1
"""Version of the JSON object; a field that changes its meaning raises it."""

METHOD = (
    "reach = reached / need; need = reached + reached_late + missed + overdue + in_progress + declined + unobserved, of recipients "
    "whose last day in time has passed or whose hand-off runs. Late is shown apart. Bounds: the unobserved all missed, and all "
    "reached. Interval: Wilson, 95 %. Each person counts once."
)
ONE_GROUP = {
    GroupKind.RACE: (
        "One group each: every person is counted once, in the group told as their primary identity, so the groups add up to "
        "everybody; who named several and none as primary is `multiple`. Hispanic or Latino is asked in the same question."
    ),
    GroupKind.ZIP: (
        "One group each, by the household's zip code inside the child's county. Zip codes are shown as told and not joined up: "
        "no published number of people per zip code is known here."
    ),
}
EACH_NAMED = "Each group named: a person stands in every group they named, so the groups add up to more than everybody."


def reach(
    by: Annotated[GroupKind, typer.Option("--by", help="What people are told apart by.")] = GroupKind.ALL,
    element: Annotated[
        str | None,
        typer.Option("--element", metavar="ELEMENT[.TOUCHPOINT]", help="Only this. Default: every element as a whole."),
    ] = None,
    data: DataFolder = DATA,
    as_of: AsOf = None,
    born_from: Annotated[
        date | None, typer.Option("--born-from", parser=day, metavar="DAY", help="Born (or due) from this first day of a quarter.")
    ] = None,
    born_through: Annotated[
        date | None,
        typer.Option("--born-through", parser=day, metavar="DAY", help="Born (or due) through this last day of a quarter."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV, one row per line and group.")] = False,
) -> None:  # fmt: skip
    """Print reach by group from what was last published. Counts from 1 to 10 are hidden, and what would give them away."""
    from headwaters.cli.opening import open_for
    from headwaters.engine.measures.downloads import reach_csv_of

    if as_json and as_csv:
        raise typer.BadParameter("Choose one of --json and --csv.")
    here = open_for(data, purpose=Purpose.MEASUREMENT, as_of=as_of)
    day_asked = _published_day(here, as_of)
    tables = _tables(here, by, element, born_from, born_through)
    if as_json:
        typer.echo(json.dumps(_as_object(here, day_asked, by, tables), indent=1))
    elif as_csv:
        typer.echo(reach_csv_of(tables), nl=False)
        typer.echo("\n".join(_notes(by, tables)), err=True)
    else:
        _print(here, day_asked, by, tables)


def _published_day(here: Opened, as_of: date | None) -> date:
    """The day of the published run.

    raises  NotFound  another day is asked about
    """
    from headwaters.practice.published import queries

    published = queries.as_of(here.data)
    if as_of is not None and as_of != published:
        raise NotFound(
            f"What is published speaks of {published}, not of {as_of}. "
            f"Run `headwaters refresh --data {here.data} --as-of {as_of}` first."
        )
    return published


def _tables(
    here: Opened, by: GroupKind, element: str | None, born_from: date | None, born_through: date | None
) -> tuple[ReleasedReach, ...]:  # fmt: skip
    from headwaters.engine.measures.reach import Born
    from headwaters.practice.published import queries

    born = Born(born_from, born_through)
    if element is None:
        return queries.reach_of_lines(here.data, by=here.reader, kind=by, born=born, suppress=True)
    name, _, touchpoint = element.replace("/", ".").partition(".")
    return (
        queries.reach(
            here.data, by=here.reader, element=name, touchpoint=touchpoint or None, kind=by, born=born, suppress=True
        ),
    )


def _notes(by: GroupKind, tables: tuple[ReleasedReach, ...]) -> list[str]:
    """All that must be read with the numbers."""
    limit = tables[0].hides_through if tables else 0
    hidden = sum(one.count is None for table in tables for row in table.rows for one in row.parts.values())
    notes = [f"Method: {METHOD}", f"Counting rule: {_rule(by, tables)}"]
    if tables:
        notes.append(f"Denominator: {_denominator(tables[0].denominator)}")
    notes.append(
        f"Hidden: counts from 1 to {limit}, and as many more as it takes that none can be worked out from sums, differences or "
        f"shares ({hidden:,} counts in groups are hidden here)."
        if hidden
        else f"Hidden: nothing; no count is from 1 to {limit}."
    )
    notes.append("Two outputs of different cohorts can be subtracted from each other: hand on only one of them.")
    return notes


def _rule(by: GroupKind, tables: tuple[ReleasedReach, ...]) -> str:
    if tables and tables[0].counting_rule is CountingRule.EACH_GROUP_NAMED:
        return EACH_NAMED
    return ONE_GROUP.get(by, "One group each: every person is counted once, so the groups add up to everybody.")


def _denominator(held: Denominator) -> str:
    if held.register is not None:
        return (
            f"the people of the register `{held.register}`, where it covers the birth; before and after its days, those known here. "
            "Who is known here and not in it is in no share."
        )
    said = "of children known to us; no register of births covers this cohort."
    if held.births is None:
        return said + " No published number of births of this place and period was found."
    return (
        f"{said} Published births of the state in these days: {held.births_unit} {held.births:,} ({held.births_source}, "
        f"{held.births_year}). Not seen by anyone here: about {held.not_seen_here:,}."
    )


def _as_object(here: Opened, as_of: date, by: GroupKind, tables: tuple[ReleasedReach, ...]) -> dict[str, object]:
    from headwaters.practice.published import queries

    manifest = queries.manifest(here.data)
    held = tables[0].denominator if tables else None
    return {
        "format": FORMAT,
        "as_of": as_of.isoformat(),
        "known_by": manifest.known_by.isoformat() if manifest.known_by else None,
        "blueprint": manifest.blueprint, "version": manifest.version, "synthetic": here.installation.synthetic,
        "by": by.value,
        "method": METHOD,
        "counting_rule": tables[0].counting_rule.value if tables else CountingRule.ONE_GROUP_EACH.value,
        "counting_rule_in_words": _rule(by, tables),
        "suppression": {"hides_from": 1, "hides_through": tables[0].hides_through if tables else None},
        "denominator": None if held is None else {
            "register": held.register, "known_to_us": held.register is None, "published_births": held.births,
            "year": held.births_year, "unit": held.births_unit, "source": held.births_source,
            "not_seen_by_anyone_here": held.not_seen_here,
        },
        "notes": _notes(by, tables),
        "lines": [_line_object(table) for table in tables],
    }  # fmt: skip


def _line_object(table: ReleasedReach) -> dict[str, object]:
    return {
        "element": table.line.element, "touchpoint": table.line.touchpoint, "occurrences": table.line.occurrences,
        "born_from": table.born.first.isoformat() if table.born.first else None,
        "born_through": table.born.last.isoformat() if table.born.last else None,
        "everybody": _row_object(table.everybody),
        "groups": [_row_object(row) for row in table.rows],
    }  # fmt: skip


def _row_object(row: ReleasedRow) -> dict[str, object]:
    """A number that is null is hidden, or a share of nobody: `nobody` and `hidden` tell which."""
    return {
        "group": None if row.group is None else row.group.id,
        "within": None if row.group is None else row.group.within,
        "need": row.need.count, **{part.value: row.parts[part].count for part in PARTS}, "cohort": row.cohort.count,
        "reach": row.reach, "reach_with_late": row.reach_with_late,
        "interval": _pair(row.interval), "bounds": _pair(row.bounds),
        "nobody": row.nobody, "unsteady": row.unsteady, "hidden": row.hidden,
    }  # fmt: skip


def _pair(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]


HIDDEN = "hidden"
HEADINGS = ("In time", "At best", "Of", "Late", "Unseen", "Said no")
"""Few enough columns for a narrow terminal; every part stands in --csv and --json."""


def _print(here: Opened, as_of: date, by: GroupKind, tables: tuple[ReleasedReach, ...]) -> None:
    from rich.console import Console

    if not tables:
        typer.echo("Nobody of this cohort is known here, so there is nothing to count.")
        return
    console = Console()
    typer.echo(f"Reach by {by.value}, as of {as_of:%Y-%m-%d}")
    for table in tables:
        console.print(_line_table(here, by, table))
    typer.echo("At best: had all the unseen been reached. All parts of every row: --csv or --json.")
    for note in _notes(by, tables):
        typer.echo(note)
    if here.installation.synthetic:
        typer.echo("Invented families: nothing here is about a real child.", err=True)


def _line_table(here: Opened, by: GroupKind, table: ReleasedReach) -> Table:
    from rich import box
    from rich.table import Table

    element = here.models.default.blueprint.elements.get(table.line.element)
    title = element.title.get("en", table.line.element) if element else table.line.element
    step = "" if table.line.touchpoint is None else f", {table.line.touchpoint}"
    shown = Table(title=f"{title}{step}", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    shown.add_column("Group")
    for heading in HEADINGS:
        shown.add_column(heading, justify="right", no_wrap=True)
    for row in (table.everybody, *table.rows) if by is not GroupKind.ALL else (table.everybody,):
        shown.add_row(_group_words(row), *_cells(row))
    return shown


def _group_words(row: ReleasedRow) -> str:
    if row.group is None:
        return "everybody"
    words = {"not_asked": "not asked, or not known", "withheld": "did not want to answer"}
    name = words.get(row.group.id, row.group.id.replace("_", " "))
    return f"{name} ({row.group.within})" if row.group.kind is GroupKind.ZIP else name


def _cells(row: ReleasedRow) -> list[str]:
    """Share with its interval, the share had all the unseen been reached, and the counts that both hang on."""

    def count(one: Released) -> str:
        return HIDDEN if one.count is None else f"{one.count:,}"

    if row.nobody:
        return ["nobody yet", "", "0", "", "", ""]
    share = HIDDEN
    if row.reach is not None:
        span = "" if row.interval is None else f" ({100 * row.interval.low:.0f}-{100 * row.interval.high:.0f})"
        share = f"{100 * row.reach:.0f} %{span}"
    best = HIDDEN if row.bounds is None else f"{100 * row.bounds.high:.0f} %"
    parts = (Part.REACHED_LATE, Part.UNOBSERVED, Part.DECLINED)
    return [share, best, count(row.need), *(count(row.parts[part]) for part in parts)]
