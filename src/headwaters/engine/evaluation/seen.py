"""What is seen: statements in, events and facts out, in the order language part 7 prescribes and in no other.

0 only what the view shows, 1 recorded by `known_by`, 2 the latest rows of each record, gone if entered in error, 3 rows
of one record are one event, 4 begun by `as_of` with later ends hidden unless they are planned, 5 sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol, TypeVar

from headwaters.domain.blueprint.blueprint import Blueprint, EventEnd
from headwaters.domain.history.history import ENTERED_IN_ERROR, Event, Fact, PersonId
from headwaters.domain.history.view import View
from headwaters.domain.history.written import columns_text


class _Statement(Protocol):
    @property
    def source(self) -> str: ...
    @property
    def record_id(self) -> str: ...
    @property
    def recorded(self) -> date: ...
    @property
    def revision(self) -> int: ...
    @property
    def status(self) -> str | None: ...


R = TypeVar("R", bound=_Statement)


class SeenEvent:
    """One event as believed: `row` is the first of its record's rows, `codes` the codings of all of them.

    `day` is its start, or its end where it has no start; `end` is None where it has none or may not be known yet;
    `last` is the last day it covers.
    """

    __slots__ = ("codes", "day", "end", "last", "row")

    def __init__(self, row: Event, day: int, end: int | None, codes: frozenset[tuple[str | None, str]]) -> None:
        self.row = row
        self.day = day
        self.end = end
        self.codes = codes
        self.last = day if end is None or end < day else end


def latest_rows(rows: Iterable[R], known_by: date | None) -> list[list[R]]:
    """Per record the rows of its latest `(recorded, revision)`; a record entered in error is gone."""
    records: dict[tuple[str, str], list[R]] = {}
    for row in rows:
        if known_by is not None and row.recorded > known_by:
            continue
        key = (row.source, row.record_id)
        kept = records.get(key)
        if kept is None:
            records[key] = [row]
            continue
        held = (kept[0].recorded, kept[0].revision)
        offered = (row.recorded, row.revision)
        if offered == held:
            kept.append(row)
        elif offered > held:
            records[key] = [row]
    return [
        kept
        for kept in records.values()
        if kept[0].status != ENTERED_IN_ERROR
        and (len(kept) == 1 or all(row.status != ENTERED_IN_ERROR for row in kept))
    ]


Seen = Mapping[PersonId, Mapping[str, list[SeenEvent]]]
"""person -> kind -> events, sorted by `in_order`."""


def seen_events(rows: Iterable[Event], blueprint: Blueprint, view: View, *, as_of: date, known_by: date | None) -> Seen:
    """The events a run may use. Kinds that belong to a protected subject outside the view are not among them."""
    rows = events_in_view(rows, blueprint, view)
    today = as_of.toordinal()
    planned = {kind for kind, rule in blueprint.events.items() if rule.end is EventEnd.PLANNED}
    running = {kind for kind, rule in blueprint.events.items() if rule.end is EventEnd.RUNNING}
    events: list[SeenEvent] = []
    for record in latest_rows(rows, known_by):
        for event in _events_of(record, today, planned):
            if event.end is None and event.row.kind in running:
                event.last = event.day + 4_000_000  # still going on: past every day there is
            events.append(event)
    events.sort(key=in_order)
    by_person: dict[PersonId, dict[str, list[SeenEvent]]] = {}
    for event in events:
        kinds = by_person.setdefault(event.row.person_id, {})
        kinds.setdefault(event.row.kind, []).append(event)
    return by_person


def events_in_view(rows: Iterable[Event], blueprint: Blueprint, view: View) -> Iterable[Event]:
    """Step 0: the rows that the view shows, by kind, by agency and by person."""
    hidden = {kind for kind, rule in blueprint.events.items() if not view.sees_subject(rule.sensitive)}
    if hidden or view.narrows_agencies:
        rows = [row for row in rows if row.kind not in hidden and view.sees_agency(row.agency)]
    if view.narrows_people:
        subjects = {kind: rule.sensitive for kind, rule in blueprint.events.items()}
        rows = [row for row in rows if view.sees_of(row.person_id, subjects.get(row.kind))]
    return rows


def facts_in_view(rows: Iterable[Fact], blueprint: Blueprint, view: View) -> Iterable[Fact]:
    """The same of facts."""
    hidden = {key for key, rule in blueprint.facts.items() if not view.sees_subject(rule.sensitive)}
    rows = [row for row in rows if row.fact not in hidden and view.sees_agency(row.agency)]
    if view.narrows_people:
        subjects = {key: rule.sensitive for key, rule in blueprint.facts.items()}
        rows = [row for row in rows if view.sees_of(row.person_id, subjects.get(row.fact))]
    return rows


def in_order(event: SeenEvent) -> tuple[int, date, str, str, str, str, str, str]:
    """The order of resolution, step 5: (day, recorded, source, record id). What one record was told as, by person, kind and
    step, so that no two events of a story stand alike."""
    row = event.row
    return (
        event.day, row.recorded, row.source, row.record_id, row.person_id, row.kind, row.handoff or "", row.step or "",
    )  # fmt: skip


def _events_of(record: list[Event], today: int, planned: set[str]) -> Iterable[SeenEvent]:
    """One event, or one per kind and person where a record was told as several (decision 0011)."""
    if len(record) == 1:
        first = record[0]
        event = _event(record, today, first.kind in planned)
        return (event,) if event else ()
    parts: dict[tuple[str, str, str, str], list[Event]] = {}
    for row in record:
        parts.setdefault((row.kind, row.person_id, row.handoff or "", row.step or ""), []).append(row)
    events = (_event(sorted(rows, key=_row_order), today, key[0] in planned) for key, rows in parts.items())
    return tuple(event for event in events if event)


def _row_order(row: Event) -> tuple[object, ...]:
    """Any fixed order will do, so long as it does not depend on the order the rows came in. This one can be written in SQL
    too: what is absent stands last among days and first elsewhere."""
    return (
        row.start or date.max, row.end or date.max, row.system or "", row.code or "", _absent_first(row.value), row.agency,
        _absent_first(row.status), _absent_first(row.result), _absent_first(row.unit), _absent_first(row.handoff),
        _absent_first(row.step), columns_text(row.columns), row.file, row.line,
    )  # fmt: skip


def _absent_first(value: float | str | None) -> tuple[float | str, ...]:
    return () if value is None else (value,)


def _event(rows: list[Event], today: int, planned: bool) -> SeenEvent | None:
    first = rows[0]
    end = first.end.toordinal() if first.end is not None else None
    if first.start is not None:
        day = first.start.toordinal()
    elif end is not None:
        day = end
    else:
        return None
    if day > today:
        return None
    if end is not None and end > today and not planned:
        end = None
    codes = frozenset((row.system, row.code) for row in rows if row.code is not None)
    return SeenEvent(first, day, end, codes)


def seen_facts(
    rows: Iterable[Fact], blueprint: Blueprint, view: View, *, as_of: date, known_by: date | None
) -> Mapping[str, list[Fact]]:
    """fact -> rows that a run may use, in no particular order; one a record and person."""
    by_fact: dict[str, list[Fact]] = {}
    for record in latest_rows(facts_in_view(rows, blueprint, view), known_by):
        for row in record:
            if row.from_ <= as_of:
                by_fact.setdefault(row.fact, []).append(row)
    return by_fact
