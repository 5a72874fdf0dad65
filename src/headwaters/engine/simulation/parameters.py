"""The simulation's numbers, each with the published source it comes from or the word that it is assumed.

The file is `parameters.yaml`, beside this module. A leaf is a map with `value` and either `source` (with `note` where needed)
or `assumed`; anything above a leaf is a heading. Reading the file is the caller's work: the engine is handed the plain maps.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypeVar

from headwaters.domain.problems import HeadwatersError
from headwaters.engine.simulation.chance import Spread

T = TypeVar("T")

FILE_NAME = "parameters.yaml"


class ParametersRefused(HeadwatersError):
    """A parameter has no value, no source, or a name the simulation asks for is not there."""


class Parameters:
    """Numbers by dotted name: `births.preterm`. A name that is not in the file is refused, never guessed."""

    __slots__ = ("_leaves", "_made")

    def __init__(self, document: Mapping[str, Any]) -> None:
        """raises  ParametersRefused  naming every leaf that has no `value`, or neither `source` nor `assumed`"""
        self._leaves: dict[str, Any] = {}
        self._made: dict[object, Any] = {}
        wanting: list[str] = []
        for name, leaf in leaves(document):
            if "value" not in leaf or not (leaf.get("source") or leaf.get("assumed")):
                wanting.append(name)
            self._leaves[name] = _plain(leaf.get("value"))
        if wanting:
            raise ParametersRefused(
                f"{FILE_NAME}: {', '.join(wanting)} must have `value` and either `source` or `assumed` (why this number)."
            )

    def _value(self, name: str) -> Any:
        try:
            return self._leaves[name]
        except KeyError:
            raise ParametersRefused(f"{FILE_NAME} has no `{name}`, which the simulation needs. Add it.") from None

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What `make` makes of these numbers: made the first time it is asked for under this key, then kept."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]  # type: ignore[no-any-return]

    def only(self, name: str, keys: Collection[str]) -> Parameters:
        """The same numbers, but of one map of shares only these keys."""
        made = Parameters({})
        kept = {key: value for key, value in self.shares(name).items() if key in keys}
        made._leaves = {**self._leaves, name: kept}
        return made

    def share(self, name: str) -> float:
        """A share from 0 to 1."""
        return float(self._value(name))

    def number(self, name: str) -> float:
        return float(self._value(name))

    def whole(self, name: str) -> int:
        return int(self._value(name))

    def spread(self, name: str) -> Spread:
        return self._value(name)  # type: ignore[no-any-return]

    def shares(self, name: str) -> Mapping[str, float]:
        return self._value(name)  # type: ignore[no-any-return]

    def table(self, name: str) -> Mapping[str, Any]:
        return self._value(name)  # type: ignore[no-any-return]


def leaves(document: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every (dotted name, leaf). A map whose parts are not maps is a leaf, well made or not."""
    for key, part in document.items():
        name = f"{above}.{key}" if above else str(key)
        if (
            isinstance(part, Mapping)
            and "value" not in part
            and all(isinstance(below, Mapping) for below in part.values())
        ):
            yield from leaves(part, name)
        else:
            yield name, part if isinstance(part, Mapping) else {}


def _plain(value: Any) -> Any:
    """`[1, 3, 9]` of three numbers is a spread; maps and lists become plain ones."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        numbers = [part for part in value if isinstance(part, int | float) and not isinstance(part, bool)]
        if len(value) == 3 and len(numbers) == 3:
            return Spread(*(float(part) for part in value))
        return [_plain(part) for part in value]
    return value
