"""One family's evaluation with reasons and `changes_on`, under the starter blueprint.

The family is invented: a pregnancy and its child, each element's own kinds of event told by chance over 500 days, facts
for most, two hand-offs under way. The peer is plain work of the same size: building the same rows with three windows each.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from figure import Figure, cpu_seconds

from headwaters.domain import days
from headwaters.domain.blueprint.blueprint import Blueprint, FactRule, FactType
from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.matcher import EventMatcher
from headwaters.domain.blueprint.window import Duration
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
from headwaters.domain.status import StatusRow
from headwaters.engine.evaluation.reference import Models, ObservationIndex, evaluate, prepare
from headwaters.sources.shelf import Shelf

FAMILIES = 40
EVENTS = 80
AS_OF = date(2025, 9, 1)
GOAL_MS = 2.0
BLUEPRINT = Path(__file__).resolve().parents[1] / "blueprints" / "first-1000-days" / "1.0.0" / "blueprint.yaml"
CHILD, PARENT = PersonId("child"), PersonId("parent")


def measure() -> tuple[Figure, ...]:
    blueprint = Shelf().open_file(BLUEPRINT)
    models = Models.of(prepare(blueprint))
    families = [_family(blueprint, seed) for seed in range(FAMILIES)]
    index = ObservationIndex(
        Observation("agency", "agency", kind, None, date(2020, 1, 1), AS_OF) for kind in (*blueprint.events, "handoff")
    )
    rows = [evaluate(models, family, index, as_of=AS_OF) for family in families]
    judged = [cpu_seconds(lambda f=f: evaluate(models, f, index, as_of=AS_OF), runs=5) for f in families]
    plain = [cpu_seconds(lambda r=r: _plain(r), runs=5) for r in rows]
    middle = sorted(judged)[FAMILIES // 2] * 1000
    peer = sorted(plain)[FAMILIES // 2] * 1000
    touchpoints = sum(len(one) for one in rows) / FAMILIES
    note = f"{touchpoints:.0f} touchpoints and {EVENTS} events a family"
    name = "one family's evaluation with reasons, median of families"
    return (
        Figure(name, middle, "ms", "the same rows and windows, filled in without judging", peer, GOAL_MS, note=note),
        Figure("one touchpoint's judgement", middle * 1000 / touchpoints, "microseconds"),
    )


def _plain(rows: tuple[StatusRow, ...]) -> list[StatusRow]:
    """A floor: three calendar additions and one frozen row for each touchpoint, and no judgement at all."""
    birth, made = date(2024, 3, 1), []
    for row in rows:
        windows = [days.add(birth, Duration(months=n, days=14)) for n in (1, 2, 3)]
        made.append(
            StatusRow(
                row.story_id, row.episode_id, row.recipient_id, row.role, row.element, row.touchpoint, row.status,
                row.reason, None, windows[0], windows[1], windows[2], None, None, None, None, None, None, None,
                windows[2], row.blueprint, row.version,
            )
        )  # fmt: skip
    return made


def _family(blueprint: Blueprint, seed: int) -> Story:
    draw = random.Random(seed)
    birth = date(2024, 1, 1) + timedelta(draw.randrange(300))
    told = [
        (kind, PARENT if element.recipient is Role.BIRTHING_PARENT else CHILD)
        for element in blueprint.elements.values()
        for touchpoint in element.touchpoints
        for matcher in touchpoint.done_by
        if isinstance(matcher, EventMatcher)
        for kind in matcher.kinds
    ]
    events = [_event(draw, birth, str(n), *draw.choice(told)) for n in range(EVENTS)]
    for handoff in draw.sample(sorted(blueprint.handoffs), 2):
        events.append(_event(draw, birth, handoff, "handoff", CHILD, handoff=handoff, step="sent"))
    facts = [_fact(draw, birth, rule) for rule in blueprint.facts.values() if draw.random() < 0.8]
    due = birth + timedelta(7)
    episodes = (
        Episode(EpisodeId("pregnancy"), EpisodeKind.PREGNANCY, PARENT, birth, due),
        Episode(EpisodeId("course"), EpisodeKind.CHILD, CHILD, birth, due),
    )
    return Story(StoryId(str(seed)), episodes, (), (), tuple(events), tuple(facts))


def _event(
    draw: random.Random, birth: date, record: str, kind: str, person: PersonId, *, handoff: str | None = None,
    step: str | None = None,
) -> Event:  # fmt: skip
    day = birth + timedelta(draw.randrange(-200, 500))
    result = draw.choice(("at risk", "positive", "passed", None))
    return Event(person, "agency", record, kind, "agency", day, start=day, result=result, handoff=handoff, step=step)


def _fact(draw: random.Random, birth: date, rule: FactRule) -> Fact:
    values: dict[FactType, bool | float | str | date] = {
        FactType.BOOLEAN: draw.random() < 0.5,
        FactType.NUMBER: float(draw.randrange(300)),
        FactType.DATE: birth,
        FactType.CODE: draw.choice(rule.choices) if rule.choices else "other",
    }
    person = CHILD if rule.of is Role.CHILD else PARENT
    from_ = birth - timedelta(100)
    return Fact(person, rule.key, values[rule.type], from_, "agency", rule.key, "agency", from_)
