"""A table's file as blocks of columns: the plain rows of many lines at once, and every other row read alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from headwaters.domain.problems import InputUnreadable
from headwaters.domain.records.statement import Reading
from headwaters.engine.intake.block import Block, Words, block_of
from headwaters.engine.intake.layout import LAYOUTS, Layout
from headwaters.engine.intake.lines import Survey, columns, survey
from headwaters.engine.intake.patterns import Patterns
from headwaters.engine.warehouse.tables import package_table
from headwaters.sources.cells import number_of, read_day
from headwaters.sources.headings import PROBLEM, SET_ASIDE, Heading
from headwaters.sources.package import TableFile
from headwaters.sources.package_rows import Sender
from headwaters.sources.readings import damaged, reading, remark, table_readings
from headwaters.sources.rows import (
    DELIMITERS,
    LONGEST_ROW,
    MOST_LINES_IN_A_ROW,
    After,
    Row,
    Rows,
    Stream,
    is_utf8_with_line_feeds,
    lines_of,
    rows,
)

HEAD = 1 << 16
"""Bytes of a file that show how it is written, as `sources.rows` looks at them."""
PIECE = 1 << 16
"""Bytes read at once: of a damaged file, whole pieces before the damage are read."""
LARGEST_BLOCK = 1 << 27
"""Bytes. A stretch of lines that still hangs together beyond this is read row by row."""


def table_items(file: TableFile, sender: Sender, *, block_bytes: int, columns_from: int) -> Iterator[Reading | Block]:
    """The rows of one table: blocks and readings where its file is large and written like a table, else readings alone."""
    if file.stream is None or file.table not in LAYOUTS:
        yield from table_readings(file, sender)
        return
    source = _Ahead(file.stream())
    head = source.look(max(columns_from, HEAD))
    start = _start(file, head) if len(head) >= columns_from and is_utf8_with_line_feeds(head[:HEAD]) else None
    if start is None:
        again = replace(file, rows=lambda: rows(source.rest()))
        yield from table_readings(again, sender)
        return
    yield from (remark(note, sender, file.table) for note in start.heading.notes)
    source.skip(start.bytes)
    try:
        yield from _blocks(source, start, sender, block_bytes)
    except InputUnreadable as trouble:
        yield damaged(trouble, file, sender)


@dataclass(frozen=True, slots=True)
class _Start:
    """Where the rows of a table begin, and how they are written."""

    heading: Heading
    layout: Layout
    delimiter: str
    cells: int
    lines: int
    bytes: int


def _start(file: TableFile, head: bytes) -> _Start | None:
    """None where rows have to be read one by one: no header in sight, something wrong with it, or a file that mends rows."""
    table = package_table(file.table)
    assert table is not None
    read = Rows(io.BytesIO(head))
    header = next(iter(read), None)
    taken = read.lines_taken
    if header is None or header.fault or read.delimiter not in DELIMITERS or head.count(b"\n") <= taken:
        return None
    heading = Heading.read(table, header, file.file)
    if heading.faults or {SET_ASIDE, PROBLEM} & set(heading.columns):
        return None
    size = sum(len(line) for line in head.split(b"\n", taken)[:taken]) + taken
    return _Start(heading, LAYOUTS[file.table], read.delimiter, len(header.cells), taken, size)


def _blocks(source: _Ahead, start: _Start, sender: Sender, block_bytes: int) -> Iterator[Reading | Block]:
    """Blocks of about so many bytes; a stretch that no line feed cuts is read row by row to the end."""
    line, wanted, patterns = start.lines, block_bytes, Patterns()
    words = _words(start.heading, sender)
    while True:
        block, last = source.lines(wanted)
        if not block and not last:
            if wanted < LARGEST_BLOCK:
                wanted *= 2
                continue
            rest = Rows(lines_of(source.rest()), before=line, delimiter=start.delimiter)
            yield from (reading(row, start.heading, sender) for row in rest)
            return
        if block:
            seen = survey(block, delimiter=start.delimiter, cells=start.cells, longest=LONGEST_ROW)
            alone, upto = _alone(seen, line, last=last)
            if upto == 0 and wanted < LARGEST_BLOCK:
                wanted *= 2
                source.put_back(block)
                continue
            if upto < len(seen):
                if upto == 0:
                    alone, upto = _alone(seen, line, last=True)
                else:
                    source.put_back(block[seen.starts[upto] :])
                    seen.plain[upto:] = False
            readings = [reading(row, start.heading, sender) for row in alone]
            yield _block(seen, line, readings, start, words, patterns)
            line, wanted = line + upto, block_bytes
        if last and not source.waits:
            if source.trouble is not None:
                raise source.trouble
            return


def _words(heading: Heading, sender: Sender) -> Words:
    def alone(line: int, cells: tuple[str, ...]) -> Reading:
        return reading(Row(line, cells), heading, sender)

    day: partial[date | None] = partial(read_day, dates=sender.dates)
    return Words(sender.source, heading.file, sender.sent, day, number_of, alone)


def _block(seen: Survey, before: int, alone: list[Reading], start: _Start, words: Words, patterns: Patterns) -> Block:
    names = [f"{place} {name}" for place, name in enumerate(start.heading.columns)]
    names += [f"{place}" for place in range(len(names), start.cells)]
    single = {start.layout.ids[0], *start.layout.texts} - {"result"}
    repeating = frozenset(
        called for called, name in zip(names, start.heading.columns, strict=False) if name not in single
    )
    raw = columns(seen, names=names, repeating=repeating)
    lines = seen.plain_lines() + (before + 1)
    return block_of(raw, lines, start.heading.columns, layout=start.layout, words=words, patterns=patterns, alone=alone)


def _alone(seen: Survey, before: int, *, last: bool) -> tuple[list[Row], int]:
    """The odd lines read as rows, and how many lines of the block are settled: a row whose end may lie below the block,
    and all that follows it, is left for the next one. Lines that such a row takes in are plain no more."""
    read: list[Row] = []
    taken = 0
    for line in seen.odd_lines():
        if line < taken:
            continue
        stop = line + (MOST_LINES_IN_A_ROW + 2 if seen.quoted[line] else 1)
        if stop > len(seen) and not last:
            return read, line
        stop = min(stop, len(seen))
        piece = io.BytesIO(seen.block[seen.starts[line] : seen.ends[stop - 1] + 1])
        one = Rows(piece, before=before + line, delimiter=seen.delimiter)
        row = one.next()
        taken = one.lines_taken - before
        seen.plain[line:taken] = False
        if row is not None and Rows.holds(row):
            read.append(row)
    return read, len(seen)


class _Ahead:
    """A stream that is read a piece at a time, and what was read of it and not yet used.

    trouble  why nothing further can be read; what came before it stands
    """

    def __init__(self, stream: Stream) -> None:
        self._stream, self._held, self._ended = stream, b"", False
        self.trouble: InputUnreadable | None = None

    @property
    def waits(self) -> bool:
        return bool(self._held)

    def look(self, size: int) -> bytes:
        """The next so many bytes, or all there are, without using them."""
        self._fill(size)
        return self._held[:size]

    def skip(self, size: int) -> None:
        self._held = self._held[size:]

    def put_back(self, unused: bytes) -> None:
        self._held = unused + self._held

    def rest(self) -> Stream:
        """All that is left."""
        held, self._held = self._held, b""
        return After(held, self)

    def read(self, size: int = -1, /) -> bytes:
        if self.trouble is not None:
            raise self.trouble
        return self._stream.read(size)

    def lines(self, size: int) -> tuple[bytes, bool]:
        """Whole lines, about so many bytes of them, and whether these are the last. A last line gets the line feed it lacks."""
        self._fill(size)
        if self._ended and len(self._held) <= size:
            block, self._held = self._held, b""
            if self.trouble is not None:
                block = block[: block.rfind(b"\n") + 1]
            return (block if not block or block.endswith(b"\n") else block + b"\n"), True
        cut = self._held.rfind(b"\n", 0, size) + 1
        block, self._held = self._held[:cut], self._held[cut:]
        return block, False

    def _fill(self, size: int) -> None:
        pieces, held = [self._held], len(self._held)
        while held <= size and not self._ended:
            try:
                piece = self._stream.read(PIECE)
            except InputUnreadable as trouble:
                self.trouble, piece = trouble, b""
            self._ended = not piece
            pieces.append(piece)
            held += len(piece)
        self._held = b"".join(pieces)
