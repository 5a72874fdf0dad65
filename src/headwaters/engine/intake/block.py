"""Many rows of one table, read and checked as columns, on their way from a door to the records.

What is not plain about a row is not decided here: such a row is read alone, by the code that reads any row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwaters.domain.records.statement import Reading
from headwaters.engine.intake.cells import Days, Mask, Numbers, by_word, codes_of, texts_of, trimmed
from headwaters.engine.intake.digests import agency_words, cell_contents, record_keys
from headwaters.engine.intake.doubts import doubtful_rows
from headwaters.engine.intake.layout import Layout
from headwaters.engine.intake.patterns import Patterns, assign_patterns
from headwaters.engine.intake.spread import known_as_of, one
from headwaters.engine.intake.verbatim import verbatims

TEXT = ""
"""The one column of rows that are a text each."""
ReadAlone = Callable[[int, tuple[str, ...]], Reading]
"""Reads one row alone: the number of its line and its cells."""


@dataclass(frozen=True, slots=True)
class Words:
    """How a door reads single words, and whose table it is reading."""

    source: str
    file: str
    sent: date | None
    day: Callable[[str], date | None]
    number: Callable[[str], float | None]
    alone: ReadAlone


@dataclass(slots=True)
class Block:
    """Plain rows of one file, in the order of their lines.

    columns   the cells, trimmed, by their columns' names (dictionaries where words repeat), null where empty
    texts     those of `ids` and `texts` among them
    days      columns of days by name; `recorded` where the row or its package says so
    numbers   columns of numbers by name: dictionaries of what each word says
    pattern   each row's pattern, a place in `patterns.readings`
    keys, contents  the numbers that stand for the row's record and for what it says
    alone     rows of the same lines that had to be read one by one, in the order of their lines
    revisions each row's revision, where it is not its pattern's
    """

    words: Words
    layout: Layout
    raw: pa.Table
    lines: Numbers
    record_ids: pa.StringArray
    columns: Mapping[str, pa.Array]
    texts: Mapping[str, pa.Array]
    days: Mapping[str, Days]
    numbers: Mapping[str, pa.Array]
    pattern: Numbers
    patterns: Patterns
    keys: Numbers
    contents: Numbers
    alone: list[Reading]
    revisions: Numbers | None = None

    def __len__(self) -> int:
        return len(self.lines)

    def readings(self, rows: Numbers) -> list[Reading]:
        """These rows, each read alone."""
        return _read_alone(self.raw, self.lines, rows, self.words)

    def verbatim(self) -> pa.StringArray:
        """Each row as it stood."""
        return self.columns[TEXT] if self.layout.whole else verbatims(self.columns)

    def revision(self) -> Numbers:
        """Each row's revision."""
        if self.revisions is not None:
            return self.revisions
        return np.array([*(reading.origin.revision for reading in self.patterns.readings), 0], np.int64)[self.pattern]

    def said(self, column: str, rows: Mask) -> list[str]:
        """What these rows say in a column of texts that they all fill in."""
        texts: list[str] = self.texts[column].filter(pa.array(rows)).to_pylist()
        return texts

    def of_patterns(self, answers: Sequence[bool]) -> Mask:
        """Each row's answer, given that of each pattern."""
        return np.array([*answers, False], np.bool_)[self.pattern]

    def by_pattern(self) -> list[tuple[int, int, int]]:
        """Each pattern that occurs: its number, how many rows it has, and the line of the first; in the order of the lines."""
        numbers, first, rows = np.unique(self.pattern, return_index=True, return_counts=True)
        lines = self.lines[first]
        return sorted(zip(numbers.tolist(), rows.tolist(), lines.tolist(), strict=True), key=lambda entry: entry[2])

    def where(self, answers: Sequence[bool]) -> Block:
        """The rows whose pattern is answered with yes."""
        return self.take(np.flatnonzero(self.of_patterns(answers)))

    def take(self, rows: Numbers) -> Block:
        """Some of the rows, in the order given; nothing was read alone among them."""
        if len(rows) == len(self):
            return self
        taken = pa.array(rows)
        return replace(
            self,
            raw=self.raw.take(taken),
            lines=self.lines[rows],
            record_ids=self.record_ids.take(taken),
            columns=(columns := {name: column.take(taken) for name, column in self.columns.items()}),
            texts={
                name: columns[name] if name in columns else column.take(taken) for name, column in self.texts.items()
            },
            days={name: column.take(rows) for name, column in self.days.items()},
            numbers={name: column.take(taken) for name, column in self.numbers.items()},
            pattern=self.pattern[rows],
            keys=self.keys[rows],
            contents=self.contents[rows],
            alone=[],
            revisions=None if self.revisions is None else self.revisions[rows],
        )

    def aliases(self) -> pa.Table:
        """The people of a people table under the numbers they are kept by: id, source, local_id."""
        people = texts_of(self.texts["person"])
        return pa.table({
            "id": known_as_of(self.words.source, people),
            "source": one(self.words.source, len(self)),
            "local_id": people,
        })  # fmt: skip


