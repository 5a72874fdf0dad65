"""`headwaters measures`: the blueprint's own measures, counted over everybody."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from headwaters.cli.options import DATA, AsOf, DataFolder, KnownBy, ModelChoice
from headwaters.domain.consent import Action, Purpose
from headwaters.domain.history.view import EVERYTHING, View

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from headwaters.cli.opening import Opened

FORMAT = 1
"""Version of the JSON object; a field that changes its meaning raises it."""


def measures(
    data: DataFolder = DATA,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    blueprint: ModelChoice = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: the counts of every measure.")] = False,
) -> None:
    """Count the blueprint's measures: of whom it is, who is left out, who met it, and of whom that cannot be decided.

    A dose counts touchpoints instead: reached, of those that are past. Doses are read from what `headwaters refresh` published,
    where it answers the question; for all other measures each family is read, a second or two for a thousand of them.
    """
    from headwaters.cli.opening import open_for

    here = open_for(data, purpose=Purpose.OPERATION, as_of=as_of, blueprint=blueprint)
    counts = _counts(here, known_by)
    if as_json:
        told = {"format": FORMAT, "as_of": here.as_of.isoformat(), "synthetic": here.installation.synthetic}
        typer.echo(json.dumps(told | {"measures": counts}, indent=1))
        return
    for name, count in counts.items():
        typer.echo(f"{name}: " + ", ".join(f"{word.replace('_', ' ')} {n:,}" for word, n in count.items()))


def _counts(here: Opened, known_by: date | None) -> dict[str, dict[str, int]]:
    """Per measure `who`, `out`, `met`, `not_met` and `undecided` in recipients; per dose `reached` and `past` in touchpoints.

    raises  NotPermitted  before anything is read
    """
    from headwaters.cli.progress import counted
    from headwaters.engine.evaluation.measures import Dose, count_measures
    from headwaters.engine.evaluation.reference import ObservationIndex
    from headwaters.practice.access.actions import require
    from headwaters.practice.families import queries

    view = require(here.reader, Action.EXPORT_ROWS, detail="measures")
    plan, index = here.models.default, ObservationIndex(queries.observations(by=here.reader))
    found: dict[str, Counter[str]] = {}
    for measure in plan.blueprint.measures.values():
        words = ("reached", "past") if measure.share_of else ("who", "out", "met", "not_met", "undecided")
        found[measure.id] = Counter(dict.fromkeys(words, 0))
    published = _published(here, known_by, view)
    for name, (reached, past) in published.items():
        found[name].update(reached=reached, past=past)
    others = [name for name in found if name not in published]
    if not others:
        return {name: dict(count) for name, count in found.items()}
    stories = queries.stories(by=here.reader)
    for story in counted(stories, total=queries.count_stories(by=here.reader), what="families counted"):
        told = count_measures(plan, story, index, others, as_of=here.as_of, known_by=known_by, view=view)
        for name, counted_in in told.items():
            for one in counted_in:
                if isinstance(one, Dose):
                    found[name].update(reached=one.reached, past=one.past)
                else:
                    found[name].update(_words_of(who=one.who, out=one.out, met=one.met))
    return {name: dict(count) for name, count in found.items()}


def _published(here: Opened, known_by: date | None, view: View) -> Mapping[str, tuple[int, int]]:
    """Doses as they are published; none where that is not what is asked, or not all that this reader may see."""
    from headwaters.engine.publishing.dose_counts import published_doses
    from headwaters.practice.published.answering import run_answering

    run = run_answering(here.data, here.models, as_of=here.as_of, known_by=known_by)
    if run is None or view != EVERYTHING or len(here.models.plans) > 1:
        return {}
    return published_doses(run, here.models.default)


def _words_of(*, who: bool | None, out: bool | None, met: bool) -> list[str]:
    """What one recipient is counted as; nested, so that who = out + met + not met + those undecided within it."""
    if who is None:
        return ["undecided"]
    if not who:
        return []
    if out is None:
        return ["who", "undecided"]
    return ["who", "out" if out else "met" if met else "not_met"]
