"""Something wrong with a blueprint as a whole, told by the path of the part; whoever knows the file adds line and name."""

from __future__ import annotations

from dataclasses import dataclass

FindingPath = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """`path` leads to the part as in the blueprint's document: `("elements", "wic", "touchpoints", "first", "opens")`."""

    path: FindingPath
    what: str
    remedy: str
    code: str


def touchpoint_path(element: str, touchpoint: str, *keys: str) -> FindingPath:
    return ("elements", element, "touchpoints", touchpoint, *keys)
