"""The manual's tables as the evaluator's input: children and parents, relations, events, facts, observation spans.

Defaults, so that a paragraph shows only what it is about: one child, `ana`, born 2024-03-01 to `mother`; the parent is the
child's caregiver and household; a record is told by the clinic on the day it speaks of; everything is observed from 2000 to 2100.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from text_tables import Row, day_of, rows_of, value_of

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Role, Touchpoint
from headwaters.domain.blueprint.matcher import AllOf, AnyOf, Count, EventMatcher, Matcher, Requirement
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

CHILDREN = "child | birth\nana | 2024-03-01"
CHILD_COLUMNS = ("child", "birth", "due_date", "parent", "pregnancy", "first_seen", "ended", "ended_why")
PEOPLE_COLUMNS = ("of", "role", "person", "primary", "from", "through", "authority")
ASSIGNMENT_COLUMNS = ("person", "blueprint", "version", "from", "through")
EVENT_COLUMNS = (
    "who", "event", "day", "end", "status", "result", "value", "unit", "code", "agency", "source", "record", "recorded",
    "revision", "handoff", "step",
)  # fmt: skip
FACT_COLUMNS = (
    "who",
    "fact",
    "value",
    "from",
    "through",
    "agency",
    "source",
    "record",
    "recorded",
    "revision",
    "status",
)
OBSERVED_COLUMNS = ("event", "from", "through", "area", "source", "agency")
LONG_AGO, FAR_OFF = date(2000, 1, 1), date(2100, 12, 31)
NO_PARENT = "nobody"


@dataclass(frozen=True)
class World:
    stories: tuple[Story, ...]
    observations: tuple[Observation, ...]


def world(
    blueprints: list[Blueprint],
    *,
    children: str | None,
    people: str | None,
    assignments: str | None,
    events: str | None,
    facts: str | None,
    observed: str | None,
) -> World:
    born = rows_of(children or CHILDREN, CHILD_COLUMNS)
    for row in born:
        row["parent"] = row.get("parent") or ("mother" if len(born) == 1 else f"{row['child']}'s mother")
        row["pregnancy"] = row.get("pregnancy") or row["parent"]
    only = born[0]["child"] or born[0]["parent"]
    stories = tuple(
        story(
            [row for row in born if story_name(row) == name],
            relations=rows_of(people, PEOPLE_COLUMNS),
            assigned=rows_of(assignments, ASSIGNMENT_COLUMNS),
            told=rows_of(events),
            known=rows_of(facts, FACT_COLUMNS),
            only=only,
        )
        for name in dict.fromkeys(story_name(row) for row in born)
    )
    return World(stories, observations(observed, blueprints))


def story_name(row: Row) -> str:
    return row["child"] if row["parent"] == NO_PARENT else row["pregnancy"]


def story(
    born: list[Row], *, relations: list[Row], assigned: list[Row], told: list[Row], known: list[Row], only: str
) -> Story:
    name = story_name(born[0])
    episodes = [child_episode(row) for row in born if row["child"]]
    if born[0]["parent"] != NO_PARENT:
        episodes.insert(0, pregnancy_episode(born))
    ids = {episode.episode_id for episode in episodes}
    said = [relation(row) for row in relations if row["of"] in ids]
    people = said + [one for one in usual_relations(born) if (one.episode_id, one.role) not in roles_said(said)]
    members = {one.person_id for one in people} | {episode.person_id for episode in episodes}
    return Story(
        story_id=StoryId(f"story of {name}"),
        episodes=tuple(episodes),
        people=tuple(people),
        assignments=tuple(assignment(row) for row in assigned if row["person"] in members),
        events=tuple(
            event
            for number, row in enumerate(told, 1)
            if row.get("who", only) in members
            for event in event_rows(row, number, only)
        ),
        facts=tuple(fact(row, number, only) for number, row in enumerate(known, 1) if row.get("who", only) in members),
    )


def child_episode(row: Row) -> Episode:
    child = row["child"]
    return Episode(
        EpisodeId(child), EpisodeKind.CHILD, PersonId(child), day_of(row["birth"]), day_of(row.get("due_date", ""))
    )


def pregnancy_episode(born: list[Row]) -> Episode:
    births = [day for row in born if (day := day_of(row.get("birth", "")))]
    return Episode(
        EpisodeId(f"pregnancy {born[0]['pregnancy']}"),
        EpisodeKind.PREGNANCY,
        PersonId(born[0]["parent"]),
        min(births, default=None),
        day_of(born[0].get("due_date", "")),
        day_of(born[0].get("first_seen", "")),
        day_of(born[0].get("ended", "")),
        born[0].get("ended_why") or None,
    )


def usual_relations(born: list[Row]) -> list[Relation]:
    parent = born[0]["parent"]
    usual = (
        []
        if parent == NO_PARENT
        else [Relation(EpisodeId(f"pregnancy {born[0]['pregnancy']}"), Role.BIRTHING_PARENT, PersonId(parent))]
    )
    for row in born:
        if child := row["child"]:
            usual.append(Relation(EpisodeId(child), Role.CHILD, PersonId(child)))
            if parent != NO_PARENT:
                usual += [Relation(EpisodeId(child), role, PersonId(parent)) for role in Role if role is not Role.CHILD]
            usual.append(Relation(EpisodeId(child), Role.HOUSEHOLD, PersonId(child), primary=parent == NO_PARENT))
    return usual


def roles_said(said: list[Relation]) -> set[tuple[EpisodeId, Role]]:
    return {(one.episode_id, one.role) for one in said}


def relation(row: Row) -> Relation:
    return Relation(
        EpisodeId(row["of"]),
        Role(row["role"]),
        PersonId(row["person"]),
        primary=row.get("primary", "yes") != "no",
        from_=day_of(row.get("from", "")),
        through=day_of(row.get("through", "")),
        authority=row.get("authority") or "parent",
    )


def assignment(row: Row) -> Assignment:
    return Assignment(
        PersonId(row["person"]),
        row["blueprint"],
        row.get("version") or "latest",
        day_of(row.get("from", "")),
        day_of(row.get("through", "")),
    )


def event_rows(row: Row, number: int, only: str) -> list[Event]:
    start, end = day_of(row.get("day", "")), day_of(row.get("end", ""))
    day = start or end or LONG_AGO
    agency = row.get("agency") or "clinic"
    codings: list[tuple[str | None, str | None]] = [
        (part.strip().split(":")[0], part.strip().split(":")[1])
        for part in row.get("code", "").split(";")
        if part.strip()
    ]
    return [
        Event(
            person_id=PersonId(row.get("who") or only),
            source=row.get("source") or agency,
            record_id=row.get("record") or f"e{number}",
            kind=row.get("event") or "handoff",
            agency=agency,
            recorded=day_of(row.get("recorded", "")) or day,
            start=start,
            end=end,
            system=system,
            code=code,
            status=row.get("status") or None,
            result=row.get("result") or None,
            value=float(row["value"]) if row.get("value") else None,
            unit=row.get("unit") or None,
            revision=int(row.get("revision") or 0),
            handoff=row.get("handoff") or None,
            step=row.get("step") or None,
            columns={key: value_of(cell) for key, cell in row.items() if key not in EVENT_COLUMNS and cell},
        )
        for system, code in codings or [(None, None)]
    ]


def fact(row: Row, number: int, only: str) -> Fact:
    from_ = day_of(row.get("from", "")) or LONG_AGO
    agency = row.get("agency") or "clinic"
    return Fact(
        person_id=PersonId(row.get("who") or only),
        fact=row["fact"],
        value=value_of(row["value"]),
        from_=from_,
        source=row.get("source") or agency,
        record_id=row.get("record") or f"f{number}",
        agency=agency,
        recorded=day_of(row.get("recorded", "")) or from_,
        through=day_of(row.get("through", "")),
        revision=int(row.get("revision") or 0),
        status=row.get("status") or None,
    )


def observations(table: str | None, blueprints: list[Blueprint]) -> tuple[Observation, ...]:
    """`observed`: None is everything; otherwise exactly the rows said. A row `everything else` stands for all kinds not named."""
    kinds = sorted({kind for blueprint in blueprints for kind in kinds_of(blueprint)})
    if table is None:
        return tuple(Observation("clinic", "clinic", kind, None, LONG_AGO, FAR_OFF) for kind in kinds)
    spans = []
    rows = rows_of(table, OBSERVED_COLUMNS)
    named = {row["event"] for row in rows}
    for row in rows:
        agency = row.get("agency") or "clinic"
        source = row.get("source") or agency
        from_ = day_of(row.get("from", "")) or LONG_AGO
        through = day_of(row.get("through", "")) or FAR_OFF
        meant = [kind for kind in kinds if kind not in named] if row["event"] == "everything else" else [row["event"]]
        spans += [Observation(source, agency, kind, row.get("area") or None, from_, through) for kind in meant]
    return tuple(spans)


def kinds_of(blueprint: Blueprint) -> set[str]:
    return {"handoff", *blueprint.events}


def touchpoint_kinds(touchpoint: Touchpoint) -> set[str]:
    """The kinds that a touchpoint's matchers name: what has to be observed before it may be called missed."""
    return {
        kind for matcher in touchpoint.done_by + matchers_in(touchpoint.requires) for kind in matcher_kinds(matcher)
    }


def matcher_kinds(matcher: Matcher) -> tuple[str, ...]:
    return matcher.kinds if isinstance(matcher, EventMatcher) else ("handoff",)


def matchers_in(requirement: Requirement | None) -> tuple[Matcher, ...]:
    if requirement is None:
        return ()
    if isinstance(requirement, Count):
        return requirement.matchers
    assert isinstance(requirement, AnyOf | AllOf)
    return tuple(matcher for part in requirement.parts for matcher in matchers_in(part))
