"""A reading held against a blueprint's words: its kinds, facts, codes and hand-offs.

What the blueprint does not know is kept as a record and has no effect; what it knows and cannot take (a number that is no
number, a choice that is none) sets the row aside. Spellings of code systems become the blueprint's own.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from headwaters.domain.blueprint.blueprint import Blueprint, FactRule, FactType
from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.history.history import WITHHELD, FactValue
from headwaters.domain.problems import Place, Problem
from headwaters.domain.records.statement import (
    EventStatement,
    FactStatement,
    ObservationStatement,
    Origin,
    Reading,
    Statement,
)

HANDOFF = "handoff"
"""The kind of event that is a step of a hand-off; every blueprint has it."""
TOLD_OF_CODES = "events"
"""The rows whose author is told of a code that no list knows: a table filled in by hand. A clinic's export is full of them."""
STEPS = tuple(step.value for step in Step)


@dataclass(frozen=True, slots=True)
class Held:
    """`statements` that have an effect under the blueprint; `problems` that set the row aside; `notes` that do not."""

    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


class Vocabulary:
    """A blueprint's words, looked up quickly."""

    def __init__(self, blueprint: Blueprint) -> None:
        self._blueprint = blueprint
        self._kinds = frozenset(blueprint.events) | {HANDOFF}
        pairs = [pair for codes in blueprint.codes.values() for pair in codes.codes]
        self._codes = frozenset(pairs)
        self._systems = {system.lower(): system for system, _ in pairs}

    def hold(self, reading: Reading) -> Held:
        """The reading's statements as this blueprint reads them."""
        alone = len(reading.statements) == 1
        kept: list[Statement] = []
        problems: list[Problem] = []
        notes: list[Problem] = []
        for statement in reading.statements:
            held = self._one(statement, tells_codes=reading.record_type == TOLD_OF_CODES)
            kept.extend(held.statements)
            (problems if alone else notes).extend(held.problems)
            notes.extend(held.notes)
        return Held(tuple(kept), tuple(problems), tuple(notes))

    def _one(self, statement: Statement, *, tells_codes: bool) -> Held:
        match statement:
            case EventStatement():
                return self._event(statement, tells_codes=tells_codes)
            case FactStatement():
                return self._fact(statement)
            case ObservationStatement():
                return self._observation(statement)
            case _:
                return Held((statement,), notes=self._agency(statement.origin))

    def _agency(self, origin: Origin) -> tuple[Problem, ...]:
        agencies = self._blueprint.agencies
        if not agencies or origin.agency in agencies:
            return ()
        what = f"{shown(origin.agency)} is not an agency of this blueprint.{_nearest(origin.agency, agencies)}"
        return (_note(origin, "agency", what, "Name it as the blueprint does, so that what it owes can be told."),)

    def _unknown_kind(self, origin: Origin, kind: str) -> Problem:
        what = f"{shown(kind)} is not a kind of event that this blueprint knows.{_nearest(kind, self._kinds)}"
        return _note(
            origin, "kind", what, "It was kept as a record and has no effect. Load it again if the kind is added."
        )

    def _observation(self, statement: ObservationStatement) -> Held:
        notes = self._agency(statement.origin)
        if statement.kind not in self._kinds:
            return Held((), notes=(*notes, self._unknown_kind(statement.origin, statement.kind)))
        return Held((statement,), notes=notes)

    def _event(self, statement: EventStatement, *, tells_codes: bool) -> Held:
        origin, notes = statement.origin, self._agency(statement.origin)
        if statement.kind not in self._kinds:
            return Held((), notes=(*notes, self._unknown_kind(origin, statement.kind)))
        if statement.kind == HANDOFF or statement.handoff is not None or statement.step is not None:
            refused = self._handoff(statement)
            if refused is not None:
                return replace(refused, notes=(*notes, *refused.notes))
        columns, problems, further = self._columns(statement)
        codings, coding_notes = self._codings(statement)
        if problems:
            return Held((), problems=problems, notes=notes)
        if columns != statement.columns or codings != statement.codings:
            statement = replace(statement, columns=columns, codings=codings)
        return Held((statement,), notes=(*notes, *further, *(coding_notes if tells_codes else ())))

    def _handoff(self, statement: EventStatement) -> Held | None:
        origin, handoffs = statement.origin, self._blueprint.handoffs
        step, handoff = statement.step or "", statement.handoff or ""
        if step not in STEPS:
            what = f"{shown(step)} is not a step of a hand-off.{_nearest(step, STEPS)}"
            return Held((), problems=(_problem(origin, "step", what, f"Steps: {', '.join(STEPS)}."),))
        if handoff not in handoffs:
            what = f"{shown(handoff)} is not a hand-off of this blueprint.{_nearest(handoff, handoffs)}"
            return Held((), notes=(_note(origin, "handoff", what, "It was kept as a record and has no effect."),))
        return None

    def _columns(
        self, statement: EventStatement
    ) -> tuple[dict[str, FactValue], tuple[Problem, ...], tuple[Problem, ...]]:
        """The kind's declared extra columns by their types; others are left out, with a note."""
        rule = self._blueprint.events.get(statement.kind)
        declared = rule.columns if rule else {}
        columns: dict[str, FactValue] = {}
        problems, notes = [], []
        for name, value in statement.columns.items():
            if name not in declared:
                what = f"The kind `{statement.kind}` has no such column.{_nearest(name, declared)}"
                notes.append(_note(statement.origin, name, what, "The cell was kept in the record and has no effect."))
                continue
            read = _typed(value, declared[name])
            if read is None:
                what = f"This is not what the column takes: it takes a {declared[name].value}."
                problems.append(_problem(statement.origin, name, what, _HOW[declared[name]]))
            else:
                columns[name] = read
        return columns, tuple(problems), tuple(notes)

    def _codings(self, statement: EventStatement) -> tuple[tuple[tuple[str, str], ...], tuple[Problem, ...]]:
        """Codings in the blueprint's spelling of systems; a note where no list of the blueprint knows any of them."""
        if not statement.codings:
            return (), ()
        codings = tuple((self._systems.get(system.lower(), system), code) for system, code in statement.codings)
        if not self._codes or any(pair in self._codes for pair in codings):
            return codings, ()
        system = codings[0][0]
        if system in self._systems.values():
            what, column = f"No list of this blueprint holds this code of `{system}`.", "code"
        else:
            near = _nearest(system.lower(), self._systems)
            what, column = f"{shown(system.lower())} is not a code system of this blueprint.{near}", "system"
        return codings, (_note(statement.origin, column, what, "It counts where any code of its kind counts."),)

    def _fact(self, statement: FactStatement) -> Held:
        origin, notes = statement.origin, self._agency(statement.origin)
        rule = self._blueprint.facts.get(statement.fact)
        if rule is None:
            what = (
                f"`{statement.fact}` is not a fact of this blueprint.{_nearest(statement.fact, self._blueprint.facts)}"
            )
            remedy = "It was kept as a record and has no effect. Load it again if the fact is added."
            return Held((), notes=(*notes, _note(origin, "fact", what, remedy)))
        if statement.value == WITHHELD:
            return Held((statement,), notes=notes)
        value = _typed(statement.value, rule.type)
        if value is None:
            what = f"The fact `{rule.key}` takes a {rule.type.value}, and this is none."
            return Held((), problems=(_problem(origin, "value", what, _HOW[rule.type]),), notes=notes)
        chosen = _chosen(value, rule)
        if chosen is None:
            what = f"This is none of the choices of the fact `{rule.key}`."  # the nearest one would tell what was said
            return Held((), problems=(_problem(origin, "value", what, _choices(rule)),), notes=notes)
        return Held((replace(statement, value=chosen),), notes=notes)


