"""Writing the demonstration's agency files: one folder per office, as CSV package or as FHIR bulk export.

Families are made in blocks, by several processes; a block's lines are written to one file, and put together at the end in the
order of the families. So memory holds one block per process, and the files are the same however many processes there are.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from headwaters.domain.problems import HeadwatersError, InputUnreadable
from headwaters.engine.simulation.csv_text import csv_line, csv_lines, in_order, widened
from headwaters.engine.simulation.offices import Shape
from headwaters.interchange import bulk_ndjson

if TYPE_CHECKING:
    from headwaters.engine.simulation.packages import Package
    from headwaters.engine.simulation.parameters import Parameters
    from headwaters.engine.simulation.simulation import Simulation
    from headwaters.engine.simulation.telling import Row
    from headwaters.engine.simulation.truth import Lived, TruthRow

FOLDER, TRUTH, NOTE = "agency-files", "truth.csv", "READ-ME-FIRST.txt"
FORMS = "_forms"
"""What a FHIR export does not hold comes from the same office as a CSV package of this ending."""
BLOCKS = ".being-made"
"""Where blocks wait to be put together; gone when the files stand."""
FAMILIES_IN_A_BLOCK = 1000

SYNTHETIC = """Synthetic demonstration data.

Every person in these files is invented; every family name begins with Demo-. The places and the agencies' kinds are real, so
that maps and words make sense, but nothing here says anything about a real family or a real agency.
Each folder is what one office would send. truth.csv holds what was planted and is never loaded.
Made by: headwaters demo --births {births} --seed {seed}, speaking of {as_of}.
"""
SLASHED = frozenset({"wic", "money"})
"""Offices whose package writes days as month/day/year."""
ABOUT_THE_OFFICE = frozenset({"source", "observations"})
"""Tables in which an office speaks of itself: the same in every block, so the first one's stand."""


class MakingStopped(HeadwatersError):
    """Families could not all be made, or their files not written; what there is of them is taken away by the next run."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made. `with_lives`: the truth is held against Headwaters afterwards, so what truly happened is kept."""

    births: int
    seed: int
    as_of: date
    parameters: Parameters
    with_lives: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines of one file out of one block: where they stand in the block's file, in bytes. `columns` empty: lines without a heading."""

    place: str
    file: str
    columns: tuple[str, ...]
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Block:
    """What one block brought. `truth` and `lived` only where lives are wanted; `shown`: a truth worth a look, if there is one."""

    path: Path
    pieces: tuple[Piece, ...]
    rows: int
    families: int
    children: int
    unreadable: int
    truth: tuple[TruthRow, ...]
    lived: tuple[Lived, ...]
    shown: TruthRow | None


@dataclass(frozen=True, slots=True)
class Made:
    """What stands on disk. `packages`: the folders to load; `rows`: rows and resources in them; `unreadable`: planted, for the
    load to set aside."""

    packages: tuple[Path, ...]
    rows: int
    families: int
    children: int
    unreadable: int
    truth: tuple[TruthRow, ...]
    lived: tuple[Lived, ...]
    shown: TruthRow | None


