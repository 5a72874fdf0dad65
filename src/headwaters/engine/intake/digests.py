"""Whole numbers that stand for records and for what they say, drawn for many rows at once.

`digest63` (BLAKE2b) stands for people, one text at a time. Records are ten million: theirs are drawn in columns, by multiplying and
folding eight bytes at a time. They tell versions apart and find records; nothing is kept secret by them, and a record that is found by
one is compared by its id before it is shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from headwaters.engine.warehouse.digest import MASK, digest63
from headwaters.engine.warehouse.tables import package_table

if TYPE_CHECKING:
    import pyarrow as pa

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Words = np.ndarray[Any, np.dtype[np.uint64]]

_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
"""Odd numbers whose bits are spread evenly: the golden ratio, and Pelle Evensen's multiplier for folding 64 bits (2018)."""
_HALF = np.uint64(32)
_LONG = 2048
"""Bytes from which a text's own BLAKE2b digest is folded in its place."""


def digests63(prefix: tuple[str, ...], texts: pa.StringArray) -> Numbers:
    """`digest63(*prefix, text)` of each text; no text may be null. About half a microsecond each, for BLAKE2b of a row."""
    head = "".join(f"{part}\x1f" for part in prefix).encode("utf-8", "surrogatepass")
    data, ends = _bytes_of(texts)
    whole = memoryview(data)
    begun = hashlib.blake2b(head, digest_size=8)
    digests = []
    for start, end in pairwise(ends.tolist()):
        one = begun.copy()
        one.update(whole[start:end])
        digests.append(one.digest())
    return (np.frombuffer(b"".join(digests), ">u8").astype(np.uint64) & np.uint64(MASK)).astype(np.int64)


def record_keys(source: str, record_type: str, record_ids: pa.StringArray) -> Numbers:
    """What stands for each record of a source; no id may be null."""
    data, ends = _bytes_of(record_ids)
    return _positive(_folded(data, ends, np.uint64(digest63(source, record_type))))


def cell_contents(agency: Words, columns: Mapping[str, pa.Array]) -> Numbers:
    """What stands for what each row says: its agency (`agency_words`) and its filled cells by their columns' names."""
    import pyarrow as pa

    said = agency.copy()
    for name, column in columns.items():
        if pa.types.is_dictionary(column.type):
            codes = np.asarray(column.indices.fill_null(len(column.dictionary))).astype(np.int64)
            said += np.append(_cells(name, column.dictionary), np.uint64(0))[codes]
        else:
            said += np.where(np.asarray(column.is_valid()), _cells(name, column), np.uint64(0))
    return _positive(_mixed(said))


def agency_words(agencies: Sequence[str]) -> Words:
    return np.array([digest63(agency) for agency in agencies], np.uint64)


def _cells(name: str, texts: pa.StringArray) -> Words:
    data, ends = _bytes_of(texts)
    return _folded(data, ends, _seed(name))


def keys_and_contents(rows: Sequence[tuple[str, str, str, str, str]]) -> tuple[list[int], list[int]]:
    """The same numbers for rows that were read one by one: (source, agency, record type, record id, the row as it stood)."""
    if not rows:
        return [], []
    seeds = np.array([_record_seed(source, record_type) for source, _, record_type, _, _ in rows], np.uint64)
    keys = _positive(_folded(*_joined([record_id for *_, record_id, _ in rows]), seeds))
    said = np.array([_agency_seed(agency) for _, agency, *_ in rows], np.uint64)
    texts: list[str] = []
    names: list[np.uint64] = []
    places: list[int] = []
    for place, (_, _, record_type, _, verbatim) in enumerate(rows):
        cells = orjson.loads(verbatim) if verbatim and package_table(record_type) is not None else {"": verbatim}
        texts.extend(cells.values())
        names.extend(map(_seed, cells))
        places.extend([place] * len(cells))
    np.add.at(said, places, _folded(*_joined(texts), np.array(names, np.uint64)))
    return keys.tolist(), _positive(_mixed(said)).tolist()


@lru_cache(maxsize=4096)
def _seed(name: str) -> np.uint64:
    return np.uint64(digest63("cell", name))


@lru_cache(maxsize=4096)
def _record_seed(source: str, record_type: str) -> int:
    return digest63(source, record_type)


@lru_cache(maxsize=4096)
def _agency_seed(agency: str) -> int:
    return digest63(agency)


def _bytes_of(texts: pa.StringArray) -> tuple[bytes | memoryview, Numbers]:
    """The bytes of all texts, and where each begins and the last ends."""
    _, offsets, data = texts.buffers()
    if offsets is None:
        return b"", np.zeros(1, np.int64)
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    return memoryview(data if data is not None else b""), ends


def _joined(texts: Sequence[str]) -> tuple[bytes, Numbers]:
    written = [text.encode("utf-8", "surrogatepass") for text in texts]
    ends = np.zeros(len(written) + 1, np.int64)
    np.cumsum([len(one) for one in written], out=ends[1:])
    return b"".join(written), ends


def _folded(data: bytes | memoryview, ends: Numbers, seeds: Words | np.uint64) -> Words:
    """Each text, eight bytes at a time, folded into its seed and its length."""
    start, length = ends[:-1], np.diff(ends)
    state = _mixed((length.astype(np.uint64) + np.uint64(1)) * _SECOND ^ seeds)
    padded = np.zeros(len(data) + 8, np.uint8)
    padded[: len(data)] = np.frombuffer(data, np.uint8)
    words: Words = np.ndarray((len(data) + 1,), "<u8", buffer=padded, strides=(1,))
    for place in np.flatnonzero(length >= _LONG).tolist():
        whole = bytes(data[start[place] : start[place] + length[place]])
        state[place] ^= np.uint64(int.from_bytes(hashlib.blake2b(whole, digest_size=8).digest(), "big"))
    left = np.where(length >= _LONG, 0, length)
    here = np.flatnonzero(left > 0)
    at, left, held = start[here], left[here], state[here]
    while len(here):
        word = words[at]
        last = left < 8
        word[last] &= (np.uint64(1) << (left[last].astype(np.uint64) * np.uint64(8))) - np.uint64(1)
        held = _mixed(held ^ word)
        if (left > 8).all():
            at, left = at + 8, left - 8
            continue
        state[here] = held
        on = left > 8
        here, at, left, held = here[on], at[on] + 8, left[on] - 8, held[on]
    return _mixed(state)


def _mixed(words: Words) -> Words:
    words = words * _FIRST
    words ^= words >> _HALF
    words *= _SECOND
    words ^= words >> _HALF
    return words


def _positive(words: Words) -> Numbers:
    return (words & np.uint64(MASK)).astype(np.int64)
