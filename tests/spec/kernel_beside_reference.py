"""The kernel held against the reference: every column of every row and passage of some stories, through the columnar path."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from headwaters.domain.history.history import Observation, Story
from headwaters.engine.evaluation.models import Models
from headwaters.engine.evaluation.observation import ObservationIndex
from headwaters.engine.evaluation.reference import judge
from headwaters.engine.kernel.judge import judge_batch
from headwaters.engine.kernel.left_over import passages_to_arrow
from headwaters.engine.warehouse.snapshot import batches, seen_tables
from headwaters.engine.warehouse.statement_tables import raw_tables
from headwaters.engine.warehouse.status_table import Asked, status_to_arrow

KEYS = ("story_id", "episode_id", "element", "touchpoint")


class Held(NamedTuple):
    """What differs, in words, and how many stories the kernel left to the reference."""

    differences: list[str]
    by_reference: int


def held_against(
    models: Models,
    stories: Sequence[Story],
    observations: Sequence[Observation],
    *,
    as_of: date,
    known_by: date | None,
    at_once: int = 1000,
) -> Held:
    """Kernel and reference side by side, for stories in the order of their ids."""
    index = ObservationIndex(observations)
    told = sorted(stories, key=lambda one: one.story_id)
    judged = [judge(models, one, index, as_of=as_of, known_by=known_by) for one in told]
    wanted = status_to_arrow([row for one in judged for row in one.rows], Asked(as_of, known_by)).to_pylist()
    steps = passages_to_arrow([step for one in judged for step in one.passages]).to_pylist()
    found = [
        judge_batch(models, batch, index, as_of=as_of, known_by=known_by)
        for batch in batches(seen_tables(raw_tables(told)), stories_at_once=at_once)
    ]
    rows = [row for one in found for row in one.status.to_pylist()]
    climbed = [step for one in found for step in one.passages.to_pylist()]
    differences = unlike("row", rows, wanted) + unlike("passage", climbed, steps)
    return Held(differences, sum(one.by_reference for one in found))


def unlike(what: str, found: list[dict[str, object]], wanted: list[dict[str, object]]) -> list[str]:
    if len(found) != len(wanted):
        return [f"{len(found)} {what}s, where the reference has {len(wanted)}"]
    return [
        f"{what} {[other[key] for key in KEYS]}: {name} is {one[name]}, should be {other[name]}"
        for one, other in zip(found, wanted, strict=True)
        for name in other
        if one[name] != other[name]
    ]
