"""What a row had beyond the standard, as the standard's own `attribute` rows, and back.

HSDS 3 lets any row carry attributes. A further column becomes one: `link_type` is `column`, `value` what stood there, and the
term (of a taxonomy of our own) is the column's name. Read again, it is a further column again; others' attributes stay as they are.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace

from headwaters.interchange.hsds.package import Gathering, Row

NAMESPACE = uuid.UUID("6f1c6dfb-5f6c-5c52-8a55-0d4f6d6b7a10")
"""Ours, drawn once; ids made from it are the same on every machine."""
COLUMN = "column"
TAXONOMY = str(uuid.uuid5(NAMESPACE, "taxonomy of further columns"))
_NAME = "Further columns"


def write_beyond(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows without `extra`, and an attribute for each cell that stood there, with the terms they name."""
    columns: dict[str, None] = {}
    for row in rows:
        yield replace(row, extra={})
        for name, text in row.extra.items():
            columns[name] = None
            yield Row(
                "attribute", str(uuid.uuid5(NAMESPACE, f"{row.table}/{row.key}/{name}")),
                {"link_id": row.key, "link_entity": row.table, "link_type": COLUMN, "taxonomy_term_id": term_of(name), "value": text},
            )  # fmt: skip
    if columns:
        yield Row(
            "taxonomy", TAXONOMY, {"name": _NAME, "description": "Columns that a file had beyond the standard's own."}
        )
    for name in columns:
        yield Row(
            "taxonomy_term", term_of(name),
            {"code": name, "name": name, "description": f"The column `{name}`.", "taxonomy_id": TAXONOMY, "taxonomy": _NAME},
        )  # fmt: skip


def term_of(column: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"column {column}"))


def read_beyond(held: Gathering) -> Gathering:
    """The same rows with our attributes put back as further columns of the rows they belong to."""
    rows = held.rows()
    names = {
        row.key: row.values["name"]
        for row in rows
        if row.table == "taxonomy_term" and row.values.get("taxonomy_id") == TAXONOMY
    }
    extras: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        if name := _column_of(row, names):
            extras.setdefault((row.values.get("link_entity", ""), row.values.get("link_id", "")), {})[name] = (
                row.values.get("value", "")
            )
    if not names:
        return held
    there = {(row.table, row.key) for row in rows}
    extras = {owner: extra for owner, extra in extras.items() if owner in there}
    held.replace_rows(
        replace(row, extra={**row.extra, **extras.get((row.table, row.key), {})})
        for row in rows
        if not _ours(row, names, extras)
    )
    return held


def _column_of(row: Row, names: dict[str, str]) -> str | None:
    if row.table != "attribute" or row.values.get("link_type") != COLUMN:
        return None
    return names.get(row.values.get("taxonomy_term_id", ""))


def _ours(row: Row, names: dict[str, str], extras: dict[tuple[str, str], dict[str, str]]) -> bool:
    if row.table == "taxonomy":
        return row.key == TAXONOMY
    if row.table == "taxonomy_term":
        return row.key in names
    if _column_of(row, names) is None:
        return False
    return (row.values.get("link_entity", ""), row.values.get("link_id", "")) in extras
