"""One run: records -> stories -> snapshot -> evaluation -> published, with its manifest. Pages read the last whole run.

A full run judges everybody and makes a new base. A night judges the stories with something new and those whose day has come,
and lays them over the runs before as an overlay. Both are made in parts in a folder of their own; stopped at any point, the
next run of the same question goes on with the parts that are whole. One pointer is moved last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from headwaters.domain.consent import Action
from headwaters.domain.problems import CannotWrite
from headwaters.engine.evaluation.models import Models
from headwaters.engine.evaluation.views import protected_elements
from headwaters.engine.publishing.engines import Engine, choose_engine
from headwaters.engine.publishing.making import Making, note_of, rows_in, told_in
from headwaters.engine.publishing.part import Part
from headwaters.engine.publishing.tables import empty_tables
from headwaters.engine.warehouse.digest import digest63
from headwaters.engine.warehouse.layers import Layers
from headwaters.engine.warehouse.parts import settle
from headwaters.engine.warehouse.snapshot import Snapshot
from headwaters.practice.access.reader import Reader
from headwaters.practice.families import queries
from headwaters.practice.judging import STORIES_AT_ONCE, judged_parts
from headwaters.practice.published.cubes import write_cubes
from headwaters.practice.published.kept import MAKING, remove_old_runs, remove_unfinished
from headwaters.practice.published.manifest import Manifest, current_run, make_current, published_folder
from headwaters.practice.published.nightly import Night, Seen, Wanted, night_over, write_seen
from headwaters.practice.published.tables import birth_registers, tables_of
from headwaters.practice.records.queries import fingerprint
from headwaters.practice.snapshot import update_snapshot

Watch = Callable[[Iterable[Part], int, int], Iterable[Part]]
"""(parts as they are judged, stories to judge in all, of them judged before the run was stopped) -> the same parts."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What one call of `refresh` works with."""

    data: Path
    models: Models
    by: Reader
    wanted: Wanted
    engine: Engine
    snapshot: Snapshot
    records: str
    seen: Seen
    night: Night | None
    stories_at_once: int

    @property
    def key(self) -> str:
        """Another one wherever a part made for the one would be wrong in the other."""
        asked = (
            self.wanted.as_of,
            self.wanted.known_by,
            self.wanted.model,
            self.wanted.software,
            self.snapshot.state,
            self.engine,
        )
        over = self.night.held.run if self.night is not None else "everybody"
        return f"{digest63(*map(str, asked), over, repr(self.seen)):016x}"


def refresh(
    data: Path, models: Models, *, by: Reader, as_of: date, known_by: date | None = None, engine: Engine | None = None,
    full: bool = False, watch: Watch | None = None, stories_at_once: int = STORIES_AT_ONCE,
) -> Manifest:  # fmt: skip
    """Publish everybody's rows as of a day. Until the last line, pages go on reading the run before.

    engine  who judges; None: the kernel where it can run, for few families the reference
    full    judge everybody again, whatever was published before
    raises  NotPermitted  `by` may not list families for the purpose they gave
            CannotWrite   the disk is full or was taken away; what was published stands, and the next run goes on
    """
    try:
        run = _prepare(data, models, by, Wanted(as_of, known_by, fingerprint_of(models), version("headwaters-csm")),
                       choose_engine(engine, stories=queries.count_stories(by=by)).engine, full=full, stories_at_once=stories_at_once)  # fmt: skip
        return _publish(run, watch)
    except OSError as refused:
        raise CannotWrite(
            f"{refused.filename or data} could not be written: {refused.strerror}. What was published before stands. "
            "Make room, then run `headwaters refresh` again: it goes on with the parts that are whole."
        ) from refused


def fingerprint_of(models: Models) -> str:
    """Another text wherever a blueprint, or the day from which one judges, is another."""
    if len(models.plans) == 1:
        return models.default.fingerprint
    adopted = [f"{plan.fingerprint}" for plan in models.plans]
    return f"{digest63(*adopted, *map(str, sorted(models.edges))):016x}"


def _prepare(
    data: Path, models: Models, by: Reader, wanted: Wanted, engine: Engine, *, full: bool, stories_at_once: int
) -> _Run:
    records = fingerprint()
    snapshot = update_snapshot(data, by=by)
    seen = Seen(queries.observations(by=by), queries.registers(by=by))
    night = None if full else night_over(current_run(data), models, wanted, snapshot, seen=seen)
    return _Run(data, models, by, wanted, engine, snapshot, records, seen, night, stories_at_once)


def _publish(run: _Run, watch: Watch | None) -> Manifest:
    folder = published_folder(run.data) / f"{MAKING}{run.key}"
    remove_unfinished(run.data, but=folder)
    making = Making(folder)
    judged, registers = _judge(run, making), birth_registers(run.seen.registers)
    total = len(run.night.stories) if run.night is not None else queries.count_stories(by=run.by)
    for part in watch(judged, total, making.stories) if watch is not None else judged:
        tables = tables_of(run.models, part, as_of=run.wanted.as_of, known_by=run.wanted.known_by, registers=registers)
        making.add(tables, stories=part.stories, last_story=part.last_story)
    if not making.parts:
        making.add(empty_tables(), stories=0, last_story="")
    manifest = _complete(run, making)
    folder.rename(published_folder(run.data) / manifest.run)
    settle(published_folder(run.data))
    make_current(run.data, manifest.run)
    remove_old_runs(run.data)
    return manifest


def _judge(run: _Run, making: Making) -> Iterator[Part]:
    """The parts that are still to be made, judged."""
    only: Iterable[str] | None = run.night.stories if run.night is not None else None
    done = making.last_story
    if done is not None:
        everybody = only if only is not None else queries.story_ids(by=run.by)
        only = [story for story in everybody if story > done]
    yield from judged_parts(
        run.models, by=run.by, action=Action.LIST_FAMILIES, as_of=run.wanted.as_of, known_by=run.wanted.known_by,
        engine=run.engine, snapshot=run.snapshot, only=only, stories_at_once=run.stories_at_once,
    )  # fmt: skip


def _complete(run: _Run, making: Making) -> Manifest:
    """All that is written once the parts stand."""
    as_of, night = run.wanted.as_of, run.night
    name = _free_name(published_folder(run.data), f"{as_of.isoformat()}-{run.by.at:%Y%m%dT%H%M%S%f}")
    layers = (*night.held.layers, name) if night is not None else (name,)
    if night is not None:
        making.add_gone(night.stories - told_in(making.folder))
    making.layer_over(Layers(making.folder, layers, as_of, run.wanted.known_by))
    write_seen(making.folder, run.seen)
    cubes = write_cubes(making.folder, run.models, as_of=as_of, night=night)
    judged_by = run.models.default.blueprint
    manifest = Manifest(
        run=name, as_of=as_of, known_by=run.wanted.known_by, blueprint=judged_by.id, version=judged_by.version,
        model=run.wanted.model, records=run.records, software=run.wanted.software,
        stories=queries.count_stories(by=run.by), rows=rows_in(making.folder), made_at=run.by.at,
        protected={element: sorted(found) for element, found in protected_elements(judged_by).items()},
        engine=run.engine, snapshot=run.snapshot.state, judged=making.stories, layers=layers, files=making.files | {name: note_of(making.folder / name, rows) for name, rows in cubes.items()},
    )  # fmt: skip
    manifest.write(making.folder)
    making.settle()
    return manifest


def _free_name(folder: Path, name: str) -> str:
    """Runs of one instant (a script's, a test's) are told apart by a number."""
    taken = sum(1 for path in folder.glob(f"{name}*"))
    return f"{name}-{taken + 1}" if taken else name
