"""On which day a story may read otherwise by what is already known of it, and where it was: what lets a night leave it alone.

`changes_on` foretells when a row changes with what is *seen* held fixed. But a visit that was told ahead of its day comes
to be seen on that day, a fact lapses, a carer takes over. Each such day of a story is a *turn*. Too many turns cost
time, one too few would cost truth: every dated statement counts, whether or not a rule reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from headwaters.domain.blueprint.window import Duration
from headwaters.domain.days import number_plus
from headwaters.domain.history.history import FactValue, Story
from headwaters.engine.evaluation.course import AREA
from headwaters.engine.evaluation.models import Models
from headwaters.engine.kernel.batch import Batch

Ints = npt.NDArray[np.int32]
FAR = 4_000_000
"""Later than every day number."""

Validity = Mapping[str, tuple[Duration, ...]]
"""How long an answer holds, by fact: one for each blueprint that says so."""


@dataclass(frozen=True, slots=True)
class Turns:
    """One entry for each story, in their order. Days are ordinals.

    following  the first turn after the day asked about; FAR without one
    moved_on   the last day up to the day asked about on which the county may have become another; 0 without one
    areas      the county, where every statement names the same; else None
    """

    following: Ints
    moved_on: Ints
    areas: tuple[str | None, ...]


def validity(models: Models) -> Validity:
    """For how long answers hold, under any of the blueprints that judge here."""
    found: dict[str, set[Duration]] = {}
    for plan in models.plans:
        for fact, rule in plan.blueprint.facts.items():
            if rule.valid_for is not None:
                found.setdefault(fact, set()).add(rule.valid_for)
    return {fact: tuple(lengths) for fact, lengths in found.items()}


def turns_of_stories(stories: Sequence[Story], models: Models, as_of: date) -> Turns:
    """The turns of stories as they stand in the records."""
    holds, today = validity(models), as_of.toordinal()
    following, moved, areas = [], [], []
    for story in stories:
        following.append(min((day for day in _days(story, holds) if day > today), default=FAR))
        moved.append(max((day for day in _moves(story, holds) if day <= today), default=0))
        named = {row.value for row in story.facts if row.fact == AREA}
        areas.append(_one_area(named))
    return Turns(np.array(following, np.int32), np.array(moved, np.int32), tuple(areas))


def _one_area(named: set[FactValue]) -> str | None:
    value = next(iter(named)) if len(named) == 1 else None
    return value if isinstance(value, str) else None


def _days(story: Story, holds: Validity) -> Iterator[int]:
    for episode in story.episodes:
        yield from _numbers(episode.birth, episode.first_seen, episode.ended)
    for event in story.events:
        yield from _numbers(event.start, event.end)
    for fact in story.facts:
        yield from _span(fact.from_, fact.through)
        yield from _lapses(fact.fact, fact.from_.toordinal(), holds)
    for relation in story.people:
        yield from _span(relation.from_, relation.through)
    for assignment in story.assignments:
        yield from _span(assignment.from_, assignment.through)


def _moves(story: Story, holds: Validity) -> Iterator[int]:
    for fact in story.facts:
        if fact.fact == AREA:
            yield from _span(fact.from_, fact.through)
            yield from _lapses(fact.fact, fact.from_.toordinal(), holds)
    for relation in story.people:
        yield from _span(relation.from_, relation.through)


def _numbers(*days: date | None) -> Iterator[int]:
    return (day.toordinal() for day in days if day is not None)


def _span(first: date | None, last: date | None) -> Iterator[int]:
    """Its first day, and the day after its last."""
    yield from _numbers(first)
    if last is not None:
        yield last.toordinal() + 1


def _lapses(fact: str, first: int, holds: Validity) -> Iterable[int]:
    return (number_plus(first, length) for length in holds.get(fact, ()))


def turns_of_batch(batch: Batch, models: Models, as_of: date) -> Turns:
    """The same for a batch."""
    today = as_of.toordinal()
    events = batch.event_first[batch.person_first]
    lapses = _lapse_days(batch, validity(models))
    after_facts, after_relations = _day_after(batch.fact_through), _day_after(batch.relation_through)
    dated = [
        (batch.episode_birth, batch.episode_first), (batch.episode_first_seen, batch.episode_first),
        (batch.episode_ended, batch.episode_first), (batch.event_day, events), (batch.event_end, events),
        (batch.fact_from, batch.fact_first), (after_facts, batch.fact_first),
        *((days, batch.fact_first) for days in lapses),
        (batch.relation_from, batch.relation_first), (after_relations, batch.relation_first),
        (batch.assignment_from, batch.assignment_first),
        (_day_after(batch.assignment_through), batch.assignment_first),
    ]  # fmt: skip
    following = np.full(batch.stories, FAR, np.int32)
    for days, first in dated:
        np.minimum(following, _least(np.where(days > today, days, FAR), first), out=following)
    areas, is_area = _areas(batch)
    moves = [
        *((np.where(is_area, days, 0), batch.fact_first) for days in (batch.fact_from, after_facts, *lapses)),
        (batch.relation_from, batch.relation_first),
        (after_relations, batch.relation_first),
    ]
    moved = np.zeros(batch.stories, np.int32)
    for days, first in moves:
        np.maximum(moved, _most(np.where(days <= today, days, 0), first), out=moved)
    return Turns(following, moved, areas)


def _day_after(days: Ints) -> Ints:
    return np.where(days > 0, days + 1, 0).astype(np.int32)


def _lapse_days(batch: Batch, holds: Validity) -> list[Ints]:
    """For each fact statement the day on which it stops to hold; one array for each of a fact's lengths."""
    found: list[Ints] = []
    for said in range(len(batch.facts_said)):
        for number, length in enumerate(holds.get(batch.facts_said[said].fact, ())):
            while len(found) <= number:
                found.append(np.zeros(len(batch.fact_said), np.int32))
            rows = np.flatnonzero(batch.fact_said == said)
            days, places = np.unique(batch.fact_from[rows], return_inverse=True)
            found[number][rows] = np.array([number_plus(int(day), length) for day in days], np.int32)[places]
    return found


