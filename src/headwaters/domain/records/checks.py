"""What cannot be true of a statement whoever sends it: a birth to come, an end before its start."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from headwaters.domain.problems import Place, Problem
from headwaters.domain.records.statement import (
    AssignmentStatement,
    EventStatement,
    FactStatement,
    ObservationStatement,
    Origin,
    PersonStatement,
    PregnancyStatement,
    Reading,
    RelationStatement,
    Statement,
)

LONGEST_LIFE_YEARS = 125
"""Nobody in these records is older; an earlier birth date is a slip of the century."""


def impossible(reading: Reading, *, received: date) -> tuple[Problem, ...]:
    """Every impossible thing in the reading's statements. `received`: the day its batch came in."""
    problems: list[Problem] = []
    for statement in reading.statements:
        latest = max(received, statement.origin.recorded or received)
        problems.extend(_of(statement, latest))
    return tuple(problems)


def _of(statement: Statement, latest: date) -> Iterator[Problem]:
    match statement:
        case PersonStatement():
            yield from _person(statement, latest)
        case PregnancyStatement():
            if statement.birth is not None and statement.birth > latest:
                yield _to_come(statement.origin, "birth_date", "The birth lies")
        case EventStatement(start=start, end=end):
            yield from _order(statement.origin, start, end, "start", "end")
        case FactStatement() | RelationStatement() | ObservationStatement() | AssignmentStatement():
            yield from _order(statement.origin, statement.from_, statement.through, "from", "through")


def _person(statement: PersonStatement, latest: date) -> Iterator[Problem]:
    birth, died = statement.birth, statement.died
    if birth is not None and birth > latest:
        yield _to_come(statement.origin, "birth_date", "The day of birth lies")
    if birth is not None and latest.year - birth.year > LONGEST_LIFE_YEARS:
        remedy = "Look at the century, and write the year that is meant."
        yield _problem(statement.origin, "birth_date", "Nobody born in that year is alive.", remedy)
    if died is not None and died > latest:
        yield _to_come(statement.origin, "died", "The day of death lies")
    if birth is not None and died is not None and died < birth:
        remedy = "Look both days up in the original, and mend the one that is wrong."
        yield _problem(statement.origin, "died", "The day of death is before the day of birth.", remedy)


def _order(origin: Origin, start: date | None, end: date | None, first: str, last: str) -> Iterator[Problem]:
    if start is not None and end is not None and end < start:
        what = f"The `{last}` is before the `{first}`."
        yield _problem(origin, last, what, "Look both days up in the original; perhaps they were exchanged.")


def _to_come(origin: Origin, field: str, what: str) -> Problem:
    return _problem(
        origin, field, f"{what} after the day this was sent.", "Look at the year; a due date has its own column."
    )


def _problem(origin: Origin, field: str, what: str, remedy: str) -> Problem:
    return Problem(Place(origin.file, origin.line, field), f'column "{field}"', what, remedy, "impossible")
