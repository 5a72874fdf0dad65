"""Judging a batch: the kernel where one compiled program judges a story, the reference for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from headwaters.domain.days import Span
from headwaters.engine.evaluation.marks import FOREVER, UNKNOWN
from headwaters.engine.evaluation.models import Models
from headwaters.engine.evaluation.observation import ObservationIndex
from headwaters.engine.evaluation.plan import Plan
from headwaters.engine.evaluation.reading import Run
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.batch import Batch
from headwaters.engine.kernel.contents import Contents
from headwaters.engine.kernel.entry import judge_stories
from headwaters.engine.kernel.flat import NotCompiled
from headwaters.engine.kernel.left_over import in_story_order, judged_by_reference
from headwaters.engine.kernel.program import Program
from headwaters.engine.kernel.program_lines import assemble
from headwaters.engine.kernel.tables import Found, passages_table, status_table
from headwaters.engine.kernel.words import Words

Column = npt.NDArray[np.int32]
STATE_AT_FIRST = 1 << 20
PASSAGES_A_ROW = 2


@dataclass(frozen=True, slots=True)
class Judgement:
    """The rows of a batch's stories as STATUS and PASSAGES, by story, episode and file order. `by_reference` counts the
    stories that the kernel left to the reference."""

    status: pa.Table
    passages: pa.Table
    by_reference: int


def judge_batch(
    models: Models,
    batch: Batch,
    observations: ObservationIndex,
    *,
    as_of: date,
    known_by: date | None = None,
    period: Span | None = None,
    passages: bool = True,
) -> Judgement:
    """Status and passages of every story of a batch, equal to the reference's column for column.

    models, observations, as_of, known_by, period   as `evaluation.reference.judge` takes them; the view is everything
    passages   whether they are wanted; without them that table has no rows
    """
    run = _Run(models, batch, observations, as_of, known_by, period, passages)
    return run.judged()


class Compiled:
    """A plan's programs, by the number of children, with what they made of contents so far. `None`: not compiled."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.words = Words()
        self._programs: dict[int, tuple[Program, Contents] | None] = {}

    def program(self, children: int) -> tuple[Program, Contents] | None:
        wanted = max(1, children)
        if wanted not in self._programs:
            try:
                program = assemble(self.plan, wanted, self.words)
                self._programs[wanted] = (program, Contents(self.plan, program, self.words))
            except NotCompiled:
                self._programs[wanted] = None
        return self._programs[wanted]


_compiled: WeakKeyDictionary[Plan, Compiled] = WeakKeyDictionary()


def compiled_plan(plan: Plan) -> Compiled:
    """A plan compiled for the kernel, once for as long as the plan lives."""
    found = _compiled.get(plan)
    if found is None:
        found = _compiled[plan] = Compiled(plan)
    return found


