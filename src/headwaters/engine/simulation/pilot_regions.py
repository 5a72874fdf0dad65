"""The five regions of the 2023-24 design pilots, to group a demonstration's places by.

Illustrative: which counties a pilot named, and nothing of its model. Names, backbones and counties are those of the Oregon
Collaborative's pages; no assignment of blueprints follows from them.
"""

from __future__ import annotations

from typing import NamedTuple

UPSTREAM = "https://oregoncollaborative.org/upstream-initiative"


class PilotRegion(NamedTuple):
    """`counties` are values of the fact `county`. `backbone`: the organization that held the pilot together."""

    id: str
    name: str
    backbone: str
    counties: tuple[str, ...]
    source: str


PILOT_REGIONS: tuple[PilotRegion, ...] = (
    PilotRegion(
        "blue_mountain", "Blue Mountain",
        "Blue Mountain Early Learning Hub (with InterMountain ESD and Umatilla-Morrow Head Start)",
        ("umatilla", "morrow", "union"), UPSTREAM,
    ),
    PilotRegion(
        "lane", "Lane", "Early Childhood Hub of Lane County (United Way of Lane County)", ("lane",), UPSTREAM,
    ),
    PilotRegion("multnomah", "Multnomah", "KairosPDX", ("multnomah",), UPSTREAM),
    PilotRegion("marion_polk", "Marion and Polk", "Marion & Polk Early Learning Hub", ("marion", "polk"), UPSTREAM),
    PilotRegion(
        "yamhill", "Yamhill", "Yamhill Community Care (also hosts the Yamhill Early Learning Hub)", ("yamhill",), UPSTREAM,
    ),
)  # fmt: skip


def region_of(county: str) -> PilotRegion | None:
    """The pilot region that a county belongs to; None for most counties."""
    return next((region for region in PILOT_REGIONS if county in region.counties), None)
