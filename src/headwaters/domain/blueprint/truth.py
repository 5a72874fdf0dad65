"""Conditions judged: three-valued truth after Kleene, compiled once to closures (language part 2).

`and` is false if any part is false, else unknown if any is; `or` mirrors it; a comparison with an unknown is unknown;
`is known` is never unknown. Dates are compared as day numbers, so that everything ordered is a plain number.

A *scope* is whatever the caller's getters understand: an event for `where`, a recipient on a day for a need. `bind`
turns a name into a getter that returns its value there, or None where it is unknown.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar, assert_never

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
    Truth,
)

S = TypeVar("S")
Known = bool | int | float | str | frozenset[str] | None
"""A value as conditions compare it: a date is its day number; a set of texts equals each of its members."""
Getter = Callable[[S], Known]
Judge = Callable[[S], Truth]
Bind = Callable[[str], Getter[S]]
BindSpan = Callable[[str], Callable[[S], tuple[int | None, int | None]]]
"""A span's name -> getter of its first and last day number; None where that end is unknown."""

_OPERATORS: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQ: operator.eq,
    Comparison.NE: operator.ne,
    Comparison.LT: operator.lt,
    Comparison.LE: operator.le,
    Comparison.GT: operator.gt,
    Comparison.GE: operator.ge,
}


def comparable(value: object) -> Known:
    """A literal or a stored value as conditions compare it."""
    if isinstance(value, date):
        return value.toordinal()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return None


def compile_truth(condition: Condition, bind: Bind[S], spans: BindSpan[S]) -> Judge[S]:
    """A closure that judges `condition` in a scope: True, False, or None for unknown."""
    match condition:
        case Literal(value):
            return _constant(value if isinstance(value, bool) else None)
        case Name(name):
            return _boolean(bind(name))
        case Compare():
            return _comparison(condition, bind)
        case InList(left, values, negated):
            return _membership(_operand(left, bind), frozenset(comparable(value) for value in values), negated)
        case InSpan(left, span, negated):
            return _inside(_operand(left, bind), spans(span), negated)
        case IsKnown(Name(name), negated):
            return _knowing(bind(name), negated)
        case And(parts):
            return _conjunction(tuple(compile_truth(part, bind, spans) for part in parts))
        case Or(parts):
            return _disjunction(tuple(compile_truth(part, bind, spans) for part in parts))
        case Not(part):
            return _negation(compile_truth(part, bind, spans))
    assert_never(condition)


def _operand(operand: Operand, bind: Bind[S]) -> Getter[S]:
    if isinstance(operand, Name):
        return bind(operand.name)
    value = comparable(operand.value)
    return lambda _: value


def _constant(value: Truth) -> Judge[S]:
    return lambda _: value


def _boolean(get: Getter[S]) -> Judge[S]:
    def judge(scope: S) -> Truth:
        value = get(scope)
        return value if isinstance(value, bool) else None

    return judge


def _comparison(condition: Compare, bind: Bind[S]) -> Judge[S]:
    left, right = _operand(condition.left, bind), _operand(condition.right, bind)
    compare = _OPERATORS[condition.op]
    is_order = condition.op not in (Comparison.EQ, Comparison.NE)

    def judge(scope: S) -> Truth:
        a, b = left(scope), right(scope)
        if a is None or b is None:
            return None
        if isinstance(a, frozenset) or isinstance(b, frozenset):
            return _any_member(a, b, compare, wants_equal=condition.op is not Comparison.NE)
        if is_order and isinstance(a, str) is not isinstance(b, str):
            return None  # text against a number has no order; the checker says so, data may still do it
        return compare(a, b)

    return judge


def _any_member(a: Known, b: Known, compare: Callable[[object, object], bool], *, wants_equal: bool) -> bool:
    """Several codings of one record: equal if one is, unequal only if none is."""
    several, other = (a, b) if isinstance(a, frozenset) else (b, a)
    assert isinstance(several, frozenset)
    if wants_equal:
        return any(compare(one, other) for one in several if isinstance(other, str))
    return all(compare(one, other) for one in several)


def _membership(get: Getter[S], values: frozenset[Known], negated: bool) -> Judge[S]:
    def judge(scope: S) -> Truth:
        value = get(scope)
        if value is None:
            return None
        found = not values.isdisjoint(value) if isinstance(value, frozenset) else value in values
        return found is not negated

    return judge


