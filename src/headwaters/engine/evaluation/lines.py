"""Lines: the compiled form of each occurrence, with every rule it needs already resolved."""

from __future__ import annotations

from dataclasses import dataclass

from headwaters.domain.blueprint.element import ALWAYS, Element, Role, Stage, Touchpoint
from headwaters.domain.blueprint.handoff import Handoff
from headwaters.domain.blueprint.matcher import AllOf, AnyOf, Count, EventMatcher, Matcher
from headwaters.domain.blueprint.truth import Judge
from headwaters.domain.blueprint.window import FROM, TRIGGER, Duration, Earliest, Latest, Moment, Never, Offset
from headwaters.domain.calendar import BusinessCalendar
from headwaters.engine.evaluation.endings import Endings, StopRule
from headwaters.engine.evaluation.matching import HANDOFF, Look, MatcherCompiler, compile_event_truth
from headwaters.engine.evaluation.moments import MomentCompiler, Rule, Setting, Shifted, Sooner, When
from headwaters.engine.evaluation.needs import NeedCompiler, NeedRule
from headwaters.engine.evaluation.occurrences import Occurrence, Slot, Unrolled
from headwaters.engine.evaluation.people import ROLES
from headwaters.engine.evaluation.requirements import Check, compile_requirement, events_counted
from headwaters.engine.evaluation.seen import SeenEvent


@dataclass(frozen=True, slots=True)
class ElementLine:
    """What all occurrences of an element share. `offered_kinds`: kinds that would tell of an offer."""

    element: Element
    id: str
    need: NeedRule | None
    unless: NeedRule | None
    unless_met: Check | None
    until: When | None
    declined: Look | None
    resumed: Look | None
    stops: tuple[StopRule, ...]
    endings: Endings
    calendar: BusinessCalendar
    offered: Look | None
    accepted: Look | None
    offered_kinds: tuple[str, ...]
    is_judged: bool
    is_starting: bool
    until_number: int
    """The static moment of `until`, -1 without one; -2 where it moves, and is asked for anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One occurrence, compiled. `interval` holds with `previous`. `rivals` may take the same events and choose first.
    `kin` are the roots of all instances of the touchpoint. `observed_by` empty: our own records, observed always.
    `slots` are the occurrences of the same phase of a repeat, in order."""

    occurrence: Occurrence
    index: int
    shared: ElementLine
    role: Role
    seat: int
    """The role's number."""
    names: tuple[Role, str, str]
    """As rows say it: role, element, touchpoint."""
    version: tuple[str, str]
    """As rows say it: the blueprint and its version."""
    rules: tuple[NeedRule, ...]
    """The conditions of its need, in reading order: `for`, the touchpoint's own, `unless`."""
    has_need: bool
    opens: When
    due_by: When
    closes: When
    interval: Duration | None
    previous: When
    look: Look | None
    requires: Check | None
    outcomes: tuple[tuple[str, Judge[SeenEvent]], ...] | None
    declined: Look | None
    handoff: Handoff | None
    way_back: Look | None
    rivals: tuple[int, ...]
    kin: tuple[int, ...]
    slots: tuple[int, ...]
    observed_by: tuple[str, ...]
    always_observed: bool
    anchors: tuple[tuple[str, When], ...]
    is_fixed: bool
    """Its window hangs on nothing that could move."""
    statics: tuple[int, int, int]
    """The static moments of opens, due_by and closes; -1 for one that moves."""
    follows: bool
    """It comes after something, and nothing else decides about it while that is not there."""
    by_trigger: tuple[int, int] | None
    """Where its due and closing days hang on the trigger or on nothing that moves: for each, -1 or the static moment."""


