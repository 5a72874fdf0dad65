"""`headwaters load`: agencies' files become records and families' stories; what is wrong comes back to be mended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headwaters.cli.options import DATA, DataFolder, ModelChoice, day, today

if TYPE_CHECKING:
    from headwaters.domain.blueprint.blueprint import Blueprint
    from headwaters.domain.records.source import Source
    from headwaters.practice.records.report import LoadReport

MOST_SHOWN = 20
"""Problems drawn on the terminal; the report file and the set-aside files hold them all."""

Received = Annotated[
    date | None,
    typer.Option("--received", parser=day, metavar="DAY", help="The day the files came in. Default: today."),
]


def load(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Folders, tables, zips, workbooks or FHIR files.")
    ] = None,
    data: DataFolder = DATA,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything and change nothing.")] = False,
    report: Annotated[Path | None, typer.Option("--report", metavar="FILE.json", help="Write the report here.")] = None,
    received: Received = None,
    blueprint: ModelChoice = None,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="DIR", help="Write an empty package here, and load nothing.")
    ] = None,
) -> None:
    """Load agencies' files: CSV packages (docs/how-to/load-your-own-data.md) and FHIR R4 resources.

    Exit codes: 0 everything was taken in; 1 something was set aside; 3 something could not be read at all.
    """
    if template is not None:
        _write_template(template)
        return
    if not paths:
        raise typer.BadParameter("Say what to load: `headwaters load --data DIR PATH...`.")
    done = _load(paths, data=data, dry_run=dry_run, received=received, blueprint=blueprint)
    if report is not None:
        _write_report(done, report)
    _show(done)
    raise typer.Exit(3 if done.unreadable else 1 if done.problems else 0)


def _asked(folder: Path) -> Path:
    """Taking files in is written down like every other deed, and refused to an owner whose grant was ended."""
    from headwaters.domain.consent import Action, Purpose, ReaderRole
    from headwaters.practice.access.actions import require
    from headwaters.practice.access.reader import LOCAL, Reader
    from headwaters.web.layout.instant import instant

    by = Reader(LOCAL, ReaderRole.OWNER, Purpose.OPERATION, instant(data=folder), "command")
    require(by, Action.LOAD, detail="agencies' files")
    return folder


def _load(paths: list[Path], *, data: Path, dry_run: bool, received: date | None, blueprint: str | None) -> LoadReport:
    """Load into the data folder; a dry run makes none, and works on an empty one where there is none."""
    from tempfile import TemporaryDirectory

    from headwaters.practice.installation import read_installation
    from headwaters.server.start import open_data
    from headwaters.sources.shelf import Shelf

    shelf = Shelf()
    model = shelf.open_file(shelf.named(blueprint or read_installation(data).blueprint))
    if not dry_run or data.exists():
        return _take_in(_asked(open_data(data)), paths, dry_run=dry_run, received=received, model=model)
    with TemporaryDirectory() as nowhere:
        folder = open_data(Path(nowhere) / "data")
        try:
            return _take_in(folder, paths, dry_run=dry_run, received=received, model=model)
        finally:
            from django.db import connections

            connections.close_all()


def _take_in(folder: Path, paths: list[Path], *, dry_run: bool, received: date | None, model: Blueprint) -> LoadReport:
    from headwaters.domain.problems import InputUnreadable
    from headwaters.practice.records.actions import load as take_in
    from headwaters.practice.records.set_aside import FOLDER as SET_ASIDE_FOLDER
    from headwaters.practice.records.set_aside import write_set_aside
    from headwaters.sources.source import deliveries, discover

    sources = discover()
    found: list[tuple[Source, Path]] = []
    unreadable: list[str] = []
    for path in paths:
        try:
            found.extend(deliveries(path, sources))
        except InputUnreadable as trouble:
            unreadable.append(str(trouble))
    done = take_in(
        found,
        received=received or today(),
        blueprint=model,
        dry_run=dry_run,
        progress=_progress,
        mending=folder / SET_ASIDE_FOLDER,
    )
    done.unreadable[:0] = unreadable
    if not dry_run:
        done.set_aside_files.extend(str(path.relative_to(folder)) for path in write_set_aside(folder))
    return done


def _progress(label: str, read: int) -> None:
    typer.echo(f"  {label}: {read:,} rows read", err=True)


def _write_template(folder: Path) -> None:
    from headwaters.sources.template import write_template

    for path in write_template(folder):
        typer.echo(str(path))


def _write_report(done: LoadReport, path: Path) -> None:
    import json

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(done.as_json(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _show(done: LoadReport) -> None:
    for sentence in done.unreadable:
        typer.echo(sentence, err=True)
    said = [*done.problems.items(), *((problem, 1) for problem in done.kept_apart), *done.remarks()]
    for problem, rows in said[:MOST_SHOWN]:
        typer.echo(f"{problem}" + (f"\n  ({rows:,} rows)" if rows > 1 else ""), err=True)
    if more := max(len(said) - MOST_SHOWN, 0) + done.further_problems:
        typer.echo(f"... and {more:,} more; `--report FILE.json` lists them.", err=True)
    for line in _table(done):
        typer.echo(line)
    typer.echo(f"{done.stories:,} families' stories." + (" Nothing was changed: a dry run." if done.dry_run else ""))
    if done.mended:
        typer.echo(f"{done.mended:,} rows that had been set aside are mended.")
    if done.set_aside_files:
        typer.echo(f"{done.waiting:,} rows wait for repair. Mend them in these files and load those:")
        for path in done.set_aside_files:
            typer.echo(f"  {path}")


def _table(done: LoadReport) -> Iterator[str]:
    """The summary, a line for each file."""
    from headwaters.domain.records.statement import Fate

    names = {key: f"{one.source}  {one.file}" for key, one in done.files.items()}
    width = max([len(name) for name in names.values()] + [5])
    yield f"{'':{width}}  {'read':>9} {'loaded':>9} {'kept':>9} {'unchanged':>9} {'set aside':>9}"
    for key, one in done.files.items():
        yield f"{names[key]:{width}}  {one.read:>9,} " + " ".join(f"{one.fates[fate]:>9,}" for fate in Fate)
    yield f"{'total':{width}}  {done.read:>9,} " + " ".join(f"{done.total(fate):>9,}" for fate in Fate)
