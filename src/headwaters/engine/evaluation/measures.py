"""Measures of one story: who counts, who is out, who met it, and what is missing; and the dose (language part 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from headwaters.domain.blueprint.blueprint import Measure
from headwaters.domain.blueprint.element import Role
from headwaters.domain.days import Span
from headwaters.domain.history.history import EpisodeId, EpisodeKind, Observation, PersonId, Story, StoryId
from headwaters.domain.history.view import EVERYTHING, View
from headwaters.domain.problems import NotFound
from headwaters.domain.status import Status
from headwaters.engine.evaluation.course import Course
from headwaters.engine.evaluation.marks import LAST_KNOWN
from headwaters.engine.evaluation.measure_rules import MeasureRule
from headwaters.engine.evaluation.observation import ObservationIndex
from headwaters.engine.evaluation.occurrences import level
from headwaters.engine.evaluation.plan import Plan
from headwaters.engine.evaluation.reading import Reading, Run

_REACHED = (Status.REACHED, Status.REACHED_LATE)


@dataclass(frozen=True, slots=True)
class Counted:
    """One recipient in one measure. `who`, `out` and `met` are nested: out and met only within who, met only where not
    out. `who` and `out` are None where it cannot be decided; `missing` are the listed touchpoints that are not reached."""

    story_id: StoryId
    episode_id: EpisodeId
    recipient_id: PersonId | None
    measure: str
    who: bool | None
    out: bool | None
    met: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dose:
    """Reached of what is past: `share` = (reached + reached_late) / (those + missed), None where the bottom is 0.
    `beside` counts every status that is in neither."""

    story_id: StoryId
    episode_id: EpisodeId
    measure: str
    reached: int
    past: int
    beside: Mapping[Status, int]

    @property
    def share(self) -> float | None:
        return self.reached / self.past if self.past else None


def calendar_year(day: date) -> Span:
    """The year that holds a day."""
    return Span(date(day.year, 1, 1), date(day.year + 1, 1, 1) if day.year < 9999 else date.max)


def count_measure(
    plan: Plan,
    story: Story,
    observations: ObservationIndex | Iterable[Observation],
    measure_id: str,
    *,
    as_of: date,
    known_by: date | None = None,
    view: View = EVERYTHING,
) -> tuple[Counted | Dose, ...]:
    """One measure for every recipient in a story, as of a day.

    returns  one `Counted` (or `Dose`, for a measure with `share_of`) per episode whose recipients it is about
    raises   NotFound  the blueprint has no such measure
    """
    if measure_id not in plan.program(1).measures:
        raise NotFound(f"`{measure_id}` is not a measure of {plan.blueprint.id} {plan.blueprint.version}.")
    return count_measures(plan, story, observations, [measure_id], as_of=as_of, known_by=known_by, view=view)[
        measure_id
    ]


def count_measures(
    plan: Plan, story: Story, observations: ObservationIndex | Iterable[Observation], measures: Iterable[str], *,
    as_of: date, known_by: date | None = None, view: View = EVERYTHING,
) -> Mapping[str, tuple[Counted | Dose, ...]]:  # fmt: skip
    """Several measures of the blueprint as `count_measure` gives each. Those of one period share what is read of the story."""
    index = observations if isinstance(observations, ObservationIndex) else ObservationIndex(observations)
    opened = _Opened(plan, story, index, Run(as_of, known_by, view))
    return {one: _count(plan.program(1).measures[one], opened) for one in measures}


class _Opened:
    """One story, opened once for each period in which it is asked about."""

    def __init__(self, plan: Plan, story: Story, observations: ObservationIndex, run: Run) -> None:
        self.plan, self.run = plan, run
        self._story, self._observations = story, observations
        self._readings: dict[Span | None, Reading] = {}

    def reading(self, period: Span | None) -> Reading:
        if period not in self._readings:
            run = replace(self.run, period=period)
            self._readings[period] = Reading(self.plan, self._story, self._observations, run)
        return self._readings[period]


def _count(rule: MeasureRule, opened: _Opened) -> tuple[Counted | Dose, ...]:
    reading = opened.reading(_period(rule, opened))
    measure, role = rule.measure, _about(opened.plan, rule.measure)
    kind = EpisodeKind.PREGNANCY if level(role) is Role.BIRTHING_PARENT else EpisodeKind.CHILD
    courses = [course for course in reading.courses() if course.episode.kind is kind]
    if measure.share_of is not None:
        return tuple(_dose(reading, course, measure) for course in courses)
    return tuple(_counted(reading, course, measure, role) for course in courses)


def _period(rule: MeasureRule, opened: _Opened) -> Span | None:
    """The measure's own period; of a moment that differs from family to family, as it is for this one."""
    as_of = opened.run.as_of
    if rule.measure.calendar_year:
        return calendar_year(as_of)
    if rule.period is None:
        return None
    course = next(iter(opened.reading(None).courses()), None)
    if course is None:
        return None
    first, last, _ = rule.period.on(course.seat(Role.CHILD), as_of.toordinal())
    if first > LAST_KNOWN or not 0 < last <= LAST_KNOWN:
        return None
    return Span.of(date.fromordinal(first), date.fromordinal(last))


def _about(plan: Plan, measure: Measure) -> Role:
    """The recipients a measure counts: those of the first element it names."""
    named = (
        measure.share_of[0]
        if measure.share_of is not None
        else next((one.partition(".")[0] for one in measure.met), "")
    )
    element = plan.blueprint.elements.get(named)
    return element.recipient if element is not None else Role.CHILD


def _dose(reading: Reading, course: Course, measure: Measure) -> Dose:
    assert measure.share_of is not None
    today = reading.run.as_of.toordinal()
    indexes = reading.program.unrolled.group(*measure.share_of)
    shown = any(True for _ in reading.lines(course))  # else a pregnancy that nobody has seen by that day
    statuses = Counter(course.verdict(index, today).status for index in indexes if shown)
    reached = sum(statuses[status] for status in _REACHED)
    counted = (*_REACHED, Status.MISSED)
    beside = {status: number for status, number in statuses.items() if status not in counted}
    return Dose(
        reading.story.story_id,
        course.episode.episode_id,
        measure.id,
        reached,
        reached + statuses[Status.MISSED],
        beside,
    )


def _counted(reading: Reading, course: Course, measure: Measure, role: Role) -> Counted:
    seat, today = course.seat(role), reading.run.as_of.toordinal()
    rule = reading.program.measures[measure.id]
    who = rule.who.holds(seat, today)
    out = rule.out.holds(seat, today) if rule.out is not None else False
    nested = who is True and out is False
    missing = tuple(_missing(reading, course, measure.met)) if nested else ()
    return Counted(
        reading.story.story_id,
        course.episode.episode_id,
        course.people.recipient(role, today),
        measure.id,
        who,
        None if who is None else (who and out),
        nested and not missing,
        missing,
    )


def _missing(reading: Reading, course: Course, met: tuple[str, ...]) -> Iterable[str]:
    today = reading.run.as_of.toordinal()
    for name in met:
        element, _, touchpoint = name.partition(".")
        for index in reading.program.unrolled.group(element, touchpoint or None):
            if course.verdict(index, today).status not in _REACHED:
                yield f"{element}.{reading.program.lines[index].occurrence.id}"
