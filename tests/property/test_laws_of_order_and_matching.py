"""Laws 1 and 2: order and repetition mean nothing; every touchpoint has one status, and one visit is used once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TypeVar

from hypothesis import assume, given
from hypothesis import strategies as st
from worlds import World, differing, judged, worlds

from headwaters.domain.history.history import EpisodeId, Event, Fact, PersonId, Relation
from headwaters.domain.status import Status


def shuffled(rows: tuple, seed: int) -> tuple:
    mixed = list(rows)
    Random(seed).shuffle(mixed)
    return tuple(mixed)


@given(worlds(), st.integers())
def test_the_order_of_rows_is_irrelevant(world: World, seed: int):
    for history in world.histories:
        story = history.story
        mixed = replace(
            story,
            events=shuffled(story.events, seed),
            facts=shuffled(story.facts, seed + 1),
            people=shuffled(story.people, seed + 2),
            episodes=shuffled(story.episodes, seed + 3),
        )
        again = judged(world, history, story=mixed, observations=shuffled(history.observations, seed + 4))
        assert not differing(judged(world, history), again)


@given(worlds())
def test_loading_every_row_twice_changes_nothing(world: World):
    for history in world.histories:
        story = history.story
        twice = replace(story, events=story.events * 2, facts=story.facts * 2)
        assert not differing(
            judged(world, history), judged(world, history, story=twice, observations=history.observations * 2)
        )


@given(worlds())
def test_another_familys_rows_change_nothing(world: World):
    for history, other in zip(world.histories, world.histories[1:] + world.histories[:1], strict=True):
        story = history.story
        strangers = replace(
            story,
            events=story.events + tuple(elsewhere(event) for event in other.story.events),
            facts=story.facts + tuple(elsewhere(fact) for fact in other.story.facts),
            people=story.people + tuple(stranger(one) for one in other.story.people),
        )
        assert not differing(judged(world, history), judged(world, history, story=strangers))


Told = TypeVar("Told", Event, Fact)


def elsewhere(row: Told) -> Told:
    """The row as another family's: of another person, and another record."""
    return replace(row, person_id=PersonId(f"other {row.person_id}"), record_id=f"other {row.record_id}")


def stranger(one: Relation) -> Relation:
    return replace(one, episode_id=EpisodeId(f"other {one.episode_id}"), person_id=PersonId(f"other {one.person_id}"))


@given(worlds())
def test_one_event_day_reaches_at_most_one_touchpoint_of_an_element(world: World):
    """Steps of a hand-off are many kinds of event under one name, so they are left aside."""
    assume(world.pilot is None)
    requiring = {
        (element.id, one.id)
        for element in world.blueprint.elements.values()
        for one in element.touchpoints
        if one.requires
    }
    for history in world.histories:
        kinds = {(event.source, event.record_id): event.kind for event in history.story.events}
        used = Counter(
            (row.episode_id, row.element, row.matched, kinds[(row.event.source, row.event.record_id)])
            for row in judged(world, history).values()
            if row.matched and row.event and (row.element, row.touchpoint) not in requiring
        )
        assert not [what for what, times in used.items() if times > 1 and what[3] != "handoff"]


@given(worlds())
def test_declined_never_carries_a_crack(world: World):
    for history in world.histories:
        assert not [row for row in judged(world, history).values() if row.status is Status.DECLINED and row.crack]


@given(worlds())
def test_without_events_nothing_is_reached_declined_or_in_progress(world: World):
    for history in world.histories:
        empty = replace(history.story, events=())
        impossible = {Status.REACHED, Status.REACHED_LATE, Status.DECLINED, Status.IN_PROGRESS}
        assert not [row for row in judged(world, history, story=empty).values() if row.status in impossible]


@given(worlds())
def test_every_touchpoint_of_every_recipient_has_one_row_on_every_day(world: World):
    """The rows of a story are the same ones on every day; only what they say changes. (A family that moves into a pilot
    gets the pilot's rows; a pregnancy that nothing dates begins with its first sign.)"""
    assume(world.pilot is None)
    for history in world.histories:
        if any(one.first_seen and one.first_seen > history.as_of for one in history.story.episodes):
            assert not judged(world, history)
            continue
        today = judged(world, history)
        later = judged(
            world, history, as_of=history.as_of + timedelta(days=40), known_by=history.known_by + timedelta(days=40)
        )
        assert today.keys() == later.keys()
