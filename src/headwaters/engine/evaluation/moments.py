"""Moments compiled: from a rule in the blueprint to a day number or a mark for one recipient (language part 2).

A moment is *static* when no status can move it: it is worked out once per recipient and kept by number. Otherwise it is
reckoned for a day and says until when the answer holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from headwaters.domain import days
from headwaters.domain.blueprint.blueprint import Blueprint, FirstOrLast
from headwaters.domain.blueprint.window import (
    ZERO,
    Duration,
    Earliest,
    Latest,
    Moment,
    Never,
    Offset,
    OnDay,
)
from headwaters.domain.calendar import BusinessCalendar
from headwaters.domain.problems import BlueprintRefused, Place, Problem
from headwaters.engine.evaluation.course import PREGNANCY_DAYS, Seat
from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN, NEVER, PENDING, UNKNOWN, earliest, latest
from headwaters.engine.evaluation.occurrences import HERE, Occurrence, Target, Unrolled
from headwaters.engine.evaluation.verdict import Verdict
from headwaters.engine.evaluation.vocabulary import IS_OPEN, IS_REACHED, UNOBSERVED

EARLY_DAYS = 21
"""Birth before due date - 21 days (37 weeks) is early: the due date is the corrected birth (language part 2)."""

Reckon = Callable[[Seat, int], tuple[int, int]]
"""(seat, day) -> the moment as of that day, and the edge until which it stays so."""

Form = tuple[Any, ...]
"""What a moment was compiled from, for whoever compiles it once more: a word, and what belongs to it."""


@dataclass(frozen=True, slots=True)
class When:
    """A compiled moment: `static` is its number among the kept ones, or -1 and `reckon` works it out for a day."""

    static: int
    reckon: Reckon
    of_trigger: bool = False
    """Counted from the trigger and nothing else: whatever mark the trigger has, this has too."""
    form: Form | None = None
    """What `reckon` was made from; of a static moment, `MomentCompiler.forms` says it."""

    def at(self, seat: Seat, day: int) -> tuple[int, int]:
        if self.static >= 0:
            return seat.value(self.static), FOREVER
        return self.reckon(seat, day)


@dataclass(frozen=True, slots=True)
class Shifted:
    """A moment counted from another moment: a slot of a repeat, or a bare duration."""

    start: Rule
    plus: Duration
    end_of_month: bool = False


@dataclass(frozen=True, slots=True)
class Sooner:
    """The earliest of several, among them moments counted from others: a slot cut to its `until`."""

    moments: tuple[Rule, ...]


Rule = Moment | Shifted | Sooner
Anchored = Callable[[FirstOrLast], Callable[[Seat], int]]
"""How the anchor of a first or last event is found; PENDING where there is no such event."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a moment stands: the occurrence it belongs to (if any), its element, and what bare durations count from."""

    element: str | None = None
    occurrence: Occurrence | None = None
    from_: Rule | None = None