def _areas(batch: Batch) -> tuple[tuple[str | None, ...], npt.NDArray[np.bool_]]:
    """Each story's one county, and which fact statements tell a county."""
    numbers: dict[FactValue, int] = {}
    codes = np.array(
        [numbers.setdefault(one.value, len(numbers)) if one.fact == AREA else -1 for one in batch.facts_said] or [-1],
        np.int32,
    )
    named = codes[batch.fact_said]
    least = _least(np.where(named >= 0, named, FAR), batch.fact_first)
    most = _most(named, batch.fact_first)
    words: list[str | None] = [value if isinstance(value, str) else None for value in numbers]
    same = (least == most) & (most >= 0) & (least < FAR)
    return tuple(
        words[code] if one else None for code, one in zip(most.tolist(), same.tolist(), strict=True)
    ), named >= 0


def _least(values: npt.NDArray[np.integer], first: Ints) -> Ints:
    """The least value of each story's rows; FAR without any."""
    return _reduced(np.minimum, values, first, FAR)


def _most(values: npt.NDArray[np.integer], first: Ints) -> Ints:
    """The greatest value of each story's rows; 0 (or -1, where values go below) without any."""
    return _reduced(np.maximum, values, first, -1)


def _reduced(reduce: np.ufunc, values: npt.NDArray[np.integer], first: Ints, nothing: int) -> Ints:
    if len(first) <= 1:
        return np.zeros(0, np.int32)
    padded = np.append(values.astype(np.int32), np.int32(nothing))
    found: Ints = reduce.reduceat(padded, first[:-1])
    return np.where(first[:-1] == first[1:], np.int32(nothing), found)
