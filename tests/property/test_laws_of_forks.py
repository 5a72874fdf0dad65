"""Law 7, its second half: a fork without changes has no difference, and changes can be taken back."""

from __future__ import annotations

import copy
import json
from random import Random

from fragments import Document
from hypothesis import given
from hypothesis import strategies as st
from worlds import World, table, worlds

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.difference import difference
from headwaters.domain.blueprint.fork import ABSENT, Change, apply
from headwaters.domain.status import StatusRow
from headwaters.engine.evaluation.reference import Models, prepare
from headwaters.interchange.blueprint_yaml import BlueprintReading, read_blueprint


def fork_of(world: World, changes: list[Document]) -> BlueprintReading:
    parent = read_blueprint(json.dumps(world.document), file="parent.yaml")
    fork = {
        "blueprint": "pilot", "version": "0.1.0", "language": 1,
        "extends": {"blueprint": world.document["blueprint"], "version": world.document["version"]}, "changes": changes,
    }  # fmt: skip
    return read_blueprint(json.dumps(fork), file="fork.yaml", parent=parent)


def read(reading: BlueprintReading) -> Blueprint:
    assert not reading.problems, [str(problem) for problem in reading.problems]
    assert reading.blueprint
    return reading.blueprint


@given(worlds(families=2))
def test_a_fork_without_changes_gives_the_same_table(world: World):
    fork = read(fork_of(world, []))
    assert difference(world.blueprint, fork) == ()
    models, parent = Models.of(prepare(fork)), Models.of(prepare(world.blueprint))
    for history in world.histories:
        forked = table(models, history.story, history.observations, as_of=history.as_of, known_by=history.known_by)
        own = table(parent, history.story, history.observations, as_of=history.as_of, known_by=history.known_by)
        assert {(row.blueprint, row.version) for row in forked.values()} <= {("pilot", "0.1.0")}
        assert [unnamed(row) for row in forked.values()] == [unnamed(row) for row in own.values()]


def unnamed(row: StatusRow) -> dict[str, object]:
    return {name: value for name, value in row._asdict().items() if name not in ("blueprint", "version")}


@given(worlds(families=1), st.integers())
def test_applying_changes_and_their_reverse_gives_the_parent(world: World, seed: int):
    changes = drawn_changes(Random(seed), world.document)
    forked = apply(changes, world.document)
    assert not forked.conflicts
    assert not forked.misread
    back = apply([reverse(change, world.document) for change in reversed(changes)], forked.document)
    assert not back.conflicts
    assert json.dumps(back.document) == json.dumps(world.document), "the parent, key by key and in its order"


def drawn_changes(rng: Random, document: Document) -> list[Change]:
    """One change to each of a few touchpoints: a window moved, a part taken out, a part put in."""
    changes: list[Change] = []
    for name, element in document["elements"].items():
        for key, touchpoint in element["touchpoints"].items():
            if rng.random() < 0.4:
                changes.append(drawn_change(rng, f"elements.{name}.touchpoints.{key}", touchpoint))
    return changes


def drawn_change(rng: Random, at: str, touchpoint: Document) -> Change:
    part = rng.choice(list(touchpoint))
    shape = rng.choice(["alter", "remove", "add"])
    if shape == "add" and "title" not in touchpoint:
        return Change(f"{at}.title", ABSENT, {"en": "A new name"}, because="tried")
    return Change(
        f"{at}.{part}",
        copy.deepcopy(touchpoint[part]),
        ABSENT if shape == "remove" else "birth + 1 day",
        because="tried",
    )


def reverse(change: Change, parent: Document) -> Change:
    """What takes the change back. A key that was taken out goes back before the sibling it stood before."""
    path = change.at.split(".")
    siblings: Document = parent
    for step in path[:-1]:
        siblings = siblings[step]
    keys = list(siblings)
    following = keys[keys.index(path[-1]) + 1 :] if path[-1] in keys else []
    before = following[0] if change.new is ABSENT and following else None
    return Change(change.at, change.new, change.old, because="taken back", before=before)