class MomentCompiler:
    """Compiles the moments of one unrolled blueprint. `statics` grows with each different static moment."""

    def __init__(self, unrolled: Unrolled, calendar: BusinessCalendar, anchored: Anchored) -> None:
        self.statics: list[Callable[[Seat], int]] = []
        self.forms: list[Form] = []
        """What each of `statics` was made from."""
        self.references: list[tuple[int, int]] = []
        """(index, index it refers to), for the check for circles."""
        self._unrolled = unrolled
        self._blueprint: Blueprint = unrolled.blueprint
        self._calendar = calendar
        self._anchored = anchored
        self._kept: dict[object, When] = {}

    def compile(self, rule: Rule, setting: Setting) -> When:
        """raises BlueprintRefused where an anchor is nothing that exists."""
        match rule:
            case OnDay(day):
                number = day.toordinal()
                return self._keep(rule, lambda _: number, ("day", number))
            case Never():
                return self._keep(rule, lambda _: NEVER, ("day", NEVER))
            case Shifted(start, plus, end_of_month):
                return self._shift(self.compile(start, setting), plus, end_of_month)
            case Latest(moments):
                return self._gather(tuple(self.compile(one, setting) for one in moments), latest, "latest")
            case Earliest(moments) | Sooner(moments):
                return self._gather(tuple(self.compile(one, setting) for one in moments), earliest, "earliest")
            case Offset(anchor, plus, end_of_month):
                return self._shift(self._anchor(anchor, setting), plus, end_of_month)

    def _keep(self, key: object, work: Callable[[Seat], int], form: Form) -> When:
        found = self._kept.get(key)
        if found is None:
            index = len(self.statics)
            self.statics.append(work)
            self.forms.append(form)
            found = self._kept[key] = When(index, _never_reckoned)
        return found

    def _keep_moving(self, key: object, reckon: Reckon, form: Form) -> When:
        """A moment that moves, shared by all that are written alike, and remembered for as long as it stays."""
        found = self._kept.get(key)
        if found is None:
            number = len(self._kept)

            def remembered(seat: Seat, day: int) -> tuple[int, int]:
                known = seat.moving.get(number)
                if known is not None and known[0] <= day < known[2]:
                    return known[1], known[2]
                value, edge = reckon(seat, day)
                seat.moving[number] = (day, value, edge)
                return value, edge

            found = self._kept[key] = When(-1, remembered, form=form)
        return found

    def _shift(self, start: When, plus: Duration, end_of_month: bool) -> When:
        if plus == ZERO and not end_of_month:
            return start
        move = _mover(plus, end_of_month, self._calendar)
        if start.static >= 0:
            base = start.static

            is_days = not (plus.months or plus.business_days or end_of_month)
            work = _later_by_days(base, plus.days) if is_days else _later(base, move)
            return self._keep((base, plus, end_of_month), work, ("shift", base, plus, end_of_month))
        reckon_start = start.reckon

        def reckon(seat: Seat, day: int) -> tuple[int, int]:
            number, edge = reckon_start(seat, day)
            return (number if number > LAST_KNOWN else move(number)), edge

        # What it counts from is remembered: adding to it costs no more than remembering the sum.
        key = ("shift", start.reckon, plus, end_of_month)
        form = ("shift", start, plus, end_of_month)
        return self._kept.setdefault(key, When(-1, reckon, start.of_trigger, form))

    def _gather(self, parts: tuple[When, ...], choose: Callable[[list[int]], int], word: str) -> When:
        if all(part.static >= 0 for part in parts):
            indexes = tuple(part.static for part in parts)
            return self._keep(
                (word, indexes), lambda seat: choose([seat.value(index) for index in indexes]), (word, indexes)
            )

        moving = [part.reckon for part in parts if part.static < 0]
        fixed = [part.static for part in parts if part.static >= 0]

        def reckon(seat: Seat, day: int) -> tuple[int, int]:
            numbers, edge = [seat.value(index) for index in fixed], FOREVER
            for reckon_one in moving:
                number, until = reckon_one(seat, day)
                numbers.append(number)
                if until < edge:
                    edge = until
            return choose(numbers), edge

        key = (word, tuple((part.static, part.reckon) for part in parts))
        return self._keep_moving(key, reckon, (word, parts))

    def _anchor(self, anchor: str, setting: Setting) -> When:
        if anchor == "from":
            return self.compile(setting.from_ if setting.from_ is not None else Offset("birth"), setting)
        if anchor in _BUILT_IN:
            return self._keep(("anchor", anchor), _BUILT_IN[anchor], ("built in", anchor))
        if anchor == "trigger" and setting.occurrence is not None and setting.occurrence.trigger is not None:
            own = setting.occurrence.index
            return When(-1, _trigger_of(own), of_trigger=True, form=("trigger", own))
        if anchor in ("previous", "previous.end") and setting.occurrence is not None:
            return self._previous(setting.occurrence, end=anchor == "previous.end")
        if anchor in self._blueprint.anchors:
            return self._named(anchor, setting)
        return self._touchpoint(anchor, setting)

    def _named(self, anchor: str, setting: Setting) -> When:
        rule = self._blueprint.anchors[anchor]
        if not isinstance(rule, FirstOrLast):
            return self.compile(rule, Setting(setting.element, None, None))
        find = self._anchored(rule)
        if rule.otherwise is None:
            return self._keep(("anchor", anchor), find, ("event", rule, -1))
        otherwise = self.compile(rule.otherwise, Setting(setting.element, None, None))
        if otherwise.static >= 0:
            spare = otherwise.static

            def work(seat: Seat) -> int:
                number = find(seat)
                return seat.value(spare) if number == PENDING else number

            return self._keep(("anchor", anchor), work, ("event", rule, spare))

        def reckon(seat: Seat, day: int) -> tuple[int, int]:
            number = find(seat)
            return otherwise.reckon(seat, day) if number == PENDING else (number, FOREVER)

        return When(-1, reckon, form=("event", rule, otherwise))

    def _previous(self, occurrence: Occurrence, *, end: bool) -> When:
        index = occurrence.previous
        if index is None:
            return self._keep(Never(), lambda _: NEVER, ("day", NEVER))
        self.references.append((occurrence.index, index))

        def reckon(seat: Seat, day: int) -> tuple[int, int]:
            placed = seat.course.place(index, day)
            if not placed.matched:
                return PENDING, placed.edge
            if not end:
                return placed.matched, placed.edge
            event = placed.event
            return (event.end if event and event.end is not None else UNKNOWN), placed.edge

        return When(-1, reckon, form=("previous", index, end))

    def _touchpoint(self, anchor: str, setting: Setting) -> When:
        """`X`, `element.X`, and either with `.end`: the day it was reached, or the end of the event that reached it."""
        name, end = (anchor[:-4], True) if anchor.endswith(".end") else (anchor, False)
        targets = self.targets_of(name, setting)
        if setting.occurrence is not None:
            own = setting.occurrence.index
            self.references += [(own, one.at) for one in targets if one.course == HERE]

        def reckon(seat: Seat, day: int) -> tuple[int, int]:
            verdicts = [seat.course.verdict_of(target, day) for target in targets]
            edge = min(verdict.edge for verdict in verdicts)
            reached = [verdict for verdict in verdicts if verdict.placed.matched and _is_reached(verdict)]
            if not reached:
                return max(_mark_of(verdict) for verdict in verdicts), edge
            last = max(reached, key=lambda verdict: verdict.placed.matched)
            if not end:
                return last.placed.matched, edge
            event = last.placed.event
            return (event.end if event and event.end is not None else UNKNOWN), edge

        form = ("touchpoint", targets, end)
        return self._keep_moving(form, reckon, form)

    def targets_of(self, name: str, setting: Setting) -> tuple[Target, ...]:
        """The occurrences a dotted or bare name means; of several instances, the one of the same chain if there is."""
        element_id, touchpoint_id = self._resolve(name, setting.element)
        asking = self._blueprint.elements[setting.element].recipient if setting.element else None
        role = asking or self._blueprint.elements[element_id].recipient
        targets = self._unrolled.targets(role, element_id, touchpoint_id)
        label = setting.occurrence.label if setting.occurrence else None
        if label is not None:
            chain = tuple(one for one in targets if self._unrolled.occurrences[one.at].label == label)
            return chain or targets
        return targets

    def _resolve(self, name: str, element_id: str | None) -> tuple[str, str | None]:
        elements = self._blueprint.elements
        if element_id is not None and any(name == one.id for one in elements[element_id].touchpoints):
            return element_id, name
        head, _, tail = name.partition(".")
        if head in elements and (not tail or any(tail == one.id for one in elements[head].touchpoints)):
            return head, tail or None
        problem = Problem(
            Place("blueprint"),
            f'element "{element_id}"' if element_id else "blueprint",
            f"`{name}` is not an anchor, an element or a touchpoint.",
            "Declare it under `anchors`, or name a touchpoint as `element.touchpoint`.",
            "unknown_anchor",
        )
        raise BlueprintRefused((problem,))


