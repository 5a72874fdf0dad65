"""Exports against the official HSDS 3.0 schemas, and real directories there and back. Skipped where the evidence is not at hand."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from directory_packages import HSDS_3_CSV, OHANA, OPEN_REFERRAL_1, as_bytes
from referencing import Registry, Resource

from headwaters.interchange.hsds.beyond import write_beyond
from headwaters.interchange.hsds.identified import identified
from headwaters.interchange.hsds.nested import FILES, write_nested
from headwaters.interchange.hsds.package import Package
from headwaters.interchange.hsds.recognise import read_package
from headwaters.interchange.hsds.shape import TABLES, Sort
from headwaters.interchange.hsds.tabular import write_tabular

EVIDENCE = Path(__file__).parents[5] / "shared" / "evidence" / "hsds"
pytestmark = [
    pytest.mark.evidence,
    pytest.mark.skipif(
        not EVIDENCE.is_dir(), reason="the official schemas and sample directories are not on this machine"
    ),
]
REAL = ("ohana-sample", "openreferral-sample", "miami-open211-120orgs", "examples-3.0/csv", "examples-3.0")


def schemas() -> dict[str, dict[str, object]]:
    found = {}
    for path in (EVIDENCE / "schema-3.0").glob("*.json"):
        if path.name not in ("openapi.json", "compiled_service_list.json"):
            found[path.name] = json.loads(path.read_text(encoding="utf-8"))
    return found


def validator(table: str) -> jsonschema.Draft202012Validator:
    held = schemas()
    registry: Registry[object] = Registry().with_resources(
        (name, Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}))
        for name, schema in held.items()
    )
    return jsonschema.Draft202012Validator(
        held[f"{table}.json"], registry=registry, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def package(name: str) -> Package:
    folder = EVIDENCE / name
    return read_package(
        {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != "base.json"}
    )


def faults(package: Package) -> list[str]:
    files = write_nested(list(write_beyond(identified(package.rows, origin="test")))).files
    found = []
    for file, table in FILES.items():
        checker = validator(table)
        for one in json.loads(files.get(file, b"[]")):
            found += [
                f"{file} {'.'.join(map(str, fault.path))}: {fault.message[:120]}" for fault in checker.iter_errors(one)
            ]
    return found


@pytest.mark.parametrize("name", REAL)
def test_a_real_directory_exports_as_the_official_schemas_say(name: str) -> None:
    assert faults(package(name)) == []


@pytest.mark.parametrize("files", [HSDS_3_CSV, OPEN_REFERRAL_1, OHANA])
def test_a_small_directory_exports_as_the_official_schemas_say(files: dict[str, str]) -> None:
    assert faults(read_package(as_bytes(files))) == []


def test_the_check_would_see_a_fault() -> None:
    assert list(validator("service").iter_errors({"id": "1", "name": "A", "status": "open"}))


@pytest.mark.parametrize("name", REAL)
def test_a_real_directory_goes_through_csv_and_back_whole(name: str) -> None:
    rows = list(identified(package(name).rows, origin="test"))
    again = read_package(write_tabular(list(write_beyond(rows))))
    wanted = {(row.table, row.key): (row.values, row.extra) for row in rows}
    assert {(row.table, row.key): (row.values, row.extra) for row in again.rows} == wanted


def test_our_tables_have_the_columns_of_the_official_ones() -> None:
    for name, schema in schemas().items():
        properties: dict[str, dict[str, object]] = schema["properties"]  # type: ignore[assignment]
        flat = {key for key, rule in properties.items() if rule.get("type") not in ("array", None)}
        table = TABLES[name.removesuffix(".json")]
        assert set(table.columns) == flat, name
        assert {child.name for child in table.children} == set(properties) - flat, name
        assert {key for key, rule in properties.items() if rule.get("type") == "number"} == {
            column.name for column in table.columns.values() if column.sort is Sort.NUMBER
        }
        required: list[str] = schema["required"]  # type: ignore[assignment]
        assert set(required) - {"id"} == set(table.written), name
