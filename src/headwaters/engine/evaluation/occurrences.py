"""A blueprint unrolled: every touchpoint, slot of a repeat and instance of an `each` chain, as one fixed list.

`repeat` makes `id_1, id_2, ...`; `each` makes `id@that`, and a chain of `each` keeps the first name (language part 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Element, Lapse, Phase, Role, Touchpoint, Which
from headwaters.domain.problems import BlueprintRefused, Place, Problem

HERE = -1
PREGNANCY = -2


class Target(NamedTuple):
    """An occurrence something refers to. `course`: HERE (the same episode), PREGNANCY (the child's pregnancy's), or
    from 0 the place of a child among the pregnancy's children."""

    course: int
    at: int


class Trigger(NamedTuple):
    """What an occurrence comes after. `last`: of several, the one reached last; else the first."""

    targets: tuple[Target, ...]
    last: bool
    outcomes: frozenset[str]
    lapse: Lapse | None


@dataclass(frozen=True, slots=True)
class Slot:
    """Place in a repeat: the phase (from 0) and the slot in it (from 0)."""

    phase: int
    k: int
    rule: Phase


@dataclass(frozen=True, slots=True, eq=False)
class Occurrence:
    """One scheduled occurrence, before anybody is judged.

    `label` is the `that` of `id@that`. `root` is the occurrence of its chain that comes after the chain's first X
    (itself, where the chain begins). `previous` stands before it in its element; `rivals` choose their events first.
    """

    index: int
    id: str
    element: Element
    touchpoint: Touchpoint
    label: str | None
    slot: Slot | None
    trigger: Trigger | None
    root: int | None
    previous: int | None
    rivals: tuple[int, ...]


def level(role: Role) -> Role:
    """Which course judges a role's elements: the pregnancy's for the birthing parent, a child's for all others."""
    return Role.BIRTHING_PARENT if role is Role.BIRTHING_PARENT else Role.CHILD


