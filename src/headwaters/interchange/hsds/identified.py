"""Ids as the standard wants them (UUIDs), for rows whose directory numbered them otherwise. The old id goes along."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace

from headwaters.interchange.hsds.beyond import NAMESPACE
from headwaters.interchange.hsds.package import Row
from headwaters.interchange.hsds.shape import TABLES, WITHOUT_ATTRIBUTES, Sort

OLD_ID = "id"
"""The further column in which an id stands that was none of the standard's."""


def identified(rows: Iterable[Row], *, origin: str) -> Iterator[Row]:
    """The same rows with UUIDs for ids and links: those that are UUIDs stay, others are drawn from origin, table and id, so
    that the same directory always exports the same ids."""
    for row in rows:
        key, values, extra = standard_id(row.table, row.key, origin), dict(_links(row, origin)), row.extra
        if key != row.key and row.table == "taxonomy_term" and not values.get("code"):
            values["code"] = row.key  # a term is known by its code; the older forms had no other column for it
        elif key != row.key and row.table not in WITHOUT_ATTRIBUTES and not row.key.startswith("row-"):
            extra = {OLD_ID: row.key, **row.extra}
        yield replace(row, key=key, values=values, extra=extra)


def _links(row: Row, origin: str) -> Iterator[tuple[str, str]]:
    for name, text in row.values.items():
        column = TABLES[row.table].columns[name]
        if column.sort is not Sort.LINK:
            yield name, text
            continue
        table = column.to or row.values.get("link_entity") or row.values.get("resource_type") or ""
        yield (
            name,
            standard_id(table, text, origin)
            if table in TABLES
            else text
            if is_standard(text)
            else standard_id("", text, origin),
        )


def standard_id(table: str, key: str, origin: str) -> str:
    return key.lower() if is_standard(key) else str(uuid.uuid5(NAMESPACE, f"{origin}/{table}/{key}"))


def is_standard(key: str) -> bool:
    try:
        return str(uuid.UUID(key)) == key.lower()
    except ValueError:
        return False
