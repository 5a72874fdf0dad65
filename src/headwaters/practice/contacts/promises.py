"""The touchpoint that a promise is about, by its key `element/touchpoint`."""

from __future__ import annotations

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Touchpoint


def touchpoint_of(blueprint: Blueprint, key: str) -> Touchpoint | None:
    """Also of an instance `name@that` or a slot `name_3`; None where the blueprint has no such touchpoint."""
    element, _, instance = key.partition("/")
    held = blueprint.elements.get(element)
    if held is None:
        return None
    name = instance.partition("@")[0]
    by_id = {touchpoint.id: touchpoint for touchpoint in held.touchpoints}
    stem, _, slot = name.rpartition("_")
    return by_id.get(name) or (by_id.get(stem) if slot.isdigit() else None)
