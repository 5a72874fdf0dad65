"""A drawn world: a blueprint as its author would write it, and families with what agencies told about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from drawn_blueprints import Document, drawn_blueprint
from drawn_histories import History, drawn_day, drawn_history
from fragments import read_document
from hypothesis import strategies as st

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.history.history import Assignment, Observation, Story
from headwaters.domain.history.view import EVERYTHING, View
from headwaters.domain.status import StatusRow
from headwaters.engine.evaluation.reference import Adoption, Models, evaluate, prepare

FAMILIES = 3
Key = tuple[str, str, str, str]
COLUMNS = StatusRow._fields
LASTING = tuple(name for name in COLUMNS if name != "changes_on")


@dataclass(frozen=True)
class World:
    document: Document
    histories: tuple[History, ...]
    seed: int = 0
    pilot: Document | None = None
    """A second blueprint, to which some people are assigned from some day on."""

    def __repr__(self) -> str:
        """How to make this world again; its whole text would be pages long."""
        return f"world_of(Random({self.seed}), families={len(self.histories)}, seed={self.seed})"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(repr(self))

    @cached_property
    def blueprint(self) -> Blueprint:
        return read_document(self.document)

    @cached_property
    def models(self) -> Models:
        plan = prepare(self.blueprint)
        return Models(plan, [Adoption(prepare(read_document(self.pilot)))]) if self.pilot else Models.of(plan)


def table(
    models: Models,
    story: Story,
    observations: tuple[Observation, ...],
    *,
    as_of: date,
    known_by: date | None,
    view: View = EVERYTHING,
) -> dict[Key, StatusRow]:
    """The story's rows by their key. Two rows with one key are a broken law in themselves."""
    rows = evaluate(models, story, observations, as_of=as_of, known_by=known_by, view=view)
    keyed = {key_of(row): row for row in rows}
    assert len(keyed) == len(rows), "two rows with one key"
    return keyed


def judged(world: World, history: History, **changed: Any) -> dict[Key, StatusRow]:
    """The table of one history of a world; `changed` replaces parts of the history (or the view)."""
    view = changed.pop("view", EVERYTHING)
    now = replace(history, **changed)
    return table(world.models, now.story, now.observations, as_of=now.as_of, known_by=now.known_by, view=view)


def key_of(row: StatusRow) -> Key:
    return (row.episode_id, row.role.value, row.element, row.touchpoint)


def differing(one: Mapping[Key, StatusRow], other: Mapping[Key, StatusRow]) -> str:
    """In words, what two tables do not have in common; empty if they are equal."""
    lines = [f"{key} is in one table only" for key in sorted(one.keys() ^ other.keys())]
    for key in sorted(one.keys() & other.keys()):
        lines += [
            f"{key}: {name} is {getattr(one[key], name)!s} and {getattr(other[key], name)!s}"
            for name in COLUMNS
            if getattr(one[key], name) != getattr(other[key], name)
        ]
    return "\n".join(lines)


def world_of(rng: Random, *, families: int = FAMILIES, seed: int = 0) -> World:
    document = drawn_blueprint(rng)
    blueprint = read_document(document)
    histories = tuple(drawn_history(rng, blueprint) for _ in range(families))
    if rng.random() < 0.8:
        return World(document, histories, seed)
    pilot = drawn_blueprint(rng) | {"blueprint": "pilot"}
    return World(document, tuple(assigned(rng, history) for history in histories), seed, pilot)


def assigned(rng: Random, history: History) -> History:
    """The history of a family of which some move into the pilot's area, and perhaps out of it again."""
    moves: list[Assignment] = []
    for person in sorted({one.person_id for one in history.story.episodes}):
        from_ = drawn_day(rng)
        through = from_ + timedelta(days=rng.choice([10, 40])) if rng.random() < 0.4 else None
        moves += (
            [Assignment(person, "pilot", rng.choice(["latest", "1.0.0"]), from_, through)] if rng.random() < 0.8 else []
        )
    return replace(history, story=replace(history.story, assignments=tuple(moves)))


def worlds(families: int = FAMILIES) -> st.SearchStrategy[World]:
    """Worlds grow from a number. A failing number is printed, and one family and one law at a time make it small enough to read."""
    return st.integers(0, 2**32 - 1).map(lambda seed: world_of(Random(seed), families=families, seed=seed))
