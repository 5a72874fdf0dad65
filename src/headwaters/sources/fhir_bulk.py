"""The door for FHIR R4: Bulk Data NDJSON, Bundles, single resources, and folders or zips of them.

Every resource becomes exactly one reading. Files are read twice: once to see what belongs together (pregnancies,
referrals, organizations) and to hand over the people, then for all the rest; neither time is a file held in
memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import orjson

from headwaters.domain.problems import InputUnreadable
from headwaters.domain.records.statement import EventStatement, ObservationStatement, Origin, Reading, Statement
from headwaters.interchange.fhir.faults import Fault, problem
from headwaters.interchange.fhir.instants import day_of, seconds_of
from headwaters.interchange.fhir.organization import agency_of
from headwaters.interchange.fhir.resource import PEOPLE, header_faults, read_resource
from headwaters.interchange.fhir.sheet import ALONE, Sheet, Surroundings
from headwaters.interchange.fhir.survey import LOOKED_AT, Survey
from headwaters.sources.fhir_delivery import FhirDelivery, delivery_at
from headwaters.sources.fhir_items import LINES, FhirFile, Item, files_at, is_fhir_name, is_type_folder, items
from headwaters.sources.package import open_zip

_FIRST_BYTES = 1 << 16
COLUMNS_FROM = 1_000
"""Resources of a file from which on it is read as columns."""
EPOCH = date(1970, 1, 1)
if TYPE_CHECKING:
    from headwaters.engine.intake.block import Block

_RELATIVES = ("RelatedPerson", "Person")
_CONDITIONAL = b"Patient?identifier="

SPANNED = frozenset(
    {"encounter", "immunization", "observation", "condition", "procedure", "service_request", "care_plan", "medication"}
    | {"task", "coverage"}
)
"""Kinds that an export can vouch for: from when until when it would have told us. Derived kinds (`death`, `pregnancy_loss`)
are left out: nobody exports them as such."""


class FhirFiles:
    """Reads FHIR R4 deliveries."""

    name = "fhir"

    def __init__(self, *, columns_from: int = COLUMNS_FROM) -> None:
        self._columns_from = columns_from

    def recognises(self, path: Path) -> bool:
        try:
            if path.is_dir():
                return any(
                    self._is_fhir_file(one) or (is_type_folder(one) and self.recognises(one)) for one in path.iterdir()
                )
            return self._is_fhir_file(path)
        except OSError:
            return False

    @staticmethod
    def _is_fhir_file(path: Path) -> bool:
        if path.suffix.lower() == ".zip":
            return _zip_holds_resources(path)
        plain = path.name.lower().removesuffix(".gz")
        if not is_fhir_name(path.name) or not path.is_file():
            return False
        if plain.endswith(LINES) or plain != path.name.lower():
            return True
        with path.open("rb") as file:
            return b'"resourceType"' in file.read(_FIRST_BYTES)

    def readings(self, path: Path) -> Iterator[Reading]:
        files = files_at(path)
        if not files:
            raise InputUnreadable(f"{path}: there is no .ndjson or .json file in it. Check the path.")
        yield from _Reader(delivery_at(path), files).readings(_one_by_one)

    def deliver(self, path: Path) -> Iterator[Reading | Block]:
        """The same resources, those of large files and of frequent types as columns."""
        files = files_at(path)
        if not files:
            raise InputUnreadable(f"{path}: there is no .ndjson or .json file in it. Check the path.")
        yield from _Reader(delivery_at(path), files).readings(partial(_in_blocks, columns_from=self._columns_from))


def _zip_holds_resources(path: Path) -> bool:
    try:
        with open_zip(path) as archive:
            return any(is_fhir_name(name.rsplit("/", 1)[-1]) for name in archive.namelist())
    except InputUnreadable:
        return False


@dataclass(slots=True)
class _Reader:
    """One delivery being read. `first`: the first day of each kind; `last`: the last day of any."""

    delivery: FhirDelivery
    files: tuple[FhirFile, ...]
    survey: Survey = field(init=False)
    around: Surroundings = ALONE
    relatives: list[FhirFile] = field(default_factory=list)
    conditional: bool = False
    first: dict[str, date] = field(default_factory=dict)
    last: date | None = None

    def readings(self, rest: Callable[[_Reader, FhirFile], Iterator[Read]]) -> Iterator[Reading | Read]:
        """Everybody, and then what is said of them; `rest` reads what is said in one file."""
        self.survey = Survey(agencies=self.delivery.agencies)
        yield from self._patients()
        if self.conditional:
            self._remember_identifiers()
        self.around = self.survey.surroundings(self.delivery.handoffs)
        yield from self._of_types(self.relatives, _RELATIVES)
        for file in self.files:
            yield from rest(self, file)
        yield from self._spans()

    def said_in(self, file: FhirFile) -> Iterator[Item]:
        """All that is no person."""
        for item in items(file):
            if item.resource is None or item.resource.get("resourceType") not in PEOPLE:
                yield item

    def _patients(self) -> Iterator[Reading]:
        """The first look at everything, which hands over the patients on its way."""
        for file in self.files:
            holds_relatives = False
            for item in items(file):
                resource = item.resource
                if resource is None:
                    continue
                if not self.conditional and item.text is not None:
                    self.conditional = _CONDITIONAL in item.text
                kind = resource.get("resourceType")
                if kind == "Patient":
                    yield self.reading(item)
                    if item.text is None and not header_faults(resource):
                        self.survey.remember_identifiers(resource, f"Patient/{resource['id']}")
                elif kind in _RELATIVES:
                    holds_relatives = True
                elif kind in LOOKED_AT:
                    self.survey.look(resource, self._origin(item, resource), item.known)
            if holds_relatives:
                self.relatives.append(file)

    def _remember_identifiers(self) -> None:
        for file in self.files:
            for item in items(file):
                resource = item.resource
                if resource is not None and resource.get("resourceType") == "Patient" and not header_faults(resource):
                    self.survey.remember_identifiers(resource, f"Patient/{resource['id']}")

    def _of_types(self, files: list[FhirFile], kinds: tuple[str, ...]) -> Iterator[Reading]:
        for file in files:
            for item in items(file):
                if item.resource is not None and item.resource.get("resourceType") in kinds:
                    yield self.reading(item)

    def reading(self, item: Item) -> Reading:
        resource = item.resource
        if resource is None:
            where = self._place(item, f"{item.file}:{item.line}")
            return _set_aside(item, where, "resource", (item.fault,) if item.fault else ())
        kind = str(resource.get("resourceType", "resource"))
        faults = header_faults(resource)
        if faults:
            return _set_aside(item, self._place(item, f"{item.file}:{item.line}"), kind, tuple(faults))
        origin = self._origin(item, resource)
        read = read_resource(Sheet(resource, origin, self._around(item)))
        if read.faults:
            return _set_aside(item, origin, kind, read.faults)
        self._note_days(read.statements)
        return Reading(origin, kind, _verbatim(item), read.statements)

    def _around(self, item: Item) -> Surroundings:
        return replace(self.around, known={**self.around.known, **item.known}) if item.known else self.around

    def _place(self, item: Item, record_id: str) -> Origin:
        return Origin(
            self.delivery.source, self.delivery.agency, record_id, item.file, item.line, self.delivery.exported
        )

    def _origin(self, item: Item, resource: dict[str, Any]) -> Origin:
        delivery = self.delivery
        recorded = delivery.exported
        if recorded is None and item.bundled_on is not None:
            recorded = day_of(item.bundled_on, "timestamp", [])
        agency = delivery.agency
        if self.survey.agencies:
            agency = agency_of(resource, self.survey.agencies, item.known) or agency
        record_id = f"{resource['resourceType']}/{resource.get('id')}"
        meta = resource.get("meta")
        return Origin(
            delivery.source, agency, record_id, item.file, item.line, recorded, _revision(meta) if meta else 0
        )

    def _note_days(self, statements: tuple[Statement, ...]) -> None:
        for statement in statements:
            if type(statement) is EventStatement and statement.start is not None and statement.kind in SPANNED:
                day = statement.start
                if day < self.first.get(statement.kind, date.max):
                    self.first[statement.kind] = day
                if self.last is None or day > self.last:
                    self.last = day

    def note_days(self, kind: str, first: int, last: int) -> None:
        """Remember that events of a kind happened from day to day (since 1970-01-01)."""
        if kind in SPANNED:
            days = EPOCH + timedelta(days=first), EPOCH + timedelta(days=last)
            self.first[kind] = min(days[0], self.first.get(kind, date.max))
            self.last = days[1] if self.last is None else max(self.last, days[1])

    def _spans(self) -> Iterator[Reading]:
        """One reading that is no resource (line 0): for each kind that is here, the days it would have told of."""
        last = self.delivery.exported or self.last
        if last is None or not self.first:
            return
        through = last - timedelta(days=self.delivery.lag_days)
        label = self.files[0].label.partition("/")[0]
        where = Origin(self.delivery.source, self.delivery.agency, f"{label}#spans", label, 0, self.delivery.exported)
        spans = tuple(
            ObservationStatement(replace(where, record_id=_span_id(kind, area)), kind, area, start, through)
            for kind, start in sorted(self.delivery.vouched(self.first).items())
            if start <= through
            for area in self.delivery.areas or (None,)
        )
        yield Reading(where, "delivery", "", spans)


Read = TypeVar("Read", "Reading", "Reading | Block")


def _one_by_one(reader: _Reader, file: FhirFile) -> Iterator[Reading]:
    return (reader.reading(item) for item in reader.said_in(file))


def _in_blocks(reader: _Reader, file: FhirFile, *, columns_from: int) -> Iterator[Reading | Block]:
    """A file's resources as columns, where it holds many and begins with a type of which there are columns."""
    said = reader.said_in(file)
    first = list(islice(said, columns_from))
    kind = first[0].resource.get("resourceType") if first and first[0].resource else None
    if len(first) < columns_from or not isinstance(kind, str):
        yield from (reader.reading(item) for item in chain(first, said))
        return
    from headwaters.sources.fhir_columns import SHAPES, Around, blocks_of  # Arrow, which small loads can do without

    if kind not in SHAPES:
        yield from (reader.reading(item) for item in chain(first, said))
        return
    delivery, around = reader.delivery, reader.around
    yield from blocks_of(chain(first, said), SHAPES[kind], Around(
        delivery.source, delivery.exported, reader.reading, _revision, around.known, around.courses,
        bool(reader.survey.agencies), reader.note_days,
    ))  # fmt: skip


def _span_id(kind: str, area: str | None) -> str:
    return f"{kind}#span" if area is None else f"{kind}#span@{area}"


def _set_aside(item: Item, where: Origin, kind: str, faults: tuple[Fault, ...]) -> Reading:
    problems = tuple(problem(fault, where, record_type=kind, prefix=item.prefix) for fault in faults)
    return Reading(where, kind, _verbatim(item), problems=problems)


def _verbatim(item: Item) -> str:
    if item.text is not None:
        return item.text.decode("utf-8", "backslashreplace").strip()
    return orjson.dumps(item.resource).decode() if item.resource is not None else ""


def _revision(meta: object) -> int:
    """The server's own order of corrections: its version number, else the second of the last change."""
    if not isinstance(meta, dict):
        return 0
    version = meta.get("versionId")
    if isinstance(version, str) and version.isdecimal() and len(version) <= 9:
        return int(version)
    return seconds_of(meta.get("lastUpdated"))
