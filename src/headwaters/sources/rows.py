"""From the bytes of a table to its rows, whatever a spreadsheet program did to them.

A row that cannot be read as it stands comes out with a `fault` in plain words; the rows after it are read all the same.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

LONGEST_ROW = 1 << 20
"""Bytes. No honest row of these tables comes near; a longer one is a lost quotation mark or a file of another kind."""
MOST_LINES_IN_A_ROW = 50
"""Quoted text may run over lines; a quotation mark still open after so many was never closed."""
DELIMITERS = (",", ";", "\t", "|")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Readable(Protocol):
    """Bytes, a line at a time."""

    def readline(self, size: int = -1, /) -> bytes: ...


class Stream(Protocol):
    """Bytes, a piece at a time."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row as a row, before its cells mean anything."""

    what: str
    remedy: str
    code: str


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row; `line` is where it begins, from 1."""

    line: int
    cells: tuple[str, ...]
    fault: Fault | None = None


NOT_UTF8 = Fault(
    "The row is not written in UTF-8.",
    "Save the file as `CSV UTF-8` and load it again; or look at the row in the set-aside file, where it was read as "
    "Windows-1252, and load that.",
    "encoding",
)
NULS = Fault(
    "The row holds NUL characters, which are no text.", "Export the file anew; a copy may have been cut off.", "nul"
)
TOO_LONG = Fault(
    f"The row is longer than {LONGEST_ROW >> 20} MB. Only its beginning was kept.",
    'Look for a quotation mark (") that is never closed, or for a line end that is missing, and export the file anew.',
    "too_long",
)
OPEN_QUOTE = Fault(
    'A quotation mark (") is opened and never closed.',
    "Close it, or write two of them where the mark itself is meant.",
    "quotes",
)
STRAY_QUOTE = Fault(
    'A quotation mark (") stands inside a quoted cell.',
    'Write two of them ("") where the mark itself is meant.',
    "quotes",
)


def rows(stream: Stream) -> Iterator[Row]:
    """Every row that holds anything, the header first. Commas, semicolons, tabs or bars; any line ends; with or without
    a byte-order mark; UTF-16 as Excel's "Unicode text" writes it."""
    return iter(Rows(_as_utf8(stream)))


class Rows:
    """The rows of UTF-8 text from some line on. `delimiter` None: it is found in the first line."""

    def __init__(self, stream: Readable, *, before: int = 0, delimiter: str | None = None) -> None:
        self._lines = _Lines(stream, before)
        self.delimiter = delimiter

    @property
    def lines_taken(self) -> int:
        """The number of the last line that was read."""
        return self._lines.taken

    def __iter__(self) -> Iterator[Row]:
        while (row := self.next()) is not None:
            if self.holds(row):
                yield row

    @staticmethod
    def holds(row: Row) -> bool:
        """Whether anything stands in the row, or is wrong with it."""
        return any(cell.strip() for cell in row.cells) or (row.fault is not None and row.fault is not NULS)

    def next(self) -> Row | None:
        """The next row, even if it holds nothing; None at the end."""
        while (line := self._lines.next()) is not None:
            number, text, fault = line
            if self.delimiter is None:
                text = text.removeprefix("\ufeff")
                if text.lower().startswith("sep=") and len(text.rstrip()) == 5:
                    self.delimiter = text[4]
                    continue
                self.delimiter = _delimiter(text)
            if fault:
                return Row(number, tuple(text.split(self.delimiter)), fault)
            return _row(self._lines, number, text, self.delimiter)
        return None


def _row(lines: _Lines, number: int, text: str, delimiter: str) -> Row:
    if '"' not in text:
        return Row(number, tuple(text.split(delimiter)))
    taken: list[tuple[int, str, Fault | None]] = []
    whole = text
    while True:
        try:
            cells = next(csv.reader([whole], delimiter=delimiter, strict=True), [])
            return Row(number, tuple(cells))
        except csv.Error as error:
            if "unexpected end of data" not in str(error):
                lines.put_back(taken)
                return Row(number, tuple(text.split(delimiter)), STRAY_QUOTE)
        following = lines.next() if len(taken) < MOST_LINES_IN_A_ROW and len(whole) < LONGEST_ROW else None
        if following is None or following[2] is not None:
            lines.put_back([*taken, *([following] if following else [])])
            return Row(number, tuple(text.split(delimiter)), OPEN_QUOTE)
        taken.append(following)
        whole = f"{whole}\n{following[1]}"


