"""Columns of words as numbers: a rule is asked once for each combination of words, not once for each row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Codes = npt.NDArray[np.int64]
NULL = -1
"""Stands for an empty cell."""


def column(table: pa.Table, name: str) -> pa.Array:
    """A column in one piece."""
    return table[name].combine_chunks() if table[name].num_chunks != 1 else table[name].chunk(0)


def coded(table: pa.Table, name: str) -> tuple[npt.NDArray[np.int32], list[str]]:
    """(number of each row's word, NULL where there is none; the words)."""
    words = column(table, name)
    if not pa.types.is_dictionary(words.type):
        words = words.dictionary_encode()
    numbers: npt.NDArray[np.int32] = pc.fill_null(words.indices, NULL).to_numpy(zero_copy_only=False)
    return numbers, words.dictionary.to_pylist()


def days(table: pa.Table, name: str) -> npt.NDArray[np.int32]:
    """A column of days as ordinals; 0 where there is none."""
    since_1970 = column(table, name).cast(pa.int32())
    numbers: npt.NDArray[np.int32] = pc.fill_null(since_1970, -EPOCH).to_numpy(zero_copy_only=False)
    return numbers + np.int32(EPOCH)


def day_array(ordinals: npt.NDArray[np.integer]) -> pa.Array:
    """Ordinals as a column of days; null where there is 0 or less, or a day past the calendar."""
    known = (ordinals > 0) & (ordinals <= LAST)
    return pa.array((ordinals - EPOCH).astype(np.int32), pa.int32(), mask=~known).cast(pa.date32())


EPOCH = 719_163
"""`date(1970, 1, 1).toordinal()`: Arrow counts days from there."""
LAST = 3_652_059
"""`date.max.toordinal()`."""


def among(words: Sequence[str], wanted: Iterable[str]) -> npt.NDArray[np.bool_]:
    """For each word's number (and, last, for NULL) whether it is one of the wanted."""
    chosen = set(wanted)
    return np.array([*(word in chosen for word in words), False], np.bool_)


def combinations(
    columns: Sequence[tuple[npt.NDArray[np.int32], list[str]]],
) -> tuple[list[tuple[str | None, ...]], Codes]:
    """The distinct combinations of words of some columns, and which one each row has."""
    number: Codes = np.zeros(len(columns[0][0]), np.int64)
    sizes = [len(words) + 1 for _, words in columns]
    for (codes, _), size in zip(columns, sizes, strict=True):
        number = number * size + (codes + 1)
    found, rows = np.unique(number, return_inverse=True)
    return [_words(int(one), columns, sizes) for one in found], rows.astype(np.int64)


def _words(
    number: int, columns: Sequence[tuple[npt.NDArray[np.int32], list[str]]], sizes: Sequence[int]
) -> tuple[str | None, ...]:
    said: list[str | None] = []
    for (_, words), size in zip(reversed(columns), reversed(sizes), strict=True):
        number, place = divmod(number, size)
        said.append(words[place - 1] if place else None)
    return tuple(reversed(said))


def spelled(words: Sequence[str | None], places: npt.NDArray[np.int64]) -> pa.Array:
    """A column of words from each row's place among them."""
    known = sorted({word for word in words if word is not None})
    number = {word: place for place, word in enumerate(known)}
    codes = np.array([NULL if word is None else number[word] for word in words], np.int32)[places]
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes == NULL), pa.array(known, pa.string()))
