"""Which rows say the same in all the cells that repeat: one of them is read alone, for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from headwaters.domain.records.statement import Reading
from headwaters.engine.intake.cells import Mask, Numbers, codes_of, filled
from headwaters.engine.intake.layout import Layout

_MOST = 1 << 62


@dataclass(slots=True)
class Patterns:
    """The patterns met in one file: of each, one of its rows as it was read alone."""

    readings: list[Reading] = field(default_factory=list)
    number_of: dict[tuple[str | None, ...], int] = field(default_factory=dict)


def assign_patterns(
    columns: Mapping[str, pa.Array],
    layout: Layout,
    rows: Mask,
    patterns: Patterns,
    read_alone: Callable[[Numbers], list[Reading]],
) -> Numbers:
    """The number of each row's pattern, -1 for rows that are not asked for. New patterns join `patterns`."""
    repeating = {name: column for name, column in columns.items() if layout.in_pattern(name)}
    flags = {name: filled(columns[name]) for name in layout.numbers if name in columns}
    asked = np.flatnonzero(rows)
    pattern = np.full(len(rows), -1, np.int64)
    if not len(asked):
        return pattern
    mixed = _mixed(repeating, flags, len(rows))[asked]
    _, first, inverse = np.unique(mixed, return_index=True, return_inverse=True)
    examples = asked[first]
    said = _said(repeating, flags, examples)
    new = [place for place, words in enumerate(said) if words not in patterns.number_of]
    for place, reading in zip(new, read_alone(examples[new]), strict=True):
        patterns.number_of[said[place]] = len(patterns.readings)
        patterns.readings.append(reading)
    pattern[asked] = np.array([patterns.number_of[words] for words in said])[inverse]
    return pattern


def _mixed(repeating: Mapping[str, pa.Array], flags: Mapping[str, Mask], rows: int) -> Numbers:
    """One number for all the repeating cells of a row together."""
    sizes = [(codes_of(column), len(column.dictionary) + 1) for column in repeating.values()]
    sizes += [(flag.astype(np.int64), 2) for flag in flags.values()]
    mixed, most = np.zeros(rows, np.int64), 1
    for codes, size in sizes:
        if most * size >= _MOST:
            words, mixed = np.unique(mixed, return_inverse=True)
            most = len(words)
        mixed, most = mixed * size + codes, most * size
    return mixed


def _said(
    repeating: Mapping[str, pa.Array], flags: Mapping[str, Mask], examples: Numbers
) -> list[tuple[str | None, ...]]:
    """What the examples say in the repeating columns."""
    taken = pa.array(examples)
    words = [column.take(taken).to_pylist() for column in repeating.values()]
    words += [["filled" if one else None for one in flag[examples]] for flag in flags.values()]
    return list(zip(*words, strict=True)) if words else [()] * len(examples)
