"""The columnar snapshot and the reference see the same: for every day asked about and every day of knowledge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from batch_reading import (
    assignments_in,
    assignments_seen,
    episodes_in,
    episodes_seen,
    events_in,
    events_seen,
    facts_in,
    facts_seen,
    in_place,
    relations_in,
    relations_seen,
)
from drawn_histories import BIRTH
from hypothesis import given
from hypothesis import strategies as st
from worlds import World, worlds

from headwaters.domain.history.history import ENTERED_IN_ERROR, Episode, EpisodeId, EpisodeKind, Event, Story, StoryId
from headwaters.engine.warehouse.snapshot import batches, seen_tables
from headwaters.engine.warehouse.statement_tables import raw_tables

DAYS = [BIRTH + timedelta(days=number) for number in (-20, 0, 4, 12, 30, 61, 200)]


def named_apart(world: World) -> list[Story]:
    return [replace(one.story, story_id=StoryId(f"s{number}")) for number, one in enumerate(world.histories)]


def shuffled(rng: Random, story: Story) -> Story:
    """Rows in another order, some of them told as several kinds, steps, people and codes, again and again."""
    events = list(story.events)
    for event in rng.sample(events, min(len(events), 8)):
        events += [retold(rng, event, events) for _ in range(rng.randint(1, 3))]
    facts = list(story.facts)
    for fact in rng.sample(facts, min(len(facts), 4)):
        other = rng.choice(facts)
        facts.append(replace(fact, value=rng.choice([fact.value, True, 4.5, "lane", BIRTH]), person_id=other.person_id))
        facts.append(replace(fact, recorded=other.recorded, revision=rng.choice([0, 1, 2]), through=other.through))
    episodes = list(story.episodes)
    if rng.random() < 0.3:
        mother = episodes[-1].person_id
        day = BIRTH + timedelta(days=rng.choice([-400, -20, 0, 30]))
        episodes.append(Episode(EpisodeId("p2"), EpisodeKind.PREGNANCY, mother, due_date=rng.choice([day, None])))
    rng.shuffle(events)
    rng.shuffle(facts)
    rng.shuffle(episodes)
    return replace(story, events=tuple(events), facts=tuple(facts), episodes=tuple(episodes))


def retold(rng: Random, event: Event, events: list[Event]) -> Event:
    other = rng.choice(events)
    again = replace(
        event, status=rng.choice([event.status, "reported", ENTERED_IN_ERROR, None]), code=rng.choice([None, "1", "7"]),
        system=rng.choice([None, "cvx"]), value=rng.choice([None, 0.0, 10.0, 9.5]), agency=rng.choice([event.agency, "other"]),
        revision=event.revision + rng.choice([0, 0, 0, 1]), recorded=rng.choice([event.recorded, other.recorded]),
        start=rng.choice([event.start, other.start, None]), end=rng.choice([event.end, other.end]),
        columns=rng.choice([event.columns, {"zone": "above", "venous": True}]),
    )  # fmt: skip
    if rng.random() < 0.3:
        again = replace(again, kind=other.kind, handoff=other.handoff, step=other.step, person_id=other.person_id)
    return again


@given(worlds(), st.integers(0, 2**32 - 1))
def test_the_snapshot_holds_exactly_what_the_reference_sees(world: World, seed: int):
    rng = Random(seed)
    stories = [shuffled(rng, story) if number else story for number, story in enumerate(named_apart(world))]
    tables = seen_tables(raw_tables(stories))
    place = 0
    for batch in batches(tables, stories_at_once=2):
        assert not list(in_place(batch))
        for number in range(batch.stories):
            story = stories[place]
            assert batch.story_ids[number].as_py() == story.story_id
            assert episodes_in(batch, number) == episodes_seen(story)
            assert relations_in(batch, number) == relations_seen(story)
            assert assignments_in(batch, number) == assignments_seen(story)
            for as_of in rng.sample(DAYS, 3):
                for known_by in (None, as_of, rng.choice(DAYS)):
                    compare(batch, number, story, world, as_of, known_by)
            place += 1
    assert place == len(stories)


def compare(batch, number: int, story: Story, world: World, as_of: date, known_by: date | None) -> None:  # type: ignore[no-untyped-def]
    blueprint = world.blueprint
    assert events_in(batch, number, blueprint, as_of, known_by) == events_seen(story, blueprint, as_of, known_by)
    assert facts_in(batch, number, as_of, known_by) == facts_seen(story, blueprint, as_of, known_by)


@given(worlds(families=4), st.integers(0, 15))
def test_only_the_stories_asked_for_come_and_they_come_in_order(world: World, chosen: int):
    stories = named_apart(world)
    tables = seen_tables(raw_tables(reversed(stories)))
    wanted = [story for number, story in enumerate(stories) if chosen >> number & 1]
    found = []
    for batch in batches(tables, stories_at_once=3, only=[*(story.story_id for story in wanted), "nobody"]):
        assert not list(in_place(batch))
        for number in range(batch.stories):
            story = wanted[len(found)]
            found.append(batch.story_ids[number].as_py())
            assert episodes_in(batch, number) == episodes_seen(story)
            compare(batch, number, story, world, DAYS[-1], None)
    assert found == [story.story_id for story in wanted]


def test_two_stories_with_one_id_are_refused():
    story = Story(StoryId("s1"), (), ())
    with pytest.raises(ValueError, match="same id"):
        raw_tables([story, story])


def test_no_stories_make_no_batch():
    assert list(batches(seen_tables(raw_tables([])))) == []
