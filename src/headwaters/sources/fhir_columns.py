"""Resources of one type as columns: what differs from one to the next is cut out, and what is left is read once for all that share it.

A resource's id, its person, its days, its number and its revision differ. All else that the mapping of its type reads is its
*pattern*; one resource of each pattern is read by the code that reads any, and stands for the others only if what it states is
the id, person, days and number that were cut out of it. Everything unusual goes the old way, resource by resource.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

import orjson

from headwaters.domain.records.statement import EventStatement, Reading
from headwaters.engine.intake.block import Block, Words
from headwaters.engine.intake.cut_out import CutOut, block_of
from headwaters.engine.intake.layout import Layout
from headwaters.engine.intake.patterns import Patterns
from headwaters.engine.warehouse.tables import Table
from headwaters.interchange.fhir.instants import day_of
from headwaters.interchange.fhir.reference import is_person, target
from headwaters.sources.fhir_items import Item

AT_ONCE = 20_000
"""Resources in one block: some ten megabytes of text."""
MOST_PATTERNS = 0.2
"""Where more than this share of the resources are patterns of their own, nothing is gained, and the rest is read one by one."""
FEW_PATTERNS = 200
"""So many patterns are always worth their while."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the mapping of a type reads (`interchange.fhir`): `person` whom it is about, `stem` of its days (`period` for a plain
    Period), `reads` all else; `made_by` who made it, read where a delivery says which organization is which agency."""

    kind: str
    person: str
    stem: str
    reads: tuple[str, ...]
    made_by: str

    @property
    def layout(self) -> Layout:
        table = Table(self.kind, "a resource", (), ("record",))
        numbers = ("value",) if "valueQuantity" in self.reads else ()
        return Layout(table, ("record", "person"), ("start", "end", "recorded"), numbers=numbers, states="events")


_VALUES = ("valueQuantity", "valueCodeableConcept", "valueInteger", "valueBoolean", "valueString", "valueDateTime")
SHAPES = {
    shape.kind: shape
    for shape in (
        Shape("Encounter", "subject", "period", ("status", "type", "serviceType", "reasonCode"), "serviceProvider"),
        Shape("Immunization", "patient", "occurrence", ("status", "vaccineCode"), "performer"),
        Shape("Observation", "subject", "effective", ("status", "code", "component", *_VALUES), "performer"),
        Shape("Procedure", "subject", "performed", ("status", "code"), "performer"),
    )
}
"""The types that are read as columns: those of which an export holds very many."""


@dataclass(frozen=True, slots=True)
class Around:
    """How single resources of the delivery are read, and what is known of it beside them.

    alone     the reading of one resource
    revision  of a resource's `meta`
    apart     records that mean more than they say, and are read one by one
    agencies  whether organizations are told apart
    days      told of the kind of event, and the first and last of its days (since 1970-01-01)
    """

    source: str
    sent: date | None
    alone: Callable[[Item], Reading]
    revision: Callable[[object], int]
    known: Any
    apart: Any
    agencies: bool
    days: Callable[[str, int, int], None]


Cut = tuple[str, str, str | None, str | None, float | None, int, bytes]
"""(id, person, start, end, value, revision, pattern) of a resource."""


def blocks_of(items: Iterator[Item], shape: Shape, around: Around) -> Iterator[Reading | Block]:
    """The resources of one file, those of this shape as columns, in blocks of the order of their lines."""
    reader = _Reader(shape, around)
    while some := list(islice(items, AT_ONCE)):
        if reader.given_up:
            yield from (around.alone(item) for item in some)
        else:
            yield reader.block(some)


@dataclass(slots=True)
class _Reader:
    """One file being read. `plain`: of each pattern met, its number, or -1 where its resources have to be read one by one."""

    shape: Shape
    around: Around
    patterns: Patterns = field(default_factory=Patterns)
    plain: dict[bytes, int] = field(default_factory=dict)
    persons: dict[str, str | None] = field(default_factory=dict)
    rows: int = 0

    @property
    def given_up(self) -> bool:
        return len(self.plain) > max(FEW_PATTERNS, MOST_PATTERNS * self.rows)

    def block(self, items: list[Item]) -> Block:
        plain, alone = CutOut(), []
        for item in items:
            cut = self._cut(item)
            number = -1 if cut is None else self._pattern(cut, item)
            if cut is None or item.text is None or number < 0:
                alone.append(self.around.alone(item))
            else:
                self._add(plain, cut, item.line, item.text, number)
        self.rows += len(items)
        file = items[0].file
        words = Words(self.around.source, file, self.around.sent, _day, float, self._again(file))
        return block_of(plain, self.shape.layout, self.patterns, alone, words=words, told=self.around.days)

    def _add(self, plain: CutOut, cut: Cut, line: int, text: bytes, number: int) -> None:
        own, person, start, end, value, revision, _ = cut
        plain.record_ids.append(f"{self.shape.kind}/{own}")
        plain.persons.append(person)
        plain.starts.append(start)
        plain.ends.append(end)
        plain.values.append(value)
        plain.revisions.append(revision)
        plain.lines.append(line)
        plain.texts.append(text.strip())
        plain.pattern.append(number)

    def _cut(self, item: Item) -> Cut | None:
        """None where anything about the resource is unusual."""
        resource, shape = item.resource, self.shape
        if resource is None or item.text is None or resource.get("resourceType") != shape.kind:
            return None
        own, about = resource.get("id"), resource.get(shape.person)
        if type(own) is not str or not own or type(about) is not dict or len(about) != 1:
            return None
        person = self._person(about.get("reference"))
        days = _days(resource, shape.stem)
        if person is None or days is None or f"{shape.kind}/{own}" in self.around.apart:
            return None
        left = {name: resource[name] for name in shape.reads if name in resource}
        if self.around.agencies:
            left[shape.made_by] = resource.get(shape.made_by)
        value = None
        quantity = left.get("valueQuantity")
        if type(quantity) is dict and type(quantity.get("value")) in (int, float):
            value = float(quantity["value"])
            left["valueQuantity"] = {**quantity, "value": 0}
        meta = resource.get("meta")
        flags = b"1" if days[1] is None else b"2" if days[0] is None else b"3"
        revision = self.around.revision(meta) if meta else 0
        return own, person, *days, value, revision, flags + orjson.dumps(left)

    def _person(self, reference: object) -> str | None:
        if type(reference) is not str:
            return None
        if reference not in self.persons:
            found = target({"reference": reference}, self.around.known)
            self.persons[reference] = found if found is not None and is_person(found) else None
        return self.persons[reference]

    def _pattern(self, cut: Cut, item: Item) -> int:
        number = self.plain.get(cut[-1])
        if number is None:
            reading = self.around.alone(item)
            number = len(self.patterns.readings) if _states(reading, self.shape.kind, cut) else -1
            if number >= 0:
                self.patterns.readings.append(reading)
            self.plain[cut[-1]] = number
        return number

    def _again(self, file: str) -> Callable[[int, tuple[str, ...]], Reading]:
        def alone(line: int, cells: tuple[str, ...]) -> Reading:
            text = cells[0].encode()
            return self.around.alone(Item(file, line, orjson.loads(text), text=text))

        return alone


def _states(reading: Reading, kind: str, cut: Cut) -> bool:
    """Whether the reading states exactly one event, of what was cut out of its resource."""
    own, person, start, end, value, revision, _ = cut
    if reading.problems or len(reading.statements) != 1:
        return False
    (statement,) = reading.statements
    return (
        isinstance(statement, EventStatement)
        and statement.origin == reading.origin
        and reading.origin.record_id == f"{kind}/{own}"
        and reading.origin.revision == revision
        and statement.local_id == person
        and (statement.start, statement.end) == (_day_or_none(start), _day_or_none(end))
        and statement.value == value
    )


def _days(resource: dict[str, Any], stem: str) -> tuple[str | None, str | None] | None:
    """The texts of the first and the last day; None where they stand in any unusual way."""
    if stem != "period":
        text = resource.get(f"{stem}DateTime")
        if text is not None or f"{stem}Instant" in resource:
            return (text, None) if type(text) is str and text else None
        stem = f"{stem}Period"
    period = resource.get(stem)
    if type(period) is not dict:
        return None
    start, end = period.get("start"), period.get("end")
    if (start is None and end is None) or type(start) not in _TEXT or type(end) not in _TEXT:
        return None
    return start, end


_TEXT = (str, type(None))


def _day(text: str) -> date | None:
    """A month or a year alone is no day here: what it comes to is not decided in columns."""
    return day_of(text, "", [])


def _day_or_none(text: str | None) -> date | None:
    return None if text is None else _day(text)
