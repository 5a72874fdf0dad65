"""A row as it stood, made for all rows of a block at once: the text that `json` makes of the filled cells, sorted by column."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

_NOTHING = pa.scalar("")


def verbatims(columns: Mapping[str, pa.Array]) -> pa.StringArray:
    """The filled cells of each row as a JSON object. No cell holds a character that JSON escapes, and each row has a cell."""
    pieces = [_pieces(name, columns[name]) for name in sorted(columns) if columns[name].null_count < len(columns[name])]
    inside = pc.binary_join_element_wise(*pieces, pa.scalar(", "), null_handling="skip")
    return pc.binary_join_element_wise(pa.scalar("{"), inside, pa.scalar("}"), _NOTHING)


def _pieces(name: str, column: pa.Array) -> pa.StringArray:
    """`"name": "cell"` of each row, null where the cell is empty."""
    before, after = pa.scalar(f'{json.dumps(name, ensure_ascii=False)}: "'), pa.scalar('"')
    if not pa.types.is_dictionary(column.type):
        return pc.binary_join_element_wise(before, column, after, _NOTHING)
    words = pc.binary_join_element_wise(before, column.dictionary, after, _NOTHING)
    return pc.take(words, column.indices)
