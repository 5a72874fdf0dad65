"""Who the recipients are, for cohorts and filters: one row per episode."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import Episode, EpisodeKind, PersonId, Story
from headwaters.engine.evaluation.reference import Models, fact_on


def recipient_rows(models: Models, story: Story, as_of: date) -> Iterator[tuple[object, ...]]:
    """Rows of RECIPIENTS. A fact is the person's own whose fact the blueprint says it is, on the day asked about."""
    for episode in story.episodes:
        holders = _holders(story, episode)

        def known(fact: str, holders: dict[Role, PersonId] = holders) -> object:
            rule = models.default.blueprint.facts.get(fact)
            for person in [holders.get(rule.of)] if rule else []:
                if person is not None:
                    return fact_on(models, story, person, fact, as_of)
            return None

        birth = episode.birth if episode.birth is not None and episode.birth <= as_of else None
        yield (
            story.story_id, episode.episode_id, episode.kind.value, birth, episode.due_date,
            known("county"), known("language"), known("interpreter"),
        )  # fmt: skip


def _holders(story: Story, episode: Episode) -> dict[Role, PersonId]:
    holders: dict[Role, PersonId] = {}
    for relation in sorted(story.people, key=lambda r: (not r.primary, r.person_id)):
        if relation.episode_id == episode.episode_id:
            holders.setdefault(relation.role, relation.person_id)
    if episode.kind is EpisodeKind.CHILD:
        holders.setdefault(Role.CHILD, episode.person_id)
    else:
        holders.setdefault(Role.BIRTHING_PARENT, episode.person_id)
        holders.setdefault(Role.CHILD, episode.person_id)  # before birth a child's county is the birthing parent's
    return holders
