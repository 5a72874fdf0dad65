"""Who is who, for a whole state at once: what `shared_identifiers.join` answers, over columns.

Most people carry numbers that nothing speaks against: whoever is connected over them is one person, which whole columns
answer at once. Where a connected group holds two birth dates the order of the numbers decides; those few groups go to the
plain rule in `shared_identifiers`, which is the specification of all of this.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from headwaters.domain.history.history import PersonId
from headwaters.engine.linkage.people import People, Register, carried_by
from headwaters.engine.linkage.shared_identifiers import Alias, KeptApart, grouped, name_groups
from headwaters.engine.linkage.text_columns import NO_DAY, Rows


@dataclass(frozen=True, slots=True)
class Everybody:
    """One row for each alias, in any order. `already`: the person whom it was before, None for a new one."""

    aliases: Sequence[Alias]
    identifiers: Sequence[Collection[Sequence[str]]]
    births: Sequence[date | None]
    already: Sequence[PersonId | None]


@dataclass(frozen=True, slots=True)
class Linked:
    """`persons`: of each alias, in the same order. `carried`: each number once for each person who carries it."""

    persons: list[PersonId]
    kept_apart: tuple[KeptApart, ...]
    carried: list[tuple[str, str, PersonId]]


@dataclass(frozen=True, slots=True)
class Link:
    """`who`: of each row of the people the place of their person among `persons`. `carriers`: the places of a person and of a
    number, once for each number of each person."""

    who: Rows
    persons: list[PersonId]
    kept_apart: tuple[KeptApart, ...]
    carriers: tuple[Rows, Rows]


def link(everybody: Everybody, taken: Container[PersonId] | None = None) -> Linked:
    """Everybody's person, as `shared_identifiers.join` gives it.

    taken  ids given out before, where `everybody` is not all there are: of some people it holds all who can be joined with them
    """
    if not everybody.aliases:
        return Linked([], (), [])
    order = sorted(range(len(everybody.aliases)), key=everybody.aliases.__getitem__)
    people = _columns(everybody, order)
    linked = link_people(people, taken)
    persons: list[PersonId] = [linked.persons[0]] * len(order)
    for row, who in zip(order, linked.who.tolist(), strict=True):
        persons[row] = linked.persons[who]
    return Linked(persons, linked.kept_apart, carried(people, linked))


def _columns(everybody: Everybody, order: Sequence[int]) -> People:
    aliases = [everybody.aliases[row] for row in order]
    births = [everybody.births[row] for row in order]
    places: dict[PersonId, int] = {}
    was = [everybody.already[row] for row in order]
    already = [places.setdefault(name, len(places)) if name else -1 for name in was]
    return People(
        pa.array([source for source, _ in aliases], pa.string()),
        pa.array([local_id for _, local_id in aliases], pa.string()),
        np.array([birth.toordinal() if birth else NO_DAY for birth in births], np.int64),
        carried_by([everybody.identifiers[row] for row in order]),
        np.array(already, np.int64),
        list(places),
    )


def link_people(people: People, taken: Container[PersonId] | None = None) -> Link:
    """The same over columns."""
    first, kept_apart = _first_of_group(people)
    heads, who = np.unique(first, return_inverse=True)
    persons = name_groups(
        zip(people.aliases(heads), _held(who, people, len(heads)), strict=True),
        frozenset(people.before) if taken is None else taken,
    )
    numbers = max(len(people.carried.identifiers), 1)
    pairs = np.unique(who[people.carried.rows] * numbers + people.carried.numbers)  # as one whole number
    return Link(who, persons, kept_apart, (pairs // numbers, pairs % numbers))


def carried(people: People, linked: Link) -> list[tuple[str, str, PersonId]]:
    """Each number once for each person who carries it."""
    places, numbers = linked.carriers
    identifiers = people.carried.identifiers
    return [
        (*identifiers[number], linked.persons[who])
        for who, number in zip(places.tolist(), numbers.tolist(), strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Changes:
    """Numbers that are another's now, or nobody's; the person of each now, and all persons before and after."""

    keys: Sequence[int]
    persons: Sequence[PersonId | None]
    people: Collection[PersonId]


def changes(register: Register, linked: Link) -> Changes:
    people = register.people
    place = {name: row for row, name in enumerate(people.before)}
    now = np.array([place.get(name, -2) for name in linked.persons], np.int64)
    moved = np.flatnonzero(now[linked.who] != people.already) if len(now) else np.zeros(0, np.int64)
    moved = moved[np.argsort(register.keys[moved])]
    was = np.unique(people.already[moved]).tolist()
    is_now = np.unique(linked.who[moved]).tolist()
    persons = linked.persons
    return Changes(
        [*register.keys[moved].tolist(), *(key for key, _ in register.silent)],
        [*[persons[who] for who in linked.who[moved].tolist()], *[None] * len(register.silent)],
        {
            *(persons[who] for who in is_now),
            *(people.before[one] for one in was if one >= 0),
            *(people.before[before] for _, before in register.silent),
        },
    )


def _first_of_group(people: People) -> tuple[Rows, tuple[KeptApart, ...]]:
    """Of each alias the first that is the same person."""
    first = connected(people.carried.rows, people.carried.numbers, len(people))
    doubtful = np.flatnonzero(_two_births(first, people.births)[first])
    if not len(doubtful):
        return first, ()
    known = people.known(doubtful)
    row_of = {person.alias: row for person, row in zip(known, doubtful.tolist(), strict=True)}
    groups, kept_apart = grouped(known)
    for group in groups:
        first[[row_of[alias] for alias in group]] = row_of[group[0]]
    return first, kept_apart


def connected(rows: Rows, numbers: Rows, size: int) -> Rows:
    """Of each of `size` rows the lowest one that it is connected with over shared numbers, itself where there is none.

    rows, numbers  one pair for each number that a row carries
    """
    label = np.arange(size, dtype=np.int64)
    if not len(rows):
        return label
    while True:
        lowest = np.full(int(numbers.max()) + 1, size, np.int64)
        np.minimum.at(lowest, numbers, label[rows])
        fresh = label.copy()
        np.minimum.at(fresh, rows, lowest[numbers])
        fresh = fresh[fresh]  # whoever my lowest one is connected with, I am too
        if np.array_equal(fresh, label):
            return label
        label = fresh


def _two_births(first: Rows, births: Rows) -> npt.NDArray[np.bool_]:
    """Whether the group of a first row holds more than one birth date."""
    known = births != NO_DAY
    earliest = np.full(len(first), np.iinfo(np.int64).max)
    latest = np.zeros(len(first), np.int64)
    np.minimum.at(earliest, first[known], births[known])
    np.maximum.at(latest, first[known], births[known])
    return earliest < latest


def _held(who: Rows, people: People, groups: int) -> list[Collection[PersonId]]:
    """The persons that each group's members were before."""
    nobody: frozenset[PersonId] = frozenset()
    held: list[Collection[PersonId]] = [nobody] * groups
    was = people.already >= 0
    persons = max(len(people.before), 1)
    for pair in np.unique(who[was] * persons + people.already[was]).tolist():
        held[pair // persons] = {*held[pair // persons], people.before[pair % persons]}
    return held