def _never_reckoned(seat: Seat, day: int) -> tuple[int, int]:
    raise AssertionError(f"a static moment was reckoned for {seat.role} on {day}")


def _later_by_days(base: int, length: int) -> Callable[[Seat], int]:
    """Days after another kept moment. Written out, because most of a blueprint's moments are of this kind."""

    def work(seat: Seat) -> int:
        number = seat.values[base]
        if number < 0:
            number = seat.value(base)
        if number > LAST_KNOWN:
            return number
        number += length
        return number if days.FIRST_DAY <= number <= LAST_KNOWN else min(max(number, days.FIRST_DAY), LAST_KNOWN)

    return work


def _later(base: int, move: Callable[[int], int]) -> Callable[[Seat], int]:
    """A duration after another kept moment."""

    def work(seat: Seat) -> int:
        number = seat.value(base)
        return number if number > LAST_KNOWN else move(number)

    return work


def _mover(plus: Duration, end_of_month: bool, calendar: BusinessCalendar) -> Callable[[int], int]:
    if end_of_month:
        return lambda number: days.number_at_end_of_month(days.number_plus(number, plus, calendar))
    if not plus.months and not plus.business_days:
        length = plus.days
        return lambda number: min(max(number + length, days.FIRST_DAY), LAST_KNOWN)
    if not plus.business_days:
        months, rest = plus.months, plus.days
        return lambda number: min(max(days.number_plus_months(number, months) + rest, days.FIRST_DAY), LAST_KNOWN)
    return lambda number: days.number_plus(number, plus, calendar)


def _trigger_of(index: int) -> Reckon:
    def reckon(seat: Seat, day: int) -> tuple[int, int]:
        triggered = seat.course.trigger(index, day)
        return triggered.day, triggered.edge

    return reckon


def _is_reached(verdict: Verdict) -> bool:
    return verdict.status in IS_REACHED


def _mark_of(verdict: Verdict) -> int:
    """What a touchpoint that was not reached gives as a moment. Of several, the strongest mark is the highest number:
    unknown, then pending, then never."""
    if verdict.status is UNOBSERVED:
        return UNKNOWN
    return PENDING if verdict.status in IS_OPEN else NEVER


def _corrected_birth(seat: Seat) -> int:
    birth, due_date = seat.course.birth, seat.course.due_date
    if birth > LAST_KNOWN or due_date > LAST_KNOWN:
        return birth
    return due_date if birth < due_date - EARLY_DAYS else birth


def _pregnancy_start(seat: Seat) -> int:
    due_date = seat.course.due_date
    return due_date if due_date > LAST_KNOWN else max(due_date - PREGNANCY_DAYS, days.FIRST_DAY)


_BUILT_IN: dict[str, Callable[[Seat], int]] = {
    "birth": lambda seat: seat.course.birth,
    "due_date": lambda seat: seat.course.due_date,
    "pregnancy_start": _pregnancy_start,
    "corrected_birth": _corrected_birth,
    "period_start": lambda seat: seat.course.period[0],
    "period_end": lambda seat: seat.course.period[1],
}
