"""The audit as a chain: each closed minute's lines are hashed together with the hash before, so that nothing in it can be
changed, taken out, put in or moved without every later hash failing.

A head that was copied out of the installation shows, too, whether minutes were cut off at the end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

NOTHING_BEFORE = "0" * 64
"""Stands before the first minute."""

Written = Mapping[str, str | int | bool | list[str]]
"""One line as it is hashed: every column by its name, instants as text."""


@dataclass(frozen=True, slots=True)
class Closed:
    """One closed minute as it is kept. `number` counts from 1."""

    number: int
    minute: datetime
    lines: int
    head: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first minute that does not stand as it was closed, and how it shows."""

    number: int
    minute: datetime
    what: str


def head_of(before: str, lines: Iterable[Written]) -> str:
    """SHA-256 (FIPS 180-4) over the head before and the lines in their order, each as one line of JSON with sorted keys."""
    digest = hashlib.sha256(before.encode("ascii"))
    for line in lines:
        text = json.dumps(line, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        digest.update(b"\n" + text.encode())
    return digest.hexdigest()


def first_break(closed: Iterable[tuple[Closed, list[Written]]]) -> Break | None:
    """The first minute that fails, in the order of their numbers; None where the whole chain holds."""
    before = NOTHING_BEFORE
    for number, (minute, lines) in enumerate(closed, start=1):
        if minute.number != number:
            return Break(number, minute.minute, "a minute was taken out before this one")
        if minute.lines != len(lines):
            return Break(number, minute.minute, f"it was closed with {minute.lines} lines and now holds {len(lines)}")
        if head_of(before, lines) != minute.head:
            return Break(number, minute.minute, "its lines are not those that were closed")
        before = minute.head
    return None