def _inside(get: Getter[S], span: Callable[[S], tuple[int | None, int | None]], negated: bool) -> Judge[S]:
    def judge(scope: S) -> Truth:
        day = get(scope)
        if not isinstance(day, int):
            return None
        first, last = span(scope)
        if (first is not None and day < first) or (last is not None and day > last):
            return negated
        if first is None or last is None:
            return None
        return not negated

    return judge


def _knowing(get: Getter[S], negated: bool) -> Judge[S]:
    return lambda scope: (get(scope) is not None) is not negated


def _conjunction(parts: tuple[Judge[S], ...]) -> Judge[S]:
    def judge(scope: S) -> Truth:
        truth: Truth = True
        for part in parts:
            one = part(scope)
            if one is False:
                return False
            if one is None:
                truth = None
        return truth

    return judge


def _disjunction(parts: tuple[Judge[S], ...]) -> Judge[S]:
    def judge(scope: S) -> Truth:
        truth: Truth = False
        for part in parts:
            one = part(scope)
            if one:
                return True
            if one is None:
                truth = None
        return truth

    return judge


def _negation(part: Judge[S]) -> Judge[S]:
    def judge(scope: S) -> Truth:
        one = part(scope)
        return None if one is None else not one

    return judge


def names_in(condition: Condition) -> tuple[str, ...]:
    """Every name, once, in reading order."""
    return tuple(dict.fromkeys(_walk_names(condition)))


def _walk_names(condition: Condition | Operand) -> Iterator[str]:
    match condition:
        case Name(name) | IsKnown(Name(name)):
            yield name
        case Compare(left, _, right):
            yield from _walk_names(left)
            yield from _walk_names(right)
        case InList(left) | InSpan(left):
            yield from _walk_names(left)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _walk_names(part)
        case Not(part):
            yield from _walk_names(part)


def spans_in(condition: Condition) -> tuple[str, ...]:
    """Every span that a date is held against, once, in reading order."""
    match condition:
        case InSpan(_, span):
            return (span,)
        case And(parts) | Or(parts):
            return tuple(dict.fromkeys(span for part in parts for span in spans_in(part)))
        case Not(part):
            return spans_in(part)
        case _:
            return ()


def unknown_names(condition: Condition, bind: Bind[S], spans: BindSpan[S]) -> Callable[[S], tuple[str, ...]]:
    """Names because of which the condition is unknown in a scope, in reading order; empty where it is not unknown.

    A part that is true or false whatever its names is not asked about: nobody should be bothered for it.
    """
    judge = compile_truth(condition, bind, spans)
    if isinstance(condition, And | Or):
        parts = tuple(unknown_names(part, bind, spans) for part in condition.parts)
        return lambda scope: (
            tuple(dict.fromkeys(name for part in parts for name in part(scope))) if judge(scope) is None else ()
        )
    if isinstance(condition, Not):
        return unknown_names(condition.part, bind, spans)
    getters = tuple((name, bind(name)) for name in names_in(condition))
    in_span = (condition.span,) if isinstance(condition, InSpan) else ()

    def missing(scope: S) -> tuple[str, ...]:
        if judge(scope) is not None:
            return ()
        return tuple(name for name, get in getters if get(scope) is None) or in_span

    return missing


def thresholds(condition: Condition) -> Mapping[str, tuple[int, ...]]:
    """For each name compared with numbers, the whole numbers on reaching which a comparison may turn.

    `age_months < 12` turns on reaching 12; `age_months <= 12` and `== 12` also on reaching 13.
    """
    found: dict[str, set[int]] = {}
    for name, value in _numbers_compared(condition):
        found.setdefault(name, set()).update((math.ceil(value), math.floor(value) + 1))
    return {name: tuple(sorted(values)) for name, values in found.items()}


def _numbers_compared(condition: Condition) -> Iterator[tuple[str, float]]:
    match condition:
        case Compare(Name(name), _, Literal(value)) | Compare(Literal(value), _, Name(name)):
            if isinstance(value, int | float):
                yield name, value
        case InList(Name(name), values):
            yield from ((name, value) for value in values if isinstance(value, int | float))
        case And(parts) | Or(parts):
            for part in parts:
                yield from _numbers_compared(part)
        case Not(part):
            yield from _numbers_compared(part)
