"""A snapshot on disk: a folder of layers and one manifest that names those that count.

    snapshot/manifest.json      which layers count, how far the records had come; moved into place last
    snapshot/LAYER/             one Parquet file for each table; a row group holds a part: some thousand whole stories
    snapshot/changed-N.parquet  the stories that state N changed

A layer is written under another name, made safe and then named. Whatever the manifest does not name was left by a run that
was stopped, or belongs to the state before; the next run clears it away.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from functools import cached_property
from io import FileIO
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from headwaters.engine.warehouse.recorded_tables import Watermark
from headwaters.engine.warehouse.snapshot_tables import NAMES, POINTS_TO, SCHEMAS, SnapshotTables, moved
from headwaters.engine.warehouse.snapshot_vocabulary import Vocabulary
from headwaters.engine.warehouse.snapshot_words import WORDS, Known, add_words, new_words

FORMAT = 1
"""Another number whenever tables, or what evaluation sees, change: a snapshot of another format is made anew."""
MANIFEST = "manifest.json"
MAKING = "making-"
IDS = pa.schema([("story_id", pa.string())])


@dataclass(frozen=True, slots=True)
class Manifest:
    """`lineage`: which rebuild this goes back to; `number`: how many updates since. `layers`: oldest first, the base and
    its overlays. `stories`: how many there are."""

    lineage: str
    number: int
    layers: tuple[str, ...]
    watermark: Watermark
    stories: int
    rows: Mapping[str, Mapping[str, int]]
    """By layer and table, those that stories above have replaced among them."""
    format: int = FORMAT
    changed: tuple[int, ...] = field(default=())
    """Numbers of the states whose changes can be told, in order."""

    @property
    def state(self) -> str:
        return f"{self.lineage}-{self.number}"

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
        """The manifest of a snapshot; None where there is none of this format."""
        path = folder / MANIFEST
        if not path.exists():
            return None
        held = json.loads(path.read_text(encoding="utf-8"))
        if held.get("format") != FORMAT:
            return None
        watermark = Watermark(**held.pop("watermark"))
        return cls(**{**held, "layers": tuple(held["layers"]), "changed": tuple(held["changed"])}, watermark=watermark)

    def write(self, folder: Path) -> None:
        """Make this the manifest, whole or not at all."""
        fresh = folder / f"{MAKING}{MANIFEST}"
        with open_new(fresh) as file:
            file.write((json.dumps(asdict(self), indent=2) + "\n").encode())
            make_safe(file)
        fresh.replace(folder / MANIFEST)
        make_folder_safe(folder)

    def names(self) -> set[str]:
        """Everything in the folder that belongs to this state."""
        return {MANIFEST, LOCK, *self.layers, *(changed_file(number) for number in self.changed)}


LOCK = "lock"


def changed_file(number: int) -> str:
    return f"changed-{number}.parquet"


def open_new(path: Path) -> FileIO:
    """Everything that is written is opened here."""
    return FileIO(path, "wb")


def make_safe(file: IO[bytes] | FileIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def make_folder_safe(folder: Path) -> None:
    """Names given in a folder are safe once the folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear_leftovers(folder: Path, manifest: Manifest | None) -> None:
    """Remove what no state names: leavings of runs that were stopped, and layers that were merged."""
    kept = manifest.names() if manifest else {LOCK}
    for path in folder.iterdir():
        if path.name in kept:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def write_ids(folder: Path, name: str, ids: Iterable[str]) -> None:
    with open_new(folder / name) as file:
        pq.write_table(pa.table([pa.array(sorted(ids), pa.string())], schema=IDS), file, compression="zstd")
        make_safe(file)


def read_ids(path: Path) -> list[str]:
    found: list[str] = pq.read_table(path).column(0).to_pylist()
    return found


