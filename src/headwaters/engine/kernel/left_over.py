"""The rows of stories that several plans judge, or that a blueprint's own words keep out of the kernel: by the reference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwaters.domain.status import StatusRow
from headwaters.engine.evaluation.models import Models
from headwaters.engine.evaluation.observation import ObservationIndex
from headwaters.engine.evaluation.passages import Passage
from headwaters.engine.evaluation.reading import Run
from headwaters.engine.evaluation.reference import judge
from headwaters.engine.kernel.batch import Batch
from headwaters.engine.kernel.told import story_of
from headwaters.engine.warehouse.published_tables import PASSAGES
from headwaters.engine.warehouse.status_table import Asked, status_to_arrow, to_arrow

Tables = tuple[pa.Table, pa.Table]


def judged_by_reference(
    models: Models, batch: Batch, stories: Sequence[int], observations: ObservationIndex, run: Run, *, passages: bool
) -> Tables:
    """Status and, where wanted, passages of some stories of a batch, told back from it."""
    rows: list[StatusRow] = []
    climbed: list[Passage] = []
    for place in stories:
        story = story_of(batch, place, known_by=run.known_by)
        judged = judge(models, story, observations, as_of=run.as_of, known_by=run.known_by, period=run.period)
        rows += judged.rows
        climbed += judged.passages if passages else ()
    return status_to_arrow(rows, Asked(run.as_of, run.known_by)), passages_to_arrow(climbed)


def passages_to_arrow(passages: Iterable[Passage]) -> pa.Table:
    """Passages as the reference gives them -> a table of schema PASSAGES."""
    rows = [
        (
            one.story_id, one.episode_id, one.recipient_id, one.role.value, one.element, one.touchpoint, one.step.value, one.day,
            one.agency,
        )
        for one in passages
    ]  # fmt: skip
    return to_arrow(rows, PASSAGES)


def in_story_order(batch: Batch, one: pa.Table, other: pa.Table) -> pa.Table:
    """Two tables of different stories as one, by the batch's order of stories; each story's rows stay as they are."""
    if not other.num_rows:
        return one
    both = pa.concat_tables([one, other]).unify_dictionaries().combine_chunks()
    places = pc.index_in(both["story_id"].cast(pa.string()), value_set=batch.story_ids.cast(pa.string()))
    order = np.argsort(places.to_numpy(), kind="stable")
    return both.take(pa.array(order))
