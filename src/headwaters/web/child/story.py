"""One family read for its page: judged live over the reader's view, with what its people are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from headwaters.domain.blueprint.element import Role
from headwaters.domain.consent import Action
from headwaters.domain.history.history import Episode, EpisodeKind, Event, PersonId, Story
from headwaters.domain.history.view import View
from headwaters.domain.problems import NotFound
from headwaters.domain.status import StatusRow
from headwaters.engine.evaluation.reference import Judged, ObservationIndex, judge
from headwaters.engine.evaluation.seen import seen_events
from headwaters.engine.evaluation.views import seen_story
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.families import queries
from headwaters.practice.families.queries import PersonName
from headwaters.web.child.page import Course
from headwaters.web.layout.here import Here
from headwaters.web.layout.names import Called, called


@dataclass(frozen=True, slots=True)
class Family:
    """A story as its page reads it. `events` are those that the reader's view shows, as believed."""

    story: Story
    chosen: Episode
    judged: Judged
    view: View
    observations: ObservationIndex
    events: tuple[Event, ...]
    people: Mapping[PersonId, PersonName]

    @property
    def children(self) -> tuple[Episode, ...]:
        """Those of whom the reader may hear."""
        return tuple(one for one in visible(self.story, self.view) if one.kind is EpisodeKind.CHILD)

    @property
    def rows(self) -> tuple[StatusRow, ...]:
        """The chosen child's rows with those of everybody around it; another child's own rows stand on its own page."""
        born = {one.episode_id for one in self.story.episodes if one.kind is EpisodeKind.CHILD}
        others = born - {self.chosen.episode_id}
        return tuple(row for row in self.judged.rows if row.episode_id not in others)


def read_family(site: Here, by: Reader, story_id: str, episode_id: str | None) -> Family:
    """raises  NotPermitted  this reader may not read this family (and the refusal is written down)
    NotFound      there is no such family, or no such child in it
    """
    view = require(by, Action.READ_FAMILY, story=story_id, detail="page")
    story = seen_story(queries.story(story_id, by=by), site.blueprint, view)
    observations = ObservationIndex(queries.observations(by=by))
    judged = judge(site.models, story, observations, as_of=site.as_of, view=view)
    seen = seen_events(story.events, site.blueprint, view, as_of=site.as_of, known_by=None)
    return Family(
        story=story,
        chosen=_chosen(visible(story, view), episode_id),
        judged=judged,
        view=view,
        observations=observations,
        events=tuple(event.row for kinds in seen.values() for events in kinds.values() for event in events),
        people={one.person_id: one for one in queries.people_of(story_id, by=by)},
    )


def visible(story: Story, view: View) -> tuple[Episode, ...]:
    """The pregnancies and children that a page may speak of: a half-brother is on his own father's page."""
    return tuple(one for one in story.episodes if view.sees_person(one.person_id))


def _chosen(episodes: Sequence[Episode], episode_id: str | None) -> Episode:
    """The child asked for; without one the first child, or the pregnancy while nobody is born."""
    children = [episode for episode in episodes if episode.kind is EpisodeKind.CHILD]
    asked = [episode for episode in episodes if episode.episode_id == episode_id]
    if not episodes or (episode_id is not None and not asked):
        raise NotFound("This family has no such child on file. Open the family without naming a child.")
    if asked and asked[0].kind is EpisodeKind.CHILD:
        return asked[0]
    return (children or asked or list(episodes))[0]


def course_of(family: Family, site: Here, said: Called) -> Course:
    """A child's own birth, with the due date of the pregnancy it was born of."""
    pregnancies = [episode for episode in family.story.episodes if episode.kind is EpisodeKind.PREGNANCY]
    birth = family.chosen.birth if family.chosen.birth is None or family.chosen.birth <= site.as_of else None
    due = family.chosen.due_date or next((p.due_date for p in pregnancies if p.due_date is not None), None)
    return Course(said.name, birth, due)


def called_of(family: Family, site: Here, episode: Episode) -> Called:
    return called(
        episode, family.story.people, family.people, as_of=site.as_of, twins=max(len(family.children), 1)
    )  # fmt: skip


def adult_of(family: Family) -> PersonId | None:
    """Whose language the page names: the primary caregiver, else the birthing parent."""
    order = (Role.CAREGIVER, Role.BIRTHING_PARENT)
    seats = [seat for seat in family.story.people if seat.role in order and seat.through is None]
    seats.sort(key=lambda seat: (order.index(seat.role), not seat.primary, seat.person_id))
    return seats[0].person_id if seats else None
