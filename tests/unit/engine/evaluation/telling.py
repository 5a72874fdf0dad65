"""Small words for telling a story in a test: who was born when, what was told, which days were observed."""

from __future__ import annotations

from datetime import date
from typing import Any

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import (
    Assignment,
    Episode,
    EpisodeId,
    EpisodeKind,
    Event,
    Fact,
    Observation,
    PersonId,
    Relation,
    Story,
    StoryId,
)
from headwaters.domain.status import StatusRow
from headwaters.engine.evaluation.reference import ObservationIndex, Plan, evaluate, prepare
from headwaters.interchange.blueprint_yaml import read_blueprint

CHILD = PersonId("ana")
MOTHER = PersonId("mother of ana")
HEAD = """
blueprint: test
version: 1.0.0
language: 1
catch: navigator
"""


def day(text: str) -> date:
    """`03-02` is in 2024."""
    return date.fromisoformat(text if len(text) > 5 else f"2024-{text}")


def plan_of(text: str) -> Plan:
    reading = read_blueprint(HEAD + text, file="blueprint.yaml")
    assert reading.blueprint is not None, reading.problems
    return prepare(reading.blueprint)


def event(kind: str, start: str, *, person: str = CHILD, **more: Any) -> Event:
    """`record` names the record; without it each event is its own. Extra columns go in `columns`."""
    record = more.pop("record", f"{kind} {start} {more.get('step', '')} {person}")
    more.setdefault("source", "registry")
    more.setdefault("agency", "clinic")
    more["recorded"] = day(more.pop("recorded", start))
    if "end" in more:
        more["end"] = day(more["end"])
    return Event(PersonId(person), record_id=record, kind=kind, start=day(start), **more)


def step(handoff: str, name: str, start: str, **more: Any) -> Event:
    return event("handoff", start, handoff=handoff, step=name, **more)


def fact(key: str, value: Any, from_: str, *, person: str = CHILD, **more: Any) -> Fact:
    more.setdefault("source", "registry")
    more.setdefault("agency", "clinic")
    more["recorded"] = day(more.pop("recorded", from_))
    if "through" in more:
        more["through"] = day(more["through"])
    record = more.pop("record", f"{key} {from_} {value}")
    return Fact(PersonId(person), key, value, day(from_), record_id=record, **more)


def story(*rows: Event | Fact, birth: str | None = "2024-03-01", due: str | None = None, **more: Any) -> Story:
    """A child, with the pregnancy it was born of; `pregnancy=False` leaves the pregnancy out, `child=False` the child."""
    episodes: list[Episode] = []
    born = day(birth) if birth else None
    expected = day(due) if due else None
    if more.pop("pregnancy", True):
        episodes.append(Episode(EpisodeId("pregnancy"), EpisodeKind.PREGNANCY, MOTHER, born, expected))
    if more.pop("child", birth is not None):
        episodes.append(Episode(EpisodeId("child"), EpisodeKind.CHILD, CHILD, born, expected))
    episodes += more.pop("episodes", ())
    return Story(
        StoryId("story"),
        tuple(episodes),
        tuple(more.pop("people", ())),
        tuple(more.pop("assignments", ())),
        tuple(row for row in rows if isinstance(row, Event)),
        tuple(row for row in rows if isinstance(row, Fact)),
    )


def related(role: Role, person: str, *, episode: str = "child", **more: Any) -> Relation:
    for key in ("from_", "through"):
        if key in more:
            more[key] = day(more[key])
    return Relation(EpisodeId(episode), role, PersonId(person), **more)


def assigned(blueprint: str, *, person: str = CHILD, **more: Any) -> Assignment:
    for key in ("from_", "through"):
        if key in more:
            more[key] = day(more[key])
    return Assignment(PersonId(person), blueprint, **more)


class AllObserved(ObservationIndex):
    """Every kind is observed everywhere, always."""

    def stretches(self, kinds: tuple[str, ...], area: str | None) -> list[tuple[int, int]]:
        del kinds, area
        return [(1, date.max.toordinal())]


EVERYTHING_OBSERVED = AllObserved(())


def observed(kind: str, from_: str, through: str, *, area: str | None = None, source: str = "registry") -> Observation:
    return Observation(source, "clinic", kind, area, day(from_), day(through))


class Table:
    """The rows of one run, found by `element.touchpoint` (of the first recipient that has it)."""

    def __init__(self, rows: tuple[StatusRow, ...]) -> None:
        self.rows = rows
        self._by_name: dict[str, StatusRow] = {}
        for row in rows:
            self._by_name.setdefault(f"{row.element}.{row.touchpoint}", row)

    def __getitem__(self, name: str) -> StatusRow:
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def said(self, name: str) -> str:
        row = self[name]
        return f"{row.status.value} {row.reason}"

    def crack(self, name: str) -> str | None:
        crack = self[name].crack
        return crack.value if crack is not None else None


def table(plan: Any, told: Story, as_of: str, *observations: Observation, nobody: bool = False, **more: Any) -> Table:
    """All kinds are observed unless observations are given, or nobody observes."""
    index = ObservationIndex(observations) if observations or nobody else EVERYTHING_OBSERVED
    return Table(evaluate(plan, told, index, as_of=day(as_of), **more))
