"""An empty CSV package with the right headers, for somebody to fill in."""

from __future__ import annotations

import csv
from pathlib import Path

from headwaters.domain.problems import InputUnreadable
from headwaters.engine.warehouse.tables import PACKAGE, Table


def header(table: Table) -> str:
    return ",".join(table.names)


def write_template(folder: Path) -> tuple[Path, ...]:
    """Write every table with its header, and source.csv with one row to be changed. Nothing that exists is overwritten.

    raises  InputUnreadable  the folder holds such files already, or is a file
    """
    if folder.exists() and not folder.is_dir():
        raise InputUnreadable(f"{folder} is a file. Name a folder for the template.")
    folder.mkdir(parents=True, exist_ok=True)
    files = tuple(folder / f"{table.name}.csv" for table in PACKAGE)
    if held := [file.name for file in files if file.exists()]:
        raise InputUnreadable(f"{folder} holds {', '.join(held)} already. Name an empty folder for the template.")
    for file, table in zip(files, PACKAGE, strict=True):
        with file.open("w", encoding="utf-8-sig", newline="") as stream:  # the mark tells Excel that it is UTF-8
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(table.names)
            if table.name == "source":
                writer.writerow([column.example if column.required else "" for column in table.columns])
    return files
