"""HSDS 3.0 as nested JSON: services with all that belongs to them, organizations with theirs, read and written."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from headwaters.domain.problems import InputUnreadable, Place, Problem
from headwaters.interchange.hsds.beyond import read_beyond
from headwaters.interchange.hsds.fitting import cell, fitted
from headwaters.interchange.hsds.package import Form, Gathering, Package, Row, SetAsideRow
from headwaters.interchange.hsds.shape import BY_FILE, PLACE_KINDS, TABLES, WITHOUT_ATTRIBUTES, Child, Sort, Table

_PLURAL = {table.file.removesuffix(".csv"): name for name, table in TABLES.items()} | {
    "service_at_locations": "service_at_location"
}
_TELLING = {
    "service_at_locations": "service", "eligibility_description": "service", "legal_status": "organization", "tax_id": "organization",
    "organization_identifiers": "organization", "location_type": "location", "taxonomy_detail": "taxonomy_term",
    "parent_id": "taxonomy_term", "version": "taxonomy", "location": "service_at_location", "status": "service",
    "year_incorporated": "organization", "term_uri": "taxonomy_term", "latitude": "location",
}  # fmt: skip
_ASSUMED = {
    ("service", "status"): "active",
    ("location", "location_type"): PLACE_KINDS[0],
    ("address", "address_type"): PLACE_KINDS[0],
}
FILES = {
    "services.json": "service",
    "organizations.json": "organization",
    "taxonomies.json": "taxonomy",
    "taxonomy_terms.json": "taxonomy_term",
}
DEEPEST = 12
"""More nesting than the standard has (service, location, contact, phone, language, attribute, term, taxonomy)."""


def read_nested(files: Mapping[str, bytes]) -> Package:
    """Objects of JSON files: one, a list, a page of a list, or tables by file name.

    raises  InputUnreadable  a file is no JSON, or holds nothing the standard knows; file and line are named
    """
    held = Gathering(joins=True)
    for file, data in sorted(files.items()):
        if file.endswith(".json") and file != "datapackage.json":
            _read_document(held, file, _parsed(file, data))
    return read_beyond(held).package(Form.HSDS_3_JSON)


def _parsed(file: str, data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as broken:
        raise InputUnreadable(
            f"{file}, line {broken.lineno}: this is not whole JSON ({broken.msg.lower()}). Nothing was read. Mend the file, or save it anew."
        ) from None
    except (UnicodeDecodeError, RecursionError):
        raise InputUnreadable(f"{file} is not JSON text saved as UTF-8. Nothing was read.") from None


def _read_document(held: Gathering, file: str, document: Any) -> None:
    if isinstance(document, dict) and document and all(key in BY_FILE for key in document):
        for name, rows in document.items():
            _read_list(held, file, rows, BY_FILE[name])
        return
    if isinstance(document, dict) and isinstance(document.get("contents"), list):
        document = document["contents"]
    hint = _table_in_name(file)
    _read_list(held, file, document if isinstance(document, list) else [document], hint)


def _table_in_name(file: str) -> str | None:
    stem = file.rsplit("/", 1)[-1].removesuffix(".json").removesuffix("_full").removesuffix("_list")
    return stem if stem in TABLES else _PLURAL.get(stem)


def _read_list(held: Gathering, file: str, objects: Any, hint: str | None) -> None:
    if not isinstance(objects, list):
        raise InputUnreadable(f"{file} holds no list of objects where one is wanted. Nothing was read.")
    for number, one in enumerate(objects, start=1):
        table = hint or (_table_of(one) if isinstance(one, dict) else None)
        place = Place(file, 0, f"[{number}]")
        if table is None:
            problem = Problem(
                place,
                f"object {number}",
                "It is none of the standard's objects.",
                "Check that this file is HSDS 3.",
                "object_unknown",
            )
            held.line(SetAsideRow("", place, json.dumps(one, ensure_ascii=False)[:20_000], (problem,)))
        else:
            _Reading(held, file).top(one, table, place)


def _table_of(one: Mapping[str, Any]) -> str | None:
    for key, table in _TELLING.items():
        if key in one:
            return table
    return None


@dataclass(slots=True)
class _Reading:
    """One top object and everything nested in it: the object is the line; what is nested joins what stands already."""

    held: Gathering
    file: str

    def top(self, one: Any, table: str, place: Place) -> None:
        found: list[Row | SetAsideRow] = []
        self._object(one, table, place, {}, found, 0)
        self.held.line(*found, verbatim=json.dumps(one, ensure_ascii=False)[:20_000])

    def _object(
        self, one: Any, table: str, place: Place, links: Mapping[str, str], found: list[Row | SetAsideRow], depth: int
    ) -> str | None:
        """Adds the object's rows to `found`, its own first; its key, or None where it could not be taken in."""
        shape = TABLES[table]
        if not isinstance(one, dict) or depth > DEEPEST:
            problem = Problem(
                place, table.replace("_", " "), "An object is wanted here.", "Check this part of the file.", "shape"
            )
            found.append(SetAsideRow(table, place, json.dumps(one, ensure_ascii=False)[:20_000], (problem,)))
            return None
        children = {child.name: child for child in shape.children}
        said, extra, nested = dict(links), {}, []
        for name, value in one.items():
            if name in children and isinstance(value, list | dict):
                nested.append((children[name], value))
            elif name in shape.columns and not isinstance(value, list | dict):
                said[name] = cell(value)
            elif value not in (None, [], {}):
                extra[name] = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else cell(value)
        self._own_links(said, nested)
        row, notes = fitted(table, said, extra, place=place, verbatim="")
        self.held.notes.extend(notes)
        found.append(row)
        if not isinstance(row, Row):
            return None
        for child, value in nested:
            self._children(child, value, row, place, found, depth)
        return row.key

    @staticmethod
    def _own_links(said: dict[str, str], nested: list[tuple[Child, Any]]) -> None:
        for child, value in nested:
            if child.one and isinstance(value, dict) and value.get("id"):
                said.setdefault(child.column, cell(value["id"]))

    def _children(
        self, child: Child, value: Any, row: Row, place: Place, found: list[Row | SetAsideRow], depth: int
    ) -> None:
        for number, one in enumerate(value if isinstance(value, list) else [value], start=1):
            links = {} if child.one else {child.column: row.key}
            if child.table == "attribute" and isinstance(one, dict) and not one.get("link_entity"):
                links["link_entity"] = row.table
            if child.table == "metadata" and isinstance(one, dict) and not one.get("resource_type"):
                links["resource_type"] = row.table
            inner = Place(place.file, 0, f"{place.field}.{child.name}[{number}]")
            self._object(one, child.table, inner, links, found, depth + 1)


