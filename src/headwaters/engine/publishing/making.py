"""A run while it is being made: parts that stand whole on the disk, so that one that was stopped goes on where it was.

A part is whole when its note stands in `parts/`; a note is written last, after the part's files. Whatever else lies in the folder is
removed when the work is taken up again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from headwaters.engine.warehouse.layers import FILE, REPLACED, STORIES, Layers, cursor, files_of, read_published
from headwaters.engine.warehouse.parts import replacing, settle, write_part
from headwaters.engine.warehouse.status_table import WORD, field_of

NOTES = "parts"


@dataclass(frozen=True, slots=True)
class FileNote:
    """What a file was when it was written: bytes, rows, and its SHA-256."""

    size: int
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PartNote:
    """`files`: by their path within the run."""

    number: int
    stories: int
    rows: int
    last_story: str
    files: Mapping[str, FileNote]


def note_of(path: Path, rows: int) -> FileNote:
    with path.open("rb") as file:
        return FileNote(path.stat().st_size, rows, hashlib.file_digest(file, "sha256").hexdigest())


class Making:
    """A run's folder before it has its name."""

    def __init__(self, folder: Path) -> None:
        """Take the work up again, or begin."""
        self.folder = folder
        (folder / NOTES).mkdir(parents=True, exist_ok=True)
        self.parts: list[PartNote] = list(_whole_parts(folder))
        _clear_all_but(folder, self.parts)

    @property
    def last_story(self) -> str | None:
        """The last story of the parts that are whole: parts are made in the order of story ids."""
        return self.parts[-1].last_story if self.parts else None

    @property
    def stories(self) -> int:
        return sum(part.stories for part in self.parts)

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    @property
    def files(self) -> dict[str, FileNote]:
        return {path: note for part in self.parts for path, note in part.files.items()}

    def add(self, tables: Mapping[str, tuple[pa.Table, pa.Schema]], *, stories: int, last_story: str) -> PartNote:
        """Write one part: each table as the schema says.

        raises  OSError  the disk is full or was taken away; the parts before stand
        """
        number = len(self.parts)
        files: dict[str, FileNote] = {}
        for name, (table, schema) in tables.items():
            path = self.folder / name / f"part-{number:05}.parquet"
            path.parent.mkdir(exist_ok=True)
            rows = write_part(path, table, schema, settled=False)
            files[str(path.relative_to(self.folder))] = note_of(path, rows)
        rows = files[f"status/part-{number:05}.parquet"].rows
        note = PartNote(number, stories, rows, last_story, files)
        path = self.folder / NOTES / f"part-{number:05}.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(note)), encoding="utf-8")
        fresh.replace(path)
        self.parts.append(note)
        return note

    def add_gone(self, stories: Iterable[str]) -> None:
        """Name stories that are no longer told, so that their rows below are not read."""
        ids = sorted(stories)
        columns = [
            pa.array(ids, pa.string()).dictionary_encode().cast(WORD), pa.array([0] * len(ids), pa.int32()),
            *(pa.nulls(len(ids), STORIES.field(name).type) for name in ("wakes_on", "area", "moved_on")),
            pa.array([False] * len(ids)),
        ]  # fmt: skip
        (self.folder / "stories").mkdir(exist_ok=True)
        write_part(self.folder / "stories" / "part-gone.parquet", pa.table(columns, schema=STORIES), STORIES)

    def layer_over(self, layers: Layers) -> None:
        """Write down which layers this run is read with, itself the last, and which layer each story is read from."""
        folders = [layers.folder.parent / name for name in layers.names[1:-1]]
        files = [files_of(folder, "stories") for folder in folders] + [files_of(self.folder, "stories")]
        if len(layers.names) > 1:
            write_part(self.folder / f"{REPLACED}.parquet", _newest_layer(files), _REPLACED)
        with replacing(self.folder / FILE) as fresh:
            layers.write(fresh)

    def settle(self) -> None:
        """Wait until every file and name in the folder is on the disk: once, for nobody reads them before."""
        for path in self.folder.rglob("*.parquet"):
            settle(path)
        for folder in (*(path for path in self.folder.iterdir() if path.is_dir()), self.folder):
            settle(folder)


def told_in(folder: Path) -> frozenset[str]:
    """The stories that the run itself judged."""
    files = files_of(folder, "stories")
    ids = pq.ParquetDataset([str(file) for file in files]).read(["story_id"])["story_id"] if files else pa.array([])
    return frozenset(ids.cast(pa.string()).to_pylist())


def rows_in(folder: Path) -> int:
    """The rows of `status` of a run as it is read."""
    with read_published(folder, "stories") as con:
        found = con.execute("select coalesce(sum(rows), 0) from stories").fetchone()
    return int(found[0]) if found else 0


_REPLACED = pa.schema(
    [
        field_of("story_id", WORD, "the story; opaque"),
        field_of("layer", pa.int32(), "number of the newest layer that has it; the base is 0"),
    ]
)


def _newest_layer(files: Iterable[tuple[Path, ...]]) -> pa.Table:
    parts = [
        f"select story_id::varchar as story_id, {layer}::integer as layer from read_parquet({[str(path) for path in paths]})"
        for layer, paths in enumerate(files, start=1)
        if paths
    ]
    con = cursor()
    try:
        found = con.execute(
            f"select story_id, max(layer)::integer as layer from ({' union all '.join(parts)}) group by all order by 1"
        ).to_arrow_table()
    finally:
        con.close()
    ids = found["story_id"].combine_chunks().dictionary_encode().cast(WORD)
    return pa.table([ids, found["layer"]], schema=_REPLACED)


def _whole_parts(folder: Path) -> Iterator[PartNote]:
    """The unbroken row of parts from the first on whose files are as they were written."""
    for number, path in enumerate(sorted((folder / NOTES).glob("part-*.json"))):
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            return
        files = {name: FileNote(**note) for name, note in held.pop("files").items()}
        if held["number"] != number or any(not _is_whole(folder / name, note) for name, note in files.items()):
            return
        yield PartNote(**held, files=files)


def _is_whole(path: Path, note: FileNote) -> bool:
    """Nobody waited for the disk yet: after a power cut a file may have its name and size, and not what was in it."""
    return path.exists() and path.stat().st_size == note.size and note_of(path, note.rows) == note


def _clear_all_but(folder: Path, parts: list[PartNote]) -> None:
    kept = {folder / NOTES / f"part-{part.number:05}.json" for part in parts}
    kept |= {folder / name for part in parts for name in part.files}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path not in kept:
            path.unlink()
