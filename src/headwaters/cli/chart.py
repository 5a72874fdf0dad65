"""`headwaters chart run|power`: whether a measure changed or only varied, and how large a change could be seen at all."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from headwaters.domain.charts.chart import Break, Chart, Phase, Rules, Stage, Verdict, chart
from headwaters.domain.charts.nhs_rules import Cause
from headwaters.domain.problems import InputUnreadable, NotTaken

FORMAT = 1
"""Version of the JSON object; a field that changes its meaning raises it."""

app = typer.Typer(no_args_is_help=True, help="Judge a measure over time.")


@app.command()
def run(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV: date,value or date,numerator,denominator; complete=no for a period not over.")
    ],
    rules: Annotated[Rules, typer.Option("--rules", help="Which rules say what is not chance.")] = Rules.ANHOEJ,
    breaks: Annotated[
        list[str] | None,
        typer.Option("--break", metavar="DAY=WHY", help="From this day on it is another process: middle and limits anew."),
    ] = None,
    with_trend: Annotated[
        bool, typer.Option("--trend", help="NHS rules: also seven points rising or falling. Finds little, alarms often.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:  # fmt: skip
    """Judge a line of points: is the latest stretch different from what chance explains?

    Exit code 0: judged, whatever was found; 1: some rows could not be read (the others were judged); 3: nothing could be read.
    """
    from headwaters.interchange.points_csv import read_points

    try:
        told = read_points(file.read_text(encoding="utf-8"), file=str(file))
    except (OSError, UnicodeDecodeError) as refused:
        raise InputUnreadable(f"{file} cannot be opened as a CSV file: {refused}.") from None
    for problem in told.problems:
        typer.echo(str(problem), err=True)
    if not told.points:
        raise InputUnreadable(f"{file} holds no points that could be read.")
    try:
        judged = chart(told.points, rules=rules, breaks=[_break(said) for said in breaks or ()], with_trend=with_trend)
    except ValueError as refused:
        raise NotTaken(str(refused)) from None
    if as_json:
        typer.echo(json.dumps(_as_object(judged), indent=1))
    else:
        _print(judged)
    if told.problems:
        raise typer.Exit(1)


@app.command()
def power(
    births: Annotated[int, typer.Option("--births", min=1, help="Children counted in a year.")],
    share: Annotated[float, typer.Option("--share", min=0.0, max=1.0, help="The share of the year before, from 0 to 1.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, in points of a hundred.")] = False,
) -> None:  # fmt: skip
    """Say how large a change from one year to the next would have to be, so that these many births could show it."""
    from headwaters.domain.charts.power import ALARM, POWER, detectable_fall, detectable_rise

    found = {"rise": detectable_rise(share, births), "fall": detectable_fall(share, births)}
    points = {name: None if one is None else round(100 * one, 1) for name, one in found.items()}
    if as_json:
        typer.echo(
            json.dumps({"format": FORMAT, "births": births, "share": share, "alarm": ALARM, "power": POWER, **points})
        )
        return
    typer.echo(f"With {births:,} births a year and a share of {100 * share:.0f} %:")
    for name, one in points.items():
        typer.echo(
            f"  a {name} of {one} points or more could be seen" if one is not None else f"  no {name} could be seen"
        )
    typer.echo("Compared year with year: seen four times in five, and one time in twenty where nothing changed.")


def _break(said: str) -> Break:
    """raises  NotTaken  it says no day, or no reason"""
    day, _is, because = said.partition("=")
    try:
        held = date.fromisoformat(day.strip())
    except ValueError:
        held = None
    if held is None or not because.strip():
        raise NotTaken(f"`{said}` does not say when and why. Write it as 2026-03-01='new referral form'.")
    return Break(held, because.strip())


def _as_object(judged: Chart) -> dict[str, Any]:
    """`centre`, `limits` and `signals` are those of the stretch that the latest point stands in; `phases` holds all."""
    phases = [_phase_object(phase, judged.rules) for phase in judged.phases]
    return {
        "format": FORMAT, "rules": judged.rules.value, **phases[-1],
        "points": [point for phase in judged.phases for point in _points(phase)],
        "phases": phases,
    }  # fmt: skip


def _phase_object(phase: Phase, rules: Rules) -> dict[str, Any]:
    runs = phase.runs
    causes = {cause for one in phase.points for cause in one.causes}
    return {
        "because": phase.because, "centre": phase.centre, "points_judged": sum(one.point.complete for one in phase.points),
        "stage": phase.stage.value, "limits_of": phase.limits_of.value if phase.limits_of else None,
        "verdict": phase.verdict.value, "since": phase.since.isoformat() if phase.since else None,
        "signals": {"shift": runs.shift, "crossings": runs.few_crossings} if rules is Rules.ANHOEJ
        else {"shift": Cause.ONE_SIDE in causes, **{cause.value: cause in causes for cause in Cause}},
        "runs": {
            "useful": runs.useful, "longest_run": runs.longest_run, "longest_run_allowed": runs.longest_allowed,
            "crossings": runs.crossings, "fewest_crossings_allowed": runs.fewest_allowed,
        },
    }  # fmt: skip


def _points(phase: Phase) -> list[dict[str, Any]]:
    return [
        {
            "date": one.point.day.isoformat(), "value": one.point.value, "numerator": one.point.numerator,
            "denominator": one.point.denominator, "complete": one.point.complete, "lower": one.lower, "upper": one.upper,
            "causes": sorted(one.causes),
        }
        for one in phase.points
    ]  # fmt: skip


VERDICTS = {
    Verdict.TOO_FEW: "Too few points to tell change from chance.",
    Verdict.NO_SIGNAL: "No signal: this is what it always does.",
    Verdict.ABOVE: "Higher than chance explains",
    Verdict.BELOW: "Lower than chance explains",
    Verdict.MIXED: "Not chance alone, and in no one direction",
}


def _print(judged: Chart) -> None:
    for phase in judged.phases:
        typer.echo(_span(phase))
        typer.echo(f"  {VERDICTS[phase.verdict]}" + (f", since {phase.since}." if phase.since else _stop(phase)))
        if phase.centre is not None:
            typer.echo(f"  Middle {phase.centre:.4g}{_limits(phase)}")
        runs = phase.runs
        if runs.longest_allowed is not None:
            typer.echo(
                f"  Longest run on one side {runs.longest_run} (chance: up to {runs.longest_allowed}); "
                f"crossings {runs.crossings} (chance: {runs.fewest_allowed} or more)"
            )
    typer.echo(f"Rules: {judged.rules.value}")


def _span(phase: Phase) -> str:
    if not phase.points:
        return "No points"
    words = f"{phase.points[0].point.day} to {phase.points[-1].point.day}, {len(phase.points)} points"
    return f"{words} ({phase.because})" if phase.because else words


def _stop(phase: Phase) -> str:
    return "." if phase.verdict is Verdict.MIXED else ""


def _limits(phase: Phase) -> str:
    told = [one for one in phase.points if one.lower is not None and one.upper is not None]
    if not told or phase.limits_of is None:
        return ""
    early = "early " if phase.stage is Stage.EARLY else ""
    return f", {early}limits at the latest point {told[-1].lower:.4g} to {told[-1].upper:.4g} ({phase.limits_of.value})"
