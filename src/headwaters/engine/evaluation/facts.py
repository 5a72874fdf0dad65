"""What a fact is on a day: a timeline of its seen statements (language part 7, step 6)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from headwaters.domain import days
from headwaters.domain.blueprint.blueprint import FactRule, FactType
from headwaters.domain.blueprint.truth import Known
from headwaters.domain.history.history import WITHHELD, Fact, PersonId
from headwaters.domain.history.written import written
from headwaters.engine.evaluation.marks import FOREVER

Counts = Callable[[PersonId, int], bool]
"""Whether a person's statements of a day are the ones asked about."""


class Timeline:
    """A fact through time: from `starts[i]` on it is `values[i]`, as `rows[i]` said; before the first, unknown."""

    __slots__ = ("rows", "starts", "values")

    def __init__(self, starts: list[int], values: list[Known], rows: list[Fact | None]) -> None:
        self.starts = starts
        self.values = values
        self.rows = rows

    def at(self, day: int) -> Known:
        i = bisect_right(self.starts, day)
        return self.values[i - 1] if i else None

    def row_at(self, day: int) -> Fact | None:
        """The statement that gave the value; None where nobody said anything that holds on the day."""
        i = bisect_right(self.starts, day)
        return self.rows[i - 1] if i else None

    def withheld_at(self, day: int) -> bool:
        row = self.row_at(day)
        return row is not None and row.value == WITHHELD

    def next_after(self, day: int) -> int:
        """The next day on which another statement (or none) holds."""
        i = bisect_right(self.starts, day)
        return self.starts[i] if i < len(self.starts) else FOREVER


NOTHING = Timeline([], [], [])


def typed(value: object, wanted: FactType | None) -> Known:
    """A stored value as conditions compare it; None where it is not of the declared type, so that a feed's mistake is
    an unknown and never a wrong answer."""
    if value == WITHHELD:
        return None
    if wanted is FactType.BOOLEAN:
        return value if isinstance(value, bool) else {"true": True, "false": False}.get(str(value).lower())
    if wanted is FactType.NUMBER:
        return _number(value)
    if wanted is FactType.DATE:
        return _day(value)
    if wanted is FactType.CODE:
        return value if isinstance(value, str) else str(value)
    return _day(value) if isinstance(value, date) else value if isinstance(value, bool | int | float | str) else None


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    try:
        return float(str(value))
    except ValueError:
        return None


def _day(value: object) -> int | None:
    if isinstance(value, date):
        return value.toordinal()
    try:
        return date.fromisoformat(str(value)).toordinal()
    except ValueError:
        return None


def _validity(row: Fact, rule: FactRule | None) -> tuple[int, int]:
    """First day and the day after the last on which the statement holds; an older answer is unknown again."""
    first = row.from_.toordinal()
    stop = row.through.toordinal() + 1 if row.through else FOREVER
    if rule is not None and rule.valid_for is not None:
        stop = min(stop, days.number_plus(first, rule.valid_for))
    return first, stop


def _rank(row: Fact) -> tuple[object, ...]:
    """(recorded, from, source, record id), and whatever else tells two statements apart, so that one of them always speaks."""
    told = (row.recorded, row.from_, row.source, row.record_id)
    return (*told, row.person_id, written(row.value), row.through or date.max, row.agency, row.file, row.line)


def _said_once(first: int, stop: int, row: Fact, rule: FactRule | None) -> Timeline:
    """The same for a single statement, which most facts are."""
    value = typed(row.value, rule.type if rule else None)
    return Timeline([first], [value], [row]) if stop == FOREVER else Timeline([first, stop], [value, None], [row, None])


def timeline(rows: Iterable[Fact], rule: FactRule | None, counts: Counts, role_edges: Sequence[int]) -> Timeline:
    """The statements of one fact as a timeline. On each day, of those that hold and whose person counts, the latest by
    (recorded, from, source) speaks."""
    held = sorted(((*_validity(row, rule), row) for row in rows), key=lambda one: _rank(one[2]), reverse=True)
    if len(held) == 1 and not role_edges:
        first, stop, only = held[0]
        if first < stop and counts(only.person_id, first):
            return _said_once(first, stop, only, rule)
    edges = {first for first, _, _ in held} | {stop for _, stop, _ in held if stop < FOREVER}
    if held:
        begin = min(first for first, _, _ in held)
        edges |= {day for day in role_edges if day > begin}
    starts: list[int] = []
    values: list[Known] = []
    said: list[Fact | None] = []
    for day in sorted(edges):
        row = next((row for first, stop, row in held if first <= day < stop and counts(row.person_id, day)), None)
        if said and said[-1] is row:
            continue
        starts.append(day)
        values.append(typed(row.value, rule.type if rule else None) if row is not None else None)
        said.append(row)
    return Timeline(starts, values, said)
