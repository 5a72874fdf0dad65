"""Whether a condition compares like with like, and speaks only of what the blueprint declares (language part 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
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
from headwaters.domain.blueprint.misread import Misread, did_you_mean
from headwaters.domain.blueprint.vocabulary import AGES, BUILT_IN_ANCHORS, Named, Sort, Vocabulary
from headwaters.domain.blueprint.window_text import read_day

STATUS_WORDS = (
    "reached", "reached_late", "not_needed", "ended", "declined", "in_progress", "ask", "upcoming", "due", "overdue",
    "missed", "unobserved",
)  # fmt: skip
"""Words that `X.status` can be compared with (language part 8)."""

ASPECTS = ("reached", "day", "outcome", "status")
_PLAIN_ANCHORS = tuple(a for a in BUILT_IN_ANCHORS if "." not in a and a not in ("trigger", "previous"))
_SORT_WORDS = {Sort.BOOLEAN: "yes or no", Sort.NUMBER: "a number", Sort.CODE: "text", Sort.DATE: "a day"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a condition may speak of where it stands. `columns` given: it judges one event, and only its columns."""

    words: Vocabulary
    own: str | None = None
    columns: Mapping[str, Named] | None = None

    def named(self, name: str) -> Named:
        """What `name` stands for.

        raises  Misread  nothing goes by that name here
        """
        if self.columns is not None:
            return self._column(name, self.columns)
        if name in AGES:
            return Named(Sort.NUMBER, unit=name.removeprefix("age_"))
        if name == "born":
            return Named(Sort.BOOLEAN)
        if name in self.words.facts:
            return self.words.facts[name]
        if name in self.words.anchors or name in _PLAIN_ANCHORS:
            return Named(Sort.DATE)
        stem, dot, aspect = name.rpartition(".")
        if dot and aspect in ASPECTS:
            return self._aspect(stem, aspect)
        raise self._unknown(name)

    def _column(self, name: str, columns: Mapping[str, Named]) -> Named:
        if name in columns:
            return columns[name]
        if name in self.words.facts or name in AGES:
            raise Misread(
                f"`{name}` is not a column of the event.",
                f"A condition here judges one event by its columns: {', '.join(columns)}. "
                f"Put what concerns the person under `for`.",
                "column_unknown",
            )
        raise Misread(
            f"`{name}` is not a column of the event.", did_you_mean(name, columns, kind="Columns"), "column_unknown"
        )

    def _aspect(self, stem: str, aspect: str) -> Named:
        found = self.words.find(stem, own=self.own)
        if found is None:
            what = f"`{stem}` is neither an element nor a touchpoint."
            names = self.words.names(own=self.own)
            raise Misread(what, did_you_mean(stem, names, kind="Elements and touchpoints"), "reference_unknown")
        if aspect == "reached":
            return Named(Sort.BOOLEAN)
        if aspect == "day":
            return Named(Sort.DATE)
        if aspect == "status":
            return Named(Sort.CODE, choices=STATUS_WORDS)
        outcomes = self.words.outcomes_of(*found)
        return Named(Sort.CODE, choices=(*outcomes, "other", "none") if outcomes else ())

    def _unknown(self, name: str) -> Misread:
        found = self.words.find(name, own=self.own)
        if found is not None:
            remedy = f"Say what about it: `{name}.reached`, `{name}.outcome`, `{name}.day` or `{name}.status`."
            return Misread(f"`{name}` alone is neither yes nor no.", remedy, "aspect_missing")
        if name in self.words.spans:
            return Misread(f"`{name}` is a span.", f"Write `... in {name}`.", "span_alone")
        if name in ("trigger", "previous"):
            return Misread(
                f"`{name}` is a moment of a touchpoint, not a name for conditions.",
                "Name the day under `anchors`.",
                "fact_unknown",
            )
        stem, dot, aspect = name.rpartition(".")
        if dot and self.words.find(stem, own=self.own):
            return Misread(
                f"`{aspect}` is not something a touchpoint has.",
                did_you_mean(aspect, ASPECTS, kind="It has"),
                "aspect_unknown",
            )
        known = [*self.words.facts, *self.words.anchors]
        return Misread(f"`{name}` is not a fact.", did_you_mean(name, known, kind="Facts"), "fact_unknown")


