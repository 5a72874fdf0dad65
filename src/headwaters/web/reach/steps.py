"""What a line of the reach table is called, and in which order lines stand: the blueprint's own."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Element, Touchpoint
from headwaters.engine.measures.reach import Line
from headwaters.web.layout.words import element_title, slot_of, text, touchpoint_of


def line_title(blueprint: Blueprint, line: Line) -> str:
    """ "Well-child check-up: 9 months"; an element as a whole, or one of a single step, has its own name alone."""
    whole, step = element_title(blueprint, line.element), step_title(blueprint, line)
    if line.touchpoint is None or step.casefold() == whole.casefold():
        return whole
    return f"{whole}: {step}"


def step_title(blueprint: Blueprint, line: Line) -> str:
    """The step without the name of its element: "9 months", "Visit, number 3", "Referral, after 18 months".

    An element of one step is called by its own name.
    """
    if line.touchpoint is None:
        return _("All steps together") if line.occurrences > 1 else element_title(blueprint, line.element)
    element = blueprint.elements.get(line.element)
    touchpoint = touchpoint_of(element, line.touchpoint) if element is not None else None
    if element is None or touchpoint is None:
        return line.touchpoint.replace("_", " ")
    words = _named(touchpoint)
    slot, after = slot_of(element, line.touchpoint), line.touchpoint.partition("@")[2]
    if slot is not None:
        words = _("%(name)s, number %(n)d") % {"name": words, "n": slot}
    if after:
        return _("%(name)s, after %(step)s") % {"name": words, "step": _trigger(blueprint, element, touchpoint, after)}
    if line.occurrences > 1:
        return _("%(name)s, all together") % {"name": words}
    return words


def _named(touchpoint: Touchpoint) -> str:
    return text(touchpoint.title) or touchpoint.id.replace("_", " ").capitalize()


def _trigger(blueprint: Blueprint, element: Element, touchpoint: Touchpoint, wanted: str) -> str:
    """What a chain came after: the first step of that name on the way up the chain."""
    seen: set[tuple[str, str]] = set()
    held: tuple[Element, Touchpoint] | None = (element, touchpoint)
    while held is not None and (held[0].id, held[1].id) not in seen:
        seen.add((held[0].id, held[1].id))
        above = held[1].after
        source = blueprint.elements.get(above.element) if above is not None else None
        if above is None or source is None:
            break
        if (found := touchpoint_of(source, wanted)) is not None:
            return _named(found)
        before = next((one for one in source.touchpoints if one.id == above.touchpoint), None)
        held = (source, before) if before is not None else None
    return wanted.replace("_", " ")


def in_order(blueprint: Blueprint, lines: Iterable[Line]) -> tuple[Line, ...]:
    """By element, the whole before its steps, steps as the blueprint lists them, a series by its numbers."""
    elements = {key: place for place, key in enumerate(blueprint.elements)}
    return tuple(sorted(lines, key=lambda line: (elements.get(line.element, len(elements)), *_place(blueprint, line))))


def _place(blueprint: Blueprint, line: Line) -> tuple[int, int, str]:
    element = blueprint.elements.get(line.element)
    if line.touchpoint is None or element is None:
        return -1, 0, line.touchpoint or ""
    touchpoint = touchpoint_of(element, line.touchpoint)
    place = element.touchpoints.index(touchpoint) if touchpoint is not None else len(element.touchpoints)
    return place, slot_of(element, line.touchpoint) or 0, line.touchpoint
