"""`headwaters demo`: agency files of invented families, loaded through the same door that everybody uses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headwaters.cli.options import DATA, DataFolder, day

if TYPE_CHECKING:
    from headwaters.cli.agency_files import Made
    from headwaters.domain.blueprint.blueprint import Blueprint
    from headwaters.engine.simulation.parameters import Parameters
    from headwaters.engine.simulation.truth import TruthRow
    from headwaters.practice.installation import Installation
    from headwaters.practice.records.report import LoadReport

LAST_DAY = "2026-06-30"
"""The day the demonstration speaks of, so that it says the same whenever it is made."""

FEWEST, MOST = 1, 50_000
"""Oregon has about 38,000 births a year."""
MOST_CHECKED = 500
"""Births a year up to which everything is held against the truth unasked; it takes the reference evaluator a while."""


def demo(
    births: Annotated[
        int,
        typer.Option(
            "--births", min=FEWEST, max=MOST, help="About how many children are born in it A YEAR. Oregon: 38000."
        ),
    ] = 250,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same families, byte for byte.")] = 7,
    data: DataFolder = DATA,
    pilots_only: Annotated[
        bool, typer.Option("--pilots-only", help="Families of the five pilot regions, and of no other county.")
    ] = False,
    as_of: Annotated[
        date | None,
        typer.Option("--as-of", parser=day, metavar="DAY", help=f"The day it speaks of. Default: {LAST_DAY}."),
    ] = None,
    files_only: Annotated[bool, typer.Option("--files-only", help="Write the agency files, and load nothing.")] = False,
    check: Annotated[
        bool | None,
        typer.Option(
            "--check/--no-check",
            help=f"Hold what Headwaters says against what was planted. Default: up to {MOST_CHECKED} births a year.",
            show_default=False,
        ),
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave a folder that holds this very demonstration, whole, as it is.")
    ] = False,
) -> None:
    """Make a demonstration: invented families, what agencies write down about them, and the data folder loaded from those files.

    Exit codes: 0 fine; 1 the load took in something else than was written; 2 the data folder holds other data.
    """
    as_of = as_of or date.fromisoformat(LAST_DAY)
    wanted = _installation(births, seed, as_of, pilots_only=pilots_only)
    if keep and _holds_all_of(data, wanted):
        typer.echo(f"{data} holds this demonstration already.", err=True)
        return
    check = births <= MOST_CHECKED if check is None else check
    parameters = _of_the_pilots(read_parameters()) if pilots_only else read_parameters()
    _refuse_other_data(data, wanted)
    made = make_files(
        data, births=births, seed=seed, as_of=as_of, parameters=parameters, with_lives=check and not files_only
    )
    if files_only:
        folders = made.packages[0].parent
        typer.echo(f"{made.rows:,} rows stand in {folders}. Load them with: headwaters load --data {data} {folders}")
        return
    report = load_files(data, made.packages, wanted)
    sound = _tell_load(report, made.unreadable)
    if check:
        from headwaters.cli.truth import check_truth

        check_truth(data, made.truth, made.lived, as_of=as_of)
    else:
        typer.echo("Not held against what was planted; --check does, at one look per family.", err=True)
    _next_steps(data, made.shown, as_of)
    raise typer.Exit(0 if sound else 1)


def read_parameters() -> Parameters:
    """raises  ParametersRefused  a parameter has no value, or neither source nor `assumed`"""
    from importlib.resources import files

    from ruamel.yaml import YAML

    from headwaters.engine.simulation.parameters import FILE_NAME, Parameters

    text = files("headwaters.engine.simulation").joinpath(FILE_NAME).read_text(encoding="utf-8")
    return Parameters(YAML(typ="safe").load(text))


def make_files(
    data: Path,
    *,
    births: int,
    seed: int,
    as_of: date,
    parameters: Parameters,
    with_lives: bool,
    processes: int | None = None,
) -> Made:
    """Invent the families and write what every office would send into DATA/agency-files.

    with_lives  keep the truth in memory, to hold it against what Headwaters says
    """
    from headwaters.cli.agency_files import FOLDER, Wanted, write_agency_files

    wanted = Wanted(births, seed, as_of, parameters, with_lives)
    made = write_agency_files(data / FOLDER, wanted, processes=processes, progress=_Written())
    typer.echo(
        f"{made.rows:,} rows of {len(made.packages)} agencies' files are in {data / FOLDER}: {made.children:,} children "
        f"of {made.families:,} invented families.",
        err=True,
    )
    return made


class _Written:
    """Says how many families are written, each time that another tenth of them is."""

    def __init__(self) -> None:
        self._said = 0

    def __call__(self, done: int, of: int) -> None:
        tenth = done * 10 // of
        if tenth > self._said or done == of:
            typer.echo(f"  {done:,} of {of:,} families invented and written", err=True)
        self._said = tenth


def _of_the_pilots(parameters: Parameters) -> Parameters:
    """The same numbers with the pilot regions' counties alone, by their residents."""
    from headwaters.engine.simulation.pilot_regions import PILOT_REGIONS

    return parameters.only("population.county", {county for region in PILOT_REGIONS for county in region.counties})


