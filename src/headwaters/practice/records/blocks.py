"""A delivery's blocks on their way in: plain rows are settled and written many at a time, all others one by one.

A block's rows say the same as they would one by one: what repeats was read by the same code (`Block.patterns`), and a row
about which anything remains to be said (a problem, a correction, somebody nobody has told of) is handed on to `Intake`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from django.db import connection, transaction

from headwaters.domain.blueprint.element import Role
from headwaters.domain.problems import Problem
from headwaters.domain.records.statement import Fate, Reading, RelationStatement, Statement
from headwaters.domain.records.vocabulary import Held
from headwaters.engine.warehouse.writing import Addition
from headwaters.practice.families.models import KnownAs
from headwaters.practice.families.statements import TABLES, Told, Values
from headwaters.practice.records.intake import LOOKED_UP, Intake, Row
from headwaters.practice.records.models import Record, SetAside
from headwaters.practice.records.store import Store

if TYPE_CHECKING:
    from headwaters.engine.intake.block import Block
    from headwaters.engine.intake.cells import Mask
    from headwaters.engine.intake.fates import Fates, Latest, Met, Version


@runtime_checkable
class Columnar(Protocol):
    """A door that can read large tables as columns."""

    def deliver(self, path: Path) -> Iterator[Reading | Block]:
        """The same rows as `readings`, in their order by file; of the rows of one block, the plain ones come as columns."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a pattern comes to under the blueprint. `lines`: what it writes, in the columns of its statement's table."""

    held: Held
    statement: Statement | None
    lines: tuple[Values, ...]

    @property
    def fate(self) -> Fate:
        return Fate.LOADED if self.statement is not None else Fate.KEPT


