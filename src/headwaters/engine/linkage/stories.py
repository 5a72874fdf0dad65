"""Stories: a pregnancy and its children, or a child alone, with the people around them (language part 6).

Plain values in and out. Everything here can be drawn anew at any time from what sources said.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.window import Duration
from headwaters.domain.days import add
from headwaters.domain.history.history import Episode, EpisodeId, EpisodeKind, PersonId, Relation, Story, StoryId

EARLY_BIRTH_DAYS = 154
"""A birth up to 22 weeks before a due date can be that pregnancy's: earlier, it would be a loss before 18 weeks."""
LATE_BIRTH_DAYS = 35
"""A birth up to 5 weeks after a due date can be that pregnancy's; dating by a last period can be wrong by weeks."""
SAME_DUE_DATE_DAYS = 70
"""Two due dates of one mother so close are datings of one pregnancy: no second one can follow a loss so soon."""
SAME_BIRTH_DAYS = 3
"""Two births (or losses) of one mother so close are one pregnancy's: twins around midnight, or a clerk's slip."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person, after linkage. `first_seen`: the earliest day any source said something of them."""

    person_id: PersonId
    birth: date | None = None
    first_seen: date | None = None


@dataclass(frozen=True, slots=True)
class Pregnancy:
    """One source's word of a pregnancy. `key`: (source, the source's own number of it). `first_seen` and `ended` (without a
    birth) are all the days there are of some."""

    key: tuple[str, str]
    mother: PersonId
    due_date: date | None = None
    birth: date | None = None
    children: tuple[PersonId, ...] = ()
    first_seen: date | None = None
    ended: date | None = None
    ended_why: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """`person_id` is `role` to a child (`child`) or in a pregnancy (`pregnancy`: its key)."""

    person_id: PersonId
    role: Role
    child: PersonId | None = None
    pregnancy: tuple[str, str] | None = None
    primary: bool = True
    from_: date | None = None
    through: date | None = None
    authority: str = "parent"


@dataclass(slots=True)
class _Course:
    """One pregnancy, as it is being gathered from all who know of it."""

    mother: PersonId
    keys: list[tuple[str, str]] = field(default_factory=list)
    due_date: date | None = None
    birth: date | None = None
    children: dict[PersonId, None] = field(default_factory=dict)
    first_seen: date | None = None
    ended: date | None = None
    ended_why: str | None = None

    def fits(self, other: Pregnancy) -> bool:
        """Whether `other`, of the same mother, is this pregnancy: by its number, by a child, by a birth, by the due dates,
        by its end without one.
        Two pregnancies without any date are two, unless they have one number."""
        if other.key in self.keys:
            return True
        if any(child in self.children for child in other.children):
            return True
        if self.birth and other.birth:
            return abs((self.birth - other.birth).days) <= SAME_BIRTH_DAYS
        if self.birth and other.due_date:
            return _born_of(self.birth, other.due_date)
        if self.due_date and other.birth:
            return _born_of(other.birth, self.due_date)
        if self.due_date and other.due_date:
            return abs((self.due_date - other.due_date).days) <= SAME_DUE_DATE_DAYS
        if self.ended and other.ended:
            return abs((self.ended - other.ended).days) <= SAME_BIRTH_DAYS
        return False

    def take(self, other: Pregnancy) -> None:
        self.keys.append(other.key)
        self.due_date = self.due_date or other.due_date
        self.birth = _first(self.birth, other.birth)
        self.first_seen = _first(self.first_seen, other.first_seen)
        self.ended = _first(self.ended, other.ended)
        self.ended_why = self.ended_why or other.ended_why
        if other.children:
            self.children.update(dict.fromkeys(other.children))