@dataclass(frozen=True, slots=True)
class Written:
    """Files of a nested export, and what they could not say."""

    files: Mapping[str, bytes]
    unsaid: tuple[str, ...]


def write_nested(rows: Iterable[Row]) -> Written:
    """`services.json`, `organizations.json`, `taxonomies.json`, `taxonomy_terms.json`, and `locations.json` for places that no
    service or organization names. Rows are to carry the standard's ids (`identified`), and no `extra` (`write_beyond`)."""
    writing = _Writing(list(rows))
    files = {file: writing.table(table) for file, table in FILES.items() if writing.by_table[table]}
    alone = [row for row in writing.by_table["location"] if (row.table, row.key) not in writing.reached]
    if alone:
        files["locations.json"] = [writing.whole(row) for row in alone]
    return Written(
        {file: json.dumps(objects, ensure_ascii=False, indent=1).encode() for file, objects in files.items()},
        tuple(writing.unsaid()),
    )


class _Writing:
    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows
        self.reached: set[tuple[str, str]] = set()
        self.assumed: dict[tuple[str, str], int] = defaultdict(int)
        self.by_table: dict[str, list[Row]] = defaultdict(list)
        self._by_key = {(row.table, row.key): row for row in rows}
        self._by_link: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for row in rows:
            self.by_table[row.table].append(row)
            for name, column in TABLES[row.table].columns.items():
                if column.sort is Sort.LINK and name in row.values:
                    self._by_link[row.table, name, row.values[name]].append(row)

    def table(self, table: str) -> list[dict[str, Any]]:
        return [self.whole(row) for row in self.by_table[table]]

    def whole(self, row: Row, *, inside: str = "") -> dict[str, Any]:
        """The object of a row with everything nested in it. An organization inside a service is written without its places
        and people: it stands whole in its own file."""
        self.reached.add((row.table, row.key))
        shape = TABLES[row.table]
        made: dict[str, Any] = {"id": row.key, **self._cells(row, shape)}
        for child in shape.children:
            if inside == "service" and row.table == "organization" and child.table != "attribute":
                continue
            if child.one:
                if target := self._by_key.get((child.table, row.values.get(child.column, ""))):
                    made[child.name] = self.whole(target, inside=row.table)
            elif found := [self.whole(one, inside=row.table) for one in self._nested(child, row)]:
                made[child.name] = found
        return made

    def _nested(self, child: Child, row: Row) -> Iterator[Row]:
        for one in self._by_link[child.table, child.column, row.key]:
            owner = one.values.get("link_entity" if child.table == "attribute" else "resource_type", row.table)
            if child.table not in ("attribute", "metadata") or owner == row.table or owner not in TABLES:
                yield one

    def _cells(self, row: Row, shape: Table) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, column in shape.columns.items():
            text = row.values.get(name)
            if text is not None:
                made[name] = _number(text) if column.sort is Sort.NUMBER else text
            elif name in shape.written:
                made[name] = _ASSUMED.get((row.table, name), "")
                self.assumed[row.table, name] += 1
        return made

    def unsaid(self) -> Iterator[str]:
        for (table, name), count in sorted(self.assumed.items()):
            word = _ASSUMED.get((table, name))
            said = f"written as `{word}`" if word else "written empty"
            yield f"{table.replace('_', ' ')}: the standard wants `{name}`, and {count:,} rows have none: {said}."
        left: dict[str, int] = defaultdict(int)
        for row in self._rows:
            if (row.table, row.key) not in self.reached:
                beside = row.table == "attribute" and row.values.get("link_entity") in WITHOUT_ATTRIBUTES
                left[f"{row.values['link_entity']} (cells beside the standard's columns)" if beside else row.table] += 1
        for table, count in sorted(left.items()):
            yield f"{table.replace('_', ' ')}: nested JSON has no place for {count:,} of them; the CSV export has."


def _number(text: str) -> int | float:
    number = float(text)
    return (
        int(text)
        if text.lstrip("-").isdigit()
        else int(number)
        if number.is_integer() and "e" in text.lower() and abs(number) < 1e15
        else number
    )
