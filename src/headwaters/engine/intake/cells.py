"""Columns of text: trimmed, empty cells null, and read by their distinct words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Mask = np.ndarray[Any, np.dtype[np.bool_]]
Numbers = np.ndarray[Any, np.dtype[Any]]

NO_DAY = np.iinfo(np.int32).min
"""Stands where a day is not known."""


def trimmed(column: pa.ChunkedArray) -> pa.Array:
    """The cells without spaces around them; an empty one is null. A dictionary stays one."""
    array = column.combine_chunks()
    if not pa.types.is_dictionary(array.type):
        return _or_null(pc.ascii_trim_whitespace(array))
    words = _or_null(pc.ascii_trim_whitespace(array.dictionary))
    empty = np.asarray(words.is_null())
    codes = np.asarray(array.indices)
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=empty[codes]), words.fill_null(""))


def _or_null(array: pa.StringArray) -> pa.StringArray:
    return pc.if_else(pc.equal(pc.binary_length(array), 0), pa.scalar(None, pa.string()), array)


def filled(array: pa.Array) -> Mask:
    """Which cells hold anything."""
    return np.asarray(array.is_valid())


def codes_of(array: pa.DictionaryArray) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Each cell's place in the dictionary; the last place but beyond it (`len(dictionary)`) where it is empty."""
    return np.asarray(array.indices.fill_null(len(array.dictionary))).astype(np.int64)


def texts_of(array: pa.Array) -> pa.StringArray:
    """A column of plain text, whether or not it was a dictionary."""
    return array.cast(pa.string()) if pa.types.is_dictionary(array.type) else array


def by_word(array: pa.DictionaryArray, read: Callable[[str], Any], *, empty: Any = None) -> list[Any]:
    """`read` of each distinct word, in the dictionary's order, and `empty` for no word after them."""
    return [*map(read, array.dictionary.to_pylist()), empty]


class Days:
    """A column of days: as text (year-month-day, null where none) and as numbers (days since 1970-01-01, `NO_DAY`)."""

    __slots__ = ("numbers", "texts", "unread")

    def __init__(self, texts: pa.StringArray, numbers: Numbers, unread: Mask) -> None:
        self.texts, self.numbers, self.unread = texts, numbers, unread

    @staticmethod
    def read(array: pa.DictionaryArray, read: Callable[[str], date | None]) -> Days:
        """`unread`: cells that hold something which is no day."""
        days = by_word(array, read)
        codes = codes_of(array)
        texts = pa.array([day.isoformat() if day else None for day in days], pa.string())
        numbers = np.array([_number(day) for day in days], np.int32)
        unread = np.array([*(day is None for day in days[:-1]), False], np.bool_)
        return Days(pc.take(texts, pa.array(codes)), numbers[codes], unread[codes])

    @staticmethod
    def none(rows: int) -> Days:
        return Days(pa.nulls(rows, pa.string()), np.full(rows, NO_DAY, np.int32), np.zeros(rows, np.bool_))

    def take(self, rows: Numbers) -> Days:
        return Days(pc.take(self.texts, pa.array(rows)), self.numbers[rows], self.unread[rows])

    def or_else(self, day: date | None) -> Days:
        """The same with one day in place of those not known."""
        if day is None:
            return self
        numbers = np.where(self.numbers == NO_DAY, _number(day), self.numbers)
        return Days(self.texts.fill_null(day.isoformat()), numbers, self.unread)


def _number(day: date | None) -> int:
    return NO_DAY if day is None else day.toordinal() - 719_163
