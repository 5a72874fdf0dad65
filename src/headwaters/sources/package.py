"""What a CSV package is made of: a folder, a zip or a workbook, opened as tables without unpacking anything."""

from __future__ import annotations

import math
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, Any

from headwaters.domain.problems import InputUnreadable, Place, Problem
from headwaters.engine.warehouse.tables import PACKAGE
from headwaters.sources.cells import did_you_mean
from headwaters.sources.rows import Row, Stream, rows

TABLES = tuple(table.name for table in PACKAGE)
CSV_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})
MOST_UNPACKED = 4 << 30
"""Bytes that a zip may unpack to in all: a state's extract fits many times over."""
MOST_RATIO = 250
"""Tables pack about 10 to 1; far beyond that a zip was made to fill the disk. Judged on members over `SMALL` bytes."""
SMALL = 32 << 20


@dataclass(frozen=True, slots=True)
class TableFile:
    """One table of a package: its name, the label its rows are reported under, its rows, and its bytes where it has any."""

    table: str
    file: str
    rows: Callable[[], Iterator[Row]]
    stream: Callable[[], Stream] | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """Tables in the order in which they are read, and remarks on what was not read. `close` lets go of the files."""

    label: str
    tables: tuple[TableFile, ...]
    remarks: tuple[Problem, ...]
    close: Callable[[], None]


def table_of(name: str) -> str | None:
    """The table that a file or sheet of this name holds."""
    stem = PurePosixPath(name).stem if PurePosixPath(name).suffix.lower() in CSV_SUFFIXES else name
    stem = stem.strip().lower()
    return stem if stem in TABLES else None


def open_package(path: Path) -> Package:
    """Open a folder, a single table, a zip or a workbook.

    raises  InputUnreadable  it is none of these, or not safe to read
    """
    if path.is_dir():
        return _of_files(path.resolve().name, sorted(path.iterdir()))
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return _of_zip(path)
    if suffix in (".xlsx", ".xlsm"):
        return _of_workbook(path)
    if suffix == ".xls":
        raise InputUnreadable(f"{path}: this is the old Excel format. Save it as .xlsx and load that.")
    if table_of(path.name) is None:
        near = did_you_mean(path.stem, TABLES)
        raise InputUnreadable(f"{path}: no table of a package is called that.{near} Tables: {', '.join(TABLES)}.")
    beside = [file for file in path.parent.iterdir() if table_of(file.name) == "source"]
    return _of_files(path.resolve().parent.name, [*beside, path] if table_of(path.name) != "source" else [path])


def _of_files(label: str, files: list[Path]) -> Package:
    open_files = ExitStack()

    def reader(file: Path) -> Callable[[], Stream]:
        return lambda: open_files.enter_context(file.open("rb"))

    named = [(file.name, _of_stream(reader(file))) for file in files if file.is_file() and _is_table_like(file.name)]
    return _package(label, named, open_files.close)


