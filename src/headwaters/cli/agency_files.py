"""Writing the demonstration's agency files: one folder per office, as CSV package or as FHIR bulk export."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from headwaters.domain.problems import InputUnreadable
from headwaters.engine.simulation.csv_text import csv_text
from headwaters.engine.simulation.offices import Shape
from headwaters.interchange import bulk_ndjson

if TYPE_CHECKING:
    from headwaters.engine.simulation.packages import Package
    from headwaters.engine.simulation.telling import Row
    from headwaters.engine.simulation.truth import TruthRow

FOLDER, TRUTH, NOTE = "agency-files", "truth.csv", "READ-ME-FIRST.txt"
FORMS = "_forms"
"""What a FHIR export does not hold comes from the same office as a CSV package of this ending."""

SYNTHETIC = """Synthetic demonstration data.

Every person in these files is invented; every family name begins with Demo-. The places and the agencies' kinds are real, so
that maps and words make sense, but nothing here says anything about a real family or a real agency.
Each folder is what one office would send. truth.csv holds what was planted and is never loaded.
Made by: headwaters demo --births {births} --seed {seed}, speaking of {as_of}.
"""
SLASHED = frozenset({"wic", "money"})
"""Offices whose package writes days as month/day/year."""


@dataclass(frozen=True, slots=True)
class Made:
    """What stands on disk. `packages`: the folders to load; `rows`: rows and resources in them."""

    packages: tuple[Path, ...]
    rows: int


def write_agency_files(folder: Path, packages: Iterable[Package], truth: Iterable[TruthRow], note: str) -> Made:
    """Write everything anew: what an earlier run left there is taken away first, but only what such a run writes.

    raises  InputUnreadable  the folder holds something that no such run wrote
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / NOTE).is_file():
        raise InputUnreadable(
            f"{folder} holds something that the demonstration did not write. Move it away, or choose another --data DIR."
        )
    for earlier in _earlier(folder):
        shutil.rmtree(earlier)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NOTE).write_text(note, encoding="utf-8")
    _write_truth(folder / TRUTH, truth)
    written: list[Path] = []
    rows = 0
    for package in packages:
        for place, tables in _deliveries(folder, package):
            place.mkdir()
            rows += _write_tables(place, tables, slashed=package.office.id in SLASHED)
            written.append(place)
        if package.office.shape is Shape.FHIR:
            rows += _write_fhir(folder / package.office.id, package)
            written.append(folder / package.office.id)
    return Made(tuple(written), rows)


def _earlier(folder: Path) -> list[Path]:
    """Folders in there that hold a package."""
    if not folder.is_dir():
        return []
    return [child for child in folder.iterdir() if child.is_dir() and any(child.glob("*source.csv"))]


def _deliveries(folder: Path, package: Package) -> Iterator[tuple[Path, dict[str, list[Row]]]]:
    """The CSV part of an office's files: all of it, or for a FHIR office what the export does not hold."""
    if package.office.shape is Shape.CSV:
        yield folder / package.office.id, package.tables
        return
    tables = dict(package.tables)
    source = dict(tables["source"][0], source=package.office.id + FORMS)
    tables["source"] = [source]
    tables["events"] = [row for row in tables.get("events", []) if not bulk_ndjson.in_fhir(row)]
    tables["observations"] = [row for row in tables["observations"] if row["kind"] not in bulk_ndjson.KINDS]
    yield folder / source["source"], tables


def _write_tables(place: Path, tables: dict[str, list[Row]], *, slashed: bool) -> int:
    rows = 0
    for name, table in tables.items():
        if name == "source" and slashed:
            table = [{**table[0], "dates": "month/day/year"}]
        (place / f"{name}.csv").write_text(csv_text(name, table, slashed_days=slashed), encoding="utf-8")
        rows += len(table)
    return rows


def _write_fhir(place: Path, package: Package) -> int:
    """Patient, Encounter, Immunization, Observation, Procedure; whose they are, for which counties, and when they were exported."""
    place.mkdir()
    source = package.tables["source"][0]
    events = [row for row in bulk_ndjson.latest(package.tables.get("events", [])) if bulk_ndjson.in_fhir(row)]
    found: dict[str, list[bulk_ndjson.Resource]] = {
        "Patient": [bulk_ndjson.patient(row, _identifiers(row)) for row in package.tables.get("people", [])]
    }
    for row in events:
        resource = bulk_ndjson.event_resource(row)
        found.setdefault(resource["resourceType"], []).append(resource)
    for kind, resources in found.items():
        (place / f"{kind}.ndjson").write_text(bulk_ndjson.ndjson(resources), encoding="utf-8")
    (place / "manifest.json").write_text(bulk_ndjson.manifest(source["sent"]), encoding="utf-8")
    _write_csv(
        place / "fhir_source.csv", ("source", "agency", "areas", "lag_days", "kinds"),
        [(package.office.id, package.office.agency, ";".join(package.office.counties), source["lag_days"],
          ";".join((*bulk_ndjson.GENERIC_KINDS, *bulk_ndjson.KINDS)))],
    )  # fmt: skip
    return sum(len(resources) for resources in found.values())


def _identifiers(row: Row) -> Iterator[tuple[str, str]]:
    for column, value in row.items():
        if column.startswith("id_"):
            yield column.removeprefix("id_"), value
    system, _, value = row.get("identifiers", "").partition("=")
    if value:
        yield system, value


def _write_truth(path: Path, truth: Iterable[TruthRow]) -> None:
    from headwaters.engine.simulation.truth import COLUMNS

    _write_csv(path, COLUMNS, (row.cells() for row in truth))


def _write_csv(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
