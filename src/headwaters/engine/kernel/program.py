"""A program: what a prepared blueprint says, for stories with so many children, as one flat array (`layout`).

It is assembled from what the reference compiled (`Plan.program`), so that both evaluators stand on one reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from headwaters.domain.blueprint.blueprint import FirstOrLast
from headwaters.domain.blueprint.element import Lapse, Role
from headwaters.domain.blueprint.handoff import Handoff
from headwaters.domain.blueprint.matcher import SpanRelation, Usually
from headwaters.domain.blueprint.moves import MOVES
from headwaters.domain.blueprint.truth import Judge, Known
from headwaters.domain.blueprint.window import Duration
from headwaters.engine.evaluation.handoffs import STATES
from headwaters.engine.evaluation.matching import Fitting, Look, SpanWhen
from headwaters.engine.evaluation.moments import Form, Setting, When
from headwaters.engine.evaluation.occurrences import HERE, Target
from headwaters.engine.evaluation.people import ROLES
from headwaters.engine.evaluation.plan import Plan
from headwaters.engine.evaluation.requirements import Check, Leaf, MetByAll, MetByAny
from headwaters.engine.evaluation.seen import SeenEvent
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.flat import Flat, NotCompiled, tagged
from headwaters.engine.kernel.words import Words

RELATIONS = (SpanRelation.STARTS_IN, SpanRelation.ENDS_IN, SpanRelation.INSIDE, SpanRelation.TOUCHES)
LAPSES = (None, Lapse.OVERDUE, Lapse.MISSED, Lapse.DECLINED, Lapse.NOT_ELIGIBLE)
MOST_PARTS = 30
HOUSEHOLD = ROLES.index(Role.HOUSEHOLD)
CHILD = ROLES.index(Role.CHILD)
PARENT = ROLES.index(Role.BIRTHING_PARENT)
Outcomes = tuple[tuple[str, Judge[SeenEvent]], ...]


@dataclass
class Program:
    """The flat array, the values its conditions compare, and what `contents` has to be asked of events and facts."""

    numbers: npt.NDArray[np.int32]
    values: list[tuple[float, float]]
    children: int
    fittings: dict[str, list[tuple[int, int, Fitting]]]
    """By kind: (look, part, test)."""
    slots: list[dict[int, int]]
    """By role: look -> list."""
    step_slots: list[dict[int, int]]
    """By role: hand-off -> list of its steps."""
    handoffs: dict[str, int]
    outcomes: list[tuple[frozenset[str], Outcomes]]
    """(kinds, rules) by number."""
    facts: dict[str, int]
    kindsets: list[tuple[str, ...]]
    known_agencies: dict[str, int]
    elements: list[str]
    touchpoints: list[str]
    roles: list[int]


@dataclass
class Hangs:
    """What an occurrence hangs on: other occurrences, each seen from its own course."""

    on: set[Target] = field(default_factory=set)


class Assembler:
    """Writes one program. Tables go to the array as soon as they are whole; the header at last."""

    def __init__(self, plan: Plan, children: int, words: Words) -> None:
        self.plan = plan
        self.words = words
        self.source = plan.program(children)
        self.blueprint = plan.blueprint
        self.flat = Flat(o.H_WIDTH)
        self.values: list[tuple[float, float]] = []
        self.statics: list[Form] = list(self.source.moments.forms)
        self._static_of_event: dict[FirstOrLast, int] = {}
        self.needed: list[set[int]] = [set() for _ in ROLES]
        self._moving: dict[int, int] = {}
        self.moving_steps: list[tuple[int, int]] = []
        self._looks: dict[int, int] = {}
        self.look_rows: list[tuple[int, int, int, int]] = []
        self.look_list: list[Look] = []
        self.slots: list[dict[int, int]] = [{} for _ in ROLES]
        self.step_slots: list[dict[int, int]] = [{} for _ in ROLES]
        self.slot_count = [0] * len(ROLES)
        self._spans: dict[int, int] = {}
        self.span_rows: list[tuple[int, int, int]] = []
        self.handoffs: dict[str, int] = {}
        self._handoff_records: dict[tuple[str, int], int] = {}
        self.facts: dict[str, int] = {}
        self.fact_slots: dict[tuple[str, Role], int] = {}
        self._kept: list[object] = []
        self.kindsets: dict[tuple[str, ...], int] = {}
        self.known_agencies: dict[str, int] = {}
        self.outcomes: dict[tuple[str, str], int] = {}
        self.outcome_rules: list[tuple[frozenset[str], Outcomes]] = []
        self.hangs = Hangs()

    # -- facts, values, kinds ------------------------------------------------------------------------------------

    def value(self, value: Known) -> int:
        self.values.append(tagged(value, self.words))
        return len(self.values) - 1

    def fact(self, key: str, of: Role | None = None) -> int:
        """The slot of a fact's timeline."""
        rule = self.blueprint.facts.get(key)
        whose = of or (rule.of if rule else Role.CHILD)
        self.facts.setdefault(key, len(self.facts))
        return self.fact_slots.setdefault((key, whose), len(self.fact_slots))

    def kindset(self, kinds: tuple[str, ...]) -> int:
        return self.kindsets.setdefault(kinds, len(self.kindsets))

    def handoff_number(self, key: str) -> int:
        return self.handoffs.setdefault(key, len(self.handoffs))

    # -- moments and spans ---------------------------------------------------------------------------------------

    def moment(self, when: When, role: int) -> int:
        """How a moment is named in tables: its number, or for a moving one -2 and below."""
        if when.static >= 0:
            self._need(when.static, role)
            return when.static
        steps: list[tuple[int, ...]] = []
        self._steps(when, role, steps)
        found = self._moving.get(id(when))
        if found is None:
            found = self._moving[id(when)] = len(self.moving_steps)
            self._kept.append(when)
            at = self.flat.put(number for step in steps for number in _padded(step))
            self.moving_steps.append((at, len(steps)))
        return -found - 2

    def _need(self, static: int, role: int) -> None:
        if static in self.needed[role]:
            return
        form = self.statics[static]
        match form[0]:
            case "shift":
                self._need(form[1], role)
            case "latest" | "earliest":
                for part in form[1]:
                    self._need(part, role)
            case "event":
                if self._event_look(form[1], role).is_static is False:
                    raise NotCompiled("an anchor of events inside days that move")
                if form[2] >= 0:
                    self._need(form[2], role)
        self.needed[role].add(static)

    def _event_look(self, rule: FirstOrLast, role: int) -> Look:
        look = self.source.matchers.look(rule.matchers, self.source.moments, Setting())
        self.look(look, role)
        return look

    def _steps(self, when: When, role: int, steps: list[tuple[int, ...]]) -> None:
        if when.static >= 0:
            self._need(when.static, role)
            steps.append((o.MV_STATIC, when.static))
            return
        form = when.form
        assert form is not None
        match form[0]:
            case "trigger":
                self._hang_on_trigger(form[1])
                steps.append((o.MV_TRIGGER, form[1]))
            case "previous":
                self.hangs.on.add(Target(HERE, form[1]))
                steps.append((o.MV_PREVIOUS, form[1], int(form[2])))
            case "touchpoint":
                steps.append((o.MV_TOUCHPOINT, *self.targets(form[1]), int(form[2])))
            case "shift":
                self._steps(form[1], role, steps)
                steps.append((o.MV_SHIFT, *_duration(form[2]), int(form[3])))
            case "event":
                self._steps(form[2], role, steps)
                find = self._static_of(form[1])
                self._need(find, role)
                steps.append((o.MV_EVENT_OR, find))
            case word:
                for part in form[1]:
                    self._steps(part, role, steps)
                steps.append((o.MV_LATEST if word == "latest" else o.MV_EARLIEST, len(form[1])))

    def _static_of(self, rule: FirstOrLast) -> int:
        found = self._static_of_event.get(rule)
        if found is None:
            found = self._static_of_event[rule] = len(self.statics)
            self.statics.append(("event", rule, -1))
        return found

    def _hang_on_trigger(self, index: int) -> None:
        trigger = self.source.lines[index].occurrence.trigger
        if trigger is not None:
            self.hangs.on |= set(trigger.targets)

    def targets(self, targets: Sequence[Target]) -> tuple[int, int]:
        self.hangs.on |= set(targets)
        return self.flat.pairs((one.course, one.at) for one in targets)

    def span(self, span: SpanWhen | None, role: int) -> int:
        if span is None:
            return -1
        first, last = self.moment(span.first, role), self.moment(span.last, role)
        found = self._spans.get(id(span))
        if found is None:
            found = self._spans[id(span)] = len(self.span_rows)
            self._kept.append(span)
            self.span_rows.append((first, last, int(span.is_pregnancy)))
        return found

    # -- looks ---------------------------------------------------------------------------------------------------

    def look(self, look: Look | None, role: int) -> int:
        if look is None:
            return -1
        found = self._looks.get(id(look))
        parts = [(self.span(part.within, role), RELATIONS.index(part.relation)) for part in look.parts]
        if found is None:
            if len(look.parts) > MOST_PARTS:
                raise NotCompiled(f"more than {MOST_PARTS} matchers in one list")
            found = self._looks[id(look)] = len(self.look_rows)
            self.look_list.append(look)
            spanned = any(part.within is not None for part in look.parts)
            self.look_rows.append((*self.flat.pairs(parts), int(spanned), int(look.is_static)))
        if found not in self.slots[role]:
            self.slots[role][found] = self.slot_count[role]
            self.slot_count[role] += 1
        return found

    def look_of_event(self, rule: FirstOrLast) -> int:
        """The look of an anchor that some occurrence hangs on; -1 for one that none does."""
        look = self.source.matchers.look(rule.matchers, self.source.moments, Setting())
        return self._looks.get(id(look), -1)

    def fixed_look(self, look: Look | None, role: int, what: str) -> int:
        if look is not None and not look.is_static:
            raise NotCompiled(f"{what} inside days that move")
        return self.look(look, role)

    # -- requirements --------------------------------------------------------------------------------------------

    def requirement(self, check: Check | None, role: int) -> int:
        if check is None:
            return -1
        nodes: list[tuple[int, int]] = []
        self._requirement(check, role, nodes)
        at, count = self.flat.pairs(nodes)
        return self.flat.put((count, at))

    def _requirement(self, check: Check, role: int, nodes: list[tuple[int, int]]) -> None:
        if isinstance(check, Leaf):
            nodes.append((o.R_LEAF, self._leaf(check, role)))
            return
        assert isinstance(check, MetByAny | MetByAll)
        for part in check.parts:
            self._requirement(part, role, nodes)
        nodes.append((o.R_ANY if isinstance(check, MetByAny) else o.R_ALL, len(check.parts)))

    def _leaf(self, leaf: Leaf, role: int) -> int:
        at_least = leaf.rule.at_least
        usually, then = (at_least.usually, at_least.then) if isinstance(at_least, Usually) else (0, 0)
        return self.flat.put(
            (
                self.look(leaf.counted, role),
                self.span(leaf.within, role),
                at_least if isinstance(at_least, int) else 1,
                self.look(leaf.if_any, role),
                usually,
                then,
                self.look(leaf.first, role),
                self.span(leaf.first_within, role),
                int(leaf.rule.every_event),
            )
        )

    # -- hand-offs -----------------------------------------------------------------------------------------------

    def handoff(self, handoff: Handoff | None, way_back: Look | None, role: int) -> int:
        if handoff is None:
            return -1
        number = self.handoff_number(handoff.id)
        if number not in self.step_slots[role]:
            self.step_slots[role][number] = self.slot_count[role]
            self.slot_count[role] += 1
        way = self.fixed_look(way_back, role, "a way back")
        consent = self.fact(handoff.consent) if handoff.consent is not None else -1
        found = self._handoff_records.get((handoff.id, way))
        if found is None:
            clocks = [number for state in STATES for number in _clock(handoff, state)]
            found = self.flat.put((number, consent, way, int(handoff.next_route is not None), *clocks))
            self._handoff_records[(handoff.id, way)] = found
        return found


def _clock(handoff: Handoff, state: object) -> tuple[int, ...]:
    move = MOVES[state]  # type: ignore[index]
    length = handoff.clocks.get(move.clock) if move.clock is not None else None
    counts_from = [STATES.index(one) for one in move.counts_from]
    first, second = [*counts_from, -1, -1][:2]
    return (0, 0, 0, 0, first, second) if length is None else (1, *_duration(length), first, second)


def _duration(plus: Duration) -> tuple[int, int, int]:
    return plus.months, plus.days, plus.business_days


def _padded(step: Sequence[int]) -> tuple[int, ...]:
    return (*step, *([0] * (o.FORM_WIDTH - len(step))))
