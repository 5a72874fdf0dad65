"""A story cut down to a view before anything is shown of it: what is outside is not there to be printed by an oversight."""

from __future__ import annotations

from dataclasses import replace

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.history.history import EpisodeKind, Story
from headwaters.domain.history.view import View
from headwaters.engine.evaluation.seen import events_in_view, facts_in_view


def without_hidden_children(story: Story, view: View) -> Story:
    """Without the courses of children whom the view does not show. A pregnancy stays, whoever carried it: a child's own steps count
    from its dates, and it has no rows where its person is not of the view."""
    kept = tuple(one for one in story.episodes if one.kind is EpisodeKind.PREGNANCY or view.sees_person(one.person_id))
    return story if len(kept) == len(story.episodes) else replace(story, episodes=kept)


def seen_story(story: Story, blueprint: Blueprint, view: View) -> Story:
    """What pages and files may read: children, events and facts of those whom the view shows, as far as it shows them. Who is who
    stays, as ids. Evaluated over the same view it gives the same rows as the whole story."""
    cut = without_hidden_children(story, view)
    return replace(
        cut,
        events=tuple(events_in_view(cut.events, blueprint, view)),
        facts=tuple(facts_in_view(cut.facts, blueprint, view)),
    )
