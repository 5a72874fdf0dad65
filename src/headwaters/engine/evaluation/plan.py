"""A plan: one blueprint prepared once, ready to judge any story (cacheable, shared by threads, never changed)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from headwaters.domain.blueprint.blueprint import Blueprint, Ending, FactRule, FirstOrLast
from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.fingerprint import fingerprint
from headwaters.domain.calendar import BusinessCalendar
from headwaters.domain.history.history import EpisodeKind
from headwaters.domain.history.view import View
from headwaters.domain.problems import BlueprintRefused, Place, Problem
from headwaters.engine.evaluation import decision, placing, triggers
from headwaters.engine.evaluation.course import Seat
from headwaters.engine.evaluation.endings import EndingRule
from headwaters.engine.evaluation.lines import Line, LineCompiler
from headwaters.engine.evaluation.marks import PENDING
from headwaters.engine.evaluation.matching import MatcherCompiler
from headwaters.engine.evaluation.measure_rules import compile_measure
from headwaters.engine.evaluation.moments import MomentCompiler, Setting
from headwaters.engine.evaluation.needs import NeedCompiler
from headwaters.engine.evaluation.occurrences import Trigger, Unrolled, level
from headwaters.engine.evaluation.views import hidden_elements, protected_elements


class Program:
    """The lines of a blueprint for stories with so many children. Implements `course.Rules`."""

    trigger = staticmethod(triggers.triggered)
    place = staticmethod(placing.place)
    judge = staticmethod(decision.judge)

    def __init__(self, blueprint: Blueprint, children: int) -> None:
        self.blueprint = blueprint
        self.calendar = BusinessCalendar(blueprint.holidays)
        self.facts: Mapping[str, FactRule] = blueprint.facts
        self.unrolled = Unrolled(blueprint, children)
        self.matchers = MatcherCompiler(blueprint)
        self.moments = MomentCompiler(self.unrolled, self.calendar, self._anchored)
        self.needs = NeedCompiler(blueprint, self.moments)
        compiler = LineCompiler(
            self.unrolled,
            self.moments,
            self.matchers,
            self.needs,
            endings=(self._ending_rules(blueprint.ends), self._ending_rules(blueprint.resumes)),
            calendar=self.calendar,
        )
        self.lines: Sequence[Line] = compiler.lines()
        self.measures = {
            key: compile_measure(one, self.needs, self.matchers, self.moments)
            for key, one in blueprint.measures.items()
        }
        self.statics: Sequence[Callable[[Seat], int]] = self.moments.statics
        self.size = len(self.lines)
        self.trigger_numbers = _numbered([line.occurrence.trigger for line in self.lines])
        self.shares: Mapping[tuple[str, str], float] = {
            one.share_of: one.at_least
            for one in blueprint.measures.values()
            if one.share_of is not None and one.at_least is not None
        }
        _refuse_circles(self)

    def _ending_rules(self, rules: tuple[Ending, ...]) -> tuple[EndingRule, ...]:
        return tuple(EndingRule(rule, self.matchers.look(rule.matchers, self.moments, Setting())) for rule in rules)

    def _anchored(self, rule: FirstOrLast) -> Callable[[Seat], int]:
        look = self.matchers.look(rule.matchers, self.moments, Setting())

        def find(seat: Seat) -> int:
            begins = seat.course.begins()
            events = [event for event in look.events(seat, 0) if event.day >= begins]
            if not events:
                return PENDING
            return events[-1].day if rule.last else events[0].day

        return find


def _numbered(triggers: list[Trigger | None]) -> list[int]:
    """For each occurrence the first that comes after just the same, so that the same question is asked once."""
    numbers: dict[Trigger | None, int] = {}
    return [numbers.setdefault(trigger, index) for index, trigger in enumerate(triggers)]


class Plan:
    """A blueprint, prepared. A story with several children of one pregnancy has its own program, since a parent's
    element may come after each of them."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint
        self.fingerprint = fingerprint(blueprint)
        self._programs = {1: Program(blueprint, 1)}
        self._named: dict[tuple[str, str], Line] = {}
        self._hidden: dict[frozenset[str], frozenset[str]] = {}
        self._subjects: dict[str, frozenset[str]] | None = None
        self._lines: dict[tuple[int, EpisodeKind, frozenset[str] | None], tuple[Line, ...]] = {}

    def program(self, children: int) -> Program:
        wanted = max(1, children)
        found = self._programs.get(wanted)
        if found is None:
            found = self._programs[wanted] = Program(self.blueprint, wanted)
        return found

    def hidden(self, view: View) -> frozenset[str]:
        """Elements that are absent from a view."""
        if view.subjects is None:
            return frozenset()
        found = self._hidden.get(view.subjects)
        if found is None:
            found = self._hidden[view.subjects] = hidden_elements(self.blueprint, view)
        return found

    def subjects_of(self, element: str) -> frozenset[str]:
        """The protected subjects that an element touches."""
        if self._subjects is None:
            self._subjects = protected_elements(self.blueprint)
        return self._subjects.get(element, frozenset())

    def line_named(self, element: str, touchpoint: str) -> Line | None:
        """The line of a published row's touchpoint; of a further child's instance, the first child's."""
        named = self._named
        if not named:
            named.update(((one.shared.element.id, one.occurrence.id), one) for one in self._programs[1].lines)
        return named.get((element, touchpoint)) or named.get((element, touchpoint.partition("~")[0]))

    def lines_of(self, program: Program, kind: EpisodeKind, view: View) -> tuple[Line, ...]:
        """The lines judged in an episode of that kind, in file order, without the elements absent from the view."""
        key = (program.unrolled.children, kind, view.subjects)
        found = self._lines.get(key)
        if found is None:
            hidden = self.hidden(view)
            wanted = Role.BIRTHING_PARENT if kind is EpisodeKind.PREGNANCY else Role.CHILD
            found = self._lines[key] = tuple(
                program.lines[index]
                for element in self.blueprint.elements.values()
                if element.id not in hidden and level(element.recipient) is wanted
                for index in program.unrolled.in_element[element.id]
            )
        return found


