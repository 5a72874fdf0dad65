"""`headwaters blueprint check|show|test|compare`: designing a Child Success Model from the command line."""

from __future__ import annotations

from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from headwaters.domain.blueprint.blueprint import Blueprint
    from headwaters.domain.blueprint.element import Element
    from headwaters.domain.problems import Problem
    from headwaters.interchange.blueprint_yaml import BlueprintReading
    from headwaters.sources.shelf import Shelf

app = typer.Typer(no_args_is_help=True, help="Check, read, try out and compare blueprints.")

Files = Annotated[
    list[str], typer.Argument(metavar="FILE...", help="Files, or ids such as first-1000-days or id@1.0.0.")
]
File = Annotated[str, typer.Argument(metavar="FILE", help="A file, or an id such as first-1000-days or id@1.0.0.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON, for a program.")]
Language = Annotated[str, typer.Option("--lang", help="Language of titles and family texts.")]


@app.command()
def check(files: Files, json: Json = False) -> None:
    """Find everything that is wrong with blueprints, with line and remedy.

    Exit code 0: nothing found; 1: problems; 3: a file cannot be read.
    """
    shelf = _shelf()
    readings = {name: shelf.read_file(shelf.named(name)) for name in files}
    if json:
        _print_json([_as_data(problem) for reading in readings.values() for problem in reading.problems])
    else:
        for name, reading in readings.items():
            _say(name, reading)
    if any(reading.problems for reading in readings.values()):
        raise typer.Exit(1)


def _say(name: str, reading: BlueprintReading) -> None:
    for problem in reading.problems:
        typer.echo(str(problem))
    if reading.problems:
        count = len(reading.problems)
        typer.echo(f"{name}: {count} problem{'' if count == 1 else 's'}.", err=True)
    elif reading.blueprint is not None:
        from headwaters.interchange.blueprint_yaml import asked_for

        unknown = len(asked_for(reading))
        blueprint = reading.blueprint
        touchpoints = sum(len(element.touchpoints) for element in blueprint.elements.values())
        typer.echo(
            f"{name}: {blueprint.id} {blueprint.version} is sound: {len(blueprint.elements)} elements, "
            f"{touchpoints} touchpoints, {len(blueprint.handoffs)} hand-offs, {len(blueprint.sources)} sources, {unknown} numbers still asked for."
        )


@app.command()
def show(
    file: File,
    element: Annotated[
        str | None, typer.Argument(help="One element or hand-off; without it the whole blueprint.")
    ] = None,
    lang: Language = "en",
    json: Json = False,
) -> None:
    """Read a blueprint aloud: what reaches whom, when, by whom, and where it is handed on."""
    from headwaters.domain.blueprint.aloud import as_data, handoffs_of, read_aloud, read_element, read_handoff

    blueprint = _open(_shelf(), file)
    if element is not None and element in blueprint.handoffs and element not in blueprint.elements:
        lines = read_handoff(blueprint, blueprint.handoffs[element], language=lang)
    elif element is not None:
        found = _element(blueprint, element)
        if json:
            _print_json(as_data(blueprint, found, language=lang))
            return
        used = (read_handoff(blueprint, one, language=lang) for one in handoffs_of(blueprint, found))
        lines = chain(read_element(blueprint, found, language=lang), *used)
    elif json:
        _print_json([as_data(blueprint, one, language=lang) for one in blueprint.elements.values()])
        return
    else:
        lines = read_aloud(blueprint, language=lang)
    for line in lines:
        typer.echo(line)


