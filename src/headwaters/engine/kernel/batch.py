"""A batch: some whole stories as columns, as the kernel walks them.

Stories stand one after another; the rows of a story stand together in every table, so that a batch can be cut anywhere
between two stories and handed to another runner. A day is its `date.toordinal`; 0 stands where there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from headwaters.domain.history.history import FactValue

Ints = npt.NDArray[np.int32]


class Content(NamedTuple):
    """All that an event says beside its days and its record's name. Events that say the same share one."""

    kind: str
    agency: str
    status: str | None = None
    result: str | None = None
    value: float | None = None
    unit: str | None = None
    handoff: str | None = None
    step: str | None = None
    codes: frozenset[tuple[str | None, str]] = frozenset()
    """(system, code) of all rows of the record."""
    columns: Mapping[str, FactValue] = {}
    """The kind's declared further columns."""


class FactSaid(NamedTuple):
    """What a fact statement says: which fact, and its value (`withheld` included)."""

    fact: str
    value: FactValue


@dataclass(frozen=True, slots=True)
class Batch:
    """S stories, P people, E episodes, R relations, A assignments, N events, F fact statements.

    Rows called `first` hold where each story's (or person's) rows begin: `first[i]` up to, and without, `first[i + 1]`.
    People of a story are numbered in the order of their ids, so that comparing numbers compares ids.
    """

    # stories, in the order of their ids
    story_ids: pa.Array
    person_first: Ints  # [S+1]
    episode_first: Ints  # [S+1]
    relation_first: Ints  # [S+1]
    assignment_first: Ints  # [S+1]
    fact_first: Ints  # [S+1]

    # people, each once a story
    person_ids: pa.Array  # [P]
    event_first: Ints  # [P+1], the events of each person

    # episodes: pregnancies, then children, each by (birth, due date, id) with what is unknown last
    episode_ids: pa.Array  # [E]
    episode_kind: Ints  # [E] 0 pregnancy, 1 child
    episode_person: Ints  # [E] row in people
    episode_birth: Ints  # [E]
    episode_due_date: Ints  # [E]
    episode_first_seen: Ints  # [E]
    episode_ended: Ints  # [E]
    episode_ended_why: Sequence[str | None]  # [E]
    episode_pregnancy: Ints  # [E] row of the pregnancy a child was born of; -1 without one

    # relations
    relation_episode: Ints  # [R] row in episodes
    relation_role: Ints  # [R] place in `domain.blueprint.element.Role`
    relation_person: Ints  # [R] row in people
    relation_primary: npt.NDArray[np.bool_]  # [R]
    relation_from: Ints  # [R] 0: from the beginning
    relation_through: Ints  # [R] last day; 0: still so

    # assignments, of the versions that count
    assignment_person: Ints  # [A] row in people
    assignment_blueprint: Sequence[str]  # [A]
    assignment_version: Sequence[str]  # [A]
    assignment_from: Ints  # [A]
    assignment_through: Ints  # [A]

    # events, by person, then kind, then in the order of `event_order`. One row is one event as believed between two receipts:
    # rows of one record that count together are one, superseded versions stay for `known_by`, errors taken back do not
    event_day: Ints  # [N] start, or the end where there is no start
    event_end: Ints  # [N] as told
    event_content: Ints  # [N] place in `contents`
    event_recorded: Ints  # [N] received on this day ...
    event_superseded: Ints  # [N] ... and believed until, and without, this one; 0: to this day
    event_order: Ints  # [N] place among the story's events by (day, recorded, source, record id)
    event_source: Ints  # [N] place in `sources`
    event_record: pa.Array  # [N] the source's own id of it

    # fact statements of a story, by person, then fact
    fact_person: Ints  # [F] row in people
    fact_said: Ints  # [F] place in `facts_said`
    fact_from: Ints  # [F]
    fact_through: Ints  # [F] last day; 0: still so
    fact_recorded: Ints  # [F]
    fact_superseded: Ints  # [F]
    fact_rank: Ints  # [F] place among the story's statements by (recorded, from, source, record id): the highest speaks

    # what the numbers mean; the same objects in every batch of a snapshot, and only ever added to
    contents: Sequence[Content]
    facts_said: Sequence[FactSaid]
    sources: Sequence[str]

    @property
    def stories(self) -> int:
        return len(self.story_ids)
