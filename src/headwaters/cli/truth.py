"""The demonstration's truth report: what was planted, and what Headwaters says of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from headwaters.domain.consent import Action, Purpose

if TYPE_CHECKING:
    from headwaters.cli.opening import Opened
    from headwaters.domain.status import StatusRow
    from headwaters.engine.simulation.comparison import Comparison, Placed, TrueLives
    from headwaters.engine.simulation.truth import Lived, TruthRow

REPORT = "truth-report.json"
MOST_SHOWN = 8


def check_truth(data: Path, truth: Iterable[TruthRow], lived: Iterable[Lived], *, as_of: date) -> Comparison:
    """Judge everybody, hold it against the truth, write DATA/agency-files/truth-report.json and say the counts."""
    from headwaters.cli.agency_files import FOLDER
    from headwaters.cli.opening import open_for
    from headwaters.engine.simulation.comparison import compare

    typer.echo("Judging everybody and holding it against what was planted ...", err=True)
    here = open_for(data, purpose=Purpose.OPERATION, as_of=as_of)
    judged = _judge_invented(here, as_of)
    whereabouts = Whereabouts(here)
    found = compare(
        whereabouts.placed(truth),
        judged,
        as_of=as_of,
        lives=whereabouts.true_lives(lived),
        blueprint=here.models.default.blueprint,
    )
    (data / FOLDER / REPORT).write_text(json.dumps(found.as_json(), indent=1) + "\n", encoding="utf-8")
    _tell(found, data / FOLDER / REPORT)
    return found


def _judge_invented(here: Opened, as_of: date) -> Iterator[tuple[str, Sequence[StatusRow]]]:
    """Every story's rows over everything, protected subjects too: what was planted there is to be held against something, and
    nobody in a demonstration is real.

    raises  NotFound  the folder is not a demonstration
    """
    from headwaters.cli.progress import counted
    from headwaters.domain.history.view import EVERYTHING
    from headwaters.domain.problems import NotFound
    from headwaters.engine.evaluation.reference import judge
    from headwaters.practice.access.actions import require
    from headwaters.practice.families import queries

    if not here.installation.synthetic:
        raise NotFound("Only a demonstration has a truth to be held against. Make one with `headwaters demo`.")
    require(here.reader, Action.EXPORT_ROWS, detail="truth of the demonstration")
    observations = queries.observations(by=here.reader)
    stories = queries.stories(by=here.reader)
    for story in counted(stories, total=queries.count_stories(by=here.reader), what="families judged"):
        yield str(story.story_id), judge(here.models, story, observations, as_of=as_of, view=EVERYTHING).rows


class Whereabouts:
    """Where an office's own number for a person leads to here: (story, person)."""

    def __init__(self, here: Opened) -> None:
        self._here = here
        self._known: dict[str, tuple[str, str] | None] = {}

    def find(self, source: str, person: str, beside: str) -> tuple[str, str] | None:
        """The story that `beside` stands in, and the person."""
        own, other = self._known_as(source, person), self._known_as(source, beside)
        return (other[0], own[1]) if own and other else None

    def _known_as(self, source: str, local_id: str) -> tuple[str, str] | None:
        ref = f"{source}:{local_id}"
        if ref not in self._known:
            self._known[ref] = self._look_up(ref)
        return self._known[ref]

    def _look_up(self, ref: str) -> tuple[str, str] | None:
        from headwaters.domain.problems import NotFound
        from headwaters.practice.families import queries

        try:
            person = queries.find_person(ref, by=self._here.reader)
        except NotFound:
            return None
        stories = queries.stories_of(person, by=self._here.reader)
        return (str(stories[0]), str(person)) if stories else None

    def placed(self, truth: Iterable[TruthRow]) -> Iterator[Placed]:
        """Each truth row with its story and person; what nobody here knows is left out."""
        from headwaters.engine.simulation.comparison import Placed

        for row in truth:
            found = self.find(row.source, row.person, row.beside)
            if found is not None:
                yield Placed(row, *found)

    def true_lives(self, lived: Iterable[Lived]) -> TrueLives:
        from headwaters.engine.simulation.comparison import TrueLives

        of_story: dict[str, Lived] = {}
        child: dict[str, str] = {}
        for life in lived:
            place = self.find(life.source, life.beside, life.beside)
            if place is not None:
                of_story[place[0]] = life
            for local_id, key in life.children.items():
                known = self._known_as(life.source, local_id)
                if known is not None:
                    child[known[1]] = key
        return TrueLives(of_story, child)


def _tell(found: Comparison, report: Path) -> None:
    planted, rightly = found.planted.total(), found.rightly.total()
    typer.echo(f"\n{planted:,} planted cracks stand on that day; Headwaters names {rightly:,} of them rightly.")
    typer.echo(f"{'':30} {'planted':>8} {'rightly':>8} {'otherwise':>9} {'too soon':>9} {'not seen':>9}")
    for crack, n in found.planted.most_common():
        otherwise = sum(count for (kind, _), count in found.otherwise.items() if kind == crack)
        unseen = sum(count for (kind, _), count in found.not_seen.items() if kind == crack)
        typer.echo(
            f"{crack:30} {n:>8,} {found.rightly[crack]:>8,} {otherwise:>9,} {found.too_soon[crack]:>9,} {unseen:>9,}"
        )
    for (crack, says), n in found.not_seen.most_common(MOST_SHOWN):
        typer.echo(f"  {n:,} x {crack} not seen: Headwaters says {says}")
    typer.echo(
        f"Cracks named where nothing was planted: {found.unplanted.total():,}; where records cannot show it: {found.explained.total():,}."
    )
    reasons: Counter[str] = Counter()
    for (why, _, _, _), n in found.unplanted.items():
        reasons[why] += n
    for why, n in reasons.most_common():
        typer.echo(f"  {n:,}: {why}")
    typer.echo(f"The whole report: {report}")
