"""How an entry made here is written: the record word for word, the statement on one of the person's own numbers, the story.

A statement hangs on a number under which a source knows the person, not on a number of our own: whoever linkage later takes
that number for has the statement too, and nothing that we enter ever joins two people or keeps them joined. It is the lowest
number that the person has, which is the one that keeps the person's id where linkage takes a person apart. Where a source takes
that number back altogether, `keep_with_their_people` hangs the statement on the next one that the person had.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.domain.problems import NotFound
from headwaters.domain.records.statement import EventStatement, FactStatement, Fate, Origin
from headwaters.engine.warehouse.digest import digest63
from headwaters.practice.access.reader import Reader
from headwaters.practice.families.drawing import draw_entered
from headwaters.practice.families.models import EventRow, FactRow, KnownAs
from headwaters.practice.families.statements import TABLES, Told, insert
from headwaters.practice.families.turn import take_turn
from headwaters.practice.records.models import Batch, Record
from headwaters.practice.records.store import written_or_said

SOURCE = "headwaters"
HERE = "entered here"
"""The file of a statement's provenance; its line is the number of the record."""
EVENT, FACT = "entered_event", "entered_fact"
"""The types of record."""
_ROWS: Mapping[str, type[EventRow | FactRow]] = {EVENT: EventRow, FACT: FactRow}
_STATEMENTS = {EVENT: EventStatement, FACT: FactStatement}
APART = 2
"""How far a correction's revision lies above the one before: what leaves another person is taken back in between."""
TAKEN_BACK: Mapping[str, object] = {"taken_back": True}


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody enters of a person. `statement` makes it, once it is known where its record stands."""

    record_type: str
    record_id: str
    person_id: str
    said: Mapping[str, object]
    agency: str
    statement: Callable[[Origin], EventStatement | FactStatement]


@dataclass(frozen=True, slots=True)
class _Order:
    """Which version of a record counts."""

    recorded: date
    revision: int


def enter(entry: Entry, by: Reader) -> str:
    """Write one entry, whole or not at all; what stands already word for word is left as it is.

    raises  NotFound, NotWritten  as `entries.enter_event`
    """
    with written_or_said(), transaction.atomic():
        take_turn()
        numbers = _numbers_of(entry.person_id)
        before = _latest(entry.record_id)
        stands = _latest_rows(entry.record_type, entry.record_id) if before is not None else {}
        content = _content(entry.agency, entry.said)
        if before is not None and before.content == content and numbers.keys() & stands.keys():
            return entry.record_id
        number = next((one for one in numbers if one in stands), next(iter(numbers)))
        order = _order_after(before, by)
        verbatim = {"of": [list(one) for one in numbers.values()], "agency": entry.agency, **entry.said}
        record = _keep(entry.record_type, entry.record_id, content, verbatim, order, by)
        statement = entry.statement(
            Origin(SOURCE, entry.agency, entry.record_id, HERE, record.pk, order.recorded, order.revision)
        )
        model, columns, make = TABLES[_STATEMENTS[entry.record_type]]
        rows = make(statement, Told(statement, order.recorded, order.revision))
        insert(model, columns, [(number, *row[1:]) for row in rows])
        elsewhere = {key: row for key, row in stands.items() if key not in numbers}
        _copy(elsewhere.values(), _Order(order.recorded, order.revision - 1), status=ENTERED_IN_ERROR)
        draw_entered()
    return entry.record_id


def take_back(record_id: str, by: Reader) -> None:
    """A last version that says nothing any more.

    raises  NotFound, NotWritten  as `entries.retract`
    """
    with written_or_said(), transaction.atomic():
        take_turn()
        before = _latest(record_id)
        if before is None:
            raise NotFound("There is no such entry here. Open the family again to see what is on file.")
        content = _content(record_id, TAKEN_BACK)
        if before.content == content:
            return
        order = _order_after(before, by)
        _keep(before.record_type, record_id, content, TAKEN_BACK, order, by)
        _copy(_latest_rows(before.record_type, record_id).values(), order, status=ENTERED_IN_ERROR)
        draw_entered()


def keep_with_their_people() -> int:
    """After a load: hang entries whose number was taken back on the next number that the person had. Returns how many moved.

    An entry none of whose numbers is anybody's any more stays where it is: if the number comes back, so does the entry.
    """
    moved = 0
    with transaction.atomic():
        take_turn()
        for record_type, model in _ROWS.items():
            lost = KnownAs.objects.filter(person=None).values("id")
            ids = model._default_manager.filter(source=SOURCE, known_as__in=lost).values_list("record_id", flat=True)
            for record_id in dict.fromkeys(ids.order_by("record_id")):
                moved += _moved(record_type, record_id)
        if moved:
            draw_entered()
    return moved


def _moved(record_type: str, record_id: str) -> bool:
    stands = _latest_rows(record_type, record_id)
    if not stands or KnownAs.objects.filter(pk__in=stands, person__isnull=False).exists():
        return False
    for source, local_id in _last_said_of(record_id):
        known = KnownAs.objects.filter(source=source, local_id=local_id, person__isnull=False).first()
        if known is not None:
            row = next(iter(stands.values()))
            rows = [one for one in _versions(record_type, record_id) if _order(one) == _order(row)]
            _copy(rows, _Order(row.recorded, row.revision + 1), number=known.pk)
            return True
    return False


def _last_said_of(record_id: str) -> Iterator[tuple[str, str]]:
    """The numbers that the person had when they were last spoken of."""
    for record in Record.objects.filter(source=SOURCE, record_id=record_id).order_by("-recorded", "-revision"):
        if of := json.loads(record.verbatim).get("of"):
            yield from ((source, local_id) for source, local_id in of)
            return


def _numbers_of(person_id: str) -> dict[int, tuple[str, str]]:
    """The numbers under which sources know a person, lowest first."""
    rows = KnownAs.objects.filter(person=person_id).order_by("source", "local_id")
    numbers = {pk: (source, local_id) for pk, source, local_id in rows.values_list("pk", "source", "local_id")}
    if not numbers:
        raise NotFound(
            "This person is known under another number since the page was opened. Open the family again; "
            "what you wrote is shown there to be saved once more."
        )
    return numbers


def _latest(record_id: str) -> Record | None:
    return Record.objects.filter(source=SOURCE, record_id=record_id).order_by("-recorded", "-revision", "-pk").first()


def _content(whose: str, said: Mapping[str, object]) -> int:
    """Of what is said; by whom and when it was written down is no part of it."""
    return digest63(whose, json.dumps(said, sort_keys=True))


def _order_after(before: Record | None, by: Reader) -> _Order:
    today = timezone.localtime(by.at).date()
    if before is None:
        return _Order(today, 0)
    return _Order(max(today, before.recorded), before.revision + APART)


def _keep(
    record_type: str, record_id: str, content: int, said: Mapping[str, object], order: _Order, by: Reader
) -> Record:
    """The record as it was entered, by whom and when; its line is its own number."""
    verbatim = {"entered_by": by.id, "at": by.at.isoformat(), "through": by.through, **said}
    record = Record.objects.create(
        batch=_batch(timezone.localtime(by.at).date()), key=digest63(SOURCE, record_type, record_id), content=content,
        source=SOURCE, record_type=record_type, record_id=record_id, file=HERE, line=0, recorded=order.recorded,
        revision=order.revision, fate=Fate.LOADED, verbatim=json.dumps(verbatim, ensure_ascii=False),
    )  # fmt: skip
    Record.objects.filter(pk=record.pk).update(line=record.pk)
    return record


def _batch(received: date) -> Batch:
    """All that is entered on one day is one batch."""
    held = Batch.objects.filter(door=SOURCE, delivery=HERE, received=received, finished=True).order_by("pk").first()
    return held or Batch.objects.create(door=SOURCE, delivery=HERE, received=received, finished=True)


def _versions(record_type: str, record_id: str) -> list[Any]:
    return list(_ROWS[record_type]._default_manager.filter(source=SOURCE, record_id=record_id).order_by("pk"))


def _order(row: EventRow | FactRow) -> tuple[date, int]:
    return row.recorded, row.revision


def _latest_rows(record_type: str, record_id: str) -> dict[int, Any]:
    """Where a record stands now: of each number under which it was written the last row, without those taken back."""
    last: dict[int, Any] = {}
    for row in _versions(record_type, record_id):
        held = last.get(row.known_as)
        if held is None or _order(row) > _order(held):
            last[row.known_as] = row
    return {number: row for number, row in last.items() if row.status != ENTERED_IN_ERROR}


def _copy(rows: Any, order: _Order, *, status: str | None = None, number: int | None = None) -> None:
    """The same rows once more, later; `status` and `number` in place of their own."""
    for row in rows:
        values = {field.attname: getattr(row, field.attname) for field in row._meta.fields if not field.primary_key}
        values |= {"recorded": order.recorded, "revision": order.revision}
        values |= {"status": status} if status is not None else {}
        values |= {"known_as": number} if number is not None else {}
        type(row)._default_manager.create(**values)
