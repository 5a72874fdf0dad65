"""What a door yields: statements about people, as one source made them, before anybody is joined with anybody.

A door (`headwaters.sources`) reads somebody's files and yields one `Reading` per source row or resource. Statements name
people by the source's own id; joining those into persons is linkage's work, behind one seam (`engine.linkage`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from headwaters.domain.blueprint.element import Role
from headwaters.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a statement stood and who made it. `recorded` None: the day its batch came in. `revision`: the agency's own
    order of corrections. `record_id` is the source's own; the same id again is a correction or a repetition."""

    source: str
    agency: str
    record_id: str
    file: str
    line: int
    recorded: date | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class PersonStatement:
    """A person as a source knows them. `identifiers`: (system, value) pairs that other sources may share; `local_id` is the
    source's own. `facts` such as county or language come as FactStatements."""

    origin: Origin
    local_id: str
    identifiers: tuple[tuple[str, str], ...] = ()
    given_name: str | None = None
    family_name: str | None = None
    birth: date | None = None
    died: date | None = None
    sex: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class RelationStatement:
    """`local_id` is `role` to the child (or in the pregnancy) `of_local_id`, from `from_` through `through`."""

    origin: Origin
    local_id: str
    role: Role
    of_local_id: str
    primary: bool = True
    from_: date | None = None
    through: date | None = None
    authority: str = "parent"
    status: str | None = None


@dataclass(frozen=True, slots=True)
class PregnancyStatement:
    """A pregnancy of `local_id`. `pregnancy_id` is the source's own id of it; `children` the local ids of the children born of it.

    `first_seen`: the first day on which it was known. `ended`: the day it ended without a birth; `ended_why`: `loss` or
    `induced`, the reason that rows then give.
    """

    origin: Origin
    local_id: str
    pregnancy_id: str
    due_date: date | None = None
    birth: date | None = None
    children: tuple[str, ...] = ()
    status: str | None = None
    first_seen: date | None = None
    ended: date | None = None
    ended_why: str | None = None


@dataclass(frozen=True, slots=True)
class EventStatement:
    """Something that happened to `local_id`. `codings`: (system, code) pairs; the event becomes one row per coding, one row if none."""

    origin: Origin
    local_id: str
    kind: str
    start: date | None = None
    end: date | None = None
    codings: tuple[tuple[str, str], ...] = ()
    status: str | None = None
    result: str | None = None
    value: float | None = None
    unit: str | None = None
    handoff: str | None = None
    step: str | None = None
    columns: Mapping[str, bool | float | str | date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactStatement:
    """A fact about `local_id`, valid from `from_`; `value` may be `withheld`."""

    origin: Origin
    local_id: str
    fact: str
    value: bool | float | str | date
    from_: date
    through: date | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class ObservationStatement:
    """This source would have told us about `kind` in `area` (None: everywhere) on these days, both included.
    `register` marks a register of births: its people are the denominator."""

    origin: Origin
    kind: str
    area: str | None
    from_: date
    through: date
    register: bool = False
    status: str | None = None
    lag_days: int = 0
    """How many days before it was sent an extract is complete; `through` is cut to that day when it is loaded."""


@dataclass(frozen=True, slots=True)
class AssignmentStatement:
    """From `from_` through `through`, `local_id` is judged by `blueprint`, not by the one everybody else is judged by."""

    origin: Origin
    local_id: str
    blueprint: str
    version: str = "latest"
    from_: date | None = None
    through: date | None = None
    status: str | None = None


Statement = (
    PersonStatement
    | RelationStatement
    | PregnancyStatement
    | EventStatement
    | FactStatement
    | ObservationStatement
    | AssignmentStatement
)


class Fate(StrEnum):
    """What became of one source row or resource. `read` = `loaded` + `kept` + `unchanged` + `set_aside`."""

    LOADED = "loaded"
    KEPT = "kept"
    UNCHANGED = "unchanged"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Reading:
    """One source row or resource. `statements` empty and no `problems`: kept verbatim as a record without events.
    `problems`: the row is set aside, whole. `verbatim` is the row as it stood, for repair and replay.

    A reading whose origin's line is 0 is a remark about a whole file (empty, wrong header): it is no row and not counted.
    `repairs`: the number of the set-aside row that this one mends, where the door was given a mended file.
    """

    origin: Origin
    record_type: str
    verbatim: str
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()
    repairs: int | None = None
