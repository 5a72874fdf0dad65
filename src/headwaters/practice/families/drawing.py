"""Drawing the stories from what was said: everybody's at first, and then those only that new statements concern."""

from __future__ import annotations

import gc
from collections.abc import Collection, Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from headwaters.domain.blueprint.window import Duration
from headwaters.domain.history.history import PersonId, StoryId
from headwaters.engine.linkage.everybody import Everybody, Linked, carried, changes, link, link_people
from headwaters.engine.linkage.people import Word
from headwaters.engine.linkage.stories import Drawing, draw
from headwaters.engine.linkage.told import Persons, first_days, ties_and_children
from headwaters.engine.linkage.told import somebodies as told_of
from headwaters.practice.families.drawn import (
    keep_identifiers,
    keep_links,
    keep_problems,
    keep_stories,
    names_of,
)
from headwaters.practice.families.everybody_said import everybodys_register, first_events, relations
from headwaters.practice.families.latest import Cells
from headwaters.practice.families.models import Drawn, EpisodeRow, KnownAs, StoryName
from headwaters.practice.families.said import (
    born_into,
    fetch_of,
    named_in,
    pregnancies,
    pregnancy_rows,
    relation_rows,
    somebodies,
    ties,
    with_children,
    words_of,
)
from headwaters.practice.families.statements import known_as
from headwaters.practice.families.touched import (
    Families,
    Mark,
    close,
    drawn_to,
    here,
    joinable,
    keys_of,
    note_named_children,
    seeds,
    spoken_of,
)
from headwaters.practice.families.turn import take_turn

CHILDHOOD = Duration(months=6 * 12)
"""Who was younger than this when first heard of is taken for a child whose course is followed: school entry in Oregon, and
the upper age of the blueprints' longest windows. Somebody else's blueprint can ask for another one."""
SMALL_SHARE = 0.2
"""Where more than this share of the statements on people is new, everybody is drawn: it costs less than to look for whom."""


def redraw(*, horizon: Duration = CHILDHOOD, always: bool = False) -> int:
    """Link people and draw stories anew, in one transaction; nothing happens where nothing is stale.

    Only what new statements concern is drawn, and only what is otherwise than before is written.
    always   draw everybody, new or not: gives the same stories, and is how one makes sure of it
    returns  how many stories there are now
    """
    with transaction.atomic(), _uncollected():
        take_turn()
        drawn = Drawn.objects.filter(pk=1).first()
        if drawn is not None and (drawn.stale or always):
            _draw_anew(drawn, horizon, everybody=always)
    return EpisodeRow.objects.values("story_id").distinct().count()


def draw_entered(*, horizon: Duration = CHILDHOOD) -> None:
    """Draw what the few statements concern that were just taken down in the caller's transaction. While a load is under way
    the stories are stale already, and all of it is the load's to draw."""
    drawn = Drawn.objects.select_for_update().filter(pk=1).first()
    if drawn is not None and not drawn.stale:
        _draw_anew(drawn, horizon, everybody=False)


