"""Who is who to an episode on a day: dated roles, the primary one first (language part 6, decision 0010)."""

from __future__ import annotations

from collections.abc import Iterable

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import Episode, EpisodeKind, PersonId, Relation

ROLES = tuple(Role)
"""Roles by number: hashing a role on every look-up would cost more than the look-up."""
BEGINNING = -1
END = 4_000_000


class Tenure:
    """One person in one role, from `first` through `last` (day numbers)."""

    __slots__ = ("first", "last", "person", "primary")

    def __init__(self, person: PersonId, *, first: int = BEGINNING, last: int = END, primary: bool = True) -> None:
        self.person = person
        self.first = first
        self.last = last
        self.primary = primary

    def holds(self, day: int) -> bool:
        return self.first <= day <= self.last


def _tenure(relation: Relation) -> Tenure:
    first = relation.from_.toordinal() if relation.from_ else BEGINNING
    last = relation.through.toordinal() if relation.through else END
    return Tenure(relation.person_id, first=first, last=last, primary=relation.primary)


def _preference(tenure: Tenure) -> tuple[bool, int, str]:
    """Primary first, then whoever came last, then by id: a fixed answer whatever the order of rows."""
    return (not tenure.primary, -tenure.first, tenure.person)


class People:
    """The people of one episode. `pregnancy` is the one a child's episode belongs to, if there is one. `sole` holds, by
    the role's number, the one person who ever has it, where there is one; `constant` whom its rows are about, where
    that never changes."""

    __slots__ = ("_edges", "_persons", "_tenures", "constant", "sole")

    def __init__(self, episode: Episode, pregnancy: Episode | None, relations: Iterable[Relation]) -> None:
        own: list[Relation] = []
        of_pregnancy: list[Relation] = []
        for relation in relations:
            if relation.episode_id == episode.episode_id:
                own.append(relation)
            elif pregnancy is not None and relation.episode_id == pregnancy.episode_id:
                of_pregnancy.append(relation)
        parents = _birthing_parents(episode, pregnancy, own, of_pregnancy)
        tenures: dict[Role, list[Tenure]] = {Role.BIRTHING_PARENT: parents}
        if episode.kind is EpisodeKind.CHILD:
            tenures[Role.CHILD] = [Tenure(episode.person_id)]
            caregivers = [_tenure(one) for one in own if one.role is Role.CAREGIVER]
            tenures[Role.CAREGIVER] = caregivers or parents
            tenures[Role.HOUSEHOLD] = _household(episode, own, parents)
        else:
            # Facts and anchors of the household and its carers before there is a child: the pregnancy's own people.
            tenures[Role.CHILD] = []
            tenures[Role.CAREGIVER] = [_tenure(one) for one in own if one.role is Role.CAREGIVER] or parents
            others = [_tenure(one) for one in own if one.role in (Role.HOUSEHOLD, Role.CAREGIVER)]
            tenures[Role.HOUSEHOLD] = sorted([*parents, *others], key=_preference)
        for role, found in tenures.items():
            if role is not Role.HOUSEHOLD:
                found.sort(key=_preference)
        self._tenures = tenures
        self._persons = tuple(tuple(dict.fromkeys(one.person for one in tenures[role])) for role in ROLES)
        self._edges = tuple(_edges(tenures[role]) for role in ROLES)
        self.constant = tuple(
            tenures[role][0].person if tenures[role] and not edges else None
            for role, edges in zip(ROLES, self._edges, strict=True)
        )
        self.sole = tuple(_sole(tenures[role]) for role in ROLES)

    def persons(self, role: Role) -> tuple[PersonId, ...]:
        """Everybody who ever has the role, once."""
        return self._persons[ROLES.index(role)]

    def recipient(self, role: Role, day: int) -> PersonId | None:
        """The person a row of that day is about: for a household, its primary member."""
        for tenure in self._tenures[role]:
            if tenure.holds(day):
                return tenure.person
        return None

    def counts(self, role: Role, person: PersonId, day: int) -> bool:
        """Whether what happened to this person on this day happened to the recipient: for a household every member's
        does, else that of the person who has the role."""
        if role is Role.HOUSEHOLD:
            return any(tenure.person == person and tenure.holds(day) for tenure in self._tenures[role])
        return self.recipient(role, day) == person

    def edges(self, role: Role) -> tuple[int, ...]:
        """Days on which somebody takes or leaves the role, in order."""
        return self._edges[ROLES.index(role)]


def _edges(tenures: list[Tenure]) -> tuple[int, ...]:
    found = {tenure.first for tenure in tenures} | {tenure.last + 1 for tenure in tenures}
    return tuple(sorted(day for day in found if BEGINNING < day <= END))


def _sole(tenures: list[Tenure]) -> PersonId | None:
    """The person, where one has the role all along."""
    if len(tenures) == 1 and tenures[0].first == BEGINNING and tenures[0].last == END:
        return tenures[0].person
    return None


def _birthing_parents(
    episode: Episode, pregnancy: Episode | None, own: list[Relation], of_pregnancy: list[Relation]
) -> list[Tenure]:
    told = [_tenure(one) for one in own if one.role is Role.BIRTHING_PARENT]
    told = told or [_tenure(one) for one in of_pregnancy if one.role is Role.BIRTHING_PARENT]
    if told:
        return told
    carrying = episode if episode.kind is EpisodeKind.PREGNANCY else pregnancy
    return [Tenure(carrying.person_id)] if carrying is not None else []


def _household(episode: Episode, own: list[Relation], parents: list[Tenure]) -> list[Tenure]:
    """Everybody related to the child, the child, and the birthing parent unless the child's own relations date them.

    The primary member, whom the row names: a told household member, a carer, the birthing parent, the child.
    """
    told = sorted((_tenure(one) for one in own if one.role is Role.HOUSEHOLD), key=_preference)
    carers = sorted((_tenure(one) for one in own if one.role is Role.CAREGIVER), key=_preference)
    dated = {tenure.person for tenure in (*told, *carers)}
    return [*told, *carers, *(one for one in parents if one.person not in dated), Tenure(episode.person_id)]