class LineCompiler:
    """Makes the lines of one unrolled blueprint."""

    def __init__(
        self,
        unrolled: Unrolled,
        moments: MomentCompiler,
        matchers: MatcherCompiler,
        needs: NeedCompiler,
        *,
        endings: Endings,
        calendar: BusinessCalendar,
    ) -> None:
        self._endings = endings
        self._calendar = calendar
        self._unrolled = unrolled
        self._moments = moments
        self._matchers = matchers
        self._needs = needs
        self._elements: dict[str, ElementLine] = {}

    def lines(self) -> list[Line]:
        """One for each occurrence, in the same order; raises BlueprintRefused where a name is nothing that exists."""
        return [self._line(occurrence) for occurrence in self._unrolled.occurrences]

    def element(self, element: Element) -> ElementLine:
        found = self._elements.get(element.id)
        if found is None:
            found = self._elements[element.id] = self._element(element)
        return found

    def _element(self, element: Element) -> ElementLine:
        setting = Setting(element.id)
        unless = element.unless
        requirement = unless if isinstance(unless, Count | AnyOf | AllOf) else None
        until = self._moments.compile(element.until, setting) if element.until is not None else None
        condition = None if isinstance(unless, Count | AnyOf | AllOf) else unless
        return ElementLine(
            element,
            element.id,
            self._needs.compile(element.for_, setting) if element.for_ is not None else None,
            self._needs.compile(condition, setting) if condition is not None else None,
            compile_requirement(requirement, self._matchers, self._moments, setting) if requirement else None,
            until,
            self._look(element.declined_by, setting),
            self._look(element.resumed_by, setting),
            tuple(self._stop(stop.when, stop.as_declined, stop.why, setting) for stop in element.stopped_by),
            self._endings,
            self._calendar,
            self._look(element.offered_by, setting),
            self._look(element.accepted_by, setting),
            kinds_named(element.offered_by),
            element.stage is not Stage.PROPOSED,
            element.stage is Stage.STARTING,
            -1 if until is None else until.static if until.static >= 0 else -2,
        )

    def _stop(self, when: Matcher, as_declined: bool, why: str, setting: Setting) -> StopRule:
        return StopRule(self._matchers.look((when,), self._moments, setting), as_declined, why)

    def _look(self, matchers: tuple[Matcher, ...], setting: Setting) -> Look | None:
        return self._matchers.look(matchers, self._moments, setting) if matchers else None

    def _line(self, occurrence: Occurrence) -> Line:
        touchpoint, element = occurrence.touchpoint, occurrence.element
        opens, due_by, closes, from_ = _window(occurrence)
        setting = Setting(element.id, occurrence, from_)
        look = self._look(touchpoint.done_by, setting)
        handoff = self._unrolled.blueprint.handoffs.get(touchpoint.handoff or "")
        group = self._unrolled.groups[(element.id, touchpoint.id)]
        whens = [self._moments.compile(rule, setting) for rule in (opens, due_by, closes)]
        previous = self._moments.compile(Offset("previous"), setting) if touchpoint.interval else whens[0]
        shared = self.element(element)
        own = self._needs.compile(touchpoint.for_, setting) if touchpoint.for_ is not None else None
        rules = tuple(rule for rule in (shared.need, own, shared.unless) if rule is not None)
        return Line(
            occurrence=occurrence,
            index=occurrence.index,
            shared=shared,
            role=element.recipient,
            seat=ROLES.index(element.recipient),
            names=(element.recipient, element.id, occurrence.id),
            version=(self._unrolled.blueprint.id, self._unrolled.blueprint.version),
            rules=rules,
            has_need=bool(rules) or shared.unless_met is not None,
            opens=whens[0],
            due_by=whens[1],
            closes=whens[2],
            interval=touchpoint.interval,
            previous=previous,
            look=look,
            requires=self._requires(touchpoint, setting),
            outcomes=self._outcomes(touchpoint),
            declined=self._look(touchpoint.declined_by, setting),
            handoff=handoff,
            way_back=self._look(handoff.way_back, Setting(element.id)) if handoff is not None else None,
            rivals=self._rivals(occurrence, look),
            kin=_roots(self._unrolled, group),
            slots=self._slots(occurrence, group),
            observed_by=touchpoint.observed_by or _kinds_of(touchpoint),
            always_observed=touchpoint.observed_by == ALWAYS,
            anchors=self._anchors((opens, due_by, closes, from_), setting),
            statics=(whens[0].static, whens[1].static, whens[2].static),
            follows=(occurrence.trigger is not None and not rules and shared.unless_met is None and shared.is_judged),
            by_trigger=_by_trigger(whens[1], whens[2]),
            is_fixed=occurrence.trigger is None and all(when.static >= 0 for when in whens),
        )

    def _requires(self, touchpoint: Touchpoint, setting: Setting) -> Check | None:
        if touchpoint.requires is None:
            return None
        return compile_requirement(touchpoint.requires, self._matchers, self._moments, setting)

    def _outcomes(self, touchpoint: Touchpoint) -> tuple[tuple[str, Judge[SeenEvent]], ...] | None:
        if touchpoint.outcomes is None:
            return None
        blueprint = self._unrolled.blueprint
        return tuple((name, compile_event_truth(test, blueprint)) for name, test in touchpoint.outcomes)

    def _anchors(self, rules: tuple[Rule, ...], setting: Setting) -> tuple[tuple[str, When], ...]:
        names = dict.fromkeys(name for rule in rules for name in anchors_in(rule))
        return tuple((name, self._moments.compile(Offset(name), setting)) for name in names if name != "from")

    def _rivals(self, occurrence: Occurrence, look: Look | None) -> tuple[int, ...]:
        if look is None:
            return ()
        found: list[int] = []
        for index in occurrence.rivals:
            rival = self._unrolled.occurrences[index]
            if not look.kinds.isdisjoint(_kinds_matched(rival.touchpoint.done_by)):
                found.append(index)
        return tuple(found)

    def _slots(self, occurrence: Occurrence, group: list[int]) -> tuple[int, ...]:
        if occurrence.slot is None:
            return ()
        phase, label = occurrence.slot.phase, occurrence.label
        siblings = [self._unrolled.occurrences[index] for index in group]
        return tuple(
            one.index for one in siblings if one.slot is not None and one.slot.phase == phase and one.label == label
        )


