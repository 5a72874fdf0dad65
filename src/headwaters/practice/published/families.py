"""The list of families of the last refresh."""

from __future__ import annotations

from pathlib import Path

from headwaters.domain.consent import Action
from headwaters.engine.measures.families import FamilyLine, families
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.published.manifest import Manifest
from headwaters.practice.published.queries import run_folder


def list_families(
    data: Path, *, by: Reader, county: str | None = None, first: int = 0, most: int = 50
) -> tuple[FamilyLine, ...]:
    """Youngest first, one audit line for the list.

    raises  NotPermitted, NotFound  nothing has been published yet
    """
    view = require(by, Action.LIST_FAMILIES, detail="families")
    folder = run_folder(data)
    held = Manifest.read(folder)
    return families(folder, as_of=held.as_of, county=county, hide=held.hidden_from(view), first=first, most=most)
