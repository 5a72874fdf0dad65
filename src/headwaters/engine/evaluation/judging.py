"""Judging a whole story: each occurrence by the plan under which it opened (language part 8; decision 0015).

Most stories have one plan. Where a family moved between pilots, or a new version was adopted, every plan concerned
judges the story, and each occurrence is taken from the plan that was in force for its recipient on the day it opens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from headwaters.domain.history.history import Assignment, Story
from headwaters.domain.history.view import View
from headwaters.engine.evaluation.course import Course
from headwaters.engine.evaluation.lines import Line
from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN
from headwaters.engine.evaluation.models import Models
from headwaters.engine.evaluation.observation import ObservationIndex
from headwaters.engine.evaluation.plan import Plan
from headwaters.engine.evaluation.reading import Reading, Run
from headwaters.engine.evaluation.seen_story import without_hidden_children
from headwaters.engine.evaluation.table import Standing, changes_on, stand


class Case:
    """One judged occurrence: under which plan, in which course, how it stands, and when its row will differ."""

    __slots__ = ("changes", "course", "line", "reading", "standing")

    def __init__(self, reading: Reading, course: Course, line: Line, standing: Standing, changes: int) -> None:
        self.reading = reading
        self.course = course
        self.line = line
        self.standing = standing
        self.changes = changes


def cases(models: Models, story: Story, observations: ObservationIndex, run: Run) -> Iterator[Case]:
    """Every occurrence of every recipient of a story whom the view shows, by episode and then in file order."""
    if run.view.narrows_people:
        story = without_hidden_children(story, run.view)
        return (case for case in _all_cases(models, story, observations, run) if _is_shown(case, run.view))
    return _all_cases(models, story, observations, run)


def _is_shown(case: Case, view: View) -> bool:
    """Whether a row's recipient is of the view, with every protected subject that its element touches."""
    recipient = case.standing.recipient
    if recipient is None:
        return view.people is None
    if not view.sees_person(recipient):
        return False
    subjects = case.reading.plan.subjects_of(case.line.occurrence.element.id) if view.kept_private else frozenset[str]()
    return all(view.sees_of(recipient, subject) for subject in subjects)


def _all_cases(models: Models, story: Story, observations: ObservationIndex, run: Run) -> Iterator[Case]:
    plans = _plans(models, story)
    if len(plans) == 1:
        reading = Reading(plans[0], story, observations, run)
        today = run.as_of.toordinal()
        for course in reading.courses():
            for line in reading.lines(course):
                standing = stand(reading.program, course, line, today)
                edge = standing.edge
                if edge <= LAST_KNOWN and standing.sure > edge:
                    edge = changes_on(reading.program, course, line, standing)
                yield Case(reading, course, line, standing, edge)
    else:
        yield from _shared(models, [Reading(plan, story, observations, run) for plan in plans])


def _plans(models: Models, story: Story) -> list[Plan]:
    """Every plan that judges anything of the story, the earliest in force first."""
    if models.is_simple(story.assignments):
        return [models.default]
    days = [0, *sorted(_edges(models, story.assignments))]
    people = {episode.person_id for episode in story.episodes} | {one.person_id for one in story.assignments}
    found: dict[int, Plan] = {}
    for day in days:
        for person in (*sorted(people), None):
            plan = models.plan_on(story.assignments, (person,), day)
            found.setdefault(id(plan), plan)
    return list(found.values())


def _edges(models: Models, assignments: tuple[Assignment, ...]) -> set[int]:
    """Days on which another plan may come into force."""
    first = {one.from_.toordinal() for one in assignments if one.from_ is not None}
    after = {one.through.toordinal() + 1 for one in assignments if one.through is not None}
    return first | after | set(models.edges)


_Key = tuple[str, str, str]
"""(episode, element, touchpoint)"""
_Held = Mapping[int, tuple[Reading, Course, Line]]
"""By plan (its number in time): where an occurrence is found there."""


def _shared(models: Models, readings: list[Reading]) -> Iterator[Case]:
    run, story = readings[0].run, readings[0].story
    occurrences: dict[_Key, dict[int, tuple[Reading, Course, Line]]] = {}
    for number, reading in enumerate(readings):
        for course in reading.courses():
            for line in reading.lines(course):
                key = (course.episode.episode_id, line.occurrence.element.id, line.occurrence.id)
                occurrences.setdefault(key, {})[number] = (reading, course, line)
    today = run.as_of.toordinal()
    edges = sorted(_edges(models, story.assignments))
    choice = _Choice(models, readings, edges)
    for held in occurrences.values():
        now, edge = choice.on(held, today)
        if now is None:
            continue
        number, standing = now
        changes = choice.changes(held, now, edge)
        yield Case(*held[number], standing, changes)


class _Choice:
    """Which of several plans judges an occurrence, as of a day."""

    def __init__(self, models: Models, readings: list[Reading], edges: list[int]) -> None:
        self._models = models
        self._edges = edges
        self._number = {id(reading.plan): number for number, reading in enumerate(readings)}
        self._assignments = readings[0].story.assignments

    def on(self, held: _Held, day: int) -> tuple[tuple[int, Standing] | None, int]:
        """(plan's number and standing, or None where no plan owes it; edge)."""
        standings = {
            number: stand(reading.program, course, line, day) for number, (reading, course, line) in held.items()
        }
        edge = min(standing.edge for standing in standings.values())
        edge = min([edge, *(one for one in self._edges if one > day)])
        opened_under = {number: self._in_force(held[number], standing, day) for number, standing in standings.items()}
        for number, under in opened_under.items():
            if under == number:
                return (number, standings[number]), edge
        # Its window was moved across the change of plan: the plan in force when it would have opened keeps it.
        for under in opened_under.values():
            if under in standings:
                return (under, standings[under]), edge
        return None, edge

    def changes(self, held: _Held, now: tuple[int, Standing], edge: int) -> int:
        while edge <= LAST_KNOWN:
            day = edge
            later, edge = self.on(held, day)
            if later is None or later[0] != now[0] or not later[1].same_row(now[1]):
                return day
        return FOREVER

    def _in_force(self, where: tuple[Reading, Course, Line], standing: Standing, day: int) -> int:
        _, course, _ = where
        opens = standing.verdict.placed.opens
        # The recipient's assignment; a recipient without one goes with the person whose episode it is.
        people = (standing.recipient, course.episode.person_id)
        plan = self._models.plan_on(self._assignments, people, opens if opens <= LAST_KNOWN else day)
        return self._number[id(plan)]