def _first(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def _born_of(birth: date, due_date: date) -> bool:
    return -EARLY_BIRTH_DAYS <= (birth - due_date).days <= LATE_BIRTH_DAYS


EpisodeCells = tuple[StoryId, EpisodeId, str, PersonId, date | None, date | None, date | None, date | None, str | None]
"""Story, and the fields of an `Episode`."""
RelationCells = tuple[StoryId, EpisodeId, str, PersonId, bool, date | None, date | None, str]
"""Story, and the fields of a `Relation`."""


class Outline(NamedTuple):
    """A story without events and facts, as rows: a state's relations are a million, most of them like each other."""

    story_id: StoryId
    episodes: list[EpisodeCells]
    people: list[RelationCells]

    def story(self) -> Story:
        episodes = tuple(
            Episode(one, EpisodeKind(kind), person, birth, due_date, first_seen, ended, ended_why)
            for _, one, kind, person, birth, due_date, first_seen, ended, ended_why in self.episodes
        )
        people = tuple(
            Relation(one, Role(role), person, primary, from_, through, authority)
            for _, one, role, person, primary, from_, through, authority in self.people
        )
        return Story(self.story_id, episodes, people)


@dataclass(frozen=True, slots=True)
class Drawing:
    """`outlines` in the order of their ids; `names`: what each story hangs on (a source's number of a pregnancy, or a child),
    and the story's id, to be handed back when stories are drawn again."""

    outlines: tuple[Outline, ...]
    names: Mapping[str, StoryId]

    @property
    def stories(self) -> tuple[Story, ...]:
        return tuple(outline.story() for outline in self.outlines)


def draw(
    people: Iterable[Somebody],
    pregnancies: Iterable[Pregnancy],
    ties: Iterable[Tie],
    *,
    horizon: Duration,
    already: Mapping[str, StoryId] | None = None,
    taken: Container[StoryId] | None = None,
) -> Drawing:
    """Everybody's stories, without events and facts.

    people       one per person
    pregnancies  what sources said of pregnancies; several words of one pregnancy become one
    ties         dated relations to children or within pregnancies
    horizon      who was younger than this when first heard of has a child's course, whether or not anybody is named as parent
    already      names given out before: a story keeps the id that any of what it hangs on had
    taken        every name given out before, where `already` holds those of some stories only
    returns      each child stands in one story; a mother in one for each of her pregnancies
    """
    known = {person.person_id: person for person in people}
    told = _with_implied(pregnancies, ties := tuple(ties), known)
    courses = _courses(told)
    by_child: dict[PersonId, list[Tie]] = defaultdict(list)
    by_pregnancy: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in ties:
        if tie.child is not None:
            by_child[tie.child].append(tie)
        elif tie.pregnancy is not None:
            by_pregnancy[tie.pregnancy].append(tie)
    stories = []
    patterns = _Patterns()
    naming = _Naming(already or {}, taken)
    placed: set[PersonId] = set()
    for course in courses:
        children = [child for child in course.children if child not in placed]
        placed.update(children)
        of_pregnancy = [tie for key in course.keys for tie in by_pregnancy[key]]
        name = naming.name([*(_hook(course.mother, key) for key in sorted(course.keys)), *children])
        stories.append(_story(name, course, children, of_pregnancy, by_child, known, patterns))
    for person in sorted(known.values(), key=lambda who: who.person_id):
        is_child = person.person_id in by_child or _was_young(person, horizon)
        if person.person_id not in placed and person.birth is not None and is_child:
            name = naming.name([person.person_id])
            stories.append(_story(name, None, [person.person_id], [], by_child, known, patterns))
    return Drawing(tuple(sorted(stories, key=lambda outline: outline.story_id)), naming.given)


class _Naming:
    """Gives each story the id that it had, else one drawn from the first thing that it hangs on."""

    def __init__(self, already: Mapping[str, StoryId], taken: Container[StoryId] | None) -> None:
        self._already, self._taken = already, set[StoryId]()
        self._given_before = frozenset(already.values()) if taken is None else taken
        self.given: dict[str, StoryId] = {}

    def name(self, hangs_on: Sequence[str]) -> StoryId:
        held = [self._already[hook] for hook in hangs_on if hook in self._already]
        free = [name for name in sorted(set(held)) if name not in self._taken]
        name = free[0] if free else self._new(hangs_on[0])
        self._taken.add(name)
        self.given.update(dict.fromkeys(hangs_on, name))
        return name

    def _new(self, hook: str) -> StoryId:
        name = StoryId(_id("s", hook))
        while name in self._taken or name in self._given_before:
            name = StoryId(_id("s", name))
        return name


def _hook(mother: PersonId, key: tuple[str, str]) -> str:
    return "|".join((mother, *key))


def _was_young(person: Somebody, horizon: Duration) -> bool:
    if person.birth is None or person.first_seen is None:
        return False
    return person.first_seen < add(person.birth, horizon)


def _with_implied(
    pregnancies: Iterable[Pregnancy], ties: Sequence[Tie], known: Mapping[PersonId, Somebody]
) -> list[Pregnancy]:
    """What was told, and the pregnancies that a birthing parent of a born child must have had."""
    told = list(pregnancies)
    for tie in ties:
        child = known.get(tie.child) if tie.child is not None else None
        if tie.role is Role.BIRTHING_PARENT and child is not None and child.birth is not None:
            told.append(Pregnancy(("", child.person_id), tie.person_id, birth=child.birth, children=(child.person_id,)))
    return [_with_first_birth(pregnancy, known) for pregnancy in told]


def _with_first_birth(pregnancy: Pregnancy, known: Mapping[PersonId, Somebody]) -> Pregnancy:
    """The birth of a pregnancy is its first child's; what was written of the pregnancy itself counts only without one."""
    births = [birth for child in pregnancy.children if (who := known.get(child)) and (birth := who.birth)]
    if not births or (first := min(births)) == pregnancy.birth:
        return pregnancy
    return replace(pregnancy, birth=first)


def _courses(told: Iterable[Pregnancy]) -> list[_Course]:
    """One course for each pregnancy. Births come first, so that a due date finds the birth it belongs to."""
    by_mother: dict[PersonId, list[_Course]] = defaultdict(list)
    for pregnancy in sorted(told, key=_order):
        courses = by_mother[pregnancy.mother]
        course = next((course for course in courses if course.fits(pregnancy)), None)
        if course is None:
            courses.append(course := _Course(pregnancy.mother))
        course.take(pregnancy)
    return [course for _, courses in sorted(by_mother.items()) for course in courses]


def _order(pregnancy: Pregnancy) -> tuple[bool, date, bool, date, tuple[str, str]]:
    birth, due = pregnancy.birth or date.max, pregnancy.due_date or date.max
    return pregnancy.birth is None, birth, pregnancy.due_date is None, due, pregnancy.key


def _story(
    name: StoryId,
    course: _Course | None,
    children: Sequence[PersonId],
    of_pregnancy: Sequence[Tie],
    by_child: Mapping[PersonId, Sequence[Tie]],
    known: Mapping[PersonId, Somebody],
    patterns: _Patterns,
) -> Outline:
    episodes: list[EpisodeCells] = []
    people: list[RelationCells] = []
    mother = course.mother if course else None
    if course:
        days = (course.birth, course.due_date, course.first_seen, course.ended)
        episode = EpisodeId(_id("e", name, "pregnancy"))
        episodes.append((name, episode, _PREGNANCY, course.mother, *days, course.ended_why))
        people.extend(patterns.around(name, episode, None, mother, of_pregnancy, ()))
    for child in children:
        episode = EpisodeId(_id("e", name, child))
        born = known[child].birth if child in known else None
        birth = born or (course.birth if course else None)
        due_date = course.due_date if course else None
        episodes.append((name, episode, _CHILD, child, birth, due_date, None, None, None))
        ties = (*by_child.get(child, ()), *of_pregnancy)
        siblings = [other for other in children if other != child]
        people.extend(patterns.around(name, episode, child, mother, ties, siblings))
    return Outline(name, episodes, people)


_PREGNANCY, _CHILD = str(EpisodeKind.PREGNANCY), str(EpisodeKind.CHILD)
_Place = tuple[str, int, bool, date | None, date | None, str]
_NOBODY_YET = EpisodeId("")


class _Patterns:
    """Who is who to an episode, asked of `_around` once for all families in which the same is said of people who stand in the same
    places: `_around` only ever asks whether two people are one, never who they are."""

    def __init__(self) -> None:
        self._asked: dict[object, list[_Place]] = {}

    def around(
        self,
        name: StoryId,
        episode: EpisodeId,
        child: PersonId | None,
        mother: PersonId | None,
        ties: Iterable[Tie],
        siblings: Sequence[PersonId],
    ) -> list[RelationCells]:
        told = [
            tie
            for tie in ties
            if tie.role is not Role.CHILD and not (tie.role is Role.BIRTHING_PARENT and tie.person_id == mother)
        ]
        if len(told) > 1:
            told = list(dict.fromkeys(told))
        people = [mother or _NOBODY, child or _NOBODY, *siblings, *[tie.person_id for tie in told]]
        places: dict[PersonId, int] = {}
        standing = tuple([places.setdefault(person, len(places)) for person in people])
        said = tuple([(tie.role, tie.primary, tie.from_, tie.through, tie.authority) for tie in told])
        pattern = (mother is None, child is None, len(siblings), standing, said)
        found = self._asked.get(pattern)
        if found is None:
            relations = _around(_NOBODY_YET, child, mother, told, siblings)
            found = self._asked[pattern] = [
                (str(one.role), places[one.person_id], one.primary, one.from_, one.through, one.authority)
                for one in relations
            ]
        who = list(places)
        return [
            (name, episode, role, who[place], primary, from_, through, authority)
            for role, place, primary, from_, through, authority in found
        ]


_NOBODY = PersonId("")


def _around(
    episode: EpisodeId,
    child: PersonId | None,
    mother: PersonId | None,
    ties: Sequence[Tie],
    siblings: Sequence[PersonId],
) -> list[Relation]:
    """Who is who to one episode: what sources said (`ties`, each once and none of a child), and what follows where they said nothing.

    The birthing parent is the pregnancy's. Who bore the child cares for it until the day before somebody else is said to.
    Everybody here is of the household; whoever cares first is its first member.
    """
    said = [
        Relation(episode, tie.role, tie.person_id, tie.primary, tie.from_, tie.through, tie.authority) for tie in ties
    ]
    people: list[Relation] = [Relation(episode, Role.CHILD, child)] if child else []
    if mother:
        people.append(Relation(episode, Role.BIRTHING_PARENT, mother))
    people.extend(said)
    bearers = [mother] if mother else [tie.person_id for tie in said if tie.role is Role.BIRTHING_PARENT]
    people.extend(_care_by_default(episode, bearers, said))
    return [*people, *_household(episode, people, siblings)]


def _care_by_default(episode: EpisodeId, bearers: Sequence[PersonId], said: Sequence[Relation]) -> list[Relation]:
    first = [relation for relation in said if relation.role is Role.CAREGIVER and relation.primary]
    if not bearers or any(relation.from_ is None for relation in first):
        return []
    if any(relation.person_id in bearers for relation in first):
        return []
    begins = min((relation.from_ for relation in first if relation.from_), default=None)
    through = begins - timedelta(days=1) if begins else None
    return [Relation(episode, Role.CAREGIVER, bearers[0], through=through)]


def _household(episode: EpisodeId, people: Sequence[Relation], siblings: Sequence[PersonId]) -> list[Relation]:
    said = [relation for relation in people if relation.role is Role.HOUSEHOLD]
    named = {relation.person_id for relation in said}
    has_first = any(relation.primary for relation in said)
    carers = [relation for relation in people if relation.role is Role.CAREGIVER]
    others = [relation for relation in people if relation.role in (Role.BIRTHING_PARENT, Role.CHILD)]
    members: list[Relation] = []
    for relation in (*carers, *others):
        if relation.person_id in named:
            continue
        cares = relation.role is Role.CAREGIVER
        members.append(
            Relation(episode, Role.HOUSEHOLD, relation.person_id, primary=cares and relation.primary and not has_first,
                     from_=relation.from_ if cares else None, through=relation.through if cares else None)
        )  # fmt: skip
        if relation.through is None:
            named.add(relation.person_id)
    members.extend(Relation(episode, Role.HOUSEHOLD, child, primary=False) for child in siblings if child not in named)
    if members and not has_first and not any(member.primary for member in members):
        first = members[0]
        members[0] = Relation(episode, Role.HOUSEHOLD, first.person_id, True, first.from_, first.through)
    return members


def _id(letter: str, *parts: str) -> str:
    return letter + hashlib.blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()
