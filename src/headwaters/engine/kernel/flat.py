"""Flat arrays in the making."""

from __future__ import annotations

from collections.abc import Iterable

from headwaters.domain.blueprint.truth import Known
from headwaters.engine.kernel.layout import BOOLEAN, FRACTION, NONE, TEXT, WHOLE
from headwaters.engine.kernel.words import Words


class NotCompiled(Exception):
    """A blueprint says something that the kernel does not hold; the reference judges it. The text says what."""


class Flat:
    """A growing list of numbers; what is put in is found again by its offset."""

    def __init__(self, head: int = 0) -> None:
        self.numbers: list[int] = [0] * head

    def put(self, numbers: Iterable[int]) -> int:
        at = len(self.numbers)
        self.numbers.extend(numbers)
        return at

    def list(self, numbers: Iterable[int]) -> tuple[int, int]:
        """(offset, how many)"""
        at = self.put(numbers)
        return at, len(self.numbers) - at

    def pairs(self, pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
        """(offset, how many pairs)"""
        at = self.put(number for pair in pairs for number in pair)
        return at, (len(self.numbers) - at) // 2


def tagged(value: Known, words: Words) -> tuple[float, float]:
    """(tag, number) of a value as conditions compare it."""
    match value:
        case None:
            return NONE, 0.0
        case bool():
            return BOOLEAN, float(value)
        case int():
            return WHOLE, float(value)
        case float():
            return FRACTION, value
        case str():
            return TEXT, float(words.number(value))
    raise NotCompiled("several codes of one record are compared outside an event")
