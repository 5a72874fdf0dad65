"""Questions about families. Whoever asks has asked the access function first, once for each request; here a reader whom no
grant would answer is refused all the same, so that nothing is ever given out by an oversight.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from headwaters.domain.blueprint.element import Role
from headwaters.domain.consent import Action
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
from headwaters.domain.history.view import View
from headwaters.domain.problems import NotFound, NotPermitted
from headwaters.practice.access.actions import decide
from headwaters.practice.access.reader import Reader
from headwaters.practice.families.latest import latest
from headwaters.practice.families.models import (
    AssignmentRow,
    EpisodeRow,
    EventRow,
    FactRow,
    IdentifierRow,
    KnownAs,
    MemberRow,
    ObservationRow,
    PersonRow,
    SeatRow,
)
from headwaters.practice.families.statements import read_back

POPULATION_DEEDS = (Action.LIST_FAMILIES, Action.READ_COUNTS, Action.EXPORT_ROWS, Action.LOAD)
"""Deeds that touch everybody; any of them may read every story."""
REFUSED = (
    "You may not see this. It needs a grant that you do not have today; ask the person who runs this installation."
)
STORIES_AT_ONCE = 500
"""Stories read in one go: bounds memory, and keeps each query's list of ids short."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as screens show them. `identifiers` are (system, value); `known_as` are (source, the source's own number)."""

    person_id: PersonId
    given_name: str | None
    family_name: str | None
    birth: date | None
    died: date | None
    sex: str | None
    identifiers: tuple[tuple[str, str], ...]
    known_as: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Register:
    """A source whose people are everybody to whom `kind` happened, in an area and on these days."""

    source: str
    agency: str
    kind: str
    area: str | None
    from_: date
    through: date


@dataclass(frozen=True, slots=True)
class Found:
    """A person whom a reference may mean, in one of their stories."""

    story_id: StoryId
    person_id: PersonId


@dataclass(frozen=True, slots=True)
class PersonName:
    """Somebody in a story, as lists name them."""

    person_id: PersonId
    given_name: str | None
    family_name: str | None
    birth: date | None


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is in a story, without anything that happened: what a list needs to say of whom a line speaks.

    `names`: everybody in it by name, in the order of their ids."""

    episodes: tuple[Episode, ...]
    people: tuple[Relation, ...]
    names: tuple[PersonName, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """One line of the list of families: an episode, without a name."""

    story_id: StoryId
    episode_id: EpisodeId
    kind: EpisodeKind
    person_id: PersonId
    birth: date | None
    due_date: date | None


def stories(*, by: Reader, only: Iterable[str] | None = None) -> Iterator[Story]:
    """Every story with all its rows, in the order of story ids; `only`: those ids.

    raises  NotPermitted  `by` may do nothing with everybody
    """
    _allow_everybody(by)
    ids = sorted(only) if only is not None else _story_ids()
    for start in range(0, len(ids), STORIES_AT_ONCE):
        yield from _read(ids[start : start + STORIES_AT_ONCE])


def count_stories(*, by: Reader) -> int:
    _allow_everybody(by)
    return EpisodeRow.objects.values("story_id").distinct().count()


def story_ids(*, by: Reader) -> list[str]:
    """The id of every story, in the order in which `stories` gives them.

    raises  NotPermitted  `by` may do nothing with everybody
    """
    _allow_everybody(by)
    return _story_ids()


def index(*, by: Reader, first: int = 0, most: int = 50) -> tuple[Course, ...]:
    """Episodes by story, `most` of them from the `first` on: what a list of families turns over page by page."""
    _allow_everybody(by)
    rows = EpisodeRow.objects.order_by("story_id", "id")[first : first + most].values_list(
        "story_id", "episode_id", "kind", "person", "birth", "due_date"
    )
    return tuple(
        Course(StoryId(story), EpisodeId(episode), EpisodeKind(kind), PersonId(person), birth, due)
        for story, episode, kind, person, birth, due in rows
    )


def story(story_id: str, *, by: Reader) -> Story:
    """One story with all its rows.

    raises  NotPermitted  no grant of `by` reaches it, whether or not there is such a story
            NotFound      there is none
    """
    _allow(by, story_id)
    found = next(_read([story_id]), None)
    if found is None:
        raise NotFound(f"There is no story {story_id}.")
    return found


def find(ref: str, *, by: Reader) -> tuple[Found, ...]:
    """Whom a reference may mean, in every story that `by` may read: none, one, or more to choose from.

    ref   a person id, a story id (then everybody with an episode in it), `SOURCE:NUMBER`, `SYSTEM=VALUE`, or a source's
          own number of somebody
    """
    of_story = EpisodeRow.objects.filter(story_id=ref).order_by("id").values_list("person", flat=True)
    here = [Found(StoryId(ref), PersonId(person)) for person in dict.fromkeys(of_story)]
    elsewhere = [Found(story, person) for person in sorted(_people_called(ref)) for story in _stories_of(person)]
    return tuple(found for found in here or elsewhere if _may(by, found.story_id))


def find_person(ref: str, *, by: Reader) -> PersonId:
    """The one person whom a reference means (as `find` reads it).

    raises  NotFound  nobody whom `by` may read goes by that, or more than one
    """
    people = sorted({found.person_id for found in find(ref, by=by)})
    if not people:
        raise NotFound(f"Nobody here goes by `{ref}`. Give a person's id, `SOURCE:NUMBER` or `SYSTEM=VALUE`.")
    if len(people) > 1:
        raise NotFound(f"More than one person goes by `{ref}`. Say whose number it is: `SOURCE:NUMBER`.")
    return people[0]


def stories_of(person_id: str, *, by: Reader) -> tuple[StoryId, ...]:
    """The stories somebody is in that `by` may read, in the order of their ids."""
    return tuple(story for story in _stories_of(person_id) if _may(by, story))


def people_of(story_id: str, *, by: Reader) -> tuple[PersonName, ...]:
    """Everybody in a story of whom `by` may hear, by name, in the order of their ids."""
    view = _view(by, story_id)
    seated = SeatRow.objects.filter(story_id=story_id).order_by("person").values_list("person", flat=True)
    found = dict(_persons(list(seated)))
    return tuple(_name(found[person]) for person in seated if person in found and view.sees_person(person))


def casts(story_ids: Iterable[str], *, by: Reader) -> dict[StoryId, Cast]:
    """Who is in each of these stories, in three questions to the records for all of them; stories that are no more are absent.

    raises  NotPermitted  `by` may do nothing with everybody, and may not list or read every one of these families
    """
    ids = sorted(set(story_ids))
    views = _views_of_each(by, ids)
    found: dict[StoryId, Cast] = {}
    for start in range(0, len(ids), STORIES_AT_ONCE):
        found.update(_casts(ids[start : start + STORIES_AT_ONCE]))
    return {name: _seen(cast, views[name]) if name in views else cast for name, cast in found.items()}


def _seen(cast: Cast, view: View) -> Cast:
    return replace(cast, names=tuple(one for one in cast.names if view.sees_person(one.person_id)))


def _casts(ids: Sequence[str]) -> Iterator[tuple[StoryId, Cast]]:
    episodes, members = _grouped(_select(_EPISODES, ids)), _grouped(_select(_MEMBERS, ids))
    seated = {name: sorted({row[3] for row in (*rows, *members[name])}) for name, rows in episodes.items()}
    names = dict(_persons(sorted({person for people in seated.values() for person in people})))
    for name, rows in episodes.items():
        yield (
            StoryId(name),
            Cast(
                tuple(_episode(row) for row in rows),
                tuple(_member(row) for row in members[name]),
                tuple(_name(names[person]) for person in seated[name] if person in names),
            ),
        )


def _name(who: Person) -> PersonName:
    return PersonName(who.person_id, who.given_name, who.family_name, who.birth)


def person(person_id: str, *, by: Reader) -> Person:
    """Who somebody is, from the latest words of all sources; where they differ the latest received counts.

    raises  NotPermitted  `by` may read no story of theirs
            NotFound      there is nobody of that id
    """
    told_in = _stories_of(person_id)
    if not any(_may(by, story) for story in told_in):
        _allow(by, told_in[0] if told_in else "")
    found = dict(_persons([person_id]))
    if person_id not in found:
        raise NotFound(f"There is nobody with the id {person_id}.")
    return found[person_id]


def observations(*, by: Reader) -> tuple[Observation, ...]:
    """Which source would have told us about what, where and on which days. Of each record the latest version."""
    _allow_vocabulary(by)
    return tuple(
        Observation(source, agency, kind, area, from_, through)
        for source, _, _, agency, kind, area, from_, through, _ in _observation_rows()
        if through >= from_
    )


def registers(*, by: Reader) -> tuple[Register, ...]:
    """The sources that know everybody of an area and period: their people are the denominator."""
    _allow_vocabulary(by)
    return tuple(
        Register(source, agency, kind, area, from_, through)
        for source, _, _, agency, kind, area, from_, through, register in _observation_rows()
        if register and through >= from_
    )


def _observation_rows() -> Iterable[tuple[Any, ...]]:
    rows = ObservationRow.objects.order_by("source", "record_id", "recorded", "revision", "id").values_list(
        "source", "record_id", "status", "agency", "kind", "area", "from_day", "through_day", "register"
    )
    return latest(rows.iterator(), width=2)


def _may(by: Reader, story_id: str) -> bool:
    return any(decide(by, deed, story=story_id).allowed for deed in (Action.READ_FAMILY, *POPULATION_DEEDS))


def _allow(by: Reader, story_id: str) -> None:
    if not _may(by, story_id):
        raise NotPermitted(REFUSED)


def _allow_everybody(by: Reader) -> None:
    if not any(decide(by, deed).allowed for deed in POPULATION_DEEDS):
        raise NotPermitted(REFUSED)


def _view(by: Reader, story_id: str) -> View:
    """Over whom `by` may read this story.

    raises  NotPermitted
    """
    for deed in (Action.READ_FAMILY, *POPULATION_DEEDS):
        decision = decide(by, deed, story=story_id)
        if decision.allowed:
            return decision.view
    raise NotPermitted(REFUSED)


def _views_of_each(by: Reader, story_ids: Iterable[str]) -> dict[str, View]:
    """The view of each story; none where `by` may read everybody.

    raises  NotPermitted  one of them is refused
    """
    if any(decide(by, deed).allowed for deed in POPULATION_DEEDS):
        return {}
    return {story_id: _view(by, story_id) for story_id in story_ids}


def _allow_vocabulary(by: Reader) -> None:
    """Observation names no people; whoever may do anything at all here may know who reports what."""
    if not any(decide(by, deed).allowed for deed in Action):
        raise NotPermitted(REFUSED)


def _stories_of(person_id: str) -> list[StoryId]:
    ids = SeatRow.objects.filter(person=person_id).order_by("story_id").values_list("story_id", flat=True)
    return [StoryId(story) for story in ids]


def _people_called(ref: str) -> set[PersonId]:
    if KnownAs.objects.filter(person=ref).exists():
        return {PersonId(ref)}
    system, found, value = ref.partition("=")
    if found:
        carriers = IdentifierRow.objects.filter(system=system, value=value).values_list("person", flat=True)
        return {PersonId(person) for person in carriers}
    source, found, local_id = ref.partition(":")
    known = KnownAs.objects.filter(person__isnull=False)
    here = known.filter(source=source, local_id=local_id) if found else known.none()
    rows = (here if found and here.exists() else known.filter(local_id=ref)).values_list("person", flat=True)
    return {PersonId(person) for person in rows if person}


def _story_ids() -> list[str]:
    return sorted(EpisodeRow.objects.values_list("story_id", flat=True).distinct())


def _select(sql: str, ids: Sequence[str]) -> list[tuple[Any, ...]]:
    places = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{ids}", places), list(ids))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    groups: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row)
    return groups


def _read(ids: Sequence[str]) -> Iterator[Story]:
    """The stories of these ids, with everything said of everybody in them."""
    episodes = _grouped(_select(_EPISODES, ids))
    members = _grouped(_select(_MEMBERS, ids))
    events = _grouped(_select(_EVENTS, ids))
    facts = _grouped(_select(_FACTS, ids))
    assignments = _grouped(_select(_ASSIGNMENTS, ids))
    for story_id in ids:
        if story_id in episodes:
            yield Story(
                StoryId(story_id),
                tuple(_episode(row) for row in episodes[story_id]),
                tuple(_member(row) for row in members[story_id]),
                tuple(_assignments(assignments[story_id])),
                tuple(_event(row) for row in events[story_id]),
                tuple(_fact(row) for row in facts[story_id]),
            )


def _episode(row: tuple[Any, ...]) -> Episode:
    _, episode_id, kind, person_id, *days = row
    return Episode(EpisodeId(episode_id), EpisodeKind(kind), PersonId(person_id), *days)


def _member(row: tuple[Any, ...]) -> Relation:
    _, episode_id, role, person_id, primary, from_, through, authority = row
    return Relation(EpisodeId(episode_id), Role(role), PersonId(person_id), bool(primary), from_, through, authority)


def _event(row: tuple[Any, ...]) -> Event:
    columns = {name: read_back(*value) for name, value in json.loads(row[-1]).items()} if row[-1] else {}
    return Event(*(*row[1:-1], columns))


def _fact(row: tuple[Any, ...]) -> Fact:
    _, person, fact, type_, value, *rest = row
    return Fact(person, fact, read_back(type_, value), *rest)


def _assignments(rows: Iterable[tuple[Any, ...]]) -> Iterator[Assignment]:
    for _, _, _, _, person, blueprint, version, from_, through in latest(rows, width=3):
        yield Assignment(PersonId(person), blueprint, version, from_, through)


def _persons(person_ids: Sequence[str]) -> Iterator[tuple[str, Person]]:
    rows = _select(_PERSONS, person_ids)
    for person_id, versions in groupby(latest(rows, width=3), key=itemgetter(0)):
        words = sorted(versions, key=lambda row: (row[4], row[5], row[6], row[7]))
        said: dict[str, Any] = {}
        identifiers: dict[tuple[str, str], None] = {}
        for row in words:
            said.update({name: value for name, value in zip(_SAID, row[8:13], strict=True) if value is not None})
            identifiers.update(dict.fromkeys((system, value) for system, value in json.loads(row[13])))
        known_as = tuple(sorted({(row[6], row[7]) for row in words}))
        yield (
            person_id,
            Person(
                PersonId(person_id),
                **{name: said.get(name) for name in _SAID},
                identifiers=tuple(identifiers),
                known_as=known_as,
            ),
        )


_SAID = ("given_name", "family_name", "birth", "died", "sex")


def _t(model: Any) -> str:
    return str(model._meta.db_table)


_EPISODES = (
    "SELECT story_id, episode_id, kind, person, birth, due_date, first_seen, ended, ended_why "
    f"FROM {_t(EpisodeRow)} WHERE story_id IN ({{ids}}) "
    "ORDER BY id"
)
_MEMBERS = (
    "SELECT story_id, episode_id, role, person, is_primary, from_day, through_day, authority "
    f"FROM {_t(MemberRow)} WHERE story_id IN ({{ids}}) ORDER BY id"
)
_SEATED = f"FROM {_t(SeatRow)} s JOIN {_t(KnownAs)} k ON k.person = s.person JOIN "
_EVENTS = (
    "SELECT s.story_id, s.person, e.source, e.record_id, e.kind, e.agency, e.recorded, e.start, e.\"end\", e.system, e.code, "
    "e.status, e.result, e.value, e.unit, e.revision, e.handoff, e.step, e.file, e.line, e.columns "
    f"{_SEATED} {_t(EventRow)} e ON e.known_as = k.id WHERE s.story_id IN ({{ids}}) ORDER BY e.id"
)  # fmt: skip
_FACTS = (
    "SELECT s.story_id, s.person, f.fact, f.type, f.value, f.from_day, f.source, f.record_id, f.agency, f.recorded, "
    "f.through_day, f.revision, f.status, f.file, f.line "
    f"{_SEATED} {_t(FactRow)} f ON f.known_as = k.id WHERE s.story_id IN ({{ids}}) ORDER BY f.id"
)
_ASSIGNMENTS = (
    "SELECT s.story_id, a.source, a.record_id, a.status, s.person, a.blueprint, a.version, a.from_day, a.through_day "
    f"{_SEATED} {_t(AssignmentRow)} a ON a.known_as = k.id WHERE s.story_id IN ({{ids}}) "
    "ORDER BY s.story_id, a.source, a.record_id, a.recorded, a.revision, a.id"
)
_PERSONS = (
    "SELECT k.person, p.known_as, p.record_id, p.status, p.recorded, p.revision, k.source, k.local_id, p.given_name, "
    f"p.family_name, p.birth, p.died, p.sex, p.identifiers FROM {_t(KnownAs)} k JOIN {_t(PersonRow)} p "
    "ON p.known_as = k.id WHERE k.person IN ({ids}) "
    "ORDER BY k.person, p.known_as, p.record_id, p.recorded, p.revision, p.id"
)
