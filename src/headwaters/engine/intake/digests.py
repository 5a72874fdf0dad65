"""Digests of whole columns: the same numbers as `engine.warehouse.digest.digest63`, a column at a time."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from headwaters.engine.warehouse.digest import MASK

Numbers = np.ndarray[Any, np.dtype[np.int64]]


def digests63(prefix: tuple[str, ...], texts: pa.StringArray) -> Numbers:
    """`digest63(*prefix, text)` of each text; no text may be null. About half a microsecond each, for BLAKE2b of a row."""
    head = "".join(f"{part}\x1f" for part in prefix).encode("utf-8", "surrogatepass")
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1].tolist()
    whole = memoryview(data if data is not None else b"")
    begun = hashlib.blake2b(head, digest_size=8)
    digests = []
    for start, end in pairwise(ends):
        one = begun.copy()
        one.update(whole[start:end])
        digests.append(one.digest())
    return (np.frombuffer(b"".join(digests), ">u8").astype(np.uint64) & np.uint64(MASK)).astype(np.int64)
