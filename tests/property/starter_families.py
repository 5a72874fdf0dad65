"""Families of the starter blueprint with events of its own kinds, hand-offs and facts, by chance."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

from headwaters.domain.blueprint.blueprint import Blueprint, FactRule, FactType
from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.matcher import EventMatcher, Step
from headwaters.domain.history.history import (
    Episode,
    EpisodeId,
    EpisodeKind,
    Event,
    Fact,
    Observation,
    PersonId,
    Story,
    StoryId,
)
from headwaters.sources.shelf import Shelf

STARTER = Path(__file__).parents[2] / "blueprints" / "first-1000-days" / "1.0.0" / "blueprint.yaml"
PARENT = PersonId("parent")
FROM, AS_OF = date(2023, 1, 1), date(2025, 9, 1)


def starter() -> Blueprint:
    return Shelf().open_file(STARTER)


def observations(blueprint: Blueprint) -> list[Observation]:
    """Most kinds are told of all along, some not, some only up to a year before."""
    kinds = (*blueprint.events, "handoff")
    return [
        Observation("agency", "agency", kind, None, FROM, AS_OF - timedelta(365 * (place % 3 == 1)))
        for place, kind in enumerate(kinds)
        if place % 5
    ]


def family(blueprint: Blueprint, seed: int) -> Story:
    """A pregnancy and none, one or two children."""
    draw = Random(seed)
    birth = date(2023, 9, 1) + timedelta(draw.randrange(700))
    children = [PersonId(f"child{n}") for n in range(draw.choice([0, 1, 1, 1, 2]))]
    due = birth + timedelta(draw.randrange(30))
    born = birth if children else None
    episodes = [Episode(EpisodeId("pregnancy"), EpisodeKind.PREGNANCY, PARENT, born, due)]
    episodes += [Episode(EpisodeId(child), EpisodeKind.CHILD, child, birth) for child in children]
    people = [PARENT, *children]
    kinds = [
        (kind, element.recipient)
        for element in blueprint.elements.values()
        for touchpoint in element.touchpoints
        for matcher in touchpoint.done_by
        if isinstance(matcher, EventMatcher)
        for kind in matcher.kinds
    ]
    events = [_event(draw, birth, str(n), *_whose(draw, people, *draw.choice(kinds))) for n in range(80)]
    for number, handoff in enumerate(draw.choices(sorted(blueprint.handoffs), k=8)):
        who, step = draw.choice(people), draw.choice(list(Step)).value
        events.append(_event(draw, birth, f"h{number}", "handoff", who, handoff=handoff, step=step))
    facts = [
        _fact(draw, birth, rule, person)
        for rule in blueprint.facts.values()
        for person in people
        if draw.random() < 0.7
    ]
    return Story(StoryId(f"{seed:05}"), tuple(episodes), (), (), tuple(events), tuple(facts))


def _whose(draw: Random, people: list[PersonId], kind: str, role: Role) -> tuple[str, PersonId]:
    return kind, PARENT if role is Role.BIRTHING_PARENT else draw.choice(people)


def _event(draw: Random, birth: date, record: str, kind: str, person: PersonId, **more: str) -> Event:
    day = birth + timedelta(draw.randrange(-200, 700))
    result = draw.choice([None, "at_risk", "typical", "not_eligible", "positive"])
    recorded = day + timedelta(draw.randrange(30))
    return Event(person, "agency", record, kind, "agency", recorded, day, result=result, **more)


def _fact(draw: Random, birth: date, rule: FactRule, person: PersonId) -> Fact:
    day = birth + timedelta(draw.randrange(-200, 300))
    choices = {
        FactType.BOOLEAN: [True, False, "withheld"],
        FactType.NUMBER: [0.0, 100.0, 250.0],
        FactType.CODE: [*rule.choices, "other"],
        FactType.DATE: [day],
    }
    value = draw.choice(choices[rule.type])
    return Fact(person, rule.key, value, day, "agency", f"{rule.key} {person}", "agency", day)
