"""What ladders are drawn of: each hand-off and each running element, as the pages name them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Stage
from headwaters.engine.evaluation.views import protected_elements


@dataclass(frozen=True, slots=True, order=True)
class LadderDoor:
    """`touchpoints`: `element.touchpoint`, in the order in which they follow each other. `chain`: they follow from each other
    and make one passage; otherwise each is a passage of its own."""

    touchpoints: tuple[str, ...]
    chain: bool

    @property
    def key(self) -> str:
        """Its name in the published cube."""
        return (" > " if self.chain else ", ").join((*self.touchpoints, "") if self.chain else self.touchpoints)


def handoff_touchpoints(blueprint: Blueprint, handoff: str, *, hidden: Collection[str] = ()) -> tuple[str, ...]:
    """The touchpoints of one hand-off; `hidden`: elements that are absent for the reader and leave no gap."""
    return tuple(
        f"{element.id}.{touchpoint.id}"
        for element in blueprint.elements.values()
        if element.id not in hidden
        for touchpoint in element.touchpoints
        if touchpoint.handoff == handoff
    )


def element_touchpoints(blueprint: Blueprint, element: str) -> tuple[str, ...]:
    return tuple(f"{element}.{touchpoint.id}" for touchpoint in blueprint.elements[element].touchpoints)


def ladder_doors(blueprints: Iterable[Blueprint]) -> tuple[LadderDoor, ...]:
    """Every door that any reader may be shown: a hand-off also without each part that some readers do not see."""
    found: set[LadderDoor] = set()
    for blueprint in blueprints:
        for hidden in _hidden_sets(blueprint):
            found |= {
                LadderDoor(handoff_touchpoints(blueprint, one, hidden=hidden), True) for one in blueprint.handoffs
            }
        found |= {
            LadderDoor(element_touchpoints(blueprint, element.id), False)
            for element in blueprint.elements.values()
            if element.stage is not Stage.PROPOSED
        }
    return tuple(sorted(door for door in found if door.touchpoints))


def _hidden_sets(blueprint: Blueprint) -> set[frozenset[str]]:
    """The elements that are absent together, for every choice of protected subjects that a reader may lack.

    Only elements with a hand-off matter; what is absent for the lack of one subject stays absent for the lack of more."""
    handed = {one.id for one in blueprint.elements.values() if any(each.handoff for each in one.touchpoints)}
    subjects = {element: found for element, found in protected_elements(blueprint).items() if element in handed}
    every = sorted({subject for found in subjects.values() for subject in found})
    return {
        frozenset(element for element, found in subjects.items() if found & set(lacking))
        for count in range(len(every) + 1)
        for lacking in combinations(every, count)
    }
