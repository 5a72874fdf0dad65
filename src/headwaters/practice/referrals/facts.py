"""The few facts that an agency needs in order to call a family: who to ask for, which child, which language, where.

No health fact and no protected subject is among them. Facts are kept as [name, value] pairs; pages word them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import EpisodeKind, PersonId, Story
from headwaters.engine.evaluation.reference import Models, fact_on
from headwaters.practice.access.reader import Reader
from headwaters.practice.families import queries
from headwaters.practice.families.queries import PersonName


class Shared(StrEnum):
    ADULT = "adult"
    CHILD = "child"
    BORN = "born"
    DUE = "due"
    LANGUAGE = "language"
    INTERPRETER = "interpreter"
    COUNTY = "county"


NEEDED = (Shared.ADULT,)
"""Without somebody to ask for nobody can call."""


@dataclass(frozen=True, slots=True)
class Around:
    """`recipient`: whom the ask is for; `adult`: who speaks for them, and is called. `known`: facts of these people as conditions
    compare them, for the directory's rules; it stays here."""

    recipient: PersonId
    adult: PersonId | None
    county: str | None
    language: str | None
    age_days: int | None
    facts: tuple[tuple[str, str], ...]


def around(models: Models, story: Story, episode_id: str | None, *, by: Reader, on: date) -> Around:
    """What is known of the family that an agency would need; over a story that was granted.

    episode_id  the child or pregnancy it is for; None: the first child, else the pregnancy
    """
    episodes = [one for one in story.episodes if one.episode_id == episode_id]
    children = [one for one in story.episodes if one.kind is EpisodeKind.CHILD]
    episode = (episodes or children or list(story.episodes))[0]
    names = {one.person_id: one for one in queries.people_of(story.story_id, by=by)}
    adult = _adult(story, episode.episode_id) if episode.kind is EpisodeKind.CHILD else episode.person_id
    speaks = adult or episode.person_id
    county = _text(fact_on(models, story, episode.person_id, "county", on)) or _text(
        fact_on(models, story, speaks, "county", on)
    )
    language = _text(fact_on(models, story, speaks, "language", on))
    interpreter = fact_on(models, story, speaks, "interpreter", on)
    facts = [
        (Shared.ADULT, _whole(names.get(speaks))),
        (Shared.CHILD, _given(names.get(episode.person_id)) if episode.kind is EpisodeKind.CHILD else ""),
        (Shared.BORN, episode.birth.isoformat() if episode.birth and episode.birth <= on else ""),
        (Shared.DUE, episode.due_date.isoformat() if episode.due_date and not episode.birth else ""),
        (Shared.LANGUAGE, language or ""),
        (Shared.INTERPRETER, "" if not isinstance(interpreter, bool) else "yes" if interpreter else "no"),
        (Shared.COUNTY, county or ""),
    ]
    age = (on - episode.birth).days if episode.birth else (on - episode.due_date).days if episode.due_date else None
    return Around(
        episode.person_id, adult, county, language, age, tuple((str(name), said) for name, said in facts if said)
    )


def _adult(story: Story, episode_id: str) -> PersonId | None:
    """The caregiver who is one today, the primary one first; else the birthing parent."""
    order = {Role.CAREGIVER: 0, Role.BIRTHING_PARENT: 1}
    held = [one for one in story.people if one.episode_id == episode_id and one.role in order and one.through is None]
    found = sorted(held, key=lambda one: (order[one.role], not one.primary, one.person_id))
    return found[0].person_id if found else None


def _whole(who: PersonName | None) -> str:
    return " ".join(part for part in (who.given_name, who.family_name) if part) if who is not None else ""


def _given(who: PersonName | None) -> str:
    return (who.given_name or "") if who is not None else ""


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
