"""What the families of a list are called."""

from __future__ import annotations

from collections.abc import Collection

from headwaters.domain.history.history import EpisodeKind
from headwaters.practice.access.reader import Reader
from headwaters.practice.families import queries as families
from headwaters.web.layout.here import Here
from headwaters.web.layout.names import called


def names_of(site: Here, by: Reader, story_ids: Collection[str]) -> dict[tuple[str, str], str]:
    """What each family of a list is called, by (story, episode). To be asked after the list itself was allowed."""
    names: dict[tuple[str, str], str] = {}
    for story_id, cast in families.casts(story_ids, by=by).items() if story_ids else ():
        people = {one.person_id: one for one in cast.names}
        children = sum(episode.kind is EpisodeKind.CHILD for episode in cast.episodes)
        for episode in cast.episodes:
            said = called(episode, cast.people, people, as_of=site.as_of, twins=children)
            names[str(story_id), str(episode.episode_id)] = said.name
    return names
