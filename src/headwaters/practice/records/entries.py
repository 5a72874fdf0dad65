"""What people here write down themselves: a statement in the same append-only tables as what agencies send, of the source
`headwaters`, so that the live page and the next refresh read it like any other.

Nobody is asked here whether it may be done: the deed that calls has asked `require` for its own action, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import uuid4

from headwaters.domain.history.history import FactValue
from headwaters.domain.records.statement import EventStatement, FactStatement, Origin
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.models import Organisation
from headwaters.practice.families.statements import written
from headwaters.practice.records.entering import EVENT, FACT, SOURCE, Entry, enter, take_back

__all__ = ["SOURCE", "enter_event", "enter_fact", "retract"]


def enter_event(
    person_id: str, *, by: Reader, kind: str, on: date, handoff: str | None = None, step: str | None = None,
    result: str | None = None, value: float | None = None, codings: Sequence[tuple[str, str]] = (),
    columns: Mapping[str, FactValue] | None = None, record_id: str | None = None, status: str | None = None,
    agency: str | None = None,
) -> str:  # fmt: skip
    """Write down that something happened to somebody, and draw what it concerns, in one transaction.

    kind, handoff, step, columns  in the words of the blueprint (a step of a hand-off is of the kind `handoff`); a word that it
               does not know has no effect
    on         the day on which it happened
    record_id  given by the caller: the same again is a correction (the latest word counts), and word for word the same
               changes nothing, so that a double click or a message sent twice is written once
    agency     on whose behalf, as the blueprint calls it; without it the reader's organisation, or what they work as
    returns    the record's id

    raises  NotFound    nobody goes by that id (any more: linkage may have joined them with somebody)
            NotWritten  the records cannot be written; nothing was
    """
    own = dict(columns or {})
    said: dict[str, object] = {
        "kind": kind, "start": on.isoformat(), "handoff": handoff, "step": step, "result": result, "value": value,
        "codings": [list(pair) for pair in codings], "status": status,
        "columns": {name: written(one) for name, one in sorted(own.items())},
    }  # fmt: skip

    def statement(origin: Origin) -> EventStatement:
        return EventStatement(
            origin, "", kind, start=on, codings=tuple(codings), status=status, result=result, value=value,
            handoff=handoff, step=step, columns=own,
        )  # fmt: skip

    return enter(Entry(EVENT, record_id or uuid4().hex, person_id, said, _agency(agency, by), statement), by)


def enter_fact(
    person_id: str, *, by: Reader, fact: str, value: FactValue, from_: date, record_id: str | None = None,
    through: date | None = None, agency: str | None = None,
) -> str:  # fmt: skip
    """Write down what is the case with somebody from a day on, in one transaction; parameters and errors as for an event.

    value  as the blueprint's fact takes it, or `withheld`: asked, and not answered by choice
    """
    said: dict[str, object] = {
        "fact": fact, "value": written(value), "from": from_.isoformat(),
        "through": through.isoformat() if through else None,
    }  # fmt: skip

    def statement(origin: Origin) -> FactStatement:
        return FactStatement(origin, "", fact, value, from_, through)

    return enter(Entry(FACT, record_id or uuid4().hex, person_id, said, _agency(agency, by), statement), by)


def retract(record_id: str, *, by: Reader) -> str:
    """Take an entry back: it counts for nothing from now on, and stays on file. Doing it again changes nothing.

    raises  NotFound    nothing was entered under that id
            NotWritten  the records cannot be written; nothing was
    """
    take_back(record_id, by)
    return record_id


def _agency(said: str | None, by: Reader) -> str:
    """On whose behalf: as the caller says, else the agency that the reader's organisation is in the blueprint."""
    if said or not by.organisation:
        return said or by.works_as
    named = Organisation.objects.filter(pk=by.organisation).values_list("agency", flat=True).first()
    return named or by.organisation
