"""`headwaters directory`: take a directory of services in, give it on, look after it, search it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headwaters.cli.options import DATA, DataFolder
from headwaters.domain.consent import Purpose, ReaderRole
from headwaters.domain.problems import CannotWrite, NotFound, Problem

if TYPE_CHECKING:
    from headwaters.practice.access.reader import Reader
    from headwaters.practice.directory.intake import Outcome
    from headwaters.practice.directory.offers import Offer

SHOWN = 20
app = typer.Typer(no_args_is_help=True, help="Services that families can be sent to: in, out, in order, and found.")


def _open(data: Path, *, create: bool = False) -> Reader:
    from headwaters.server.start import open_data

    folder = open_data(data, create=create)
    from headwaters.practice.access.reader import LOCAL, Reader
    from headwaters.practice.installation import read_installation
    from headwaters.web.layout.instant import instant

    at = instant(read_installation(folder), data=folder)
    return Reader(id=LOCAL, role=ReaderRole.OWNER, purpose=Purpose.CARE, at=at, through="command")


@app.command("import")
def import_(
    path: Annotated[
        Path, typer.Argument(help="A folder, a zip or a file: HSDS 3 JSON or CSV, older Open Referral or Ohana CSV.")
    ],
    data: DataFolder = DATA,
    origin: Annotated[
        str | None,
        typer.Option(
            "--origin", help="Whose directory it is; the same again is a newer one. Default: the file's name."
        ),
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Say what it would do, and write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Take a directory in. The same package again changes nothing; rows with problems wait, named by file and line."""
    from headwaters.interchange.hsds.recognise import read_package
    from headwaters.sources.directory_files import open_directory

    package = read_package(open_directory(path))
    by = _open(data, create=True)
    from headwaters.practice.directory import intake

    whose = origin or _origin_of(path)
    if preview:
        outcome = intake.preview(package, origin=whose, by=by)
    else:
        _, outcome = intake.import_package(package, origin=whose, delivery=path.name, by=by)
    if as_json:
        typer.echo(json.dumps(_as_object(outcome, whose, preview), indent=1))
    else:
        _say(outcome, whose, preview)
    if outcome.set_aside:
        raise typer.Exit(1)


def _origin_of(path: Path) -> str:
    return (
        "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in path.resolve().stem.lower())[:64]
        or "directory"
    )


def _as_object(outcome: Outcome, origin: str, preview: bool) -> dict[str, object]:
    return {
        "format": 1, "origin": origin, "preview": preview, "form": outcome.form, "lines": outcome.lines, "taken": outcome.taken,
        "repeated": outcome.repeated, "set_aside": outcome.set_aside, "new": outcome.new, "changed": outcome.changed,
        "unchanged": outcome.unchanged, "absent": outcome.absent, "tables": dict(outcome.tables),
        "problems": [_problem(one) for one in outcome.problems], "notes": [_problem(one) for one in outcome.notes],
    }  # fmt: skip


def _problem(one: Problem) -> dict[str, object]:
    return {
        "file": one.where.file,
        "line": one.where.line,
        "field": one.where.field,
        "subject": one.subject,
        "what": one.what,
        "remedy": one.remedy,
        "code": one.code,
    }


def _say(outcome: Outcome, origin: str, preview: bool) -> None:
    will = "would be " if preview else ""
    typer.echo(f"{outcome.form}, as directory `{origin}`: {outcome.lines:,} lines read.")
    typer.echo(f"  {outcome.taken:,} taken, {outcome.repeated:,} said twice, {outcome.set_aside:,} set aside")
    typer.echo(
        f"  rows: {outcome.new:,} {will}new, {outcome.changed:,} {will}changed, {outcome.unchanged:,} as before, {outcome.absent:,} not in this package (kept)"
    )
    typer.echo(
        "  " + ", ".join(f"{table.replace('_', ' ')} {count:,}" for table, count in sorted(outcome.tables.items()))
    )
    for heading, found in (("Waiting for repair", outcome.problems), ("Worth a look", outcome.notes)):
        if found:
            typer.echo(f"{heading}: {len(found):,}", err=True)
            _list(found)


def _list(found: Sequence[Problem]) -> None:
    for one in found[:SHOWN]:
        typer.echo(f"  {one}", err=True)
    if len(found) > SHOWN:
        typer.echo(f"  ... and {len(found) - SHOWN:,} more (--json lists all)", err=True)


