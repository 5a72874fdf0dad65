"""A story as a view shows it: what is outside it is not there."""

from __future__ import annotations

from dataclasses import replace

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.history.history import Story
from headwaters.domain.history.view import EVERYTHING, View


def as_seen(story: Story, blueprint: Blueprint, view: View) -> Story:
    """The same story without statements of kinds, facts and agencies that the view hides."""
    if view == EVERYTHING:
        return story
    kinds = {kind for kind, rule in blueprint.events.items() if not view.sees_subject(rule.sensitive)}
    facts = {fact for fact, rule in blueprint.facts.items() if not view.sees_subject(rule.sensitive)}
    return replace(
        story,
        events=tuple(one for one in story.events if one.kind not in kinds and view.sees_agency(one.agency)),
        facts=tuple(one for one in story.facts if one.fact not in facts and view.sees_agency(one.agency)),
    )