def _chosen(value: FactValue, rule: FactRule) -> FactValue | None:
    if not rule.choices or value in rule.choices:
        return value
    plain = str(value).strip().lower().replace(" ", "_").replace("-", "_")
    return plain if plain in rule.choices else None


def _choices(rule: FactRule) -> str:
    return f"Choices: {', '.join(rule.choices)}; or `{WITHHELD}`."


_HOW = {
    FactType.BOOLEAN: "Write yes or no.",
    FactType.NUMBER: "Write digits with a decimal point, for example 185; no unit, no comma.",
    FactType.CODE: "Write the code as text.",
    FactType.DATE: "Write a day as year-month-day, for example 2026-03-14.",
}
_BOOLEANS = {"yes": True, "true": True, "y": True, "1": True, "no": False, "false": False, "n": False, "0": False}


def _typed(value: FactValue, wanted: FactType) -> FactValue | None:
    """The value as the type that is wanted, or nothing. Text is read; a value that has a type keeps it."""
    if wanted is FactType.BOOLEAN:
        return value if isinstance(value, bool) else _BOOLEANS.get(str(value).strip().lower())
    if wanted is FactType.NUMBER:
        return None if isinstance(value, bool | date) else _number(value)
    if wanted is FactType.DATE:
        return value if isinstance(value, date) else _day(value)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None


def _number(value: float | str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _day(value: FactValue) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


ID_LIKE = re.compile(r"[a-z][a-z0-9_]{0,59}")


def shown(word: str) -> str:
    """A word of the file as a message may show it: only what looks like an id. Where columns have shifted, a cell that should
    hold a kind holds somebody's name, and no message may."""
    return f"`{word}`" if ID_LIKE.fullmatch(word) else "This"


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6) if word else []
    return f" Did you mean `{near[0]}`?" if near else ""


def _problem(origin: Origin, field: str, what: str, remedy: str) -> Problem:
    return Problem(Place(origin.file, origin.line, field), f'column "{field}"', what, remedy, "vocabulary")


def _note(origin: Origin, field: str, what: str, remedy: str) -> Problem:
    return Problem(Place(origin.file, origin.line, field), f'column "{field}"', what, remedy, "no_effect")
