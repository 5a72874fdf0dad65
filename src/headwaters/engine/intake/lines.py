"""From a block of a table's bytes to columns of text, with the line of every row.

Only lines that leave no doubt are read as columns: as many cells as the header, quotation marks only around whole cells,
no character that is escaped or stripped in a way of its own. Every other line is named, for its door to read alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

Mask = np.ndarray[Any, np.dtype[np.bool_]]
Positions = np.ndarray[Any, np.dtype[np.int64]]

_NEWLINE, _RETURN, _QUOTE, _BACKSLASH, _SPACE = 10, 13, 34, 92, 32
_OTHER_SPACES = re.compile(
    rb"\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80|\xef\xbb\xbf"
)
"""White space outside ASCII, which `str.strip` takes away, and byte-order marks."""


@dataclass(slots=True)
class Survey:
    """Where the lines of a block stand, and which of them can be read as columns.

    starts  where each line begins; ends: where its line feed stands
    plain   can be read as columns
    odd     have to be read alone; what is neither is an empty line
    quoted  the odd lines whose quotation marks may reach into the lines below
    """

    block: bytes
    delimiter: str
    starts: Positions
    ends: Positions
    plain: Mask
    odd: Mask
    quoted: Mask

    def __len__(self) -> int:
        return len(self.starts)

    def odd_lines(self) -> list[int]:
        """The lines to be read alone, from 0."""
        return [int(line) for line in np.flatnonzero(self.odd)]

    def plain_lines(self) -> Positions:
        """The lines that are read as columns, from 0."""
        return np.flatnonzero(self.plain)


def survey(block: bytes, *, delimiter: str, cells: int, longest: int) -> Survey:
    """Look at every line of the block, which ends with a line feed. `cells`: as many as the header has; `longest`: bytes of a line."""
    buffer = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(buffer == _NEWLINE)
    starts = np.empty_like(ends)
    starts[0], starts[1:] = 0, ends[:-1] + 1
    odd = ends - starts >= longest - 1
    blank = (ends == starts) | ((ends - starts == 1) & (buffer[starts] == _RETURN))
    for positions in _suspicious(block, buffer, delimiter):
        odd[np.searchsorted(ends, positions)] = True
    odd[_undecodable(block, buffer, starts, ends)] = True
    marks = np.flatnonzero(buffer == _QUOTE) if b'"' in block else np.empty(0, np.int64)
    quoted = np.zeros(len(ends), np.bool_)
    if len(marks):
        quoted = _irregular(buffer, marks, ends, ord(delimiter))
        odd |= quoted
        if delimiter == "\t":  # a tab inside a cell is written in another way than it stands
            odd[np.searchsorted(ends, marks)] = True
    odd |= (_delimiters(buffer, ends, marks, ord(delimiter)) != cells - 1) & ~blank
    return Survey(block, delimiter, starts, ends, ~odd & ~blank, odd & ~(blank & ~quoted), quoted)


def _suspicious(block: bytes, buffer: np.ndarray[Any, Any], delimiter: str) -> list[Positions]:
    """Places of characters that ask for a closer look."""
    found: list[Positions] = []
    control = np.flatnonzero(buffer < _SPACE)
    control = control[buffer[control] != _NEWLINE]
    if len(control):
        held = buffer[control]
        return_before_feed = (held == _RETURN) & (buffer[np.minimum(control + 1, len(buffer) - 1)] == _NEWLINE)
        found.append(control[~return_before_feed & (held != ord(delimiter))])
    if b"\\" in block:
        found.append(np.flatnonzero(buffer == _BACKSLASH))
    if not block.isascii():
        found.append(np.array([match.start() for match in _OTHER_SPACES.finditer(block)], np.int64))
    return found


def _undecodable(block: bytes, buffer: np.ndarray[Any, Any], starts: Positions, ends: Positions) -> list[int]:
    """The lines that are not UTF-8."""
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        high = np.unique(np.searchsorted(ends, np.flatnonzero(buffer >= 128)))
        return [line for line in high.tolist() if not _decodes(block[starts[line] : ends[line]])]
    return []


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _irregular(buffer: np.ndarray[Any, Any], marks: Positions, ends: Positions, delimiter: int) -> Mask:
    """Lines with a quotation mark that neither opens nor closes a whole cell."""
    line = np.searchsorted(ends, marks)
    count = np.bincount(line, minlength=len(ends))
    opens = _turn(marks, line, count) % 2 == 0
    before = np.where(marks > 0, buffer[marks - 1], _NEWLINE)
    after = buffer[marks + 1]
    starts_cell = (before == delimiter) | (before == _NEWLINE)
    ends_cell = (after == delimiter) | (after == _NEWLINE)
    ends_cell |= (after == _RETURN) & (buffer[np.minimum(marks + 2, len(buffer) - 1)] == _NEWLINE)
    irregular: Mask = count % 2 == 1
    irregular[line[np.where(opens, ~starts_cell, ~ends_cell)]] = True
    return irregular


def _turn(marks: Positions, line: Positions, count: Positions) -> Positions:
    """Each mark's number within its line, from 0."""
    first = np.cumsum(count) - count
    turn: Positions = np.arange(len(marks)) - first[line]
    return turn


def _delimiters(buffer: np.ndarray[Any, Any], ends: Positions, marks: Positions, delimiter: int) -> Positions:
    """How many delimiters each line has outside quoted cells."""
    places = np.flatnonzero(buffer == delimiter)
    if not len(marks):
        return np.diff(np.searchsorted(places, ends), prepend=0)
    line = np.searchsorted(ends, places)
    count = np.bincount(np.searchsorted(ends, marks), minlength=len(ends))
    before = np.searchsorted(marks, places) - (np.cumsum(count) - count)[line]
    return np.bincount(line[before % 2 == 0], minlength=len(ends))


def columns(seen: Survey, *, names: Sequence[str], repeating: frozenset[str]) -> pa.Table:
    """The plain lines as one column of text for each name, in order. `repeating`: columns kept as dictionaries."""
    data = seen.block
    if not seen.plain.all():
        buffer = np.frombuffer(seen.block, np.uint8)
        data = buffer[np.repeat(seen.plain, seen.ends - seen.starts + 1)].tobytes()
    types = {name: pa.dictionary(pa.int32(), pa.string()) if name in repeating else pa.string() for name in names}
    if not data:
        return pa.schema(list(types.items())).empty_table()
    table = pa_csv.read_csv(
        pa.BufferReader(data),
        read_options=pa_csv.ReadOptions(column_names=list(names), block_size=len(data) + 1, use_threads=False),
        parse_options=pa_csv.ParseOptions(delimiter=seen.delimiter, quote_char='"', newlines_in_values=False, ignore_empty_lines=False),
        convert_options=pa_csv.ConvertOptions(column_types=types, strings_can_be_null=False, check_utf8=True),
    )  # fmt: skip
    return table.combine_chunks()
