"""How doors are found, and which door reads what.

A door reads one kind of delivery (a CSV package, FHIR resources) and turns it into readings. Somebody else's door is
found by its entry point in the group `headwaters.sources`; nothing in Headwaters has to be changed for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import cast

from headwaters.domain.problems import InputUnreadable
from headwaters.domain.records.source import Source

ENTRY_POINTS = "headwaters.sources"

__all__ = ["ENTRY_POINTS", "Source", "deliveries", "discover"]


def discover() -> tuple[Source, ...]:
    """Every installed door, in the order of their names."""
    found = sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name)
    return tuple(cast(Source, point.load()()) for point in found)


def deliveries(path: Path, sources: Sequence[Source]) -> tuple[tuple[Source, Path], ...]:
    """The deliveries at a path, each with its door: the path itself, or what a folder holds, in the order of names.

    raises  InputUnreadable  there is nothing there, or no door recognises any of it
    """
    if not path.exists():
        raise InputUnreadable(f"{path}: there is no such file or folder. Check the path.")
    found = tuple(_deliveries(path, sources))
    if not found:
        raise InputUnreadable(
            f"{path}: nothing here is a delivery that Headwaters can read. Give it a folder with people.csv and the "
            "other tables (`headwaters load --template DIR` writes empty ones), a .zip or .xlsx of them, or FHIR R4 "
            "files (.ndjson, or .json Bundles)."
        )
    return found


def _deliveries(path: Path, sources: Sequence[Source]) -> Iterator[tuple[Source, Path]]:
    for source in sources:
        if source.recognises(path):
            yield source, path
            return
    if path.is_dir():
        for child in sorted(path.iterdir()):
            if not child.name.startswith("."):
                yield from _deliveries(child, sources)
