"""Conditions: typed, three-valued boolean expressions over facts, ages, moments and earlier outcomes (language part 2).

The tree that `parse` makes and the evaluators walk. No calls, no arithmetic, no indexing can be expressed in it.
Truth is `True`, `False` or `None` (unknown), combined as Kleene did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Truth = bool | None
Value = bool | int | float | str | date | None
"""A value in a condition. `None` is unknown; the outcome of something not reached is the text `none`."""


class Comparison(StrEnum):
    EQ = "=="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, named anchor, `age_days|weeks|months|years`, `born`, `X.reached|day|outcome|status`, or (in `where` and
    `outcomes`) an event's column. Dotted exactly as written."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    value: Value


Operand = Name | Literal


@dataclass(frozen=True, slots=True)
class Compare:
    left: Operand
    op: Comparison
    right: Operand


@dataclass(frozen=True, slots=True)
class InList:
    left: Operand
    values: tuple[Value, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class InSpan:
    """`second_birthday in period`: `span` is a key of `spans`, or `period`."""

    left: Operand
    span: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class IsKnown:
    name: Name
    negated: bool = False  # `is unknown`


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


Condition = Compare | InList | InSpan | IsKnown | And | Or | Not | Name | Literal
"""A chain of comparisons is an `And`. A bare `Name` or `Literal` is a boolean."""
