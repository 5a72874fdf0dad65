"""Rows that wait for repair, written where a person can mend them: as the tables they came from, with what is wrong beside."""

from __future__ import annotations

import csv
import json
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from headwaters.engine.warehouse.tables import SOURCE, package_table
from headwaters.practice.records.models import SetAside

FOLDER = "set-aside"


def write_set_aside(data: Path) -> tuple[Path, ...]:
    """Write every row that waits into DATA/set-aside/SOURCE/, in place of what stood there, and name the files to mend.

    A table's rows become a CSV file of the same columns with `set_aside` (the row's number here; leave it) and `problem` in
    front. Everything else (FHIR resources) becomes lines of NDJSON as they were received, with a .problems.csv beside.
    """
    folder = data / FOLDER
    waiting: dict[tuple[str, str], list[SetAside]] = defaultdict(list)
    for row in SetAside.objects.filter(cleared_by=None).order_by("source", "record_type", "id").iterator():
        waiting[row.source, row.record_type].append(row)
    fresh = data / f"{FOLDER}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    written = [
        _write_table(fresh / file_name(source), record_type, rows)
        if package_table(record_type)
        else _write_lines(fresh / file_name(source), record_type, rows)
        for (source, record_type), rows in waiting.items()
    ]
    shutil.rmtree(folder, ignore_errors=True)
    if written:
        fresh.replace(folder)
    return tuple(folder / path.relative_to(fresh) for path in written)


def file_name(name: str) -> str:
    """A source's or resource type's name as a file name; it may come from a file somebody sent."""
    return "".join(mark if mark.isalnum() or mark in "_-" else "_" for mark in name)[:80] or "unnamed"


def _write_table(folder: Path, record_type: str, rows: Sequence[SetAside]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    table = package_table(record_type)
    assert table is not None
    cells = [json.loads(row.verbatim) for row in rows]
    further = dict.fromkeys(name for one in cells for name in one if name not in table.names)
    path = folder / f"{record_type}.csv"
    header = ("set_aside", "problem", *table.names, *further)
    lines = ({"set_aside": row.pk, "problem": _words(row), **one} for row, one in zip(rows, cells, strict=True))
    _write_csv(path, header, lines)
    source = folder / f"{SOURCE.name}.csv"
    if not source.exists():
        _write_csv(source, SOURCE.names, iter([{"source": rows[0].source, "agency": rows[0].agency}]))
    return path


def _write_lines(folder: Path, record_type: str, rows: Sequence[SetAside]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{file_name(record_type)}.ndjson"
    _write_csv(
        folder / "fhir_source.csv", ("source", "agency"), iter([{"source": rows[0].source, "agency": rows[0].agency}])
    )
    path.write_text("".join(row.verbatim.replace("\n", " ") + "\n" for row in rows), encoding="utf-8")
    problems = ({"line": number, "problem": _words(row)} for number, row in enumerate(rows, 1))
    _write_csv(path.with_suffix(".problems.csv"), ("line", "problem"), problems)
    return path


def _words(row: SetAside) -> str:
    return " | ".join(f"{problem['subject']}: {problem['what']} {problem['remedy']}" for problem in row.problems)


def _write_csv(path: Path, header: Sequence[str], rows: Iterator[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