def write_agency_files(
    folder: Path,
    wanted: Wanted,
    *,
    processes: int | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Made:
    """Write everything anew: what an earlier run left there is taken away first, but only what such a run writes.

    processes  how many make families at once; None: as many as there are processors
    progress   told how many families of how many are written

    raises  InputUnreadable  the folder holds something that no such run wrote
    raises  MakingStopped    a process was ended from outside, or the disk took no more
    """
    try:
        return _written(folder, wanted, processes or os.cpu_count() or 1, progress)
    except OSError as refused:
        raise MakingStopped(
            f"The demonstration's files could not be written: {refused.strerror or refused}. Nothing was loaded. Make room for them "
            f"(a whole state takes 2 GB while it is made) and start again."
        ) from refused


def _written(folder: Path, wanted: Wanted, processes: int, progress: Callable[[int, int], None]) -> Made:
    from headwaters.engine.simulation.families import how_many

    _make_room(folder)
    note = SYNTHETIC.format(births=wanted.births, seed=wanted.seed, as_of=wanted.as_of)
    (folder / NOTE).write_text(note, encoding="utf-8")
    (folder / BLOCKS).mkdir()
    families = how_many(wanted.births, wanted.parameters, wanted.as_of)
    blocks: list[Block] = []
    for block in _blocks(folder / BLOCKS, wanted, families, processes):
        blocks.append(block)
        progress(sum(one.families for one in blocks), families)
    packages = _put_together(folder, blocks)
    shutil.rmtree(folder / BLOCKS)
    return Made(
        packages,
        sum(block.rows for block in blocks),
        sum(block.families for block in blocks),
        sum(block.children for block in blocks),
        sum(block.unreadable for block in blocks),
        tuple(row for block in blocks for row in block.truth),
        tuple(life for block in blocks for life in block.lived),
        next((block.shown for block in blocks if block.shown), None),
    )


def _make_room(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / NOTE).is_file():
        raise InputUnreadable(
            f"{folder} holds something that the demonstration did not write. Move it away, or choose another --data DIR."
        )
    for earlier in _earlier(folder):
        shutil.rmtree(earlier)
    folder.mkdir(parents=True, exist_ok=True)


def _earlier(folder: Path) -> list[Path]:
    """Folders in there that hold a package, and the blocks of a run that was stopped."""
    if not folder.is_dir():
        return []
    known = [child for child in folder.iterdir() if child.is_dir() and any(child.glob("*source.csv"))]
    return [*known, folder / BLOCKS] if (folder / BLOCKS).is_dir() else known


def _blocks(place: Path, wanted: Wanted, families: int, processes: int) -> Iterator[Block]:
    """The blocks in order. One block, or one process, is made right here."""
    ranges = [
        range(first, min(first + FAMILIES_IN_A_BLOCK, families)) for first in range(0, families, FAMILIES_IN_A_BLOCK)
    ]
    make = partial(make_block, place, wanted)
    if len(ranges) == 1 or processes == 1:
        yield from map(make, ranges)
        return
    with ProcessPoolExecutor(
        min(processes, len(ranges)), mp_context=get_context("spawn"), initializer=gc.disable
    ) as pool:
        try:
            yield from pool.map(make, ranges)
        except BrokenProcessPool:
            raise MakingStopped(
                "A process that made families was ended from outside; perhaps memory ran out. Start again: nothing was loaded."
            ) from None


def make_block(place: Path, wanted: Wanted, families: range) -> Block:
    """Invent these families and write their lines to one file in `place`. Nothing refers back to itself, so a process that
    only does this needs no search for what can be thrown away."""
    from headwaters.engine.simulation.simulation import simulate_families

    made = simulate_families(
        families, seed=wanted.seed, parameters=wanted.parameters, as_of=wanted.as_of, with_lives=wanted.with_lives
    )
    path = place / f"{families.start:07d}"
    pieces: list[Piece] = []
    rows = start = 0
    with path.open("wb") as file:
        for folder, name, columns, text, count in _texts(made, first=families.start == 0):
            length = file.write(text.encode())
            pieces.append(Piece(folder, name, columns, start, length))
            rows, start = rows + count, start + length
    return Block(
        path, tuple(pieces), rows, made.families, made.children, made.unreadable,
        made.truth if wanted.with_lives else (), made.lived, next((row for row in made.truth if _worth_a_look(row, wanted.as_of)), None),
    )  # fmt: skip


def _worth_a_look(row: TruthRow, as_of: date) -> bool:
    return row.fault.element == "early_intervention" and row.crack is not None and row.stands_on(as_of)


Text = tuple[str, str, tuple[str, ...], str, int]
"""(folder, file, columns, lines, rows to load in them)."""


def _texts(made: Simulation, *, first: bool) -> Iterator[Text]:
    from headwaters.engine.simulation.truth import COLUMNS

    for package in made.packages.values():
        for place, tables in _deliveries(package):
            yield from _table_texts(place, tables, slashed=package.office.id in SLASHED, first=first)
        if package.office.shape is Shape.FHIR:
            yield from _fhir_texts(package, first=first)
    yield "", TRUTH, COLUMNS, "".join(csv_line(row.cells()) for row in made.truth), 0


def _deliveries(package: Package) -> Iterator[tuple[str, dict[str, list[Row]]]]:
    """The CSV part of an office's files: all of it, or for a FHIR office what the export does not hold."""
    if package.office.shape is Shape.CSV:
        yield package.office.id, package.tables
        return
    tables = dict(package.tables)
    source = dict(tables["source"][0], source=package.office.id + FORMS)
    tables["source"] = [source]
    tables["events"] = [row for row in tables.get("events", []) if not bulk_ndjson.in_fhir(row)]
    tables["observations"] = [row for row in tables["observations"] if row["kind"] not in bulk_ndjson.KINDS]
    yield source["source"], tables


def _table_texts(place: str, tables: dict[str, list[Row]], *, slashed: bool, first: bool) -> Iterator[Text]:
    for name, table in tables.items():
        if name in ABOUT_THE_OFFICE and not first:
            continue
        rows = [{**table[0], "dates": "month/day/year"}] if name == "source" and slashed else table
        yield place, f"{name}.csv", *csv_lines(name, rows, slashed_days=slashed), len(rows)


def _fhir_texts(package: Package, *, first: bool) -> Iterator[Text]:
    """Patient, Encounter, Immunization, Observation, Procedure; whose they are, for which counties, and when they were exported."""
    place, source = package.office.id, package.tables["source"][0]
    events = [row for row in bulk_ndjson.latest(package.tables.get("events", [])) if bulk_ndjson.in_fhir(row)]
    found: dict[str, list[bulk_ndjson.Resource]] = {
        "Patient": [bulk_ndjson.patient(row, _identifiers(row)) for row in package.tables.get("people", [])]
    }
    for row in events:
        resource = bulk_ndjson.event_resource(row)
        found.setdefault(resource["resourceType"], []).append(resource)
    for kind, resources in found.items():
        yield place, f"{kind}.ndjson", (), bulk_ndjson.ndjson(resources), len(resources)
    if first:
        yield place, "manifest.json", (), bulk_ndjson.manifest(source["sent"]), 0
        kinds = ";".join((*bulk_ndjson.GENERIC_KINDS, *bulk_ndjson.KINDS))
        said = (place, package.office.agency, ";".join(package.office.counties), source["lag_days"], kinds)
        yield place, "fhir_source.csv", ("source", "agency", "areas", "lag_days", "kinds"), csv_line(said), 0


def _identifiers(row: Row) -> Iterator[tuple[str, str]]:
    for column, value in row.items():
        if column.startswith("id_"):
            yield column.removeprefix("id_"), value
    system, _, value = row.get("identifiers", "").partition("=")
    if value:
        yield system, value


def _put_together(folder: Path, blocks: list[Block]) -> tuple[Path, ...]:
    """Each file from its pieces, in the order of the blocks; a file has the columns that any of its pieces has.

    returns  the folders that hold a package, in the order in which they are to be loaded
    """
    files: dict[tuple[str, str], list[tuple[Path, Piece]]] = {}
    for block in blocks:
        for piece in block.pieces:
            files.setdefault((piece.place, piece.file), []).append((block.path, piece))
    places = dict.fromkeys(place for place, _ in files if place)
    for place in places:
        (folder / place).mkdir()
    for (place, name), pieces in files.items():
        with (folder / place / name).open("wb") as file:
            _join(file, name, pieces)
    return tuple(folder / place for place in places)


def _join(file: BinaryIO, name: str, pieces: list[tuple[Path, Piece]]) -> None:
    table, _, kind = name.partition(".")
    used = {column for _, piece in pieces for column in piece.columns}
    first = pieces[0][1].columns
    columns = first if used == set(first) else in_order(table, used)
    if kind == "csv":
        file.write(csv_line(columns).encode())
    for path, piece in pieces:
        with path.open("rb") as block:
            block.seek(piece.start)
            lines = block.read(piece.length)
        file.write(lines if piece.columns == columns else widened(lines.decode(), piece.columns, columns).encode())
