"""HSDS 3.0 as CSV files (one for each table, with a `datapackage.json`), read and written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from headwaters.domain.problems import Place, Problem
from headwaters.interchange.hsds.beyond import read_beyond
from headwaters.interchange.hsds.csv_files import decoded, lines, written
from headwaters.interchange.hsds.fitting import fitted
from headwaters.interchange.hsds.package import Form, Gathering, Package, Row, SetAsideRow
from headwaters.interchange.hsds.shape import BY_FILE, TABLES, Sort

_TYPES = {Sort.NUMBER: "number", Sort.DATE: "date", Sort.TIME: "time"}


def read_tabular(files: Mapping[str, bytes]) -> Package:
    """A package of CSV files by their standard names; a file with another name is named in a note.

    files  name (without folder) -> bytes
    """
    held = Gathering()
    for file, data in sorted(files.items()):
        if file in BY_FILE:
            read_file(held, BY_FILE[file], file, data)
        elif file.endswith(".csv"):
            held.notes.append(unknown_file(file))
    return read_beyond(held).package(Form.HSDS_3_CSV, licence=licence_of(files))


def unknown_file(file: str) -> Problem:
    return Problem(
        Place(file), "file", "This file is none of the standard's tables, so it was not read.",
        "Check its name. The standard's tables are: " + ", ".join(sorted(BY_FILE)) + ".", "file_unknown",
    )  # fmt: skip


def letters_note(file: str) -> Problem:
    return Problem(
        Place(file), "file", "This file is not saved as UTF-8; it was read as Windows text, and a letter may be wrong.",
        "Save it again as UTF-8.", "letters",
    )  # fmt: skip


def read_file(held: Gathering, table: str, file: str, data: bytes) -> None:
    text, whole = decoded(data)
    if not whole:
        held.notes.append(letters_note(file))
    columns = TABLES[table].columns
    for line in lines(text, file=file):
        if line.problem:
            held.line(SetAsideRow(table, line.place, line.verbatim, (line.problem,)))
            continue
        said = {name: text for name, text in line.cells.items() if name in columns}
        extra = {name: text for name, text in line.cells.items() if name not in columns}
        row, notes = fitted(table, said, extra, place=line.place, verbatim=line.verbatim)
        held.notes.extend(notes)
        held.line(row, verbatim=line.verbatim)


def licence_of(files: Mapping[str, bytes]) -> str:
    """The licence that a datapackage names; empty where it names none, or cannot be read (it never stops an import)."""
    try:
        described = json.loads(files.get("datapackage.json", b"{}"))
    except ValueError:
        return ""
    if not isinstance(described, dict):
        return ""
    said = described.get("licenses") or described.get("license") or ""
    if isinstance(said, list):
        said = said[0] if said else ""
    if isinstance(said, dict):
        said = said.get("name") or said.get("title") or said.get("type") or said.get("url") or said.get("path") or ""
    return str(said)[:200]


def write_tabular(rows: Iterable[Row], *, licence: str = "") -> dict[str, bytes]:
    """The files of a tabular package: every table that has rows, and `datapackage.json`."""
    by_table: dict[str, list[Row]] = {}
    for row in rows:
        by_table.setdefault(row.table, []).append(row)
    files = {}
    for name, table in TABLES.items():
        if name in by_table:
            heads = list(table.columns)
            cells = [[row.key, *(row.values.get(head, "") for head in heads[1:])] for row in by_table[name]]
            files[table.file] = written([heads, *cells]).encode()
    files["datapackage.json"] = json.dumps(_described(by_table, licence), indent=1, ensure_ascii=False).encode()
    return files


def _described(by_table: Mapping[str, object], licence: str) -> dict[str, object]:
    resources = [
        {
            "name": name,
            "path": TABLES[name].file,
            "profile": "tabular-data-resource",
            "schema": {
                "primaryKey": "id",
                "fields": [
                    {"name": column.name, "type": _TYPES.get(column.sort, "string")}
                    for column in TABLES[name].columns.values()
                ],
            },
        }
        for name in TABLES
        if name in by_table
    ]
    said: dict[str, object] = {"name": "human_services_data", "profile": "tabular-data-package", "resources": resources}
    return said | ({"licenses": [{"name": licence}]} if licence else {})
