"""Business days: every Monday to Friday that is not a holiday (language parts 1 and 2).

Counting is closed arithmetic on day numbers (`date.toordinal`), because a state's run asks for it millions of times:
weekdays are counted by division, holidays by bisection.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date


def _weekdays_through(number: int) -> int:
    """Mondays to Fridays from day number 1 (a Monday) through `number`."""
    weeks, rest = divmod(number, 7)
    return weeks * 5 + min(rest, 5)


def _nth_weekday(rank: int) -> int:
    """Day number of the weekday of this rank, counted from 1."""
    weeks, rest = divmod(rank - 1, 5)
    return weeks * 7 + rest + 1


class BusinessCalendar:
    """The business days of a blueprint: its `holidays`, and Saturday and Sunday, are not among them."""

    __slots__ = ("_displaced", "_holidays", "_numbers")

    def __init__(self, holidays: Iterable[date] = ()) -> None:
        self._holidays = frozenset(day.toordinal() for day in holidays if day.weekday() < 5)
        self._numbers = sorted(self._holidays)
        # A holiday pushes every later business day one weekday on: `_displaced[i]` is the first rank holiday i pushes.
        self._displaced = [_weekdays_through(number) - i for i, number in enumerate(self._numbers)]

    def is_business_day(self, day: date) -> bool:
        return day.weekday() < 5 and day.toordinal() not in self._holidays

    def after_number(self, number: int, n: int) -> int:
        """Day number of the n-th business day strictly after day `number`; for a negative n, strictly before it."""
        if n == 0:
            return number
        through = number if n > 0 else number - 1
        rank = self._business_days_through(through) + n + (0 if n > 0 else 1)
        return _nth_weekday(rank + bisect_right(self._displaced, rank))

    def after(self, day: date, n: int) -> date:
        """The n-th business day strictly after `day` (before it, for a negative n)."""
        return date.fromordinal(self.after_number(day.toordinal(), n))

    def as_numbers(self) -> tuple[list[int], list[int]]:
        """(holidays on weekdays as day numbers, for each the first rank that it pushes), for whoever compiles this once more."""
        return self._numbers, self._displaced

    def _business_days_through(self, number: int) -> int:
        return _weekdays_through(number) - bisect_right(self._numbers, number)


WEEKDAYS = BusinessCalendar()
"""Without holidays."""