def block_of(
    raw: pa.Table,
    lines: Numbers,
    names: Sequence[str],
    *,
    layout: Layout,
    words: Words,
    patterns: Patterns,
    alone: list[Reading],
) -> Block:
    """Check the rows of `raw` as columns; what is not plain joins `alone`.

    raw    the cells as written, one column for each cell of the header
    names  what the header calls the first columns; cells beyond them have to be empty
    alone  rows of the same stretch that are read already
    """
    columns = {name: trimmed(raw.column(place)) for place, name in enumerate(names)}
    days = {name: _days(columns.get(name), raw.num_rows, words) for name in layout.days}
    numbers = {name: _numbers(columns[name], words.number) for name in layout.numbers if name in columns}
    doubtful = doubtful_rows(columns, days, numbers, layout)
    for column in raw.columns[len(names) :]:
        doubtful |= np.asarray(pc.not_equal(column, pa.scalar("")))

    def read_alone(rows: Numbers) -> list[Reading]:
        return _read_alone(raw, lines, rows, words)

    pattern = assign_patterns(columns, layout, ~doubtful, patterns, read_alone)
    held = np.array([*(reading.problems == () for reading in patterns.readings), False], np.bool_)
    plain = held[pattern]
    alone = sorted([*alone, *read_alone(np.flatnonzero(~plain))], key=lambda read: read.origin.line)
    cut = _Cut(raw, lines, columns, days, numbers, pattern)
    if not plain.all():
        cut = cut.take(np.flatnonzero(plain))
    return _digested(cut, layout, words, patterns, alone)


@dataclass(frozen=True, slots=True)
class _Cut:
    """The columns of some rows."""

    raw: pa.Table
    lines: Numbers
    columns: Mapping[str, pa.Array]
    days: Mapping[str, Days]
    numbers: Mapping[str, pa.Array]
    pattern: Numbers

    def take(self, rows: Numbers) -> _Cut:
        taken = pa.array(rows)
        return _Cut(
            self.raw.take(taken),
            self.lines[rows],
            {name: column.take(taken) for name, column in self.columns.items()},
            {name: column.take(rows) for name, column in self.days.items()},
            {name: column.take(taken) for name, column in self.numbers.items()},
            self.pattern[rows],
        )


def _days(column: pa.Array | None, rows: int, words: Words) -> Days:
    return Days.none(rows) if column is None else Days.read(column, words.day)


def _numbers(column: pa.DictionaryArray, read: Callable[[str], float | None]) -> pa.Array:
    said = pa.array(by_word(column, read), pa.float64())
    return pc.take(said, pa.array(codes_of(column)))


def _read_alone(raw: pa.Table, lines: Numbers, rows: Numbers, words: Words) -> list[Reading]:
    """These rows, each read alone; a row that holds nothing is no row."""
    if not len(rows):
        return []
    some = raw.take(pa.array(rows))
    cells = zip(*(column.to_pylist() for column in some.columns), strict=True)
    read = zip(lines[rows].tolist(), cells, strict=True)
    return [words.alone(line, row) for line, row in read if any(cell.strip() for cell in row)]


def _digested(cut: _Cut, layout: Layout, words: Words, patterns: Patterns, alone: list[Reading]) -> Block:
    record_ids = _record_ids(cut.columns, layout)
    days = {**cut.days, "recorded": cut.days["recorded"].or_else(words.sent)}
    return Block(
        words=words,
        layout=layout,
        raw=cut.raw,
        lines=cut.lines,
        record_ids=record_ids,
        columns=cut.columns,
        texts={name: cut.columns[name] for name in (*layout.ids, *layout.texts) if name in cut.columns},
        days=days,
        numbers=cut.numbers,
        pattern=cut.pattern,
        patterns=patterns,
        keys=record_keys(words.source, layout.table.name, record_ids),
        contents=_contents(cut, patterns),
        alone=alone,
    )


def _record_ids(columns: Mapping[str, pa.Array], layout: Layout) -> pa.StringArray:
    if not layout.key:
        return texts_of(columns[layout.ids[0]])
    rows = len(columns[layout.ids[0]])
    parts = [
        texts_of(columns[name]).fill_null("") if name in columns else pa.repeat(pa.scalar(""), rows)
        for name in layout.key
    ]
    return pc.binary_join_element_wise(*parts, pa.scalar("/"))


def _contents(cut: _Cut, patterns: Patterns) -> Numbers:
    """The digests of what the rows say; all rows of a pattern name the same agency."""
    agencies = agency_words([reading.origin.agency for reading in patterns.readings])
    return cell_contents(agencies[cut.pattern] if len(agencies) else np.empty(0, np.uint64), cut.columns)
