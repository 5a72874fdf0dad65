"""The door for tables: a folder, zip or workbook that a county analyst can fill in (docs/how-to/load-your-own-data.md).

What each column means stands in `engine.warehouse.tables`, once.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from headwaters.domain.problems import InputUnreadable
from headwaters.domain.records.statement import Reading
from headwaters.engine.warehouse.tables import DATE_ORDERS, SOURCE
from headwaters.sources.cells import Cells, did_you_mean
from headwaters.sources.headings import Heading
from headwaters.sources.package import CSV_SUFFIXES, TABLES, Package, TableFile, open_package, table_of
from headwaters.sources.package_rows import Sender
from headwaters.sources.readings import remark, table_readings

if TYPE_CHECKING:
    from headwaters.engine.intake.block import Block

Item = TypeVar("Item", "Reading", "Reading | Block")

SOURCE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")

COLUMNS_FROM = 1 << 18
"""Bytes of a file from which on it is read as columns; below, loading what that needs would take longer than the reading."""
COLUMNS_FROM_ONCE_LOADED = 1 << 15
"""The same once a larger file of the load has needed all that."""
BLOCK_BYTES = 8 << 20
"""Bytes of a file that are read as columns at once: some 80,000 rows, in about 150 MB with everything made of them."""


class CsvPackage:
    """Reads CSV packages. A package is one source's tables and the source.csv that says whose they are."""

    name = "csv"

    def __init__(self, *, columns_from: int = COLUMNS_FROM, block_bytes: int = BLOCK_BYTES) -> None:
        self._columns_from, self._block_bytes, self._loaded = columns_from, block_bytes, False

    def recognises(self, path: Path) -> bool:
        try:
            if path.is_dir():
                return any(table_of(file.name) and file.suffix.lower() in CSV_SUFFIXES for file in path.iterdir())
            suffix = path.suffix.lower()
            if suffix == ".zip":
                return not _holds_resources(path)
            if suffix in (".xlsx", ".xlsm", ".xls"):
                return True
            return suffix in CSV_SUFFIXES and (table_of(path.name) is not None or did_you_mean(path.stem, TABLES) != "")
        except OSError:
            return False

    def readings(self, path: Path) -> Iterator[Reading]:
        return _of_tables(path, table_readings)

    def deliver(self, path: Path) -> Iterator[Reading | Block]:
        """The same rows, those of large files as columns: each plain row stands in one block, every other one is a reading."""
        from headwaters.sources.columns import table_items  # Arrow, which small loads can do without

        def items(file: TableFile, sender: Sender) -> Iterator[Reading | Block]:
            columns_from = min(self._columns_from, COLUMNS_FROM_ONCE_LOADED) if self._loaded else self._columns_from
            for item in table_items(file, sender, block_bytes=self._block_bytes, columns_from=columns_from):
                self._loaded = self._loaded or not isinstance(item, Reading)
                yield item

        return _of_tables(path, items)


def _of_tables(path: Path, read: Callable[[TableFile, Sender], Iterator[Item]]) -> Iterator[Reading | Item]:
    package = open_package(path)
    try:
        sender = _sender(package)
        yield from (remark(problem, sender) for problem in package.remarks)
        for file in package.tables:
            if file.table != SOURCE.name:
                yield from read(file, sender)
    finally:
        package.close()


def _holds_resources(path: Path) -> bool:
    """A zip of FHIR files is another door's."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return any(name.lower().endswith((".ndjson", ".json")) for name in names)


def _sender(package: Package) -> Sender:
    """What source.csv says.

    raises  InputUnreadable  it is missing or cannot be understood: nobody could say whose records these are
    """
    file = next((file for file in package.tables if file.table == SOURCE.name), None)
    if file is None:
        raise InputUnreadable(
            f"{package.label}: there is no source.csv, so nobody can say whose records these are. "
            f"Put one in, with the columns {', '.join(SOURCE.names)} and one row."
        )
    rows = list(file.rows())
    if len(rows) != 2:
        raise InputUnreadable(
            f"{file.file}: it has to hold its header and exactly one row, and holds {len(rows)} lines."
        )
    heading = Heading.read(SOURCE, rows[0], file.file)
    cells = Cells(heading.cells(rows[1]), table=SOURCE, file=file.file, line=rows[1].line, dates="")
    order = cells.choice("dates", otherwise=DATE_ORDERS[0]) or DATE_ORDERS[0]
    cells.dates = order
    sender = Sender(
        source=cells.needed("source"),
        agency=cells.needed("agency"),
        sent=cells.day("sent"),
        lag_days=cells.whole("lag_days"),
        area=cells.text("area"),
        dates=order,
    )
    if sender.source and not SOURCE_ID.fullmatch(sender.source):
        cells.fault(
            "source", "A source's name has only letters, digits, `_`, `-` and `.`.", "Shorten it: lane_wic.", "id"
        )
    problems = [*heading.faults, *cells.problems]
    if problems:
        raise InputUnreadable("\n".join(str(problem) for problem in problems))
    return sender
