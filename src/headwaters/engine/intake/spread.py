"""What a pattern says, spread over its rows: the tables of records and statements as they are written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwaters.engine.intake.cells import Numbers, codes_of, texts_of
from headwaters.engine.intake.digests import digests63
from headwaters.engine.warehouse.tables import IDENTIFIER_COLUMNS


def spread(
    columns: Sequence[str],
    said: Sequence[Sequence[tuple[Any, ...]]],
    pattern: Numbers,
    own: Mapping[str, pa.Array],
) -> pa.Table:
    """One row for each line that a row's pattern makes (several codings make several lines), rows in their order.

    said  the lines of each pattern, their values in the order of `columns`
    own   columns that differ from row to row, in place of what the pattern says
    """
    lines = [line for of_pattern in said for line in of_pattern]
    count = np.array([len(of_pattern) for of_pattern in said], np.int64)
    times = count[pattern]
    row = np.repeat(np.arange(len(pattern)), times)
    within = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    line = np.repeat((np.cumsum(count) - count)[pattern], times) + within
    repeats = bool((times != 1).any())
    arrays = {}
    for place, name in enumerate(columns):
        if name in own:
            arrays[name] = own[name].take(pa.array(row)) if repeats else own[name]
        else:
            arrays[name] = _spread([values[place] for values in lines], line)
    return pa.table(arrays)


def _spread(values: Sequence[Any], place: Numbers) -> pa.Array:
    """`values[place]`; texts stay a dictionary."""
    words = pa.array(values)
    if not pa.types.is_string(words.type):
        return pc.take(words, pa.array(place)) if len(words) else pa.nulls(len(place))
    nothing = np.array([value is None for value in values], np.bool_)
    return pa.DictionaryArray.from_arrays(pa.array(place.astype(np.int32), mask=nothing[place]), words.fill_null(""))


def one(value: str | int, rows: int) -> pa.Array:
    """The same value for all rows."""
    return _spread([value], np.zeros(rows, np.int64))


def known_as_of(source: str, people: pa.Array) -> pa.Array:
    """The numbers under which a source's own ids of people are kept."""
    if not pa.types.is_dictionary(people.type):
        return pa.array(digests63((source,), people))
    return pa.array(np.append(digests63((source,), people.dictionary), 0)[codes_of(people)])


def children_json(cells: pa.Array | None, rows: int) -> pa.Array:
    """`K1;K2` as a JSON list; only cells in plain ASCII come here."""
    if cells is None:
        return one("[]", rows)
    inside = pc.replace_substring_regex(texts_of(cells), r"\s*([^;]+?)\s*(?:;|$)", r'"\1", ')
    return _in_brackets(inside)


def identifiers_json(texts: Mapping[str, pa.Array], rows: int) -> pa.Array:
    """The identifier columns, and the pairs of `identifiers`, as a JSON list of pairs; only plain ASCII comes here."""
    pieces = [
        pc.binary_join_element_wise(
            pa.scalar(f'["{system}", "'), texts_of(texts[column]), pa.scalar('"], '), pa.scalar("")
        )
        for column, system in IDENTIFIER_COLUMNS.items()
        if column in texts
    ]
    if "identifiers" in texts:
        pair = r"\s*([^=;]+?)\s*=\s*([^;]+?)\s*(?:;|$)"
        pieces.append(pc.replace_substring_regex(texts_of(texts["identifiers"]), pair, r'["\1", "\2"], '))
    if not pieces:
        return one("[]", rows)
    return _in_brackets(pc.binary_join_element_wise(*(piece.fill_null("") for piece in pieces), pa.scalar("")))


def _in_brackets(inside: pa.StringArray) -> pa.StringArray:
    inside = inside.fill_null("")
    cut = pc.if_else(pc.ends_with(inside, ", "), pc.utf8_slice_codeunits(inside, 0, -2), inside)
    return pc.binary_join_element_wise(pa.scalar("["), cut, pa.scalar("]"), pa.scalar(""))