@app.command("export")
def export(
    out: Annotated[Path, typer.Argument(help="A folder; it is made where there is none.")],
    data: DataFolder = DATA,
    form: Annotated[
        str, typer.Option("--format", help="hsds-3.0 (nested JSON) or csv (a tabular package).")
    ] = "hsds-3.0",
    origin: Annotated[str | None, typer.Option("--origin", help="Only this directory.")] = None,
) -> None:
    """Write the directory as HSDS 3. What the form cannot say is listed; ids that were no UUIDs become such, and go along."""
    by = _open(data)
    from headwaters.practice.directory.outgoing import Format, export_directory

    if form not in set(Format):
        raise NotFound(f"There is no format `{form}`. Formats: {', '.join(Format)}.")
    exported = export_directory(Format(form), by=by, origin=origin)
    if not exported.rows:
        raise NotFound("There is nothing in the directory yet. Take one in with `headwaters directory import PATH`.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in exported.files.items():
            (out / name).write_bytes(content)
    except OSError as refused:
        raise CannotWrite(
            f"{out} cannot be written: {refused.strerror}. What stands there may not be whole; export again."
        ) from refused
    typer.echo(f"{exported.rows:,} rows in {len(exported.files)} files: {out}")
    for licence in exported.licences:
        typer.echo(f"  Part of it came under: {licence}")
    for sentence in exported.unsaid:
        typer.echo(f"  {sentence}", err=True)


@app.command("check")
def check(data: DataFolder = DATA) -> None:
    """Say what needs a person: rows waiting for repair, openings nobody checked lately, services that look alike. Exit code 1 if any."""
    by = _open(data)
    from headwaters.practice.directory.looking_after import state_of

    state = state_of(by=by, as_of=by.at.date())
    typer.echo(f"{state.services:,} services of {state.providers:,} providers at {state.places:,} places.")
    typer.echo(
        f"  openings: {state.fresh:,} checked lately, {state.stale:,} over 45 days ago, {state.silent:,} never said"
    )
    typer.echo(f"  {state.with_rule:,} services have a rule that can be run")
    typer.echo(f"  {state.waiting:,} rows wait for repair")
    typer.echo(f"  {state.alike:,} pairs of services look alike and wait for a decision")
    for one in state.left_out[:SHOWN]:
        typer.echo(f"  {one.file}:{one.line}  {one.problems[0][0]} {one.problems[0][1]}", err=True)
    if state.waiting or state.alike or state.stale:
        raise typer.Exit(1)


@app.command("find")
def find(
    text: Annotated[str, typer.Argument(help="Words that must all stand in the service.")] = "",
    data: DataFolder = DATA,
    need: Annotated[
        str | None, typer.Option("--need", help="A need (food, housing ...) or an agency of the blueprint (wic).")
    ] = None,
    county: Annotated[str | None, typer.Option("--county", help="For example lane.")] = None,
    zip_: Annotated[str | None, typer.Option("--zip", help="Distances are counted from here.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="For example es.")] = None,
    age_months: Annotated[int | None, typer.Option("--age-months", min=0, help="The child's age.")] = None,
    most: Annotated[int, typer.Option("--most", min=1, max=1_000)] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Find services by need, place, language and age."""
    by = _open(data)
    from headwaters.practice.directory.needs import NEEDS, need_ids
    from headwaters.practice.directory.queries import Asked, search

    if need and not need_ids(need):
        raise NotFound(
            f"There is no need `{need}`. Needs: {', '.join(one.id for one in NEEDS)}; or an agency of the blueprint."
        )
    days = None if age_months is None else age_months * 365 // 12 + 1
    asked = Asked(need=need, county=county, zip=zip_, language=language, age_days=days, text=text)
    found = search(asked, by=by, most=most)
    if as_json:
        typer.echo(
            json.dumps({"format": 1, "total": found.total, "offers": [_offer(one) for one in found.offers]}, indent=1)
        )
        return
    typer.echo(
        f"{found.total:,} services" + (f", the first {len(found.offers)}:" if found.total > len(found.offers) else ":")
    )
    for one in found.offers:
        typer.echo(_line(one))


def _offer(one: Offer) -> dict[str, object]:
    return {
        "service": one.service, "name": one.name, "provider": one.provider, "needs": one.needs, "languages": one.languages,
        "counties": one.counties, "address": one.address, "phone": one.phone, "distance_miles": one.distance_miles,
        "open_places": one.openings.open_places if one.openings else None,
        "waiting": one.openings.waiting if one.openings else None,
        "checked_on": one.checked_on.isoformat() if one.checked_on else None, "stale": one.stale, "invented": one.invented,
    }  # fmt: skip


def _line(one: Offer) -> str:
    room = (
        "openings never told"
        if one.openings is None
        else f"{one.openings.open_places if one.openings.open_places is not None else '?'} open, checked {one.openings.checked_on}"
    )
    if one.stale:
        room += ", call first"
    far = "" if one.distance_miles is None else f", {one.distance_miles:g} miles"
    return f"  {one.name} ({one.provider or 'no provider listed'}): {room}{far}. {one.phone} {one.address}".rstrip()