class Blocks:
    """Takes one delivery's blocks in. Rows that are settled one by one wait until there are `group` of them."""

    def __init__(self, intake: Intake, store: Store, *, group: int) -> None:
        self._intake, self._store, self._group = intake, store, group
        intake.met_as_columns = self._met_among
        self._outcomes: list[_Outcome] = []
        self._of_file = ""
        self._met: dict[str, Met] = {}
        self._known: dict[str, bool] = {}
        self._readings: list[Reading] = []
        self._waiting = tuple(SetAside.objects.filter(cleared_by=None).values_list("key", flat=True).distinct())

    def alone(self, readings: Sequence[Reading]) -> bool:
        """Rows to be settled one by one, after those before them. Returns whether any were settled now."""
        self._readings.extend(readings)
        if len(self._readings) < self._group:
            return False
        self.settle()
        return True

    def settle(self) -> None:
        """Settle the rows that wait for it: those that have to be looked up, once what was written before them stands."""
        for start in range(0, len(self._readings), self._group):
            some = self._readings[start : start + self._group]
            if self._intake.goes_ahead(some):
                self._intake.take(some, ahead=True)
                continue
            self._store.stand()
            with transaction.atomic():
                self._intake.take(some)
        self._readings.clear()
        if self._intake.left >= self._group:
            self.take_left()

    def take_left(self) -> None:
        """Settle what was left by rows that went ahead."""
        self._store.stand()
        with transaction.atomic():
            self._intake.take_left()

    def end(self) -> None:
        """Settle what still waits at the end of the delivery: rows that speak of people who were met after them, if at all."""
        self.settle()
        for waiting in self._intake.waiting(self._group):
            if self._intake.goes_ahead([row.reading for row in waiting]):
                self._intake.take_waiting(waiting, ahead=True)
                continue
            self._store.stand()
            with transaction.atomic():
                self._intake.take_waiting(waiting)
        self._intake.ends()

    def _met_among(self, rows: Sequence[Row]) -> set[int]:
        """The keys of those rows whose record a block brought before."""
        of_table: dict[str, list[int]] = {}
        for row in rows:
            of_table.setdefault(row.reading.record_type, []).append(row.key)
        return {key for table, keys in of_table.items() if table in self._met for key in self._met[table].among(keys)}

    def take(self, block: Block) -> bool:
        """Settle and write one block. Returns whether any of its rows were settled now."""
        from headwaters.engine.intake.fates import Met, fates

        file, table = block.words.file, block.layout.table.name
        if file != self._of_file:
            self.settle()
            self._of_file, self._outcomes = file, []
        self._outcomes += [self._outcome(reading) for reading in block.patterns.readings[len(self._outcomes) :]]
        met = self._met.setdefault(table, Met())
        met.alone.update(_keys(block.alone))
        settled = fates(
            block.keys,
            block.contents,
            alone=self._doubtful(block),
            takes_effect=block.of_patterns([one.statement is not None for one in self._outcomes]),
            met=met,
            latest=self._latest(block),
            waiting=self._waiting,
        )
        self._count(block, settled)
        self._write(block.take(settled.new))
        readings = [*block.alone, *block.readings(settled.alone)]
        self.alone(sorted(readings, key=lambda reading: reading.origin.line))
        return len(block) > 0

    def _outcome(self, reading: Reading) -> _Outcome:
        """`reading` is one row of the pattern; its ids and days are its own and stand in no outcome."""
        held = self._intake.held(reading) if not reading.problems else Held((), problems=reading.problems)
        if held.problems or not held.statements:
            return _Outcome(held, None, ())
        (statement,) = held.statements
        told = Told(statement, date.min, reading.origin.revision)
        return _Outcome(held, statement, tuple(TABLES[type(statement)].make(statement, told)))

    def _doubtful(self, block: Block) -> Mask:
        """Rows that the whole delivery, the blueprint or the day of receipt may have something to say about."""
        from headwaters.engine.intake.doubts import impossible_rows
        from headwaters.engine.intake.fates import where

        doubtful = block.of_patterns([bool(one.held.problems) for one in self._outcomes])
        doubtful |= impossible_rows(block.days, block.layout, received=self._intake.received)
        known = self._intake.known(block.words.source)
        match block.layout.table.name:
            case "people":
                known.persons.update(block.said("person", ~doubtful))
                return doubtful
            case "pregnancies":
                known.pregnancies.update(block.said("pregnancy", ~doubtful))
                if "children" in block.texts:
                    doubtful |= where(block.texts["children"], lambda cell: not known.persons.issuperset(_parts(cell)))
            case "relations":
                either = known.persons | known.pregnancies
                doubtful |= where(block.texts["of_person"], lambda of: of not in either)
                child = block.of_patterns([_is_child(one.statement) for one in self._outcomes])
                of_a_person = where(
                    block.texts["of_person"], lambda of: of in known.persons and of not in known.pregnancies
                )
                doubtful |= child & of_a_person
        return doubtful | where(block.texts["person"], lambda person: person not in known.persons)

    def _latest(self, block: Block) -> Latest:
        """What was known of the block's records before this delivery."""
        from headwaters.engine.intake.fates import Latest

        source, table = block.words.source, block.layout.table.name
        if self._intake.begins(source):
            return Latest.none()
        versions: list[Version] = [*self._intake.packed(source).latest(table, block.keys)]
        if table not in self._known:
            self._known[table] = Record.objects.filter(source=source, record_type=table).exists()
        ids = block.record_ids.to_pylist() if self._known[table] else []
        with connection.cursor() as cursor:
            for start in range(0, len(ids), LOOKED_UP):
                cursor.execute(*_question(source, table, ids[start : start + LOOKED_UP]))
                versions += cursor.fetchall()
        return Latest.of(versions)

    def _count(self, block: Block, settled: Fates) -> None:
        report, source, file = self._intake.report, block.words.source, block.words.file
        self._intake.has_read(source, file)
        new = block.take(settled.new)
        for number, rows, line in new.by_pattern():
            outcome = self._outcomes[number]
            report.count(source, file, outcome.fate, rows)
            report.remark([_at(note, line) for note in outcome.held.notes], rows)
        if len(settled.unchanged):
            report.count(source, file, Fate.UNCHANGED, len(settled.unchanged))
            self._intake.says_again(block.contents[settled.unchanged].tolist())

    def _write(self, block: Block) -> None:
        if not len(block):
            return
        from headwaters.engine.intake.packs import pack_of_block
        from headwaters.engine.intake.written import record_rows, statement_rows

        intake = self._intake
        if len(block) >= intake.packed_from:
            kept = [one.fate is Fate.KEPT for one in self._outcomes]
            additions = [intake.as_pack(pack_of_block(block, kept=kept, received=intake.received))]
        else:
            fates = [one.fate.value for one in self._outcomes]
            records = record_rows(block, batch=intake.batch.pk, fates=fates, received=intake.received)
            additions = [Addition(Record._meta.db_table, records)]
        told = block.where([one.statement is not None for one in self._outcomes])
        if len(told):
            table = TABLES[type(next(one.statement for one in self._outcomes if one.statement is not None))]
            rows = statement_rows(told, table.columns, [one.lines for one in self._outcomes], received=intake.received)
            if told.layout.table.name == "people":
                additions.append(Addition(KnownAs._meta.db_table, told.aliases(), or_ignore=True))
            additions.append(Addition(table.model._meta.db_table, rows))
            self._store.stories_are_stale()
        self._store.append(additions, rows=len(block))
        intake.anything_is_known()


def _question(source: str, table: str, ids: list[str]) -> tuple[str, list[str]]:
    """What is known of these records, as `Version`s: SQL and its parameters. SQLite takes many ids quickest as one JSON text."""
    if connection.vendor == "sqlite":
        which, parameters = "SELECT value FROM json_each(%s)", [json.dumps(ids)]
    else:
        which, parameters = ", ".join(["%s"] * len(ids)), ids
    return (
        "SELECT key, content, CAST(recorded AS VARCHAR(10)), revision, CASE fate WHEN %s THEN 1 ELSE 0 END "
        f"FROM {Record._meta.db_table} WHERE source = %s AND record_type = %s AND record_id IN ({which})",
        [Fate.KEPT.value, source, table, *parameters],
    )


def _keys(readings: Sequence[Reading]) -> list[int]:
    if not readings:
        return []
    from headwaters.engine.intake.digests import keys_and_contents

    said = [(one.origin.source, "", one.record_type, one.origin.record_id, "") for one in readings]
    return keys_and_contents(said)[0]


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";")]


def _is_child(statement: Statement | None) -> bool:
    return isinstance(statement, RelationStatement) and statement.role is Role.CHILD


def _at(note: Problem, line: int) -> Problem:
    return replace(note, where=replace(note.where, line=line))