class Unrolled:
    """The occurrences of a blueprint for a story with so many children, and who belongs to which touchpoint.

    raises BlueprintRefused where elements come after each other in a circle, or after something that does not exist.
    """

    def __init__(self, blueprint: Blueprint, children: int) -> None:
        self.blueprint = blueprint
        self.children = max(1, children)
        self.occurrences: list[Occurrence] = []
        self.groups: dict[tuple[str, str], list[int]] = {}
        self._open: set[tuple[str, str]] = set()
        for element in blueprint.elements.values():
            for touchpoint in element.touchpoints:
                self._unroll(element, touchpoint)
        self.in_element: dict[str, list[int]] = {
            element.id: [
                index for touchpoint in element.touchpoints for index in self.groups[(element.id, touchpoint.id)]
            ]
            for element in blueprint.elements.values()
        }

    def group(self, element_id: str, touchpoint_id: str | None) -> list[int]:
        """Indexes of all occurrences of a touchpoint, or of a whole element, in file order."""
        element = self.blueprint.elements.get(element_id)
        if element is None:
            raise _refusal(f"`{element_id}` is not an element.", "Name an element of this blueprint.")
        found: list[int] = []
        for touchpoint in element.touchpoints:
            if touchpoint_id is None or touchpoint.id == touchpoint_id:
                found += self._unroll(element, touchpoint)
        if not found:
            raise _refusal(
                f"`{element_id}.{touchpoint_id}` is not a touchpoint.", f"Name a touchpoint of `{element_id}`."
            )
        return found

    def targets(self, role: Role, element_id: str, touchpoint_id: str | None) -> tuple[Target, ...]:
        """The same as seen from an occurrence for `role`: through all children where a parent's element asks."""
        indexes = self.group(element_id, touchpoint_id)
        theirs = level(self.blueprint.elements[element_id].recipient)
        if theirs is level(role):
            return tuple(Target(HERE, index) for index in indexes)
        if theirs is Role.BIRTHING_PARENT:
            return tuple(Target(PREGNANCY, index) for index in indexes)
        return tuple(Target(child, index) for child in range(self.children) for index in indexes)

    def _unroll(self, element: Element, touchpoint: Touchpoint) -> list[int]:
        key = (element.id, touchpoint.id)
        if key in self.groups:
            return self.groups[key]
        if key in self._open:
            raise _refusal(
                f"`{element.id}.{touchpoint.id}` comes after itself, in a circle.",
                "Take one `after` of the circle out.",
            )
        self._open.add(key)
        # What it comes after is unrolled first: its instances give this one's their names.
        chain = self._chain(element, touchpoint)
        before = [self._unroll(element, one) for one in _before(element, touchpoint)]
        earlier = [index for group in before for index in group]
        made: list[int] = []
        for label, root, trigger in chain:
            for slot in _slots(touchpoint):
                made.append(self._add(element, touchpoint, label, slot, trigger, root, [*earlier, *made]))
        self.groups[key] = made
        return made

    def _add(
        self,
        element: Element,
        touchpoint: Touchpoint,
        label: str | None,
        slot: tuple[int, Slot] | None,
        trigger: Trigger | None,
        root: int | None,
        earlier: list[int],
    ) -> int:
        index = len(self.occurrences)
        name = touchpoint.id if slot is None else f"{touchpoint.id}_{slot[0]}"
        self.occurrences.append(
            Occurrence(
                index,
                name if label is None else f"{name}@{label}",
                element,
                touchpoint,
                label,
                None if slot is None else slot[1],
                trigger,
                index if label is not None and root is None else root,
                self._previous(earlier, label),
                tuple(earlier),
            )
        )
        return index

    def _previous(self, earlier: list[int], label: str | None) -> int | None:
        """The occurrence before it: in its own chain where there is one, else the last before it in the element."""
        own = [index for index in earlier if self.occurrences[index].label == label]
        before = own or earlier
        return before[-1] if before else None

    def _chain(self, element: Element, touchpoint: Touchpoint) -> list[tuple[str | None, int | None, Trigger | None]]:
        """(label, root, trigger) of each instance; one without a label where nothing is `each`."""
        after = touchpoint.after
        if after is None:
            return [(None, None, None)]
        targets = self.targets(element.recipient, after.element, after.touchpoint)
        outcomes = frozenset(after.outcomes)
        if after.which is not Which.EACH:
            return [(None, None, Trigger(targets, after.which is Which.LAST, outcomes, after.lapse))]
        labels = self._labels(targets)
        return [
            (label, self._root(target), Trigger((target,), False, outcomes, after.lapse))
            for label, target in zip(labels, targets, strict=True)
        ]

    def _root(self, target: Target) -> int | None:
        return self.occurrences[target.at].root if target.course == HERE else None

    def _labels(self, targets: Iterable[Target]) -> list[str]:
        """The `that` of each instance, told apart: by what it comes after, and among children by their order."""
        given: list[str] = []
        for target in targets:
            given.append(next(name for name in self._names(target) if name not in given))
        return given

    def _names(self, target: Target) -> Iterator[str]:
        """What an instance may be called, the shortest first: the chain's first name, the name of what it comes after,
        the same with its element, and then by number. Of a further child, with that child's number."""
        occurrence = self.occurrences[target.at]
        child = f"~{target.course + 1}" if target.course > 0 else ""
        whole = f"{occurrence.element.id}.{occurrence.id}"
        for name in (occurrence.label or occurrence.id, occurrence.id, whole):
            yield name + child
        yield from (f"{whole}{child}~{number}" for number in count(2))


def _before(element: Element, touchpoint: Touchpoint) -> list[Touchpoint]:
    return list(element.touchpoints[: element.touchpoints.index(touchpoint)])


def _slots(touchpoint: Touchpoint) -> list[tuple[int, Slot] | None]:
    """The numbered slots of a repeat, counted through all its phases; a single None without one."""
    if not touchpoint.repeat:
        return [None]
    slots: list[tuple[int, Slot] | None] = []
    for phase, rule in enumerate(touchpoint.repeat):
        slots += [(len(slots) + 1 + k, Slot(phase, k, rule)) for k in range(rule.times)]
    return slots


def _refusal(what: str, remedy: str) -> BlueprintRefused:
    return BlueprintRefused((Problem(Place("blueprint"), "blueprint", what, remedy, "unresolved"),))