class LayerWriter:
    """Writes a layer part by part; numbers of all parts count on. Use as a context manager."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written = dict.fromkeys(NAMES, 0)

    def __enter__(self) -> LayerWriter:
        self.folder.mkdir()
        with ExitStack() as opened:  # closes what was opened if one of them fails
            self._files = {name: opened.enter_context(open_new(self.folder / f"{name}.parquet")) for name in NAMES}
            self._writers = {
                name: opened.enter_context(pq.ParquetWriter(self._files[name], schema, **_written_as(schema)))
                for name, schema in SCHEMAS.items()
            }
            self._open = opened.pop_all()
        return self

    def add(self, tables: SnapshotTables) -> None:
        """Stories whose ids come after all those before."""
        for name in NAMES:
            table = moved(name, tables.table(name), self.written)
            self._writers[name].write_table(table, row_group_size=max(1, len(table)))
        for name in NAMES:
            self.written[name] += len(tables.table(name))

    def finish(self, vocabulary: Vocabulary, since: Known, gone: Iterable[str]) -> None:
        """What is new in the vocabulary, and which stories are no more."""
        for name, table in new_words(vocabulary, since).items():
            with open_new(self.folder / f"{name}.parquet") as file:
                pq.write_table(table, file, compression="zstd")
                make_safe(file)
        write_ids(self.folder, "gone.parquet", gone)
        for writer in self._writers.values():
            writer.close()
        for file in self._files.values():
            make_safe(file)

    def __exit__(self, *failed: object) -> None:
        try:
            self._open.close()
        except OSError:
            if failed[0] is None:
                raise  # else the first failure is the one to tell of


def _written_as(schema: pa.Schema) -> Mapping[str, Any]:
    """Small numbers that repeat are kept as a dictionary; ids and rising numbers do not repeat."""
    repeating = [name for name in schema.names if name in REPEATING]
    return {"compression": "zstd", "compression_level": 1, "use_dictionary": repeating, "write_statistics": False}


REPEATING = frozenset(
    {"kind", "role", "content", "said", "source", "ended_why", "blueprint", "version", "recorded", "superseded", "day", "end",
     "from_day", "through_day", "birth", "due_date"}
)  # fmt: skip


class Layer:
    """A layer to read, part by part."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        self.folder = folder
        self.vocabulary = vocabulary

    @cached_property
    def _files(self) -> Mapping[str, pq.ParquetFile]:
        return {name: pq.ParquetFile(self.folder / f"{name}.parquet", memory_map=True) for name in NAMES}

    @cached_property
    def story_ids(self) -> pa.Array:
        """All stories of the layer, in order."""
        return self._files["stories"].read().column("story_id").combine_chunks()

    @cached_property
    def gone(self) -> list[str]:
        """Stories of the layers below that are no more."""
        return read_ids(self.folder / "gone.parquet")

    @property
    def parts(self) -> int:
        return int(self._files["stories"].num_row_groups)

    @cached_property
    def _offsets(self) -> Mapping[str, list[int]]:
        found = {}
        for name, file in self._files.items():
            sizes = [file.metadata.row_group(part).num_rows for part in range(self.parts)]
            found[name] = [sum(sizes[:part]) for part in range(self.parts + 1)]
        return found

    def stories_of(self, part: int) -> pa.Array:
        first, stop = self._offsets["stories"][part : part + 2]
        return self.story_ids.slice(first, stop - first)

    def read(self, part: int) -> SnapshotTables:
        """The stories of a part, with numbers that count within it."""
        found = {}
        for name, file in self._files.items():
            offsets = {other: -self._offsets[other][part] for other in POINTS_TO.get(name, {}).values()}
            found[name] = moved(name, file.read_row_group(part), offsets)
        return SnapshotTables(**found, vocabulary=self.vocabulary)

    def read_all(self) -> Iterator[SnapshotTables]:
        yield from (self.read(part) for part in range(self.parts))


def read_vocabulary(folders: Iterable[Path]) -> Vocabulary:
    """What the numbers of these layers mean, the oldest first."""
    vocabulary = Vocabulary()
    for folder in folders:
        add_words(vocabulary, {name: pq.read_table(folder / f"{name}.parquet") for name in WORDS})
    return vocabulary
