"""Some whole stories judged: the same two tables whichever engine judged them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import pyarrow as pa

from headwaters.domain.history.history import Story
from headwaters.domain.history.view import EVERYTHING, View
from headwaters.engine.evaluation.passages import Passage
from headwaters.engine.evaluation.reference import Models, ObservationIndex, judge
from headwaters.engine.kernel.batch import Batch
from headwaters.engine.publishing.turns import Turns, turns_of_batch, turns_of_stories
from headwaters.engine.warehouse.published_tables import PASSAGES
from headwaters.engine.warehouse.status_table import Asked, status_to_arrow, to_arrow


@dataclass(frozen=True, slots=True)
class Part:
    """`status` has schema STATUS and `passages` schema PASSAGES, by story, episode and file order. `told`: the stories themselves,
    as the engine read them."""

    story_ids: pa.Array
    status: pa.Table
    passages: pa.Table
    told: Batch | tuple[Story, ...]

    @property
    def rows(self) -> int:
        return int(self.status.num_rows)

    @property
    def stories(self) -> int:
        return len(self.story_ids)

    @property
    def last_story(self) -> str:
        return str(self.story_ids[-1].as_py())

    def turns(self, models: Models, as_of: date) -> Turns:
        if isinstance(self.told, Batch):
            return turns_of_batch(self.told, models, as_of)
        return turns_of_stories(self.told, models, as_of)


def part_of_stories(
    models: Models, stories: Sequence[Story], observations: ObservationIndex, *, as_of: date, known_by: date | None,
    view: View = EVERYTHING,
) -> Part:  # fmt: skip
    """Judged by the reference, one story after another."""
    judged = [judge(models, one, observations, as_of=as_of, known_by=known_by, view=view) for one in stories]
    status = status_to_arrow(chain.from_iterable(one.rows for one in judged), Asked(as_of, known_by))
    passages = to_arrow([_flat(passage) for one in judged for passage in one.passages], PASSAGES)
    return Part(pa.array([one.story_id for one in stories], pa.string()), status, passages, tuple(stories))


def part_of_batch(
    models: Models, batch: Batch, observations: ObservationIndex, *, as_of: date, known_by: date | None
) -> Part:
    """Judged by the kernel, all at once."""
    from headwaters.engine.kernel.judge import judge_batch

    judged = judge_batch(models, batch, observations, as_of=as_of, known_by=known_by)
    return Part(batch.story_ids, judged.status, judged.passages, batch)


def _flat(one: Passage) -> tuple[object, ...]:
    return (
        one.story_id, one.episode_id, one.recipient_id, one.role.value, one.element, one.touchpoint,
        one.step.value, one.day, one.agency,
    )  # fmt: skip
