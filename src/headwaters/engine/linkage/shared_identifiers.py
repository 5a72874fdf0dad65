"""Who is who: one person is everything that sources say under numbers which they share.

The seam behind which probabilistic linkage will stand: statements under a source's own number go in, persons come out.
Until then a shared (system, value) identifier joins, and nothing else does: no name, no date, no address.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count

from headwaters.domain.history.history import PersonId

Alias = tuple[str, str]
"""(source, the source's own number for a person)"""


@dataclass(frozen=True, slots=True)
class Known:
    """One person as one source knows them, after its own corrections."""

    source: str
    local_id: str
    identifiers: tuple[tuple[str, str], ...] = ()
    birth: date | None = None

    @property
    def alias(self) -> Alias:
        return self.source, self.local_id


@dataclass(frozen=True, slots=True)
class KeptApart:
    """A shared identifier that would have joined people with different birth dates. `aliases` names all who carry it."""

    system: str
    value: str
    aliases: tuple[Alias, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    person_of: Mapping[Alias, PersonId]
    kept_apart: tuple[KeptApart, ...]


def join(people: Iterable[Known], already: Mapping[Alias, PersonId] | None = None) -> Joined:
    """Everybody's person.

    people    one per (source, local_id)
    already   persons given out before. A group keeps the id that its members had; where two groups have become one the
              lower id stays, where one has become two the part with the lowest alias keeps it
    returns   a person for each alias; the same whatever the order of `people`
    """
    before = already or {}
    groups, kept_apart = grouped(people)
    names = name_groups(
        [(group[0], {before[alias] for alias in group if alias in before}) for group in groups],
        frozenset(before.values()),
    )
    person_of = {alias: name for group, name in zip(groups, names, strict=True) for alias in group}
    return Joined(person_of, kept_apart)


def grouped(people: Iterable[Known]) -> tuple[list[list[Alias]], tuple[KeptApart, ...]]:
    """Who is one person, each group and all groups by alias; and the numbers that were not allowed to join."""
    known = {person.alias: person for person in people}
    groups = _Groups(known)
    kept_apart = tuple(
        KeptApart(system, value, aliases)
        for (system, value), aliases in _carriers(known.values())
        if not groups.join_all(aliases)
    )  # fmt: skip
    return groups.members(), kept_apart


def _carriers(people: Iterable[Known]) -> list[tuple[tuple[str, str], tuple[Alias, ...]]]:
    """Identifiers that more than one alias carries, in an order that does not depend on files."""
    carriers: dict[tuple[str, str], set[Alias]] = defaultdict(set)
    for person in people:
        for identifier in person.identifiers:
            carriers[identifier].add(person.alias)
    return sorted((identifier, tuple(sorted(who))) for identifier, who in carriers.items() if len(who) > 1)


class _Groups:
    """Union-find over aliases; a group never holds two birth dates."""

    def __init__(self, known: Mapping[Alias, Known]) -> None:
        self._parent: dict[Alias, Alias] = {alias: alias for alias in known}
        self._birth: dict[Alias, date | None] = {alias: person.birth for alias, person in known.items()}

    def root(self, alias: Alias) -> Alias:
        while (above := self._parent[alias]) != alias:
            self._parent[alias] = self._parent[above]
            alias = above
        return alias

    def join_all(self, aliases: tuple[Alias, ...]) -> bool:
        """Join them, or none of them where their groups hold different birth dates."""
        roots = sorted({self.root(alias) for alias in aliases})
        births = {birth for root in roots if (birth := self._birth[root]) is not None}
        if len(births) > 1:
            return False
        for root in roots[1:]:
            self._parent[root] = roots[0]
        self._birth[roots[0]] = next(iter(births), None)
        return True

    def members(self) -> list[list[Alias]]:
        groups: dict[Alias, list[Alias]] = defaultdict(list)
        for alias in sorted(self._parent):
            groups[self.root(alias)].append(alias)
        return sorted(groups.values())


def name_groups(groups: Iterable[tuple[Alias, Collection[PersonId]]], taken: Container[PersonId]) -> list[PersonId]:
    """A person's id for each group.

    groups  of each its lowest alias and the ids that its members had, in the order of the aliases
    taken   every id given out before: none of them is given to somebody else
    """
    names: list[PersonId | None] = []
    fresh: list[tuple[int, Alias]] = []
    given: set[PersonId] = set()
    for place, (lowest, had) in enumerate(groups):
        held = min((name for name in had if name not in given), default=None) if had else None
        names.append(held)
        if held is None:
            fresh.append((place, lowest))
        else:
            given.add(held)
    for place, lowest in fresh:
        names[place] = name = _new_id(lowest, taken, given)
        given.add(name)
    return [name for name in names if name is not None]


def _new_id(alias: Alias, taken: Container[PersonId], given: Container[PersonId]) -> PersonId:
    """An opaque id drawn from the group's lowest alias, so that the same files give the same ids on every machine."""
    for salt in count():
        digest = hashlib.blake2b("\x1f".join((*alias, str(salt))).encode(), digest_size=6).hexdigest()
        if (person := PersonId(f"p{digest}")) not in given and person not in taken:
            return person
    raise AssertionError("counting never ends")
