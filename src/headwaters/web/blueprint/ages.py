"""About when a touchpoint comes, in days from birth, so that it can stand in a column of the board.

An estimate for the picture only, read off the blueprint's own windows for a child born on the due date; what a real
child's dates are is the evaluator's answer and nobody else's.
"""

from __future__ import annotations

from datetime import date, timedelta

from headwaters.domain.blueprint.blueprint import Blueprint, FirstOrLast
from headwaters.domain.blueprint.element import After, Element, Touchpoint
from headwaters.domain.blueprint.window import Duration, Earliest, Latest, Moment, Never, Offset, OnDay
from headwaters.domain.days import add

BIRTH = date(2001, 1, 1)
"""Any Monday serves: only differences are used."""
LONGEST_DAYS = 180
"""A window longer than this does not move its card past its third month: it stands where it begins."""

_FIXED = {"birth": 0, "due_date": 0, "corrected_birth": 0, "pregnancy_start": -280}


class Ages:
    """Typical days from birth of a blueprint's touchpoints; looks each one up once."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint
        self._opens: dict[tuple[str, str], int | None] = {}

    def typical_day(self, element: Element, touchpoint: Touchpoint) -> int | None:
        """The middle of its days, not more than three months in; None where the blueprint ties it to no age."""
        opens = self._opening(element, touchpoint)
        due = self._day(touchpoint.due_by, element, touchpoint)
        if opens is None:
            return due
        if due is None or due < opens:
            return opens
        return opens + min(due - opens, LONGEST_DAYS) // 2

    def _opening(self, element: Element, touchpoint: Touchpoint) -> int | None:
        key = (element.id, touchpoint.id)
        if key not in self._opens:
            self._opens[key] = None  # a circle of references ends here
            self._opens[key] = self._first(element, touchpoint)
        return self._opens[key]

    def _first(self, element: Element, touchpoint: Touchpoint) -> int | None:
        if touchpoint.repeat and touchpoint.repeat[0].from_ is not None:
            return self._day(touchpoint.repeat[0].from_, element, touchpoint)
        return self._day(touchpoint.opens, element, touchpoint)

    def _day(self, moment: Moment, element: Element, touchpoint: Touchpoint) -> int | None:
        match moment:
            case Offset():
                start = self._anchor(moment.anchor, element, touchpoint)
                return None if start is None else _plus(start, moment.plus)
            case Latest(moments) | Earliest(moments):
                held = [self._day(one, element, touchpoint) for one in moments]
                known = [day for day in held if day is not None]
                return (max(known) if isinstance(moment, Latest) else min(known)) if known else None
            case OnDay() | Never():
                return None

    def _anchor(self, anchor: str, element: Element, touchpoint: Touchpoint) -> int | None:
        if anchor in _FIXED:
            return _FIXED[anchor]
        if anchor == "from":
            known = touchpoint.from_ != Offset("from")
            return (
                self._day(touchpoint.from_, element, touchpoint) if known else self._trigger(touchpoint.after, element)
            )
        if anchor == "trigger":
            return self._trigger(touchpoint.after, element)
        if anchor.startswith("previous"):
            return self._before(element, touchpoint)
        named = self.blueprint.anchors.get(anchor)
        if isinstance(named, FirstOrLast):
            return self._day(named.otherwise, element, touchpoint) if named.otherwise is not None else None
        if named is not None:
            return self._day(named, element, touchpoint)
        return self._reached(anchor.removesuffix(".end"), element)

    def _trigger(self, after: After | None, element: Element) -> int | None:
        if after is None:
            return 0
        held = self.blueprint.elements.get(after.element, element)
        wanted = [one for one in held.touchpoints if after.touchpoint in (None, one.id)]
        days = [self.typical_day(held, one) for one in wanted]
        known = [day for day in days if day is not None]
        return min(known) if known else None

    def _before(self, element: Element, touchpoint: Touchpoint) -> int | None:
        place = element.touchpoints.index(touchpoint)
        return self.typical_day(element, element.touchpoints[place - 1]) if place else None

    def _reached(self, name: str, element: Element) -> int | None:
        owner, _dot, touchpoint_id = name.rpartition(".")
        held = self.blueprint.elements.get(owner, element)
        for touchpoint in held.touchpoints:
            if touchpoint.id == touchpoint_id:
                return self._opening(held, touchpoint)
        return None


def _plus(start: int, plus: Duration) -> int:
    return (add(BIRTH + timedelta(days=start), plus) - BIRTH).days
