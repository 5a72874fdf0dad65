"""The occurrences of a program, what they hang on, and the order in which they can be judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from headwaters.domain.blueprint.blueprint import EndsFor
from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import EpisodeKind
from headwaters.domain.history.view import EVERYTHING
from headwaters.engine.evaluation.course import AREA
from headwaters.engine.evaluation.endings import EndingRule
from headwaters.engine.evaluation.lines import ElementLine, Line
from headwaters.engine.evaluation.matching import Fitting
from headwaters.engine.evaluation.moments import Form
from headwaters.engine.evaluation.occurrences import HERE, PREGNANCY, Target, Trigger, level
from headwaters.engine.evaluation.people import ROLES
from headwaters.engine.evaluation.plan import Plan
from headwaters.engine.evaluation.requirements import Check, Leaf, MetByAll, MetByAny
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.flat import NotCompiled
from headwaters.engine.kernel.program import CHILD, HOUSEHOLD, LAPSES, Assembler, Hangs, Program
from headwaters.engine.kernel.program_needs import NeedAssembler
from headwaters.engine.kernel.words import Words

Row = dict[int, int]


def assemble(plan: Plan, children: int, words: Words) -> Program:
    """The program of a plan for stories with so many children.

    raises NotCompiled where the blueprint says something that the kernel does not hold
    """
    return _LineAssembler(Assembler(plan, children, words)).program(children)


class _LineAssembler:
    def __init__(self, to: Assembler) -> None:
        self._to = to
        self._needs = NeedAssembler(to)
        self._elements: dict[str, tuple[int, set[Target]]] = {}
        self._trigger_records: dict[Trigger, tuple[int, int]] = {}
        self._verdict_on: list[set[Target]] = []
        self._trigger_on: list[set[Target]] = []
        self._row_on: list[set[Target]] = []

    def program(self, children: int) -> Program:
        to, source = self._to, self._to.source
        head: Row = {}
        head[o.H_AREA_CHILD] = to.fact(AREA, Role.CHILD)
        head[o.H_AREA_PARENT] = to.fact(AREA, Role.BIRTHING_PARENT)
        rows = [self._line(line) for line in source.lines]
        ends, resumes = source.lines[0].shared.endings if source.lines else ((), ())
        head[o.H_ENDS], head[o.H_NENDS] = self._endings(ends)
        head[o.H_RESUMES], head[o.H_NRESUMES] = self._endings(resumes)
        self._order(rows, head)
        head[o.H_LINES] = to.flat.put(number for row in rows for number in _row(row, o.L_WIDTH))
        head[o.H_NLINES] = len(rows)
        for kind, at, count in (
            (EpisodeKind.PREGNANCY, o.H_PREGNANCY_ROWS, o.H_NPREGNANCY_ROWS),
            (EpisodeKind.CHILD, o.H_CHILD_ROWS, o.H_NCHILD_ROWS),
        ):
            judged = to.plan.lines_of(source, kind, EVERYTHING)
            head[at], head[count] = to.flat.list(line.index for line in judged)
        self._tables(head)
        for field, number in head.items():
            to.flat.numbers[field] = number
        return Program(
            np.array(to.flat.numbers, np.int32),
            to.values,
            children,
            self._fittings(),
            to.slots,
            to.step_slots,
            to.handoffs,
            to.outcome_rules,
            to.facts,
            list(to.kindsets),
            to.known_agencies,
            [line.occurrence.element.id for line in source.lines],
            [line.occurrence.id for line in source.lines],
            [line.seat for line in source.lines],
        )

    # -- one occurrence ------------------------------------------------------------------------------------------

    def _line(self, line: Line) -> Row:
        to, role, occurrence = self._to, line.seat, line.occurrence
        to.hangs = Hangs()
        row: Row = {o.L_LEVEL: _level(line), o.L_SEAT: role, o.L_ELEMENT: self._element(line.shared, role)}
        row |= {o.L_OPENS: to.moment(line.opens, role), o.L_DUE: to.moment(line.due_by, role)}
        row |= {o.L_CLOSES: to.moment(line.closes, role), o.L_PREVIOUS: to.moment(line.previous, role)}
        row[o.L_OPENS_OF_TRIGGER] = int(line.opens.of_trigger and line.interval is None)
        row[o.L_TRIGGER], row[o.L_TRIGGER_NUMBER] = self._trigger(occurrence.trigger)
        row[o.L_LOOK], row[o.L_REQUIRES] = to.look(line.look, role), to.requirement(line.requires, role)
        steps = sorted(line.look.steps_of) if line.look is not None else []
        row[o.L_STEPS_OF], row[o.L_NSTEPS_OF] = to.flat.list(to.handoff_number(key) for key in steps)
        if line.interval is not None:
            row |= {o.L_INTERVAL: 1, o.L_MONTHS: line.interval.months, o.L_DAYS: line.interval.days}
            row[o.L_BUSINESS_DAYS] = line.interval.business_days
        row[o.L_RIVALS], row[o.L_NRIVALS] = to.flat.list(line.rivals)
        row[o.L_KIN], row[o.L_NKIN] = to.flat.list(line.kin)
        row[o.L_ROOT] = -1 if occurrence.root is None else occurrence.root
        row[o.L_SLOTS], row[o.L_NSLOTS] = to.flat.list(line.slots)
        row[o.L_RULES], row[o.L_NRULES] = to.flat.list([self._needs.need(rule, role) for rule in line.rules])
        row[o.L_HAS_NEED], row[o.L_OUTCOMES] = int(line.has_need), self._outcomes(line)
        row[o.L_DECLINED] = to.look(line.declined, role)
        row[o.L_HANDOFF] = to.handoff(line.handoff, line.way_back, role)
        row[o.L_ALWAYS] = int(line.always_observed)
        row[o.L_OBSERVED_BY] = -1 if line.always_observed else to.kindset(line.observed_by)
        anchors = [(to.words.number(name), to.moment(when, role)) for name, when in line.anchors]
        row[o.L_ANCHORS], row[o.L_NANCHORS] = to.flat.pairs(anchors)
        row[o.L_FOLLOWS], row[o.L_BY_TRIGGER] = int(line.follows), int(line.by_trigger is not None)
        due, closes = line.by_trigger or (-1, -1)
        row[o.L_TRIGGER_DUE], row[o.L_TRIGGER_CLOSES] = due, closes
        row[o.L_TRIGGER_NAME] = self._trigger_name(line)
        share = to.source.shares.get((occurrence.element.id, occurrence.touchpoint.id))
        row[o.L_SHARE] = -1 if share is None or not line.slots else to.value(float(share))
        self._note_hangs(line, row)
        return row

    def _note_hangs(self, line: Line, row: Row) -> None:
        """What it hangs on: for its verdict, for its trigger alone, and for its row (whose crack asks of others too)."""
        to, source = self._to, self._to.source
        on = to.hangs.on | {Target(HERE, index) for index in line.rivals} | self._elements[line.shared.id][1]
        if line.interval is not None and line.occurrence.previous is not None:
            on.add(Target(HERE, line.occurrence.previous))
        trigger = line.occurrence.trigger
        self._trigger_on.append(set(trigger.targets) if trigger is not None else set())
        on |= self._trigger_on[-1]
        for root in (*line.kin, line.occurrence.root):
            first = source.lines[root].occurrence.trigger if root is not None else None
            on |= set(first.targets) if first is not None else set()
        route = self._route(line)
        row[o.L_ROUTE], row[o.L_NROUTE] = to.targets(route)
        self._verdict_on.append(on)
        self._row_on.append({Target(HERE, index) for index in line.slots} | set(route))
        for target in on | self._row_on[-1]:
            self._refuse_strangers(line, target)

    def _refuse_strangers(self, line: Line, target: Target) -> None:
        """Each occurrence is judged in courses of its own kind alone."""
        mine, theirs = _level(line), _level(self._to.source.lines[target.at])
        wanted = mine if target.course == HERE else 0 if target.course == PREGNANCY else 1
        if theirs != wanted or (target.course == PREGNANCY and mine == 0) or (target.course >= 0 and mine == 1):
            raise NotCompiled("a day counted from an occurrence of somebody else's")

    def _route(self, line: Line) -> tuple[Target, ...]:
        if line.handoff is None or line.handoff.next_route is None:
            return ()
        element, _, touchpoint = line.handoff.next_route.partition(".")
        targets = self._to.source.unrolled.targets(line.role, element, touchpoint or None)
        label = line.occurrence.label
        chain = [one for one in targets if label and self._to.source.lines[one.at].occurrence.label == label]
        return tuple(chain or targets)

    def _trigger(self, trigger: Trigger | None) -> tuple[int, int]:
        """(where it stands, its number); alike triggers are one."""
        if trigger is None:
            return -1, -1
        found = self._trigger_records.get(trigger)
        if found is None:
            to = self._to
            outcomes = to.flat.list([to.words.number(word) for word in sorted(trigger.outcomes)])
            targets = to.flat.pairs((one.course, one.at) for one in trigger.targets)
            at = to.flat.put((int(trigger.last), LAPSES.index(trigger.lapse), *outcomes, *targets))
            found = self._trigger_records[trigger] = (at, len(self._trigger_records))
        return found

    def _trigger_name(self, line: Line) -> int:
        after = line.occurrence.touchpoint.after
        if after is None:
            return o.NO_WORD
        name = after.element if after.touchpoint is None else f"{after.element}.{after.touchpoint}"
        return self._to.words.number(f"{name}.outcome")

    def _outcomes(self, line: Line) -> int:
        if line.outcomes is None:
            return -1
        key = (line.occurrence.element.id, line.occurrence.touchpoint.id)
        found = self._to.outcomes.get(key)
        if found is None:
            kinds = set(line.look.kinds) if line.look is not None else set()
            kinds |= {kind for leaf in _leaves(line.requires) for kind in leaf.counted.kinds}
            found = self._to.outcomes[key] = len(self._to.outcome_rules)
            self._to.outcome_rules.append((frozenset(kinds), line.outcomes))
        return found

    # -- elements and endings ------------------------------------------------------------------------------------

    def _element(self, shared: ElementLine, role: int) -> int:
        found = self._elements.get(shared.id)
        if found is None:
            outside, self._to.hangs = self._to.hangs, Hangs()
            at = self._element_record(shared, role)
            found = self._elements[shared.id] = (at, self._to.hangs.on)
            self._to.hangs = outside
        return found[0]

    def _element_record(self, shared: ElementLine, role: int) -> int:
        to, element = self._to, shared.element
        unless = self._needs.need(shared.unless, role) if shared.unless is not None else -1
        stops = [(to.look(stop.look, role), int(stop.as_declined), to.words.number(stop.why)) for stop in shared.stops]
        agencies = [to.known_agencies.setdefault(key, len(to.known_agencies)) for key in element.known_by]
        row: Row = {
            o.E_UNLESS: unless,
            o.E_UNLESS_MET: to.requirement(shared.unless_met, role),
            o.E_UNTIL: o.NO_MOMENT if shared.until is None else to.moment(shared.until, role),
            o.E_DECLINED: to.look(shared.declined, role),
            o.E_RESUMED: to.look(shared.resumed, role),
            o.E_STOPS: to.flat.put(number for stop in stops for number in stop),
            o.E_NSTOPS: len(stops),
            o.E_OFFERED: to.look(shared.offered, role),
            o.E_ACCEPTED: to.look(shared.accepted, role),
            o.E_OFFERED_KINDS: to.kindset(shared.offered_kinds) if shared.offered_kinds else -1,
            o.E_IS_JUDGED: int(shared.is_judged),
            o.E_IS_STARTING: int(shared.is_starting),
            o.E_PLACE: to.words.number(element.place),
            o.E_STARTS_ON: element.starts_on.toordinal() if element.starts_on is not None else 0,
        }
        row[o.E_KNOWN_BY], row[o.E_NKNOWN_BY] = to.flat.list(agencies)
        return to.flat.put(_row(row, o.E_WIDTH))

    def _endings(self, rules: tuple[EndingRule, ...]) -> tuple[int, int]:
        to, rows = self._to, []
        for ending in rules:
            of = ending.rule.of
            roles = [HOUSEHOLD, CHILD] if of is EndsFor.ALL else [ROLES.index(Role(of.value))]
            looks = {to.fixed_look(ending.look, role, "an ending") for role in roles}
            whose = o.FOR_ALL if of is EndsFor.ALL else roles[0]
            rows.append((looks.pop(), whose, to.words.number(ending.rule.why)))
        return to.flat.put(number for row in rows for number in row), len(rows)

    # -- order ---------------------------------------------------------------------------------------------------

    def _order(self, rows: list[Row], head: Row) -> None:
        """The order in which all can be judged, and for each what has to be judged before it, in that order."""
        verdict_on = [{target.at for target in on} for on in self._verdict_on]
        order = _sorted(verdict_on)
        place = {line: number for number, line in enumerate(order)}
        below: list[set[int]] = [set() for _ in rows]
        for line in order:
            below[line] = verdict_on[line].union(*(below[other] for other in verdict_on[line]))
        to = self._to
        head[o.H_ORDER] = to.flat.put(order)
        here = [all(target.course == HERE for target in on) for on in self._verdict_on]
        for line, row in enumerate(rows):
            first = {target.at for target in self._trigger_on[line]}
            cone = first.union(*(below[other] for other in first))
            rest = {target.at for target in self._row_on[line]} | {line}
            row_cone = rest.union(*(below[other] for other in rest))
            row[o.L_CONE], row[o.L_NCONE] = to.flat.list(sorted(cone, key=place.__getitem__))
            row[o.L_ROW_CONE], row[o.L_NROW_CONE] = to.flat.list(sorted(row_cone, key=place.__getitem__))
            asked = all(target.course == HERE for target in self._row_on[line])
            row[o.L_AT_HOME] = int(asked and all(here[other] for other in row_cone | cone))

    # -- what is left --------------------------------------------------------------------------------------------

    def _tables(self, head: Row) -> None:
        to = self._to
        head[o.H_NSTATICS] = len(to.statics)
        head[o.H_STATICS] = to.flat.put(number for form in [self._form(one) for one in to.statics] for number in form)
        needed = [to.flat.list(sorted(statics)) for statics in to.needed]
        head[o.H_NEEDED_STATICS] = to.flat.put(number for pair in needed for number in pair)
        head[o.H_MOVING] = to.flat.pairs(to.moving_steps)[0]
        head[o.H_SPANS] = to.flat.put(number for row in to.span_rows for number in row)
        head[o.H_LOOKS] = to.flat.put(number for row in to.look_rows for number in row)
        head[o.H_NLOOKS] = len(to.look_rows)
        looks, handoffs = range(len(to.look_rows)), range(len(to.handoffs))
        head[o.H_LOOK_SLOTS] = to.flat.put(slots.get(look, -1) for slots in to.slots for look in looks)
        head[o.H_NLOOK_SLOTS] = to.flat.put(to.slot_count)
        head[o.H_STEP_SLOTS] = to.flat.put(slots.get(one, -1) for slots in to.step_slots for one in handoffs)
        head[o.H_NHANDOFFS] = len(to.handoffs)
        head[o.H_FACTS], head[o.H_NFACTS] = self._facts(), len(to.fact_slots)
        head[o.H_NNEEDS], head[o.H_NTRIGGERS] = self._needs.count, len(self._trigger_records)
        head[o.H_NKINDSETS], head[o.H_NKNOWN_AGENCIES] = len(to.kindsets), len(to.known_agencies)
        head[o.H_SAID_VALUES] = len(to.values)
        holidays, displaced = to.source.calendar.as_numbers()
        head[o.H_HOLIDAYS], head[o.H_NHOLIDAYS] = to.flat.list(holidays)
        head[o.H_DISPLACED] = to.flat.put(displaced)

    def _form(self, form: Form) -> Sequence[int]:
        to = self._to
        match form[0]:
            case "day":
                made: tuple[int, ...] = (o.ST_DAY, form[1])
            case "built in":
                made = (o.ST_BUILT_IN, o.BUILT_IN.index(form[1]))
            case "shift":
                made = (o.ST_SHIFT, form[1], form[2].months, form[2].days, form[2].business_days, int(form[3]))
            case "event":
                made = (o.ST_EVENT, to.look_of_event(form[1]), int(form[1].last), form[2])
            case word:
                made = (o.ST_LATEST if word == "latest" else o.ST_EARLIEST, *to.flat.list(form[1]))
        return (*made, *([0] * (o.FORM_WIDTH - len(made))))

    def _facts(self) -> int:
        to, rows = self._to, []
        for key, of in to.fact_slots:
            rule = to.blueprint.facts.get(key)
            valid = rule.valid_for if rule is not None else None
            length = (1, valid.months, valid.days, valid.business_days) if valid is not None else (0, 0, 0, 0)
            rows.append((to.facts[key], ROLES.index(of), *length))
        return to.flat.put(number for row in rows for number in row)

    def _fittings(self) -> dict[str, list[tuple[int, int, Fitting]]]:
        found: dict[str, list[tuple[int, int, Fitting]]] = {}
        for number, look in enumerate(self._to.look_list):
            for place, part in enumerate(look.parts):
                for kind in part.kinds:
                    found.setdefault(kind, []).append((number, place, part))
        return found


def _row(row: Row, width: int) -> list[int]:
    return [row.get(field, 0) for field in range(width)]


def _level(line: Line) -> int:
    return 0 if level(line.role) is Role.BIRTHING_PARENT else 1


def _leaves(check: Check | None) -> Iterable[Leaf]:
    if isinstance(check, Leaf):
        yield check
    elif isinstance(check, MetByAny | MetByAll):
        for part in check.parts:
            yield from _leaves(part)


def _sorted(after: list[set[int]]) -> list[int]:
    """Each after those it hangs on, else in file order. raises NotCompiled at a circle."""
    order: list[int] = []
    state = [0] * len(after)
    for start in range(len(after)):
        todo = [start]
        while todo:
            line = todo[-1]
            if state[line] == 0:
                state[line] = 1
                ahead = sorted(other for other in after[line] if state[other] != 2)
                if any(state[other] == 1 for other in ahead):
                    raise NotCompiled("occurrences of a pregnancy and its children that hang on each other in a circle")
                todo += reversed(ahead)
            else:
                todo.pop()
                if state[line] == 1:
                    state[line] = 2
                    order.append(line)
    return order