def prepare(blueprint: Blueprint) -> Plan:
    """Compile a blueprint, once.

    raises BlueprintRefused where a name is nothing that exists, or elements refer to each other in a circle.
    """
    return Plan(blueprint)


def _refuse_circles(program: Program) -> None:
    """Every occurrence must be decidable from those before it: a reference back to itself could never be judged."""
    after: dict[int, set[int]] = {line.index: set(line.rivals) for line in program.lines}
    for index, other in program.moments.references:
        after[index].add(other)
    for line in program.lines:
        if line.occurrence.trigger is not None:
            after[line.index] |= {target.at for target in line.occurrence.trigger.targets}
    settled: set[int] = set()
    for start in after:
        _walk(start, after, settled, program)


def _walk(start: int, after: dict[int, set[int]], settled: set[int], program: Program) -> None:
    path: list[int] = []
    on_path: set[int] = set()
    todo: list[tuple[int, bool]] = [(start, False)]
    while todo:
        index, leaving = todo.pop()
        if leaving:
            settled.add(index)
            on_path.discard(path.pop())
        elif index in on_path:
            raise _circle(index, program)
        elif index not in settled:
            path.append(index)
            on_path.add(index)
            todo.append((index, True))
            todo += [(other, False) for other in sorted(after[index])]


def _circle(index: int, program: Program) -> BlueprintRefused:
    occurrence = program.lines[index].occurrence
    name = f"{occurrence.element.id}.{occurrence.touchpoint.id}"
    problem = Problem(
        Place("blueprint"),
        f'touchpoint "{name}"',
        f"`{name}` refers to itself, in a circle through other touchpoints.",
        "Take one reference of the circle out.",
        "circle",
    )
    return BlueprintRefused((problem,))