def _installation(births: int, seed: int, as_of: date, *, pilots_only: bool = False) -> Installation:
    from headwaters.practice.installation import Installation

    return Installation(synthetic=True, as_of=as_of, seed=seed, births=births, pilots_only=pilots_only)


def load_files(data: Path, packages: tuple[Path, ...], installation: Installation) -> LoadReport:
    """Load the packages as `headwaters load` does, and note in the folder that its families are invented."""
    from headwaters.practice.installation import write_installation
    from headwaters.server.start import open_data

    data.mkdir(parents=True, exist_ok=True)
    write_installation(data, installation)  # first: whose grants begin when depends on whether families are invented
    folder = open_data(data)
    from headwaters.practice.records.actions import load
    from headwaters.practice.records.set_aside import write_set_aside
    from headwaters.sources.shelf import Shelf
    from headwaters.sources.source import deliveries, discover

    sources, shelf = discover(), Shelf()
    found = [delivery for package in packages for delivery in deliveries(package, sources)]
    model = shelf.open_file(shelf.named(installation.blueprint))
    report = load(
        found, received=installation.as_of or date.fromisoformat(LAST_DAY), blueprint=model, progress=_progress
    )
    write_set_aside(folder)
    _put_people_in(folder, installation, model)
    write_installation(folder, replace(installation, loaded=True))
    return report


def _put_people_in(folder: Path, installation: Installation, model: Blueprint) -> None:
    """Invented staff, caseloads, asks and codes, so that every page has somebody to try it as."""
    from headwaters.domain.consent import Purpose, ReaderRole
    from headwaters.engine.evaluation.reference import Models, prepare
    from headwaters.practice.access.reader import LOCAL, Reader
    from headwaters.practice.demonstration import people_a_demonstration
    from headwaters.web.layout.instant import instant

    at = instant(installation, data=folder)
    by = Reader(id=LOCAL, role=ReaderRole.OWNER, purpose=Purpose.CARE, at=at, through="command")
    people_a_demonstration(folder, by=by, models=Models.of(prepare(model)), as_of=at.date())


def _progress(label: str, read: int) -> None:
    typer.echo(f"  {label}: {read:,} rows read", err=True)


def _tell_load(report: LoadReport, unreadable: int) -> bool:
    """Say what the load did; False if it set aside anything but the rows that were made to be."""
    from headwaters.domain.records.statement import Fate

    loaded, aside = report.total(Fate.LOADED), report.total(Fate.SET_ASIDE)
    typer.echo(
        f"{report.read:,} rows read: {loaded:,} loaded, {report.total(Fate.KEPT):,} kept, {report.total(Fate.UNCHANGED):,} unchanged, "
        f"{aside:,} set aside ({unreadable:,} were made unreadable on purpose). {report.stories:,} families' stories."
    )
    for trouble in report.unreadable:
        typer.echo(trouble, err=True)
    return aside == unreadable and not report.unreadable


def _holds_all_of(data: Path, wanted: Installation) -> bool:
    from headwaters.practice.installation import FILE, read_installation

    return (data / FILE).exists() and read_installation(data) == replace(wanted, loaded=True)


def _refuse_other_data(data: Path, wanted: Installation) -> None:
    """A folder that holds real families, or another demonstration, is never written into: its records would mix with these."""
    from headwaters.practice.installation import FILE, read_installation

    if not any(data.glob("*.sqlite3")):
        return
    held = read_installation(data) if (data / FILE).exists() else None
    if held is None or not held.synthetic:
        trouble = "records that are not a demonstration"
    elif replace(held, loaded=False, hides_through=wanted.hides_through) != wanted:
        where = "the pilot regions" if held.pilots_only else "the whole state"
        trouble = f"another demonstration ({held.births} births a year in {where}, seed {held.seed}, {held.as_of})"
    else:
        return
    typer.echo(f"{data} holds {trouble}. Give this one a folder of its own: --data DIR.", err=True)
    raise typer.Exit(2)


def _next_steps(data: Path, shown: TruthRow | None, as_of: date) -> None:
    """What to try, with a child for whom a hand-off stands still on that day."""
    example = f"{shown.source}:{shown.person} {shown.fault.element}" if shown else "births:BR-00000-A well_child"
    typer.echo(
        f"\nThe demonstration speaks of {as_of:%Y-%m-%d}. Every family in it is invented. Next:\n"
        f"  headwaters serve --data {data}\n"
        f"  headwaters cracks --data {data}\n"
        f"  headwaters why --data {data} {example}"
    )
