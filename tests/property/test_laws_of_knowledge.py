"""Laws 5 and 6, and the law of views: taking back, observing more, learning more, and withholding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from drawn_histories import BIRTH, VALUES, History
from fragments import Document, found
from hypothesis import assume, given
from hypothesis import strategies as st
from worlds import Key, World, differing, judged, worlds

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.history.history import ENTERED_IN_ERROR, WITHHELD, Fact, Observation, Story
from headwaters.domain.history.view import View
from headwaters.domain.status import Status, StatusRow

AWAY = (Status.UNOBSERVED, Status.MISSED, Status.OVERDUE)


@given(worlds(), st.integers(0, 10**6), st.integers(0, 30))
def test_a_retraction_gives_the_table_as_if_the_record_had_never_been(world: World, pick: int, lag: int):
    """For every day of knowledge from its recording on; and until then the record holds."""
    for history in world.histories:
        story = history.story
        if not story.events:
            continue
        chosen = story.events[pick % len(story.events)]
        record = [
            event for event in story.events if (event.source, event.record_id) == (chosen.source, chosen.record_id)
        ]
        last = max(event.recorded for event in record)
        taken_back = last + timedelta(days=lag)
        retraction = replace(
            chosen, recorded=taken_back, revision=max(event.revision for event in record) + 1, status=ENTERED_IN_ERROR
        )
        without = replace(story, events=tuple(event for event in story.events if event not in record))
        retracted = replace(story, events=(*story.events, retraction))
        for known_by in (taken_back, taken_back + timedelta(days=1), taken_back + timedelta(days=200)):
            never_been = judged(world, history, story=without, known_by=known_by)
            assert not differing(never_been, judged(world, history, story=retracted, known_by=known_by))
        if lag:
            before = taken_back - timedelta(days=1)
            assert not differing(
                judged(world, history, known_by=before), judged(world, history, story=retracted, known_by=before)
            )


def references(world: World, element: str) -> bool:
    """Whether the element says anything about another, or one of its touchpoints about an earlier one."""
    said = world.document["elements"][element]
    inside = {one for key in said["touchpoints"] for one in (key, f"{key}.end")} | {"previous"}
    words = " ".join(str(part) for part in (said, *found(said, "after"))).replace("'", " ").replace(":", " ").split()
    moments = [word.strip("{}[](),") for word in words]
    return (
        any(word.split(".")[0] in world.document["elements"] for word in moments)
        or bool(found(said, "after") or found(said, "interval"))
        or any(word in inside for word in moments if word not in said["touchpoints"])
        or any(str(phase.get("from", "")) in inside for phase in phases(said))
    )


def phases(said: dict[str, Any]) -> list[dict[str, Any]]:
    repeats = found(said, "repeat")
    return [phase for repeat in repeats for phase in (repeat if isinstance(repeat, list) else [repeat])]


@given(worlds(), st.integers(0, 10**6))
def test_observing_more_only_turns_unobserved_into_missed_or_overdue(world: World, pick: int):
    """Or what those trigger: a row that refers to others may change where one of the story's rows was unobserved."""
    assume(world.pilot is None)
    kinds = [*world.blueprint.events, "handoff"]
    for history in world.histories:
        from_ = BIRTH + timedelta(days=pick % 60 - 20)
        added = Observation("new", "clinic", kinds[pick % len(kinds)], None, from_, from_ + timedelta(days=pick % 97))
        before = judged(world, history)
        after = judged(world, history, observations=(*history.observations, added))
        assert before.keys() == after.keys()
        changed = {key for key in before if before[key].status is not after[key].status}
        resolved = {key for key in changed if before[key].status is Status.UNOBSERVED}
        assert not changed or resolved, "something changed, and nothing had been unobserved"
        for key in changed:
            if not references(world, before[key].element):
                assert before[key].status is Status.UNOBSERVED
                assert after[key].status in AWAY


@given(worlds(), st.integers(0, 10**6))
def test_learning_a_fact_that_had_no_value_adds_no_question(world: World, pick: int):
    """To a touchpoint whose own need names the fact: knowing more about it never makes it ask."""
    assume(world.pilot is None)
    key = list(world.blueprint.facts)[pick % len(world.blueprint.facts)]
    value = [one for one in VALUES[key] if one != WITHHELD][pick % 2]
    for history in world.histories:
        learnt = with_fact(history, world.blueprint, key, value)
        if learnt is None:
            continue
        before, after = judged(world, history, story=learnt[0]), judged(world, history, story=learnt[1])
        assert not newly_asked(world, key, before, after)


def with_fact(history: History, blueprint: Blueprint, key: str, value: Any) -> tuple[Story, Story] | None:
    """The story without any value of the fact, and with one for everybody."""
    story = history.story
    persons = {one.person_id for one in story.people} | {one.person_id for one in story.episodes}
    without = replace(story, facts=tuple(fact for fact in story.facts if fact.fact != key))
    told = tuple(
        Fact(person, key, value, date(2023, 1, 1), "new", f"n {person}", "clinic", date(2023, 1, 1))
        for person in sorted(persons)
    )
    return (without, replace(without, facts=without.facts + told)) if persons else None


def asks_whether_known(said: Document, key: str) -> bool:
    """A condition that says "is known" asks about our knowledge itself, and knowing more may turn it either way."""
    return any(f"{key} is " in str(condition) for part in ("for", "unless") for condition in found(said, part))


def newly_asked(world: World, key: str, before: dict[Key, StatusRow], after: dict[Key, StatusRow]) -> list[StatusRow]:
    named = {
        element
        for element, said in world.document["elements"].items()
        if any(key in str(condition) for part in ("for", "unless") for condition in found(said, part))
        and not asks_whether_known(said, key)
        and not references(world, element)
    }
    return [
        row
        for place, row in after.items()
        if row.element in named and row.status is Status.ASK and before[place].status is not Status.ASK
    ]


@given(worlds())
def test_what_lies_outside_a_view_changes_nothing(world: World):
    """Not a row, a count or an order: the table of a view is the table of a story from which the rest was taken."""
    for history in world.histories:
        for view in (View(agencies=frozenset({"clinic", "county"})), View(subjects=frozenset())):
            assert not differing(
                judged(world, history, view=view),
                judged(world, history, story=inside(history.story, world.blueprint, view), view=view),
            )


def inside(story: Story, blueprint: Blueprint, view: View) -> Story:
    def kept_event(kind: str, agency: str) -> bool:
        rule = blueprint.events.get(kind)
        return view.sees_agency(agency) and view.sees_subject(rule.sensitive if rule else None)

    return replace(
        story,
        events=tuple(event for event in story.events if kept_event(event.kind, event.agency)),
        facts=tuple(
            fact
            for fact in story.facts
            if view.sees_agency(fact.agency) and view.sees_subject(blueprint.facts[fact.fact].sensitive)
        ),
    )


@given(worlds())
def test_switching_a_subject_off_never_reveals(world: World):
    """What is left says nothing of the protected subject: no row asks for it, rests on it or has its name."""
    hidden_facts = {key for key, fact in world.blueprint.facts.items() if fact.sensitive}
    hidden_kinds = {key for key, kind in world.blueprint.events.items() if kind.sensitive}
    for history in world.histories:
        hidden = {(event.source, event.record_id) for event in history.story.events if event.kind in hidden_kinds}
        open_records = {
            (event.source, event.record_id) for event in history.story.events if event.kind not in hidden_kinds
        }
        for row in judged(world, history, view=View(subjects=frozenset())).values():
            assert row.missing not in hidden_facts
            assert row.event is None or (row.event.source, row.event.record_id) not in hidden - open_records