def anchors_in(rule: Rule) -> tuple[str, ...]:
    """Names a moment is counted from, as written."""
    match rule:
        case Offset(anchor):
            return (anchor,)
        case Shifted(start):
            return anchors_in(start)
        case Latest(moments) | Earliest(moments) | Sooner(moments):
            return tuple(name for one in moments for name in anchors_in(one))
    return ()


def _by_trigger(due_by: When, closes: When) -> tuple[int, int] | None:
    if any(when.static < 0 and not when.of_trigger for when in (due_by, closes)):
        return None
    return due_by.static, closes.static


def _roots(unrolled: Unrolled, group: list[int]) -> tuple[int, ...]:
    roots = [unrolled.occurrences[index].root for index in group]
    return tuple(dict.fromkeys(root for root in roots if root is not None))


def _kinds_matched(matchers: tuple[Matcher, ...]) -> set[str]:
    return {kind for one in matchers for kind in (one.kinds if isinstance(one, EventMatcher) else (HANDOFF,))}


def kinds_named(matchers: tuple[Matcher, ...]) -> tuple[str, ...]:
    """The kinds a list of matchers names, once each, in order; a step of a hand-off is of the kind `handoff`."""
    named = (kind for one in matchers for kind in (one.kinds if isinstance(one, EventMatcher) else (HANDOFF,)))
    return tuple(dict.fromkeys(named))


def _kinds_of(touchpoint: Touchpoint) -> tuple[str, ...]:
    """What would tell of it, where `observed_by` says nothing: the kinds its matchers name."""
    counted: tuple[Matcher, ...] = ()
    if touchpoint.requires is not None:
        counted = tuple(one for leaf in events_counted(touchpoint.requires) for one in leaf.matchers)
    return kinds_named((*touchpoint.done_by, *counted))


def _window(occurrence: Occurrence) -> tuple[Rule, Rule, Rule, Rule]:
    """(opens, due_by, closes, from) of an occurrence: as written, or its slot's in a repeat."""
    touchpoint = occurrence.touchpoint
    from_: Rule = touchpoint.from_
    if from_ == FROM:
        from_ = TRIGGER if touchpoint.after is not None else Offset("birth")
    if occurrence.slot is None:
        return touchpoint.opens, touchpoint.due_by, touchpoint.closes, from_
    return _slot_window(touchpoint, occurrence.slot, from_)


def _slot_window(touchpoint: Touchpoint, slot: Slot, from_: Rule) -> tuple[Rule, Rule, Rule, Rule]:
    """Slot k opens at `from + k * every`, is due and closes the day before slot k+1 opens, cut to `until`."""
    start = _phase_start(touchpoint, slot.phase, from_)
    rule = slot.rule
    opens = Shifted(start, rule.every.times(slot.k))
    last = Shifted(Shifted(start, rule.every.times(slot.k + 1)), Duration(days=-1))
    closes: Rule = touchpoint.closes if touchpoint.closes_given and touchpoint.closes != Never() else last
    return opens, _cut(last, rule.until, from_), _cut(closes, rule.until, from_), opens


def _phase_start(touchpoint: Touchpoint, phase: int, from_: Rule) -> Rule:
    """A phase without a `from` starts where the one before it ends."""
    rule = touchpoint.repeat[phase]
    if rule.from_ is not None:
        return _counted(rule.from_, from_)
    if phase == 0:
        return from_
    before = touchpoint.repeat[phase - 1]
    return Shifted(_phase_start(touchpoint, phase - 1, from_), before.every.times(before.times))


def _counted(moment: Moment, from_: Rule) -> Rule:
    """A bare duration in a phase counts from the touchpoint's `from`, not from the slot's own opening."""
    if isinstance(moment, Offset) and moment.anchor == "from":
        return Shifted(from_, moment.plus, moment.end_of_month)
    return moment


def _cut(moment: Rule, until: Moment | None, from_: Rule) -> Rule:
    if until is None:
        return moment
    return Sooner((moment, _counted(until, from_)))
