"""One delivery on its way in: each row is settled (loaded, kept, unchanged, set aside), groups of rows are written at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from headwaters.domain.blueprint.element import Role
from headwaters.domain.problems import Place, Problem
from headwaters.domain.records.checks import impossible
from headwaters.domain.records.statement import (
    AssignmentStatement,
    EventStatement,
    FactStatement,
    Fate,
    ObservationStatement,
    PersonStatement,
    PregnancyStatement,
    Reading,
    RelationStatement,
    Statement,
)
from headwaters.domain.records.vocabulary import Held, Vocabulary
from headwaters.engine.intake.digests import keys_and_contents
from headwaters.engine.warehouse.writing import Addition, addition
from headwaters.practice.families import actions as families
from headwaters.practice.families.corrections import Superseded, take_back
from headwaters.practice.families.models import KnownAs, PregnancyRow
from headwaters.practice.families.statements import Told, additions, insert
from headwaters.practice.records.models import Batch, Record, RecordPack, SetAside
from headwaters.practice.records.packed import PACKED_FROM, PackedRecords
from headwaters.practice.records.report import LoadReport
from headwaters.practice.records.set_aside import file_name
from headwaters.practice.records.store import Store

if TYPE_CHECKING:
    from headwaters.engine.intake.packs import Pack

LOOKED_UP = 10_000
"""Records that are looked up in one question."""

RECORD_COLUMNS = (
    "batch_id", "key", "content", "source", "record_type", "record_id", "file", "line", "recorded", "revision", "fate", "verbatim",
)  # fmt: skip


Order = tuple[date, int]
"""(recorded, revision): which version of a record counts."""


@dataclass(frozen=True, slots=True)
class _Version:
    """One version of a record that is known already."""

    order: Order
    content: int
    fate: Fate
    batch: int
    file: str
    line: int


@dataclass(slots=True)
class Row:
    """A reading with what was found out about it so far."""

    reading: Reading
    key: int
    content: int
    held: Held
    fate: Fate = Fate.LOADED
    order: Order = (date.min, 0)
    before: _Version | None = None


MetAsColumns = Callable[[Sequence[Row]], set[int]]
"""The keys of those rows whose record this delivery brought before, in a block of columns."""


def _none_met(_: Sequence[Row]) -> set[int]:
    """Where nothing came in blocks of columns."""
    return set()


@dataclass(slots=True)
class People:
    """The numbers under which one source is known to speak of people and pregnancies."""

    persons: set[str] = field(default_factory=set)
    pregnancies: set[str] = field(default_factory=set)

    @staticmethod
    def of(source: str) -> People:
        persons = KnownAs.objects.filter(source=source).values_list("local_id", flat=True)
        pregnancies = PregnancyRow.objects.filter(source=source).values_list("pregnancy_id", flat=True)
        return People(set(persons), set(pregnancies))


class Intake:
    """Takes one delivery's readings in, a group at a time. A group is written in the caller's transaction; or, where its source
    was never heard of before and a process of its own writes, it goes ahead: it is sent there, nothing is looked up, and what
    has to be (a second row of a record, a row to set aside) is left for `take_left`."""

    def __init__(
        self, batch: Batch, report: LoadReport, *, received: date, vocabulary: Vocabulary | None, store: Store,
        packed_from: int = PACKED_FROM,
    ) -> None:  # fmt: skip
        self.batch, self.report, self.received, self._vocabulary, self._store = (
            batch,
            report,
            received,
            vocabulary,
            store,
        )
        self.packed_from = packed_from
        self.met_as_columns: MetAsColumns = _none_met
        self._begun: dict[str, bool] = {}
        self._written: set[int] = set()
        self._left: list[Row] = []
        self._left_aside: list[Row] = []
        self._left_spans: list[ObservationStatement] = []
        self._people: dict[str, People] = {}
        self._waiting: list[Row] = []
        self._read: set[tuple[str, str]] = set()
        self._aside: set[tuple[int, int]] = set()
        self._said_again: set[int] = set()
        self._last_waiting = SetAside.objects.aggregate(last=Max("id"))["last"] or 0
        self._packed: dict[str, PackedRecords] = {}
        self._anything_known = Record.objects.exists() or RecordPack.objects.exists()
        self._anything_waits = SetAside.objects.filter(cleared_by=None).exists()

    def begins(self, source: str) -> bool:
        """Whether nobody had heard of the source before this delivery."""
        if source not in self._begun:
            self._begun[source] = self._store.begins(source)
        return self._begun[source]

    def goes_ahead(self, readings: Sequence[Reading]) -> bool:
        """Whether these rows can be sent on without a look at what is known."""
        ahead = not [source for source in {reading.origin.source for reading in readings} if not self.begins(source)]
        return self._store.takes_ahead(len(readings)) and ahead

    def ends(self) -> None:
        """All its rows were met: let go of what was remembered for further ones."""
        self.met_as_columns = _none_met
        self._people.clear()
        self._packed.clear()
        self._written.clear()
        self._waiting.clear()

    @property
    def left(self) -> int:
        """How many rows are left for `take_left`."""
        return len(self._left) + len(self._left_aside) + len(self._left_spans)

    def take_left(self) -> None:
        """Settle what was left, in the caller's transaction, once everything sent ahead stands."""
        left, aside, spans = self._left, self._left_aside, self._left_spans
        self._left, self._left_aside, self._left_spans = [], [], []
        self._observe(spans)
        self._set_aside(aside)
        self._anything_known = True
        self._write(left)

    def take(self, readings: Iterable[Reading], *, ahead: bool = False) -> None:
        """Settle and write one group. Rows that speak of people not met yet wait for the delivery's end."""
        ready: list[Row] = []
        write = self._send if ahead else self._write
        some = list(readings)
        for reading, key, content in zip(some, *keys_and_contents([_said(one) for one in some]), strict=True):
            if reading.origin.line == 0:
                write(ready)
                ready = []
                self._remark(reading, ahead=ahead)
                continue
            row = self._checked(reading, key, content)
            if not row.held.problems and self._strangers(row):
                self._waiting.append(row)
            else:
                ready.append(row)
        write(ready)

    def _remark(self, reading: Reading, *, ahead: bool) -> None:
        """A reading that is no row: its problems concern a whole file, its statements say what the delivery observed."""
        self.report.note(reading.problems)
        held = self.held(reading)
        spans = [one for one in held.statements if isinstance(one, ObservationStatement)]
        if ahead:
            self._left_spans += spans
        else:
            self._observe(spans)

    def _observe(self, spans: Sequence[ObservationStatement]) -> None:
        """Take down the days that were observed, where that was not said before."""
        known = {source: families.observed(source) for source in {span.origin.source for span in spans}}
        families.take_down(
            Told(span, span.origin.recorded or self.received, span.origin.revision)
            for span in spans
            if (span.origin.record_id, span.kind, span.area, span.from_, span.through) not in known[span.origin.source]
        )

    def held(self, reading: Reading) -> Held:
        """The reading's statements as the blueprint reads them; without one, as they are."""
        return self._vocabulary.hold(reading) if self._vocabulary else Held(reading.statements)

    def has_read(self, source: str, file: str) -> None:
        """Remember that rows of this file were settled, here or as columns."""
        self._read.add((source, file))

    def says_again(self, contents: Iterable[int]) -> None:
        """Remember what this delivery said of what was known before, word for word."""
        self._said_again.update(contents)

    def anything_is_known(self) -> None:
        """From now on records have to be looked up."""
        self._anything_known = True

    def waiting(self, size: int) -> Iterator[list[Row]]:
        """The rows that waited, in groups."""
        for start in range(0, len(self._waiting), size):
            yield self._waiting[start : start + size]

    def take_waiting(self, rows: Sequence[Row], *, ahead: bool = False) -> None:
        """Settle rows that waited; whoever they speak of and is still a stranger sets them aside."""
        for row in rows:
            if strangers := self._strangers(row):
                row.held = Held((), problems=tuple(strangers))
        (self._send if ahead else self._write)(list(rows))

    def clear_mended(self) -> None:
        """This delivery was set-aside files that somebody mended: of the rows that waited in those files, the ones that were
        not set aside again are mended, or were given up by deleting them."""
        files = {(source, PurePosixPath(file).stem) for source, file in self._read}
        waiting = SetAside.objects.filter(
            cleared_by=None, source__in={source for source, _ in self._read}, pk__lte=self._last_waiting
        )
        gone = [
            row.pk
            for row in waiting.only("pk", "source", "record_type", "key", "content")
            if (row.source, file_name(row.record_type)) in files and (row.key, row.content) not in self._aside
        ]
        self.report.mended += SetAside.objects.filter(pk__in=gone).update(cleared_by=self.batch)

    def _checked(self, reading: Reading, key: int, content: int) -> Row:
        problems = reading.problems or impossible(reading, received=self.received)
        if problems:
            return Row(reading, key, content, Held((), problems=problems))
        held = self.held(reading)
        for statement in held.statements:
            self._meet(statement)
        return Row(reading, key, content, held)

    def _meet(self, statement: Statement) -> None:
        if isinstance(statement, PersonStatement):
            self.known(statement.origin.source).persons.add(statement.local_id)
        elif isinstance(statement, PregnancyStatement):
            self.known(statement.origin.source).pregnancies.add(statement.pregnancy_id)

    def known(self, source: str) -> People:
        """The numbers under which the source has told of people and pregnancies so far."""
        if source not in self._people:
            self._people[source] = People() if self.begins(source) else People.of(source)
        return self._people[source]

    def _strangers(self, row: Row) -> list[Problem]:
        """A problem for each number in the row that this source has not told of."""
        problems = []
        for statement in row.held.statements:
            known = self.known(statement.origin.source)
            for column, local_id in _references(statement):
                if local_id in known.persons or (column == "of_person" and local_id in known.pregnancies):
                    if column == "of_person" and _is_turned_round(statement, local_id, known):
                        problems.append(_turned_round(row))
                    continue
                what = "This source has told of nobody under that number."
                remedy = "Put the person into this source's people table, or mend their row if it was set aside, then load both."
                where = Place(row.reading.origin.file, row.reading.origin.line, column)
                problems.append(Problem(where, f'column "{column}"', what, remedy, "unknown_person"))
        return problems

    def _send(self, rows: list[Row]) -> None:
        """Settle rows of records that were never heard of, and send them to be written; leave all others."""
        again = self.met_as_columns(rows)
        new = []
        for row in rows:
            if not row.held.problems and (row.key in again or row.key in self._written or row.reading.repairs):
                self._left.append(row)
                continue
            self._settle(row, [])
            self._report(row)
            if row.fate is Fate.SET_ASIDE:
                self._left_aside.append(row)
            else:
                self._written.add(row.key)
                new.append(row)
        if not new:
            return
        told = [
            Told(statement, *row.order) for row in new if row.fate is Fate.LOADED for statement in row.held.statements
        ]
        if told:
            self._store.stories_are_stale()
        self._store.append([*self._records(new), *additions(told)])

    def _records(self, rows: list[Row]) -> Iterator[Addition]:
        """The rows as records: those of one file and type together, where they are many, and as rows of a table otherwise."""
        together: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for row in rows:
            together[row.reading.origin.source, row.reading.record_type, row.reading.origin.file].append(row)
        alone: list[Row] = []
        for (source, record_type, file), some in together.items():
            if len(some) < self.packed_from:
                alone += some
                continue
            from headwaters.engine.intake.packs import pack_of_rows

            said = [
                (one.key, one.content, *one.order, one.fate is Fate.KEPT, one.reading.origin.line, one.reading.origin.record_id,
                 one.reading.verbatim)
                for one in some
            ]  # fmt: skip
            yield self.as_pack(pack_of_rows(source, record_type, file, said))
        if alone:
            yield addition(Record._meta.db_table, RECORD_COLUMNS, self._as_records(alone))

    def as_pack(self, pack: Pack) -> Addition:
        """A pack, as it is written for this delivery."""
        return Addition(RecordPack._meta.db_table, pack.append_column("batch_id", [[self.batch.pk]]))

    def _report(self, row: Row) -> None:
        origin = row.reading.origin
        self.has_read(origin.source, origin.file)
        self.report.count(origin.source, origin.file, row.fate)
        self.report.note(row.held.problems)
        if row.fate is not Fate.UNCHANGED:
            self.report.remark(row.held.notes)

    def _write(self, rows: list[Row]) -> None:
        """Write rows in their order; what a second row of a record takes back has to stand by then."""
        for some in _records_once(rows):
            self._write_once(some)

    def _write_once(self, rows: list[Row]) -> None:
        versions = self._versions(rows)
        for row in rows:
            self._settle(row, versions[row.key])
            self._report(row)
        self._written.update(row.key for row in rows if row.fate is not Fate.SET_ASIDE)
        new = [row for row in rows if row.fate in (Fate.LOADED, Fate.KEPT)]
        self._record(new)
        take_back(_superseded(new))
        families.take_down(
            Told(statement, *row.order) for row in new if row.fate is Fate.LOADED for statement in row.held.statements
        )
        self._set_aside([row for row in rows if row.fate is Fate.SET_ASIDE])
        self._clear(rows)

    def _versions(self, rows: Sequence[Row]) -> dict[int, list[_Version]]:
        versions: dict[int, list[_Version]] = defaultdict(list)
        if not (rows and self._anything_known):
            return versions
        columns = ("key", "recorded", "revision", "content", "fate", "batch_id", "file", "line")
        sources = {row.reading.origin.source for row in rows}
        ids = list({row.reading.origin.record_id for row in rows})
        for start in range(0, len(ids), LOOKED_UP):
            of_ids = Record.objects.filter(source__in=sources, record_id__in=ids[start : start + LOOKED_UP])
            for key, recorded, revision, content, fate, batch, file, line in of_ids.order_by("id").values_list(
                *columns
            ):
                versions[key].append(_Version((recorded, revision), content, Fate(fate), batch, file, line))
        for source in sources:
            for one in self.packed(source).find([row.key for row in rows if row.reading.origin.source == source]):
                order = (one.recorded, one.revision)
                versions[one.key].append(_Version(order, one.content, one.fate, one.batch, one.file, one.line))
        return versions

    def packed(self, source: str) -> PackedRecords:
        """The source's records that lie in packs."""
        if source not in self._packed:
            self._packed[source] = PackedRecords(source)
        return self._packed[source]

    def _settle(self, row: Row, versions: list[_Version]) -> None:
        """Decide the row's fate and its place among the versions of its record."""
        if row.held.problems:
            row.fate = Fate.SET_ASIDE
            return
        origin = row.reading.origin
        wanted = Fate.LOADED if row.held.statements else Fate.KEPT
        order: Order = (origin.recorded or self.received, origin.revision)
        latest = max(versions, key=lambda version: version.order, default=None)
        if latest is not None:
            alike = [version for version in versions if version.content == row.content]
            taken_in = latest in alike or any(version.order == order for version in alike)
            if taken_in and not (wanted is Fate.LOADED and latest.fate is Fate.KEPT):
                row.fate = Fate.UNCHANGED
                self.says_again([row.content])
                return
            if twin := self._twin(row, order, versions):
                row.held = Held((), problems=(_twice(row, twin),))
                row.fate = Fate.SET_ASIDE
                return
            if order == latest.order or (origin.recorded is None and origin.revision == 0):
                order = (max(order[0], latest.order[0]), max(order[1], latest.order[1] + 2))
        row.fate, row.order, row.before = wanted, order, latest
        versions.append(_Version(order, row.content, wanted, self.batch.pk, origin.file, origin.line))

    def _twin(self, row: Row, order: Order, versions: Sequence[_Version]) -> _Version | None:
        """Another row of this very delivery that claims the same record at the same time and says something else: one that
        was taken in from it, or that was known before and stands in it again."""
        for version in versions:
            if version.content == row.content or version.order[1] != order[1]:
                continue
            at_once = version.order[0] == order[0]
            if version.batch == self.batch.pk and at_once:
                return version
            if version.content in self._said_again and (at_once or row.reading.origin.recorded is None):
                return version
        return None

    def _record(self, rows: Sequence[Row]) -> None:
        self._anything_known = self._anything_known or bool(rows)
        insert(Record, RECORD_COLUMNS, self._as_records(rows))

    def _as_records(self, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
        return [
            (self.batch.pk, row.key, row.content, o.source, row.reading.record_type, o.record_id, o.file, o.line, *row.order,
             row.fate.value, row.reading.verbatim)
            for row in rows for o in (row.reading.origin,)
        ]  # fmt: skip

    def _set_aside(self, rows: Sequence[Row]) -> None:
        """Add the rows to those that wait; one that waits already, word for word, is not added again."""
        if not rows:
            return
        self._anything_waits = True
        self._aside.update((row.key, row.content) for row in rows)
        keys = {row.key for row in rows}
        waiting = set(SetAside.objects.filter(cleared_by=None, key__in=keys).values_list("key", "content"))
        fresh = []
        for row in rows:
            if (row.key, row.content) in waiting:
                continue
            waiting.add((row.key, row.content))
            origin, reading = row.reading.origin, row.reading
            fresh.append(SetAside(
                batch=self.batch, key=row.key, content=row.content, source=origin.source, agency=origin.agency,
                record_type=reading.record_type, record_id=origin.record_id, file=origin.file, line=origin.line,
                verbatim=reading.verbatim, problems=[_written(problem) for problem in row.held.problems],
            ))  # fmt: skip
        SetAside.objects.bulk_create(fresh)

    def _clear(self, rows: Sequence[Row]) -> None:
        """Rows that wait are cleared by a row that says it mends them, or by a new version of the same record."""
        if not self._anything_waits:
            return
        mended = [row.reading.repairs for row in rows if row.fate is not Fate.SET_ASIDE and row.reading.repairs]
        keys = [row.key for row in rows if row.fate in (Fate.LOADED, Fate.KEPT) and row.reading.origin.record_id]
        waiting = SetAside.objects.filter(cleared_by=None)
        self.report.mended += waiting.filter(pk__in=mended).update(cleared_by=self.batch)
        self.report.mended += waiting.filter(key__in=keys).exclude(batch=self.batch).update(cleared_by=self.batch)


def _said(reading: Reading) -> tuple[str, str, str, str, str]:
    origin = reading.origin
    return origin.source, origin.agency, reading.record_type, origin.record_id, reading.verbatim


def _records_once(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows in stretches in which no two say different things of one record."""
    some: list[Row] = []
    said: dict[int, int] = {}
    for row in rows:
        if not row.held.problems and said.setdefault(row.key, row.content) != row.content:
            yield some
            some, said = [], {row.key: row.content}
        some.append(row)
    yield some


def _references(statement: Statement) -> tuple[tuple[str, str], ...]:
    """The numbers of people that a statement speaks of, each with the column it stands in."""
    match statement:
        case RelationStatement():
            return ("person", statement.local_id), ("of_person", statement.of_local_id)
        case PregnancyStatement():
            return ("person", statement.local_id), *(("children", child) for child in statement.children)
        case EventStatement() | FactStatement() | AssignmentStatement():
            return (("person", statement.local_id),)
        case _:
            return ()


def _is_turned_round(statement: Statement, of: str, known: People) -> bool:
    """`child` of a person: whoever wrote it meant the parent's row, for a child stands in a pregnancy, not in a person."""
    said = isinstance(statement, RelationStatement) and statement.role is Role.CHILD and statement.local_id != of
    return said and of in known.persons and of not in known.pregnancies


def _turned_round(row: Row) -> Problem:
    what = "A child is said to be somebody's `child`; a relation says what a grown-up is to a child."
    remedy = "Turn it round: the parent's number under `person`, birthing_parent or caregiver under `role`, the child's number "
    where = Place(row.reading.origin.file, row.reading.origin.line, "role")
    return Problem(where, 'column "role"', what, f"{remedy}under `of_person`.", "turned_round")


def _twice(row: Row, twin: _Version) -> Problem:
    origin = row.reading.origin
    what = f"The same record stands in {twin.file}, line {twin.line}, and says something else."
    remedy = "Keep the right one of the two; or, if this corrects it, write a higher `revision` or a later `recorded`."
    return Problem(Place(origin.file, origin.line, "record"), "record", what, remedy, "duplicate")


def _superseded(rows: Iterable[Row]) -> list[Superseded]:
    """Corrections, with the people they speak of now, so that nothing of the earlier version stays behind elsewhere."""
    return [
        Superseded(
            source=row.reading.origin.source,
            record_type=row.reading.record_type,
            record_id=row.reading.origin.record_id,
            order=row.order,
            now=row.held.statements if row.fate is Fate.LOADED else (),
        )
        for row in rows
        if row.before is not None and row.before.order < row.order
    ]


def _written(problem: Problem) -> dict[str, Any]:
    return asdict(problem)
