"""The names a blueprint declares: what its conditions, moments and matchers may speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from headwaters.domain.blueprint.element import Role

BUILT_IN_ANCHORS = (
    "birth", "due_date", "pregnancy_start", "corrected_birth", "period_start", "period_end", "trigger", "previous",
    "previous.end",
)  # fmt: skip
AGES = ("age_days", "age_weeks", "age_months", "age_years")


class Sort(StrEnum):
    """What kind of value a name in a condition stands for."""

    BOOLEAN = "boolean"
    NUMBER = "number"
    CODE = "code"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Named:
    """What is known about one name: its sort, its unit (numbers), and its choices (codes; empty: any text)."""

    sort: Sort
    unit: str | None = None
    choices: tuple[str, ...] = ()


OWN_COLUMNS: Mapping[str, Named] = {
    "value": Named(Sort.NUMBER),
    "unit": Named(Sort.CODE),
    "result": Named(Sort.CODE),
    "status": Named(Sort.CODE),
    "agency": Named(Sort.CODE),
    "code": Named(Sort.CODE),
}
"""Columns that every event has (language part 2)."""


@dataclass(frozen=True, slots=True)
class TouchpointName:
    """What others need to know of a touchpoint to refer to it.

    instances  how many rows it makes for one recipient (slots of a repeat, one for each of an `each` chain)
    outcomes   what can come of it; None: any text, as the event's own `result` says
    """

    element: str
    id: str
    instances: int = 1
    slots: int = 0
    outcomes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything declared, by kind of name. Maps keep the author's order."""

    facts: Mapping[str, Named] = field(default_factory=dict)
    kinds: Mapping[str, Mapping[str, Named]] = field(default_factory=dict)
    lists: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    funds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    handoffs: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    recipients: Mapping[str, Role] = field(default_factory=dict)
    touchpoints: Mapping[str, Mapping[str, TouchpointName]] = field(default_factory=dict)
    """element -> touchpoint id -> what is known of it"""

    def find(self, name: str, *, own: str | None) -> tuple[str, TouchpointName | None] | None:
        """What `X` or `element.X` means seen from element `own`: (element, touchpoint; None: the whole element).

        A slot of a repeat (`visit_3`) is found as one touchpoint with one instance. None: nothing goes by that name.
        """
        if own is not None and "." not in name and (found := self._within(own, name)):
            return own, found
        element, _, touchpoint = name.partition(".")
        if element not in self.touchpoints:
            return None
        if not touchpoint:
            return element, None
        found = self._within(element, touchpoint)
        return (element, found) if found else None

    def _within(self, element: str, touchpoint: str) -> TouchpointName | None:
        known = self.touchpoints.get(element, {})
        if touchpoint in known:
            return known[touchpoint]
        slot = re.fullmatch(r"(.+)_(\d{1,4})", touchpoint)
        base = known.get(slot.group(1)) if slot else None
        if slot and base and 1 <= int(slot.group(2)) <= base.slots:
            return TouchpointName(element, touchpoint, 1, 0, base.outcomes)
        return None

    def names(self, *, own: str | None) -> Iterator[str]:
        """Every way to name a touchpoint or element from `own`, for `did you mean`."""
        if own is not None:
            yield from self.touchpoints.get(own, {})
        for element, touchpoints in self.touchpoints.items():
            yield element
            yield from (f"{element}.{touchpoint}" for touchpoint in touchpoints)

    def outcomes_of(self, element: str, touchpoint: TouchpointName | None) -> tuple[str, ...] | None:
        """What can come of a touchpoint, or of any touchpoint of an element; None where nothing enumerates it."""
        if touchpoint is not None:
            return touchpoint.outcomes
        every: dict[str, None] = {}
        for one in self.touchpoints[element].values():
            if one.outcomes is None:
                return None
            every.update(dict.fromkeys(one.outcomes))
        return tuple(every) if every else None

    def instances_of(self, element: str, touchpoint: TouchpointName | None) -> int:
        if touchpoint is not None:
            return touchpoint.instances
        return sum(one.instances for one in self.touchpoints[element].values())
