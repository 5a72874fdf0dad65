"""Rows that whole columns cannot vouch for: something is missing, unreadable or out of order, or asks for a closer look.

Nothing is decided here. A doubtful row is read alone, and found good or set aside with the words for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwaters.domain.records.checks import LONGEST_LIFE_YEARS
from headwaters.engine.intake.cells import NO_DAY, Days, Mask, Numbers, filled
from headwaters.engine.intake.layout import Layout
from headwaters.engine.warehouse.tables import IDENTIFIER_COLUMNS

_PART = r"[^;]*[^;\s][^;]*"
_PAIR = r"[^=;]*[^=;\s][^=;]*=[^;]*[^;\s][^;]*"
LISTS = {"children": rf"^{_PART}(;{_PART})*$", "identifiers": rf"^{_PAIR}(;{_PAIR})*$"}
"""Columns that hold several words in a cell, and how a plain cell of theirs is written."""
WRITTEN_IN_ASCII = frozenset({"children", "identifiers", *IDENTIFIER_COLUMNS})
"""Columns that are kept as JSON in ASCII."""


def doubtful_rows(
    columns: Mapping[str, pa.Array], days: Mapping[str, Days], numbers: Mapping[str, pa.Array], layout: Layout
) -> Mask:
    """Rows that have to be read alone."""
    rows = len(days["recorded"].numbers)
    doubtful = np.zeros(rows, np.bool_)
    for name in layout.ids:
        doubtful |= ~filled(columns[name]) if name in columns else True
    for column in days.values():
        doubtful |= column.unread
    for name in layout.needed_days:
        doubtful |= days[name].numbers == NO_DAY
    if layout.one_day_of:
        doubtful |= np.logical_and.reduce([days[name].numbers == NO_DAY for name in layout.one_day_of])
    for first, last in layout.ordered:
        doubtful |= _turned_round(days[first], days[last])
    for name, said in numbers.items():
        doubtful |= filled(columns[name]) & ~filled(said)
    for name in columns.keys() & WRITTEN_IN_ASCII:
        doubtful |= ~_all_of(pc.string_is_ascii(columns[name].cast(pa.string())))
    for name in columns.keys() & LISTS.keys() & frozenset(layout.texts):
        doubtful |= ~_all_of(pc.match_substring_regex(columns[name].cast(pa.string()), LISTS[name]))
    return doubtful


def _all_of(answers: pa.BooleanArray) -> Mask:
    """Yes where the cell is empty."""
    return np.asarray(answers.fill_null(True))


def _turned_round(first: Days, last: Days) -> Mask:
    both = (first.numbers != NO_DAY) & (last.numbers != NO_DAY)
    mask: Mask = both & (last.numbers < first.numbers)
    return mask


def impossible_rows(days: Mapping[str, Days], layout: Layout, *, received: date) -> Mask:
    """Rows of which `domain.records.checks` might say that something cannot be true on the day they were received."""
    rows = len(days["recorded"].numbers)
    doubtful = np.zeros(rows, np.bool_)
    if not layout.not_to_come:
        return doubtful
    latest = np.maximum(days["recorded"].numbers, received.toordinal() - 719_163)
    for name in layout.not_to_come:
        doubtful |= days[name].numbers > latest
    for name in layout.of_the_living:
        born = days[name].numbers
        doubtful |= (born != NO_DAY) & (_years(latest) - _years(born) > LONGEST_LIFE_YEARS)
    return doubtful


def _years(days: Numbers) -> Numbers:
    return days.astype(np.int64).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
