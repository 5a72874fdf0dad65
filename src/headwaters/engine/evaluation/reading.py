"""A story opened for one run: what is seen of it under one plan, as courses that can be judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from headwaters.domain.days import Span
from headwaters.domain.history.history import Episode, EpisodeKind, Story
from headwaters.domain.history.view import EVERYTHING, View
from headwaters.engine.evaluation.course import Course
from headwaters.engine.evaluation.lines import Line
from headwaters.engine.evaluation.marks import UNKNOWN
from headwaters.engine.evaluation.observation import ObservationIndex
from headwaters.engine.evaluation.people import People
from headwaters.engine.evaluation.plan import Plan, Program
from headwaters.engine.evaluation.seen import seen_events, seen_facts


@dataclass(frozen=True, slots=True)
class Run:
    """What a run is asked: the day, what was known by when (None: all that is recorded), by whom it is read, and the
    period that `period_start` and `period_end` mean (None: unknown)."""

    as_of: date
    known_by: date | None = None
    view: View = EVERYTHING
    period: Span | None = None


class Reading:
    """One story under one plan."""

    __slots__ = ("_courses", "hidden", "plan", "program", "run", "story")

    def __init__(self, plan: Plan, story: Story, observations: ObservationIndex, run: Run) -> None:
        self.plan = plan
        self.story = story
        self.run = run
        children = [one for one in story.episodes if one.kind is EpisodeKind.CHILD]
        self.program: Program = plan.program(len(children))
        self.hidden = plan.hidden(run.view)
        self._courses = self._open(children, observations.within(run.view))

    def courses(self) -> Iterator[Course]:
        yield from self._courses

    def lines(self, course: Course) -> Iterator[Line]:
        """The occurrences judged in this course, in file order: a parent's in the pregnancy's, others in a child's. None of a
        pregnancy that nothing dates before it was first seen (decision 0016)."""
        if course.birth == UNKNOWN and _is_later(course.episode.first_seen, self.run.as_of):
            return
        yield from self.plan.lines_of(self.program, course.episode.kind, self.run.view)

    def _open(self, children: list[Episode], observations: ObservationIndex) -> list[Course]:
        blueprint, run = self.plan.blueprint, self.run
        seen = seen_events(self.story.events, blueprint, run.view, as_of=run.as_of, known_by=run.known_by)
        facts = seen_facts(self.story.facts, blueprint, run.view, as_of=run.as_of, known_by=run.known_by)
        pregnancies = [one for one in self.story.episodes if one.kind is EpisodeKind.PREGNANCY]
        mothers: dict[str, Course] = {}
        courses: list[Course] = []
        for episode in (*_in_order(pregnancies), *_in_order(children)):
            if _is_later(episode.ended, run.as_of):
                episode = replace(episode, ended=None, ended_why=None)
            own = None if episode.kind is EpisodeKind.PREGNANCY else _pregnancy_of(episode, pregnancies)
            course = Course(
                self.program,
                episode,
                People(episode, own, self.story.people),
                seen=seen,
                facts=facts,
                observations=observations,
                hidden=self.hidden,
            )
            if episode.kind is EpisodeKind.PREGNANCY:
                mothers[episode.episode_id] = course
            elif own is not None:
                course.pregnancy = mothers[own.episode_id]
                course.pregnancy.children.append(course)
            courses.append(course)
        for course in courses:
            self._date(course)
        return courses

    def _date(self, course: Course) -> None:
        """Birth and due date; a pregnancy's birth is its first child's, a child's due date its pregnancy's."""
        episode = course.episode
        births = [child.episode.birth for child in course.children if child.episode.birth is not None]
        birth = episode.birth or (min(births) if births else None)
        due_date = episode.due_date or (course.pregnancy.episode.due_date if course.pregnancy else None)
        due_date = due_date or next((one.episode.due_date for one in course.children if one.episode.due_date), None)
        course.set_days(_number(birth), _number(due_date), self.run.as_of.toordinal())
        if self.run.period is not None:
            course.period = (self.run.period.start.toordinal(), self.run.period.stop.toordinal() - 1)


def _is_later(day: date | None, as_of: date) -> bool:
    return day is not None and day > as_of


def _number(day: date | None) -> int | None:
    return day.toordinal() if day is not None else None


def _in_order(episodes: list[Episode]) -> list[Episode]:
    """By birth, then by ids, so that the order of rows means nothing."""
    return sorted(episodes, key=lambda one: (one.birth or date.max, one.due_date or date.max, one.episode_id))


def _pregnancy_of(child: Episode, pregnancies: list[Episode]) -> Episode | None:
    """The pregnancy a child was born of: the story's one, or of several the one with the nearest birth or due date."""
    if len(pregnancies) <= 1:
        return pregnancies[0] if pregnancies else None

    def distance(pregnancy: Episode) -> tuple[int, str]:
        ends = pregnancy.birth or pregnancy.due_date
        born = child.birth or child.due_date
        apart = abs((ends - born).days) if ends is not None and born is not None else 100_000
        return apart, pregnancy.episode_id

    return min(pregnancies, key=distance)
