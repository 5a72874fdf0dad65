"""Who is who: one person is everything that sources say under numbers which they share.

The seam behind which probabilistic linkage will stand: statements under a source's own number go in, persons come out.
Until then a shared (system, value) identifier joins, and nothing else does: no name, no date, no address.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

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
    known = {person.alias: person for person in people}
    groups = _Groups(known)
    kept_apart = tuple(
        KeptApart(system, aliases)
        for (system, _), aliases in _carriers(known.values())
        if not groups.join_all(aliases)
    )  # fmt: skip
    return Joined(_name(groups.members(), already or {}), kept_apart)


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


def _name(groups: list[list[Alias]], already: Mapping[Alias, PersonId]) -> dict[Alias, PersonId]:
    person_of: dict[Alias, PersonId] = {}
    given: set[PersonId] = set()
    fresh: list[list[Alias]] = []
    for group in groups:
        held = sorted({already[alias] for alias in group if alias in already} - given)
        if not held:
            fresh.append(group)
            continue
        given.add(held[0])
        person_of.update(dict.fromkeys(group, held[0]))
    taken = given | set(already.values())
    for group in fresh:
        person = _new_id(group[0], taken)
        taken.add(person)
        person_of.update(dict.fromkeys(group, person))
    return person_of


def _new_id(alias: Alias, taken: set[PersonId]) -> PersonId:
    """An opaque id drawn from the group's lowest alias, so that the same files give the same ids on every machine."""
    for salt in range(len(taken) + 1):
        digest = hashlib.blake2b("\x1f".join((*alias, str(salt))).encode(), digest_size=6).hexdigest()
        if (person := PersonId(f"p{digest}")) not in taken:
            return person
    raise AssertionError("more ids were tried than are taken")
