"""The published tables some whole stories at a time, as Arrow: what is counted once a run reads them so.

A run's files hold the same stories in each table's part of one number. Words stay numbers, nothing is joined, and no more than
one part is held.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from headwaters.engine.warehouse.layers import REPLACED, Layers, files_of

BASE = 0


def published_parts(
    folder: Path, columns: Mapping[str, Sequence[str]], *, only: Collection[str] | None = None
) -> Iterator[Mapping[str, pa.Table]]:
    """Each story once, from the newest layer that has it.

    columns  what to read, by table; each has `story_id`
    only     these stories; None: all
    raises   FileNotFoundError  a layer lacks one of the tables
    """
    layers = Layers.read(folder)
    newest = _newest(layers)
    wanted = None if only is None else frozenset(only)
    for number, layer in enumerate(layers.folders):
        held = {table: files_of(layer, table) for table in columns}
        for table, files in held.items():
            if not files:
                raise FileNotFoundError(f"{layer} holds no table `{table}`")
        for files in zip(*held.values(), strict=True):
            yield {
                table: _read(file, columns[table], number, newest, wanted)
                for table, file in zip(held, files, strict=True)
            }


def _newest(layers: Layers) -> Mapping[str, int]:
    """The layer of each story that is not read from the base."""
    if len(layers.names) <= 1:
        return {}
    held = pa.concat_tables([pq.ParquetFile(file).read() for file in files_of(layers.folder, REPLACED)])
    return dict(zip(held["story_id"].to_pylist(), held["layer"].to_pylist(), strict=True))


def _read(
    file: Path, columns: Sequence[str], layer: int, newest: Mapping[str, int], only: frozenset[str] | None
) -> pa.Table:
    parquet = pq.ParquetFile(file)
    if not newest and only is None:
        return parquet.read(columns=list(columns))
    told = parquet.read(columns=["story_id"])["story_id"]
    keep = _among(told, lambda story: newest.get(story, BASE) == layer and (only is None or story in only))
    if not keep.any():
        return parquet.schema_arrow.empty_table().select(list(columns))
    rows = parquet.read(columns=list(columns))
    return rows if keep.all() else rows.filter(pa.array(keep))


def _among(stories: pa.ChunkedArray, is_wanted: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
    """For each row whether its story is wanted; each story is asked about once."""
    whole = stories.combine_chunks() if stories.num_chunks != 1 else stories.chunk(0)
    words = whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()
    chosen = np.array([is_wanted(story) for story in words.dictionary.to_pylist()], np.bool_)
    kept: npt.NDArray[np.bool_] = chosen[pc.fill_null(words.indices, 0).to_numpy(zero_copy_only=False)]
    return kept
