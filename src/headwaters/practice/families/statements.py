"""What sources said, written down: each statement becomes a row of its table, many at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection, models

from headwaters.domain.records.statement import (
    AssignmentStatement,
    EventStatement,
    FactStatement,
    ObservationStatement,
    PersonStatement,
    PregnancyStatement,
    RelationStatement,
    Statement,
)
from headwaters.engine.warehouse.digest import digest63
from headwaters.engine.warehouse.writing import Addition, addition
from headwaters.practice.families.models import (
    AssignmentRow,
    EventRow,
    FactRow,
    KnownAs,
    ObservationRow,
    PersonRow,
    PregnancyRow,
    RelationRow,
)

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A statement, and when we received it; both settled, where the statement's own origin may leave them open."""

    statement: Statement
    recorded: date
    revision: int


def known_as(source: str, local_id: str) -> int:
    """The number under which a source's own id of a person is kept."""
    return digest63(source, local_id)


def write(told: Iterable[Told]) -> None:
    """Add the statements to their tables, in the caller's transaction."""
    rows: dict[type[models.Model], list[Values]] = defaultdict(list)
    for one in told:
        model, _, make = TABLES[type(one.statement)]
        rows[model].extend(make(one.statement, one))
    for model, columns, _ in TABLES.values():
        if some := rows.pop(model, None):
            insert(model, columns, some)


def insert(model: type[models.Model], columns: tuple[str, ...], rows: list[Values], *, or_ignore: bool = False) -> None:
    """Many rows in one statement; an order of magnitude quicker than one object for each."""
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    ending = " ON CONFLICT DO NOTHING" if or_ignore else ""
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places}){ending}", rows)


def additions(told: Iterable[Told]) -> list[Addition]:
    """The same rows as `families.actions.take_down` adds, to be added elsewhere: who is known, then what is stated."""
    statements = tuple(told)
    aliases = {
        (known_as(person.origin.source, person.local_id), person.origin.source, person.local_id)
        for person in (one.statement for one in statements)
        if isinstance(person, PersonStatement)
    }
    rows: dict[str, tuple[tuple[str, ...], list[Values]]] = {}
    for one in statements:
        model, columns, make = TABLES[type(one.statement)]
        rows.setdefault(model._meta.db_table, (columns, []))[1].extend(make(one.statement, one))
    stated = [addition(table, columns, some) for table, (columns, some) in rows.items() if some]
    if not aliases:
        return stated
    names = ("id", "source", "local_id")
    return [addition(KnownAs._meta.db_table, names, sorted(aliases), or_ignore=True), *stated]


SAID = ("known_as", "source", "record_id", "agency", "recorded", "revision", "status", "file", "line")


def _said(statement: Any, told: Told) -> Values:
    origin = statement.origin
    return (
        known_as(origin.source, statement.local_id), origin.source, origin.record_id, origin.agency, told.recorded,
        told.revision, statement.status, origin.file, origin.line,
    )  # fmt: skip


def _person(one: PersonStatement, told: Told) -> list[Values]:
    identifiers = json.dumps(one.identifiers)
    return [(*_said(one, told), one.given_name, one.family_name, one.birth, one.died, one.sex, identifiers)]


def _relation(one: RelationStatement, told: Told) -> list[Values]:
    return [(*_said(one, told), str(one.role), one.of_local_id, one.primary, one.from_, one.through, one.authority)]


def _pregnancy(one: PregnancyStatement, told: Told) -> list[Values]:
    days = (one.due_date, one.birth)
    bounds = (one.first_seen, one.ended, one.ended_why)
    return [(*_said(one, told), one.pregnancy_id, *days, json.dumps(one.children), *bounds)]


def _event(one: EventStatement, told: Told) -> list[Values]:
    said = _said(one, told)
    columns = _columns(one.columns) if one.columns else ""
    return [
        (
            *said,
            one.kind,
            one.start,
            one.end,
            system,
            code,
            one.result,
            one.value,
            one.unit,
            one.handoff,
            one.step,
            columns,
        )
        for system, code in one.codings or ((None, None),)
    ]


def _columns(columns: Mapping[str, bool | float | str | date]) -> str:
    return json.dumps({name: written(value) for name, value in columns.items()}, sort_keys=True)


def _fact(one: FactStatement, told: Told) -> list[Values]:
    type_, value = written(one.value)
    return [(*_said(one, told), one.fact, type_, value, one.from_, one.through)]


def written(value: bool | float | str | date) -> tuple[str, str]:
    """A value as (type, text); `read_back` undoes it exactly."""
    if isinstance(value, bool):
        return "boolean", "true" if value else "false"
    if isinstance(value, (int, float)):
        return "number", repr(float(value))
    if isinstance(value, date):
        return "date", value.isoformat()
    return "code", value


def read_back(type_: str, text: str) -> bool | float | str | date:
    if type_ == "boolean":
        return text == "true"
    if type_ == "number":
        return float(text)
    return date.fromisoformat(text) if type_ == "date" else text


def _observation(one: ObservationStatement, told: Told) -> list[Values]:
    origin = one.origin
    through = min(one.through, told.recorded - timedelta(days=one.lag_days))
    return [
        (origin.source, origin.record_id, origin.agency, told.recorded, told.revision, one.status, one.kind, one.area,
         one.from_, through, one.register, origin.file, origin.line)
    ]  # fmt: skip


def _assignment(one: AssignmentStatement, told: Told) -> list[Values]:
    return [(*_said(one, told), one.blueprint, one.version, one.from_, one.through)]


Maker = Callable[[Any, Told], list[Values]]


class StatementTable(NamedTuple):
    """Where a kind of statement is written: its model, the columns that are filled, and the rows that one statement makes."""

    model: type[models.Model]
    columns: tuple[str, ...]
    make: Maker


TABLES: Mapping[type, StatementTable] = {
    PersonStatement: StatementTable(
        PersonRow, (*SAID, "given_name", "family_name", "birth", "died", "sex", "identifiers"), _person,
    ),
    RelationStatement: StatementTable(
        RelationRow, (*SAID, "role", "of_local_id", "is_primary", "from_day", "through_day", "authority"), _relation,
    ),
    PregnancyStatement: StatementTable(
        PregnancyRow,
        (*SAID, "pregnancy_id", "due_date", "birth", "children", "first_seen", "ended", "ended_why"),
        _pregnancy,
    ),
    EventStatement: StatementTable(
        EventRow,
        (*SAID, "kind", "start", "end", "system", "code", "result", "value", "unit", "handoff", "step", "columns"),
        _event,
    ),
    FactStatement: StatementTable(FactRow, (*SAID, "fact", "type", "value", "from_day", "through_day"), _fact),
    ObservationStatement: StatementTable(
        ObservationRow,
        ("source", "record_id", "agency", "recorded", "revision", "status", "kind", "area", "from_day", "through_day",
         "register", "file", "line"),
        _observation,
    ),
    AssignmentStatement: StatementTable(AssignmentRow, (*SAID, "blueprint", "version", "from_day", "through_day"), _assignment),
}  # fmt: skip