@dataclass(slots=True)
class _Typing:
    scope: Scope
    found: list[Misread] = field(default_factory=list)

    def note(self, what: str, remedy: str, code: str) -> None:
        self.found.append(Misread(what, remedy, code))

    def sort_of(self, name: str) -> Named | None:
        try:
            return self.scope.named(name)
        except Misread as misread:
            self.found.append(misread)
            return None

    def truth(self, condition: Condition) -> Condition:
        match condition:
            case And(parts):
                return And(tuple(self.truth(part) for part in parts))
            case Or(parts):
                return Or(tuple(self.truth(part) for part in parts))
            case Not(part):
                return Not(self.truth(part))
            case Compare(left, op, right):
                return self.compare(left, op, right)
            case InList():
                return self.in_list(condition)
            case InSpan():
                return self.in_span(condition)
            case IsKnown(name, _):
                self.known(name)
                return condition
            case Name(name):
                return self.alone(condition, name)
            case Literal():
                return condition

    def known(self, name: Name) -> None:
        if name.name.endswith((".reached", ".status")):
            return
        self.sort_of(name.name)

    def alone(self, condition: Condition, name: str) -> Condition:
        named = self.sort_of(name)
        if named is not None and named.sort is not Sort.BOOLEAN:
            example = {Sort.NUMBER: f"`{name} < 3`", Sort.DATE: f"`{name} in period`", Sort.CODE: f"`{name} == '...'`"}[
                named.sort
            ]
            self.note(
                f"`{name}` is {_SORT_WORDS[named.sort]}, so alone it says neither yes nor no.",
                f"Compare it: {example}.",
                "type_alone",
            )
        return condition

    def compare(self, left: Operand, op: Comparison, right: Operand) -> Condition:
        if isinstance(left, Literal) and isinstance(right, Literal):
            self.note(
                f"`{_shown(left)} {op} {_shown(right)}` compares two fixed values.",
                "Name a fact on one side.",
                "type_fixed",
            )
            return Compare(left, op, right)
        lsort, rsort = self.operand(left), self.operand(right)
        if lsort is None or rsort is None:
            return Compare(left, op, right)
        worded = f"`{_shown(left)} {op} {_shown(right)}`"
        if lsort.sort is Sort.DATE or rsort.sort is Sort.DATE:
            left, right = self.as_day(left, worded), self.as_day(right, worded)
            lsort, rsort = self.operand(left) or lsort, self.operand(right) or rsort
        self.fit(lsort, rsort, worded)
        self.order(lsort, op, worded)
        self.choice(lsort, right, worded)
        self.choice(rsort, left, worded)
        return Compare(left, op, right)

    def operand(self, operand: Operand) -> Named | None:
        return self.sort_of(operand.name) if isinstance(operand, Name) else Named(_sort_of_value(operand.value))

    def as_day(self, operand: Operand, worded: str) -> Operand:
        if isinstance(operand, Literal) and isinstance(operand.value, str):
            try:
                return Literal(read_day(operand.value))
            except Misread as misread:
                self.note(f"{worded} compares a day with `{operand.value}`. {misread.what}", misread.remedy, "type_day")
        return operand

    def fit(self, left: Named, right: Named, worded: str) -> None:
        if left.sort is Sort.BOOLEAN or right.sort is Sort.BOOLEAN:
            self.note(
                f"{worded} compares something that is yes or no.",
                "Write its name alone, or `not` and its name.",
                "type_boolean",
            )
        elif left.sort is not right.sort and not any(found.code == "type_day" for found in self.found):
            what = f"{worded} compares {_described(left)} with {_described(right)}."
            self.note(what, f"Compare it with {_SORT_WORDS[left.sort]}.", "type_mismatch")

    def order(self, left: Named, op: Comparison, worded: str) -> None:
        if op in (Comparison.EQ, Comparison.NE) or left.sort is not Sort.CODE:
            return
        self.note(
            f"{worded} asks which of two texts is larger.", "Texts are compared with `==`, `!=` or `in`.", "type_order"
        )

    def choice(self, named: Named, other: Operand, worded: str) -> None:
        if isinstance(other, Name) or not named.choices or not isinstance(other.value, str):
            return
        if other.value not in named.choices:
            what = f"{worded}: `{other.value}` is not one of the choices."
            self.note(what, did_you_mean(other.value, named.choices, kind="Choices"), "choice_unknown")

    def in_list(self, condition: InList) -> Condition:
        left = self.operand(condition.left)
        if left is None:
            return condition
        values: list[Value] = []
        for value in condition.values:
            item: Operand = Literal(value)
            worded = f"`{_shown(condition.left)} in [...]`"
            if left.sort is Sort.DATE:
                item = self.as_day(item, worded)
            sort = self.operand(item)
            if sort is not None:
                self.fit(left, sort, worded)
            self.choice(left, item, worded)
            values.append(item.value if isinstance(item, Literal) else value)
        return InList(condition.left, tuple(values), condition.negated)

    def in_span(self, condition: InSpan) -> Condition:
        left = self.operand(condition.left)
        if condition.span != "period" and condition.span not in self.scope.words.spans:
            remedy = did_you_mean(condition.span, [*self.scope.words.spans, "period"], kind="Spans")
            self.note(f"`{condition.span}` is not a span.", remedy, "span_unknown")
        elif left is not None and left.sort is not Sort.DATE:
            what = f"`{_shown(condition.left)} in {condition.span}` looks for {_described(left)} in a span of days."
            self.note(what, "Only a day can lie in a span.", "type_mismatch")
        return condition


