"""Fact statements from their rows: which are believed when, and which of two speaks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from headwaters.domain.history.written import written
from headwaters.engine.kernel.batch import FactSaid
from headwaters.engine.warehouse.ordering import Numbers, by_text, ordered, starts_of, text_ranks
from headwaters.engine.warehouse.snapshot_events import DAYS
from headwaters.engine.warehouse.snapshot_versions import believed, records
from headwaters.engine.warehouse.snapshot_vocabulary import Ints, Vocabulary

FACTS = pa.schema(
    [
        ("person", pa.int32()),
        ("said", pa.int32()),
        ("from_day", pa.int32()),
        ("through_day", pa.int32()),
        ("recorded", pa.int32()),
        ("superseded", pa.int32()),
        ("rank", pa.int32()),
    ]
)
"""As `Batch` says; `person` is a row of the people."""


@dataclass(frozen=True, slots=True)
class FactRows:
    """Rows of facts in numbers. `seat`: row of the people; `said`: place in `facts_said`; days as ordinals, 0: none."""

    seat: Ints
    source: Ints
    record: pa.Array
    recorded: Ints
    revision: npt.NDArray[np.int64]
    from_day: Ints
    through_day: Ints
    said: Ints
    error: npt.NDArray[np.bool_]


def seen_facts(rows: FactRows, story_of: Ints, vocabulary: Vocabulary) -> pa.Table:
    """The fact statements of some whole stories, by person, fact and rank."""
    story = story_of[rows.seat]
    found = believed(records(story, rows.source, rows.record), rows.recorded, rows.revision, rows.error)
    kept = found.rows
    facts, values = _order_of(vocabulary.facts_said)
    rank = _ranks(rows, kept, story, values, vocabulary)
    fact = facts[rows.said[kept]]
    order = ordered(rows.seat[kept].astype(np.int64) * (int(fact.max(initial=0)) + 1) + fact, lambda at: rank[at])
    row = kept[order]
    return pa.table(
        [
            rows.seat[row],
            rows.said[row],
            rows.from_day[row],
            rows.through_day[row],
            rows.recorded[row],
            found.superseded[order],
            rank[order],
        ],
        schema=FACTS,
    )


def _order_of(said: list[FactSaid]) -> tuple[Numbers, Numbers]:
    """The places of facts among facts, and of values among values, for each of `facts_said`."""
    facts = {fact: place for place, fact in enumerate(sorted({one.fact for one in said}))}
    texts = [written(one.value) for one in said]
    values = {value: place for place, value in enumerate(sorted(set(texts)))}
    return (
        np.array([facts[one.fact] for one in said], np.int64),
        np.array([values[text] for text in texts], np.int64),
    )


def _ranks(
    rows: FactRows, kept: Numbers, story: Ints, values: Numbers, vocabulary: Vocabulary
) -> npt.NDArray[np.int32]:
    """The place of each statement among its story's, in the order in which the reference lets them speak
    (`evaluation.facts`): (recorded, from, source, record id), then person, value and last day."""
    source_rank = text_ranks(vocabulary.sources)
    story = story[kept]
    order = ordered(
        story.astype(np.int64) * DAYS + rows.recorded[kept],
        lambda at: rows.from_day[kept[at]] * np.int64(2**31) + source_rank[rows.source[kept[at]]],
        by_text(rows.record.take(pa.array(kept))),
        lambda at: rows.seat[kept[at]],
        lambda at: values[rows.said[kept[at]]],
        lambda at: np.where(rows.through_day[kept[at]] > 0, rows.through_day[kept[at]], DAYS),
    )
    place = np.empty(len(order), np.int32)
    starts = starts_of(story[order])
    lengths = np.diff(np.concatenate((starts, [len(order)])))
    place[order] = np.arange(len(order)) - np.repeat(starts, lengths)
    return place
