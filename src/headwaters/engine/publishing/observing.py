"""What is new in observation since a run: sources that went on as before, and those that broke off or were corrected.

That a source sends as it always did, up to a later day, is its plain *extension*: it can turn only rows that wait for days in
between (`sleeping.WATCHED`). Anything else (a gap, a day taken back, a source that is new) is *news* for its whole area.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from headwaters.domain.history.history import Observation
from headwaters.engine.evaluation.models import Models
from headwaters.engine.evaluation.observation import ObservationIndex, Stretch
from headwaters.engine.publishing.sleeping import kinds_key
from headwaters.engine.warehouse.parts import replacing

FILE = "observations.json"


@dataclass(frozen=True, slots=True)
class Extension:
    """For the area (None: stories whose area is not known, by sources that tell everywhere), days after `after` up to and with
    `through` are observed now. Days are ordinals."""

    kinds: str
    area: str | None
    after: int
    through: int


@dataclass(frozen=True, slots=True)
class ObservationNews:
    """`broken`: areas whose stories are all to be judged again; None among them: everybody's."""

    extensions: tuple[Extension, ...] = ()
    broken: frozenset[str | None] = frozenset()

    @property
    def everywhere(self) -> bool:
        return None in self.broken


def observation_news(
    before: Iterable[Observation], now: Iterable[Observation], models: Models, *, since: date
) -> ObservationNews:
    """What changed for the kinds that the blueprints ask about.

    since  the day that the earlier run was asked about: what only begins to be observed after it is not an extension
    """
    old, new = ObservationIndex(before), ObservationIndex(now)
    if set(old.rows) == set(new.rows):
        return ObservationNews()
    areas: set[str | None] = {row.area for row in (*old.rows, *new.rows)} | {None}
    extensions: list[Extension] = []
    broken: set[str | None] = set()
    for kinds in kinds_asked_about(models):
        for area in areas:
            was, is_ = old.stretches(kinds, area), new.stretches(kinds, area)
            if was == is_:
                continue
            if _goes_on(was, is_, since.toordinal()):
                extensions.append(Extension(kinds_key(kinds), area, was[-1][1], is_[-1][1]))
            else:
                broken.add(area)
    return ObservationNews(tuple(extensions), frozenset(broken))


def kinds_asked_about(models: Models) -> frozenset[tuple[str, ...]]:
    """Every set of kinds of which some rule asks whether one of them was observed."""
    lines = [line for plan in models.plans for line in plan.program(1).lines]
    asked = {line.observed_by for line in lines} | {line.shared.offered_kinds for line in lines}
    return frozenset(asked - {()})


def _goes_on(was: Sequence[Stretch], is_: Sequence[Stretch], since: int) -> bool:
    if not was or len(was) != len(is_) or was[:-1] != is_[:-1]:
        return False
    return was[-1][0] == is_[-1][0] <= since and is_[-1][1] > was[-1][1]


def write_observations(folder: Path, rows: Iterable[Observation]) -> None:
    """Beside the run that they were used in."""
    held = [(one.source, one.agency, one.kind, one.area, one.from_, one.through) for one in rows]
    with replacing(folder / FILE) as fresh:
        fresh.write_text(json.dumps(held, default=str), encoding="utf-8")


def read_observations(folder: Path) -> tuple[Observation, ...]:
    """raises  FileNotFoundError  the run kept none"""
    held = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return tuple(
        Observation(source, agency, kind, area, date.fromisoformat(from_), date.fromisoformat(through))
        for source, agency, kind, area, from_, through in held
    )