def _sort_of_value(value: Value) -> Sort:
    if isinstance(value, bool):
        return Sort.BOOLEAN
    if isinstance(value, int | float):
        return Sort.NUMBER
    return Sort.DATE if isinstance(value, date) else Sort.CODE


def _described(named: Named) -> str:
    return f"{_SORT_WORDS[named.sort]} ({named.unit})" if named.unit else _SORT_WORDS[named.sort]


def _shown(operand: Operand) -> str:
    if isinstance(operand, Name):
        return operand.name
    if isinstance(operand.value, bool):
        return "true" if operand.value else "false"
    return f"'{operand.value}'" if isinstance(operand.value, str) else str(operand.value)


def typed(condition: Condition, scope: Scope) -> tuple[Condition, tuple[Misread, ...]]:
    """The condition with texts that stand for days made days, and everything that is wrong with its names and types."""
    typing = _Typing(scope)
    result = typing.truth(condition)
    unguarded = tuple(_unguarded(condition, frozenset()))
    return result, (*typing.found, *unguarded)


def _unguarded(condition: Condition, reached: frozenset[str]) -> Iterator[Misread]:
    """`X.outcome != 'a'` is true of somebody never reached; it must stand beside `X.reached` (language part 2)."""
    match condition:
        case And(parts):
            inside = reached | {part.name.removesuffix(".reached") for part in parts if isinstance(part, Name)}
            for part in parts:
                yield from _unguarded(part, inside)
        case Or(parts):
            for part in parts:
                yield from _unguarded(part, reached)
        case Not(part):
            yield from _negated(part, reached)
        case (
            Compare(Name(name), Comparison.NE, _) | Compare(_, Comparison.NE, Name(name)) | InList(Name(name), _, True)
        ):
            if name.endswith(".outcome") and name.removesuffix(".outcome") not in reached:
                yield _guard_missing(name)
        case _:
            return


def _negated(part: Condition, reached: frozenset[str]) -> Iterator[Misread]:
    match part:
        case (
            Compare(Name(name), Comparison.EQ, _) | Compare(_, Comparison.EQ, Name(name)) | InList(Name(name), _, False)
        ):
            if name.endswith(".outcome") and name.removesuffix(".outcome") not in reached:
                yield _guard_missing(name)
        case Not(inner):
            yield from _unguarded(inner, reached)
        case And(parts) | Or(parts):
            for inner in parts:
                yield from _negated(inner, reached)
        case _:
            return


def _guard_missing(name: str) -> Misread:
    stem = name.removesuffix(".outcome")
    return Misread(
        f"`{name}` is compared by what it is not, which is also true of everybody never reached.",
        f"Write `{stem}.reached and {name} != ...`.",
        "outcome_unguarded",
    )


def literals_in(condition: Condition, wanted: Callable[[Value], bool]) -> Iterator[Value]:
    """Every literal of a condition for which `wanted` holds, in order."""
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                yield from literals_in(part, wanted)
        case Not(part):
            yield from literals_in(part, wanted)
        case Compare(left, _, right):
            yield from (o.value for o in (left, right) if isinstance(o, Literal) and wanted(o.value))
        case InList(_, values, _):
            yield from filter(wanted, values)
        case Literal(value):
            if wanted(value):
                yield value
        case _:
            return