@app.command("test")
def try_out(
    files: Files,
    cases: Annotated[
        Path | None, typer.Option("--cases", help="The file of cases. Default: cases.yaml beside each.")
    ] = None,
    json: Json = False,
) -> None:
    """Run the designers' cases beside a blueprint: a family, a day, and what the blueprint must say.

    Exit code 0: every case holds; 1: some do not; 2: there are no cases; 3: a file cannot be read.
    """
    shelf = _shelf()
    results = [result for name in files for result in _run(shelf, shelf.named(name), cases)]
    failed = [one for one in results if one["shortfalls"]]
    if json:
        _print_json(results)
    else:
        for one in results:
            typer.echo(f"{'fails' if one['shortfalls'] else 'holds'}  {one['where']}  {one['case']}")
            for shortfall in one["shortfalls"]:
                typer.echo(f"       {shortfall}")
        typer.echo(f"{len(results) - len(failed)} of {len(results)} cases hold.", err=True)
    if failed:
        raise typer.Exit(1)


def _run(shelf: Shelf, path: Path, cases: Path | None) -> list[dict[str, Any]]:
    """One entry for each case of a blueprint: case, where, shortfalls."""
    from headwaters.domain.blueprint.designer_case import shortfalls
    from headwaters.domain.days import Span
    from headwaters.domain.problems import BlueprintRefused
    from headwaters.engine.evaluation.reference import evaluate, prepare
    from headwaters.sources.shelf import read_cases_file

    blueprint = shelf.open_file(path)
    reading = read_cases_file(cases or path.parent / "cases.yaml", blueprint)
    if reading.problems:
        raise BlueprintRefused(reading.problems)
    plan = prepare(blueprint)
    results = []
    for case in reading.cases:
        found = []
        for check in case.checks:
            year = Span(date(check.as_of.year, 1, 1), date(check.as_of.year + 1, 1, 1))
            rows = evaluate(plan, case.story, case.observations, as_of=check.as_of, period=year)
            found += [f"{one.where}  {one.sentence}" for one in shortfalls(check, rows)]
        results.append({"case": case.sentence, "where": str(case.where), "shortfalls": found})
    return results


@app.command()
def compare(a: File, b: File, lang: Language = "en", json: Json = False) -> None:
    """Tell in sentences what B does differently from A, with the reasons B gives."""
    from headwaters.domain.blueprint.difference import difference

    shelf = _shelf()
    old, new = _open(shelf, a), _open(shelf, b)
    reasons = _reasons(shelf, b, lang)
    found = [(one, _reason(one.path, reasons)) for one in difference(old, new, language=lang)]
    if json:
        rows = [
            {"path": list(one.path), "subject": one.subject, "sentence": one.sentence, "because": why}
            for one, why in found
        ]
        _print_json(rows)
        return
    for one, why in found:
        typer.echo(one.sentence + (f" Because: {why}" if why else ""))
    if not found:
        typer.echo("No difference.", err=True)


def _reasons(shelf: Shelf, name: str, language: str) -> dict[tuple[str, ...], str]:
    """Path of each change that a fork made itself -> its reason."""
    from headwaters.domain.blueprint.wording import word_text

    changed = shelf.read_file(shelf.named(name)).changed
    return {path: why if isinstance(why, str) else word_text(why, language) for path, why in changed.items()}


def _reason(path: tuple[str, ...], reasons: dict[tuple[str, ...], str]) -> str:
    """The reason of the change at, around or inside a path."""
    for changed, why in reasons.items():
        shorter = min(len(changed), len(path))
        if changed[:shorter] == path[:shorter]:
            return why
    return ""


def _shelf() -> Shelf:
    from headwaters.sources.shelf import Shelf

    return Shelf()


def _open(shelf: Shelf, name: str) -> Blueprint:
    return shelf.open_file(shelf.named(name))


def _element(blueprint: Blueprint, name: str) -> Element:
    from headwaters.domain.blueprint.misread import did_you_mean
    from headwaters.domain.problems import NotFound

    if name not in blueprint.elements:
        raise NotFound(f"There is no element `{name}`. {did_you_mean(name, blueprint.elements, kind='Elements')}")
    return blueprint.elements[name]


def _as_data(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.where.file, "line": problem.where.line, "field": problem.where.field, "subject": problem.subject,
        "what": problem.what, "remedy": problem.remedy, "code": problem.code,
    }  # fmt: skip


def _print_json(value: object) -> None:
    import json

    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
