"""Conditions as designers write them, into the typed tree and back into words (language part 2).

Python's own grammar reads the text (`ast.parse`, which runs nothing); an allow-list then takes over, so that no call,
arithmetic, attribute of an object or index can get through. `condition_types` then types the tree against what the blueprint declares.
"""

from __future__ import annotations

import ast
import math
import re
import warnings
from collections.abc import Mapping
from datetime import date

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
    Value,
)
from headwaters.domain.blueprint.misread import Misread

LONGEST = 2_000
DEEPEST = 25
_SUBSET = "A condition may use: and, or, not, ==, !=, <, <=, >, >=, in, not in, is known, is unknown."
_OPERATORS: Mapping[type[ast.cmpop], Comparison] = {
    ast.Eq: Comparison.EQ, ast.NotEq: Comparison.NE, ast.Lt: Comparison.LT,
    ast.LtE: Comparison.LE, ast.Gt: Comparison.GT, ast.GtE: Comparison.GE,
}  # fmt: skip
_TRUTHS = {"true": True, "false": False, "True": True, "False": False}


def read_condition(text: str) -> Condition:
    """The tree of a condition. Names are not looked up: `condition_types` does that.

    raises  Misread  the text is not in the language's small subset
    """
    tree = _parse(_one_line(text), text)
    return _condition(tree.body, text, depth=0)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _parse(line: str, text: str) -> ast.Expression:
    if len(line) > LONGEST:
        raise Misread(
            f"This condition is longer than {LONGEST:,} characters.", "Name parts of it as facts.", "condition"
        )
    outside_quotes = re.sub(r"'[^']*'|\"[^\"]*\"", "", line)
    if "\\" in line or "#" in outside_quotes or not line:
        raise Misread(f"`{text}` is not a condition.", _SUBSET, "condition")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(line, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Misread(f"`{text}` cannot be read as a condition.", _syntax_remedy(outside_quotes), "condition") from None


def _syntax_remedy(outside_quotes: str) -> str:
    if re.search(r"(?<![=!<>])=(?!=)", outside_quotes):
        return "To compare, write `==` (two signs)."
    if "&&" in outside_quotes or "||" in outside_quotes or "!" in outside_quotes.replace("!=", ""):
        return "Write `and`, `or` and `not` as words."
    if outside_quotes.count("(") != outside_quotes.count(")"):
        return "A parenthesis is not closed."
    return _SUBSET


def _condition(node: ast.expr, text: str, *, depth: int) -> Condition:
    if depth > DEEPEST:
        raise Misread(f"This condition is nested more than {DEEPEST} deep.", "Name parts of it as facts.", "condition")
    match node:
        case ast.BoolOp(op, values):
            parts = tuple(_condition(value, text, depth=depth + 1) for value in values)
            return And(parts) if isinstance(op, ast.And) else Or(parts)
        case ast.UnaryOp(ast.Not(), operand):
            return Not(_condition(operand, text, depth=depth + 1))
        case ast.Compare(left, ops, comparators):
            return _chain([left, *comparators], ops, text)
        case _:
            alone = _operand(node, text)
            if isinstance(alone, Literal) and not isinstance(alone.value, bool):
                raise Misread(f"`{text}` says neither yes nor no.", "Compare it with something.", "condition")
            return alone


def _chain(operands: list[ast.expr], ops: list[ast.cmpop], text: str) -> Condition:
    links = [_link(left, op, right, text) for left, op, right in zip(operands, ops, operands[1:], strict=False)]
    return links[0] if len(links) == 1 else And(tuple(links))


def _link(left: ast.expr, op: ast.cmpop, right: ast.expr, text: str) -> Condition:
    match op:
        case ast.Is() | ast.IsNot():
            return _is_known(left, right, isinstance(op, ast.IsNot), text)
        case ast.In() | ast.NotIn():
            return _membership(left, right, isinstance(op, ast.NotIn), text)
        case _:
            return Compare(_operand(left, text), _OPERATORS[type(op)], _operand(right, text))


def _is_known(left: ast.expr, right: ast.expr, negated: bool, text: str) -> Condition:
    name = _operand(left, text)
    match right:
        case ast.Name(id="known" | "unknown" as word) if isinstance(name, Name):
            return IsKnown(name, negated=(word == "unknown") != negated)
    raise Misread(
        f"`is` in `{text}` stands before something else than `known` or `unknown`.",
        "Write `x is known`, `x is unknown`, or `x == ...` to compare.", "condition",
    )  # fmt: skip


def _membership(left: ast.expr, right: ast.expr, negated: bool, text: str) -> Condition:
    operand = _operand(left, text)
    match right:
        case ast.List(elts) | ast.Tuple(elts) | ast.Set(elts):
            return InList(operand, tuple(_literal(item, text) for item in elts), negated)
        case ast.Name(id=span):
            return InSpan(operand, span, negated)
    raise Misread(
        f"What stands after `in` in `{text}` is neither a list nor a span.",
        "Write `in ['a', 'b']`, or the name of a span, or `period`.", "condition",
    )  # fmt: skip


def _literal(node: ast.expr, text: str) -> Value:
    operand = _operand(node, text)
    if isinstance(operand, Name):
        raise Misread(
            f"`{operand.name}` in the list of `{text}` has no quotes.", f"Write `'{operand.name}'`.", "quotes"
        )
    return operand.value


def _operand(node: ast.expr, text: str) -> Operand:
    match node:
        case ast.Constant(value) if isinstance(value, bool | int | float | str):
            if isinstance(value, float) and not math.isfinite(value):
                raise Misread(f"A number in `{text}` is too large.", "Check the number.", "condition")
            return Literal(value)
        case ast.UnaryOp(ast.USub(), ast.Constant(int() | float() as number)):
            return Literal(-number)
        case ast.Name(id=name):
            return Literal(_TRUTHS[name]) if name in _TRUTHS else Name(name)
        case ast.Attribute():
            return Name(_dotted(node, text))
        case ast.Call():
            raise Misread(f"`{text}` calls a function.", _SUBSET, "condition_call")
        case ast.BinOp():
            raise Misread(
                f"`{text}` calculates.",
                "Name the day under `anchors`, then compare with that name.",
                "condition_arithmetic",
            )
        case _:
            raise Misread(f"`{text}` uses something a condition cannot say.", _SUBSET, "condition")


def _dotted(node: ast.expr, text: str) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or len(parts) > 3:
        raise Misread(f"`{text}` uses something a condition cannot say.", _SUBSET, "condition")
    return ".".join([node.id, *reversed(parts)])


def word_condition(condition: Condition) -> str:
    """A condition in the words it would be written in; reading them again gives the same tree."""
    match condition:
        case And(parts):
            return " and ".join(_inside(part, (Or, And)) for part in parts)
        case Or(parts):
            return " or ".join(_inside(part, (Or,)) for part in parts)
        case Not(part):
            return f"not {_inside(part, (And, Or))}"
        case Compare(left, op, right):
            return f"{_word_operand(left)} {op.value} {_word_operand(right)}"
        case InList(left, values, negated):
            listed = ", ".join(_word_value(value) for value in values)
            return f"{_word_operand(left)} {'not in' if negated else 'in'} [{listed}]"
        case InSpan(left, span, negated):
            return f"{_word_operand(left)} {'not in' if negated else 'in'} {span}"
        case IsKnown(name, negated):
            return f"{name.name} is {'unknown' if negated else 'known'}"
        case Name() | Literal():
            return _word_operand(condition)


def _inside(part: Condition, wrapped: tuple[type, ...]) -> str:
    worded = word_condition(part)
    return f"({worded})" if isinstance(part, wrapped) else worded


def _word_operand(operand: Operand) -> str:
    return operand.name if isinstance(operand, Name) else _word_value(operand.value)


def _word_value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f"'{value.isoformat()}'"
    if isinstance(value, str):
        return f'"{value}"' if "'" in value else f"'{value}'"
    return str(value)