class _Run:
    def __init__(
        self,
        models: Models,
        batch: Batch,
        observations: ObservationIndex,
        as_of: date,
        known_by: date | None,
        period: Span | None,
        passages: bool,
    ) -> None:
        self._models = models
        self._batch = batch
        self._observations = observations
        self._as_of = as_of
        self._known_by = known_by
        self._period = period
        self._passages = passages
        self._kernel = compiled_plan(models.default)
        self._state = np.zeros(STATE_AT_FIRST, np.int32)

    def judged(self) -> Judgement:
        batch = self._batch
        children = _sums(batch.episode_kind, batch.episode_first)
        is_simple = self._models.is_simple(())
        alone = np.diff(batch.assignment_first) == 0 if is_simple else np.zeros(batch.stories, np.bool_)
        programs = {n: self._kernel.program(n) for n in sorted({max(1, int(one)) for one in children})}
        compiled = np.array([programs[max(1, int(n))] is not None for n in children], np.bool_)
        taken = alone & compiled if batch.stories else alone
        rows_of = self._rows_of(children, programs, taken)
        found: list[Found] = []
        total = int(rows_of[-1])
        y = np.empty((o.Y_WIDTH, total), np.int32)
        for n, program in programs.items():
            stories = np.flatnonzero(taken & (np.maximum(children, 1) == n)).astype(np.int32)
            if program is not None and len(stories):
                found.append(self._walk(program, stories, rows_of, y, sum(len(one.program.roles) for one in found)))
        left = [int(story) for story in np.flatnonzero(~taken)]
        run = Run(self._as_of, self._known_by, period=self._period)
        others = judged_by_reference(self._models, batch, left, self._observations, run, passages=self._passages)
        status, passages = self._tables(y, found)
        return Judgement(
            in_story_order(batch, status, others[0]), in_story_order(batch, passages, others[1]), len(left)
        )

    def _tables(self, y: npt.NDArray[np.int32], found: list[Found]) -> tuple[pa.Table, pa.Table]:
        words, batch = self._kernel.words.texts, self._batch
        passages = passages_table(batch, y, found, words)
        # A pregnancy that nothing dates has no rows before it was first seen (decision 0016).
        unjudged = y[o.Y_STATUS] < 0
        if unjudged.any():
            y = np.ascontiguousarray(y[:, ~unjudged])
        return status_table(self._kernel.plan, batch, y, found, words, (self._as_of, self._known_by)), passages

    def _rows_of(
        self,
        children: npt.NDArray[np.int64],
        programs: dict[int, tuple[Program, Contents] | None],
        taken: npt.NDArray[np.bool_],
    ) -> npt.NDArray[np.int64]:
        """Where each story's rows begin; none for one that the reference judges."""
        batch = self._batch
        counts = np.zeros((max(programs, default=1) + 1, 2), np.int64)
        for n, program in programs.items():
            if program is not None:
                numbers = program[0].numbers
                counts[n] = numbers[o.H_NPREGNANCY_ROWS], numbers[o.H_NCHILD_ROWS]
        of_story = np.repeat(np.maximum(children, 1), np.diff(batch.episode_first))
        rows = counts[of_story, batch.episode_kind]
        first = np.concatenate(([0], np.cumsum(np.where(taken, _sums(rows, batch.episode_first), 0))))
        return first.astype(np.int64)

    def _walk(
        self,
        program: tuple[Program, Contents],
        stories: Column,
        rows_of: npt.NDArray[np.int64],
        y: npt.NDArray[np.int32],
        lines_from: int,
    ) -> Found:
        batch, (compiled, contents) = self._batch, program
        columns = self._columns()
        c, v = contents.arrays(batch.contents, batch.facts_said, self._observations)
        rows = np.append(rows_of[stories], 0).astype(np.int32)
        ends = rows_of[stories + 1].astype(np.int32)
        state = self._state
        state[: o.S_WIDTH] = 0
        room_for = PASSAGES_A_ROW * int((ends - rows[:-1]).sum()) + 1000 if self._passages else 0
        z = np.empty(o.Z_WIDTH * room_for, np.int32)
        while True:
            state[o.S_AS_OF] = self._as_of.toordinal()
            state[o.S_KNOWN_BY] = self._known_by.toordinal() if self._known_by is not None else FOREVER
            state[o.S_CAPACITY] = len(state)
            period = self._period
            state[o.S_PERIOD_FIRST] = period.start.toordinal() if period is not None else UNKNOWN
            state[o.S_PERIOD_LAST] = period.stop.toordinal() - 1 if period is not None else UNKNOWN
            state[o.S_LINES_FROM] = lines_from
            try:
                judge_stories(
                    compiled.numbers, c, v, state, columns, stories, rows, ends, y.ravel(), z, y.shape[1], room_for
                )
                break
            except MemoryError:
                state = self._state = np.concatenate((state, np.zeros(len(state), np.int32)))
                wider = np.empty((o.Z_WIDTH, 2 * room_for), np.int32)
                wider[:, :room_for] = z.reshape(o.Z_WIDTH, room_for)
                z, room_for = wider.ravel(), 2 * room_for
        return Found(compiled, z.reshape(o.Z_WIDTH, room_for)[:, : int(state[o.S_PASSAGES])])

    def _columns(self) -> Column:
        """The batch as the kernel reads it: where each column begins, in the order of `layout`'s G_ names, then the columns."""
        b, words = self._batch, self._kernel.words
        whys = [words.number(why) if why is not None else o.W_LOSS for why in b.episode_ended_why]
        columns = (
            b.event_first, b.event_day, b.event_end, b.event_content, b.event_recorded, b.event_superseded, b.event_order,
            b.person_first, b.episode_first, b.relation_first, b.fact_first, b.episode_kind, b.episode_person, b.episode_birth,
            b.episode_due_date, b.episode_first_seen, b.episode_ended, np.array(whys, np.int32), b.episode_pregnancy,
            b.relation_episode, b.relation_role, b.relation_person, b.relation_primary, b.relation_from, b.relation_through,
            b.fact_person, b.fact_said, b.fact_from, b.fact_through, b.fact_recorded, b.fact_superseded, b.fact_rank,
        )  # fmt: skip
        starts = len(columns) + np.cumsum([0, *(len(column) for column in columns[:-1])])
        return np.concatenate([starts, *columns], dtype=np.int32, casting="unsafe")


def _sums(values: npt.NDArray[np.int64] | Column, first: Column) -> npt.NDArray[np.int64]:
    """The sum of each story's values."""
    total = np.concatenate(([0], np.cumsum(values, dtype=np.int64)))
    return total[first[1:]] - total[first[:-1]]
