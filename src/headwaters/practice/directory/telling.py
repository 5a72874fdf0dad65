"""*Tell us once*: a family's facts, asked once, and everything that it may qualify for by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from headwaters.domain.blueprint.blueprint import Blueprint, FactRule, FactType
from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.truth import Known, names_in
from headwaters.domain.eligibility import Answer, Estimate, Program, Situation, estimate, in_order, questions
from headwaters.domain.history.history import WITHHELD, Episode, EpisodeKind, FactValue, PersonId, Story
from headwaters.domain.problems import NotTaken
from headwaters.engine.evaluation.reference import Models, fact_on
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.directory.models import Passed
from headwaters.practice.families.seated import seated, telling
from headwaters.practice.records.entries import enter_fact

ASKED_AT_ONCE = 6
"""More questions on one page are more than anybody answers; the next ones follow when these are answered."""


@dataclass(frozen=True, slots=True)
class Question:
    """One fact worth asking. `decides`: the programs it would help to decide; `person`: whose fact it is."""

    fact: str
    person: str
    rule: FactRule
    decides: tuple[Program, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What the rules say of a family today, in the order of value and time, and what is worth asking next."""

    estimates: tuple[tuple[Program, Estimate], ...]
    questions: tuple[Question, ...]
    passed: int


def told_of(
    programs: Sequence[Program],
    story: Story,
    episode: Episode,
    holders: Mapping[Role, str],
    *,
    models: Models,
    as_of: date,
) -> Told:
    """Everything a family may qualify for, over a story that was granted.

    holders  who holds each role around the child or pregnancy
    """
    blueprint = models.default.blueprint
    situation = situation_of(programs, story, episode, holders, models=models, as_of=as_of)
    judged = in_order((one, estimate(one, situation)) for one in programs)
    passed = set(Passed.objects.filter(story=str(story.story_id)).values_list("fact", flat=True))
    by_id = {one.id: one for one in programs}
    asked = [
        Question(
            name, holders.get(blueprint.facts[name].of, ""), blueprint.facts[name], tuple(by_id[one] for one in ids)
        )
        for name, ids in questions(judged)
        if name in blueprint.facts and blueprint.facts[name].ask and name not in passed
    ]
    kept = [one for one in asked if one.person]
    shown = tuple(one for one in judged if one[1].answer is not Answer.PROBABLY_NOT or one[1].used)
    return Told(shown, tuple(kept[:ASKED_AT_ONCE]), len(passed))


def situation_of(
    programs: Sequence[Program],
    story: Story,
    episode: Episode,
    holders: Mapping[Role, str],
    *,
    models: Models,
    as_of: date,
) -> Situation:
    """What is known of the family, as conditions compare it; what it keeps private is known to be private and nothing more."""
    blueprint = models.default.blueprint
    facts: dict[str, Known] = {}
    withheld: set[str] = set()
    for name in dict.fromkeys(name for one in programs for name in names_in(one.condition)):
        rule = blueprint.facts.get(name)
        person = holders.get(rule.of) if rule is not None else None
        if rule is None or person is None:
            continue
        value = fact_on(models, story, PersonId(person), name, as_of)
        if value is None and _keeps_private(story, person, name, as_of):
            withheld.add(name)
        elif value is not None:
            facts[name] = value if isinstance(value, bool | int | float | str) else str(value)
    pregnancies = [one for one in story.episodes if one.kind is EpisodeKind.PREGNANCY]
    due = episode.due_date or next((one.due_date for one in pregnancies if one.due_date is not None), None)
    birth = episode.birth if episode.birth is not None and episode.birth <= as_of else None
    return Situation(as_of, facts, birth, due, frozenset(withheld))


def _keeps_private(story: Story, person: str, fact: str, as_of: date) -> bool:
    rows = [row for row in story.facts if row.fact == fact and str(row.person_id) == person and row.from_ <= as_of]
    latest = max(rows, key=lambda row: (row.recorded or row.from_, row.from_), default=None)
    return latest is not None and latest.value == WITHHELD


@transaction.atomic
def tell(
    answers: Mapping[str, tuple[str, str]],
    passed: Sequence[str],
    *,
    story: str,
    blueprint: Blueprint,
    by: Reader,
    on: date,
) -> int:
    """Keep what a family told: each as a fact of its person from today on. Returns how many.

    answers  fact -> (person, what was said); `withheld` keeps it private
    passed   facts that were passed over: nothing follows from it, and they are not asked again by themselves

    raises   NotPermitted, NotFound
             NotTaken  a number is none, or a choice is not in the list; nothing is kept then
    """
    view = require(by, telling(by), story=story, detail="facts told once")
    for name, (person, said) in answers.items():
        for_own = person == by.person or not by.person
        if for_own:
            seated(person, story=story, by=by, view=view)
        value = _value(blueprint.facts[name], said)
        enter_fact(person, by=by, fact=name, value=value, from_=on, record_id=f"told-{story}-{name}-{on.isoformat()}")
    for name in passed:
        Passed.objects.get_or_create(story=story, fact=name, defaults={"on_day": on})
    return len(answers)


def _value(rule: FactRule, said: str) -> FactValue:
    if said == WITHHELD:
        return WITHHELD
    if rule.type is FactType.BOOLEAN:
        if said not in ("yes", "no"):
            raise NotTaken("Answer yes or no, or leave the question out.")
        return said == "yes"
    if rule.type is FactType.NUMBER:
        try:
            return float(said.replace(",", "").replace("$", ""))
        except ValueError:
            raise NotTaken(f"`{said}` is not a number. Write it as 1200 or 3; nothing was kept yet.") from None
    if rule.choices and said not in rule.choices:
        raise NotTaken("Choose one of the answers in the list.")
    return said