def _is_table_like(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in CSV_SUFFIXES and not name.startswith((".", "~"))


@dataclass(frozen=True, slots=True)
class _Readers:
    """How a table is read: by rows, and by bytes where it has any."""

    rows: Callable[[], Iterator[Row]]
    stream: Callable[[], Stream] | None = None


def _of_stream(stream: Callable[[], Stream]) -> _Readers:
    return _Readers(lambda: rows(stream()), stream)


def _package(label: str, named: list[tuple[str, _Readers]], close: Callable[[], None]) -> Package:
    tables: dict[str, TableFile] = {}
    remarks: list[Problem] = []
    for name, read in named:
        file = f"{label}/{name}"
        table = table_of(PurePosixPath(name).name)
        if table is None and PurePosixPath(name).suffix.lower() == ".txt":
            continue
        if table is None:
            remedy = f"Name it after its table, if it is one: {', '.join(TABLES)}.{did_you_mean(_stem(name), TABLES)}"
            remarks.append(Problem(Place(file), "file", "It was not read: no table is called that.", remedy, "file"))
        elif table in tables:
            close()
            raise InputUnreadable(
                f"{label}: there are two tables `{table}` ({tables[table].file} and {file}). "
                "A package holds each table once; load the packages one by one."
            )
        else:
            tables[table] = TableFile(table, file, read.rows, read.stream)
    in_order = tuple(tables[name] for name in TABLES if name in tables)
    return Package(label, in_order, tuple(remarks), close)


def _stem(name: str) -> str:
    return PurePosixPath(name).stem if "." in name else name


def open_zip(path: Path) -> zipfile.ZipFile:
    """A zip that is one, is not encrypted and does not unpack to more than a disk should take.

    raises  InputUnreadable
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise InputUnreadable(
            f"{path}: it is named like a {path.suffix} file and is not one, or it was cut off. Make or fetch it anew."
        ) from None
    members = archive.infolist()
    bomb = any(m.file_size > SMALL and m.file_size > MOST_RATIO * max(m.compress_size, 1) for m in members)
    if bomb or sum(member.file_size for member in members) > MOST_UNPACKED:
        archive.close()
        raise InputUnreadable(
            f"{path}: it would unpack to far more than such files hold. Nothing was unpacked. "
            "If it is what it should be, unpack it yourself and load the folder."
        )
    if any(member.flag_bits & 1 for member in members):
        archive.close()
        raise InputUnreadable(f"{path}: it is locked with a password. Unpack it yourself and load the folder.")
    return archive


def _of_zip(path: Path) -> Package:
    archive = open_zip(path)
    named: list[tuple[str, _Readers]] = []
    remarks: list[Problem] = []
    for member in archive.infolist():
        inside = PurePosixPath(member.filename.replace("\\", "/"))
        if member.is_dir() or "__MACOSX" in inside.parts or inside.name.startswith("."):
            continue
        if inside.is_absolute() or ".." in inside.parts or ":" in inside.parts[0]:
            what = "A file in it wants to be put outside the folder it is unpacked to. That file was not read."
            remarks.append(Problem(Place(path.name), "zip", what, "Ask the sender how it was made.", "zip"))
        elif _is_table_like(inside.name):
            named.append((str(inside), _of_stream(partial(_Member, archive, member, path.name))))
    if not named:
        archive.close()
        wanted = ", ".join(f"{name}.csv" for name in TABLES)
        raise InputUnreadable(f"{path}: there is no table in this zip. A package holds some of: {wanted}.")
    package = _package(path.name, named, archive.close)
    return Package(package.label, package.tables, (*remarks, *package.remarks), package.close)


class _Member:
    """A file inside a zip, unpacked as it is read."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, label: str) -> None:
        self._archive, self._member, self._label = archive, member, label
        self._stream: IO[bytes] | None = None

    def read(self, size: int = -1, /) -> bytes:
        try:
            if self._stream is None:
                self._stream = self._archive.open(self._member)
            return self._stream.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
            raise InputUnreadable(
                f"{self._label}: {self._member.filename} in it is damaged from some row on. The rows before it were read. "
                "Fetch it anew."
            ) from None


def _of_workbook(path: Path) -> Package:
    from openpyxl import load_workbook  # 0.2 s that only workbooks need

    open_zip(path).close()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, data_only=True)
    except Exception:  # openpyxl names no error of its own for a broken workbook: KeyError, ValueError, TypeError, ...
        raise InputUnreadable(f"{path}: this is no Excel workbook, or it is damaged. Save it anew as .xlsx.") from None
    named = [(sheet.title, _Readers(_sheet_reader(sheet))) for sheet in book.worksheets if table_of(sheet.title)]
    if not named:
        book.close()
        raise InputUnreadable(f"{path}: no sheet is named after a table. Name the sheets: {', '.join(TABLES)}.")
    package = _package(path.name, named, book.close)
    others = [sheet.title for sheet in book.worksheets if not table_of(sheet.title)]
    what = "It was not read: no table is called that."
    remarks = tuple(
        Problem(
            Place(f"{path.name}/sheet {number}"), "sheet", what, f"Sheets that are read: {', '.join(TABLES)}.", "file"
        )
        for number, title in enumerate((s.title for s in book.worksheets), 1)
        if title in others
    )
    return Package(package.label, package.tables, remarks, book.close)


def _sheet_reader(sheet: Any) -> Callable[[], Iterator[Row]]:
    def read() -> Iterator[Row]:
        numbered = enumerate(sheet.iter_rows(values_only=True), 1)
        while True:
            with (
                warnings.catch_warnings()
            ):  # dates outside Excel's calendar; they come as text, and are reported as days
                warnings.simplefilter("ignore")
                some = list(islice(numbered, 1000))
            if not some:
                return
            for number, values in some:
                cells = tuple(cell_text(value) for value in values)
                if any(cells):
                    yield Row(number, cells)

    return read


def cell_text(value: object) -> str:
    """What a workbook's cell says, as it would stand in a CSV file: days as year-month-day, 42.0 as 42."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return str(int(value))
    return str(value).strip()
