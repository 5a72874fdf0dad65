"""Conditions of a program: parts before what they are part of, names resolved as the reference resolved them."""

from __future__ import annotations

from headwaters.domain.blueprint.condition import (
    And,
    Compare,
    Comparison,
    Condition,
    InList,
    InSpan,
    IsKnown,
    Literal,
    Name,
    Not,
    Operand,
    Or,
)
from headwaters.domain.blueprint.truth import comparable
from headwaters.domain.days import AgeUnit
from headwaters.engine.evaluation.needs import AGES, NeedRule, Outcome
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.program import Assembler

COMPARISONS = (Comparison.EQ, Comparison.NE, Comparison.LT, Comparison.LE, Comparison.GT, Comparison.GE)
UNITS = (AgeUnit.DAYS, AgeUnit.WEEKS, AgeUnit.MONTHS, AgeUnit.YEARS)
PARTS = ("reached", "day", "outcome", "status")
Node = dict[int, int]


class NeedAssembler:
    """Writes the conditions that a program's occurrences hang on; each once for each role that asks it."""

    def __init__(self, assembler: Assembler) -> None:
        self._to = assembler
        self._written: dict[tuple[int, int], int] = {}
        self.count = 0

    def need(self, rule: NeedRule, role: int) -> int:
        """Where a condition stands."""
        for outcome in rule.outcomes:
            self._to.hangs.on |= set(outcome.targets)
        moving = [self._to.moment(when, role) for when in rule.moving]
        anchors = {name: self._to.moment(when, role) for name, when in rule.anchors.items()}
        spans = {name: self._to.span(span, role) for name, span in rule.spans.items()}
        found = self._written.get((rule.number, role))
        if found is None:
            writer = _Writer(self._to, rule, anchors, spans)
            found = self._written[(rule.number, role)] = self._record(rule, moving, writer)
            self.count += 1
        return found

    def _record(self, rule: NeedRule, moving: list[int], writer: _Writer) -> int:
        flat = self._to.flat
        writer.write(rule.condition)
        nodes = flat.put(number for node in writer.nodes for number in (node.get(i, 0) for i in range(o.C_WIDTH)))
        ages = [(UNITS.index(unit), age) for unit, found in rule.ages for age in found if age >= 0]
        return flat.put(
            (
                self.count,
                nodes,
                len(writer.nodes),
                *flat.list(self._to.fact(key) for key in rule.facts),
                *flat.pairs(ages),
                int(rule.asks_age),
                *flat.list(UNITS.index(unit) for unit in rule.stepping),
                *flat.list(moving),
                *flat.list([writer.outcome(one) for one in rule.outcomes]),
                int(rule.refers),
            )
        )


class _Writer:
    def __init__(self, assembler: Assembler, rule: NeedRule, anchors: dict[str, int], spans: dict[str, int]) -> None:
        self._to = assembler
        self._anchors = anchors
        self._spans = spans
        facts, declared = assembler.blueprint.facts, assembler.blueprint.anchors
        named = [
            name for name in rule.names if not (name in facts or name in AGES or name == "born" or name in declared)
        ]
        self._outcomes = dict(zip(named, rule.outcomes, strict=True))
        self._records: dict[int, int] = {}
        self.nodes: list[Node] = []

    def outcome(self, outcome: Outcome) -> int:
        found = self._records.get(outcome.number)
        if found is None:
            name = next(name for name, one in self._outcomes.items() if one is outcome)
            part = PARTS.index(name.rpartition(".")[2])
            found = self._records[outcome.number] = self._to.flat.put((part, *self._to.targets(outcome.targets)))
        return found

    def write(self, condition: Condition) -> int:
        """Its place among the nodes."""
        match condition:
            case And(parts) | Or(parts):
                children = [self.write(part) for part in parts]
                return self._over(o.OP_AND if isinstance(condition, And) else o.OP_OR, children)
            case Not(part):
                return self._over(o.OP_NOT, [self.write(part)])
            case Literal():
                return self._add({o.C_OP: o.OP_LITERAL} | self._left(condition))
            case Name():
                return self._add({o.C_OP: o.OP_NAME} | self._left(condition))
            case IsKnown(name, negated):
                return self._add({o.C_OP: o.OP_IS_KNOWN, o.C_NEGATED: int(negated)} | self._left(name))
            case Compare(left, comparison, right):
                kind, of, word = self._operand(right)
                other = {o.C_RIGHT: kind, o.C_RIGHT_OF: of, o.C_RIGHT_NAME: word}
                node = {o.C_OP: o.OP_COMPARE, o.C_COMPARISON: COMPARISONS.index(comparison)}
                return self._add(node | self._left(left) | other)
            case InList(left, values, negated):
                at, count = self._to.flat.list([self._to.value(comparable(value)) for value in values])
                node = {o.C_OP: o.OP_IN_LIST, o.C_NEGATED: int(negated), o.C_LIST: at, o.C_NLIST: count}
                return self._add(node | self._left(left))
            case InSpan(left, span, negated):
                word = self._to.words.number(span)
                node = {o.C_OP: o.OP_IN_SPAN, o.C_NEGATED: int(negated), o.C_LIST: self._spans[span], o.C_NLIST: word}
                return self._add(node | self._left(left))

    def _add(self, node: Node) -> int:
        self.nodes.append({o.C_PARENT: -1, o.C_RIGHT_NAME: o.NO_WORD} | node)
        return len(self.nodes) - 1

    def _over(self, op: int, children: list[int]) -> int:
        made = self._add({o.C_OP: op, o.C_NAME: o.NO_WORD})
        for child in children:
            self.nodes[child][o.C_PARENT] = made
        return made

    def _left(self, operand: Operand) -> Node:
        kind, of, word = self._operand(operand)
        return {o.C_LEFT: kind, o.C_LEFT_OF: of, o.C_NAME: word}

    def _operand(self, operand: Operand) -> tuple[int, int, int]:
        """(kind, of what, its name as a word)"""
        if isinstance(operand, Literal):
            return o.BY_LITERAL, self._to.value(comparable(operand.value)), o.NO_WORD
        name = operand.name
        word = self._to.words.number(name)
        if name in self._to.blueprint.facts:
            return o.BY_FACT, self._to.fact(name), word
        if name in AGES:
            return o.BY_AGE, UNITS.index(AGES[name]), word
        if name == "born":
            return o.BY_BORN, 0, word
        if name in self._anchors:
            return o.BY_ANCHOR, self._anchors[name], word
        return o.BY_OUTCOME, self.outcome(self._outcomes[name]), word
