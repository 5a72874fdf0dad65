"""What is known to have happened: stories, the people in them, events and facts as agencies told them (language part 6).

These are the input rows of evaluation. A row says who told it (`agency`, `source`, `record_id`), when we received it
(`recorded`), and where it stood (`file`, `line`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

from headwaters.domain.blueprint.element import Role

PersonId = NewType("PersonId", str)
StoryId = NewType("StoryId", str)
EpisodeId = NewType("EpisodeId", str)

WITHHELD = "withheld"
"""A fact's value that means: asked, and not answered by choice."""

ENTERED_IN_ERROR = "entered_in_error"
"""A status that takes a record back."""


class EpisodeKind(StrEnum):
    PREGNANCY = "pregnancy"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Episode:
    """A pregnancy, or one child's course. A pregnancy's `birth` is the day its (first) child was born.

    `recorded` as for events; None: known from the beginning. `first_seen`, `ended` (without a birth) and `ended_why` bound a
    pregnancy of which neither due date nor birth is known; with one of these they change nothing (decision 0016).
    """

    episode_id: EpisodeId
    kind: EpisodeKind
    person_id: PersonId
    birth: date | None = None
    due_date: date | None = None
    first_seen: date | None = None
    ended: date | None = None
    ended_why: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """Who is who to an episode: dated, `through` is the last day, None while it lasts. `authority`: parent, legal_guardian,
    state_custody, foster_carer, educational_surrogate or self (design.md, One child, one record)."""

    episode_id: EpisodeId
    role: Role
    person_id: PersonId
    primary: bool = True
    from_: date | None = None
    through: date | None = None
    authority: str = "parent"


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which blueprint judges a person's occurrences that open from `from_` through `through`.

    `version` is an exact version, or `latest`: the one adopted on the day.
    """

    person_id: PersonId
    blueprint: str
    version: str = "latest"
    from_: date | None = None
    through: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One row per coding. `value` with `unit`; `columns` holds the kind's declared extra columns. `agency` is an id."""

    person_id: PersonId
    source: str
    record_id: str
    kind: str
    agency: str
    recorded: date
    start: date | None = None
    end: date | None = None
    system: str | None = None
    code: str | None = None
    status: str | None = None
    result: str | None = None
    value: float | None = None
    unit: str | None = None
    revision: int = 0
    handoff: str | None = None
    step: str | None = None
    file: str = ""
    line: int = 0
    columns: Mapping[str, bool | float | str | date] = field(default_factory=dict)


FactValue = bool | float | str | date


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed statement about a person, valid from `from_` to `through`; value `withheld` = kept private by choice."""

    person_id: PersonId
    fact: str
    value: FactValue
    from_: date
    source: str
    record_id: str
    agency: str
    recorded: date
    through: date | None = None
    revision: int = 0
    status: str | None = None
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Observation:
    """On these days this source would have told us about this kind, for this area (None: everywhere). Both days belong to it."""

    source: str
    agency: str
    kind: str
    area: str | None
    from_: date
    through: date


@dataclass(frozen=True, slots=True)
class Story:
    """A pregnancy and its children, read together, with every row of everybody in it. Order of rows means nothing."""

    story_id: StoryId
    episodes: tuple[Episode, ...]
    people: tuple[Relation, ...]
    assignments: tuple[Assignment, ...] = ()
    events: tuple[Event, ...] = ()
    facts: tuple[Fact, ...] = ()