@contextmanager
def _uncollected() -> Iterator[None]:
    """A state's people are millions of objects without circles; looking for circles among them would take half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _draw_anew(drawn: Drawn, horizon: Duration, *, everybody: bool) -> None:
    since, now = drawn_to(drawn), here()
    drawn.stale, drawn.times = False, drawn.times + 1
    note_named_children(since)
    if everybody or drawn.horizon != str(horizon) or now.people - since.people > SMALL_SHARE * now.people:
        _draw_everybody(horizon, drawn.times)
    else:
        _draw_touched(since, horizon, drawn.times)
    drawn.horizon = str(horizon)
    drawn.people_to, drawn.relations_to, drawn.pregnancies_to, drawn.events_to = (
        now.people, now.relations, now.pregnancies, now.events,
    )  # fmt: skip
    drawn.save()


@dataclass(frozen=True, slots=True)
class _Links:
    """`person_of` whom: the numbers of sources' own ids; `before`: every person that was among these; `moved`: numbers that
    are another person's now, or nobody's; `people`: persons before and after of those that moved."""

    person_of: dict[int, PersonId]
    linked: Linked
    before: Collection[str]
    moved: Collection[int]
    people: Collection[str]


def _relink(said: Mapping[int, Word], known: Collection[Cells], taken: Container[PersonId]) -> _Links:
    """Link all of `known`: (number, source, local id, person before)."""
    before = frozenset(person for *_, person in known if person)
    spoken = [(row, word) for row in known if (word := said.get(row[0])) is not None]
    everybody = Everybody(
        aliases=[(row[1], row[2]) for row, _ in spoken],
        identifiers=[word[1] for _, word in spoken],
        births=[word[0] for _, word in spoken],
        already=[row[3] for row, _ in spoken],
    )
    linked = link(everybody, taken)
    person_of = {row[0]: person for person, (row, _) in zip(linked.persons, spoken, strict=True)}
    changed = [(now, key, was) for key, _, _, was in known if (now := person_of.get(key)) != was]
    keep_links([key for _, key, _ in changed], [now for now, _, _ in changed])
    people = {person for now, _, was in changed for person in (now, was) if person}
    return _Links(person_of, linked, before, [key for _, key, _ in changed], people)


_KNOWN = f"SELECT id, source, local_id, person FROM {KnownAs._meta.db_table}"


def _draw_everybody(horizon: Duration, times: int) -> None:
    register = everybodys_register()
    linked = link_people(register.people)
    moved = changes(register, linked)
    keep_links(moved.keys, moved.persons)
    persons = Persons(register, linked)
    ties_told, children = ties_and_children(relations(), persons)
    rows = with_children(pregnancy_rows(None))
    told = pregnancies(rows, children, persons.by_key(named_in(rows)))
    first = first_days(persons, horizon)
    named = {tie.child for tie in ties_told if tie.child} | {child for one in told for child in one.children}
    drawing = draw(
        told_of(persons, first, first_events(first.asked()), named),
        told,
        ties_told,
        horizon=horizon,
        already={hook: StoryId(name) for hook, name in names_of(None).items()},
    )
    keep_stories(drawing, None, moved.people, times)
    keep_identifiers(carried(register.people, linked), None)
    keep_problems(linked.kept_apart, None)


def _draw_touched(since: Mark, horizon: Duration, times: int) -> None:
    spoken = spoken_of(since)
    keys = joinable(spoken)
    known = list(fetch_of(f"{_KNOWN} WHERE id IN {{keys}}", keys))
    links = _relink(words_of(keys), known, _Taken(KnownAs, "person"))
    looked_at = keep_identifiers(links.linked.carried, {*links.before, *links.linked.persons})
    keep_problems(links.linked.kept_apart, looked_at)
    spoken_before = {row[3] for row in known if row[0] in spoken and row[3]}
    spoken_now = {person for key in spoken if (person := links.person_of.get(key))}
    found = close(seeds(since, links.moved, {*links.people, *spoken_before, *spoken_now}, horizon=horizon))
    keep_stories(_draw_families(found, horizon), found.stories, links.people, times)


def _draw_families(found: Families, horizon: Duration) -> Drawing:
    keys = keys_of(found.people)
    said = words_of(keys)
    known = list(fetch_of(f"{_KNOWN} WHERE id IN {{keys}}", keys))
    rows = relation_rows({*found.pregnancies, *((source, local_id) for _, source, local_id, _ in known)})
    told = with_children(pregnancy_rows(found.pregnancies))
    person_of = {key: PersonId(person) for key, _, _, person in known}
    person_of.update(_persons_named(rows, person_of))
    return draw(
        somebodies([(person_of[key], key, word) for key, word in said.items()], person_of, horizon=horizon),
        pregnancies(told, born_into(rows, person_of), person_of),
        ties(rows, person_of),
        horizon=horizon,
        already={hook: StoryId(name) for hook, name in names_of(found.stories).items()},
        taken=_Taken(StoryName, "story_id"),
    )


def _persons_named(relations: Collection[Cells], known: Mapping[int, PersonId]) -> dict[int, PersonId]:
    """Everybody else whom relations name: grown-ups without a place of their own in a story, children of other families."""
    named = {key for row in relations for key in (row[5], known_as(row[0], row[7]))} - known.keys()
    rows = fetch_of(f"{_KNOWN} WHERE person IS NOT NULL AND id IN {{keys}}", named)
    return {key: PersonId(person) for key, _, _, person in rows}


class _Taken:
    """Whether an id was given to anybody before; asked of the tables only for the few that are new."""

    def __init__(self, model: type[KnownAs] | type[StoryName], column: str) -> None:
        self._model, self._column = model, column

    def __contains__(self, name: object) -> bool:
        return self._model._default_manager.filter(**{self._column: name}).exists()
