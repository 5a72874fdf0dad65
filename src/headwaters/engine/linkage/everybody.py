"""Who is who, for a whole state at once: what `shared_identifiers.join` answers, over columns.

Most people carry numbers that nothing speaks against: whoever is connected over them is one person, which whole columns
answer at once. Where a connected group holds two birth dates the order of the numbers decides; those few groups go to the
plain rule in `shared_identifiers`, which is the specification of all of this.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from headwaters.domain.history.history import PersonId
from headwaters.engine.linkage.shared_identifiers import Alias, KeptApart, Known, grouped, name_groups

Rows = npt.NDArray[np.int64]
Identifier = tuple[str, str]
_NO_BIRTH = 0


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


def link(everybody: Everybody, taken: Container[PersonId] | None = None) -> Linked:
    """Everybody's person, as `shared_identifiers.join` gives it.

    taken  ids given out before, where `everybody` is not all there are: of some people it holds all who can be joined with them
    """
    if not everybody.aliases:
        return Linked([], (), [])
    names, rows, numbers = _carried(everybody.identifiers)
    births = np.array([birth.toordinal() if birth else _NO_BIRTH for birth in everybody.births], np.int64)
    first, kept_apart = _first_of_group(everybody, rows, numbers, births)
    heads, group = np.unique(first, return_inverse=True)
    who = group.tolist()
    given_before = frozenset(name for name in everybody.already if name) if taken is None else taken
    of_group = _named(
        _lowest(who, everybody.aliases, len(heads)), _held(who, everybody.already, len(heads)), given_before
    )
    pairs = np.unique(group[rows] * len(names) + numbers)  # each number of each group once, as one whole number
    carried = [(*names[pair % len(names)], of_group[pair // len(names)]) for pair in pairs.tolist()]
    return Linked([of_group[one] for one in who], kept_apart, carried)


def _carried(identifiers: Sequence[Collection[Sequence[str]]]) -> tuple[list[Identifier], Rows, Rows]:
    """All numbers, and one (row, number) for each time that one is carried."""
    pairs = list(chain.from_iterable(identifiers))
    rows = np.repeat(np.arange(len(identifiers)), np.fromiter(map(len, identifiers), np.int64, len(identifiers)))
    encoded = pa.array(["\x1f".join(pair) for pair in pairs], pa.string()).dictionary_encode()
    numbers = encoded.indices.to_numpy().astype(np.int64)
    somewhere = np.empty(len(encoded.dictionary), np.int64)
    somewhere[numbers] = np.arange(len(pairs))
    return [(pairs[place][0], pairs[place][1]) for place in somewhere.tolist()], rows, numbers


def _first_of_group(
    everybody: Everybody, rows: Rows, numbers: Rows, births: Rows
) -> tuple[Rows, tuple[KeptApart, ...]]:
    """Of each alias one that is the same person, and the same one for all that are."""
    first = connected(rows, numbers, len(births))
    doubtful = np.flatnonzero(_two_births(first, births)[first])
    if not len(doubtful):
        return first, ()
    people = [
        Known(*everybody.aliases[row], tuple((s, v) for s, v in everybody.identifiers[row]), everybody.births[row])
        for row in doubtful.tolist()
    ]
    row_of = {person.alias: row for person, row in zip(people, doubtful.tolist(), strict=True)}
    groups, kept_apart = grouped(people)
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
    known = births != _NO_BIRTH
    earliest = np.full(len(first), np.iinfo(np.int64).max)
    latest = np.zeros(len(first), np.int64)
    np.minimum.at(earliest, first[known], births[known])
    np.maximum.at(latest, first[known], births[known])
    return earliest < latest


def _lowest(group: list[int], aliases: Sequence[Alias], groups: int) -> list[Alias]:
    """Of each group the alias that comes first."""
    lowest: list[Alias | None] = [None] * groups
    for who, alias in zip(group, aliases, strict=True):
        held = lowest[who]
        if held is None or alias < held:
            lowest[who] = alias
    return [alias for alias in lowest if alias is not None]


def _named(lowest: Sequence[Alias], held: Sequence[Collection[PersonId]], taken: Container[PersonId]) -> list[PersonId]:
    """A person's id for each group."""
    in_order = sorted(range(len(lowest)), key=lowest.__getitem__)
    names = name_groups([(lowest[who], held[who]) for who in in_order], taken)
    named = sorted(zip(in_order, names, strict=True))
    return [name for _, name in named]


def _held(group: list[int], already: Sequence[PersonId | None], groups: int) -> list[Collection[PersonId]]:
    """The persons that each group's members were before."""
    nobody: frozenset[PersonId] = frozenset()
    held: list[Collection[PersonId]] = [nobody] * groups
    for who, name in zip(group, already, strict=True):
        if name is None or name in held[who]:
            continue
        held[who] = {*held[who], name}
    return held
