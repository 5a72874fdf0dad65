"""What evaluation found, as data frames, and the readings of it that people ask for first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from headwaters.domain.history.history import Observation, PersonId, Story
from headwaters.domain.problems import InputUnreadable, NotFound
from headwaters.engine.evaluation.reference import Explanation, Models, ObservationIndex, explain
from headwaters.engine.frames.counted import reach_of
from headwaters.engine.frames.native import Frame, Library, like
from headwaters.engine.frames.stories import stories_of
from headwaters.engine.kernel.available import is_available, why_not
from headwaters.engine.measures.reach import GroupKind
from headwaters.engine.measures.suppression import HIDES_THROUGH
from headwaters.engine.publishing.engines import Engine, choose_engine, compiling
from headwaters.engine.publishing.part import part_of_batch, part_of_stories
from headwaters.engine.warehouse.published_tables import PASSAGES
from headwaters.engine.warehouse.snapshot import batches, seen_tables
from headwaters.engine.warehouse.statement_tables import RawTables
from headwaters.engine.warehouse.status_table import STATUS

KERNEL, REFERENCE = Engine.KERNEL.value, Engine.REFERENCE.value
STORIES_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Judged:
    """One evaluation. Every reading is a frame of the library that the histories came in.

    `engine` says who judged: the kernel, or the reference evaluator, which is slower and gives the same rows.
    """

    engine: str
    as_of: date
    known_by: date | None
    arrow: pa.Table
    """The status table as Arrow, with the schema and the meanings of docs/reference/status-table."""
    climbed: pa.Table
    _models: Models
    _raw: RawTables
    _observations: tuple[Observation, ...]
    _library: Library

    @property
    def status(self) -> Frame:
        """One row per touchpoint of every recipient (columns: docs/reference/status-table)."""
        return like(self.arrow, self._library)

    @property
    def passages(self) -> Frame:
        """One row per step of the ladder that a recipient climbed: by whom, where, on which day, who said so."""
        return like(self.climbed, self._library)

    @property
    def cracks(self) -> Frame:
        """The rows of `status` on which a crack sits."""
        return like(self.arrow.filter(pc.is_valid(self.arrow.column("crack"))), self._library)

    def counts(self, *by: str) -> Frame:
        """How many rows stand in each combination of columns (`element`, `status` unless others are named).

        raises  InputUnreadable  the status table has no such column
        """
        columns = list(by or ("element", "status"))
        for name in columns:
            if name not in self.arrow.column_names:
                raise InputUnreadable(
                    f"The status table has no column `{name}`. It has: {', '.join(self.arrow.column_names)}."
                )
        plain = pa.table({name: _plain(self.arrow.column(name)) for name in columns})
        counted = plain.group_by(columns, use_threads=False).aggregate([([], "count_all")])
        return like(
            counted.rename_columns({"count_all": "rows"}).sort_by([(name, "ascending") for name in columns]),
            self._library,
        )

    def reach(
        self,
        by: str = "all",
        *,
        element: str | None = None,
        regions: Mapping[str, str] | None = None,
        hides_through: int = HIDES_THROUGH,
    ) -> Frame:
        """Whom each element reached, by group: counts, share, interval and bounds (columns: docs/library).

        by             all, race, language, payer, county, zip or region
        element        only this one, with rows for each of its touchpoints; None: every element as a whole
        regions        county -> region, for `region`; nobody stands in one otherwise
        hides_through  counts from 1 to this are hidden, with what would give them away; 0 hides nothing: keep that to yourself
        raises         InputUnreadable  there is no such group
                       NotFound         nobody is due that element
        """
        if by not in tuple(GroupKind):
            raise InputUnreadable(f"There are no groups {by!r}. Choose one of: {', '.join(GroupKind)}.")
        found = reach_of(
            self._models, self._raw, self.arrow, kind=GroupKind(by), element=element, regions=regions or {},
            as_of=self.as_of, known_by=self.known_by, hides_through=hides_through,
        )  # fmt: skip
        if element is not None and not len(found):
            raise NotFound(f"Nobody here is due `{element}`. Look into `status` for the elements there are.")
        return like(found, self._library)

    def why(
        self, element: str, touchpoint: str | None = None, *, recipient: str | None = None
    ) -> tuple[Explanation, ...]:
        """Why the rows of an element are what they are: rule, window, events used and refused, owners.

        raises  NotFound  no row goes by these names
        """
        found: list[Explanation] = []
        for story in self._stories(recipient):
            try:
                found += explain(
                    self._models, story, self._observations, element=element, touchpoint=touchpoint,
                    recipient=None if recipient is None else PersonId(recipient), as_of=self.as_of, known_by=self.known_by,
                )  # fmt: skip
            except NotFound:
                continue
        if not found:
            name = element if touchpoint is None else f"{element}/{touchpoint}"
            whose = "" if recipient is None else f" of {recipient}"
            raise NotFound(f"Nothing{whose} goes by `{name}`. Look into `status` for the names there are.")
        return tuple(found)

    def _stories(self, recipient: str | None) -> Iterator[Story]:
        """Everybody's stories, or those that somebody is in."""
        if recipient is None:
            yield from stories_of(self._raw)
            return
        people = self._raw.people
        theirs = people.filter(pc.equal(people.column("person_id"), recipient)).column("story_id").combine_chunks()
        yield from stories_of(_only(self._raw, theirs))


def judge(
    models: Models, raw: RawTables, observations: tuple[Observation, ...], *,
    as_of: date, known_by: date | None, engine: str | None, library: Library, tell: Callable[[str], None],
) -> Judged:  # fmt: skip
    """Judge some whole stories.

    engine  None: the kernel where it can run and there are enough stories for it, else the reference
    tell    is given a sentence where whoever asked will have to wait for the compiler
    raises  InputUnreadable  the engine is neither, or the kernel is asked for where it cannot run
    """
    if engine not in (None, KERNEL, REFERENCE):
        raise InputUnreadable(f"There is no engine {engine!r}. Choose 'kernel' or 'reference', or leave it out.")
    if engine == KERNEL and not is_available():
        raise InputUnreadable(why_not())
    stories = pc.count_distinct(raw.episodes.column("story_id")).as_py()
    chosen = choose_engine(None if engine is None else Engine(engine), stories=stories).engine
    if (wait := compiling(chosen)) is not None:
        tell(wait)
    index = ObservationIndex(observations)
    if chosen is Engine.KERNEL:
        cut = batches(seen_tables(raw), stories_at_once=STORIES_AT_ONCE)
        parts = [part_of_batch(models, batch, index, as_of=as_of, known_by=known_by) for batch in cut]
    else:
        parts = [part_of_stories(models, list(stories_of(raw)), index, as_of=as_of, known_by=known_by)]
    status = pa.concat_tables([STATUS.empty_table(), *(part.status for part in parts)])
    climbed = pa.concat_tables([PASSAGES.empty_table(), *(part.passages for part in parts)])
    return Judged(chosen.value, as_of, known_by, status, climbed, models, raw, observations, library)


def _only(raw: RawTables, story_ids: pa.Array) -> RawTables:
    def cut(table: pa.Table) -> pa.Table:
        return table.filter(pc.is_in(table.column("story_id"), story_ids))

    return RawTables(
        cut(raw.people), cut(raw.episodes), cut(raw.relations), cut(raw.assignments), cut(raw.events), cut(raw.facts)
    )


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
