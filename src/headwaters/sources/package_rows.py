"""What each row of a CSV package says: one builder for each table, from cells to statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from headwaters.domain.blueprint.element import Role
from headwaters.domain.records.statement import (
    AssignmentStatement,
    EventStatement,
    FactStatement,
    ObservationStatement,
    Origin,
    PersonStatement,
    PregnancyStatement,
    RelationStatement,
    Statement,
)
from headwaters.engine.warehouse.tables import EVENTS, IDENTIFIER_COLUMNS
from headwaters.sources.cells import Cells

NOWHEN = date.min
"""Stands where a needed day could not be read: its row has a problem and goes no further."""


@dataclass(frozen=True, slots=True)
class Sender:
    """What source.csv says of the whole package. `sent` None: the day it is loaded."""

    source: str
    agency: str
    sent: date | None = None
    lag_days: int = 0
    area: str | None = None
    dates: str = "year-month-day"


def origin(cells: Cells, record_id: str, sender: Sender) -> Origin:
    return Origin(
        source=sender.source,
        agency=cells.text("agency") or sender.agency,
        record_id=record_id,
        file=cells.file,
        line=cells.line,
        recorded=cells.day("recorded") or sender.sent,
        revision=cells.whole("revision"),
    )


def person(cells: Cells, sender: Sender) -> Statement:
    local_id = cells.needed("person")
    columns = ((system, cells.text(column)) for column, system in IDENTIFIER_COLUMNS.items())
    return PersonStatement(
        origin=origin(cells, local_id, sender),
        local_id=local_id,
        identifiers=(*((system, value) for system, value in columns if value), *cells.pairs("identifiers", "=")),
        given_name=cells.text("given_name"),
        family_name=cells.text("family_name"),
        birth=cells.day("birth_date"),
        died=cells.day("died"),
        sex=cells.choice("sex"),
        status=cells.text("status"),
    )


def relation(cells: Cells, sender: Sender) -> Statement:
    local_id, of, role = cells.needed("person"), cells.needed("of_person"), cells.needed("role")
    chosen = cells.choice("role", otherwise="child") or "child"
    return RelationStatement(
        origin=origin(cells, "/".join((local_id, role, of, cells.text("from") or "")), sender),
        local_id=local_id,
        role=Role(chosen),
        of_local_id=of,
        primary=cells.yes("primary", otherwise=True),
        from_=cells.day("from"),
        through=cells.day("through"),
        authority=cells.choice("authority", otherwise="parent") or "parent",
        status=cells.text("status"),
    )


def pregnancy(cells: Cells, sender: Sender) -> Statement:
    pregnancy_id = cells.needed("pregnancy")
    return PregnancyStatement(
        origin=origin(cells, pregnancy_id, sender),
        local_id=cells.needed("person"),
        pregnancy_id=pregnancy_id,
        due_date=cells.day("due_date"),
        birth=cells.day("birth_date"),
        children=cells.ids("children"),
        status=cells.text("status"),
        first_seen=cells.day("first_seen"),
        ended=cells.day("ended"),
        ended_why=cells.choice("ended_why"),
    )


def event(cells: Cells, sender: Sender) -> Statement:
    start, end = cells.day("start"), cells.day("end")
    if start is None and end is None and not cells.problems:
        cells.fault("start", "The row has neither a start nor an end.", "Fill in the day it happened.", "required")
    value = cells.number("value")
    if value is not None and cells.text("unit") is None:
        cells.fault(
            "unit",
            "A value stands here without its unit.",
            "Write what the number counts, for example ug/dL or score.",
            "unit",
        )
    return EventStatement(
        origin=origin(cells, cells.needed("record"), sender),
        local_id=cells.needed("person"),
        kind=cells.needed("kind"),
        start=start,
        end=end,
        codings=_codings(cells),
        status=cells.text("status"),
        result=cells.text("result"),
        value=value,
        unit=cells.text("unit"),
        handoff=cells.text("handoff"),
        step=cells.text("step"),
        columns={name: text for name, text in cells.cells.items() if name not in _EVENT_COLUMNS},
    )


_EVENT_COLUMNS = frozenset(EVENTS.names)


def _codings(cells: Cells) -> tuple[tuple[str, str], ...]:
    system, code = cells.text("system"), cells.text("code")
    further = cells.pairs("codings", "|")
    if code is None and system is None:
        return further
    if code is None or system is None:
        column, other = ("code", "system") if code is None else ("system", "code")
        cells.fault(column, f"There is a {other} and no {column}.", "Fill in both, or leave both empty.", "code")
        return further
    return ((system, code), *(pair for pair in further if pair != (system, code)))


def fact(cells: Cells, sender: Sender) -> Statement:
    return FactStatement(
        origin=origin(cells, cells.needed("record"), sender),
        local_id=cells.needed("person"),
        fact=cells.needed("fact"),
        value=cells.needed("value"),
        from_=cells.day("from", needed=True) or NOWHEN,
        through=cells.day("through"),
        status=cells.text("status"),
    )


def observation(cells: Cells, sender: Sender) -> Statement:
    kind, area = cells.needed("kind"), cells.text("area") or sender.area
    from_ = cells.day("from", needed=True) or NOWHEN
    agency = cells.text("agency") or sender.agency
    return ObservationStatement(
        origin=origin(cells, "/".join((agency, kind, area or "", from_.isoformat())), sender),
        kind=kind,
        area=area,
        from_=from_,
        through=cells.day("through", needed=True) or NOWHEN,
        register=cells.yes("register", otherwise=False),
        lag_days=sender.lag_days,
        status=cells.text("status"),
    )


def assignment(cells: Cells, sender: Sender) -> Statement:
    local_id, blueprint = cells.needed("person"), cells.needed("blueprint")
    return AssignmentStatement(
        origin=origin(cells, "/".join((local_id, blueprint, cells.text("from") or "")), sender),
        local_id=local_id,
        blueprint=blueprint,
        version=cells.text("version") or "latest",
        from_=cells.day("from"),
        through=cells.day("through"),
        status=cells.text("status"),
    )


BUILDERS: Mapping[str, Callable[[Cells, Sender], Statement]] = {
    "people": person,
    "relations": relation,
    "pregnancies": pregnancy,
    "events": event,
    "facts": fact,
    "observations": observation,
    "assignments": assignment,
}
