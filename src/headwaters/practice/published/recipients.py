"""Who the recipients are, for cohorts and groups: one row per episode, as the reference says it of one story.

`engine.measures.recipients` fills the same columns from batches for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import WITHHELD, Episode, EpisodeKind, FactValue, PersonId, Story
from headwaters.domain.history.view import EVERYTHING
from headwaters.engine.evaluation.facts import timeline
from headwaters.engine.evaluation.reference import Models
from headwaters.engine.evaluation.seen import seen_events, seen_facts
from headwaters.engine.measures.recipients import BirthRegister
from headwaters.engine.simulation.pilot_regions import PILOT_REGIONS

REGION_OF_COUNTY: Mapping[str, str] = {county: region.id for region in PILOT_REGIONS for county in region.counties}
"""The pilot regions that tables are told apart by. Illustrative, as their module says."""


def recipient_rows(
    models: Models, story: Story, as_of: date, *, known_by: date | None = None,
    regions: Mapping[str, str] = REGION_OF_COUNTY, registers: Sequence[BirthRegister] = (),
) -> Iterator[tuple[object, ...]]:  # fmt: skip
    """Rows of RECIPIENTS. A fact is the person's own whose fact the blueprint says it is, on the day asked about."""
    seen = seen_facts(story.facts, models.default.blueprint, EVERYTHING, as_of=as_of, known_by=known_by)

    def said(holders: Mapping[Role, PersonId], fact: str) -> FactValue | None:
        """As `fact_on`, with what was kept private told apart."""
        rule = models.default.blueprint.facts.get(fact)
        person = holders.get(rule.of) if rule is not None else None
        rows = [row for row in seen.get(fact, ()) if row.person_id == person]
        row = timeline(rows, rule, lambda _person, _day: True, ()).row_at(as_of.toordinal())
        return None if row is None else row.value

    in_registers = _listed(models, story, registers, as_of, known_by)
    for episode in story.episodes:
        held = holders(story, episode)
        plan = "coverage" if episode.kind is EpisodeKind.CHILD else "parent_coverage"
        facts = ("county", "language", "interpreter", "zip", "race", plan)
        told = {("payer" if fact == plan else fact): said(held, fact) for fact in facts}
        known = {fact: None if value == WITHHELD else value for fact, value in told.items()}
        birth = episode.birth if episode.birth is not None and episode.birth <= as_of else None
        words = {fact: None if value is None else str(value) for fact, value in known.items()}
        county, interpreter = words["county"], known["interpreter"]
        yield (
            story.story_id, episode.episode_id, episode.kind.value, birth, episode.due_date,
            county, words["language"], interpreter if isinstance(interpreter, bool) else None,
            words["zip"], words["race"], words["payer"], regions.get(county or ""),
            [fact for fact, value in told.items() if value == WITHHELD],
            _in_register(story, episode, birth, county, registers, in_registers),
        )  # fmt: skip


def holders(story: Story, episode: Episode) -> dict[Role, PersonId]:
    """Per role one person. Before birth the child's facts are the birthing parent's; without a carer or a household of its
    own, theirs are too."""
    holders: dict[Role, PersonId] = {}
    for relation in sorted(story.people, key=lambda r: (not r.primary, r.person_id)):
        if relation.episode_id == episode.episode_id:
            holders.setdefault(relation.role, relation.person_id)
    if episode.kind is EpisodeKind.PREGNANCY:
        holders.setdefault(Role.BIRTHING_PARENT, episode.person_id)
    holders.setdefault(Role.CHILD, episode.person_id)
    for role, instead in ((Role.CAREGIVER, Role.BIRTHING_PARENT), (Role.HOUSEHOLD, Role.CAREGIVER)):
        if instead in holders:
            holders.setdefault(role, holders[instead])
    return holders


def _listed(
    models: Models, story: Story, registers: Sequence[BirthRegister], as_of: date, known_by: date | None
) -> set[tuple[BirthRegister, PersonId]]:
    """Whom each register tells of, on its days."""
    if not registers:
        return set()
    seen = seen_events(story.events, models.default.blueprint, EVERYTHING, as_of=as_of, known_by=known_by)
    return {
        (register, person)
        for register in registers
        for person, kinds in seen.items()
        for event in kinds.get(register.kind, ())
        if event.row.source == register.source
        and register.from_.toordinal() <= event.day <= register.through.toordinal()
    }


def _in_register(
    story: Story, episode: Episode, birth: date | None, county: str | None,
    registers: Sequence[BirthRegister], listed: set[tuple[BirthRegister, PersonId]],
) -> bool | None:  # fmt: skip
    covering = [
        register for register in registers
        if birth is not None and register.from_ <= birth <= register.through and register.area in (None, county)
    ]  # fmt: skip
    if not covering:
        return None
    children = {one.person_id for one in story.episodes if one.kind is EpisodeKind.CHILD}
    people = children if episode.kind is EpisodeKind.PREGNANCY else {episode.person_id}
    return any((register, person) in listed for register in covering for person in people)
