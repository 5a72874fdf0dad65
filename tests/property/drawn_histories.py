"""Made-up histories: families with whole referral passages, retries, declines, late, corrected and retracted records, told twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import (
    ENTERED_IN_ERROR,
    WITHHELD,
    Episode,
    EpisodeId,
    EpisodeKind,
    Event,
    Fact,
    FactValue,
    Observation,
    PersonId,
    Relation,
    Story,
    StoryId,
)

BIRTH = date(2024, 3, 1)
AGENCIES = ("clinic", "county", "medicaid")
PLAIN_KINDS = (
    "visit", "visit", "visit", "visit", "screen", "screen", "screen", "call", "call", "plan", "shot", "shot", "certification", "stay",
    "said_no", "said_no", "came_back", "stopped", "offer", "appointment", "appointment", "result_letter", "discharge", "secret_visit",
)  # fmt: skip
RARE_KINDS = ("death", "loss", "left_state", "moved_in")
PASSAGES = (
    ("sent", "received", "accepted", "begun", "done", "told"),
    ("sent", "received", "accepted", "begun", "dropped"),
    ("sent", "accepted", "begun", "done"),
    ("sent", "full", "accepted", "begun"),
    ("sent", "not_reached", "sent", "received", "accepted"),
    ("sent", "not_reached", "sent", "not_reached", "declined"),
    ("sent", "received", "not_eligible"),
    ("sent", "received", "declined"),
    ("received", "full"),
    ("sent",),
    ("done",),
)


@dataclass(frozen=True)
class History:
    story: Story
    observations: tuple[Observation, ...]
    as_of: date
    known_by: date


def days(number: int) -> timedelta:
    return timedelta(days=number)


def drawn_history(rng: Random, blueprint: Blueprint) -> History:
    episodes, people = drawn_family(rng)
    persons = list(dict.fromkeys([one.person_id for one in people] + [one.person_id for one in episodes]))
    events = [event for number in range(rng.randint(0, 14)) for event in drawn_record(rng, persons, number)]
    for number in range(rng.choice([0, 1, 1, 1, 2])):
        events += drawn_passage(rng, persons, number)
    story = Story(StoryId("s1"), episodes, people, (), tuple(events), tuple(drawn_facts(rng, persons, blueprint)))
    as_of = BIRTH + days(rng.randint(-15, 100))
    steps = [event.start for event in events if event.step and event.start]
    if steps and rng.random() < 0.6:
        as_of = rng.choice(steps) + days(rng.randint(0, 12))
    return History(story, drawn_observations(rng, blueprint), as_of, as_of + days(rng.choice([0, 0, 0, -6, 20])))


def drawn_family(rng: Random) -> tuple[tuple[Episode, ...], tuple[Relation, ...]]:
    shape = rng.choice(["one", "one", "one", "one", "twins", "unborn", "alone", "no due date", "lost"])
    due = None if shape in ("no due date", "alone", "lost") else BIRTH + days(rng.choice([-10, 0, 7, 21, 22, 60]))
    birth = None if shape in ("unborn", "lost") else BIRTH
    children = {"twins": ["c1", "c2"], "unborn": [], "lost": []}.get(shape, ["c1"])
    episodes = [Episode(EpisodeId(child), EpisodeKind.CHILD, PersonId(child), birth, due) for child in children]
    people = [Relation(EpisodeId(child), Role.CHILD, PersonId(child)) for child in children]
    if shape == "alone":
        return tuple(episodes), (*people, Relation(EpisodeId("c1"), Role.HOUSEHOLD, PersonId("c1")))
    bounds = drawn_bounds(rng) if shape == "lost" else ()
    episodes.append(Episode(EpisodeId("p"), EpisodeKind.PREGNANCY, PersonId("mo"), birth, due, *bounds))
    people.append(Relation(EpisodeId("p"), Role.BIRTHING_PARENT, PersonId("mo")))
    for child in children:
        people += carers(rng, EpisodeId(child))
    return tuple(episodes), tuple(people)


def drawn_bounds(rng: Random) -> tuple[date, date | None, str | None]:
    """First sign and end of a pregnancy that nothing dates; some go on."""
    first_seen = BIRTH + days(rng.randint(-20, 20))
    ended = first_seen + days(rng.randint(0, 60)) if rng.random() < 0.8 else None
    return first_seen, ended, rng.choice([None, "loss", "induced"])


def carers(rng: Random, child: EpisodeId) -> list[Relation]:
    parent, other = PersonId("mo"), PersonId("fa")
    known = [Relation(child, Role.BIRTHING_PARENT, parent), Relation(child, Role.HOUSEHOLD, parent)]
    if rng.random() < 0.5:
        known.append(Relation(child, Role.HOUSEHOLD, other, primary=False))
    if rng.random() < 0.25:
        change = BIRTH - days(20)
        return [
            *known,
            Relation(child, Role.CAREGIVER, other, through=change),
            Relation(child, Role.CAREGIVER, parent, from_=change + days(1)),
        ]
    return [*known, Relation(child, Role.CAREGIVER, parent)]


def drawn_day(rng: Random) -> date:
    """Near the edges of the drawn windows more often than elsewhere."""
    return BIRTH + days(
        rng.choice([rng.randint(-30, 95), rng.choice([0, 2, 3, 5, 7, 10, 14, 15, 20, 21, 24, 31, 40, 60, 61])])
    )


def drawn_record(rng: Random, persons: list[PersonId], number: int) -> list[Event]:
    """One record, as its rows: perhaps several codings, a correction, a retraction, or the same visit told by another agency."""
    kind = rng.choice(RARE_KINDS) if rng.random() < 0.05 else rng.choice(PLAIN_KINDS)
    start = drawn_day(rng)
    end = (
        start + days(rng.choice([0, 3, 20, 45]))
        if kind in ("certification", "stay", "said_no") and rng.random() < 0.7
        else None
    )
    agency = rng.choice(AGENCIES)
    event = Event(
        person_id=rng.choice(persons), source=agency, record_id=f"{kind}{number}", kind=kind, agency=agency,
        recorded=start + days(rng.choice([0, 0, 1, 5, 30])), start=start, end=end, revision=rng.choice([0, 0, 1]),
        result=rng.choice([None, "at risk", "monitor", "typical"]), value=rng.choice([None, 1.0, 5.0]),
        status="completed" if kind == "shot" else rng.choice([None, None, "completed", "reported"]),
        columns=drawn_columns(rng, kind),
    )  # fmt: skip
    rows = (
        [replace(event, system="cvx", code=rng.choice(["1", "2", "9"])), replace(event, system="cpt", code="7")]
        if kind == "shot"
        else [event]
    )
    rows = rows[: rng.randint(1, 2)]
    if end and rng.random() < 0.1:
        rows = [replace(row, start=None) for row in rows]
    return rows + retold(rng, rows)


def drawn_columns(rng: Random, kind: str) -> dict[str, bool | float | str | date]:
    if kind != "screen":
        return {}
    zone = rng.choice([None, "referral", "referral", "monitoring", "above"])
    return ({"zone": zone} if zone else {}) | ({"venous": rng.random() < 0.5} if rng.random() < 0.5 else {})


def retold(rng: Random, rows: list[Event]) -> list[Event]:
    fate = rng.random()
    later = rows[0].recorded + days(rng.choice([0, 1, 10]))
    if fate < 0.12:
        return [replace(row, recorded=later, revision=row.revision + 1, status=ENTERED_IN_ERROR) for row in rows[:1]]
    if fate < 0.24:
        moved = days(rng.choice([-7, 1, 12]))
        return [
            replace(
                row,
                recorded=later,
                revision=row.revision + 1,
                start=row.start + moved if row.start else None,
                end=row.end + moved if row.end else None,
            )
            for row in rows
        ]
    if fate < 0.38:
        other = rng.choice(AGENCIES)
        return [replace(row, agency=other, source=f"{other} feed", recorded=later) for row in rows]
    return []


def drawn_passage(rng: Random, persons: list[PersonId], number: int) -> list[Event]:
    """A referral from its trigger on: screened, sent, answered, tried again, begun, dropped, done or told; cut anywhere."""
    person, day = rng.choice([persons[0], persons[0], rng.choice(persons)]), BIRTH + days(rng.randint(0, 50))
    steps = rng.choice(PASSAGES)[: rng.randint(1, 6)]
    agency = rng.choice(AGENCIES)
    told = [
        Event(
            person,
            agency,
            f"trigger{number}",
            "screen",
            agency,
            day,
            start=day,
            result="at risk",
            columns={"zone": "referral"},
        ),
        Event(person, agency, f"first{number}", "call", agency, day, start=day + days(rng.choice([0, 2, 9]))),
    ]
    told[1] = replace(told[1], recorded=told[1].start or day)
    for order, step in enumerate(steps):
        day += days(rng.choice([0, 1, 3, 8, 15]))
        source = rng.choice(["partner", agency])
        told.append(
            Event(
                person,
                source,
                f"{step}{number}.{order}",
                "handoff",
                source,
                day + days(rng.choice([0, 0, 4])),
                start=day,
                handoff=rng.choice(["h1", "h1", "h1", "h2"]),
                step=step,
            )
        )
        if rng.random() < 0.15:
            told.append(replace(told[-1], source="other feed"))
        if rng.random() < 0.08:
            told.append(replace(told[-1], status=ENTERED_IN_ERROR, revision=1))
    if "begun" in steps and rng.random() < 0.7:
        told.append(Event(person, "partner", f"plan{number}", "plan", "partner", day, start=day))
    return told


VALUES: dict[str, tuple[FactValue, ...]] = {
    "covered": (True, True, False, WITHHELD),
    "consent": (True, True, False, WITHHELD),
    "income": (80.0, 120.0, 185.0, 300.0, WITHHELD),
    "coverage": ("ohp", "ohp", "private", "none", WITHHELD),
    "enrolled": (BIRTH - days(40), BIRTH + days(20), BIRTH + days(21)),
    "secret": (True, False),
    "county": ("lane", "linn"),
}


def drawn_facts(rng: Random, persons: list[PersonId], blueprint: Blueprint) -> list[Fact]:
    facts: list[Fact] = []
    for number in range(rng.randint(0, 9)):
        key = rng.choice(list(blueprint.facts))
        from_ = rng.choice([date(2023, 1, 1), date(2023, 1, 1), drawn_day(rng)])
        through = from_ + days(rng.choice([5, 30, 430, 460])) if rng.random() < 0.3 else None
        agency = rng.choice(AGENCIES)
        fact = Fact(
            about(rng, persons, blueprint.facts[key].of),
            key,
            rng.choice(VALUES[key]),
            from_,
            agency,
            f"f{number}",
            agency,
            from_ + days(rng.choice([0, 0, 12])),
            through,
        )
        facts.append(fact)
        if rng.random() < 0.15:
            facts.append(replace(fact, recorded=fact.recorded + days(3), status=ENTERED_IN_ERROR))
        elif rng.random() < 0.15:
            facts.append(replace(fact, recorded=fact.recorded + days(3), value=rng.choice(VALUES[key])))
    return facts


def about(rng: Random, persons: list[PersonId], role: Role) -> PersonId:
    """Mostly the person whose fact it is."""
    likely = PersonId("mo") if role is not Role.CHILD else persons[0]
    return likely if likely in persons and rng.random() < 0.8 else rng.choice(persons)


def drawn_observations(rng: Random, blueprint: Blueprint) -> tuple[Observation, ...]:
    if rng.random() < 0.35:
        return tuple(
            Observation("all", "clinic", kind, None, date(2020, 1, 1), date(2030, 12, 31))
            for kind in [*blueprint.events, "handoff"]
        )
    spans: list[Observation] = []
    for kind in [*blueprint.events, "handoff"]:
        for _ in range(rng.choice([0, 1, 1, 1, 2])):
            from_ = rng.choice([date(2020, 1, 1), date(2020, 1, 1), drawn_day(rng)])
            through = rng.choice(
                [date(2030, 12, 31), date(2030, 12, 31), from_ + days(rng.choice([3, 20, 1600])), drawn_day(rng)]
            )
            if from_ <= through:
                spans.append(
                    Observation(rng.choice(AGENCIES), "clinic", kind, rng.choice([None, None, "lane"]), from_, through)
                )
    return tuple(spans)
