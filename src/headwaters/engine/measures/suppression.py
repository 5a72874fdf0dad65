"""Small cells: what may be shown to somebody who may see counts but not families (ux.md 2.2, 2.3).

A count from 1 to `HIDES_THROUGH` is hidden; so is what could be worked out from the others. Zero is shown: it is about nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HIDES_THROUGH = 10
"""Counts from 1 to this are hidden, unless the installation says otherwise."""
LEAST_SHOWN = HIDES_THROUGH + 1


@dataclass(frozen=True, slots=True)
class Released:
    """A count that may be shown; `count` None is *too few to show*."""

    count: int | None


def is_small(count: int, least: int = LEAST_SHOWN) -> bool:
    return 0 < count < least


def released_parts(parts: Sequence[int], *, total_shown: bool, least: int = LEAST_SHOWN) -> tuple[Released, ...]:
    """The parts of one total. Where exactly one would be hidden beside a shown total, the next smallest is hidden too,
    and the hidden ones together always make at least `least`, so that no subtraction names a small group."""
    hidden = {place for place, part in enumerate(parts) if is_small(part, least)}
    rest = sorted((part, place) for place, part in enumerate(parts) if place not in hidden and part > 0)
    while hidden and total_shown and rest and (len(hidden) == 1 or sum(parts[place] for place in hidden) < least):
        hidden.add(rest.pop(0)[1])
    if hidden and total_shown and sum(parts[place] for place in hidden) < least:
        hidden = {place for place, part in enumerate(parts) if part > 0}
    return tuple(Released(None if place in hidden else part) for place, part in enumerate(parts))


def released_descent(counts: Sequence[int], *, least: int = LEAST_SHOWN) -> tuple[Released, ...]:
    """Counts that only fall, step after step. One is shown only where it is not small itself and differs from the last
    one shown by nothing or by at least `least`."""
    shown: list[Released] = []
    last: int | None = None
    for count in counts:
        small_fall = last is not None and is_small(last - count, least)
        if is_small(count, least) or small_fall:
            shown.append(Released(None))
            continue
        shown.append(Released(count))
        last = count
    return tuple(shown)
