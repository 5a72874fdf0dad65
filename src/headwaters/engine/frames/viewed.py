"""A story as a view shows it: what is outside it is not there."""

from __future__ import annotations

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.history.history import Story
from headwaters.domain.history.view import EVERYTHING, View
from headwaters.engine.evaluation.seen_story import seen_story


def as_seen(story: Story, blueprint: Blueprint, view: View) -> Story:
    """The same story without statements of kinds, facts, agencies and people that the view hides."""
    return story if view == EVERYTHING else seen_story(story, blueprint, view)
