"""Which version of a record counts (language part 7, steps 1 and 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from headwaters.domain.history.history import ENTERED_IN_ERROR

Cells = tuple[Any, ...]


def latest(rows: Iterable[Cells], *, width: int) -> Iterator[Cells]:
    """Of each record the last version, unless that one takes the record back.

    rows   sorted by record, recorded, revision; the first `width` cells name the record, the next one is its status
    """
    held: Cells | None = None
    for row in rows:
        if held is not None and row[:width] != held[:width] and held[width] != ENTERED_IN_ERROR:
            yield held
        held = row
    if held is not None and held[width] != ENTERED_IN_ERROR:
        yield held
