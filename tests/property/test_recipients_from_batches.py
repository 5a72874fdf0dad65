"""Who the recipients are, filled from batches for everybody, is what the reference says of each one story."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import (
    WITHHELD,
    Episode,
    EpisodeId,
    EpisodeKind,
    Event,
    Fact,
    PersonId,
    Relation,
    Story,
    StoryId,
)
from headwaters.engine.evaluation.reference import Models, prepare
from headwaters.engine.measures.recipients import BirthRegister, recipients_of
from headwaters.engine.warehouse.recipients_table import RECIPIENTS
from headwaters.engine.warehouse.snapshot import batches, seen_tables
from headwaters.engine.warehouse.statement_tables import raw_tables
from headwaters.interchange.blueprint_yaml import read_blueprint
from headwaters.practice.published.recipients import recipient_rows

BLUEPRINT = """
blueprint: groups
version: 1.0.0
language: 1
facts:
  county: {type: code}
  zip: {type: code, of: household}
  race: {type: code}
  language: {type: code, of: caregiver, valid_for: 6 months}
  interpreter: {type: boolean, of: caregiver}
  coverage: {type: code}
  parent_coverage: {type: code, of: birthing_parent}
"""
BEGIN, AS_OF = date(2025, 1, 1), date(2026, 1, 1)
REGIONS = {"lane": "south", "union": "east"}
VALUES = {
    "county": ("lane", "union", "baker", WITHHELD),
    "zip": ("97401", "97850", WITHHELD),
    "race": ("white", "asian", WITHHELD),
    "language": ("en", "es", WITHHELD),
    "interpreter": (True, False, WITHHELD),
    "coverage": ("ohp", "private"),
    "parent_coverage": ("ohp", WITHHELD),
}
day = st.integers(0, 420).map(lambda n: BEGIN + timedelta(days=n))
people = st.sampled_from([PersonId(name) for name in ("parent", "child-a", "child-b", "carer")])


@st.composite
def fact(draw: st.DrawFn, number: int) -> Fact:
    name = draw(st.sampled_from(sorted(VALUES)))
    from_, recorded = draw(day), draw(day)
    return Fact(
        draw(people), name, draw(st.sampled_from(VALUES[name])), from_, draw(st.sampled_from(("clinic", "births"))),
        f"f{number}", "agency", recorded, through=draw(st.none() | st.just(from_ + timedelta(days=60))),
    )  # fmt: skip


@st.composite
def story(draw: st.DrawFn, story_id: str) -> Story:
    born = draw(st.none() | day)
    episodes = [Episode(EpisodeId("p"), EpisodeKind.PREGNANCY, PersonId("parent"), born, draw(st.none() | day))]
    if born is not None:
        for name in draw(st.sampled_from((("child-a",), ("child-a", "child-b")))):
            episodes.append(Episode(EpisodeId(name), EpisodeKind.CHILD, PersonId(name), born))
    relations = [
        Relation(one.episode_id, role, draw(people), primary=draw(st.booleans()))
        for one in episodes
        for role in (Role.CAREGIVER, Role.HOUSEHOLD, Role.BIRTHING_PARENT)
        for _ in range(draw(st.integers(0, 2)))
    ]
    events = [
        Event(draw(people), draw(st.sampled_from(("births", "clinic"))), f"e{n}", "birth", "agency", draw(day), start=draw(day))
        for n in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    facts = [draw(fact(number)) for number in range(draw(st.integers(0, 10)))]
    return Story(StoryId(story_id), tuple(episodes), tuple(relations), (), tuple(events), tuple(facts))


def model() -> Models:
    blueprint = read_blueprint(BLUEPRINT, file="groups.yaml").blueprint
    assert blueprint is not None
    return Models.of(prepare(blueprint))


MODELS = model()


@given(story("one"), story("two"), st.none() | day, st.sampled_from((None, "lane")))
def test_recipients_from_batches_are_those_of_the_reference(
    one: Story, two: Story, known_by: date | None, area: str | None
) -> None:
    registers = (BirthRegister("births", "birth", area, BEGIN, BEGIN + timedelta(days=300)),)
    stories = [one, two]
    expected = {
        tuple(row[:2]): row
        for each in stories
        for row in recipient_rows(MODELS, each, AS_OF, known_by=known_by, regions=REGIONS, registers=registers)
    }
    found = {}
    for batch in batches(seen_tables(raw_tables(stories))):
        table = recipients_of(MODELS, batch, as_of=AS_OF, known_by=known_by, regions=REGIONS, registers=registers)
        assert table.schema.equals(RECIPIENTS)
        found |= {(row["story_id"], row["episode_id"]): tuple(row.values()) for row in table.to_pylist()}
    assert found == expected


def test_what_was_kept_private_is_told_apart_from_what_was_never_asked() -> None:
    child = Episode(EpisodeId("c"), EpisodeKind.CHILD, PersonId("child"), BEGIN)
    private = Fact(PersonId("child"), "race", WITHHELD, BEGIN, "births", "f", "agency", BEGIN)
    asked = Story(StoryId("asked"), (child,), (), facts=(private,))
    never = replace(asked, story_id=StoryId("never"), facts=())
    rows = [next(iter(recipient_rows(MODELS, one, AS_OF))) for one in (asked, never)]
    told = [dict(zip(RECIPIENTS.names, row, strict=True)) for row in rows]
    assert [one["race"] for one in told] == [None, None]
    assert [one["withheld"] for one in told] == [["race"], []]
