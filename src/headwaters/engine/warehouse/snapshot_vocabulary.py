"""What the numbers of a snapshot mean: contents, facts and sources, each once, only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.domain.history.written import columns_back, columns_text, read_back
from headwaters.engine.kernel.batch import Content, FactSaid
from headwaters.engine.warehouse.ordering import Numbers, dense
from headwaters.engine.warehouse.statement_tables import EVENT_SAYS, FACT_SAYS

Ints = npt.NDArray[np.int32]
Codes = frozenset[tuple[str | None, str]]


class EventSays(NamedTuple):
    """What one row of an event says: the fields of `EVENT_SAYS`."""

    kind: str
    agency: str
    status: str | None
    result: str | None
    value: float | None
    unit: str | None
    handoff: str | None
    step: str | None
    system: str | None
    code: str | None
    columns: str

    @property
    def codes(self) -> Codes:
        return frozenset() if self.code is None else frozenset({(self.system, self.code)})


class Vocabulary:
    """`contents`, `facts_said` and `sources` of a snapshot. A number once given keeps its meaning."""

    def __init__(self) -> None:
        self.contents: list[Content] = []
        self.facts_said: list[FactSaid] = []
        self.sources: list[str] = []
        self._contents: dict[tuple[Any, ...], int] = {}
        """By what is said; filled up when it is first asked, as most readers never do."""
        self._facts: dict[tuple[str, str, str], int] = {}
        self._sources: dict[str, int] = {}

    def content(self, says: EventSays, codes: Codes) -> int:
        """The number of what an event says whose first row says this and whose rows carry these codes together."""
        for number in range(len(self._contents), len(self.contents)):
            held = self.contents[number]
            self._contents[(*held[:9], columns_text(held.columns))] = number
        columns = columns_back(says.columns)
        key = (*says[:8], codes, columns_text(columns))
        found = self._contents.get(key)
        if found is None:
            found = self._contents[key] = len(self.contents)
            self.contents.append(Content(*says[:8], codes, columns))
        return found

    def fact(self, fact: str, type_: str, value: str) -> int:
        """The number of a fact and its value, as `written` gives it."""
        found = self._facts.get((fact, type_, value))
        if found is None:
            found = self._facts[fact, type_, value] = len(self.facts_said)
            self.facts_said.append(FactSaid(fact, read_back(type_, value)))
        return found

    def source(self, name: str) -> int:
        found = self._sources.get(name)
        if found is None:
            found = self._sources[name] = len(self.sources)
            self.sources.append(name)
        return found

    def code_sources(self, names: pa.Array) -> Ints:
        coded = names.dictionary_encode()
        numbers = np.array([self.source(name) for name in coded.dictionary.to_pylist()], np.int32)
        return _looked_up(numbers, coded.indices)

    def code_facts(self, table: pa.Table) -> Ints:
        """Of each row of a table of facts the number of what it says."""
        rows, which = distinct([_flat(table, name) for name in FACT_SAYS])
        numbers = np.array([self.fact(*row) for row in rows], np.int32)
        return numbers[which] if len(rows) else np.zeros(0, np.int32)


class Sayings:
    """Everything that single rows of events say, numbered while they are read; `SaidOrder` puts it in order afterwards."""

    def __init__(self) -> None:
        self.rows: list[EventSays] = []
        self._numbers: dict[tuple[Any, ...], int] = {}

    def code(self, table: pa.Table) -> Ints:
        """Of each row of a table of events the number of what it says."""
        rows, which = distinct([_flat(table, name) for name in EVENT_SAYS])
        numbers = np.array([self._number(row) for row in rows], np.int32)
        return numbers[which] if len(rows) else np.zeros(0, np.int32)

    def _number(self, row: tuple[Any, ...]) -> int:
        found = self._numbers.get(row)
        if found is None:
            found = self._numbers[row] = len(self.rows)
            self.rows.append(EventSays._make((*row[:-1], row[-1] or "")))
        return found


class SaidOrder:
    """Sayings by number: which take a record back, how rows of one event are told apart and which of them comes first."""

    def __init__(self, sayings: Sayings) -> None:
        self.rows: Sequence[EventSays] = sayings.rows
        self.error = np.array([one.status == ENTERED_IN_ERROR for one in self.rows], np.bool_)
        self.kind = _places(self.rows, [one.kind for one in self.rows])
        self.part = _places(self.rows, [(one.kind, one.handoff or "", one.step or "") for one in self.rows])
        self.first = _places(self.rows, [_first(one) for one in self.rows])


def _first(one: EventSays) -> tuple[Any, ...]:
    """As the reference breaks ties among the rows of one event (`evaluation.seen`); days come before, the place in a file
    after: it says nothing of the event."""
    return (
        one.system or "", one.code or "", _absent_first(one.value), one.agency, _absent_first(one.status),
        _absent_first(one.result), _absent_first(one.unit), _absent_first(one.handoff), _absent_first(one.step),
        one.columns,
    )  # fmt: skip


def _absent_first(value: Any) -> tuple[Any, ...]:
    return () if value is None else (value,)


def _places(rows: Sequence[EventSays], keys: Sequence[Any]) -> Numbers:
    """The place of each key among the different keys."""
    place = {key: number for number, key in enumerate(sorted(set(keys)))}
    return np.array([place[key] for key in keys], np.int64).reshape(len(rows))


def distinct(columns: Sequence[pa.Array]) -> tuple[list[tuple[Any, ...]], Numbers]:
    """The different rows of these columns, and for each row which of them it is."""
    size = len(columns[0])
    keys, different = np.zeros(size, np.int64), 1
    for column in columns:
        coded = column.dictionary_encode(null_encoding="encode")
        keys = keys * len(coded.dictionary) + coded.indices.to_numpy()
        different *= max(1, len(coded.dictionary))
        if different > 2**31:
            keys, different = dense(keys)
            keys = keys.astype(np.int64)
    which, different = dense(keys)
    examples = np.empty(different, np.int64)
    examples[which[::-1]] = np.arange(size)[::-1]
    taken = pa.array(examples)
    return list(zip(*(column.take(taken).to_pylist() for column in columns), strict=True)), which


def _flat(table: pa.Table, name: str) -> pa.Array:
    return table.column(name).combine_chunks()


def _looked_up(numbers: Ints, indices: pa.Array) -> Ints:
    return numbers[indices.to_numpy()] if len(numbers) else np.zeros(0, np.int32)