def _delimiter(header: str) -> str:
    """The mark that cuts the header into most cells; a comma where none cuts it."""
    return max(DELIMITERS, key=header.count)


class _Lines:
    """Numbered lines of text, each with its fault; lines read too far can be put back."""

    def __init__(self, stream: Readable, before: int = 0) -> None:
        self._stream = stream
        self._number = before
        self._waiting: deque[tuple[int, str, Fault | None]] = deque()

    def next(self) -> tuple[int, str, Fault | None] | None:
        if self._waiting:
            return self._waiting.popleft()
        raw = self._stream.readline(LONGEST_ROW)
        if not raw:
            return None
        self._number += 1
        if len(raw) == LONGEST_ROW and not raw.endswith(b"\n"):
            while (rest := self._stream.readline(LONGEST_ROW)) and not rest.endswith(b"\n"):
                pass
            return self._number, raw[:200].decode("utf-8", "replace").replace("\0", ""), TOO_LONG
        return self._number, *_decoded(raw.rstrip(b"\r\n"))

    @property
    def taken(self) -> int:
        """The number of the last line that was read and not put back."""
        return self._number - len(self._waiting)

    def put_back(self, lines: list[tuple[int, str, Fault | None]]) -> None:
        self._waiting.extendleft(reversed(lines))


def _decoded(raw: bytes) -> tuple[str, Fault | None]:
    fault = NULS if b"\0" in raw else None
    raw = raw.replace(b"\0", b"")
    try:
        return raw.decode("utf-8"), fault
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), NOT_UTF8


def is_utf8_with_line_feeds(head: bytes) -> bool:
    """Whether a file that begins so can be cut at its line feeds; UTF-16 and files with carriage returns alone cannot."""
    return not head.startswith(_UTF16) and (b"\n" in head or b"\r" not in head)


def _as_utf8(stream: Stream) -> Readable:
    """The same text in UTF-8 with line feeds, where its first bytes say that it is UTF-16 or has only carriage returns."""
    buffered = io.BufferedReader(_Raw(stream), 1 << 16)
    head = buffered.peek(1 << 16)
    if head.startswith(_UTF16):
        text = io.TextIOWrapper(buffered, encoding="utf-16", errors="replace", newline=None)
        return io.BufferedReader(_Raw(_Chunks(text)), 1 << 16)
    if b"\r" in head and b"\n" not in head:
        return io.BufferedReader(_Raw(_Chunks(io.TextIOWrapper(buffered, encoding="latin-1", newline=None), "latin-1")))
    return buffered


class _Chunks:
    """A text stream read as bytes, a piece at a time."""

    def __init__(self, text: io.TextIOWrapper, encoding: str = "utf-8") -> None:
        self._text, self._encoding, self._held = text, encoding, b""

    def read(self, size: int = -1) -> bytes:
        if not self._held:
            self._held = self._text.read(1 << 14).encode(self._encoding)
        size = len(self._held) if size < 0 else size
        piece, self._held = self._held[:size], self._held[size:]
        return piece


class After:
    """What was read ahead, and then the stream that it was read from."""

    def __init__(self, ahead: bytes, stream: Stream) -> None:
        self._ahead, self._stream = io.BytesIO(ahead), stream

    def read(self, size: int = -1, /) -> bytes:
        return self._ahead.read(size) or self._stream.read(size)


def lines_of(stream: Stream) -> Readable:
    """Anything with `read`, so that its lines can be read."""
    return io.BufferedReader(_Raw(stream), 1 << 16)


class _Raw(io.RawIOBase):
    """Anything with `read` (a zip's member, for one), so that it can be buffered and peeked into."""

    def __init__(self, stream: Stream) -> None:
        self._source = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = self._source.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
